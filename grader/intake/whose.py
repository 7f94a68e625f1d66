"""Decides whose a file is, from what a platform, its name and its content say, checked against the roster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from grader.intake.identity import LONGEST_ID, LONGEST_NAME, Roster, RosterLine, clean_id, fold_id, squeezed
from grader.intake.json_file import JsonHandIn
from grader.intake.naming import is_date, students_of_name
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from grader.documents.model import Document
    from grader.intake.origin import Origin, Person

UNKNOWN_STUDENT = "unknown_student"
NAMES_STAND_IN = 12  # first lines of a document
BETWEEN_IDS = re.compile(r"[\s,;،؛/&+|]+|(?<=\d)[-_](?=\d{5})")
Remark = tuple[str, Message]
Owner = tuple[str, str | None]


class Whose(NamedTuple):
    """Whose a file is: each owner's id and name, the first before the others; ``is_team`` if a platform says so."""

    owners: tuple[Owner, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_team: bool = False


def whose(found: JsonHandIn, name: str, roster: Roster | None, origin: Origin | None) -> Whose:
    """Return the owners of a file; ``name`` is that of its hand-in, ``found`` what was read in it."""
    by_platform = people_of(origin, roster) if origin is not None else Whose()
    if by_platform.owners:
        return checked_content(found, by_platform, roster)
    said = by_content_or_name(found, name, roster)
    return Whose(said.owners, (*by_platform.remarks, *said.remarks))


def people_of(origin: Origin, roster: Roster | None) -> Whose:
    """Return the people whom a platform names: the roster's where it has them, else as the platform knows them."""
    owners: list[Owner] = []
    remarks: list[Remark] = []
    is_team = len(origin.people) > 1
    for person in origin.people:
        line, remark = on_roster(person, roster) if roster else (None, None)
        members = roster.members(person.name) if roster and line is None and person.name else []
        if remark:
            remarks.append(remark)
        found = [line] if line is not None else members
        if found:
            owners += [(each.student_id, each.name) for each in found]
            is_team = is_team or bool(members)
            continue
        known_as = person.student_id or person.email or person.number
        if known_as and len(known_as) <= LONGEST_ID:
            owners.append((clean_id(known_as), person.name[:LONGEST_NAME] or None))
            if roster:
                near = roster.near_name(person.name) if person.name else roster.near(known_as)
                remarks.append(("not_on_roster", not_on_roster(person.name or known_as, near)))
    return Whose(tuple(dict.fromkeys(owners)), tuple(remarks), is_team)


def on_roster(person: Person, roster: Roster) -> tuple[RosterLine | None, Remark | None]:
    """Return the student of the roster whom a platform means, and a remark where its number and name differ.

    A number is of one activity: a list from another one may give it to somebody else.
    """
    for known_as in (person.student_id, person.email):
        line = roster.find(known_as) if known_as else None
        if line is not None:
            return line, None
    numbered = roster.numbered(person.number) or by_number(person, roster)
    named = roster.named(person.name) or roster.named(person.name.partition("_")[2])
    if named is None or numbered is None or named is numbered:
        return numbered or named, None
    if squeezed(numbered.name or "") == squeezed(person.name):
        return numbered, None
    message = Message(
        "the platform's number {number} is {student} on the roster, but the name is that of {named}; "
        "check whose it is",
        {"number": Numeral(person.number), "student": numbered.student_id, "named": named.student_id},
    )
    return named, ("names_differ", message)


def by_number(person: Person, roster: Roster) -> RosterLine | None:
    """Return the student whose id is a platform's number, unless the roster gives that id to another name."""
    line = roster.find(person.number) if person.number else None
    if line is None or not line.name or not person.name or roster.named(person.name) is line:
        return line
    return None


def checked_content(found: JsonHandIn, by_platform: Whose, roster: Roster | None) -> Whose:
    """Return the platform's people and those of the roster whom the file names beside them.

    Without a roster a JSON file knows better than the platform's number what its student is called elsewhere.
    """
    owners, remarks, is_team = by_platform
    said = clean_id(found.student_id) if found.student_id else ""
    if roster is None:
        is_json = not found.documents and 0 < len(said) <= LONGEST_ID
        if is_json and len(owners) == 1:
            return Whose(((said, found.name or owners[0][1]),), remarks)
        return by_platform
    named = in_content(found, roster)
    ids = {fold_id(each) for each, _ in owners}
    others = [(line.student_id, line.name) for line in named if fold_id(line.student_id) not in ids]
    if not others:
        return by_platform
    if len(others) < len(named):
        return Whose((*owners, *others), remarks, is_team=False)
    if all(roster.find(each) is None for each, _ in owners) and len(others) == 1:
        return Whose(tuple(others), remarks)
    return Whose(owners, (*remarks, ("names_differ", names_differ(others[0][0], owners[0][0]))), is_team)


def by_content_or_name(found: JsonHandIn, name: str, roster: Roster | None) -> Whose:
    """Return the owners of a file that no platform has named."""
    names = students_of_name(name, roster)
    remarks: list[Remark] = []
    student_id = student_in(found, names[0] if names else None, roster)
    if student_id is not None and len(student_id) > LONGEST_ID:
        values = {"length": Numeral(len(student_id)), "limit": Numeral(LONGEST_ID)}
        message = Message("its student id has {length} characters; {limit} are read", values)
        remarks.append(("id_too_long", message))
        student_id = None
    if student_id is None:
        said = found.name and roster.near_name(found.name) if roster else ""
        return Whose((), (*remarks, (UNKNOWN_STUDENT, unknown_student(found.name or "", said or ""))))
    if roster is None:
        name = found.name or ""
        if len(name) > LONGEST_NAME:
            values = {"length": Numeral(len(name)), "limit": Numeral(LONGEST_NAME)}
            message = Message("its student's name has {length} characters; {limit} are kept", values)
            remarks.append(("name_too_long", message))
        remarks += said_otherwise(found, student_id)
        return Whose(((student_id, name[:LONGEST_NAME] or None),), tuple(remarks))
    several = [*in_content(found, roster)]
    on_name = [line for each in names if (line := roster.find(each))]
    if len(on_name) > 1 or {line.student_id for line in on_name} & {line.student_id for line in several}:
        several += on_name
    owners = unique([line for line in several if line is not None])
    known = roster.find(student_id)
    if known is not None:
        mine = known.student_id, known.name or found.name
        others = [each for each in owners if each[0] != known.student_id]
        owners = [mine, *others] if len(others) < len(owners) else [mine]
    else:
        name_said = (found.name or "")[:LONGEST_NAME] or None
        if len(owners) < 2:
            owners = [(student_id, name_said)]
            remarks.append(("not_on_roster", not_on_roster(student_id, roster.near(student_id))))
    first = fold_id(owners[0][0])
    if len(owners) == 1:
        remarks += said_otherwise(found, owners[0][0])
    if on_name and first not in {fold_id(line.student_id) for line in on_name}:
        remarks.append(("names_differ", names_differ(owners[0][0], on_name[0].student_id)))
    return Whose(tuple(owners), tuple(remarks))


def student_in(found: JsonHandIn, named: str | None, roster: Roster | None) -> str | None:
    """Return whose a file is: of JSON what it says, of a document what its name says before its text.

    On a roster, whom it has goes before a number in the file's name that it does not have, which may be a date. A
    number in a document's first lines that nobody calls an id counts only where it is the only one, and on the roster
    where there is one.
    """
    said = clean_id(found.student_id) if found.student_id else None
    by_name = person_named(found, roster) if roster else None
    likely = [each for each in found.other_ids if roster is None or roster.find(each)]
    if not found.documents:
        if said or not roster:
            return said or named
        return named if named and (by_name is None or roster.find(named)) else by_name
    if roster is None:
        alone = likely[0] if len(likely) == 1 else None
        if named and alone and len(named) < len(alone) and alone.startswith(named):
            named = alone  # the file's name cuts the number short
        return (said or alone or named) if named and is_date(named) else named or said or alone
    for each in (named, said):
        if each and roster.find(each):
            return each
    if said:
        return said if not named or is_date(named) else named
    return likely[0] if len(likely) == 1 else by_name or next(iter(likely), named)


def person_named(found: JsonHandIn, roster: Roster) -> str | None:
    """Return the student whose name a file gives: behind the word for it, or alone in one of its first lines."""
    line = roster.named(found.name) if found.name else None
    if line is not None or found.name:
        return line.student_id if line else None
    top = [text for document in found.documents for text in firsts_of(document)]
    named = {line.student_id for text in top if (line := roster.named(text))}
    return named.pop() if len(named) == 1 else None


def firsts_of(document: Document) -> Iterator[str]:
    """Yield the first lines of a document that may be a person's name."""
    for line in document.lines[:NAMES_STAND_IN]:
        if not line.code and len(line.text) <= LONGEST_NAME:
            yield line.text


def in_content(found: JsonHandIn, roster: Roster) -> list[RosterLine]:
    """Return the students of the roster whom a file's content names by an id, the one that it calls so first."""
    said = clean_id(found.student_id) if found.student_id else ""
    whole = roster.find(said) if said else None
    spoken = [whole] if whole else [roster.find(each) for each in BETWEEN_IDS.split(said)[:20] if each]
    further = [roster.find(each) for each in found.other_ids]
    lines = [line for line in (*spoken, *further) if line is not None]
    return list({line.student_id: line for line in lines}.values())


def unique(lines: Iterable[RosterLine]) -> list[Owner]:
    """Return each student once."""
    return list(dict.fromkeys((line.student_id, line.name) for line in lines))


def several_students(owners: Sequence[Owner]) -> Message:
    """Return why a person must look at a file that several students share."""
    named = ", ".join(each for each, _ in owners[:4])
    return Message(
        "it names several students ({students}) and this is no team work; decide whose it is",
        {"students": named},
    )


def said_otherwise(found: JsonHandIn, owner: str) -> list[Remark]:
    """Return the remark on a document that calls another id its student's than its name does, if it does."""
    said = clean_id(found.student_id) if found.student_id else ""
    if not found.documents or not said or len(said) > LONGEST_ID or fold_id(said) == fold_id(owner):
        return []
    return [("names_differ", names_differ(said, owner))]


def names_differ(student: str, named: str) -> Message:
    """Return the remark on a file that says it is by one student while its place says another."""
    return Message(
        "it says that it is by {student}, but its name says {named}; check whose it is",
        {"student": student, "named": named},
    )


def unknown_student(name: str, near: str) -> Message:
    """Return the remark on a file of nobody; ``near`` is whom the roster has by nearly its name, or empty."""
    if not near:
        return Message("it does not say whose it is; add the student's id and grade again")
    return Message(
        "it says that it is by {name}, who is not on the roster; the nearest is {near}; "
        "add the student's id and grade again",
        {"name": name[:LONGEST_NAME], "near": near},
    )


def not_on_roster(student: str, near: str) -> Message:
    """Return the remark on a student whom the roster does not have; ``near`` is whom it has, or empty."""
    if not near:
        return Message("{student} is not on the roster; check whose hand-in it is", {"student": student})
    return Message(
        "{student} is not on the roster; the nearest is {near}; check whose hand-in it is",
        {"student": student, "near": near},
    )
