"""From a JSON value or the sides of an equation to numbers: what the kinds of numbers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from grader.answers.arithmetic import NameUnknown, TooLarge, Undefined, evaluate
from grader.answers.characters import FoldedText, fold_characters
from grader.answers.expr import Constant, Expr, Power, Product
from grader.answers.lexer import Notation, too_long
from grader.answers.numerals import MOST_DIGITS, not_finite, number_from, read_numeral, written_number
from grader.answers.parser import BESIDE, Listing, Node
from grader.answers.plain_cells import whole_number
from grader.answers.reading import ANOTHER_LETTER_CASE, JsonFloat, Reading, Scope, Value, distinct, refused
from grader.answers.refusal import MALFORMED, TOO_LONG, Refusal, too_many_characters
from grader.answers.sentences import Sentence, Side, Statement, contradictory, sentences, unknown_word
from grader.records import Certainty, JsonValue
from grader.tolerance import Agreement, WrittenNumber, agree_by_digits
from grader.translation import Message

LONGEST_TEXT = 2000
LONGEST_READ_AGAIN = 400  # characters; what is longer and too long by one notation is so by the others
MOST_READINGS = 6
ROUNDED = Fraction(1, 200)  # of the larger of two sides, of which one is the other rounded


class Interpreted(NamedTuple):
    """What one notation makes of a text: the value, whole sides before it, and how sure that is.

    ``nearby`` are the results of steps that the last one goes on from.
    """

    values: tuple[Value, ...]
    earlier: tuple[Value, ...] = ()
    plain: bool = False
    remarks: tuple[Message, ...] = ()
    nearby: tuple[Value, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there are sides before the value, and all of them are about the same number."""
        last = self.values[0]
        return bool(self.earlier) and all(is_about(side, last) for side in self.earlier)


NUMERAL = re.compile(r"[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?")
Interpret = Callable[[Sentence], Interpreted]


def read_text(text: str, notation: Notation, interpret: Interpret, longest: int = LONGEST_TEXT) -> Reading:
    """Return the reading of ``text`` from every sensible notation that ``interpret`` accepts."""
    if len(text) > longest:
        return refused(text[:longest], too_many_characters(longest))
    found: list[Interpreted] = []
    first_refusal: Refusal | None = None
    folded = fold_characters(text)
    for read_sentence in sentences(folded, notation):
        try:
            found.append(interpret(read_sentence()))
        except Refusal as refusal:
            first_refusal = first_refusal or refusal.with_traceback(None)  # its frames hold much
            if refusal.reason == TOO_LONG and len(text) > LONGEST_READ_AGAIN:
                break
    if not found:
        return refused(text, _placed(first_refusal or nothing_found(), folded))
    return _joined(text, found)


def in_words(text: str) -> Reading | None:
    """Return the reading of a number that stands alone in words, as `twelve`; None for anything else."""
    if any(letter in ".0123456789=" for letter in text):
        return None
    from grader.answers.number_words import number_in_words  # rare

    number = number_in_words(text)
    return None if number is None else Reading(text, (number,), certainty=Certainty.PLAIN)


def _joined(text: str, found: list[Interpreted]) -> Reading:
    values = distinct(value for one in found for value in one.values)[:MOST_READINGS]
    # a notation in which the arithmetic holds is the one that was meant: ۱۲/۵ = ۲٫۴ holds no decimal point
    earlier = distinct(
        value for one in [each for each in found if each.holds] or found for value in one.earlier
    )
    nearby = distinct(value for one in found for value in one.nearby)
    remarks = tuple(dict.fromkeys(remark for one in found for remark in one.remarks))
    is_plain = any(one.plain for one in found)
    return Reading(
        text,
        values,
        tuple(value for value in earlier if value not in values),
        Certainty.PLAIN if is_plain else Certainty.CERTAIN,
        remarks=remarks,
        nearby=tuple(value for value in nearby if value not in values),
    )


def is_about(one: Value, other: Value) -> bool:
    """Return whether two numbers are the same but for rounding."""
    if not isinstance(one, WrittenNumber) or not isinstance(other, WrittenNumber):
        return False
    return abs(one.value - other.value) <= ROUNDED * max(abs(one.value), abs(other.value))


def _placed(refusal: Refusal, folded: FoldedText) -> Refusal:
    """Return ``refusal`` with its position counted in the text that the student wrote."""
    if refusal.position is None:
        return refusal
    return Refusal(refusal.reason, folded.place(refusal.position), refusal.advice)


def nothing_found() -> Refusal:
    """Return the refusal of a text in which nothing could be an answer."""
    return Refusal(MALFORMED, 0, Message("No value was found here; write the value alone."))


