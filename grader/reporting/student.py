"""Draws each student's own page: the total, every part with its verdict and why, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup

from grader.records import ErrorRecord, PartStatus, QuestionRecord, StudentRecord, StudentStatus
from grader.reporting import answers
from grader.reporting.answers import Detail
from grader.reporting.pages import AssignmentPage, QuestionPage, QuestionText
from grader.reporting.parts import PartDrawer
from grader.reporting.site import Site
from grader.reporting.texts import PreparedTexts
from grader.reporting.wording import Wording
from grader.translation import Translator

LARGEST_PAGE = 300_000  # bytes; a page over it is drawn again with less of each answer
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
        self.page = site.template("student.html")
        self.question_top = site.template("question.html")
        self.receipt = site.template("receipt.html")
        self.parts = PartDrawer(site, release=assignment.release)
        self.texts = PreparedTexts(self.wording)
        self.questions = {question.id: question for question in assignment.questions}
        self.top = lru_cache(maxsize=4096)(self._top)
        self.rules = lru_cache(maxsize=64)(self._rules)

    def render(self, record: StudentRecord, texts: Mapping[str, QuestionText]) -> bytes:
        """Return one student's page in UTF-8; ``texts`` has each question's text by its id."""
        page = b""
        for detail in (answers.FULL, answers.SHORT, answers.SHORTEST):
            page = self.draw(record, texts, detail).encode("utf-8")
            if len(page) <= LARGEST_PAGE:
                break
        return page

    def draw(self, record: StudentRecord, texts: Mapping[str, QuestionText], detail: Detail) -> str:
        """Return the page as text, with as much of each answer as ``detail`` shows."""
        judged = record.status in (StudentStatus.GRADED, StudentStatus.NEEDS_REVIEW)
        questions = record.questions if judged else ()
        drawn = [
            self.question(question, texts.get(question.id, NOTHING_ASKED), detail) for question in questions
        ]
        waiting = record.waiting
        return self.page.render(
            assignment=self.assignment,
            record=record,
            name=record.name or record.student_id or "",
            judged=judged,
            waiting=waiting,
            everything_right=judged and not waiting and record.score == record.max_score,
            total=self.wording.total(record.score, waiting, record.max_score)
            if judged
            else self.wording.student_status(record.status),
            glance=Markup("").join(row for row, _ in drawn),
            questions=Markup("").join(section for _, section in drawn),
            remarks=[error.message for error in record.errors if is_own(error, record)],
            sentences=self.parts.sentences,
            rules=self.rules(
                tuple(
                    (question.id, part.id, part.tolerance)
                    for question in questions
                    for part in question.parts
                )
            ),
        )

    def question(self, question: QuestionRecord, text: QuestionText, detail: Detail) -> tuple[Markup, Markup]:
        """Return a question's line at a glance, and the question with its parts."""
        page = self.questions[question.id]
        printed = {part.id: part for part in page.parts}
        prepared = self.texts.prepare(text)
        decided = [part for part in question.parts if not part.waits]
        row, heading = self.top(
            page,
            tuple((part.id, part.final_status, part.cancelled) for part in question.parts),
            sum((part.final_points for part in decided), Fraction(0)),
            sum((part.max_points for part in decided), Fraction(0)),
            sum((part.max_points for part in question.parts), Fraction(0)),
        )
        drawn = "".join(
            self.parts.draw(page, printed[part.id], part, prepared.part(part.id), detail)
            for part in question.parts
        )
        section = f"{heading}{prepared.question}{drawn}</section>\n"
        return row, Markup(section)  # noqa: S704 - drawn by templates that escape

    def _top(
        self,
        page: QuestionPage,
        statuses: tuple[tuple[str, PartStatus, bool], ...],
        score: Fraction,
        decided: Fraction,
        most: Fraction,
    ) -> tuple[Markup, Markup]:
        """Return a question's line at a glance and its opening with the heading."""
        letters = {part.id: part.letter or part.id for part in page.parts}
        module = self.question_top.make_module(
            {
                "question": page,
                "marks": [
                    (f"{page.id}.{part}", letters[part], self.wording.verdict_of(status, cancelled=cancelled))
                    for part, status, cancelled in statuses
                ],
                "say": self.wording.say,
                "points": self.wording.total(score, most - decided, most),
                "digits": self.wording.translator.digits,
            }
        )
        return Markup(module.glance()), Markup(module.opening())  # type: ignore[attr-defined]  # noqa: S704

    def _rules(self, rules: tuple[tuple[str, str, str], ...]) -> Markup:
        """Return the receipt's table: each part, its name to quote and how it is judged."""
        places = {
            (question.id, part.id): self.wording.place(question, part)
            for question in self.assignment.questions
            for part in question.parts
        }
        rows = [
            (places[question, part], f"{question}.{part}", tolerance) for question, part, tolerance in rules
        ]
        return Markup(self.receipt.render(rows=rows))  # noqa: S704 - drawn by a template that escapes


def is_own(error: ErrorRecord, record: StudentRecord) -> bool:
    """Whether a remark about a hand-in is about this student alone."""
    if error.code in FOR_THE_INSTRUCTOR:
        return False
    return error.file is None or any(error.file == own.path for own in record.files)
