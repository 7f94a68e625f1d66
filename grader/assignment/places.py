"""Finds the line and the column at which a key or a value of a TOML text stands.

The text has been accepted by `tomllib` before, so this walk trusts its syntax and only keeps count of
where things begin.
"""

from __future__ import annotations

import re
import tomllib
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\]|\\.)*"' r"|'[^']*'",
    re.DOTALL,
)
SCALAR = re.compile(r"[^,\]}\n#]*")


def locate(text: str, path: Path, *, at_key: bool = False) -> tuple[int, int]:
    """Return the line and the column, from 1, of the value (or the key) at ``path``.

    Where the path itself does not stand in the text, its nearest ancestor does.
    """
    walk = Walk(text)
    walk.document()
    for length in range(len(path), 0, -1):
        found = walk.places.get(path[:length])
        if found is not None:
            key, value = found
            offset = key if at_key and length == len(path) else value
            return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
    return 1, 1


class Walk:
    """One walk over a TOML text; ``places`` maps each path to the offsets of its key and its value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.places: dict[Path, tuple[int, int]] = {}
        self.tables: dict[Path, int] = {}

    def document(self) -> None:
        """Walk over every line."""
        prefix: Path = ()
        self.skip()
        while self.position < len(self.text):
            start = self.position
            if self.text.startswith("[", start):
                prefix = self.header(start)
            else:
                self.assignment(prefix)
            self.skip()

    def header(self, start: int) -> Path:
        """Walk over ``[table]`` or ``[[table]]`` and return the path that its keys stand under."""
        is_array = self.text.startswith("[[", start)
        self.position = start + (2 if is_array else 1)
        keys = self.key()
        self.position = (
            self.text.index("\n", self.position) if "\n" in self.text[self.position :] else len(self.text)
        )
        prefix: Path = ()
        for number, (key, _) in enumerate(keys, start=1):
            prefix += (key,)
            if number == len(keys) and is_array:
                self.tables[prefix] = self.tables.get(prefix, -1) + 1
            if prefix in self.tables:
                prefix += (self.tables[prefix],)
        self.places.setdefault(prefix, (start, start))
        return prefix

    def assignment(self, prefix: Path) -> None:
        """Walk over ``key = value``."""
        keys = self.key()
        self.skip()
        self.position += 1  # the equals sign
        self.skip()
        path = prefix
        for key, offset in keys:
            path += (key,)
            self.places.setdefault(path, (offset, offset))
        self.places[path] = (keys[-1][1], self.position)
        self.value(path)

    def key(self) -> list[tuple[str, int]]:
        """Walk over a dotted key and return its words with their offsets."""
        keys: list[tuple[str, int]] = []
        while True:
            self.skip()
            start = self.position
            quoted = STRING.match(self.text, start)
            found = quoted or BARE_KEY.match(self.text, start)
            if found is None:
                return keys or [("", start)]
            self.position = found.end()
            name = tomllib.loads(f"{found[0]} = 0").popitem()[0] if quoted else found[0]
            keys.append((name, start))
            self.skip()
            if not self.text.startswith(".", self.position):
                return keys
            self.position += 1

    def value(self, path: Path) -> None:
        """Walk over a value and whatever stands inside it."""
        opening = self.text[self.position : self.position + 1]
        if opening in ("[", "{"):
            self.inside(path, "]" if opening == "[" else "}")
            return
        found = STRING.match(self.text, self.position) or SCALAR.match(self.text, self.position)
        self.position = found.end() if found else len(self.text)

    def inside(self, path: Path, closing: str) -> None:
        """Walk over the elements of a list or the pairs of an inline table."""
        self.position += 1
        index = 0
        self.skip()
        while self.position < len(self.text) and not self.text.startswith(closing, self.position):
            start = self.position
            if closing == "]":
                self.places[(*path, index)] = (start, start)
                self.value((*path, index))
            else:
                self.assignment(path)
            index += 1
            self.skip()
            if self.text.startswith(",", self.position):
                self.position += 1
            self.skip()
            if self.position == start:
                return
        self.position += 1

    def skip(self) -> None:
        """Walk over white space and comments."""
        found = BLANK.match(self.text, self.position)
        self.position = found.end() if found else self.position