def json_number(submitted: JsonValue) -> WrittenNumber | None:
    """Return the number of a JSON value, None if it is none; raises Refusal for one that is not finite."""
    if isinstance(submitted, bool) or not isinstance(submitted, int | float):
        return None
    if isinstance(submitted, int):
        if submitted.bit_length() > MOST_DIGITS * 4:
            raise too_long(None)
        return whole_number(submitted)
    if submitted != submitted or submitted in (float("inf"), float("-inf")):
        raise not_finite(None)
    literal = submitted.literal if isinstance(submitted, JsonFloat) else repr(float(submitted))
    negative = literal.startswith("-")
    constant = read_numeral(literal.lstrip("+-").lower().replace("e+", "e"), 0)
    if (
        constant.written is not None
        and "e" not in constant.written
        and literal.endswith(".0")
        and not isinstance(submitted, JsonFloat)
    ):
        return number_from(Fraction(int(submitted)), str(int(submitted)))
    return number_from(-constant.value if negative else constant.value, constant.written)


def evaluated(node: Node | None, side: Side, values: Mapping[str, Fraction]) -> WrittenNumber:
    """Return the number that a side is worth; raises Refusal where it is worth none."""
    if node is None:
        raise side.refusal or nothing_found()
    if isinstance(node, Listing):
        raise Refusal(MALFORMED, side.start, Message("One value is asked, but a list stands here."))
    number = written_number(node) or _restated(node, side, values)
    if number is None:
        number = WrittenNumber(worth(node, side, values))
    if side.approximate or side.percent:
        number = replace(number, approximate=side.approximate, percent=side.percent)
    return number


def _restated(node: Expr, side: Side, values: Mapping[str, Fraction]) -> WrittenNumber | None:
    """Return the first of two numbers that say the same, as in `1/3 (0.333)`; None for anything else.

    Raises Refusal for a lone number with another one in brackets behind it: a product, or two answers?
    """
    if not isinstance(node, Product) or node.marks[-1] != BESIDE:
        return None
    rest = node.children[0] if len(node.children) == 2 else Product(node.children[:-1], node.marks[:-1])
    first, second = (
        written_number(part) or WrittenNumber(worth(part, side, values)) for part in (rest, node.children[-1])
    )
    if same_numbers(first, second):
        return first
    if isinstance(rest, Constant) and isinstance(node.children[-1], Constant):
        raise contradictory(side.start)
    return None


def worth(node: Expr, side: Side, values: Mapping[str, Fraction]) -> Fraction:
    """Return what a formula is worth; raises Refusal where it has no finite value or an unknown name."""
    try:
        return evaluate(node, values)
    except NameUnknown as unknown:
        raise unknown_word(unknown.name, side.place_of(unknown.name)) from None
    except Undefined:
        raise not_finite(side.start) from None
    except TooLarge:
        raise too_long(side.start) from None


ReadSide = Callable[[Side], Value]
Same = Callable[[Value, Value], bool]


class Final(NamedTuple):
    """The value that counts among statements, whole values before it, and whether letters were folded.

    ``steps`` are the values of earlier statements with which the last one goes on.
    """

    value: Value
    earlier: tuple[Value, ...]
    folded: bool
    steps: tuple[Value, ...] = ()


def final_value(
    statements: list[Statement], read_side: ReadSide, same: Same, labels: tuple[str, ...] = ()
) -> Final:
    """Return what statements say in the end: the last side of the last one, or of the one with its label.

    Raises Refusal where no side is a value, or where bare values differ.
    """
    labelled = [statement for statement in statements if _is_labelled(statement, labels)]
    finals = [_value_of(statement, read_side) for statement in labelled or statements]
    values = [value for final in finals if final is not None for value in (*final.earlier, final.value)]
    if not values:
        raise nothing_found()
    bare = [
        final.value
        for final, statement in zip(finals, statements, strict=False)
        if final and len(statement) == 1
    ]
    if (
        not labelled
        and len(bare) > 1
        and len(bare) == len(values)
        and not all(same(one, bare[0]) for one in bare)
    ):
        raise contradictory(statements[1][0].start)
    folded = any(final.folded for final in finals if final is not None)
    if not labelled and (last := finals[-1]) is not None and goes_on(statements[-1], finals[:-1]):
        return Final(last.value, last.earlier, folded, tuple(values[: -1 - len(last.earlier)]))
    return Final(values[-1], tuple(values[:-1]), folded)


def goes_on(statement: Statement, before: Sequence[Final | None]) -> bool:
    """Return whether an equation begins with the result of the statement before it: `…, 12 + 3 = 15` behind 12."""
    result = before[-1] if before else None
    if result is None or len(statement) < 2 or not isinstance(result.value, WrittenNumber):
        return False
    operands = NUMERAL.findall(statement[0].text)
    return len(operands) > 1 and result.value.value in [Fraction(each.replace(",", "")) for each in operands]


