"""What waits is asked in groups, and filled-in lines come back whatever a spreadsheet did to the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.errors import DecisionError
from grader.records import Certainty, PartStatus, StudentRecord, StudentStatus
from grader.store.decisions import MadeDecision
from grader.store.filled import read_review_csv, settle
from grader.store.review import ReviewLine, review_csv, review_lines
from tests.store.invented import part, student, waiting

WHEN = "2026-11-22T01:00:00Z"


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def fill(data: bytes, **cells: tuple[str, str, str]) -> bytes:
    """Return the file with credit, comment and marker filled in, for students by id or for every group."""
    table = read(data)
    for row in table:
        filled = cells.get(row["student_id"] or row["scope"])
        if filled is not None:
            row["credit"], row["comment"], row["marker"] = filled
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode("utf-8-sig")


def decide(data: bytes, lines: tuple[ReviewLine, ...]) -> dict[tuple[str, str], Fraction | None]:
    filled, _ = read_review_csv(data, "review.csv")
    made = settle(filled, {line.key: line.answers for line in lines}, {}, WHEN)
    return {(decision.answer.student_id, decision.answer.part): decision.new for decision in made}


def a_class() -> list[StudentRecord]:
    return [
        student("0401", waiting(submitted="14 or 15"), part("pool"), name="سارا"),
        student("402", waiting(submitted="14  or 15"), waiting("pool", submitted="=7"), name="Lee; Kim"),
        student("403", waiting(submitted="about 14"), name="O'Brien, Pat"),
    ]


def test_equal_readings_make_one_group_with_a_line_for_each_student() -> None:
    table = read(review_csv(review_lines(a_class())))
    shown = [(row["scope"], row["part"], row["students"], row["student_id"], row["reading"]) for row in table]
    assert shown == [
        ("group", "conv", "2", "", "14 or 15"),
        ("student", "conv", "1", "'0401", "14 or 15"),
        ("student", "conv", "1", "402", "14  or 15"),
        ("group", "conv", "1", "", "about 14"),
        ("student", "conv", "1", "403", "about 14"),
        ("group", "pool", "1", "", "'=7"),
        ("student", "pool", "1", "402", "'=7"),
    ]
    assert {row["credit"] + row["comment"] + row["marker"] for row in table} == {""}
    assert {row["points"] for row in table} == {"3"}
    assert {(row["question"], row["reason"], row["file"]) for row in table} == {
        ("conv_shapes", "malformed", "401.json")
    }


def test_one_line_settles_a_convention_for_all_parts_and_students() -> None:
    records = [
        student(
            str(number),
            waiting("conv", reason="convention", codes=("flops_for_macs",), submitted=200 + number),
            waiting("pool", reason="convention", codes=("flops_for_macs",), submitted=400),
            waiting("dense", reason="convention", codes=("bias_added",), submitted=5),
        )
        for number in range(38)
    ]
    lines = review_lines(records)
    groups = [line.cells for line in lines if line.cells[0] == "group"]
    assert [(cells[2], cells[3], cells[10], cells[11]) for cells in groups] == [
        ("conv, pool", 38, "flops_for_macs", Fraction(6)),
        ("dense", 38, "bias_added", Fraction(3)),
    ]
    [first, *_] = (line for line in lines if line.cells[0] == "group")
    assert len(first.answers) == 76


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(waiting(submitted="14"), waiting(submitted="15"), id="other-answer"),
        pytest.param(waiting(reason="malformed"), waiting(reason="contradictory"), id="other-reason"),
        pytest.param(waiting(expected=14), waiting(expected=15), id="other-instance"),
        pytest.param(
            waiting(reason="convention", codes=("a",)),
            waiting(reason="convention", codes=("b",)),
            id="other-name",
        ),
        pytest.param(
            waiting(reason="scan", submitted=None, text="", certainty=Certainty.DOUBTFUL),
            waiting(reason="scan", submitted=None, text="", certainty=Certainty.DOUBTFUL),
            id="two-scans-of-which-nothing-was-read",
        ),
        pytest.param(waiting(submitted=[1, 2], text="x"), waiting(submitted=[1, 3], text="x"), id="cut-text"),
    ],
)
def test_answers_that_differ_are_not_decided_together(one: object, two: object) -> None:
    records = [student("1", one), student("2", two)]  # type: ignore[arg-type]  # parts, from the table
    assert [line.cells[3] for line in review_lines(records) if line.cells[0] == "group"] == [1, 1]


def test_written_answers_group_by_their_text() -> None:
    records = [
        student(str(number), part("why", status=PartStatus.AWAITING_MARKER, submitted=text, value=text))
        for number, text in enumerate(["It shifts.", "It  shifts.\n", "It scales."])
    ]
    groups = [line.cells for line in review_lines(records) if line.cells[0] == "group"]
    assert [(cells[3], cells[9]) for cells in groups] == [(2, "awaiting_marker"), (1, "awaiting_marker")]


def test_nobody_is_asked_about_what_cannot_be_decided() -> None:
    records = [
        student(None, waiting(), status=StudentStatus.UNREADABLE),
        student("1", waiting(), status=StudentStatus.UNREADABLE),
        student("2", waiting(cancelled=True)),
        student("3", part()),
    ]
    assert review_lines(records) == ()
    assert read(review_csv(())) == []


def test_a_reading_is_shown_beside_what_was_written() -> None:
    [group, _] = review_lines([student("1", waiting(submitted="۱۲/۵", shown="12.5"))])
    assert group.cells[6] == "۱۲/۵ → 12.5"


def test_lines_and_keys_do_not_depend_on_the_order_of_students() -> None:
    assert review_lines(a_class()) == review_lines(a_class()[::-1])


def test_a_groups_line_decides_for_all_and_a_students_line_overrides_it() -> None:
    lines = review_lines(a_class()[:2])
    data = fill(review_csv(lines), group=("1", "", ""), **{"402": ("50%", "no unit", "Neda")})
    assert decide(data, lines) == {
        ("0401", "conv_shapes.conv"): Fraction(1),
        ("402", "conv_shapes.conv"): Fraction(1, 2),
        ("402", "conv_shapes.pool"): Fraction(1, 2),
    }


def test_an_untouched_file_decides_nothing_and_says_nothing() -> None:
    assert read_review_csv(review_csv(review_lines(a_class())), "review.csv") == ((), ())
    assert read_review_csv(b"", "review.csv") == ((), ())
    assert read_review_csv(b"\xef\xbb\xbf\r\n\r\n", "review.csv") == ((), ())


def as_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_text(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def turned_around(rows: list[list[str]]) -> list[list[str]]:
    return [["my own", *reversed(row), ""] for row in rows]


def cells_ruined(rows: list[list[str]]) -> list[list[str]]:
    """Return what a spreadsheet may make of every cell that is not read: numbers, dates, nothing."""
    header, *lines = rows
    kept = {"key", "credit", "comment", "marker"}
    return [header] + [
        [cell if name in kept else "2-Jan" for name, cell in zip(header, line, strict=True)] for line in lines
    ]


def all_quoted(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def keys_in_capitals(rows: list[list[str]]) -> list[list[str]]:
    return [rows[0], *([f" '{row[0].upper()}", *row[1:]] for row in rows[1:])]


def with_empty_lines(rows: list[list[str]]) -> list[list[str]]:
    return [[], *rows[:2], [""] * len(rows[0]), *rows[2:]]


def names_in_capitals(rows: list[list[str]]) -> list[list[str]]:
    return [[name.title() for name in rows[0]], *rows[1:]]


def without_trailing_cells(rows: list[list[str]]) -> str:
    return "\n".join(as_text([row]).rstrip("\r\n,") for row in rows)


SAVED: list[tuple[str, Callable[[list[list[str]]], bytes]]] = [
    ("as-written", lambda rows: as_text(rows, end="\n").encode("utf-8-sig")),
    ("no-mark", lambda rows: as_text(rows).encode()),
    ("semicolons", lambda rows: as_text(rows, ";").encode("utf-8-sig")),
    ("tabs", lambda rows: as_text(rows, "\t").encode()),
    ("persian-semicolons", lambda rows: as_text(rows, "؛").encode("cp1256", "replace")),
    ("old-mac-line-ends", lambda rows: as_text(rows, end="\r").encode()),
    ("utf-16-little", lambda rows: as_text(rows, "\t").encode("utf-16")),
    ("utf-16-big", lambda rows: b"\xfe\xff" + as_text(rows).encode("utf-16-be")),
    ("utf-16-without-mark", lambda rows: as_text(rows).encode("utf-16-le")),
    ("windows-1256", lambda rows: as_text(rows, ";").encode("cp1256", "replace")),
    ("sep-line", lambda rows: b"sep=;\r\n" + as_text(rows, ";").encode()),
    ("empty-lines", lambda rows: as_text(with_empty_lines(rows)).encode()),
    ("columns-turned-around", lambda rows: as_text(turned_around(rows)).encode()),
    ("other-cells-ruined", lambda rows: as_text(cells_ruined(rows)).encode()),
    ("rows-sorted-otherwise", lambda rows: as_text([rows[0], *reversed(rows[1:])]).encode()),
    ("keys-in-capitals", lambda rows: as_text(keys_in_capitals(rows)).encode()),
    ("names-in-capitals", lambda rows: as_text(names_in_capitals(rows)).encode()),
    ("all-quoted", lambda rows: all_quoted(rows).encode()),
    ("short-rows", lambda rows: without_trailing_cells(rows).encode()),
]


@pytest.mark.parametrize("save", [pytest.param(save, id=name) for name, save in SAVED])
def test_a_file_is_read_back_however_a_spreadsheet_saved_it(save: Callable[[list[list[str]]], bytes]) -> None:
    lines = review_lines(a_class())
    rows = as_rows(fill(review_csv(lines), **{"'0401": ("0,5", "خوب", "ندا"), "403": ("1/2", "", "")}))
    data = save(rows)
    assert decide(data, lines) == {
        ("0401", "conv_shapes.conv"): Fraction(1, 2),
        ("403", "conv_shapes.conv"): Fraction(1, 2),
    }
    assert {line.comment for line in read_review_csv(data, "review.csv")[0]} == {"خوب", ""}


def test_windows_1256_keeps_persian_letters_that_it_has() -> None:
    rows = [["key", "credit", "comment"], ["s0123456789ab", "1", "سلام گچپژ"]]
    [line] = read_review_csv(as_text(rows).encode("cp1256"), "review.csv")[0]
    assert line.comment == "سلام گچپژ"


def test_a_comment_that_we_would_quote_loses_only_our_own_apostrophe() -> None:
    rows = [["key", "credit", "comment"], ["s0123456789ab", "'1/2", "''tis"], ["s0123456789ac", "1", "'=1"]]
    filled, _ = read_review_csv(as_text(rows).encode(), "review.csv")
    assert [(line.credit, line.comment) for line in filled] == [
        (Fraction(1, 2), "''tis"),
        (Fraction(1), "=1"),
    ]


def test_a_comment_without_a_credit_is_said_and_decides_nothing() -> None:
    lines = review_lines(a_class()[2:])
    filled, [notice] = read_review_csv(fill(review_csv(lines), **{"403": ("", "why?", "")}), "out/review.csv")
    assert (filled, notice.values) == ((), {"place": "out/review.csv:3"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            b"key,credit\ns0123456789ab,2\n", r"review.csv:2: the credit \"2\" lies outside", id="range"
        ),
        pytest.param(b"key,credit\n\ns0123456789ab,x\n", "review.csv:3: ", id="line-behind-an-empty-one"),
        pytest.param(
            b'key,a,credit\n,"1\n2",\ns0123456789ab,,x\n', "review.csv:4: ", id="line-behind-a-tall-one"
        ),
        pytest.param(b"key,credit\n,1\n", "no key", id="key-lost"),
        pytest.param(b"key,credit\n401,1\n", "no key", id="key-overwritten"),
        pytest.param(b"key,comment\nsx,1\n", "no column credit", id="column-lost"),
        pytest.param(b"PK\x03\x04...", "is a workbook", id="workbook"),
        pytest.param(b"a letter,\n", "no column key or credit", id="another-file"),
        pytest.param(
            b"key,credit\ns0123456789ab,1\ns0123456789ab,0\n",
            "review.csv:2 have the same key",
            id="two-credits",
        ),
        pytest.param(b"\xff\xfea", "cut off", id="half-a-letter"),
        pytest.param(b'key,credit\ns0123456789ab,1,"' + b"x" * 200_000, "not CSV", id="endless-cell"),
        pytest.param(b"key,credit,marker\ns0123456789ab,1," + b"x" * 300, "too long", id="long-marker"),
    ],
)
def test_a_line_filled_in_badly_is_refused_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        read_review_csv(data, "review.csv")


@given(
    some.binary(max_size=200) | some.text(alphabet='key,credit;\t\n\r"s012=\x00', max_size=80).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_the_files_name(data: bytes) -> None:
    try:
        filled, _ = read_review_csv(data, "review.csv")
    except DecisionError as error:
        assert str(error).startswith("review.csv:")
    else:
        assert all(0 <= line.credit <= 1 for line in filled)


def test_a_key_of_another_folder_is_refused() -> None:
    filled, _ = read_review_csv(b"key,credit\ns0123456789ab,1\n", "review.csv")
    with pytest.raises(DecisionError, match=r"review.csv:2: .* newest review.csv"):
        settle(filled, {}, {}, WHEN)


def test_two_groups_that_decide_one_answer_differently_are_refused() -> None:
    """As where lines of an older file were pasted below those of a newer one."""
    old, new = (review_lines(a_class()[:count]) for count in (1, 2))
    rows = [["key", "credit"], [old[0].key, "1"], [new[0].key, "0"]]
    filled, _ = read_review_csv(as_text(rows).encode(), "review.csv")
    answers = {line.key: line.answers for line in old + new}
    with pytest.raises(DecisionError, match=r"review.csv:3: .*review.csv:2 give conv_shapes.conv of 0401"):
        settle(filled, answers, {}, WHEN)


def test_the_same_file_read_twice_decides_once() -> None:
    lines = review_lines(a_class()[2:])
    filled, _ = read_review_csv(fill(review_csv(lines), group=("1", "", "Neda")), "review.csv")
    keys = {line.key: line.answers for line in lines}
    made = settle(filled, keys, {}, WHEN)
    assert settle(filled, keys, {"403": made}, "later") == ()


def test_a_changed_mind_is_a_new_decision_that_names_the_old_credit() -> None:
    lines = review_lines(a_class()[2:])
    keys = {line.key: line.answers for line in lines}
    data = review_csv(lines)
    made: tuple[MadeDecision, ...] = ()
    for credit in ("1", "0.5"):
        filled, _ = read_review_csv(fill(data, group=(credit, "", "Neda")), "review.csv")
        made += settle(filled, keys, {"403": made}, WHEN)
    assert [(decision.old, decision.new) for decision in made] == [(None, 1), (1, Fraction(1, 2))]


def test_keys_never_look_like_numbers_or_dates() -> None:
    for line in review_lines(a_class()):
        assert line.key[0] in "gs"
        assert len(line.key) == 13
        assert line.key.isalnum()
