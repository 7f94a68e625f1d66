"""Formulas as MathML: checked against Python's own reading of the same formula, and against hostile texts."""

from __future__ import annotations

import ast
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reporting.mathml import formula, matrix
from tests.timing import seconds

VALUES = {"M": Fraction(32), "N": Fraction(28), "F": Fraction(3), "D": Fraction(2)}


def read_xml(made: str) -> ElementTree.Element:
    """Return a formula that we set ourselves, which must be well-formed XML."""
    return ElementTree.fromstring(made)  # noqa: S314 - nobody else wrote it


def value_of(node: ElementTree.Element) -> Fraction:
    """Return what a reader makes of set mathematics: fractions, powers, brackets, signs, products in a row."""
    children = list(node)
    match node.tag:
        case "mn":
            return Fraction(str(node.text))
        case "mi":
            return VALUES[str(node.text)]
        case "mfrac":
            return value_of(children[0]) / value_of(children[1])
        case "msup":
            return value_of(children[0]) ** int(value_of(children[1]))
        case "math" if len(children) == 1:
            return value_of(children[0])
    return row_value(children)


def row_value(children: list[ElementTree.Element]) -> Fraction:
    """Return the value of a row of terms, brackets stripped."""
    if children[0].text == "(" and children[-1].text == ")":
        children = children[1:-1]
    total, sign, product = Fraction(0), 1, None
    for child in children:
        if child.tag != "mo":
            factor = value_of(child)
            product = factor if product is None else product * factor
        elif child.text in ("+", "−"):
            if product is not None:
                total += sign * product
            sign, product = (1 if child.text == "+" else -1), None
    assert product is not None
    return total + sign * product


def python_value(text: str) -> Fraction:
    """Return what Python's own grammar makes of the formula."""

    def walk(node: ast.AST) -> Fraction:
        match node:
            case ast.Constant(value=value):
                return Fraction(str(value))
            case ast.Name(id=name):
                return VALUES[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -walk(operand)
            case ast.BinOp(left=left, op=operator, right=right):
                one, other = walk(left), walk(right)
                match operator:
                    case ast.Add():
                        return one + other
                    case ast.Sub():
                        return one - other
                    case ast.Mult():
                        return one * other
                    case ast.Div():
                        return one / other
                    case _:
                        return one ** int(other)
        raise AssertionError(ast.dump(node))

    return walk(ast.parse(text, mode="eval").body)


FORMULAS = st.recursive(
    st.sampled_from(["M", "N", "F", "D", "1", "2", "17", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda made: " ".join(made)),
        inner.map(lambda made: f"({made})"),
        inner.map(lambda made: f"-({made})"),
        st.tuples(inner, st.sampled_from(["2", "3"])).map(lambda made: f"({made[0]})**{made[1]}"),
    ),
    max_leaves=8,
)


@given(FORMULAS)
def test_set_mathematics_has_the_value_of_its_text(text: str) -> None:
    try:
        expected = python_value(text)
    except ZeroDivisionError:
        return
    made = formula(text)
    assert made is not None
    assert value_of(read_xml(made)) == expected


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        pytest.param("k_1", "<msub><mi>k</mi><mn>1</mn></msub>", id="index"),
        pytest.param("gamma", "<mi>γ</mi>", id="greek"),
        pytest.param("sqrt(x)", "<msqrt><mi>x</mi></msqrt>", id="root"),
        pytest.param("a/b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>", id="fraction"),
        pytest.param("-x", '<mrow><mo form="prefix">−</mo><mi>x</mi></mrow>', id="minus"),
    ],
)
def test_a_formula_is_set(text: str, inner: str) -> None:
    assert formula(text) == f'<math dir="ltr" alttext="{text}" aria-label="{text}">{inner}</math>'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a +", id="unfinished"),
        pytest.param("(a", id="open"),
        pytest.param("a)", id="closed"),
        pytest.param("a b", id="no-operator"),
        pytest.param("<script>", id="markup"),
        pytest.param("(" * 1500 + "a", id="deep"),
        pytest.param("-" * 1900 + "a", id="signs"),
        pytest.param("2**" * 600 + "a", id="powers"),
        pytest.param("a" * 3000, id="long"),
        pytest.param("۱ + ۲", id="persian-digits"),
    ],
)
def test_what_is_no_formula_is_left_as_text(text: str) -> None:
    assert formula(text) is None
    assert seconds(lambda: formula(text)) < 0.1


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_none_and_well_formed(text: str) -> None:
    made = formula(text)
    if made is not None:
        read_xml(made)


def test_a_matrix_carries_its_cells_and_its_words() -> None:
    made = matrix((("1/2", "-3"), ("k_1", "<b>")), "given: 1/2, -3; k_1, <b>")
    root = read_xml(made)
    assert root.attrib["aria-label"] == "given: 1/2, -3; k_1, <b>"
    assert [len(list(row)) for row in root.iter("mtr")] == [2, 2]
    assert root.find(".//mtext") is not None
