"""From what a student wrote to a typed value, and the comparison of that value with a reference."""

from grader.answers.arithmetic import evaluate, exponential, logarithm, square_root, substitute
from grader.answers.equality import same_function
from grader.answers.expr import (
    Call,
    Constant,
    Expr,
    Negation,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    as_expr,
)
from grader.answers.expressions import Expression, parse_expression
from grader.answers.integers import Integer
from grader.answers.lengths import Length
from grader.answers.matrices import Matrix, Vector
from grader.answers.numbers import Number, Percent
from grader.answers.polynomials import multiplied_out
from grader.answers.reading import (
    ANOTHER_LETTER_CASE,
    CUT_OFF,
    ONE_OF_TWO_SIDES,
    PERCENT_AS_FRACTION,
    SIGN_DROPPED,
    Comparison,
    JsonFloat,
    Kind,
    Plain,
    Reading,
    Scope,
    Value,
)
from grader.answers.shapes import Shape
from grader.answers.slips import near_slips
from grader.answers.words import Choice, Written

__all__ = [
    "ANOTHER_LETTER_CASE",
    "CUT_OFF",
    "ONE_OF_TWO_SIDES",
    "PERCENT_AS_FRACTION",
    "SIGN_DROPPED",
    "Call",
    "Choice",
    "Comparison",
    "Constant",
    "Expr",
    "Expression",
    "Integer",
    "JsonFloat",
    "Kind",
    "Length",
    "Matrix",
    "Negation",
    "Number",
    "Percent",
    "Plain",
    "Power",
    "Product",
    "Quotient",
    "Reading",
    "Scope",
    "Shape",
    "Sum",
    "Symbol",
    "Value",
    "Vector",
    "Written",
    "as_expr",
    "evaluate",
    "exponential",
    "logarithm",
    "multiplied_out",
    "near_slips",
    "parse_expression",
    "same_function",
    "square_root",
    "substitute",
]
