"""Turns the files of a folder into one submission a student."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import HandInError
from grader.grading.matching import says_nothing
from grader.grading.submission import Answer, Notice, Submission, differing
from grader.intake.folder import PICTURES, LoadedFile
from grader.intake.identity import Roster, fold_id
from grader.intake.json_file import JsonHandIn, read_json_hand_in
from grader.intake.whose import UNKNOWN_STUDENT, Owner, several_students, whose
from grader.records import Delivered, FileRecord
from grader.translation import Message

if TYPE_CHECKING:
    from grader.intake.origin import Origin

SEVERAL_STUDENTS = "several_students"
EARLIER_ATTEMPT = "earlier_attempt"
TEXTS = frozenset({".md", ".markdown", ".txt", ".tex"})
NEVER = (0.0, 0)
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
JSON = "json"
OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of no bytes
MOST_TWINS = 4  # that are named
NOBODY = JsonHandIn(student_id=None, name=None, answers={})


def take_in(
    name: str, files: Iterable[LoadedFile], roster: Roster | None, origin: Origin | None = None
) -> Submission:
    """Return the submission that a hand-in's files make together; ``name`` is its top entry's.

    ``origin`` is what a platform says of it.
    """
    read = [read_one(file, name, roster, origin) for file in files]
    made = read[0] if len(read) == 1 else combine(with_nameless(read))
    delivered = delivered_of(origin, roster, made.student_id)
    return made if delivered is None else replace(made, delivered=delivered)


def delivered_of(origin: Origin | None, roster: Roster | None, student_id: str | None) -> Delivered | None:
    """Return when a hand-in came, from its own place or from the platform's list of students; None if neither tells."""
    line = roster.find(student_id) if roster is not None and student_id else None
    submitted_at = origin.submitted_at if origin else None
    late = origin.late if origin else None
    attempt = origin.attempt if origin else None
    if line is not None:
        submitted_at = submitted_at or line.submitted_at
        late = line.late if late is None else late
    if submitted_at is None and late is None and attempt is None:
        return None
    return Delivered(submitted_at=submitted_at, late=late, attempt=attempt)


def for_each_owner(submission: Submission, *, group: bool) -> Iterator[Submission]:
    """Yield a hand-in once for each of its students; ``group`` says that the assignment is team work.

    Where neither the assignment nor a platform speaks of a team, a person decides whose it is.
    """
    if len(submission.owners) < 2:
        yield submission
        return
    if not group and not submission.is_team:
        file = submission.files[0].path
        notice = Notice(code=SEVERAL_STUDENTS, file=file, message=several_students(submission.owners))
        doubt = replace(
            notice, message=Message("The file names several students; a person decides whose it is.")
        )
        submission = replace(submission, doubt=doubt, notices=(*submission.notices, notice))
    for student_id, name in submission.owners:
        yield replace(submission, student_id=student_id, name=name)


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


def read_one(file: LoadedFile, name: str, roster: Roster | None, origin: Origin | None = None) -> Submission:
    """Return what one file says."""
    notices: list[Notice] = []
    found, unreadable, kind = NOBODY, False, ""
    try:
        if file.fault is not None:
            raise file.fault
        found = parse(file)
        kind = str(found.documents[0].source) if found.documents else JSON
    except HandInError as fault:
        notices.append(Notice(code=fault.code, file=file.path, message=fault.message))
        unreadable = True
    except Exception:  # noqa: BLE001 - whatever a reader lets out over a stranger's file concerns that file alone
        from grader.documents.reader_process import crashed

        notices.append(Notice(code=crashed().code, file=file.path, message=crashed().message))
        unreadable = True
    owned = whose(found, name, roster, origin)
    remarks = [each for each in owned.remarks if not unreadable or each[0] != UNKNOWN_STUDENT]
    notices += [Notice(code=code, file=file.path, message=message) for code, message in remarks]
    student_id, student_name = owned.owners[0] if owned.owners else (None, found.name)
    return Submission(
        student_id=student_id, name=student_name, files=(FileRecord(path=file.path, sha256=file.sha256, kind=kind),),
        answers=found.answers, notices=tuple(notices), unreadable=unreadable or student_id is None,
        documents=found.documents, owners=owned.owners, is_team=owned.is_team,
    )  # fmt: skip


def parse(file: LoadedFile) -> JsonHandIn:
    """Return the student and the answers in a file.

    Raises HandInError for a kind of file that is not read.
    """
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix == ".json":
        return read_json_hand_in(file.content(), file.path)
    if file.is_empty:
        raise HandInError("empty_file", Message("an empty file; ask for the hand-in again"))
    if suffix in TEXTS:
        from grader.intake.document_file import read_text_file  # a class that hands in JSON needs none of it

        return read_text_file(file.content(), file.path)
    if file.document is not None:
        from grader.intake.document_file import hand_in_of

        return hand_in_of(file.document)
    if suffix in PICTURES:
        from grader.intake.document_file import hand_in_of, picture_of

        return hand_in_of(picture_of(file.path))
    if suffix in ARCHIVES:
        message = Message("an archive that is not read; hand in a zip, or the files themselves")
        raise HandInError("unknown_format", message)
    raise HandInError(
        "unknown_format", Message("not a format that can be read; save it as PDF and hand that in")
    )


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
        merged = {name: differing(answer, [answer]) for name, answer in merged.items()}
    return replace(
        first,
        files=tuple(file for each in submissions for file in each.files),
        answers=merged,
        unread=tuple(file.path for each in unread for file in each.files),
        documents=tuple(document for each in readable for document in each.documents),
        owners=each_once(owner for submission in readable for owner in submission.owners),
        is_team=all(each.is_team for each in readable),
        notices=tuple(notice for each in submissions for notice in each.notices),
    )


