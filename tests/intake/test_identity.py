"""Spellings of one id agree, and a roster is read in whatever form a spreadsheet or a platform gives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.intake.identity import clean_id, fold_id
from grader.intake.naming import student_of_name, students_of_name
from grader.intake.roster import parse_roster, read_roster


@pytest.mark.parametrize(
    "spelling",
    ["۴۰۱۲", "٤٠١٢", "4012", " 4012 ", "4\u200c012", "\u202a4012\u202c", "４０１２", "40 12", "\ufeff4012"],
)
def test_spellings_of_one_id_agree(spelling: str) -> None:
    assert fold_id(spelling) == "4012"
    assert clean_id(spelling).replace(" ", "") == "4012"


@pytest.mark.parametrize(
    ("one", "other"),
    [("é", "e\u0301"), ("AB-1", "ab-1"), ("Straße", "STRASSE"), ("ي1", "ي۱")],
)
def test_composition_and_case_make_no_difference(one: str, other: str) -> None:
    assert fold_id(one) == fold_id(other)


@pytest.mark.parametrize(("one", "other"), [("401", "0401"), ("401", "4010"), ("a-1", "a_1"), ("a", "b")])
def test_different_ids_stay_different(one: str, other: str) -> None:
    assert fold_id(one) != fold_id(other)


@example(text="a \u0301")
@given(text=st.text("0123۰۱۲۳٤abÉée\u0301 \u200cيی-_.", max_size=20))
def test_folding_is_steady_and_raises_nothing(text: str) -> None:
    assert fold_id(fold_id(text)) == fold_id(text)
    assert fold_id(clean_id(text)) == fold_id(text)


IN_FULL = "شمارهٔ دانشجویی", "نام و نام خانوادگی"
ROSTER = "student_id,name,email\n401,Ali,a@x\n402,مریم,b@x\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ROSTER.encode(), id="plain"),
        pytest.param(ROSTER.encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(ROSTER.encode("utf-16"), id="utf-16"),
        pytest.param(ROSTER.replace(",", ";").encode(), id="semicolons"),
        pytest.param(ROSTER.replace(",", "\t").encode(), id="tabs"),
        pytest.param(ROSTER.replace("\n", "\r\n").encode(), id="windows-lines"),
        pytest.param(ROSTER.replace("401", "۴۰۱").encode(), id="persian-digits"),
        pytest.param(
            ROSTER.replace("student_id", "شماره دانشجویی").replace("name", "نام").encode(),
            id="persian-columns",
        ),
        pytest.param(
            ROSTER.replace("student_id", IN_FULL[0]).replace("name", IN_FULL[1]).encode(),
            id="persian-columns-in-full",
        ),
        pytest.param(
            ROSTER.replace("student_id", "شماره\u200cدانشجويي").encode(),
            id="persian-columns-with-arabic-letters",
        ),
        pytest.param(
            ROSTER.replace("student_id", "ID number").replace("name", "Full name").encode(), id="moodle-words"
        ),
        pytest.param(ROSTER.replace("student_id", "SID").encode(), id="gradescope-words"),
        pytest.param(
            ROSTER.replace("401", '"401"').replace("402", "'402").encode(), id="quoted-and-kept-as-text"
        ),
        pytest.param((ROSTER + "\n,,\n").encode(), id="empty-lines"),
        pytest.param(
            b"group,x,student_id,name\ng,1,401,Ali\ng,,402," + "مریم".encode() + b"\n",
            id="other-columns-and-order",
        ),
    ],
)
def test_a_roster_is_read_in_every_form(data: bytes) -> None:
    roster = parse_roster(data, "roster.csv")

    assert [(line.student_id, line.name) for line in roster.students.values()] == [
        ("401", "Ali"),
        ("402", "مریم"),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"name\nAli\n", "roster.csv:1: the roster has no column student_id", id="no-id-column"),
        pytest.param(
            b"student_id,name\n401,A\n,B\n", "roster.csv:3: a student without student_id", id="no-id"
        ),
        pytest.param("student_id\n401\n402\n۴۰۱\n".encode(), "roster.csv:4: 401 stands twice", id="twice"),
        pytest.param(
            "student_id,نام\n".encode("cp1256"), "not UTF-8; save it as CSV UTF-8", id="windows-1256"
        ),
        pytest.param(b'student_id,name\n401,"Ali\n402,B\n', "roster.csv", id="quote-without-end"),
        pytest.param(b"student_id,name\n401," + b"x" * 200_000 + b"\n", "roster.csv", id="cell-without-end"),
        pytest.param(b"", "empty", id="empty"),
    ],
)
def test_a_roster_at_fault_is_refused_at_its_line(data: bytes, says: str) -> None:
    with pytest.raises(UsageError) as failure:
        parse_roster(data, "roster.csv")

    assert says in str(failure.value)


def test_a_roster_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path)


def test_the_near_match_is_offered() -> None:
    roster = parse_roster(b"student_id,name\n401200001,Ali\n", "r")

    assert roster.near("401200002") == "401200001 (Ali)"
    assert roster.near("zzz") == ""


@pytest.mark.parametrize(
    ("name", "with_roster", "without"),
    [
        pytest.param("401200001.json", "401200001", "401200001", id="id"),
        pytest.param("۴۰۱۲۰۰۰۰۱.json", "401200001", "401200001", id="persian-digits"),
        pytest.param("hw1_401200001_final.json", "401200001", "401200001", id="among-words"),
        pytest.param("Ali Rezaei-401200001", "401200001", "401200001", id="folder"),
        pytest.param("ab-7.json", "ab-7", None, id="letters-on-the-roster"),
        pytest.param("hw1(401200001).pdf", "401200001", "401200001", id="in-brackets"),
        pytest.param("401200001 (1).pdf", "401200001", "401200001", id="downloaded-twice"),
        pytest.param("hw401200001.pdf", "401200001", "401200001", id="glued-to-a-word"),
        pytest.param("401200001.tar.gz", "401200001", "401200001", id="two-suffixes"),
        pytest.param("hw1_20261122_401200001.md", "401200001", "401200001", id="after-a-date"),
        pytest.param("IMG_20261122_140530.jpg", None, None, id="a-telephones-picture"),
        pytest.param("PXL_20261122_140530123.jpg", None, None, id="with-thousandths"),
        pytest.param("تمرین ۱۴۰۵۰۹۰۱.pdf", None, None, id="a-persian-date"),
        pytest.param("20261122.json", "20261122", "20261122", id="nothing-but-a-number"),
        pytest.param("answers.json", None, None, id="nobody"),
        pytest.param("12.json", None, None, id="too-short"),
    ],
)
def test_a_files_name_may_tell_the_student(name: str, with_roster: str | None, without: str | None) -> None:
    roster = parse_roster(b"student_id\n401200001\nab-7\n", "r")

    assert student_of_name(name, roster) == with_roster
    assert student_of_name(name, None) == without


def test_a_name_within_a_longer_name_is_nobodys() -> None:
    roster = parse_roster(b"student_id,name\n401200001,Reza Karimi\n401200002,Ali Reza Karimi\n", "r")

    assert students_of_name("hw1 ali reza karimi.md", roster) == ["401200002"]
    assert students_of_name("hw1 reza karimi and ali reza karimi.md", roster) == ["401200002", "401200001"]
