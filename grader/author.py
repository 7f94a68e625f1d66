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
    Vector,
    Written,
    exponential,
    parse_expression,
    square_root,
)
from grader.answers import Matrix as MatrixAnswer
from grader.errors import BadParams
from grader.problem.definition import PartDefinition, Problem, RawParams
from grader.problem.given import Parameters, changed, given, has, record, records, refuse
from grader.problem.parameters import (
    Answer,
    Matrix,
    Pair,
    SameAs,
    answer,
    choices,
    decode_number,
    flag,
    matrix,
    number,
    pair,
    pair_or_word,
    shape,
    text,
    texts,
    whole,
    word,
)
from grader.problem.parts import CannotAsk, Mistake, RubricLine
from grader.problem.symbolic import (
    Quantity,
    SymbolicMatrix,
    integer_or_formula,
    quantity,
    symbolic_matrix,
    symbols_in,
)
from grader.tolerance import Tolerance
from grader.translation import Message, Numeral

__all__ = [
    "Answer",
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
    "Numeral",
    "Pair",
    "Parameters",
    "PartDefinition",
    "Percent",
    "Plain",
    "Problem",
    "Quantity",
    "RawParams",
    "RubricLine",
    "SameAs",
    "Shape",
    "SymbolicMatrix",
    "Tolerance",
    "Vector",
    "Written",
    "answer",
    "changed",
    "choices",
    "decode_number",
    "exponential",
    "flag",
    "given",
    "has",
    "integer_or_formula",
    "matrix",
    "number",
    "pair",
    "pair_or_word",
    "parse_expression",
    "quantity",
    "record",
    "records",
    "refuse",
    "shape",
    "square_root",
    "symbolic_matrix",
    "symbols_in",
    "text",
    "texts",
    "whole",
    "word",
]
