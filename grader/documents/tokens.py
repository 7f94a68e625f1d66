"""Cuts a row of atoms into tokens as they are seen from left to right: words, numbers, brackets, signs."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining

from grader.documents.atoms import (
    BRACKET,
    LATIN,
    LETTER,
    NUMBER,
    OTHER,
    SIGNS,
    Atom,
    composed,
    composed_glyph,
    kind_of,
)
from grader.documents.rows import SPACE, SPACE_WITH_GLYPH

WIDEST_IN_NUMBER = 0.45  # ems between the ink of digits of one number
IN_NUMBER = frozenset(".,،٬٫/:'")  # signs that keep the order of what they part, wherever a number is typed
IN_NAME = frozenset("._'’^-‐")
PERCENT = frozenset("%٪")
MOVABLE = SIGNS | PERCENT
LISTS = frozenset(",،")  # only formulas draw a sign right behind them; typed, it is drawn behind its number
LAM, ALEFS = "ل", "اآأإٱ"


@dataclass(slots=True)
class Token:
    """A piece of a row: its text in logical order, its kind, and whether a space is seen on its left.

    ``formula`` tells that it was laid out as a formula, which runs from left to right; ``typeset`` that this is sure.
    """

    text: str
    kind: str
    spaced: bool
    formula: bool = False
    typeset: bool = False


def tokens_of(atoms: list[Atom], *, right_to_left: bool) -> list[Token]:
    """Return the tokens of a row's atoms, which are sorted from left to right."""
    tokens = [
        token_of_one(kind, group[0], spaced) if len(group) == 1 else token_of(kind, group, spaced)
        for kind, group, spaced in cut(atoms)
    ]
    return joined_signs(tokens, right_to_left=right_to_left)


def cut(atoms: list[Atom]) -> list[tuple[str, list[Atom], bool]]:
    """Return the atoms in groups of one kind with no space in between."""
    groups: list[tuple[str, list[Atom], bool]] = []
    before = ""  # the kind of the last group
    edge = 0.0
    blank = False
    last: Atom | None = None
    for place, atom in enumerate(atoms):
        text, left, size = atom.text, atom.left, atom.size
        if text == " " or text == "\u00a0":
            blank = blank or atom.right - left > 0.08 * size
            continue
        kind = NUMBER if atom.formula and len(text) > 1 and not is_word(text) else kind_of(text)
        if before == LETTER and is_shadow(atom, groups[-1][1][-1]):
            continue
        spaced = False
        if last is not None:
            gap = left - edge
            needed = (SPACE_WITH_GLYPH if blank else SPACE) * size
            spaced = gap > needed and not follows(last, atom, gap)
        if before and not spaced and belongs(before, groups[-1][1], kind, atom, atoms[place + 1 : place + 2]):
            groups[-1][1].append(atom)
            if kind == LATIN and before == NUMBER:
                before = LATIN
                groups[-1] = (LATIN, *groups[-1][1:])
        else:
            groups.append((kind, [atom], spaced))
            before = kind
        if last is None or atom.right > edge:
            edge = atom.right
        blank, last = False, atom
    return groups


def follows(last: Atom, atom: Atom, gap: float) -> bool:
    """Return whether two parts of a number are neighbours in the reader's own text.

    Some fonts tell only the ink of a glyph, and the ink of ۱ leaves as much room as a blank.
    """
    if gap > WIDEST_IN_NUMBER * atom.size:
        return False
    first = atom.index if atom.formula else atom.index - len(atom.text) + 1  # digits of a number are one atom
    if abs(first - last.index) != 1:
        return False
    return all(kind_of(each.text) == NUMBER or each.text in IN_NUMBER for each in (last, atom))


def is_shadow(atom: Atom, letter: Atom) -> bool:
    """Return whether an atom is a mark that says no more than the letter it stands on.

    A mark's glyph is sometimes given the text of its whole letter again, and sometimes none at all.
    """
    if atom.left > letter.right:
        return False
    shared = min(atom.right, letter.right) - max(atom.left, letter.left)
    if shared < 0.5 * min(atom.right - atom.left, letter.right - letter.left):
        return False
    moved = abs(atom.base - letter.base) > 0.02 * atom.size
    if (atom.text == letter.text and len(atom.text) > 1) or (atom.text == letter.text[-1] and moved):
        letter.left, letter.right = min(letter.left, atom.left), max(letter.right, atom.right)
        return True
    return atom.unsound


def belongs(before: str, group: list[Atom], kind: str, atom: Atom, after: list[Atom]) -> bool:
    """Return whether an atom goes on with a group, of the kind ``before``, that it touches."""
    if before == LETTER:
        return kind == LETTER
    if before in (OTHER, BRACKET) or kind in (LETTER, BRACKET):
        return False
    if kind in (LATIN, NUMBER):
        return True
    touches = bool(after) and after[0].left - atom.right <= SPACE * atom.size
    follows = kind_of(after[0].text) if touches else OTHER
    if before == NUMBER:
        return atom.text in IN_NUMBER and follows == NUMBER
    if atom.text == "-" or atom.text == "‐":
        said = "".join(each.text for each in group)
        power = said[-1:] in "eE" and said[:-1].replace(".", "").isdigit()
        return (follows == NUMBER and power) or (follows == LATIN and len(said) > 1)
    return atom.text in IN_NAME and follows in (LATIN, NUMBER)


