"""Why a text cannot be read, with the place and what to write instead."""

from __future__ import annotations

from grader.translation import Message, Numeral

BLANK = "blank"
MALFORMED = "malformed"
CONTRADICTORY = "contradictory"
NOT_FINITE = "not_finite"
TOO_LONG = "too_long"

WINDOW = 60  # characters of the text that are shown round the mark


class Refusal(Exception):  # a student's text is no error of ours: this never leaves the room
    """A text that cannot be read: the reason code, the position in the text, and what to write instead."""

    def __init__(self, reason: str, position: int | None, advice: Message) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position
        self.advice = advice

    def message(self, text: str) -> Message:
        """Return the sentence for the student, with a caret under the place in ``text``."""
        if self.position is None or not text.strip():
            return self.advice
        line, caret = caret_line(text, self.position)
        return Message("{line}\n{caret}\n{advice}", {"line": line, "caret": caret, "advice": self.advice})


def too_many_characters(limit: int) -> Refusal:
    """Return the refusal of an answer that is longer than may be read."""
    message = Message(
        "This is longer than the {limit} characters that are read; write the final value only.",
        {"limit": Numeral(limit)},
    )
    return Refusal(TOO_LONG, None, message)


def caret_line(text: str, position: int) -> tuple[str, str]:
    """Return the line of ``text`` that holds ``position``, cut to a window, and a caret line for below it."""
    position = max(0, min(position, len(text)))
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    column = position - start
    first = max(0, column - WINDOW // 2)
    shown = "".join(letter if letter.isprintable() else " " for letter in line[first : first + WINDOW])
    return shown, " " * _columns(shown[: column - first]) + "^"


def _columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes: a full-width letter two, a mark on another none."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # rare: a refused text beyond ASCII

    return sum(
        2 if east_asian_width(letter) in "WF" else category(letter) not in ("Mn", "Me") for letter in text
    )