def each_once(owners: Iterable[Owner]) -> tuple[Owner, ...]:
    """Return each student once, in whatever spelling, with the name that some file gives."""
    found: dict[str, Owner] = {}
    for student_id, name in owners:
        first = found.setdefault(fold_id(student_id), (student_id, name))
        found[fold_id(student_id)] = first[0], first[1] or name
    return tuple(found.values())


def merge_answers(all_answers: list[Mapping[str, Answer]], *, separate: bool) -> dict[str, Answer]:
    """Return the answers of several files; equal ones stand, others contradict each other.

    In the files of one hand-in an answer may stand in any of them; between ``separate`` hand-ins one that is
    missing is a disagreement too.
    """
    merged: dict[str, Answer] = {}
    for name in dict.fromkeys(name for answers in all_answers for name in answers):
        found = [
            answers[name] for answers in all_answers if name in answers and not says_nothing(answers[name])
        ]
        first = found[0] if found else next(answers[name] for answers in all_answers if name in answers)
        first = next((each for each in found if each.reason is not None), first)
        agree = all(repr(each.submitted) == repr(first.submitted) for each in found)
        complete = len(found) in (0, len(all_answers)) or not separate
        merged[name] = first if agree and complete else differing(first, found)
    return merged


def by_student(submissions: Iterable[Submission]) -> list[Submission]:
    """Return one submission a student; two separate hand-ins of one student are a conflict, and both are named."""
    groups: dict[str, list[Submission]] = {}
    unknown: list[Submission] = []
    for each in submissions:
        if each.student_id is None:
            unknown.append(each)
        else:
            groups.setdefault(fold_id(each.student_id), []).append(each)
    return [group[0] if len(group) == 1 else settled(group) for group in groups.values()] + unknown


def settled(group: list[Submission]) -> Submission:
    """Return several hand-ins of one student as one: the last attempt where a platform tells, else a conflict.

    The same files, handed in by each member of a team, are one hand-in.
    """
    if len({tuple(sorted(file.sha256 for file in each.files)) for each in group}) == 1 and all(
        len(each.owners) > 1 and not each.doubt for each in group
    ):
        return replace(group[0], files=tuple(file for each in group for file in each.files))
    moments = [moment_of(each) for each in group]
    if None in moments or len(set(moments)) < len(moments):
        return conflict(group)
    *earlier, last = sorted(group, key=lambda each: moment_of(each) or NEVER)
    message = Message("an earlier attempt; the last one, {file}, is graded", {"file": last.files[0].path})
    named = [
        Notice(code=EARLIER_ATTEMPT, file=file.path, message=message)
        for each in earlier
        for file in each.files
    ]
    return replace(
        last,
        files=(*last.files, *(file for each in earlier for file in each.files)),
        notices=(*last.notices, *named),
    )


def moment_of(submission: Submission) -> tuple[float, int] | None:
    """Return when a hand-in came, and which attempt it was; None where no platform tells."""
    delivered = submission.delivered
    if delivered is None or (delivered.submitted_at is None and delivered.attempt is None):
        return None
    came = 0.0
    if delivered.submitted_at is not None:
        from datetime import datetime

        try:
            came = datetime.fromisoformat(delivered.submitted_at).timestamp()
        except (ValueError, OverflowError):
            return None
    return came, delivered.attempt or 0


def conflict(group: list[Submission]) -> Submission:
    """Return the hand-ins of one student as one, with each named."""
    combined = combine(group, separate=True)
    paths = [file.path for each in group for file in each.files]
    message = Message(
        "two hand-ins for one student: {files}; answers on which they agree stand",
        {"files": ", ".join(paths[:4])},
    )
    notices = tuple(Notice(code="conflict", file=path, message=message) for path in paths)
    separate = tuple(group) if combined.documents else ()
    return replace(combined, notices=(*combined.notices, *notices), separate=separate)


class Twins(NamedTuple):
    """A file that other students handed in too, and theirs."""

    file: str
    others: tuple[str, ...]


def same_bytes(submissions: Iterable[Submission]) -> dict[str, Twins]:
    """Return the first file of each student that different students handed in as well, by student id.

    A file that belongs to several students is no twin of itself, and one without a byte is nobody's.
    """
    owners: dict[str, list[tuple[str, str]]] = {}
    for each in submissions:
        for file in each.files:
            if file.sha256 not in ("", OF_NOTHING) and each.student_id is not None:
                owners.setdefault(file.sha256, []).append((each.student_id, file.path))
    twins: dict[str, Twins] = {}
    for shared in owners.values():
        if len({student for student, _ in shared}) < 2:
            continue
        for student in dict.fromkeys(student for student, _ in shared):
            own = {path: None for other, path in shared if other == student}
            others = (path for other, path in shared if other != student and path not in own)
            named = tuple(islice(others, MOST_TWINS))
            if named:
                twins.setdefault(student, Twins(next(iter(own)), named))
    return twins
