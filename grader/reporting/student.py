"""Draws each student's own page: the total, every part with its verdict and why, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from markupsafe import Markup

from grader.records import ErrorRecord, QuestionRecord, StudentRecord, StudentStatus
from grader.reporting import answers
from grader.reporting.answers import Detail
from grader.reporting.frame import PageFrame
from grader.reporting.headings import QuestionHeadings, Standing
from grader.reporting.pages import AssignmentPage, Picture, QuestionText, printed_part
from grader.reporting.parts import PartDrawer
from grader.reporting.pictures import Pictures, fitting
from grader.reporting.site import Site
from grader.reporting.texts import PreparedTexts
from grader.reporting.wording import Wording
from grader.store.totals import student_totals
from grader.translation import Translator

LARGEST_PAGE = 300_000  # bytes; a page over it is drawn again with less of each answer
NO_PICTURES: Pictures = {}
STYLES = ("shared.css", "student.css")
MOST_DRAWN_KEPT = 10_000  # questions of one class, each as some students answered it
NOTHING_ASKED = QuestionText(question=())
NO_PLACES: Mapping[str, Picture] = {}

# A remark under these codes may name another student: the instructor's page alone shows it.
FOR_THE_INSTRUCTOR = frozenset(
    {"same_bytes", "same_content", "mis_upload", "possible_mis_upload", "duplicate", "duplicate_student",
     "conflict", "two_hand_ins", "several_students", "unknown_student", "not_on_roster", "names_differ"}
)  # fmt: skip


class StudentPages:
    """Draws the pages of one class in one language; what students share is drawn once."""

    def __init__(self, assignment: AssignmentPage, translator: Translator) -> None:
        self.assignment = assignment
        self.wording = Wording(translator)
        site = Site(self.wording, styles=STYLES)
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

    @cached_property
    def frame_with_pictures(self) -> PageFrame:
        """What stands around the questions of a page with pictures, which have a style of their own."""
        return PageFrame(self.assignment, Site(self.wording, styles=(*STYLES, "pictures.css")))

    def render(
        self, record: StudentRecord, texts: Mapping[str, QuestionText], pictures: Pictures = NO_PICTURES
    ) -> bytes:
        """Return one student's page in UTF-8.

        ``texts`` has each question's text by its id, ``pictures`` the places that were read, by question and
        part; those that would make the page too large are left out.
        """
        page = b""
        for detail in (answers.FULL, answers.SHORT, answers.SHORTEST):
            page = self.draw(record, texts, detail, NO_PICTURES)
            if len(page) <= LARGEST_PAGE:
                break
        shown = fitting(pictures, record, LARGEST_PAGE - len(page)) if pictures else NO_PICTURES
        return self.draw(record, texts, detail, shown) if shown else page

    def draw(
        self, record: StudentRecord, texts: Mapping[str, QuestionText], detail: Detail, pictures: Pictures
    ) -> bytes:
        """Return the page with as much of each answer as ``detail`` shows."""
        judged = record.status in (StudentStatus.GRADED, StudentStatus.NEEDS_REVIEW)
        standings: list[Standing] = []
        body: list[bytes] = []
        for question in record.questions if judged else ():
            text = texts.get(question.id, NOTHING_ASKED)
            own = {part: picture for (name, part), picture in pictures.items() if name == question.id}
            if own:
                standings.append(self.draw_anew(question, text, detail, body, own))
            else:
                standings.append(self.draw_question(question, text, detail, body))
        frame = self.frame_with_pictures if pictures else self.frame
        before, after = frame.draw(
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
        self,
        question: QuestionRecord,
        text: QuestionText,
        detail: Detail,
        body: list[bytes],
        pictures: Mapping[str, Picture] = NO_PLACES,
    ) -> Standing:
        """Add a question to ``body`` as `draw_question` does, drawn anew, with its parts' ``pictures``."""
        page, printed = self.questions[question.id]
        prepared = self.texts.prepare(text)
        standing = self.headings.standing(page, question)
        body += (standing.opening, prepared.question)
        for part in question.parts:
            where = printed.get(part.id) or printed_part(page, part)
            asked, picture = prepared.part(part.id), pictures.get(part.id)
            body.append(
                self.parts.draw(page, where, part, asked, detail)
                if picture is None
                else self.parts.render(page, where, part, asked, detail, picture).encode("utf-8", "replace")
            )
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
