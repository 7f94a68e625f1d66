"""The lists of learning platforms are rosters as downloaded, whatever language their titles are in."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.intake.identity import RosterLine
from grader.intake.roster import parse_roster


def students(text: str) -> list[tuple[str, str | None, str, str, str]]:
    return [
        (line.student_id, line.name, line.email, line.number, line.group)
        for line in parse_roster(text.encode("utf-8-sig"), "r").students.values()
    ]


ALI = ("401200001", "Ali Rezaei", "ali@x.example", "90001", "")
SARA = ("401200002", "Sara Lee", "sara@x.example", "90002", "")
ENGLISH = "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed"
SPANISH = (
    "Identificador,Nombre completo,Número de identificación,Dirección de correo,Estado,Calificación,Máxima,X"
)
PERSIAN = "شناسه,نام کامل,شمارهٔ شناسایی,پست الکترونیک,وضعیت,نمره,بیشینه,قابل تغییر"


@pytest.mark.parametrize(
    ("header", "word"),
    [
        pytest.param(ENGLISH, "Participant", id="english"),
        pytest.param(SPANISH, "Participante", id="spanish"),
        pytest.param(PERSIAN, "شرکت‌کننده", id="persian"),
    ],
)
def test_moodles_worksheet_is_read_in_any_language(header: str, word: str) -> None:
    text = (
        f"{header}\n{word} 90001,Ali Rezaei,401200001,ali@x.example,Submitted,-,20,Yes\n"
        f"{word} 90002,Sara Lee,401200002,sara@x.example,Submitted,-,20,Yes\n"
    )

    assert students(text) == [ALI, SARA]


def test_moodles_worksheet_tells_when_a_hand_in_came_and_whether_late() -> None:
    text = (
        "Identifier,Full name,ID number,Email address,Status,Grade,Last modified (submission)\n"
        'Participant 5,A B,401001,a@x.org,Submitted for grading - 3 days late,,"Monday, 3 November 2025, 8:00 AM"\n'
        'Participant 6,C D,401002,c@x.org,Submitted for grading,,"Friday, 31 October 2025, 9:00 PM"\n'
        "Participant 7,E F,401003,e@x.org,No submission,,-\n"
    )
    students = parse_roster(text.encode(), "worksheet.csv").students

    assert [(each.submitted_at, each.late) for each in students.values()] == [
        ("Monday, 3 November 2025, 8:00 AM", True),
        ("Friday, 31 October 2025, 9:00 PM", False),
        (None, None),
    ]


def test_a_worksheet_without_id_numbers_knows_students_by_address() -> None:
    text = "Identifier,Full name,Email address,Status,Grade,X\nParticipant 7,Ali,ali@x,Submitted,,\n"

    assert students(text) == [("ali@x", "Ali", "ali@x", "7", "")]


def test_a_blind_worksheet_knows_only_numbers() -> None:
    text = (
        "Identifier,Status,Grade,Maximum Grade,Grade can be changed\n"
        "Participant 7,Submitted,,20,Yes\nParticipant 8,Submitted,,20,Yes\n"
    )

    assert [(each[0], each[1], each[3]) for each in students(text)] == [("7", None, "7"), ("8", None, "8")]


CANVAS = '''Student,ID,SIS User ID,SIS Login ID,Section,Homework 3 (4711),Final Score
    Points Possible,,,,,20,(read only)
"Rezaei, Ali",501,401200001,ali,A,12,
"=""Lee, Sara""",502,"=""0402""",sara,A,,
"Doe, Jo",503,,jo,A,,
"Student, Test",599,,t,A,,
'''


def test_canvass_gradebook_is_read_without_its_own_rows() -> None:
    assert [(each[0], each[1], each[3]) for each in students(CANVAS)] == [
        ("401200001", "Rezaei, Ali", "501"),
        ("0402", "Lee, Sara", "502"),
        ("503", "Doe, Jo", "503"),
    ]


def test_canvass_other_gradebooks_are_read() -> None:
    assert [each[:2] for each in students("Student,ID,Section,Hw (1)\n,Manual Posting,,\nAli,5,A,\n")] == [
        ("5", "Ali")
    ]
    header = "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Hw (1)"
    assert [each[:2] for each in students(f"{header}\nLee,Sara,5,402,sara,A,\n")] == [("402", "Sara Lee")]


def test_gradescopes_grades_tell_when_a_hand_in_came_and_whether_late() -> None:
    text = (
        "First Name,Last Name,SID,Email,Status,Submission ID,Submission Time,Lateness (H:M:S)\n"
        "Ali,Rezaei,00401,ali@x,Graded,1,2026-04-26 17:34:00 +0000,00:00:00\n"
        "Jo,Doe,00402,jo@x,Graded,2,2026-04-27 17:34:00 +0000,01:10:00\n"
        "Te,Est,00403,te@x,Missing,,,\n"
    )
    students = parse_roster(text.encode(), "grades.csv").students

    assert [(each.submitted_at, each.late) for each in students.values()] == [
        ("2026-04-26 17:34:00 +0000", False),
        ("2026-04-27 17:34:00 +0000", True),
        (None, None),
    ]


def test_gradescopes_roster_is_read_without_the_staff() -> None:
    text = (
        "First Name,Last Name,SID,Email,Role,Sections\nAli,Rezaei,00401,ali@x,Student,A\n"
        "Jo,Doe,,jo@x,Student,A\nTe,Acher,1,t@x,Instructor,A\nAn,Other,2,a@x,TA,A\n"
    )

    assert students(text) == [
        ("00401", "Ali Rezaei", "ali@x", "", ""),
        ("jo@x", "Jo Doe", "jo@x", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("email,name\nali@x,Ali\n", ("ali@x", "Ali", "ali@x", "", ""), id="addresses-only"),
        pytest.param("participant_id,name\n7,Ali\n", ("7", "Ali", "", "7", ""), id="numbers-only"),
        pytest.param("student_id,group\n401,Team 4\n", ("401", None, "", "", "Team 4"), id="groups"),
        pytest.param("نام,نام خانوادگی,شماره دانشجویی,گروه\nعلی,رضایی,۴۰۱,۳\n",
                     ("401", "علی رضایی", "", "", "۳"), id="persian-names-in-two-columns"),
        pytest.param("sep=;\nstudent_id;name\n401;Ali\n", ("401", "Ali", "", "", ""), id="a-line-for-excel"),
        pytest.param("student_id,name\n012.0,Ali\n", ("012.0", "Ali", "", "", ""), id="ids-are-text"),
        pytest.param("student_id,name,a,b,c\nAB 7,Ali,1,2,3\n", ("AB 7", "Ali", "", "", ""), id="no-worksheet"),
    ],
)  # fmt: skip
def test_a_list_of_ones_own_is_read(text: str, expected: tuple[str, ...]) -> None:
    assert students(text) == [expected]


def test_other_columns_are_kept() -> None:
    (line,) = parse_roster(b"student_id,name,seat\n401,Ali,B7\n", "r").students.values()

    assert line.line == ("401", "Ali", "B7")


def test_a_student_without_the_one_id_of_the_list_is_refused_by_line() -> None:
    with pytest.raises(UsageError, match="r:3: a student without email"):
        parse_roster(b"email,name\nali@x,Ali\n,Sara\n", "r")


PEOPLE = parse_roster(
    "student_id,name,email,participant_id,group\n"
    '401,علی رضایی,a@x.example,1,One\n402,"Doe, Jane-Ann",J@x.example,2,One\n403,Reza Ali,r@x,3,Two\n'
    "404,Ali Reza,s@x,4,\n405,Sara Lee,t@x,5,\n406,Sara Lee,u@x,6,\n".encode(),
    "r",
)


def found_id(line: RosterLine | None) -> str | None:
    return line.student_id if line else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("علي رضايي", "401", id="arabic-letters"),
        pytest.param("رضایی علی", "401", id="family-name-first"),
        pytest.param("رضایی، علی", "401", id="a-persian-comma"),
        pytest.param("doejaneann", "402", id="as-canvas-squeezes-it"),
        pytest.param("Jane-Ann Doe", "402", id="first-name-first"),
        pytest.param("JANE ANN DOE", "402", id="capitals"),
        pytest.param("Reza Ali", "403", id="one-of-two-turned-names"),
        pytest.param("Sara Lee", None, id="two-of-a-name"),
        pytest.param("Jane Doe", None, id="nearly"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_name_finds_its_only_student(name: str, expected: str | None) -> None:
    assert found_id(PEOPLE.named(name)) == expected


def test_numbers_addresses_and_groups_find_students() -> None:
    assert found_id(PEOPLE.numbered("۲")) == "402"
    assert found_id(PEOPLE.find("j@X.example")) == "402"
    assert [line.student_id for line in PEOPLE.members("one")] == ["401", "402"]
    assert PEOPLE.near_name("Jane Doe") == "402 (Doe, Jane-Ann)"
    assert PEOPLE.near_name("Somebody") == ""
