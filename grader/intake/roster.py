"""Reads the class list: a CSV file of one's own, or the list that a learning platform gives, as downloaded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from grader.errors import UsageError
from grader.intake.identity import Roster, RosterLine, clean_id, fold_id

COLUMN_NAMES = {
    "student_id": {"student_id", "student id", "id", "id number", "idnumber", "sid", "student number", "student no",
                   "sis user id", "شماره دانشجویی", "شمارهٔ دانشجویی", "شماره ی دانشجویی", "شناسه", "کد دانشجویی",
                   "شناسه دانشجویی", "شمارهٔ شناسایی", "شماره شناسایی", "número de id", "numéro d'identification"},
    "name": {"name", "full name", "fullname", "student", "student name", "نام", "نام و نام خانوادگی", "نام کامل",
             "نام دانشجو", "nombre completo", "nom complet", "vollständiger name"},
    "first_name": {"first name", "firstname", "given name", "given names", "نام کوچک"},
    "last_name": {"last name", "lastname", "surname", "family name", "نام خانوادگی"},
    "email": {"email", "email address", "e-mail", "e-mail address", "ایمیل", "رایانامه", "پست الکترونیک", "آدرس ایمیل",
              "پست الکترونیکی", "نشانی پست الکترونیک"},
    "participant_id": {"participant_id", "participant id", "participant", "identifier", "شناسه شرکت کننده",
                       "شماره شرکت کننده", "participante", "identifiant", "teilnehmer/in"},
    "group": {"group", "groups", "team", "گروه", "تیم"},
    "role": {"role"},
    "status": {"status", "وضعیت"},
    "lateness": {"lateness (h:m:s)"},
    "submitted_at": {"last modified (submission)", "submission time", "آخرین تغییر (تکلیف تحویلی)",
                     "آخرین تغییر (ارسال)", "آخرین تغییر (تحویل)"},
}  # fmt: skip
KEYS = ("student_id", "email", "participant_id")  # what a student goes by, the best first
NUMBERED = re.compile(r"(?P<word>[^\d]{2,60}?)\s(?P<number>\d{1,20})")
AN_ID = re.compile(r"[A-Za-z]{0,4}-?\d{4,20}")
FORMULA = re.compile(r'="(.*)"')
LATE = re.compile(r"\blate\b|دیر|تاخیر|تأخیر", re.IGNORECASE)
CAME = re.compile(r"\bsubmitted\b|ارسال شد|تحویل (?:داده )?شد|برای نمره", re.IGNORECASE)
HOURS = re.compile(r"\d{1,6}:\d\d:\d\d")
MOST_ALIKE = (
    0.8  # the share of a column's cells that must be of one kind, or differ, for the column to be known by it
)
FEWEST_OF_A_WORKSHEET = 5  # columns
NOT_PEOPLE = ("points possible", "student, test", "manual posting")

Cells: TypeAlias = Sequence[str]


def read_roster(file: Path) -> Roster:
    """Read a roster.

    Raises UsageError that names the line at fault.
    """
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise UsageError(f"{file}: the roster cannot be read ({fault.strerror})") from None
    return parse_roster(data, str(file))


def parse_roster(data: bytes, name: str) -> Roster:
    """Return the roster in a CSV text, in English or Persian, with commas, semicolons or tabs."""
    rows = [each for each in rows_of(data, name) if any(cell.strip() for cell in each[1])]
    if not rows:
        raise UsageError(f"{name}: the roster is empty; give one with a column student_id, or take it away")
    header, people = rows[0][1], rows[1:]
    columns, is_platforms = columns_of(header, [row for _, row in people])
    if not columns.keys() & set(KEYS):
        raise UsageError(
            f"{name}:1: the roster has no column student_id; its columns are {', '.join(header)[:120]}"
        )
    students: dict[str, RosterLine] = {}
    for number, row in people:
        cell = {column: cleaned(row[index]) for column, index in columns.items() if index < len(row)}
        if is_platforms and is_nobody(row, cell):
            continue
        line = line_of(cell, row, is_platforms=is_platforms or "student_id" not in columns)
        if line is None:
            key = next(each for each in KEYS if each in columns)
            raise UsageError(f"{name}:{number}: a student without {key}; fill it in or delete the line")
        folded = fold_id(line.student_id)
        if folded in students:
            raise UsageError(
                f"{name}:{number}: {line.student_id} stands twice on the roster; delete one line"
            )
        students[folded] = line
    return Roster(students)


def rows_of(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file with their numbers; a first line that only names the separator is left out."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: the roster is not UTF-8; save it as CSV UTF-8") from None
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"\"?sep=([,;\t])\"?\s*", first)
    delimiter = named[1] if named else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(rest if named else text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(enumerate(reader, start=2 if named else 1))
    except csv.Error as fault:
        raise UsageError(
            f"{name}:{reader.line_num}: the roster is not CSV ({fault}); save it again"
        ) from None


def columns_of(header: Cells, rows: Sequence[Cells]) -> tuple[dict[str, int], bool]:
    """Return which column holds what, and whether a platform wrote the list."""
    columns = find_columns(header)
    titles = [fold_title(title) for title in header]
    if is_gradebook(titles):
        return gradebook_columns(titles, columns), True
    if is_worksheet(header, rows):
        return worksheet_columns(columns, rows), True
    return columns, "sid" in titles and "first_name" in columns


def find_columns(header: Cells) -> dict[str, int]:
    """Return which column holds what, by its title."""
    columns: dict[str, int] = {}
    for index, title in enumerate(header):
        folded = fold_title(title)
        for column, names in COLUMN_NAMES.items():
            if folded in names:
                columns.setdefault(column, index)
    return columns


def fold_title(title: str) -> str:
    """Return a column's title without what never tells two apart."""
    return " ".join(title.replace("\u200c", " ").replace("ي", "ی").replace("ك", "ک").casefold().split())


