"""What comes out of an archive is counted, and every entry that is not read is named with its reason."""

from __future__ import annotations

import stat
import struct
import time
import tracemalloc
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import HandInError
from grader.intake import archive
from grader.intake.archive import Budget, Packed, unpack
from grader.intake.deliveries import content_of, contents
from grader.intake.folder import MOST_KEPT, HandIn, LoadedFile, limit_of, load
from tests.intake.zips import deflated, liar, overlapping, raw_zip, special, zipped

MEGABYTE = 1_000_000


def unpacked(data: bytes, budget: Budget | None = None) -> dict[str, bytes | str]:
    """Return the bytes of each entry by name, or the code of its refusal."""
    found = unpack(data, budget or Budget(), limit_of)
    return {packed.entry.name: each.code if isinstance(each, HandInError) else each for packed, each in found}


def opened(name: str, data: bytes) -> Mapping[str, bytes | str]:
    """Return the files of an archive in a folder, and of those in it."""
    file = LoadedFile(path=name, data=data, sha256=sha256(data).hexdigest())
    return {
        each.path: each.fault.code if each.fault else each.content()
        for each in contents(file, Budget(), nested=False)
    }


def test_an_ordinary_archive_is_unpacked() -> None:
    files = {"a/answers.json": b"{}", "علی/پاسخ.txt": "۱۴".encode(), "empty.txt": b""}

    assert unpacked(zipped(*files.items(), ("a/", b""))) == files


@given(files=st.dictionaries(st.text("abc/.xی ", min_size=1, max_size=9), st.binary(max_size=90), max_size=5))
def test_what_was_packed_comes_out_or_is_named(files: dict[str, bytes]) -> None:
    found = unpacked(zipped(*files.items()))

    for name, data in files.items():
        if not name.endswith("/"):
            assert found[name] in (data, "bad_entry")


