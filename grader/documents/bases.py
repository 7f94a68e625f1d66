"""Tells from which side paragraphs run: by where marks and labels stand in rows of Persian and Latin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.documents.atoms import BRACKET, LATIN, LETTER, NUMBER
from grader.documents.tokens import Token

MARKS = frozenset(":.,،;!?")  # ؛ and ؟ run from the right, as letters do
FEWEST = 2  # votes, so that one slip decides about no document
CLEAR = 3  # times as many votes as there are for the other side
LONGEST_LABEL = 3  # letters before the mark of a label, which may stand at the right end: `1.`
LABEL = re.compile(r"[()\[\]]?(?:[0-9۰-۹]{1,2}[.\-]?)?[a-h]?[()\[\].:]{0,2}")


@dataclass(slots=True)
class Votes:
    """What rows of right-to-left words and others tell, of a row or of a whole document.

    ``left`` and ``right`` count what stands as a line from that side has it; ``sure`` those of ``left`` that nothing
    but such a line draws, ``labels`` those that are a part's label at the left margin. ``joined`` and ``isolated``
    count marks behind words in lines from the left: on the words' right where words and formulas are one text, on
    their left where the words are a text of their own.
    ``counted`` tells that the votes of all rows are in, ``tex`` that the document is TeX's, which sets formulas and
    words one after another.
    """

    left: int = 0
    right: int = 0
    sure: int = 0
    labels: int = 0
    joined: int = 0
    isolated: int = 0
    counted: bool = False
    tex: bool = False

    def add(self, other: Votes) -> None:
        """Count the votes of a row too."""
        self.left += other.left
        self.right += other.right
        self.sure += other.sure
        self.labels += other.labels
        self.joined += other.joined
        self.isolated += other.isolated

    @property
    def from_left(self) -> bool:
        """Return whether the document's paragraphs clearly run from the left."""
        return self.left >= FEWEST and self.left >= CLEAR * self.right

    @property
    def tell_left(self) -> bool:
        """Return whether all rows have voted, and clearly for the left."""
        return self.counted and self.from_left

    @property
    def separated(self) -> bool | None:
        """Return whether words are texts of their own beside their line's formulas, None where that is open."""
        if self.tex or self.isolated > CLEAR * self.joined:
            return True
        return None if self.isolated else False

    def side_of(
        self, row: Votes, *, now: bool, at_left: bool = False, wraps: bool = False
    ) -> tuple[bool, bool]:
        """Return whether a row runs from the right, and whether it may as well run from the left.

        ``row`` are its own votes; ``now`` is what its letters tell, which stays where the votes differ. ``at_left``
        tells that it begins at the left margin only, ``wraps`` that it goes on in the next row or began in the last: a
        mark between words of both then stands as one from the right.
        """
        if not self.counted or not self.left:
            return now, False
        if row.right and not (self.from_left and (self.isolated or wraps)):
            return now, now and (row.left > 0 or self.from_left)
        if self.from_left or (row.sure and (at_left or self.left > self.right)):
            return False, False
        return now, now and (row.sure > 0 or row.labels > 0 or FEWEST <= self.left >= self.right)


def votes_of(tokens: list[Token], *, at_left: bool, at_right: bool) -> Votes:
    """Return the votes of a row with right-to-left words.

    ``at_left`` and ``at_right`` tell that it stands at that margin only; one at the right votes by that.
    """
    votes = Votes()
    for place, token in enumerate(tokens):
        if token.text in MARKS:
            vote(votes, tokens, place, at_left=at_left)
    if at_left and begins_with_label(tokens):
        votes.left += 1
        votes.labels += 1
    if at_right and not votes.left:
        votes.right += 1
    return votes


def vote(votes: Votes, tokens: list[Token], place: int, *, at_left: bool) -> None:
    """Count what a mark tells that touches the text on one of its sides only, which it then stands behind."""
    left = tokens[place - 1] if place else None
    right = tokens[place + 1] if place + 1 < len(tokens) else None
    touches_left = left is not None and not tokens[place].spaced
    touches_right = right is not None and not right.spaced
    if touches_left is touches_right:
        return
    if touches_left and left is not None:
        if left.kind == LETTER:
            sure = right is None or right.kind != LETTER
            votes.joined += sure
        else:
            sure = right is None and left.kind in (LATIN, NUMBER, BRACKET) and not is_label_at_end(tokens)
        weak = left.kind in (LATIN, NUMBER) and right is not None and right.kind == LETTER
        votes.sure += sure
        votes.left += sure or weak
    elif right is not None and right.kind == LETTER:
        alone = left is None and tokens[place].text == ":" and goes_on(tokens, place + 1)
        ends = left is None or left.kind == LATIN
        votes.right += ends and not alone
        votes.isolated += at_left and (ends or (left is not None and left.text in MARKS))
    elif right is not None and right.kind in (LATIN, NUMBER):
        votes.right += left is None or (left.kind == LETTER and right.kind == LATIN)


def goes_on(tokens: list[Token], place: int) -> bool:
    """Return whether a number, a Latin word or a bracket stands on the right of a run of words."""
    while place < len(tokens) and tokens[place].kind == LETTER:
        place += 1
    return place < len(tokens) and tokens[place].kind in (NUMBER, LATIN, BRACKET)


def is_label_at_end(tokens: list[Token]) -> bool:
    """Return whether a row may end in a label with its mark, as lists from the right begin in some files."""
    return len(tokens) > 2 and len(tokens[-2].text) <= LONGEST_LABEL and tokens[-2].spaced


def begins_with_label(tokens: list[Token]) -> bool:
    """Return whether a row begins with the number or letter of a part, such as `4.b`, `1.` or `(a)`, and no other."""
    return label_end(tokens) > 0


def label_end(tokens: list[Token]) -> int:
    """Return how many tokens at a row's beginning are a part's label, 0 for none."""
    said = tokens[0].text
    end = 1
    while end < len(tokens) and end < 5 and not tokens[end].spaced and tokens[end].kind != LETTER:
        said += tokens[end].text
        end += 1
    if end == len(tokens) or len(said) < 2 or said.isdecimal() or not LABEL.fullmatch(said):
        return 0
    lettered = any("a" <= letter <= "h" for letter in said)
    numbered = any(letter.isdecimal() for letter in said)
    opens, closes = said[0] in "()[]", said[-1] in "()[]"
    if opens and not closes:
        return 0
    return end if lettered or (numbered and not opens) else 0
