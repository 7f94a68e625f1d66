"""Turns the files of a folder into one submission a student."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from grader.errors import HandInError
from grader.grading.submission import Answer, Notice, Submission
from grader.intake.folder import LoadedFile
from grader.intake.identity import LONGEST_ID, LONGEST_NAME, Roster, clean_id, fold_id
from grader.intake.json_file import LONGEST_NOTE, JsonHandIn, read_json_hand_in
from grader.records import FileRecord
from grader.translation import Message, Numeral

UNKNOWN_STUDENT = "unknown_student"
TEXTS = frozenset({".md", ".markdown", ".txt", ".tex"})
DOCUMENTS = frozenset({".ipynb", ".html", ".htm"})


def take_in(name: str, files: Iterable[LoadedFile], roster: Roster | None) -> Submission:
    """Return the submission that a hand-in's files make together; ``name`` is its top entry's."""
    read = [read_one(file, name, roster) for file in files]
    return read[0] if len(read) == 1 else combine(with_nameless(read))


def with_nameless(read: list[Submission]) -> list[Submission]:
    """Return the files of one hand-in, where one that does not say whose it is belongs to the student of another."""
    if all(each.student_id is None for each in read):
        return read
    return [
        replace(each, unreadable=False, notices=())
        if [notice.code for notice in each.notices] == [UNKNOWN_STUDENT]
        else each
        for each in read
    ]


def read_one(file: LoadedFile, name: str, roster: Roster | None) -> Submission:
    """Return what one file says."""
    record = FileRecord(path=file.path, sha256=file.sha256)
    named = student_of_name(name, roster)
    try:
        if file.fault is not None:
            raise file.fault
        found = parse(file)
    except HandInError as fault:
        known = roster.find(named) if roster and named else None
        return Submission(
            student_id=known.student_id if known else named,
            name=known.name if known else None,
            files=(record,),
            answers={},
            notices=(Notice(code=fault.code, file=file.path, message=fault.message),),
            unreadable=True,
        )
    return identify(found, file.path, named, roster, record)


def parse(file: LoadedFile) -> JsonHandIn:
    """Return the student and the answers in a file.

    Raises HandInError for a kind of file that is not read.
    """
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix == ".json":
        return read_json_hand_in(file.data, file.path)
    if not file.data:
        raise HandInError("empty_file", Message("an empty file; ask for the hand-in again"))
    if suffix in TEXTS:
        from grader.intake.document_file import read_text_file  # a class that hands in JSON needs none of it

        return read_text_file(file.data, file.path)
    if file.document is not None:
        from grader.intake.document_file import hand_in_of

        return hand_in_of(file.document)
    if suffix in DOCUMENTS:
        raise HandInError(
            "document",
            Message("a document, which this version does not read; mark it by hand or ask for JSON answers"),
        )
    raise HandInError("unknown_format", Message("not a format that can be read; ask for JSON answers"))


def identify(
    found: JsonHandIn, path: str, named: str | None, roster: Roster | None, record: FileRecord
) -> Submission:
    """Return the submission with its student, checked against the roster where there is one."""
    notices: list[Notice] = []
    student_id = student_in(found, named, roster)
    name = found.name
    if student_id is not None and len(student_id) > LONGEST_ID:
        notices.append(
            Notice(
                code="id_too_long",
                file=path,
                message=Message(
                    "its student id has {length} characters; {limit} are read",
                    {"length": Numeral(len(student_id)), "limit": Numeral(LONGEST_ID)},
                ),
            )
        )
        student_id = None
    if name is not None and len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME]
    known = roster.find(student_id) if roster and student_id else None
    if known is not None:
        student_id, name = known.student_id, known.name or name
    elif roster and student_id:
        message = not_on_roster(student_id, roster.near(student_id))
        notices.append(Notice(code="not_on_roster", file=path, message=message))
    if roster and student_id and named and roster.find(named) and fold_id(named) != fold_id(student_id):
        message = Message(
            "it says that it is by {student}, but its name says {named}; check whose it is",
            {"student": student_id, "named": named},
        )
        notices.append(Notice(code="names_differ", file=path, message=message))
    if student_id is None:
        notices.append(
            Notice(
                code=UNKNOWN_STUDENT,
                file=path,
                message=Message("it does not say whose it is; add the student's id and grade again"),
            )
        )
    return Submission(
        student_id=student_id, name=name, files=(record,), answers=found.answers, notices=tuple(notices),
        unreadable=student_id is None, documents=found.documents,
    )  # fmt: skip


def student_in(found: JsonHandIn, named: str | None, roster: Roster | None) -> str | None:
    """Return whose a file is: of JSON what it says, of a document what its name says before its text.

    A number in a document's first lines that nobody calls an id counts only where it is the only one, and on the
    roster where there is one.
    """
    said = clean_id(found.student_id) if found.student_id else None
    if not found.documents:
        return said or named
    if named and (roster is None or roster.find(named) or not (said and roster.find(said))):
        return named
    if said:
        return said
    likely = [each for each in found.other_ids if roster is None or roster.find(each)]
    if len(likely) == 1:
        return likely[0]
    by_name = roster.named(found.name) if roster and found.name else None
    return by_name.student_id if by_name else None


def not_on_roster(student: str, near: str) -> Message:
    """Return the remark on a student whom the roster does not have; ``near`` is whom it has, or empty."""
    if not near:
        return Message("{student} is not on the roster; check whose hand-in it is", {"student": student})
    return Message(
        "{student} is not on the roster; the nearest is {near}; check whose hand-in it is",
        {"student": student, "near": near},
    )


def student_of_name(name: str, roster: Roster | None) -> str | None:
    """Return the student id that a file's or folder's name holds: one on the roster, else one made of digits."""
    stem = clean_id(name.rsplit(".", 1)[0] if "." in name else name)
    if roster:
        known = roster.find(stem) or next(filter(None, map(roster.find, words(stem))), None)
        if known is not None:
            return known.student_id
    return next((word for word in (stem, *words(stem)) if word.isdigit() and 5 <= len(word) <= 20), None)


def words(stem: str) -> Iterator[str]:
    """Yield the pieces of a name between ``_``, ``-`` and blanks."""
    return (word for word in stem.replace("-", " ").replace("_", " ").split() if len(word) > 2)


def combine(submissions: list[Submission], *, separate: bool = False) -> Submission:
    """Return several files, or several separate hand-ins, of one student as one."""
    readable = [each for each in submissions if not each.unreadable] or submissions
    first = next((each for each in readable if each.student_id is not None), readable[0])
    unread = [] if first.unreadable else [each for each in submissions if each.unreadable]
    answers = [each.answers for each in readable]
    if separate:
        answers += [{} for _ in unread]  # nobody knows whether it agrees
    merged = merge_answers(answers, separate=separate)
    if len({fold_id(each.student_id) for each in readable if each.student_id is not None}) > 1:
        merged = {name: contradicted(answer, [answer]) for name, answer in merged.items()}
    return replace(
        first,
        files=tuple(file for each in submissions for file in each.files),
        answers=merged,
        unread=tuple(file.path for each in unread for file in each.files),
        documents=tuple(document for each in readable for document in each.documents),
        notices=tuple(notice for each in submissions for notice in each.notices),
    )


def merge_answers(all_answers: list[Mapping[str, Answer]], *, separate: bool) -> dict[str, Answer]:
    """Return the answers of several files; equal ones stand, others contradict each other.

    In the files of one hand-in an answer may stand in any of them; between ``separate`` hand-ins one that is
    missing is a disagreement too.
    """
    merged: dict[str, Answer] = {}
    for name in dict.fromkeys(name for answers in all_answers for name in answers):
        found = [answers[name] for answers in all_answers if name in answers and not is_blank(answers[name])]
        first = found[0] if found else next(answers[name] for answers in all_answers if name in answers)
        first = next((each for each in found if each.reason is not None), first)
        agree = all(repr(each.submitted) == repr(first.submitted) for each in found)
        complete = len(found) in (0, len(all_answers)) or not separate
        merged[name] = first if agree and complete else contradicted(first, found)
    return merged


def contradicted(first: Answer, found: list[Answer]) -> Answer:
    """Return an answer that a person must decide, with what each file says."""
    said = "; ".join(f"{each.file}: {str(each.submitted)[:LONGEST_NOTE]}" for each in found[:3])
    note = Message("Answers that differ were found: {answers}", {"answers": said})
    return replace(first, reason="contradictory", note=note)


def is_blank(answer: Answer) -> bool:
    """Return whether an answer says nothing."""
    return answer.submitted is None or answer.submitted == "" or answer.submitted == []


def by_student(submissions: Iterable[Submission]) -> list[Submission]:
    """Return one submission a student; two separate hand-ins of one student are a conflict, and both are named."""
    groups: dict[str, list[Submission]] = {}
    unknown: list[Submission] = []
    for each in submissions:
        if each.student_id is None:
            unknown.append(each)
        else:
            groups.setdefault(fold_id(each.student_id), []).append(each)
    return [group[0] if len(group) == 1 else conflict(group) for group in groups.values()] + unknown


def conflict(group: list[Submission]) -> Submission:
    """Return the hand-ins of one student as one, with each named."""
    combined = combine(group, separate=True)
    paths = [file.path for each in group for file in each.files]
    message = Message(
        "two hand-ins for one student: {files}; answers on which they agree stand",
        {"files": ", ".join(paths[:4])},
    )
    notices = tuple(Notice(code="conflict", file=path, message=message) for path in paths)
    return replace(combined, notices=(*combined.notices, *notices))


def same_bytes(submissions: Iterable[Submission]) -> dict[str, list[str]]:
    """Return the paths of equal files that different students handed in, by student id."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for each in submissions:
        for file in each.files:
            if file.sha256 and each.student_id is not None:
                owners.setdefault(file.sha256, []).append((each.student_id, file.path))
    twins: dict[str, list[str]] = {}
    for shared in owners.values():
        if len({student for student, _ in shared}) > 1:
            for student, _ in shared:
                twins[student] = [path for other, path in shared if other != student]
    return twins