@given(data=st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(data: bytes) -> None:
    try:
        unpacked(data + b"PK\5\6" + data)
    except HandInError as refused:
        assert refused.code == "unreadable_archive"


@given(place=st.integers(0, 300), value=st.integers(0, 255))
def test_a_broken_byte_costs_its_own_entries_only(place: int, value: int) -> None:
    raw = bytearray(zipped(("a.json", b"{}" * 30), ("b.json", b"[]" * 30)))
    raw[place % len(raw)] = value
    try:
        unpacked(bytes(raw))
    except HandInError as refused:
        assert refused.code == "unreadable_archive"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../escape.json", id="up"),
        pytest.param("a/../../escape.json", id="up-from-within"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("C:/x.json", id="a-drive"),
        pytest.param("..\\escape.json", id="up-as-windows-writes-it"),
        pytest.param("\\\\server\\x.json", id="a-server"),
        pytest.param("a\nb.json", id="a-line-end"),
        pytest.param("a\x1b[2J.json", id="an-escape"),
        pytest.param("x" * 1001, id="without-end"),
        pytest.param("a/ ", id="a-blank"),
    ],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert set(unpacked(special(name)).values()) == {"bad_entry"}


def test_a_null_in_a_name_hides_nothing() -> None:
    """Python's own reader cuts a name there, so that the file seems to be another."""
    data = raw_zip([(b"a.json\0.exe", b"x", 0, zlib.crc32(b"x"), 1)])

    assert unpacked(data) == {"a.json\0.exe": "bad_entry"}


@pytest.mark.parametrize("name", ["a\u202egnp.json", "A.JSON", "a\u200cb.json", "ﬁ.json"])
def test_odd_names_that_harm_nobody_are_kept(name: str) -> None:
    assert unpacked(special(name)) == {name: b"x"}


def test_names_that_differ_in_case_only_are_two_files() -> None:
    assert unpacked(zipped(("a.json", b"1"), ("A.json", b"2"))) == {"a.json": b"1", "A.json": b"2"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_not_read() -> None:
    assert unpacked(zipped(("a.json", b"1"), ("a.json", b"2"), ("b.json", b"3"))) == {
        "a.json": "bad_entry",
        "b.json": b"3",
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(special("l.json", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "not_a_file", id="a-link"),
        pytest.param(special("p.json", mode=stat.S_IFIFO | 0o666), "not_a_file", id="a-pipe"),
        pytest.param(special("d.json", mode=stat.S_IFCHR | 0o666), "not_a_file", id="a-device"),
        pytest.param(special("e.json", flags=1), "encrypted_entry", id="locked"),
        pytest.param(special("m.json", method=14), "bad_entry", id="another-method"),
        pytest.param(raw_zip([(b"z.json", b"0" * 6 * MEGABYTE, 0, 0, 5)]), "too_large", id="too-large"),
        pytest.param(liar(b"z.pdf", b"0" * 9 * MEGABYTE, 5), "archive_bomb", id="regular-beyond-reason"),
        pytest.param(raw_zip([(b"c.json", deflated(b"{}"), 8, 1, 2)]), "unreadable_archive", id="checksum"),
        pytest.param(raw_zip([(b"c.json", deflated(b"{}")[:-1], 8, 1, 2)]), "unreadable_archive", id="cut"),
        pytest.param(raw_zip([(b"c.json", b"\xff" * 9, 8, 1, 2)]), "unreadable_archive", id="no-deflate"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    (found,) = unpacked(data).values()

    assert found == code


def test_a_size_that_lies_is_not_believed() -> None:
    assert unpacked(liar(b"a.json", b"{}", 4_000_000_000)) == {"a.json": b"{}"}


def test_entries_that_share_bytes_are_refused() -> None:
    assert unpacked(overlapping()) == {"a.json": "bad_entry", "b.json": "bad_entry"}


def test_entries_inside_of_another_are_refused() -> None:
    """The quoted kind of bomb: the header of each entry is packed data of the one before."""
    inner = raw_zip([(b"b.json", deflated(b"0" * 1000), 8, zlib.crc32(b"0" * 1000), 1000)])
    body = inner[: inner.find(b"PK\1\2")]
    data = raw_zip(
        [(b"a.json", body, 0, zlib.crc32(body), len(body))],
        [(b"a.json", 0, len(body), 0, len(body)), (b"b.json", 36, len(body) - 36, 0, 1000)],
    )

    assert set(unpacked(data).values()) == {"bad_entry"}


def test_a_hundred_thousand_entries_are_refused_at_once() -> None:
    line = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    entries = line * 100_000
    data = entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 10, 10, len(entries), 0, 0)
    started = time.process_time()

    assert opened("a.zip", data) == {"a.zip": "archive_too_large"}
    assert time.process_time() - started < 1


def test_a_bomb_takes_neither_memory_nor_time() -> None:
    packed = deflated(b"\0" * 40 * MEGABYTE)
    data = raw_zip([(b"%d.pdf" % number, packed, 8, 0, 5) for number in range(12)])
    tracemalloc.start()
    try:
        assert set(unpacked(data).values()) == {"archive_bomb"}
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 30 * MEGABYTE


def test_all_of_an_archive_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "HARMLESS", 10_000)
    budget = Budget(size=2500)

    found = unpacked(zipped(*((f"{number}.json", bytes([number]) * 1000) for number in range(4))), budget)

    assert [each if isinstance(each, str) else len(each) for each in found.values()] == [
        1000, 1000, "archive_too_large", "archive_too_large",
    ]  # fmt: skip


def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_named() -> None:
    inner = zipped(("deep.json", b"{}"))
    middle = zipped(("work.json", b"1"), ("deeper.zip", inner))

    assert opened("hw.zip", zipped(("student.zip", middle), ("a.json", b"2"))) == {
        "hw.zip/student.zip/work.json": b"1",
        "hw.zip/student.zip/deeper.zip": "archive_too_deep",
        "hw.zip/a.json": b"2",
    }


def test_an_entry_that_leads_out_is_named_and_noise_is_not() -> None:
    data = zipped(("../a.json", b"{}"), (".hidden/x", b""), ("__MACOSX/y", b""), ("b.json", b"{}"))

    assert opened("hw.zip", data) == {"hw.zip/../a.json": "bad_entry", "hw.zip/b.json": b"{}"}


def test_archives_in_an_archive_share_its_limits() -> None:
    many = zipped(*((f"{number}.txt", b"x") for number in range(3000)))

    found = opened("hw.zip", zipped(("a.zip", many), ("b.zip", many)))

    assert found["hw.zip/b.zip"] == "archive_too_large"
    assert len(found) == 3001


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "unreadable_archive", id="empty"),
        pytest.param(b"PK\3\4", "unreadable_archive", id="cut"),
        pytest.param(zipped(("a.json", b"{}"))[:-30], "unreadable_archive", id="without-its-end"),
        pytest.param(zipped(), "empty_archive", id="without-files"),
        pytest.param(zipped(("__MACOSX/a", b"x"), (".DS_Store", b"x")), "empty_archive", id="noise-only"),
    ],
)
def test_an_archive_that_holds_nothing_is_named(data: bytes, code: str) -> None:
    assert opened("a.zip", data) == {"a.zip": code}


