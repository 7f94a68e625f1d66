"""What learning platforms hand out is one hand-in a student, with what the platform says of it."""

from __future__ import annotations

from hashlib import sha256

import pytest

from grader.intake.canvas import places
from grader.intake.deliveries import Delivery, deliveries_of
from grader.intake.folder import Found, HandIn, LoadedFile
from grader.intake.gradescope import moment, read_list
from grader.intake.identity import Roster
from grader.intake.moodle import place_of
from grader.intake.roster import parse_roster
from tests.intake.zips import zipped

ROSTER = parse_roster(
    "student_id,name,participant_id\n401200001,علی رضایی,90001\n401200002,Jane-Ann Doe,90002\n".encode(), "r"
)


def delivered(*files: tuple[str, bytes], roster: Roster | None = None) -> tuple[Delivery, ...]:
    """Return the hand-ins in a folder with those files."""
    tops: dict[str, list[LoadedFile]] = {}
    for path, data in files:
        loaded = LoadedFile(path=path, data=data, sha256=sha256(data).hexdigest())
        tops.setdefault(path.partition("/")[0], []).append(loaded)
    hand_ins = tuple(
        HandIn(name=name, paths=tuple(file.path for file in loaded)) for name, loaded in tops.items()
    )
    found = Found(hand_ins=hand_ins, other_assignments=(), refused=())
    return deliveries_of(found, [tuple(loaded) for loaded in tops.values()], roster)


def owners(found: tuple[Delivery, ...]) -> dict[str, tuple[str, ...]]:
    """Return the numbers, or else the names, of whose each delivery is, by its name."""
    return {
        each.name: tuple(person.number or person.student_id or person.name for person in each.origin.people)
        if each.origin
        else ()
        for each in found
    }


def paths(found: tuple[Delivery, ...]) -> list[list[str]]:
    return [[file.path for file in each.files] for each in found]


@pytest.mark.parametrize(
    ("path", "name", "number"),
    [
        pytest.param("علی رضایی_90001_assignsubmission_file/hw.pdf", "علی رضایی", "90001", id="in-folders"),
        pytest.param("Jane Doe_90002_assignsubmission_file_/hw.pdf", "Jane Doe", "90002", id="in-older-folders"),
        pytest.param("Jane Doe_90002_assignsubmission_file_hw_1_2.pdf", "Jane Doe", "90002", id="flat"),
        pytest.param("Jane Doe_90002_assignsubmission_onlinetext/onlinetext.html", "Jane Doe", "90002", id="text"),
        pytest.param("hw3/Jane Doe_90002_assignsubmission_file/a/b.pdf", "Jane Doe", "90002", id="in-a-folder"),
        pytest.param("jdoe_Jane Doe_90002_assignsubmission_file/a.pdf", "jdoe_Jane Doe", "90002", id="a-username"),
        pytest.param("Participant_90002_assignsubmission_file/a.pdf", "Participant", "90002", id="blind"),
        pytest.param("Team 4_17_assignsubmission_file/a.pdf", "Team 4", "17", id="a-team"),
        pytest.param("Default group_assignsubmission_file/a.pdf", "Default group", "", id="the-default-team"),
        pytest.param("O_Neil 3_90002_assignsubmission_file/a.pdf", "O_Neil 3", "90002", id="an-odd-name"),
    ],
)  # fmt: skip
def test_moodle_names_the_participant(path: str, name: str, number: str) -> None:
    place = place_of(path)

    assert place is not None
    (person,) = place[1].people
    assert (person.name, person.number) == (name, number)


@pytest.mark.parametrize(
    "path", ["a.pdf", "assignsubmission_file/a.pdf", "_assignsubmission_file/x", "a_b_c/d"]
)
def test_other_names_are_not_moodles(path: str) -> None:
    assert place_of(path) is None


