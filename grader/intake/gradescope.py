"""Knows the hand-ins in what Gradescope's "Export submissions" gives, by the list that comes with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from grader.intake.deliveries import METADATA, Delivery
from grader.intake.origin import Inner, Origin, Person, grouped

PLATFORM = "gradescope"
PERSON_FIELDS = {"name": "name", "sid": "student_id", "email": "email"}
# The list is YAML as Ruby writes it, keys with a colon before and behind. Only these few of its lines matter, and a
# whole YAML reader would build whatever else a file of that name asks for.
LINE = re.compile(
    r"(?P<blanks> *)(?P<item>(?:- )*)(?:(?P<key>\"[^\"]*\"|'[^']*'|:?[^\s:'\"#][^:]*):)?(?:\s+(?P<value>\S.*))?$"
)
WHEN = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?")
ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
LONGEST_LINE = 2000
LONGEST_VALUE = 200
MOST_PEOPLE = 50  # in one team


class YamlLine(NamedTuple):
    """One line of the list: how far it stands in, the item's dash counted, and what it says."""

    depth: int
    is_item: bool
    key: str
    value: str


def handed_out(root: str, files: Sequence[Inner]) -> list[Delivery] | None:
    """Return the hand-ins by submission, None where there is no list of them."""
    lists = {
        path.rpartition("/")[0]: read_list(file.content())
        for path, file in files
        if path.rpartition("/")[2] == METADATA
    }
    lists = {folder: listed for folder, listed in lists.items() if listed}
    if not lists:
        return None

    def place_of(path: str) -> tuple[str, Origin] | None:
        for folder, listed in lists.items():
            inner = path.removeprefix(f"{folder}/") if folder else path
            top = inner.partition("/")[0]
            if (not folder or path.startswith(f"{folder}/")) and top in listed:
                return (f"{folder}/{top}" if folder else top), listed[top]
        return None

    return grouped(root, [each for each in files if each[0].rpartition("/")[2] != METADATA], place_of)


def read_list(data: bytes) -> dict[str, Origin]:
    """Return what the list says of each submission, by its folder's or file's name."""
    found: dict[str, Origin] = {}
    entry: list[YamlLine] = []
    name = ""
    for line in lines_of(data.decode("utf-8-sig", "replace")):
        if line.depth == 0 and line.key:
            if name:
                found[name] = origin_of(entry)
            name, entry = line.key, []
        else:
            entry.append(line)
    if name:
        found[name] = origin_of(entry)
    return {name: origin for name, origin in found.items() if origin.people or origin.submitted_at}


def lines_of(text: str) -> Iterator[YamlLine]:
    """Yield the lines that have a key or are an item of a list."""
    for raw in text.splitlines():
        found = LINE.match(raw) if len(raw) <= LONGEST_LINE and not raw.startswith(("---", "#")) else None
        if found is None or not (found["key"] or found["item"]):
            continue
        key = plain(found["key"] or "").lstrip(":")
        depth = len(found["blanks"]) + len(found["item"])
        yield YamlLine(depth, bool(found["item"]), key, plain(found["value"] or ""))


def plain(value: str) -> str:
    """Return a scalar without its quotes and escapes; what means nothing is empty."""
    value = value.strip()[:LONGEST_VALUE]
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return ESCAPED.sub(unescaped, value[1:-1])
    return "" if value in ("~", "null", "[]", "{}", "nil") else value


def unescaped(found: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    code = found[1] or found[2] or found[3]
    if not code:
        return found[4]
    number = int(code, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def origin_of(entry: Sequence[YamlLine]) -> Origin:
    """Return what the lines of one submission say."""
    top = min((line.depth for line in entry if not line.is_item), default=0)
    origin = Origin(platform=PLATFORM)
    section = ""
    own: dict[str, list[YamlLine]] = {}
    for line in entry:
        if line.depth == top and not line.is_item:
            section = line.key
            if section == "created_at":
                origin = replace(origin, submitted_at=moment(line.value))
        else:
            own.setdefault(section, []).append(line)
    attempts = own.get("history", [])
    first = min((line.depth for line in attempts if line.is_item), default=0)
    before = sum(line.is_item and line.depth == first for line in attempts)
    return replace(
        origin, people=tuple(people_in(own.get("submitters", []))), attempt=before + 1 if before else None
    )


def people_in(lines: Iterable[YamlLine]) -> Iterator[Person]:
    """Yield the people of a list, each of which begins with a dash."""
    people: list[dict[str, str]] = []
    for line in lines:
        if line.is_item or not people:
            people.append({})
        if line.key in PERSON_FIELDS:
            people[-1][PERSON_FIELDS[line.key]] = line.value
    for each in people[:MOST_PEOPLE]:
        if any(each.values()):
            yield Person(**each)


def moment(value: str) -> str | None:
    """Return a moment as ISO 8601 has it, to the second; None for anything else."""
    found = WHEN.match(value)
    if found is None:
        return None
    zone = found[3] or "Z"
    return f"{found[1]}T{found[2]}{'Z' if zone == 'UTC' else zone}"
