"""Keeps what was asked as HTML, set once for all students who were asked the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from grader.reporting.asked import paragraphs
from grader.reporting.markup import joined, within
from grader.reporting.pages import QuestionText, Segments
from grader.reporting.wording import Wording

MOST_TEXTS_KEPT = (
    1_000  # texts of about 5 kB; where each student has an instance of their own none comes again
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedText:
    """A question's text as HTML and its parts' texts by their ids; ``source`` is what they come from."""

    source: QuestionText
    question: bytes
    parts: dict[str, Markup]

    def part(self, part: str) -> Markup:
        """Return what a part asked, empty where it has no text of its own."""
        return self.parts.get(part, EMPTY)


EMPTY, LINE_END = Markup(""), Markup("\n")


class PreparedTexts:
    """Sets questions' texts; the very same text is found again at once, and every sentence that comes again."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.same: dict[int, tuple[QuestionText, PreparedText]] = {}
        self.asked = lru_cache(maxsize=MOST_TEXTS_KEPT)(self._asked)

    def prepare(self, text: QuestionText) -> PreparedText:
        """Return a question's text as HTML."""
        known = self.same.get(id(text))
        if known is not None:
            return known[1]
        if len(self.same) >= MOST_TEXTS_KEPT:
            self.same.clear()
        prepared = PreparedText(
            source=text,
            question=self.asked(text.question).encode("utf-8", "replace"),
            parts={part: self.asked(pieces) for part, pieces in text.parts},
        )
        self.same[id(text)] = (text, prepared)  # the text is kept, so that its id stays its own
        return prepared

    def _asked(self, pieces: Segments) -> Markup:
        """Return what was asked as HTML, empty where nothing is said."""
        shown = paragraphs(pieces, rtl=self.wording.rtl, label=str(self.wording.gettext("given")))
        return joined([within('div class="asked"', shown), LINE_END]) if shown else EMPTY
