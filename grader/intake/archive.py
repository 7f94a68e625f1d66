"""Reads the files of a zip archive in memory, counting bytes while they are inflated and believing no size it declares.

It stays in the grading process: nothing but zlib is fed with a stranger's bytes, no more than a limit comes out of
it, and the archive's own lists are walked entry by entry under a limit, so neither time nor memory can run away.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from grader.errors import HandInError
from grader.translation import Message, Numeral

MEGABYTE = 1_000_000
MOST_BYTES = 200 * MEGABYTE
MOST_ENTRIES = 5000
MOST_INFLATED = 500 * MEGABYTE
MOST_RATIO = 200
HARMLESS = MEGABYTE  # a smaller file may be as regular as it likes
LONGEST_NAME = 1000
STORED, DEFLATED = 0, 8
ENCRYPTED, UTF_8 = 0x1, 0x800  # bits of an entry's flags
END = struct.Struct(
    "<4s4H2LH"
)  # the record at an archive's end, of which the comment's length is the last field
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")
CENTRAL = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
LONGEST_COMMENT = 0xFFFF
IN_64_BITS = 0xFFFFFFFF  # stands where a number is too large and is kept in the entry's extra field


class Entry(NamedTuple):
    """One file of an archive as its list has it."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    start: int
    mode: int


class Packed(NamedTuple):
    """Where the packed bytes of an entry begin and end in its archive."""

    entry: Entry
    start: int
    end: int


@dataclass(slots=True)
class Budget:
    """What may still come out of an archive, and of those inside it."""

    entries: int = MOST_ENTRIES
    size: int = MOST_INFLATED


def unpack(
    data: bytes, budget: Budget, limit_of: Callable[[str], int]
) -> Iterator[tuple[Packed, bytes | HandInError]]:
    """Yield each file's place and its bytes, or why it is refused; ``limit_of`` tells what its kind may have.

    Raises HandInError, at the first step, where it is no archive or has too many entries.
    """
    entries = list(listed(data, budget))
    budget.entries -= len(entries)
    names = Counter(entry.name for entry in entries)
    spans = [span_of(entry, data) for entry in entries]
    crowded = overlapping(entries, spans)
    for place, entry in enumerate(entries):
        if entry.name.endswith("/"):
            continue
        packed = Packed(entry, *spans[place])
        try:
            refuse_by_name(entry.name)
            refuse_by_kind(entry)
            if names[entry.name] > 1:
                message = Message("stands twice in its archive; neither is read")
                raise HandInError("bad_entry", message)
            if place in crowded:
                message = Message("shares its bytes with another file of the archive; ask for it again")
                raise HandInError("bad_entry", message)
            read = inflated(packed, data, budget, limit_of(entry.name))
        except HandInError as refused:
            yield packed, refused
            continue
        budget.size -= len(read)
        yield packed, read


