"""Knows whose hand-in it is: folds ids so that spellings of one agree, and reads the roster."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError

LONGEST_ID = 64
LONGEST_NAME = 200
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\s]")
COLUMN_NAMES = {
    "student_id": {"student_id", "student id", "id", "id number", "sid", "student number",
                   "شماره دانشجویی", "شمارهٔ دانشجویی", "شناسه", "کد دانشجویی"},
    "name": {"name", "full name", "student", "student name", "نام", "نام و نام خانوادگی", "نام کامل"},
    "email": {"email", "email address", "e-mail", "ایمیل", "رایانامه", "پست الکترونیک"},
    "participant_id": {"participant_id", "participant id", "identifier"},
    "group": {"group", "گروه"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One student of the roster; ``line`` is the whole line, so that a change of it is seen."""

    student_id: str
    name: str | None
    line: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of the class by folded id."""

    students: Mapping[str, RosterLine]

    def find(self, student_id: str) -> RosterLine | None:
        """Return the student with that id, in whatever spelling."""
        return self.students.get(fold_id(student_id))

    def named(self, name: str) -> RosterLine | None:
        """Return the only student of that name, None where there is none or several."""
        wanted = fold_name(name)
        found = [line for line in self.students.values() if line.name and fold_name(line.name) == wanted]
        return found[0] if len(found) == 1 else None

    def near(self, student_id: str) -> str:
        """Return the near match to offer, never to take: an id and its name, or an empty text."""
        from difflib import get_close_matches  # only for an id that is not on the roster

        close = get_close_matches(fold_id(student_id), self.students, n=1, cutoff=0.8)
        if not close:
            return ""
        line = self.students[close[0]]
        return f"{line.student_id} ({line.name})" if line.name else line.student_id


def fold_id(student_id: str) -> str:
    """Return an id without what never tells two students apart: digits' script, case, composition, blanks."""
    if student_id.isascii():
        return "".join(student_id.split()).casefold()
    # Composed again at the end: a letter and its accent may have stood apart by nothing but a blank.
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", clean_id(student_id)).casefold())


def fold_name(name: str) -> str:
    """Return a person's name without what never tells two apart: case, composition, blanks, ي for ی."""
    return fold_id(name).replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


def clean_id(student_id: str) -> str:
    """Return an id with ASCII digits, composed letters and no invisible characters; case is kept."""
    if student_id.isascii():
        return student_id.strip()
    normal = unicodedata.normalize("NFKC", student_id)
    digits = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in normal)
    return INVISIBLE.sub(lambda found: " " if found[0].isspace() else "", digits).strip()


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
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: the roster is not UTF-8; save it as CSV UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as fault:
        raise UsageError(
            f"{name}:{reader.line_num}: the roster is not CSV ({fault}); save it again"
        ) from None
    if not rows:
        raise UsageError(f"{name}: the roster is empty; give one with a column student_id, or take it away")
    columns = find_columns(rows[0])
    if "student_id" not in columns:
        raise UsageError(
            f"{name}:1: the roster has no column student_id; its columns are {', '.join(rows[0])[:120]}"
        )
    students: dict[str, RosterLine] = {}
    for number, row in enumerate(rows[1:], start=2):
        cell = {column: row[index].strip() for column, index in columns.items() if index < len(row)}
        student_id = clean_id(cell.get("student_id", "").lstrip("'"))
        if not student_id:
            if any(each.strip() for each in row):
                raise UsageError(
                    f"{name}:{number}: a student without student_id; fill it in or delete the line"
                )
            continue
        if fold_id(student_id) in students:
            raise UsageError(f"{name}:{number}: {student_id} stands twice on the roster; delete one line")
        students[fold_id(student_id)] = RosterLine(
            student_id=student_id, name=cell.get("name") or None, line=tuple(row)
        )
    return Roster(students)


def find_columns(header: list[str]) -> dict[str, int]:
    """Return which column holds what."""
    columns: dict[str, int] = {}
    for index, title in enumerate(header):
        folded = " ".join(title.replace("\u200c", " ").replace("ي", "ی").replace("ك", "ک").casefold().split())
        for column, names in COLUMN_NAMES.items():
            if folded in names:
                columns.setdefault(column, index)
    return columns