def test_one_student_of_moodle_is_one_delivery_however_many_files() -> None:
    found = delivered(
        ("hw3.zip", zipped(
            ("Ali_1_assignsubmission_file/a.json", b"1"), ("Ali_1_assignsubmission_file/b.pdf", b"2"),
            ("Ali_1_assignsubmission_onlinetext/onlinetext.html", b"3"), ("Sara_2_assignsubmission_file/a.json", b"4"),
        )),
    )  # fmt: skip

    assert owners(found) == {"hw3.zip/Ali_1": ("1",), "hw3.zip/Sara_2": ("2",)}
    assert [len(each) for each in paths(found)] == [3, 1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("doejaneann_501_7001_hw.pdf", ("doejaneann", "501", False), id="plain"),
        pytest.param("doejane_LATE_501_7001_hw_1 final.pdf", ("doejane", "501", True), id="late"),
        pytest.param("رضاییعلی_502_7002_تمرین ۳.pdf", ("رضاییعلی", "502", False), id="persian"),
        pytest.param("van_der_berg_503_7003_a.pdf", ("van_der_berg", "503", False), id="underscores"),
        pytest.param("doejane_501_text.html", ("doejane", "501", False), id="typed"),
        pytest.param("doejane_LATE_501_link.html", ("doejane", "501", True), id="a-link"),
        pytest.param("anon_ab12X_7001_a.pdf", ("", "anon_ab12X", False), id="anonymous"),
        pytest.param("LATE_anon_ab12X_7001_a.pdf", ("", "anon_ab12X", True), id="anonymous-and-late"),
        pytest.param(
            "lateef_504_7004_LATE_5_6_x.pdf", ("lateef", "504", False), id="late-in-the-files-own-name"
        ),
    ],
)
def test_canvas_names_the_user(name: str, expected: tuple[str, str, bool]) -> None:
    first = next(places(name))

    assert (first.name, first.user, first.late) == expected


def test_the_roster_settles_a_name_with_numbers_in_it() -> None:
    roster = parse_roster(
        b'Student,ID,SIS Login ID,Section\n"Smith, Agent 2",77,as,A\n"Doe, J",78,jd,A\n', "r"
    )

    found = delivered(("smithagent_2_77_9001_a.json", b"1"), ("doej_78_9002_a.json", b"2"), roster=roster)

    assert owners(found) == {"smithagent_2_77": ("77",), "doej_78": ("78",)}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["hw_1_401200001_final.json", "hw_1_401200002_final.json"], id="a-teachers-own-pattern"),
        pytest.param(["Ali_1_2_a.json", "Sara_3_4_b.json"], id="capital-letters"),
        pytest.param(["a b_1_2_a.json", "c d_3_4_b.json"], id="blanks"),
        pytest.param(["1_2_3_a.json", "a_401200001.json", "b.json", "c.json"], id="one-among-others"),
    ],
)
def test_other_names_are_not_canvass(names: list[str]) -> None:
    assert owners(delivered(*((name, b"1") for name in names))) == dict.fromkeys(names, ())


def test_an_attachment_with_a_students_number_is_a_teachers_own_pattern() -> None:
    names = ["first_1_401200001_a.json", "second_2_401200002_a.json"]

    assert owners(delivered(*((name, b"1") for name in names), roster=ROSTER)) == dict.fromkeys(names, ())


LIST = b"""---
submission_11:
  :submitters:
  - :name: 'Ali O''Neil'
    :sid: '0401'
    :email: ali@x.example
  - :email: "\\u0633ara@x.example"
    :name: "Sara \\"S\\" Lee"
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 3.5
  :history:
  - :id: 1
    :created_at: 2026-04-24 10:00:00 Z
    :submitters:
    - :name: Somebody Else
  - :id: 2
    :created_at: 2026-04-25 10:00:00 Z
  :results:
    tests:
    - name: "a: b"
      output: |
        submission_99:
          :submitters:
12.pdf:
  :submitters:
  - :sid: 402
    :email:
  :created_at: 2026-04-26 17:34:00 UTC
submission_13:
  :submitters: []
  :created_at: 2026-04-26 17:34:00 Z
"""