def _is_labelled(statement: Statement, labels: tuple[str, ...]) -> bool:
    first = statement[0]
    return len(statement) > 1 and first.is_label and plain_label(first.text) in map(plain_label, labels)


def plain_label(label: str) -> str:
    """Return a label without case, spaces and subscript signs."""
    return "".join(letter for letter in label.casefold() if letter.isalnum())


def _value_of(statement: Statement, read_side: ReadSide) -> Final | None:
    """Return what one statement says, or None where it holds only words.

    The last side counts. Where it is words, or a formula in unknown names behind a lone number, the side
    before it does, as in `14 = (N - F)/S + 1`.
    """
    values: list[Value] = []
    folded = False
    refusal: Refusal | None = None
    for side in statement:
        try:
            value = read_side(side)
        except Refusal as found:
            is_dropped = side is not statement[-1] or not values or _may_be_dropped(side, statement[0])
            if not is_dropped:
                raise
            refusal = found
            continue
        values.append(value)
        folded = folded or side.folded
    if values:
        return Final(values[-1], tuple(values[:-1]), folded)
    if refusal is not None and not all(side.is_noise for side in statement):
        raise refusal
    return None


def _may_be_dropped(last: Side, first: Side) -> bool:
    """Return whether a last side without a value is words, or names behind a lone number."""
    if last.refusal is not None:
        return False
    return last.is_label or (isinstance(first.node, Expr) and written_number(first.node) is not None)


def read_numbers(sentence: Sentence, read_side: ReadSide, same: Same, scope: Scope) -> Interpreted:
    """Return what the alternatives of a sentence say; raises Refusal where they differ."""
    if not sentence.alternatives:
        raise nothing_found()
    finals = [final_value(statements, read_side, same, scope.labels) for statements in sentence.alternatives]
    value, earlier, folded, steps = finals[0]
    if any(not same(other.value, value) for other in finals[1:]):
        raise contradictory(sentence.alternatives[1][0][0].start)
    remarks = (ANOTHER_LETTER_CASE,) if folded else ()
    return Interpreted((value,), earlier, folded, remarks, steps)


def is_scaled(node: Node | None) -> bool:
    """Return whether a number is written with a power of ten, as one that is rounded: `28.9 × 10^6`."""
    if isinstance(node, Constant):
        return node.written is not None and "e" in node.written
    if not isinstance(node, Product) or len(node.children) != 2:
        return False
    digits, scale = node.children
    return isinstance(digits, Constant) and isinstance(scale, Power) and scale.base == Constant(10)


def is_side_sign(mark: str) -> bool:
    """Return whether ``mark`` may stand between the sides of a shape."""
    return mark in ("×", "*")


def with_value_before_working(reading: Reading, text: str, read: Callable[[str], Reading]) -> Reading:
    """Return a reading with the number that stands before a bracket with its working: `144 (3·3·16)`.

    The same may be a product, so either may be meant; ``read`` reads the number alone.
    """
    if "(" not in text or not reading.values:
        return reading
    import re

    found = re.fullmatch(
        r"\s*([-+−]?[0-9۰-۹](?:[0-9۰-۹]|[.,٫٬](?=[0-9۰-۹])){0,20})\s{1,4}"
        r"\((?=[^=]{0,200}[0-9۰-۹]\s?[-+−*×·⋅/^])[-+−*×·⋅/^0-9۰-۹.٫()\s]{3,200}\.?\s{0,4}",
        text[:400],
    )
    if found is None:
        return reading
    return replace(reading, values=distinct((*reading.values, *read(found[1]).values)))


def no_number() -> Refusal:
    """Return the refusal of what is no number at all."""
    return Refusal(MALFORMED, 0, Message("One number is asked; write it alone, such as 28."))


def same_numbers(left: Value, right: Value) -> bool:
    """Return whether two numbers say the same, one of them perhaps rounded."""
    if not isinstance(left, WrittenNumber) or not isinstance(right, WrittenNumber):
        return left == right
    if left.value == right.value:
        return True
    agreements = agree_by_digits(left, right.value, 2), agree_by_digits(right, left.value, 2)
    return any(agreement is not Agreement.NO for agreement in agreements)


def exact_number(raw: object) -> Fraction:
    """Return a number that a reference function gave; raises ValueError with a sentence."""
    if type(raw) is Fraction:
        return raw
    if type(raw) is int:
        return Fraction(raw)
    if isinstance(raw, WrittenNumber):
        return raw.value
    if isinstance(raw, bool) or not isinstance(raw, int | float | Fraction):
        item = getattr(raw, "item", None)
        if callable(item) and not isinstance(raw, str | list | tuple):
            return exact_number(item())
        raise ValueError(f"expected a number, got {raw!r}")
    if isinstance(raw, float) and (raw != raw or raw in (float("inf"), float("-inf"))):
        raise ValueError(f"expected a finite number, got {raw!r}")
    return Fraction(raw)