def token_of_one(kind: str, atom: Atom, spaced: bool) -> Token:
    """Return the token that one atom spells."""
    text = atom.text
    if len(text) > 1:
        said, formula = composed(text), atom.formula or is_mathematical(text)
    else:
        said = text if " " <= text < "\u00a8" else composed_glyph(text)
        formula = atom.formula or "\U0001d400" <= text <= "\U0001d7ff"
    return Token(said, kind, spaced, formula, atom.typeset)


def token_of(kind: str, group: list[Atom], spaced: bool) -> Token:
    """Return the token that a group of atoms spells; letters that run from the right are read from there."""
    if kind == LETTER:
        text = "".join(composed(part) for part in with_marks(from_right(group)))
    else:
        text = "".join(composed(atom.text) for atom in group)
    formula = any(atom.formula for atom in group) or is_mathematical(group[0].text)
    return Token(text, kind, spaced, formula, all(atom.typeset for atom in group))


def from_right(group: list[Atom]) -> list[Atom]:
    """Return letters from right to left; lam and alef drawn over each other, and marks, after their letter."""
    ordered = group[::-1]
    for index in range(len(ordered) - 1):
        first, second = ordered[index], ordered[index + 1]
        if abs(first.left - second.left) < 0.02 * first.size and second.text == LAM and first.text != LAM:
            if first.unsound:
                first.text, first.unsound = "ا", False
            if first.text in ALEFS:
                ordered[index], ordered[index + 1] = second, first
        elif second.unsound and first.text == LAM and abs(first.left - second.left) < 0.02 * first.size:
            second.text, second.unsound = "ا", False
    return ordered


def with_marks(group: list[Atom]) -> list[str]:
    """Return the texts of letters from right to left, each mark behind the letter that it is drawn over."""
    marks = [atom for atom in group if is_mark(atom)]
    if not marks or len(marks) == len(group):
        return [atom.text for atom in group]
    letters = [atom for atom in group if not is_mark(atom)]
    texts = [list(atom.text) for atom in letters]
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        host = min(range(len(letters)), key=lambda place: beyond(letters[place], middle))
        letter, said = letters[host], texts[host]
        share = (letter.right - middle) / max(letter.right - letter.left, 0.01)
        count = len(letter.text)
        said[min(max(int(share * count), 0), count - 1)] += mark.text
    return ["".join(said) for said in texts]


def is_mark(atom: Atom) -> bool:
    """Return whether an atom is a mark over or under a letter."""
    return len(atom.text) == 1 and combining(atom.text) != 0


def beyond(atom: Atom, x: float) -> float:
    """Return how far x lies outside an atom, and next to nothing inside it by its distance from the middle."""
    outside = max(atom.left - x, x - atom.right, 0.0)
    return outside + 0.001 * abs((atom.left + atom.right) / 2 - x)


def is_word(text: str) -> bool:
    """Return whether a text begins with a word, and no symbol of one letter: `area^2`, but not `a^2`."""
    return text[:2].isalpha()


def is_mathematical(text: str) -> bool:
    """Return whether a letter is one of those made for formulas, which are never typed in running text."""
    return max(text) >= "\U0001d400" and any("\U0001d400" <= letter <= "\U0001d7ff" for letter in text)


def joined_signs(tokens: list[Token], *, right_to_left: bool) -> list[Token]:
    """Return tokens with a sign that touches one number only, and a percent sign, joined to their number.

    In a line from right to left the sign of -70 is drawn on the right of it.
    """
    if MOVABLE.isdisjoint([token.text for token in tokens]):
        return tokens
    joined: list[Token] = []
    worded = any(token.kind == LETTER for token in tokens)
    skip = False
    for place, token in enumerate(tokens):
        if skip:
            skip = False
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        touches = after is not None and not after.spaced and after.kind == NUMBER
        before = joined[-1] if joined else None
        touched = before is not None and not token.spaced and before.kind == NUMBER
        if token.text in SIGNS or token.text in PERCENT:
            percent = token.text in PERCENT
            opens = (
                before is not None
                and before.kind == BRACKET
                and (before.spaced or not ends_term(joined[:-1]))
            )
            free = before is None or token.spaced or opens or before.text in "=×*:،,;؛"
            first = right_to_left and place + 2 == len(tokens) and worded  # `۳- الف`
            if after is not None and touches and not touched and (free or percent) and not first:
                if percent and not right_to_left:
                    joined.append(token)
                    continue
                sign = after.text + token.text if percent else token.text + after.text
                listed = before is not None and before.text in LISTS and not (token.spaced or percent)
                joined.append(Token(sign, NUMBER, token.spaced, after.formula or listed))
                skip = True
                continue
            ends = after is None or after.spaced
            if before is not None and touched and (percent or (right_to_left and ends)):
                sign = before.text + token.text if percent else token.text + before.text
                joined[-1] = Token(sign, NUMBER, before.spaced, before.formula)
                continue
        joined.append(token)
    return joined


def ends_term(tokens: list[Token]) -> bool:
    """Return whether tokens end in a number or a name, so that a bracket after it closes."""
    return bool(tokens) and tokens[-1].kind in (NUMBER, LATIN)
