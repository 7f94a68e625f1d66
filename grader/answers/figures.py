"""From a JSON value or the sides of an equation to numbers: what the kinds of numbers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from grader.answers.arithmetic import NameUnknown, TooLarge, Undefined, evaluate
from grader.answers.characters import FoldedText
from grader.answers.expr import Expr
from grader.answers.lexer import Notation, too_long
from grader.answers.numerals import MOST_DIGITS, not_finite, number_from, read_numeral, written_number
from grader.answers.parser import Listing, Node
from grader.answers.reading import ANOTHER_LETTER_CASE, JsonFloat, Reading, Value, distinct, refused
from grader.answers.refusal import MALFORMED, Refusal
from grader.answers.sentences import Sentence, Side, Statement, contradictory, sentences, unknown_word
from grader.records import Certainty, JsonValue
from grader.tolerance import Agreement, Tolerance, WrittenNumber, agree, short_decimal
from grader.translation import Message

LONGEST_TEXT = 2000
MOST_READINGS = 6


class Interpreted(NamedTuple):
    """What one notation makes of a text: the value, whole sides before it, and how sure that is."""

    values: tuple[Value, ...]
    earlier: tuple[Value, ...] = ()
    plain: bool = False
    remarks: tuple[Message, ...] = ()


Interpret = Callable[[Sentence], Interpreted]


def read_text(text: str, notation: Notation, interpret: Interpret, longest: int = LONGEST_TEXT) -> Reading:
    """Return the reading of ``text`` from every sensible notation that ``interpret`` accepts."""
    if len(text) > longest:
        return refused(text[:longest], too_long(None))
    found: list[Interpreted] = []
    first_refusal: Refusal | None = None
    try:
        for sentence in sentences(text, notation):
            try:
                found.append(interpret(sentence))
            except Refusal as refusal:
                placed = _placed(refusal, sentence.folded_text)
                first_refusal = first_refusal or placed
    except Refusal as refusal:
        first_refusal = first_refusal or refusal
    if not found:
        return refused(text, first_refusal or nothing_found())
    return _joined(text, found)


def _joined(text: str, found: list[Interpreted]) -> Reading:
    values = distinct(value for one in found for value in one.values)[:MOST_READINGS]
    earlier = tuple(value for value in distinct(value for one in found for value in one.earlier))
    remarks = tuple(dict.fromkeys(remark for one in found for remark in one.remarks))
    is_plain = any(one.plain for one in found)
    return Reading(
        text,
        values,
        tuple(value for value in earlier if value not in values),
        Certainty.PLAIN if is_plain else Certainty.CERTAIN,
        remarks=remarks,
    )


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
        return number_from(Fraction(submitted), str(submitted))
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
    number = written_number(node)
    if number is None:
        number = WrittenNumber(worth(node, side, values))
    if side.approximate or side.percent:
        number = replace(number, approximate=side.approximate, percent=side.percent)
    return number


def worth(node: Expr, side: Side, values: Mapping[str, Fraction]) -> Fraction:
    """Return what a formula is worth; raises Refusal where it has no finite value or an unknown name."""
    try:
        return evaluate(node, values)
    except NameUnknown as unknown:
        raise unknown_word(unknown.name, side.start) from None
    except Undefined:
        raise not_finite(side.start) from None
    except TooLarge:
        raise too_long(side.start) from None


ReadSide = Callable[[Side], Value]


def final_value(statements: list[Statement], read_side: ReadSide) -> tuple[Value, tuple[Value, ...], bool]:
    """Return the value that counts among statements, the earlier whole values, and whether letters were folded.

    The last side counts. Where it is no value but words or unknown names, a value before it does, as in
    `14 = (N - F)/S + 1`. Raises Refusal where no side is a value.
    """
    values: list[Value] = []
    refusal: Refusal | None = None
    folded = False
    for statement in statements:
        for side in statement:
            try:
                values.append(read_side(side))
                folded = folded or side.folded
            except Refusal as found:
                if side is statement[-1] and len(statement) > 1 and not _may_be_dropped(side):
                    raise
                if refusal is None or refusal.position == 0 or side is statement[-1]:
                    refusal = found
    if not values:
        raise refusal or nothing_found()
    if refusal is not None and len(statements) == 1 and len(statements[0]) == 1:
        raise refusal
    return values[-1], tuple(values[:-1]), folded


def _may_be_dropped(side: Side) -> bool:
    """Return whether a last side without a value is a formula in names, or words, rather than a broken value."""
    return side.refusal is None


def read_numbers(
    sentence: Sentence, read_side: ReadSide, same: Callable[[Value, Value], bool]
) -> Interpreted:
    """Return what the alternatives of a sentence say; raises Refusal where they differ."""
    if not sentence.alternatives:
        raise nothing_found()
    finals = [final_value(statements, read_side) for statements in sentence.alternatives]
    value, earlier, folded = finals[0]
    if any(not same(other[0], value) for other in finals[1:]):
        raise contradictory(sentence.alternatives[1][0][0].start)
    return Interpreted((value,), earlier, folded, (ANOTHER_LETTER_CASE,) if folded else ())


def same_numbers(left: Value, right: Value) -> bool:
    """Return whether two numbers say the same, one of them perhaps rounded."""
    if not isinstance(left, WrittenNumber) or not isinstance(right, WrittenNumber):
        return left == right
    if left.value == right.value:
        return True
    tolerance = Tolerance(relative=Fraction(0), absolute=Fraction(0), digits=2)
    return Agreement.NO not in (agree(left, right.value, tolerance),) or Agreement.NO not in (
        agree(right, left.value, tolerance),
    )


def show_number(value: Fraction | int) -> str:
    """Return a number as a reader sees it: whole, a short decimal, or a fraction."""
    return short_decimal(Fraction(value))


def number_to_json(value: Fraction | int) -> int | float | str:
    """Return a number for JSON: whole numbers as such, others as the nearest float."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    try:
        return float(exact)
    except OverflowError:
        return str(exact)


def exact_number(raw: object) -> Fraction:
    """Return a number that a reference function gave; raises ValueError with a sentence."""
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