def is_gradebook(titles: Cells) -> bool:
    """Return whether the titles are those of Canvas's gradebook."""
    return len(titles) > 2 and "section" in titles and (
        ("student" in titles[0] and titles[1] == "id") or list(titles[:3]) == ["lastname", "firstname", "id"]
    )  # fmt: skip


def gradebook_columns(titles: Cells, columns: Mapping[str, int]) -> dict[str, int]:
    """Return the columns of Canvas's gradebook: its own id of a student is the one in the files' names."""
    own = titles.index("id")
    best = next((titles.index(title) for title in ("sis user id", "sis login id") if title in titles), own)
    found = {"participant_id": own, "student_id": best}
    return {**{name: at for name, at in columns.items() if name.endswith("name")}, **found}


def is_worksheet(header: Cells, rows: Sequence[Cells]) -> bool:
    """Return whether a list is Moodle's grading worksheet, whose titles are in its teacher's language.

    In all languages its first column is one word with a number, in every row: `Participant 4711`.
    """
    found = [NUMBERED.fullmatch(clean_id(row[0])) for row in rows if row and row[0].strip()]
    words = {each["word"] for each in found if each is not None}
    return (
        bool(found)
        and None not in found
        and len(words) == 1
        and (len(header) >= FEWEST_OF_A_WORKSHEET or fold_title(header[0]) in COLUMN_NAMES["participant_id"])
        and fold_title(header[0]) not in ("student_id", "student id", "id number")
    )


def worksheet_columns(columns: Mapping[str, int], rows: Sequence[Cells]) -> dict[str, int]:
    """Return the columns of Moodle's worksheet, from what stands in them where their titles are not known."""
    found = {name: at for name, at in columns.items() if at} | {"participant_id": 0}
    width = max(map(len, rows))
    cells = [[row[at].strip() for row in rows if at < len(row)] for at in range(min(width, 8))]
    if (
        "name" not in found
        and width > 1
        and is_varied(cells[1])
        and not any("@" in each for each in cells[1])
    ):
        found["name"] = 1
    for at, column in enumerate(cells[2:], start=2):
        if "email" not in found and is_mostly(column, r"[^@\s]+@[^@\s]+"):
            found["email"] = at
        elif "student_id" not in found and is_varied(column) and is_mostly(column, AN_ID.pattern):
            found["student_id"] = at
    return found


def is_varied(column: Cells) -> bool:
    """Return whether nearly every cell says something else."""
    return len(set(filter(None, column))) >= max(1, MOST_ALIKE * len(column))


def is_mostly(column: Cells, pattern: str) -> bool:
    """Return whether nearly every cell has one form."""
    return bool(column) and sum(
        bool(re.fullmatch(pattern, clean_id(each))) for each in column
    ) >= MOST_ALIKE * len(column)


def is_nobody(row: Cells, cell: Mapping[str, str]) -> bool:
    """Return whether a row of a platform's list is no student: points, notes, the course's test student, teachers."""
    first = row[0].strip().casefold() if row else ""
    filled = {each.strip().casefold() for each in row if each.strip()}
    return (
        any(first.startswith(each) for each in NOT_PEOPLE)
        or filled <= {"manual posting", "muted"}
        or cell.get("role", "student").casefold() not in ("student", "")
    )


def line_of(cell: Mapping[str, str], row: Cells, *, is_platforms: bool) -> RosterLine | None:
    """Return one student, None where no id is given; a platform's list may know some by an address only."""
    number = clean_id(cell.get("participant_id", ""))
    numbered = NUMBERED.fullmatch(number)
    number = numbered["number"] if numbered else number
    email = cell.get("email", "")
    student_id = clean_id(cell.get("student_id", "").lstrip("'"))
    if is_platforms:
        student_id = student_id or email or number
    if not student_id:
        return None
    given, family = cell.get("first_name") or cell.get("name", ""), cell.get("last_name", "")
    name = " ".join(filter(None, (given, family)))
    return RosterLine(
        student_id=student_id, name=name or None, line=tuple(row), email=email, number=number,
        group=cell.get("group", ""), submitted_at=said_of(cell.get("submitted_at", "")),
        late=lateness(cell.get("status", ""), cell.get("lateness", "")) if is_platforms else None,
    )  # fmt: skip


def said_of(cell: str) -> str | None:
    """Return the moment that a platform's list gives as it is written there, None where nothing came."""
    return cell if re.search(r"[0-9۰-۹]", cell) else None


def lateness(status: str, by: str) -> bool | None:
    """Return whether a status, or the hours ``by`` which, say that a hand-in came late; None where they do not tell."""
    if HOURS.fullmatch(by):
        return by.strip("0:") != ""
    if LATE.search(status):
        return True
    return False if CAME.search(status) else None


def cleaned(cell: str) -> str:
    """Return a cell without blanks around it, and without the formula in which Canvas wraps some."""
    cell = cell.strip()
    found = FORMULA.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell
