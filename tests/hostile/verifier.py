"""Looks over what a run left behind, knowing no layout: whatever file it finds, of whatever name.

Each check returns complaints; an empty list is what should be.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from tests.hostile.folder import SECRET, Box
from tests.hostile.texts import MARKUP

OWNED = re.compile(r"canary-(?:student|typed|named|honest)-\d+[a-z]?")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LIVE_ELEMENTS = frozenset({
    "iframe", "object", "embed", "applet", "base", "frame", "frameset", "audio", "video", "source", "portal",
    "noscript",
})  # fmt: skip
SAFE_ADDRESS = re.compile(
    r"(?:#|mailto:|data:image/(?:png|jpeg|svg\+xml);base64,|[A-Za-z0-9_./-]+(?:#[^:]*)?$)"
)
CLASS_NAMES = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b|Traceback|<class |object at 0x")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"<>]*)"')
BLOCK = re.compile(r"<(script|style)\b([^<>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
LARGEST_PAGE, LARGEST_INDEX = 300_000, 5_000_000


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every regular file below a folder, links not followed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def snapshot(box: Box) -> dict[str, tuple[object, ...]]:
    """Return what stands in the box beside the output: names, kinds, sizes, times and targets of links."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, names in os.walk(box.home):
        if Path(folder) == box.home and "out" in folders:
            folders.remove("out")
        for name in (*folders, *names):
            path = os.path.join(folder, name)  # noqa: PTH118 - names that no text can hold
            state = os.lstat(path)
            found[path] = (state.st_mode, state.st_size, state.st_mtime_ns if not state.st_nlink > 1 else 0)
    return found


def look_over(box: Box) -> list[str]:
    """Return every complaint about the output."""
    files = files_of(box.out)
    return [
        *(
            f"{name}: holds the secret from outside"
            for name, data in files.items()
            if SECRET.encode() in data
        ),
        *(["something of a hand-in was run"] if box.executed.exists() else []),
        *(f"{path}: no regular file" for path in box.out.rglob("*") if path.is_symlink()),
        *(f"{name}: no plain name" for name in files if not re.fullmatch(r"[A-Za-z0-9._/-]{1,120}", name)),
        *(f"{name}: half written" for name in files if name.endswith(("-part", ".tmp", "~"))),
        *(said for name, data in files.items() for said in look_at(name, data)),
        *leaks(files),
    ]


def look_at(name: str, data: bytes) -> Iterator[str]:
    """Return complaints about one file, by what it is."""
    if name.endswith((".html", ".htm", ".svg", ".xml")):
        yield from (f"{name}: {said}" for said in page_faults(data))
    elif name.endswith(".csv"):
        yield from (f"{name}: {said}" for said in cell_faults(data))
    elif name.endswith((".jsonl", ".json")):
        yield from (f"{name}: {said}" for said in json_faults(data))
    elif not name.endswith((".db", ".lock", ".png", ".db-wal", ".db-shm")):
        yield f"{name}: a file of a kind that nobody knows"


def json_faults(data: bytes) -> Iterator[str]:
    """Return what a strict reader of JSON, a line or the whole, would refuse."""
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        if not line:
            continue
        try:
            value = json.loads(line, parse_constant=refuse, object_pairs_hook=once, parse_float=finite)
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except ValueError as fault:
            yield f"line {number}: {fault}"
        if re.search("[\x00-\x1f]", line):
            yield f"line {number}: a bare control character"


def refuse(constant: str) -> None:
    """Refuse NaN and Infinity."""
    raise ValueError(f"{constant} is no JSON")


def finite(literal: str) -> float:
    """Return a number that other programs can hold."""
    if float(literal) in (float("inf"), float("-inf")):
        raise ValueError(f"{literal} is beyond all numbers")
    return float(literal)


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object whose keys stand once."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def cell_faults(data: bytes) -> Iterator[str]:
    """Return the cells that a spreadsheet would take for a formula."""
    text = data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        for cell in row:
            seen = "".join(
                letter for letter in cell if unicodedata.category(letter) not in ("Cf", "Zs", "Cc")
            )
            if cell.startswith(STARTS_FORMULA) and not NUMBER.fullmatch(cell):
                yield f"a cell that begins like a formula: {cell[:60]!r}"
            elif seen.startswith(("=", "@", "＝", "＠")):
                yield f"a cell that looks like a formula: {cell[:60]!r}"


