"""A convolution as a matrix, against what PyTorch's convolution makes of each single cell."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import ModuleType
from typing import TypeAlias, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.answers import Expr, evaluate
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]
Rows: TypeAlias = "tuple[tuple[Fraction | Expr, ...], ...]"

VALID: Params = {"input": [3, 3], "kernel": [["w00", "w01"], ["w10", "w11"]]}
SAME: Params = {**VALID, "padding": "same_after"}
NUMBERS: Params = {
    "input": [3, 3],
    "kernel": [[2, 1], [-1, 3]],
    "x": [[1, 0, 2], [4, 1, 3], [2, 5, 1]],
    "y": [[1, 2], [4, -3]],
}
OPERATION = {"operation": "correlation"}


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["conv_matrix"], params).references


def as_text(rows: object) -> list[str]:
    return [" ".join(map(str, row)) for row in cast(Rows, rows)]


def test_the_practice_instances_have_their_answers(bank: Bank) -> None:
    valid, same, numbers = (solve(bank, dict(each)) for each in bank["conv_matrix"].practices)

    assert as_text(valid["matrix"]) == [
        "w00 w01 0 w10 w11 0 0 0 0",
        "0 w00 w01 0 w10 w11 0 0 0",
        "0 0 0 w00 w01 0 w10 w11 0",
        "0 0 0 0 w00 w01 0 w10 w11",
    ]
    assert (valid["rows"], valid["columns"]) == (4, 9)
    assert (same["rows"], same["columns"]) == (9, 9)
    assert as_text(same["matrix"])[2::3] == [
        "0 0 w00 0 0 w10 0 0 0",
        "0 0 0 0 0 w00 0 0 w10",
        "0 0 0 0 0 0 0 0 w00",
    ]
    assert numbers["output"] == ((1, 10), (22, 3))
    assert numbers["transposed_output"] == ((2, 5, 2), (7, -1, 3), (-4, 15, -9))


def grid(random: Random, height: int, width: int) -> list[list[int]]:
    return [[random.randint(-4, 4) for _ in range(width)] for _ in range(height)]


SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
ENDS = {"valid": (0, 0), "same_after": (0, 1), "full": (1, 1)}


@given(size=SIZES, taps=SIZES, padding=st.sampled_from(sorted(ENDS)), seed=st.integers(0, 10**6))
def test_the_matrix_does_what_pytorchs_convolution_does(
    bank: Bank,
    torch: ModuleType,
    size: tuple[int, int],
    taps: tuple[int, int],
    padding: str,
    seed: int,
) -> None:
    """Each column is the convolution of a map with a single 1, and the transposed matrix is its gradient."""
    (before, after), (height, width) = ENDS[padding], size
    assume(padding != "valid" or (taps[0] <= height and taps[1] <= width))
    random = Random(seed)
    kernel, x = grid(random, *taps), grid(random, *size)

    def convolved(cells: object) -> object:
        around = [side * (each - 1) for each in taps[::-1] for side in (before, after)]
        padded = torch.nn.functional.pad(cells, around)
        return torch.nn.functional.conv2d(padded, torch.tensor([[kernel]], dtype=torch.float64))

    units = torch.eye(height * width, dtype=torch.float64).reshape(-1, 1, height, width)
    expected = convolved(units).reshape(height * width, -1).T  # type: ignore[attr-defined]  # a tensor
    input_map = torch.tensor([[x]], dtype=torch.float64, requires_grad=True)
    output = convolved(input_map)
    y = grid(random, *output.shape[2:])  # type: ignore[attr-defined]  # a tensor
    output.backward(torch.tensor([[y]], dtype=torch.float64))  # type: ignore[attr-defined]  # a tensor

    params = {"input": [*size], "kernel": kernel, "padding": padding, "x": x, "y": y}
    found = solve(bank, cast(Params, params))

    assert (found["rows"], found["columns"]) == tuple(expected.shape)
    for part, tensor in (
        ("matrix", expected),
        ("output", output[0, 0]),  # type: ignore[index]  # a tensor
        ("transposed_output", input_map.grad[0, 0]),
    ):
        assert [list(row) for row in cast(Rows, found[part])] == tensor.tolist(), part


@settings(max_examples=80)
@given(seed=st.integers(0, 10**6), padding=st.sampled_from(sorted(ENDS)))
def test_symbols_stand_where_their_numbers_would(bank: Bank, padding: str, seed: int) -> None:
    random = Random(seed)
    kernel, x = grid(random, 2, 2), grid(random, 3, 3)
    names = [["a", "b-1"], ["2c", "w_11"]]
    (a, b), (c, w) = kernel
    point = {"a": Fraction(a), "b": Fraction(b + 1), "c": Fraction(c) / 2, "w_11": Fraction(w)}
    params: Params = {"input": [3, 3], "padding": padding, "x": cast(JsonValue, x)}

    symbolic = solve(bank, {**params, "kernel": cast(JsonValue, names)})
    numeric = solve(bank, {**params, "kernel": cast(JsonValue, kernel)})

    for part in ("matrix", "output"):
        worth = [
            [evaluate(cell, point) if isinstance(cell, Expr) else cell for cell in row]
            for row in cast(Rows, symbolic[part])
        ]
        assert worth == [list(row) for row in cast(Rows, numeric[part])]


TOEPLITZ = [
    ["w00", "w01", 0, "w10", "w11", 0, 0, 0, 0],
    [0, "w00", "w01", 0, "w10", "w11", 0, 0, 0],
    [0, 0, "w00", "w01", 0, "w10", "w11", 0, 0],
    [0, 0, 0, "w00", "w01", 0, "w10", "w11", 0],
]
LINE: Params = {"input": [1, 2], "kernel": [["a", "b"]], "padding": "same_after"}  # [[a, b], [0, a]]


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(VALID, "matrix", TOEPLITZ, "wrapped_row", "24/36", id="first-row-moved-on"),
        pytest.param(
            VALID, "matrix", [list(row) for row in zip(*TOEPLITZ, strict=True)], None, 0, id="transposed-of-that"
        ),
        pytest.param(LINE, "matrix", [["a", "b"], ["b", "a"]], "wrapped_row", "3/4", id="circulant"),
        pytest.param(LINE, "matrix", [["a", 0], ["b", "a"]], "transposed", 0, id="transposed"),
        pytest.param(LINE, "matrix", [["b", "a"], [0, "b"]], "kernel_flipped", "1/2", id="flipped"),
        pytest.param(VALID, "rows", 9, "transposed", 0, id="rows-of-the-transposed"),
        pytest.param(VALID, "columns", 4, "transposed", 0, id="columns-of-the-transposed"),
        pytest.param(NUMBERS, "output", [[1, 10], [11, 22]], "wrapped_row", "1/2", id="output-moved-on"),
        pytest.param(NUMBERS, "output", [[9, 5], [23, 7]], "kernel_flipped", "1/2", id="output-flipped"),
        pytest.param(
            {**LINE, "x": [[5, 7]]}, "output", [["5a", "5b+7a"]], "transposed", 0, id="by-the-transposed"
        ),
        pytest.param(
            {**LINE, "y": [["p", "q"]]}, "transposed_output", [["a*p+b*q", "a*q"]], "transposed", 0, id="not-turned"
        ),
        pytest.param(
            NUMBERS, "transposed_output", [[2, 5, 10], [-3, -2, 2], [15, -9, 0]], "wrapped_row", 0, id="back-moved-on"
        ),
        pytest.param(
            NUMBERS, "transposed_output", [[3, 5, -2], [13, -9, 7], [4, 5, -6]], "kernel_flipped", "1/2", id="back"
        ),
    ],
)  # fmt: skip
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str | None, credit: str | int
) -> None:
    named = [code] if code else []
    assert judge.mistakes("conv_matrix", part, answer, params, OPERATION) == (named, float(Fraction(credit)))


def test_the_transposed_matrix_is_named(judge: Judge, bank: Bank) -> None:
    right = as_text(solve(bank, VALID)["matrix"])
    answer = "\n".join(" ".join(column) for column in zip(*map(str.split, right), strict=True))

    verdict = judge("conv_matrix", {"matrix": answer}, VALID)["matrix"]

    assert [each.mistake.code for each in verdict.mistakes] == ["transposed"]


def test_a_turned_kernel_waits_for_a_person_until_the_operation_is_written(judge: Judge) -> None:
    verdict = judge("conv_matrix", {"output": [[9, 5], [23, 7]]}, NUMBERS)["output"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(NUMBERS, "output", [[1], [10], [22], [3]], id="column"),
        pytest.param(NUMBERS, "output", [1, 10, 22, 3], id="list"),
        pytest.param(NUMBERS, "output", "۱ ۱۰\n۲۲ ۳", id="persian"),
        pytest.param(NUMBERS, "output", r"\begin{bmatrix}1\\10\\22\\3\end{bmatrix}", id="latex-column"),
        pytest.param(NUMBERS, "transposed_output", "2 5 2 7 -1 3 -4 15 -9", id="one-line"),
        pytest.param(NUMBERS, "rows", "2×2", id="product"),
        pytest.param(NUMBERS, "columns", "۹", id="persian-digit"),
        pytest.param(LINE, "matrix", r"\begin{pmatrix} a & b \\ 0 & a \end{pmatrix}", id="latex-of-symbols"),
        pytest.param({**LINE, "x": [["x1", "x2"]]}, "output", [["a*x_1 + b*x_2"], ["a x_{2}"]], id="symbols"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, params: Params, part: str, answer: JsonValue) -> None:
    assert judge.is_right("conv_matrix", part, answer, params)


def test_subscripts_may_be_written_with_and_without_an_underscore(judge: Judge, bank: Bank) -> None:
    lines = as_text(solve(bank, SAME)["matrix"])
    for subscript in ("w_", "w_{"):
        closing = "}" if "{" in subscript else ""
        rows = [
            " & ".join(f"{subscript}{cell[1:]}{closing}" if cell != "0" else cell for cell in line.split())
            for line in lines
        ]
        answer = r"\begin{bmatrix}" + r"\\".join(rows) + r"\end{bmatrix}"

        assert judge("conv_matrix", {"matrix": answer}, SAME)["matrix"].status is PartStatus.CORRECT


def test_of_a_large_input_only_the_size_is_asked(bank: Bank) -> None:
    instance = Instance(bank["conv_matrix"], {"input": [28, 28], "kernel": [[1] * 3] * 3})

    assert instance.references == {"rows": 26 * 26, "columns": 28 * 28}
    assert "at most 2500" in instance.absent["matrix"]


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"kernel": [[1] * 4]}, "kernel", id="wider-than-the-input"),
        pytest.param({"kernel": [["a", "b+"]]}, "kernel", id="unfinished-formula"),
        pytest.param({"kernel": []}, "kernel", id="empty"),
        pytest.param({"input": [3]}, "input", id="one-side"),
        pytest.param({"input": [0, 3]}, "input", id="no-rows"),
        pytest.param({"input": [10**6, 10**6]}, "input", id="larger-than-any-image"),
        pytest.param({"padding": "same"}, "padding", id="unknown-padding"),
        pytest.param({"x": [[1, 2], [3, 4]]}, "x", id="x-of-another-size"),
        pytest.param({"y": [[1, 2, 3]]}, "y", id="y-of-another-size"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["conv_matrix"], {**NUMBERS, **changes})

    assert refused.value.path[0] == parameter
