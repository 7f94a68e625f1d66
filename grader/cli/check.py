"""`grade check`: shows a student how their answers are read, and as much of the verdict as is allowed.

At the level "format" nothing here depends on a reference: not a word, not an order, not the exit code.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from grader.answers import Reading
from grader.assignment.resolved import AskedPart, Homework, Question, StudentQuestion
from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.checking.judge import Judge
from grader.checking.verdict import Verdict
from grader.cli.terminal import Terminal, safe
from grader.errors import HandInError, UsageError
from grader.grading.grade import Grader
from grader.grading.matching import Matched, match, stray_sentence
from grader.grading.submission import Answer, Submission
from grader.intake.documents import with_documents
from grader.intake.folder import ASSIGNMENT_FILE, LoadedFile, read_file
from grader.intake.take_in import read_one
from grader.locales import translator_for
from grader.problem.parts import PartId
from grader.records import Certainty, PartStatus
from grader.translation import Translator

ATTENTION = 1
SCAN = "scan"
LONGEST_PLACE = 200  # characters of an answer
LONGEST_LINE = 400  # characters; an explanation may quote what the student wrote
Readings = dict[PartId, Reading]


def check(options: Namespace, terminal: Terminal) -> int:
    """Check one file and return 0 where nothing needs the student's attention."""
    file: Path = options.file
    if not file.is_file():
        raise UsageError(f"{file}: no such file; give the file with your answers")
    homework = load_homework(options.assignment or find_assignment(file), Bank(options.problems))
    if options.locale is not None:
        terminal.translator = translator_for(options.locale, (*options.problems, file.parent))
    submission = load_submission(file)
    if submission.unreadable and not submission.answers:
        for notice in submission.notices:
            terminal.warn(
                f"grade: {file}: {safe(terminal.translator.sentence(notice.message), LONGEST_LINE)}"
            )
        return ATTENTION
    return Check(homework, submission, terminal).run()


def find_assignment(file: Path) -> Path:
    """Return the assignment beside the file, or in the working folder."""
    for folder in (file.parent, Path()):
        candidate = folder / ASSIGNMENT_FILE
        if candidate.is_file():
            return candidate
    raise UsageError(
        f"no {ASSIGNMENT_FILE} beside {file} or in this folder; "
        "give it with --assignment FILE (your teacher publishes it)"
    )


def load_submission(file: Path) -> Submission:
    """Return what the file says."""
    import hashlib

    try:
        data = read_file(file.parent, file.name)
        loaded = LoadedFile(path=file.name, data=data, sha256=hashlib.sha256(data).hexdigest())
    except HandInError as fault:
        loaded = LoadedFile(path=file.name, data=b"", sha256="", fault=fault)
    ((read,),) = with_documents([(loaded,)], workers=1)
    return read_one(read, file.name, None)


