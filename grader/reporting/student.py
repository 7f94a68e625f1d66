"""Draws each student's own page: the total, every part with its verdict and why, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from grader.records import ErrorRecord, QuestionRecord, StudentRecord, StudentStatus
from grader.reporting import answers
from grader.reporting.answers import Detail
from grader.reporting.frame import PageFrame
from grader.reporting.headings import QuestionHeadings, Standing
from grader.reporting.pages import AssignmentPage, QuestionText, printed_part
from grader.reporting.parts import PartDrawer
from grader.reporting.site import Site
from grader.reporting.texts import PreparedTexts
from grader.reporting.wording import Wording
from grader.store.totals import student_totals
from grader.translation import Translator

LARGEST_PAGE = 300_000  # bytes; a page over it is drawn again with less of each answer
MOST_DRAWN_KEPT = 10_000  # questions of one class, each as some students answered it
NOTHING_ASKED = QuestionText(question=())

# A remark under these codes may name another student: the instructor's page alone shows it.
FOR_THE_INSTRUCTOR = frozenset(
    {"same_bytes", "same_content", "mis_upload", "possible_mis_upload", "duplicate", "duplicate_student",
     "conflict", "two_hand_ins", "several_students", "unknown_student"}
)  # fmt: skip


class StudentPages:
    """Draws the pages of one class in one language; what students share is drawn once."""

    def __init__(self, assignment: AssignmentPage, translator: Translator) -> None:
        self.assignment = assignment
        self.wording = Wording(translator)
        site = Site(self.wording, styles=("shared.css", "student.css"))
        self.frame = PageFrame(assignment, site)
        self.headings = QuestionHeadings(site)
        self.receipt = site.template("receipt.html")
        self.parts = PartDrawer(site, release=assignment.release)
        self.texts = PreparedTexts(self.wording)
        self.questions = {
            question.id: (question, {part.id: part for part in question.parts})
            for question in assignment.questions
        }
        self.drawn: dict[tuple[int, int, int], tuple[QuestionRecord, QuestionText, Standing, bytes]] = {}
        self.rules = lru_cache(maxsize=64)(self._rules)

    def render(self, record: StudentRecord, texts: Mapping[str, QuestionText]) -> bytes:
        """Return one student's page in UTF-8; ``texts`` has each question's text by its id."""
        page = b""
        for detail in (answers.FULL, answers.SHORT, answers.SHORTEST):
            page = self.draw(record, texts, detail)
            if len(page) <= LARGEST_PAGE:
                break
        return page

    def draw(self, record: StudentRecord, texts: Mapping[str, QuestionText], detail: Detail) -> bytes:
        """Return the page with as much of each answer as ``detail`` shows."""
        judged = record.status in (StudentStatus.GRADED, StudentStatus.NEEDS_REVIEW)
        standings: list[Standing] = []
        body: list[bytes] = []
        for question in record.questions if judged else ():
            standings.append(
                self.draw_question(question, texts.get(question.id, NOTHING_ASKED), detail, body)
            )
        before, after = self.frame.draw(
            record,
            student_totals(record),
            tuple(error.message for error in record.errors if is_own(error, record)),
            {"glance": "".join([standing.glance for standing in standings]), "rules": self.rules_of(record)},
            judged=judged,
        )
        return b"".join([before.encode("utf-8", "replace"), *body, after.encode("utf-8", "replace")])

    def draw_question(
        self, question: QuestionRecord, text: QuestionText, detail: Detail, body: list[bytes]
    ) -> Standing:
        """Add a question with its parts to ``body`` and return how it stands.

        Students who answered a question alike share its record, and its drawing.
        """
        same = (id(question), id(text), detail.side)
        known = self.drawn.get(same)
        if known is None:
            pieces: list[bytes] = []
            known = question, text, self.draw_anew(question, text, detail, pieces), b"".join(pieces)
            if len(self.drawn) >= MOST_DRAWN_KEPT:
                self.drawn.clear()
            self.drawn[same] = known  # with what it was drawn from, so that the ids stay their own
        body.append(known[3])
        return known[2]

    def draw_anew(
        self, question: QuestionRecord, text: QuestionText, detail: Detail, body: list[bytes]
    ) -> Standing:
        """Add a question to ``body`` as `draw_question` does, drawn anew."""
        page, printed = self.questions[question.id]
        prepared = self.texts.prepare(text)
        standing = self.headings.standing(page, question)
        body += (standing.opening, prepared.question)
        for part in question.parts:
            where = printed.get(part.id) or printed_part(page, part)
            body.append(self.parts.draw(page, where, part, prepared.part(part.id), detail))
        body.append(b"</section>\n")
        return standing

    def rules_of(self, record: StudentRecord) -> Markup:
        """Return the receipt's table for a student's own parts."""
        return self.rules(
            tuple(
                [
                    (question.id, part.id, part.tolerance)
                    for question in record.questions
                    for part in question.parts
                ]
            )
        )

    def _rules(self, rules: tuple[tuple[str, str, str], ...]) -> Markup:
        """Return the receipt's table: each part, its name to quote and how it is judged."""
        rows = []
        for question, part, tolerance in rules:
            page, printed = self.questions[question]
            letter = printed[part].letter if part in printed else ""
            rows.append((self.wording.place(page, letter), f"{question}.{part}", tolerance))
        return Markup(self.receipt.render(rows=rows))  # noqa: S704 - drawn by a template that escapes


def is_own(error: ErrorRecord, record: StudentRecord) -> bool:
    """Whether a remark about a hand-in is about this student alone."""
    if error.code in FOR_THE_INSTRUCTOR:
        return False
    return error.file is None or any(error.file == own.path for own in record.files)
