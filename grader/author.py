"""Everything that the author of a problem may import.

`docs/writing-a-problem.md` shows how it is used. The rest of `grader` is internal and may change.
"""

from __future__ import annotations

from grader.answers import (
    Choice,
    Expr,
    Expression,
    Integer,
    Kind,
    Length,
    Number,
    Percent,
    Plain,
    Shape,
    Tolerance,
    Vector,
    Written,
    exponential,
    parse_expression,
    square_root,
)
from grader.answers import Matrix as MatrixAnswer
from grader.errors import BadParams
from grader.problem.definition import Problem, RawParams
from grader.problem.given import Parameters, changed, given, record, records, refuse
from grader.problem.parameters import (
    Matrix,
    Pair,
    SameAs,
    decode_number,
    flag,
    matrix,
    number,
    pair,
    pair_or_word,
    shape,
    text,
    whole,
    word,
)
from grader.problem.parts import CannotAsk, Mistake, RubricLine
from grader.translation import Message

__all__ = [
    "BadParams",
    "CannotAsk",
    "Choice",
    "Expr",
    "Expression",
    "Integer",
    "Kind",
    "Length",
    "Matrix",
    "MatrixAnswer",
    "Message",
    "Mistake",
    "Number",
    "Pair",
    "Parameters",
    "Percent",
    "Plain",
    "Problem",
    "RawParams",
    "RubricLine",
    "SameAs",
    "Shape",
    "Tolerance",
    "Vector",
    "Written",
    "changed",
    "decode_number",
    "exponential",
    "flag",
    "given",
    "matrix",
    "number",
    "pair",
    "pair_or_word",
    "parse_expression",
    "record",
    "records",
    "refuse",
    "shape",
    "square_root",
    "text",
    "whole",
    "word",
]
