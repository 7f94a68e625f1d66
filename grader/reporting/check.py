"""Draws the page of a check before handing in: how each answer was read, and the place where it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.records import JsonValue
from grader.reporting import answers, markup
from grader.reporting.pages import Picture, QuestionPage, QuestionText
from grader.reporting.pictures import drawn
from grader.reporting.site import Site
from grader.reporting.tables import TableDrawer
from grader.reporting.texts import PreparedTexts
from grader.reporting.wording import VerdictWords, Wording
from grader.translation import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnswer:
    """One answer, with no more than its student may know; all sentences are in the reader's language.

    ``written`` is what was found, or ``note`` what is said in its place; ``is_cells`` tells that it was handed in cell
    by cell, and need not be shown beside its table. ``readings`` maps the words for each way in which it is read to the
    value, None for an answer that a person reads. ``letter`` may be empty.
    """

    id: str
    letter: str
    kind: str
    verdict: VerdictWords
    written: str
    note: str
    is_cells: bool
    readings: Mapping[str, JsonValue]
    picture: Picture | None
    explained: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCheck:
    """One question with its answers; ``remark`` stands in their place where they are not read."""

    page: QuestionPage
    text: QuestionText
    remark: str
    to_look_at: int
    answers: tuple[CheckedAnswer, ...]


class CheckPage:
    """Draws the pages of checks in one language, with the parts of a student's report."""

    def __init__(self, translator: Translator) -> None:
        self.wording = Wording(translator)
        site = Site(self.wording, styles=("shared.css", "student.css", "pictures.css", "check.css"))
        self.page = site.template("check.html")
        self.headings = site.template("question.html")
        self.part = site.template("part.html")
        self.tables = TableDrawer(site)
        self.texts = PreparedTexts(self.wording)
        self.formula = str(self.wording.gettext("formula"))

    def render(
        self,
        *,
        title: str,
        file: str,
        student_id: str,
        lead: str,
        remarks: Sequence[str],
        questions: Sequence[QuestionCheck],
    ) -> bytes:
        """Return the page in UTF-8; ``remarks`` are about the file as a whole."""
        parted = [self.headings_of(question) for question in questions]
        return self.page.render(
            title=title,
            file=file,
            student_id=student_id,
            lead=lead,
            remarks=[self.sentences(remark) for remark in remarks],
            glances=[glance for glance, _ in parted],
            questions=[
                (opening, self.body(question))
                for question, (_, opening) in zip(questions, parted, strict=True)
            ],
        ).encode("utf-8", "replace")

    def headings_of(self, question: QuestionCheck) -> tuple[Markup, Markup]:
        """Return a question's line at a glance and its heading."""
        values = {"marks": self.marks(question), "points": self.standing(question)}
        module = self.headings.make_module(
            {
                "question": question.page,
                "gap": values.__getitem__,
                "digits": self.wording.translator.digits,
                "say": self.wording.say,
            }
        )
        return module.glance(), module.opening()  # type: ignore[attr-defined]  # macros of the template

    def marks(self, question: QuestionCheck) -> Markup:
        """Return the links to a question's answers."""
        module = self.headings.make_module({"say": self.wording.say})
        return markup.joined(
            module.mark(f"{question.page.id}.{each.id}", each.letter or each.id, each.verdict)  # type: ignore[attr-defined]  # a macro
            for each in question.answers
        )

    def standing(self, question: QuestionCheck) -> Markup:
        """Return how much of a question is left to look at, in words."""
        if not question.answers:
            return self.wording.gettext("not read here")
        if not question.to_look_at:
            return self.wording.gettext("nothing to look at")
        return self.wording.gettext("{count} to look at", count=self.wording.number(question.to_look_at))

    def body(self, question: QuestionCheck) -> Markup:
        """Return what a question asks, and its answers."""
        prepared = self.texts.prepare(question.text)
        asked = Markup(prepared.question.decode())  # noqa: S704 - set as HTML already
        remark = markup.within("p", self.wording.prose(question.remark)) if question.remark else Markup("")
        return markup.joined(
            [
                asked,
                remark,
                *(self.answer(question.page, each, prepared.part(each.id)) for each in question.answers),
            ]
        )

    def answer(self, question: QuestionPage, each: CheckedAnswer, asked: Markup) -> Markup:
        """Return one answer as a part of a student's report, without points and without what was expected."""
        name = f"{question.id}.{each.id}"
        only = next(iter(each.readings.values())) if len(each.readings) == 1 else None
        table = answers.table(only, each.kind, (), answers.FULL)
        read = Markup(self.tables.read(table, name)) if table else self.read_as(each)  # noqa: S704 - from a template
        written = each.note or ("" if table and each.is_cells else each.written)
        values = {
            "asked": asked,
            "written": answers.as_written(written),
            "read": read,
            "picture": drawn(each.picture, self.wording) if each.picture else Markup(""),
        }
        values |= {f"feedback{place}": self.sentences(text) for place, text in enumerate(each.explained)}
        values |= {f"hint{place}": self.sentences(text) for place, text in enumerate(each.hints)}
        shape = {
            "name": name,
            "part_id": each.id,
            "place": self.wording.place(question, each.letter),
            "written_class": written_class(each) if written else "",
            "read_class": "table" if table else "read" if read else "",
            "picture_page": each.picture.page if each.picture else 0,
            "feedback": len(each.explained),
            "hints": len(each.hints),
            **dict.fromkeys(
                ("points", "is_expected", "has_cells", "why", "follows", "is_decided", "has_note"), ""
            ),
        }
        words = self.wording.say(each.verdict.words)
        page = self.part.render(
            shape=shape, verdict=each.verdict, words=words, follows="", gap=values.__getitem__
        )
        return Markup(page)  # noqa: S704 - drawn by a template that escapes

    def read_as(self, each: CheckedAnswer) -> Markup:
        """Return every way in which an answer is read; empty where that is not told."""
        if len(each.readings) == 1:
            (words,) = each.readings
            return answers.in_kind(words, each.kind, label=self.formula)
        return self.wording.gettext(" or as ").join(
            answers.small(value, words, each.kind, label=self.formula)
            for words, value in each.readings.items()
        )

    def sentences(self, text: str) -> Markup:
        """Return a message as paragraphs."""
        return answers.sentences(text, self.wording.prose)


def written_class(each: CheckedAnswer) -> str:
    """Return how what was written looks: a remark about a picture, prose, or an answer."""
    if each.note:
        return "note"
    return "essay" if answers.reads_as_prose(each.written, each.kind) else "written"