class Tag(HTMLParser):
    """One start of an element, as browsers read it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.element: tuple[str, dict[str, str | None]] = ("", {})
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.element = (tag, dict(attributes))


@cache
def faults_of_tag(text: str) -> tuple[str, ...]:
    """Return what an element could do that begins so."""
    return tuple(element_faults(*Tag(text).element))


def page_faults(data: bytes) -> Iterator[str]:
    """Return what could act in a page, or would be refused by nobody."""
    text = data.decode("utf-8")
    if found := UNSEEN.search(text):
        yield f"a bare {found[0]!r}"
    policy = POLICY.search(text)
    rules = html.unescape(policy[1]) if policy else ""
    if "default-src 'none'" not in rules or text.index("<meta http-equiv") > text.index("<title"):
        yield "no Content-Security-Policy at its head that forbids what it does not name"
    if "unsafe" in rules or "http" in rules or "*" in rules:
        yield f"a generous policy: {rules}"
    for block in BLOCK.finditer(text):
        digest = base64.b64encode(hashlib.sha256(block[3].encode()).digest()).decode()
        if f"'sha256-{digest}'" not in rules and "application/json" not in block[2]:
            yield f"a {block[1]} whose hash the policy does not name"
        if "canary" in block[3]:
            yield f"a canary in a {block[1]}"
    bare = BLOCK.sub("", text)
    tags = set(TAG.findall(bare))
    yield from (f"{said} in {tag[:200]}" for tag in tags for said in faults_of_tag(tag))
    if "<" in (rest := TAG.sub("", bare)) or ">" in rest:
        yield "a bracket that begins or ends no element"


def element_faults(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    """Return what an element could do."""
    if tag in LIVE_ELEMENTS or tag == "script":
        yield f"<{tag}>"
    if tag == "link" or (tag == "meta" and "refresh" in str(attributes.get("http-equiv")).lower()):
        yield f"<{tag} {dict(attributes)}>"
    for name, value in attributes.items():
        if f"('{MARKUP}" in (value or "") and name not in (
            "value",
            "title",
            "aria-label",
            "content",
            "alttext",
        ):
            yield f"<{tag} {name}={value!r}>"
        if name.startswith("on") or name in (
            "style",
            "srcdoc",
            "formaction",
            "ping",
            "xlink:href",
            "background",
        ):
            yield f"<{tag} {name}>"
        if name in ("href", "src", "action", "data", "poster") and not SAFE_ADDRESS.match(value or ""):
            yield f"<{tag} {name}={value!r}>"


def leaks(files: Mapping[str, bytes]) -> Iterator[str]:
    """Return pages with several students' texts; one page, the instructor's, may hold them all."""
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    owners = {name: set(OWNED.findall(data.decode())) for name, data in pages.items()}
    crowded = sorted(name for name, owned in owners.items() if len(owned) > 1)
    if len(crowded) > 1:
        yield f"texts of several students on {crowded}"
    for name, data in pages.items():
        largest = LARGEST_INDEX if name in crowded else LARGEST_PAGE
        if len(data) > largest * max(1, len(pages) / 500 if name in crowded else 1):
            yield f"{name}: {len(data)} bytes"
    seen = [owner for name, owned in owners.items() if name not in crowded for owner in owned]
    for owner in {each for each in seen if seen.count(each) > 1}:
        yield f"{owner} stands on several students' pages"


def message_faults(said: str) -> Iterator[str]:
    """Return what a person should not have to read on a terminal."""
    for line in said.splitlines():
        if UNSEEN.search(line):
            yield f"a bare control character: {line[:80]!r}"
        if CLASS_NAMES.search(line) or "TRESPASS" in line:
            yield line[:300]


def results_of(box: Box) -> list[dict[str, object]]:
    """Return every line of JSON that names files, whatever its file is called."""
    lines = [
        json.loads(line)
        for name, data in files_of(box.out).items()
        if name.endswith(".jsonl")
        for line in data.decode().split("\n")
        if line
    ]
    return [line for line in lines if "files" in line]