class Check:
    """One check of one file; ``attention`` is set by whatever the student should look at."""

    def __init__(self, homework: Homework, submission: Submission, terminal: Terminal) -> None:
        self.homework = homework
        self.submission = submission
        self.terminal = terminal
        self.level = homework.shape.selfcheck
        self.grader = Grader(homework, terminal.translator)
        self.attention = 0

    @property
    def translator(self) -> Translator:
        """The language of the terminal."""
        return self.terminal.translator

    def run(self) -> int:
        """Write a line for each part and return the exit code."""
        asked = {
            question.id: question.for_student(self.submission.student_id)
            for question in self.homework.questions
        }
        self.submission = self.grader.with_found(self.submission, asked)
        matched = match(self.submission.answers, self.grader.names(asked))
        self.terminal.result(self.terminal.styled(safe(self.homework.shape.title), "bold"))
        for question in self.homework.questions:
            self.question(question, asked[question.id], matched)
        for name, near in matched.stray.items():
            self.attention += 1
            line = self.translator.sentence(stray_sentence(safe(name, 80), near))
            self.terminal.result(f"\n! {line}")
        if self.submission.student_id is None:
            self.attention += 1
            self.terminal.result(
                "\n! " + self.terminal.text("The file does not say whose it is: add your student id.")
            )
        self.conclude()
        return ATTENTION if self.attention else 0

    def question(self, question: Question, asked: StudentQuestion | None, matched: Matched) -> None:
        """Write one question."""
        title = self.translator.word(question.problem.title)
        self.terminal.result(
            "\n"
            + self.terminal.styled(f"{question.shape.number} {question.id}".strip(), "bold")
            + f" · {title}"
        )
        if asked is None:
            self.terminal.result(
                "  "
                + self.terminal.text(
                    "Your own numbers are not in this assignment, so it cannot be read here."
                )
            )
            return
        stray = matched.may_hold(question.id)
        readings: Readings = {
            part.part.id: self.grader.read(
                question, asked, part, matched.answers.get((question.id, part.part.id)), stray
            )
            for part in asked.asked
        }
        verdicts = self.verdicts(question, asked, readings)
        for part in asked.asked:
            answer = matched.answers.get((question.id, part.part.id))
            self.part(part, readings[part.part.id], verdicts.get(part.part.id), answer)

    def verdicts(
        self, question: Question, asked: StudentQuestion, readings: Readings
    ) -> Mapping[PartId, Verdict]:
        """Return the verdicts that may be told: none at the level "format"."""
        if self.level == "format":
            return {}
        return {verdict.part_id: verdict for verdict in Judge().question(question.id, asked, readings)}

    def part(self, part: AskedPart, reading: Reading, verdict: Verdict | None, answer: Answer | None) -> None:
        """Write one part: what was written, how it is read, and what may be said of it."""
        name = f"  {part.part.id}: "
        if reading.reason == "blank":
            self.attention += 1
            self.terminal.result("○" + name + self.terminal.text("no answer"))
            return
        if reading.reason == SCAN:
            self.attention += 1
            self.terminal.result("!" + name + self.picture(answer))
            return
        shown = self.show(part, reading, answer)
        trouble = reading.reason is not None or reading.certainty is Certainty.DOUBTFUL
        if trouble:
            self.attention += 1
            self.terminal.result("!" + name + (self.found(reading.text, answer) if reading.text else ""))
            message = reading.message
            self.explain(
                self.translator.sentence(message) if message else self.terminal.text("This cannot be read.")
            )
            return
        told = self.tell(verdict)
        self.terminal.result((told[0] if told else "✓") + name + shown + (f" — {told[1]}" if told else ""))
        for remark in () if verdict else reading.remarks:
            self.explain(self.translator.sentence(remark))
        if verdict is not None:
            self.hints(verdict)

    def picture(self, answer: Answer | None) -> str:
        """Return what is said of an answer that stands in a picture: nothing of it is read."""
        if answer is None or answer.page is None:
            return self.terminal.text("a picture or handwriting, which a person reads")
        return self.terminal.text("page {page} is a picture, which a person reads", page=answer.page)

    def found(self, text: str, answer: Answer | None, longest: int = LONGEST_PLACE) -> str:
        """Return what was found, and in a document with pages on which of them."""
        if answer is None or answer.page is None:
            return safe(text, longest)
        return self.terminal.text("page {page}: “{text}”", page=answer.page, text=safe(text, longest))

    def show(self, part: AskedPart, reading: Reading, answer: Answer | None) -> str:
        """Return what was written and every sensible way in which it is read."""
        if part.part.kind.name == "written":
            return self.terminal.text("{count} words, for a person to read", count=len(reading.text.split()))
        ways = list(dict.fromkeys(safe(part.part.show(value, self.translator)) for value in reading.values))
        read_as = self.terminal.text("read as {value}", value=self.terminal.text(" or as ").join(ways))
        return f"{self.found(reading.text, answer, 80)} · {read_as}"

    def tell(self, verdict: Verdict | None) -> tuple[str, str] | None:
        """Return the sign and the words for a verdict; None where nothing may be told."""
        if verdict is None:
            return None
        say, styled = self.terminal.text, self.terminal.styled
        if verdict.status is PartStatus.CORRECT:
            words = say("right for your own earlier answer") if verdict.followed_through else say("right")
            return "✓", styled(words, "green")
        if verdict.status.waits:
            return "…", say("a person will look at it")
        self.attention += 1
        words = say("partly right") if verdict.status is PartStatus.PARTIAL else say("not yet right")
        return "✗", styled(words, "red")

    def hints(self, verdict: Verdict) -> None:
        """Write the hints of the mistakes that were recognised, where the assignment allows it."""
        if self.level == "hints" and verdict.status in (PartStatus.INCORRECT, PartStatus.PARTIAL):
            for named in verdict.mistakes:
                self.explain(self.translator.sentence(named.mistake.hint))

    def explain(self, text: str) -> None:
        """Write an indented explanation."""
        for line in text.splitlines():
            self.terminal.result("      " + safe(line, LONGEST_LINE))

    def conclude(self) -> None:
        """Write what to do next."""
        self.terminal.result()
        if self.attention:
            self.terminal.result(
                self.terminal.text("{count} to look at before you hand it in.", count=self.attention)
            )
        elif self.level == "format":
            self.terminal.result(
                self.terminal.text("Everything is read. Whether it is right is not told here.")
            )
        else:
            self.terminal.result(self.terminal.text("Nothing is left to look at."))