def test_the_list_of_gradescope_is_read() -> None:
    listed = read_list(LIST)

    assert list(listed) == ["submission_11", "12.pdf", "submission_13"]
    first = listed["submission_11"]
    assert [(each.name, each.student_id, each.email) for each in first.people] == [
        ("Ali O'Neil", "0401", "ali@x.example"),
        ('Sara "S" Lee', "", "سara@x.example"),
    ]
    assert (first.submitted_at, first.attempt) == ("2026-04-26T17:34:00Z", 3)
    assert [each.student_id for each in listed["12.pdf"].people] == ["402"]
    assert (listed["submission_13"].people, listed["submission_13"].attempt) == ((), None)


@pytest.mark.parametrize("root", ["", "assignment_7_export/"])
def test_the_hand_ins_of_gradescope_are_told_by_its_list(root: str) -> None:
    entries = [
        (f"{root}submission_metadata.yml", LIST), (f"{root}submission_11/a.json", b"1"),
        (f"{root}submission_11/b.pdf", b"2"), (f"{root}12.pdf", b"3"), (f"{root}stray.pdf", b"4"),
    ]  # fmt: skip

    for found in (delivered(*entries), delivered(("export.zip", zipped(*entries)))):
        assert list(owners(found).values()) == [("0401", 'Sara "S" Lee'), ("402",), ()]
        assert [len(each) for each in paths(found)] == [2, 1, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"a: " * 9,
        b"!!python/object/apply:os.system ['true']",
        b"&a [*a, *a]",
        b"a:\n" * 1000,
    ],
)
def test_a_list_that_says_nothing_is_no_list(data: bytes) -> None:
    assert read_list(data) == {}


@pytest.mark.parametrize(
    ("written", "moment_"),
    [
        ("2026-04-26 17:34:00.861687000 Z", "2026-04-26T17:34:00Z"),
        ("2026-04-26 17:34:00 -07:00", "2026-04-26T17:34:00-07:00"),
        ("2026-04-26T17:34:00Z", "2026-04-26T17:34:00Z"),
        ("yesterday", None),
    ],
)
def test_a_moment_is_written_as_everybody_reads_it(written: str, moment_: str | None) -> None:
    assert moment(written) == moment_


def test_an_archive_with_a_students_name_is_one_hand_in() -> None:
    found = delivered(("401200001.zip", zipped(("a.json", b"1"), ("scan/b.png", b"2"))))

    assert paths(found) == [["401200001.zip/a.json", "401200001.zip/scan/b.png"]]


def test_an_archive_of_a_folder_is_a_class() -> None:
    data = zipped(
        ("class/401200001.json", b"1"), ("class/401200002/a.json", b"2"), ("class/401200002/b.pdf", b"3"),
        ("class/assignment.toml", b""), ("class/README.md", b""),
    )  # fmt: skip

    found = delivered(("class.zip", data))

    assert [each.name for each in found] == ["401200001.json", "401200002"]
    assert paths(found)[1] == ["class.zip/class/401200002/a.json", "class.zip/class/401200002/b.pdf"]


def test_what_lies_beside_a_platforms_files_stays_together() -> None:
    found = delivered(
        ("Ali_1_assignsubmission_file/a.json", b"1"), ("402/a.json", b"2"), ("402/sub/b.pdf", b"3"),
        ("403.json", b"4"),
    )  # fmt: skip

    assert owners(found) == {"Ali_1": ("1",), "402": (), "403.json": ()}
    assert paths(found)[1] == ["402/a.json", "402/sub/b.pdf"]


def test_a_folder_of_plain_files_is_left_as_it_is() -> None:
    assert [each.name for each in delivered(("401.json", b"1"), ("402.json", b"2"))] == [
        "401.json",
        "402.json",
    ]