def listed(data: bytes, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of an archive's own list. Raises HandInError where there is none, or it is too long."""
    start, end = list_of_entries(data)
    shift = start[1]
    at, count = start[0], 0
    while at < end:
        if at + CENTRAL.size > end:
            raise broken()
        count += 1
        if count > budget.entries:
            values = {"limit": Numeral(MOST_ENTRIES)}
            raise HandInError(
                "archive_too_large",
                Message("it holds more than {limit} files; hand in only what is asked", values),
            )
        (sign, maker, _, flags, method, _, _, checksum, packed, size, long_name, long_extra, long_comment, _, _,
         attributes, offset) = CENTRAL.unpack_from(data, at)  # fmt: skip
        if sign != b"PK\1\2":
            raise broken()
        at += CENTRAL.size
        raw = data[at : at + long_name]
        extra = data[at + long_name : at + long_name + long_extra]
        packed, offset = in_64_bits(extra, size, packed, offset)
        at += long_name + long_extra + long_comment
        mode = attributes >> 16 if maker >> 8 != 0 else 0
        yield Entry(name_of(raw, flags), flags, method, checksum, packed, offset + shift, mode)


def list_of_entries(data: bytes) -> tuple[tuple[int, int], int]:
    """Return where the list of entries begins, by how much everything is shifted, and where the list ends."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - END.size - LONGEST_COMMENT))
    if at < 0 or at + END.size > len(data):
        raise broken()
    _, _, _, _, _, size, offset, _ = END.unpack_from(data, at)
    end = at
    locator = at - LOCATOR_64.size
    if IN_64_BITS in (size, offset) and locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
        _, _, place, _ = LOCATOR_64.unpack_from(data, locator)
        if place + END_64.size > len(data) or data[place : place + 4] != b"PK\6\6":
            raise broken()
        size, offset = END_64.unpack_from(data, place)[-2:]
        end = place
    start = end - size
    if start < 0 or start < offset:
        raise broken()
    return (start, start - offset), end


def in_64_bits(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int]:
    """Return the packed size and the offset of an entry, from its extra field where they need more room."""
    if IN_64_BITS not in (size, packed, offset):
        return packed, offset
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            held = extra[at + 4 : at + 4 + length]
            numbers = [each[0] for each in struct.iter_unpack("<Q", held[: len(held) // 8 * 8])]
            if size == IN_64_BITS and numbers:
                numbers.pop(0)
            if packed == IN_64_BITS and numbers:
                packed = numbers.pop(0)
            if offset == IN_64_BITS and numbers:
                offset = numbers.pop(0)
            break
        at += 4 + length
    return packed, offset


def name_of(raw: bytes, flags: int) -> str:
    """Return an entry's name with ``/`` between folders: UTF-8 where it says so or is, else the oldest encoding."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("utf-8", "replace") if flags & UTF_8 else raw.decode("cp437")
    return name.replace("\\", "/")


def refuse_by_name(name: str) -> None:
    """Raise HandInError for a name that leads out of the archive, or that no file can have."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or name[1:2] == ":":
        raise HandInError("bad_entry", Message("its name leads out of the archive; it is not opened"))
    if len(name) > LONGEST_NAME or any(ord(letter) < 32 for letter in name) or not parts[-1].strip():
        raise HandInError("bad_entry", Message("no file can have its name; it is not opened"))


def refuse_by_kind(entry: Entry) -> None:
    """Raise HandInError for a link or device, a locked file, or one packed in a way that few programs read."""
    if stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
        message = Message("a link or a special file, which is not opened; hand in the file itself")
        raise HandInError("not_a_file", message)
    if entry.flags & ENCRYPTED:
        message = Message("locked with a password; pack it without one and hand that in")
        raise HandInError("encrypted_entry", message)
    if entry.method not in (STORED, DEFLATED):
        message = Message("packed in a way that is not read; pack it as an ordinary zip")
        raise HandInError("bad_entry", message)


def span_of(entry: Entry, data: bytes) -> tuple[int, int]:
    """Return where the packed bytes of an entry begin and end, twice 0 if the archive does not hold them."""
    head = data[entry.start : entry.start + LOCAL.size] if entry.start >= 0 else b""
    if len(head) < LOCAL.size or head[:4] != b"PK\3\4":
        return 0, 0
    *_, long_name, long_extra = LOCAL.unpack(head)
    start = entry.start + LOCAL.size + long_name + long_extra
    return (start, start + entry.packed) if start + entry.packed <= len(data) else (0, 0)


def overlapping(entries: list[Entry], spans: list[tuple[int, int]]) -> set[int]:
    """Return the places of entries whose bytes, their own headers counted, are another's too."""
    crowded: set[int] = set()
    furthest, owner = 0, -1
    order = sorted((entries[place].start, end, place) for place, (_, end) in enumerate(spans) if end)
    for start, end, place in order:
        if start < furthest:
            crowded |= {place, owner}
        if end > furthest:
            furthest, owner = end, place
    return crowded


def inflated(place: Packed, archive: bytes, budget: Budget, limit: int) -> bytes:
    """Return the bytes of an entry. Raises HandInError where they break a limit or their checksum."""
    entry, packed = place.entry, memoryview(archive)[place.start : place.end]
    if entry.packed and not packed:
        raise broken()
    ratio = max(HARMLESS, MOST_RATIO * len(packed))
    most = max(0, min(limit, budget.size, ratio))
    if entry.method == STORED:
        data, is_whole = bytes(packed[: most + 1]), True
    else:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = engine.decompress(packed, most + 1)
        except zlib.error:
            raise broken() from None
        is_whole = engine.eof
    if len(data) > most:
        raise too_much(most, limit, ratio)
    if not is_whole or zlib.crc32(data) != entry.checksum:
        raise broken()
    return data


def too_much(most: int, limit: int, ratio: int) -> HandInError:
    """Return the refusal of a file that is larger, once unpacked, than it may be."""
    if most == limit:
        values = {"limit": Numeral(f"{limit / MEGABYTE:.0f}")}
        message = Message(
            "more than {limit} MB, the most for a file of its kind; ask for a smaller one", values
        )
        return HandInError("too_large", message)
    if most == ratio:
        values = {"limit": Numeral(MOST_RATIO)}
        message = Message(
            "it grows to more than {limit} times its packed size; hand in the file itself", values
        )
        return HandInError("archive_bomb", message)
    values = {"limit": Numeral(MOST_INFLATED // MEGABYTE)}
    message = Message("its archive unpacks to more than {limit} MB; hand in only what is asked", values)
    return HandInError("archive_too_large", message)


def broken() -> HandInError:
    """Return the refusal of an archive, or of a file in it, that cannot be unpacked."""
    return HandInError("unreadable_archive", Message("a broken archive; ask for it again"))
