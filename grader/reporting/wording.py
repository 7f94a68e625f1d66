"""The words of the pages: verdicts, totals, reasons and numbers, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup, escape

from grader.records import PartRecord, PartStatus, StudentStatus
from grader.reporting import markup
from grader.reporting.pages import QuestionPage
from grader.store.totals import Totals
from grader.translation import PLACEHOLDER, Message, Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """How one verdict is shown: its words, its sign and the class that colours it."""

    words: Message
    sign: str
    css: str


VERDICTS = {
    PartStatus.CORRECT: VerdictWords(words=Message("correct"), sign="✓", css="correct"),
    PartStatus.PARTIAL: VerdictWords(words=Message("partly correct"), sign="◐", css="partial"),
    PartStatus.INCORRECT: VerdictWords(words=Message("not correct"), sign="✗", css="incorrect"),
    PartStatus.BLANK: VerdictWords(words=Message("left blank"), sign="○", css="blank"),
    PartStatus.NEEDS_REVIEW: VerdictWords(words=Message("waits for a person"), sign="⋯", css="waits"),
    PartStatus.AWAITING_MARKER: VerdictWords(words=Message("waits for its marker"), sign="⋯", css="waits"),
}
CANCELLED = VerdictWords(words=Message("cancelled, counts for nobody"), sign="–", css="blank")

STUDENT_STATUS = {
    StudentStatus.GRADED: Message("final"),
    StudentStatus.NEEDS_REVIEW: Message("waits for a person"),
    StudentStatus.MISSING: Message("nothing handed in"),
    StudentStatus.UNREADABLE: Message("could not be read"),
}

REASONS = {
    "malformed": Message("the text could not be read as an answer"),
    "contradictory": Message("it holds more than one answer"),
    "convention": Message("it follows another convention"),
    "not_found": Message("the answer was not found where it was expected"),
    "scan": Message("it is handwritten or a picture"),
    "not_finite": Message("it is not a finite number"),
    "too_long": Message("it is longer than the machine reads"),
}
WRITTEN = Message("a written answer is read by a person")
UNDECIDED = Message("the machine could not decide")


class Wording:
    """The words of one language; every text that it returns is safe to stand in a page."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self.rtl = translator.is_rtl
        self.number = lru_cache(maxsize=4096)(self._number)
        self._earned = lru_cache(maxsize=4096)(self._earned_of)
        self.labels: dict[str, Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """Return a translated sentence; values that are not `Markup` are escaped."""
        if values:
            return self.filled(self.translator.word(message), values)
        label = self.labels.get(message)
        if label is None:
            label = self.labels[message] = self.filled(self.translator.word(message), values)
        return label

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """Return the form of a sentence that ``count`` takes; ``{count}`` is filled as a number."""
        template = self.translator.plural(one, many, count)
        return self.filled(template, {"count": self.number(count), **values})

    def filled(self, template: str, values: dict[str, object]) -> Markup:
        """Return ``template`` escaped, with its placeholders filled once."""
        safe = str(escape(template))
        if not values:
            return Markup(safe)  # noqa: S704 - escaped the line before
        return Markup(  # noqa: S704 - the template and each value are escaped
            PLACEHOLDER.sub(
                lambda found: str(escape(values[found[1]])) if found[1] in values else found[0], safe
            )
        )

    def prose(self, text: str) -> Markup:
        """Return a sentence that is already in this language, with its code and formulas set apart."""
        return markup.prose(text, rtl=self.rtl)

    def say(self, message: Message) -> str:
        """Return a message as a plain sentence."""
        return self.translator.sentence(message)

    def _number(self, value: Fraction | int | float) -> str:
        """Return a number as prose writes it: two decimals at most, rounded half up, the reader's digits."""
        if isinstance(value, int):
            return self.translator.digits(str(value))
        exact = Fraction(value)
        hundredths = (exact * 100 * 2 + 1) // 2
        return self.translator.number(str(Decimal(int(hundredths)) / 100))

    def verdict(self, part: PartRecord) -> VerdictWords:
        """Return how the verdict that counts is shown."""
        return self.verdict_of(part.final_status, cancelled=part.cancelled)

    def verdict_of(self, status: PartStatus, *, cancelled: bool) -> VerdictWords:
        """Return how a status is shown."""
        return CANCELLED if cancelled else VERDICTS[status]

    def student_status(self, status: StudentStatus) -> str:
        """Return what became of a hand-in, in words."""
        return self.say(STUDENT_STATUS[status])

    def total(self, points: Totals) -> Markup:
        """Return a score in words; never alone where points still wait."""
        score, waiting, most = points.score, points.waiting, points.max_score
        if not waiting:
            return self.earned(score, most)
        if waiting == most:
            return self.gettext("{waiting} points wait for a person", waiting=self.number(waiting))
        return self.gettext(
            "{score} of the {decided} points decided so far; {waiting} wait for a person",
            score=self.number(score),
            decided=self.number(most - waiting),
            waiting=self.number(waiting),
        )

    def brief(self, points: Totals) -> Markup:
        """Return a score in few words, for a line at a glance; never alone where points still wait."""
        score, waiting, most = points.score, points.waiting, points.max_score
        if not waiting:
            return self.earned(score, most)
        if waiting == most:
            return self.gettext("{waiting} wait", waiting=self.number(waiting))
        return self.gettext(
            "{score} of {decided}, {waiting} wait",
            score=self.number(score),
            decided=self.number(most - waiting),
            waiting=self.number(waiting),
        )

    def part_points(self, part: PartRecord) -> Markup:
        """Return a part's points in words: what it earned, or what waits."""
        if part.cancelled:
            return Markup("")
        if part.waits:
            return self.ngettext(
                "{most} point open",
                "{most} points open",
                1 if part.max_points == 1 else 2,
                most=self.number(part.max_points),
            )
        return self.earned(part.final_points, part.max_points)

    def earned(self, score: Fraction, most: Fraction) -> Markup:
        """Return points earned out of the most there are, in words."""
        # Kept by whole numbers: to find a fraction again takes as long as to say it.
        return self._earned(*score.as_integer_ratio(), *most.as_integer_ratio())

    def _earned_of(self, score: int, score_unit: int, most: int, most_unit: int) -> Markup:
        return self.ngettext(
            "{score} of {most} point",
            "{score} of {most} points",
            1 if most == most_unit else 2,
            score=self.number(Fraction(score, score_unit)),
            most=self.number(Fraction(most, most_unit)),
        )

    def decided(self, part: PartRecord) -> Markup:
        """Return a person's decision in words; empty where nobody decided."""
        if part.decision is None:
            return Markup("")
        score, most = self.number(part.final_points), self.number(part.max_points)
        if not part.decision.by:
            return self.gettext("A person decided: {score} of {most} points.", score=score, most=most)
        return self.gettext(
            "{marker} decided: {score} of {most} points.",
            marker=markup.isolated(part.decision.by),
            score=score,
            most=most,
        )

    def place(self, question: QuestionPage, letter: str) -> str:
        """Return a part's place as printed, such as ``3 a``; its question's id where nothing is printed."""
        number = self.translator.digits(question.number) if question.number else question.id
        return f"{number} {letter}".rstrip()

    def why_it_waits(self, part: PartRecord) -> Markup:
        """Return what a student is told of a part that waits: what its feedback has not said yet."""
        if not part.waits or (part.feedback and part.final_status is PartStatus.AWAITING_MARKER):
            return Markup("")
        if part.feedback and part.reading.reason != "scan":
            return self.gettext("A person looks at this part. You lose nothing meanwhile.")
        return self.gettext(
            "A person looks at this part, because {reason}. You lose nothing meanwhile.",
            reason=self.prose(self.reason(part)),
        )

    def reason(self, part: PartRecord) -> str:
        """Return why a part waits, in words."""
        if part.final_status is PartStatus.AWAITING_MARKER:
            return self.say(WRITTEN)
        return self.say(REASONS.get(part.reading.reason or "", UNDECIDED))

    def cells(self, wrong: tuple[tuple[int, int], ...], *, is_vector: bool) -> Markup:
        """Return which cells differ, in a sentence: rows and columns are counted from 1."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(set(wrong)):
            rows.setdefault(row, []).append(column + 1)
        if is_vector:
            return self.gettext(
                "These positions differ: {positions}.",
                positions=self.spans(column for columns in rows.values() for column in columns),
            )
        shown = [
            self.gettext("row {row}: column {columns}", row=self.number(row + 1), columns=self.spans(columns))
            if len(columns) == 1
            else self.gettext(
                "row {row}: columns {columns}", row=self.number(row + 1), columns=self.spans(columns)
            )
            for row, columns in list(rows.items())[:MOST_ROWS_NAMED]
        ]
        cells = escape("؛ " if self.rtl else "; ").join(shown)
        if len(rows) > MOST_ROWS_NAMED:
            return self.gettext("These cells differ: {cells}; and more, marked in the table.", cells=cells)
        return self.gettext("These cells differ: {cells}.", cells=cells)

    def spans(self, positions: Iterable[int]) -> Markup:
        """Return positions in words, runs of three and more as ``2 to 5``."""
        runs: list[list[int]] = []
        for position in positions:
            if runs and position == runs[-1][-1] + 1:
                runs[-1].append(position)
            else:
                runs.append([position])
        words: list[Markup] = []
        for run in runs:
            if len(run) > 2:
                words.append(
                    self.gettext("{first} to {last}", first=self.number(run[0]), last=self.number(run[-1]))
                )
            else:
                words += [escape(self.number(position)) for position in run]
        return escape("، " if self.rtl else ", ").join(words)


MOST_ROWS_NAMED = 12  # a sentence with more rows is no longer read