def test_a_flaw_of_ours_costs_the_archive_that_shows_it_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives are unpacked where everybody is graded: none of them may end that."""
    inner = zipped(("b.json", b"{}"))

    def flawed(place: Packed, *others: object) -> bytes:
        if place.entry.name == "b.json":
            raise struct.error("unpack requires a buffer of 4 bytes")
        return inner if place.entry.name == "inner.zip" else b"1"

    monkeypatch.setattr(archive, "inflated", flawed)
    data = zipped(("a.json", b"1"), ("inner.zip", inner), ("c.json", b"1"))
    file = LoadedFile(path="hw.zip", data=data, sha256=sha256(data).hexdigest())
    found = contents(file, Budget(), nested=False)

    assert [(each.path, each.fault.code if each.fault else "") for each in found] == [
        ("hw.zip/a.json", ""), ("hw.zip/inner.zip", "unreadable_archive"), ("hw.zip/c.json", ""),
    ]  # fmt: skip


def test_an_archive_with_bytes_before_it_is_read() -> None:
    assert unpacked(b"#!/bin/sh\n" + zipped(("a.json", b"{}"))) == {"a.json": b"{}"}


def test_numbers_of_64_bits_are_read() -> None:
    data, checksum = b"{}", zlib.crc32(b"{}")
    body = struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 0, checksum, 2, 2, 1, 0) + b"a" + data
    extra = struct.pack("<HHQQQ", 1, 24, 2, 2, 0)
    most = 0xFFFFFFFF
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 0, 0, 0, checksum, most, most, 1, len(extra), 0, 0, 0, 0, most
    )
    entry += b"a" + extra
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), len(body))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(entry), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, most, most, 0)

    assert unpacked(body + entry + end_64 + locator + end) == {"a": data}


def test_a_file_of_an_archive_is_unpacked_where_it_is_needed_and_only_as_it_was(tmp_path: Path) -> None:
    whole, large = tmp_path / "hw.zip", Random(6).randbytes(2 * MOST_KEPT)  # nothing makes it smaller
    whole.write_bytes(zipped(("student.zip", zipped(("a.txt", large))), ("b.json", b"{}")))
    (loaded,) = load(tmp_path, HandIn(name="hw.zip", paths=("hw.zip",)))
    inner, other = contents(loaded, Budget(), nested=False)

    assert (inner.data, other.data) == (b"", b"")
    assert (inner.content(), other.content()) == (large, b"{}")
    content_of.cache_clear()
    whole.write_bytes(whole.read_bytes() + b" ")
    with pytest.raises(HandInError) as refused:
        inner.content()
    assert refused.value.code == "changed"
