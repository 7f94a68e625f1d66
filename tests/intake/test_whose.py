"""Whose a file is: what a platform says, then the file and its name, each checked against the roster."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from grader.grading.submission import Submission
from grader.intake.folder import LoadedFile
from grader.intake.identity import Roster
from grader.intake.origin import Origin, Person
from grader.intake.roster import parse_roster
from grader.intake.take_in import by_student, for_each_owner, same_bytes, take_in
from grader.translation import ENGLISH

ROSTER = parse_roster(
    b"student_id,name,email,participant_id,group\n401200001,Ali Rezaei,ali@x,90001,Team 4\n"
    b"401200002,Sara Lee,sara@x,90002,Team 4\n401200003,Omid Karimi,omid@x,90003,\n",
    "r",
)


def file(path: str, data: bytes) -> LoadedFile:
    return LoadedFile(path=path, data=data, sha256=sha256(data).hexdigest())


def said(student: object) -> bytes:
    return json.dumps({"student": student, "answers": {"q.a": 1}}).encode()


def moodle(name: str, number: str = "") -> Origin:
    return Origin(platform="moodle", people=(Person(name=name, number=number),))


def owners(
    data: bytes,
    origin: Origin | None = None,
    *,
    path: str = "x/a.json",
    name: str = "x",
    roster: Roster | None = ROSTER,
) -> tuple[list[str | None], list[str]]:
    """Return whose a hand-in of one file is, and the codes of the remarks about it."""
    made = list(for_each_owner(take_in(name, [file(path, data)], roster, origin), group=False))
    return [each.student_id for each in made], [notice.code for notice in made[0].notices]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        pytest.param(moodle("Ali Rezaei", "90001"), (["401200001"], []), id="number-and-name"),
        pytest.param(moodle("Participant", "90002"), (["401200002"], []), id="number-alone"),
        pytest.param(moodle("Rezaei Ali", "7"), (["401200001"], []), id="name-alone"),
        pytest.param(moodle("omid_Omid Karimi", "7"), (["401200003"], []), id="a-username-before-the-name"),
        pytest.param(
            moodle("Ali Rezaei", "90003"), (["401200001"], ["names_differ"]), id="a-list-of-another-task"
        ),
        pytest.param(moodle("Ali Rezai", "7"), (["7"], ["not_on_roster"]), id="nearly-a-name"),
        pytest.param(moodle("Team 4", "17"), (["401200001", "401200002"], []), id="a-team"),
        pytest.param(
            Origin(platform="g", people=(Person(email="SARA@x"), Person(student_id="۴۰۱۲۰۰۰۰۳"))),
            (["401200002", "401200003"], []),
            id="several-people",
        ),
    ],
)
def test_a_platform_knows_whose_it_is(origin: Origin, expected: tuple[list[str], list[str]]) -> None:
    assert owners(said(None), origin) == expected


def test_the_near_match_of_a_name_is_offered_and_not_taken() -> None:
    made = take_in("x", [file("x/a.json", said(None))], ROSTER, moodle("Ali Rezai", "7"))

    assert "401200001 (Ali Rezaei)" in ENGLISH.sentence(made.notices[0].message)


@pytest.mark.parametrize(
    ("student", "origin", "expected"),
    [
        pytest.param("401200001", moodle("Ali Rezaei", "90001"), (["401200001"], []), id="agree"),
        pytest.param("401200002", moodle("Ali Rezaei", "90001"), (["401200001"], ["names_differ"]), id="differ"),
        pytest.param("401200003", moodle("Nobody", "7"), (["401200003"], ["not_on_roster"]), id="a-guest"),
        pytest.param(
            "401200001, 401200003", moodle("Ali Rezaei", "90001"),
            (["401200001", "401200003"], ["several_students"]), id="one-more",
        ),
        pytest.param("999", moodle("Ali Rezaei", "90001"), (["401200001"], []), id="a-slip"),
    ],
)  # fmt: skip
def test_the_platform_is_believed_before_the_file(
    student: str, origin: Origin, expected: tuple[list[str], list[str]]
) -> None:
    assert owners(said(student), origin) == expected


def test_without_a_roster_the_file_knows_better_than_a_platforms_number() -> None:
    assert owners(said("401"), moodle("Ali", "7"), roster=None) == (["401"], [])
    assert owners(said(None), moodle("Ali", "7"), roster=None) == (["7"], [])


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        pytest.param("401200001_401200002.json", said(None), ["401200001", "401200002"], id="the-files-name"),
        pytest.param("a.json", said("401200001 & ۴۰۱۲۰۰۰۰۲"), ["401200001", "401200002"], id="the-json"),
        pytest.param("a.txt", b"SID: 401200001\nSID: 401200002\n", ["401200001", "401200002"], id="the-text"),
        pytest.param("Ali Rezaei.json", said(None), ["401200001"], id="a-name"),
        pytest.param("hw3 Sara Lee final.json", said(None), ["401200002"], id="a-name-among-words"),
        pytest.param("a.json", said({"name": "sara lee"}), ["401200002"], id="a-name-in-the-file"),
        pytest.param("a.json", said("omid@x"), ["401200003"], id="an-address"),
        pytest.param("401200001.json", said("401200002"), ["401200002"], id="one-each"),
    ],
)
def test_a_file_belongs_to_all_whom_it_names(path: str, data: bytes, expected: list[str]) -> None:
    assert owners(data, path=path, name=path)[0] == expected


def shared(*, group: bool, origin: Origin | None = None) -> list[Submission]:
    name = "401200001_401200002.json"
    return list(for_each_owner(take_in(name, [file(name, said(None))], ROSTER, origin), group=group))


def test_team_work_goes_to_nobody() -> None:
    assert [(each.student_id, each.name, each.doubt) for each in shared(group=True)] == [
        ("401200001", "Ali Rezaei", None),
        ("401200002", "Sara Lee", None),
    ]
    assert [each.doubt for each in shared(group=False, origin=moodle("Team 4", "1"))] == [None, None]


def test_other_work_of_several_goes_to_a_person_and_names_nobody_to_the_student() -> None:
    for each in shared(group=False):
        assert each.doubt is not None
        assert "4012" not in ENGLISH.sentence(each.doubt.message)
        assert [notice.code for notice in each.notices] == ["several_students"]


def test_a_teams_file_is_no_twin_of_itself() -> None:
    assert same_bytes(shared(group=True)) == {}


def test_the_same_file_of_each_member_is_one_hand_in() -> None:
    copies = [
        one
        for name in ("a_401200001_401200002.json", "b_401200001_401200002.json")
        for one in for_each_owner(take_in(name, [file(name, said(None))], ROSTER), group=True)
    ]

    assert [(each.student_id, len(each.files), each.notices) for each in by_student(copies)] == [
        ("401200001", 2, ()),
        ("401200002", 2, ()),
    ]


def attempt(path: str, number: int, when: str, **more: object) -> Submission:
    data = json.dumps({"student": "401200001", "answers": {"q.a": number}}).encode()
    origin = Origin(platform="g", people=(Person(student_id="401200001"),), submitted_at=when, attempt=number)
    return take_in("x", [file(path, data)], ROSTER, origin)


def test_the_last_attempt_is_graded_and_the_earlier_ones_are_named() -> None:
    (found,) = by_student([
        attempt("b.json", 2, "2026-04-26T17:34:00Z"),
        attempt("c.json", 3, "2026-04-26T20:00:00+02:00"),
        attempt("a.json", 1, "2026-04-25T17:34:00Z"),
    ])  # fmt: skip

    assert found.answers["q.a"].submitted == 3
    assert found.delivered is not None
    assert found.delivered.attempt == 3
    assert [each.path for each in found.files] == ["c.json", "a.json", "b.json"]
    assert [(notice.code, notice.file) for notice in found.notices] == [
        ("earlier_attempt", "a.json"),
        ("earlier_attempt", "b.json"),
    ]


def test_attempts_at_one_moment_are_a_conflict() -> None:
    (found,) = by_student([attempt("a.json", 1, "2026-04-26T17:34:00Z")] * 2)

    assert {notice.code for notice in found.notices} == {"conflict"}


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        pytest.param(
            "hw_99887766_a.json", said({"name": "Sara Lee"}), (["401200002"], []), id="json-with-a-name"
        ),
        pytest.param("hw_99887766_a.md", b"Name: Sara Lee\n", (["401200002"], []), id="text-with-a-name"),
        pytest.param(
            "hw.md", b"Homework 1\n\nSara Lee\n", (["401200002"], []), id="a-name-alone-in-its-line"
        ),
        pytest.param("hw.md", b"Sara Lee\nOmid Karimi\n", ([None], ["unknown_student"]), id="two-names"),
        pytest.param(
            "hw.md", b"I thank Sara Lee\n", ([None], ["unknown_student"]), id="a-name-in-a-sentence"
        ),
        pytest.param("hw_99887766_a.md", b"Pool: 7\n", (["99887766"], ["not_on_roster"]), id="nothing-else"),
        pytest.param(
            "401200001.md", b"Student ID: 401200002\n", (["401200001"], ["names_differ"]), id="text-differs"
        ),
    ],
)
def test_whom_the_roster_has_goes_before_a_number_in_the_files_name(
    path: str, data: bytes, expected: tuple[list[str | None], list[str]]
) -> None:
    assert owners(data, path=path, name=path) == expected


def test_a_text_that_differs_from_its_files_name_is_told_without_a_roster() -> None:
    assert owners(b"Student ID: 401200002\n", path="401200001.md", name="401200001.md", roster=None) == (
        ["401200001"],
        ["names_differ"],
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("hw3_4012000.md", "# HW3\n\nنسترن - ٤٠١٢٠٠٠٠١\n", "401200001", id="cut-short"),
        pytest.param("hw3_401200002.md", "# HW3\n\nنسترن - ٤٠١٢٠٠٠٠١\n", "401200002", id="another-number"),
        pytest.param("hw3_4012000.md", "# HW3\n", "4012000", id="nothing-in-the-text"),
    ],
)
def test_a_number_that_a_files_name_cuts_short_is_the_texts(name: str, text: str, expected: str) -> None:
    assert owners(text.encode(), path=name, name=name, roster=None)[0] == [expected]
