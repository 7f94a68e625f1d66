"""The files of a hand-in are one submission; what contradicts, or cannot be read, goes to a person."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from grader.grading.submission import Submission
from grader.intake.folder import LoadedFile
from grader.intake.identity import Roster
from grader.intake.json_file import JsonHandIn
from grader.intake.roster import parse_roster
from grader.intake.take_in import by_student, same_bytes, take_in
from grader.records import JsonValue
from grader.translation import ENGLISH, Message

ROSTER = parse_roster(b"student_id,name\n401200001,Ali\n401200002,Sara\n", "roster.csv")


def file(path: str, data: bytes) -> LoadedFile:
    return LoadedFile(path=path, data=data, sha256=sha256(data).hexdigest())


def said(answers: dict[str, JsonValue], student: JsonValue = "401200001") -> bytes:
    return json.dumps({"student": student, "answers": answers}).encode()


def filled(message: Message | None) -> str:
    assert message is not None
    return ENGLISH.sentence(message)


def taken(*files: LoadedFile, name: str = "401200001", roster: Roster | None = None) -> Submission:
    return take_in(name, files, roster)


def reasons(submission: Submission) -> dict[str, tuple[JsonValue, str | None]]:
    return {name: (answer.submitted, answer.reason) for name, answer in submission.answers.items()}


def codes(submission: Submission) -> list[str]:
    return [notice.code for notice in submission.notices]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("401200001.json", b"", "unreadable_json", id="empty-json"),
        pytest.param("401200001.txt", b"", "empty_file", id="empty-text"),
        pytest.param("401200001.docx", b"PK", "unknown_format", id="other"),
        pytest.param("401200001", b"x", "unknown_format", id="no-suffix"),
        pytest.param("401200001.json", b"[]", "not_a_submission", id="no-submission"),
    ],
)
def test_a_file_that_cannot_be_read_is_its_students_and_says_why(name: str, data: bytes, code: str) -> None:
    found = taken(file(name, data), name=name, roster=ROSTER)

    assert (found.student_id, found.name, found.unreadable) == ("401200001", "Ali", True)
    assert codes(found) == [code]
    assert found.files[0].path == name


@pytest.mark.parametrize(
    ("student", "roster", "expected", "notices"),
    [
        pytest.param("۴۰۱۲۰۰۰۰۱", ROSTER, ("401200001", "Ali"), [], id="persian-digits"),
        pytest.param(
            {"id": "401200001", "name": "A."}, ROSTER, ("401200001", "Ali"), [], id="the-rosters-name"
        ),
        pytest.param(
            "401200002", ROSTER, ("401200002", "Sara"), ["names_differ"], id="another-than-the-files-name"
        ),
        pytest.param(
            {"id": "999", "name": "N"},
            ROSTER,
            ("999", "N"),
            ["not_on_roster", "names_differ"],
            id="not-on-the-roster",
        ),
        pytest.param("\u200c", ROSTER, ("401200001", "Ali"), [], id="nothing-that-can-be-seen"),
        pytest.param("999", None, ("999", None), [], id="no-roster"),
        pytest.param("", ROSTER, ("401200001", "Ali"), [], id="from-the-files-name"),
        pytest.param("x" * 65, None, (None, None), ["id_too_long", "unknown_student"], id="id-without-end"),
    ],
)
def test_the_student_is_known(
    student: JsonValue, roster: Roster | None, expected: tuple[str | None, str | None], notices: list[str]
) -> None:
    found = taken(file("401200001.json", said({}, student)), name="401200001.json", roster=roster)

    assert (found.student_id, found.name) == expected
    assert codes(found) == notices


def test_a_file_of_nobody_is_unreadable_and_keeps_its_path() -> None:
    found = taken(file("answers.json", said({"q": 1}, None)), name="answers.json")

    assert (found.student_id, found.unreadable, codes(found)) == (None, True, ["unknown_student"])


def test_files_of_one_hand_in_are_put_together() -> None:
    found = taken(
        file("401200001/a.json", said({"q.a": 1, "q.b": 2, "q.c": "", "q.d": 4})),
        file("401200001/b.json", said({"q.b": 2, "q.c": 3, "q.d": 5})),
    )

    assert reasons(found) == {
        "q.a": (1, None),
        "q.b": (2, None),
        "q.c": (3, None),
        "q.d": (4, "contradictory"),
    }
    assert "401200001/a.json: 4; 401200001/b.json: 5" in filled(found.answers["q.d"].note)
    assert [each.path for each in found.files] == ["401200001/a.json", "401200001/b.json"]


def test_a_nameless_file_in_a_students_folder_is_the_students() -> None:
    found = taken(file("x/a.json", said({"q.a": 1})), file("x/b.json", said({"q.b": 2}, None)), name="x")

    assert (found.student_id, found.unreadable, codes(found)) == ("401200001", False, [])
    assert reasons(found) == {"q.a": (1, None), "q.b": (2, None)}


def test_an_unread_file_of_a_hand_in_is_kept_in_mind() -> None:
    found = taken(file("x/a.json", said({"q.a": 1})), file("x/scan.txt", b""), name="x")

    assert (found.unreadable, found.unread, codes(found)) == (False, ("x/scan.txt",), ["empty_file"])


def test_a_folder_with_files_of_two_students_goes_to_a_person() -> None:
    found = taken(
        file("x/a.json", said({"q.a": 1})), file("x/b.json", said({"q.b": 2}, "401200002")), name="x"
    )

    assert {reason for _, reason in reasons(found).values()} == {"contradictory"}


def test_a_repeated_key_stays_a_doubt_when_files_are_put_together() -> None:
    repeated = b'{"student": "401200001", "answers": {"q.a": 1, "q.a": 2}}'

    for order in ([said({"q.a": 1}), repeated], [repeated, said({"q.a": 1})]):
        found = taken(*(file(f"x/{number}.json", data) for number, data in enumerate(order)))
        assert reasons(found)["q.a"][1] is not None


def test_an_answer_too_deep_stays_a_doubt_when_files_are_put_together() -> None:
    deep = b'{"student": "401200001", "answers": {"q.a": ' + b"[" * 70 + b"]" * 70 + b"}}"

    for order in ([said({"q.a": 1}), deep], [deep, said({"q.a": 1})]):
        found = taken(*(file(f"x/{number}.json", data) for number, data in enumerate(order)))
        assert reasons(found)["q.a"][1] is not None


def test_a_fault_of_ours_over_one_file_costs_that_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(file: LoadedFile) -> JsonHandIn:
        raise ZeroDivisionError

    monkeypatch.setattr("grader.intake.take_in.parse", fail)
    found = taken(file("401200001.json", said({"q.a": 1})))
    assert (found.unreadable, codes(found)) == (True, ["reader_crashed"])


def two(first: LoadedFile, second: LoadedFile) -> Submission:
    """Return what two separate hand-ins become, which must be one."""
    (found,) = by_student([take_in(each.path, [each], None) for each in (first, second)])
    return found


def test_two_hand_ins_of_one_student_are_a_conflict() -> None:
    found = two(
        file("a_401200001.json", said({"q.a": 1, "q.b": 2, "q.c": 3, "q.d": ""})),
        file("b.json", said({"q.a": 1, "q.b": 5, "q.d": ""}, "۴۰۱۲۰۰۰۰۱")),
    )

    assert reasons(found) == {
        "q.a": (1, None),
        "q.b": (2, "contradictory"),
        "q.c": (3, "contradictory"),
        "q.d": ("", None),
    }
    assert [(notice.code, notice.file) for notice in found.notices] == [
        ("conflict", "a_401200001.json"),
        ("conflict", "b.json"),
    ]
    assert "a_401200001.json, b.json" in filled(found.notices[0].message)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ali401", "ALI401", id="case"),
        pytest.param("401200001", "۴۰۱۲۰۰۰۰۱", id="persian-digits"),
        pytest.param("401200001", "٤٠١٢٠٠٠٠١", id="arabic-digits"),
        pytest.param("caf\u00e9401", "cafe\u0301401", id="composition"),
        pytest.param("401200001", "4012\u200b00001", id="zero-width"),
        pytest.param("401200001", "４０１２００００１", id="full-width"),
    ],
)
def test_ids_that_a_person_would_not_tell_apart_are_one_students(one: str, other: str) -> None:
    found = two(file("x.json", said({"q.a": 1}, one)), file("y.json", said({"q.a": 2}, other)))

    assert codes(found) == ["conflict", "conflict"]
    assert reasons(found)["q.a"][1] == "contradictory"


def test_one_of_two_hand_ins_that_cannot_be_read_agrees_with_nothing() -> None:
    found = two(file("401200001.json", said({"q.a": 1})), file("401200001.txt", b""))

    assert reasons(found) == {"q.a": (1, "contradictory")}
    assert (found.unreadable, found.unread) == (False, ("401200001.txt",))
    assert sorted(codes(found)) == ["conflict", "conflict", "empty_file"]


def test_two_hand_ins_that_cannot_be_read_are_one_unreadable() -> None:
    found = two(file("401200001.doc", b"x"), file("401200001.txt", b""))

    assert (found.student_id, found.unreadable) == ("401200001", True)


def test_the_same_file_handed_in_twice_stands() -> None:
    data = said({"q.a": 1})

    assert reasons(two(file("a.json", data), file("b.json", data))) == {"q.a": (1, None)}


def test_the_same_bytes_of_two_students_are_named() -> None:
    nameless = said({"q.a": 1}, None)
    hand_ins = [
        take_in(path, [file(path, nameless)], None)
        for path in ("401200001.json", "401200002.json", "401200003.txt")
    ]

    assert same_bytes(hand_ins[:2]) == {
        "401200001": ("401200001.json", ("401200002.json",)),
        "401200002": ("401200002.json", ("401200001.json",)),
    }
    assert same_bytes(hand_ins[:1]) == {}


def test_the_one_equal_file_of_several_is_named() -> None:
    photograph = b"\x89PNG"
    hand_ins = [
        taken(
            file(f"{student}/a.json", said({}, student)), file(f"{student}/z.png", photograph), name=student
        )
        for student in ("401200001", "401200002")
    ]

    assert same_bytes(hand_ins)["401200001"] == ("401200001/z.png", ("401200002/z.png",))


def test_files_without_a_byte_are_no_twins() -> None:
    hand_ins = [taken(file(f"{each}.json", b""), name=each) for each in ("401200001", "401200002")]

    assert same_bytes(hand_ins) == {}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(b'{"student": "401200001", "answers": {"q.b": 2}}', id="without-a-name"),
        pytest.param('{"student": "۴۰۱۲۰۰۰۰۱", "answers": {"q.b": 2}}'.encode(), id="in-other-digits"),
    ],
)
def test_one_student_is_not_several_for_the_files_that_leave_a_name_out(other: bytes) -> None:
    student: JsonValue = {"id": "401200001", "name": "Ali"}
    whole = taken(file("401200001/1.json", said({"q.a": 1}, student)), file("401200001/2.json", other))

    assert whole.owners == (("401200001", "Ali"),)
    assert reasons(whole) == {"q.a": (1, None), "q.b": (2, None)}


@pytest.mark.parametrize(
    "nothing",
    [
        pytest.param("  ", id="blanks"),
        pytest.param("\u200c\n", id="what-nobody-sees"),
        pytest.param([[""], [""]], id="cells"),
        pytest.param({}, id="an-object"),
    ],
)
def test_what_is_blank_to_those_who_judge_contradicts_no_other_file(nothing: JsonValue) -> None:
    whole = taken(file("1.json", said({"q.a": nothing})), file("2.json", said({"q.a": 5})))

    assert reasons(whole) == {"q.a": (5, None)}
