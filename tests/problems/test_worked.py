"""What a worked solution says is true: every line of arithmetic, for instances of all kinds."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import cast

import pytest
from babel.messages.pofile import read_po

import problems
from grader.answers import Choice, Length
from grader.catalogue.bank import Bank
from grader.problem.definition import RawParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from grader.translation import ENGLISH, PLACEHOLDER, Translator

IDS = sorted(each for each in Bank().ids if each not in ("keyed", "written"))
SIGNS = {
    "√(": "sqrt(", "e^(": "exp(", "·": "*", "−": "-", "^": "**", "²": "**2",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")",
}  # fmt: skip
HALF_OF_THE_LAST_DIGIT = Fraction(1, 2 * 10**6)
ROUNDED_ON_THE_WAY = Fraction(1, 10**7)  # what rounding to nine digits may come to, in a sum of many terms
DIGITS = Context(prec=40)
FUNCTIONS: dict[str, Callable[[Fraction], Fraction]] = {
    "floor": lambda value: Fraction(math.floor(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "sqrt": lambda value: Fraction(DIGITS.sqrt(as_decimal(value))),
    "exp": lambda value: Fraction(DIGITS.exp(as_decimal(value))),
}

OPERATIONS: dict[type[ast.AST], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def as_decimal(value: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def value_of(text: str) -> Fraction:
    """Return what written arithmetic makes; ValueError where it is none."""
    if re.fullmatch(r"-?[0-9.]+", text.strip()):
        return Fraction(text.strip())
    for sign, plain in SIGNS.items():
        text = text.replace(sign, plain)
    return evaluated(ast.parse(text.strip(), mode="eval").body)


def evaluated(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(repr(node.value))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return Fraction(evaluated(node.left) ** int(evaluated(node.right)))
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](evaluated(node.left), evaluated(node.right))
    if isinstance(node, ast.Name):
        return Fraction(1 + 2 * sum(node.id.encode()), 7)  # some number: both sides must agree at any
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -evaluated(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return FUNCTIONS[node.func.id](evaluated(node.args[0]))
    raise ValueError(ast.dump(node))


def results(text: str) -> list[Fraction]:
    """Return what each line of arithmetic makes, after checking that all sides of it agree."""
    made = []
    for line in text.splitlines():
        if re.search("[=≈]", line):
            exact, *about = line.split("≈")
            values = [value_of(side) for side in exact.split("=")]
            assert set(values) == {values[0]}, line
            bound = HALF_OF_THE_LAST_DIGIT + ROUNDED_ON_THE_WAY
            assert all(abs(value_of(each) - values[0]) <= bound for each in about), line
            made.append(values[0])
    return made


def is_rounded(reference: object, made: Fraction) -> bool:
    """Return whether a number that has no end was written out with rounded digits."""
    exact = cast(Fraction, reference)
    is_endless = exact.denominator > 10**12
    return abs(made - exact) <= (ROUNDED_ON_THE_WAY if is_endless else Fraction(1, 10**30))


@pytest.fixture(scope="module", params=["en", "fa"])
def translator(request: pytest.FixtureRequest) -> Translator:
    if request.param == "en":
        return ENGLISH
    with (Path(problems.__path__[0]) / "locale/fa/LC_MESSAGES/problems.po").open("rb") as file:
        texts = {str(each.id): str(each.string) for each in read_po(file, locale="fa")}
    return Translator("fa", (lambda text: texts.get(text, text),))


def layers(*rows: dict[str, JsonValue]) -> list[JsonValue]:
    return [{"name": f"l{number}", **row} for number, row in enumerate(rows)]


KERNELS: list[JsonValue] = [
    [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    [[1, 1, 1], [1, -8, 1], [1, 1, 1]],
    [["1/9", "1/9", "1/9"], ["1/9", "1/9", "1/9"], ["1/9", "1/9", "1/9"]],
    [[0, 0, 0], [0, 2, 0], [0, 0, 0]],
    [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]],
    [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
]


def filtered_images() -> Iterator[RawParams]:
    for kernel in KERNELS:
        for padding, operation in (("reflect", "convolution"), ("replicate", "correlation")):
            image: JsonValue = [[1, -2, 0.5], [3, 4, 1]]
            yield {"image": image, "kernel": kernel, "padding": padding, "operation": operation}
    yield {"image": [[1, 2, 3, 4]] * 8, "kernel": [[1] * 7] * 7, "padding": "zero", "stride": 2}


UNUSUAL: dict[str, list[RawParams]] = {
    "average_pool_kernel": [{"m": 1}, {"m": "w-1"}, {"m": 50}],
    "batchnorm": [
        {"x": [7], "channels": 1, "batch": 1, "eps": "1/3", "gamma": "-1/7", "beta": "2/7", "alpha": "-1/3"},
        {"x": ["0.1", "-1/3", "2/7"] * 12, "channels": 3, "batch": 36, "layer": "conv", "size": [1, 1]},
        {"x": [0, 0], "channels": 2, "batch": 2, "alpha": 0},
    ],
    "conv1d_gradient": [
        {"x": ["1/3"], "w": ["-2/7"], "upstream": ["5/3"]},
        {"x": [1, "0.5", -2] * 15, "w": [1, -1] * 15, "upstream": ["-1/2"] * 16},
    ],
    "he_init": [{"kernel": [1, 1], "in_channels": 2}, {"kernel": [3, 1], "in_channels": 1, "filters": 1}],
    "max_via_relu": [{"a": "-1/3", "b": "-0.5"}, {"a": "x-1", "b": 0}, {"a": -1000, "b": 1000}],
    "residual_gradient": [
        {"blocks": 1, "slopes": ["-1/3"], "upstream": "2/7"},
        {"blocks": 4, "slopes": ["s", 0, "-1/2", "t_1"], "upstream": -1},
        {"blocks": 2, "slopes": ["123456789.25", "1/99999"], "upstream": "1/7"},
    ],
    "sigmoid_pool_backprop": [
        {"x": [[9] * 4] * 5, "filter": [[1, 1]], "weights": [[30], [30]], "upstream": "-1/3"},
        {"x": [["1/3", -4], [2, "0.5"]], "filter": [["-2/7"]], "pool": 1, "weights": [[1, 2], [-3, "1/7"]],
         "bias": "-5/3", "upstream": 1},
    ],
    "vanishing_gradient": [
        {"sigma": 2, "slope": "0.5", "layers": 3, "layer": 3, "M": "1/3"},
        {"sigma": "1/3", "slope": "1/7", "layers": 40, "layer": 0, "M": 12},
        {"sigma": "123.456789", "slope": 1, "layers": 12, "layer": 1, "M": 0},
    ],
    "conv_shapes": [
        {
            "input": [31, 20, 3],
            "layers": layers(
                {"type": "conv", "filters": 4, "kernel": [3, 5], "stride": [2, 1], "padding": "same", "dilation": 2},
                {"type": "conv", "filters": 5, "kernel": [3, 2], "padding": [1, 0], "dilation": [2, 1]},
                {"type": "pool", "kernel": 3, "stride": 2, "ceil": True},
                {"type": "pool", "kernel": 2, "stride": 3, "padding": 1, "ceil": True},
                {"type": "upconv", "filters": 6, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1},
                {"type": "conv", "filters": 2, "kernel": 1, "padding": "valid", "bias": False},
                {"type": "global_pool"},
                {"type": "flatten"},
                {"type": "dense", "units": 1, "bias": False},
            ),
        },
        {"input": [4, 3, 2], "layers": layers({"type": "dense", "units": 7}, {"type": "dense", "units": 2})},
        {  # a last window in the padding is taken off
            "input": [5, 5, 1],
            "layers": layers({"type": "pool", "kernel": 2, "stride": 5, "padding": 1, "ceil": True}),
        },
        {  # a window larger than the map
            "input": [3, 3, 1],
            "layers": layers({"type": "pool", "kernel": 5, "stride": 4, "ceil": True}),
        },
    ],
    "dilated_kernel": [
        {"kernel": [["a-1", 0, "b/2"]], "D": 3},
        {"kernel": [[1], ["-1/3"], [0.5]], "D": 1},
    ],
    "dilated_stack": [
        {"i": "i-1", "k": ["k", 3, "k+2"], "d": [8, "d", 1], "n": "2n"},
        {"i": 9, "k": [1, 1, 3], "d": [1, 1, 1], "n": 4, "fov_kernel": "k-1", "fov_dilations": [1, "d", "d+1"]},
    ],
    "dilated_output": [{"M": 9, "N": 31, "F": 3, "D": 4, "stride": 3, "padding": 1}],
    "fc_vs_conv": [
        {"in_channels": "I", "out_channels": 2, "in_size": ["H-1", 4], "out_size": [3, 2], "kernel": 3, "bias": True},
        {"in_channels": 1, "out_channels": 1, "in_size": [1, 1], "out_size": [1, 1], "kernel": 7, "bias": True},
    ],
    "flop_ratio": [
        {"input": [9, 14, 6], "filters": 4, "kernel": [3, 5], "bottleneck": 2, "stride": [2, 3], "padding": "valid"},
        {"input": [9, 14, 6], "filters": 4, "kernel": 3, "bottleneck": 6, "stride": 2, "padding": [1, 0]},
        {"input": [7, 5, 3], "filters": 1, "kernel": 1, "bottleneck": 1, "stride": 2, "count": "flop"},
    ],
    "gap_backprop": [
        {"x": [["1/3", 2.5], [-1, 0]], "filter": [["-2/7"]], "upstream": "-5/3", "padding": 2, "stride": 2},
        {"x": [["1e99", 0.5]], "filter": [["123456789012345678.25"]], "upstream": "-1/7"},
        {"x": [[1]], "filter": [[2]], "upstream": 1, "padding": [3, 3], "stride": 5},
        {"x": [[1, -1, 2, 0, 1, 3]] * 6, "filter": [[1, 2], [-1, 0]], "upstream": 0.1, "padding": 1},
    ],
    "laplacian_output": [*filtered_images()],
    "pooling_cost": [
        {"input": [7, 5, 1], "window": [7, 1], "stride": [9, 4], "op": "average"},
        {"input": [10, 11, 2], "window": [3, 2], "stride": [4, 3]},
    ],
    "receptive_field": [
        {"layers": [{"kernel": "k", "stride": "s"}, {"kernel": 3, "dilation": "d-1", "stride": 2}, {"kernel": "k+1"}]},
        {"layers": [{"kernel": 1, "stride": 3}, {"kernel": 4, "dilation": 5, "stride": 2}]},
    ],
    "stacked_kernels": [
        {"kernel": "k", "count": "n", "channels": "C-1"},
        {"kernel": 1, "count": 1, "channels": 1},
        {"kernel": 2, "count": 1, "channels": "C"},
    ],
    "parameter_counts": [
        {"kernel": [3, 5], "in_channels": 1, "out_channels": 1, "bias": True, "multiplier": 3},
        {"kernel": 1, "in_channels": 7, "out_channels": 3, "bias": False, "multiplier": 2},
    ],
}  # fmt: skip


def instances(bank: Bank, problem_id: str) -> Iterator[Instance]:
    problem = bank[problem_id]
    assert problem.sampler is not None
    for params in (*problem.practices, *UNUSUAL.get(problem_id, ())):
        yield Instance(problem, params)
    for seed in range(50):
        yield Instance(problem, problem.sampler(Random(seed)))


@pytest.mark.parametrize("problem_id", IDS)
def test_every_line_of_arithmetic_is_true(bank: Bank, problem_id: str, translator: Translator) -> None:
    for instance in instances(bank, problem_id):
        for part_id in instance.references:
            results(translator.sentence(instance.worked(part_id)))


@pytest.mark.parametrize("problem_id", IDS)
def test_every_part_is_worked_out_with_no_placeholder_left(
    bank: Bank, problem_id: str, translator: Translator
) -> None:
    for instance in instances(bank, problem_id):
        for part_id in instance.references:
            text = translator.sentence(instance.worked(part_id))
            assert text.strip(), part_id
            assert not PLACEHOLDER.search(text), text
            assert "  " not in text, text


@pytest.mark.parametrize("problem_id", IDS)
def test_the_last_line_of_arithmetic_makes_the_right_answer(bank: Bank, problem_id: str) -> None:
    for instance in instances(bank, problem_id):
        for part_id, reference in instance.references.items():
            made = results(ENGLISH.sentence(instance.worked(part_id)))
            if instance.parts[part_id].kind.name in ("integer", "number", "percent") and made:
                assert made[-1] == reference or is_rounded(reference, made[-1]), part_id
            elif isinstance(reference, tuple) and made and instance.parts[part_id].kind.name == "shape":
                assert made[-2:] == [value_of(str(side)) for side in reference[:2]], part_id


@pytest.mark.parametrize("problem_id", IDS)
def test_parts_with_a_number_for_an_answer_have_arithmetic(bank: Bank, problem_id: str) -> None:
    """A length, and layers that learn nothing, need none."""
    for instance in instances(bank, problem_id):
        for part_id, reference in instance.references.items():
            kind = instance.parts[part_id].kind
            if kind.name in ("integer", "number", "percent", "shape") and not isinstance(kind, Length):
                text = ENGLISH.sentence(instance.worked(part_id))
                assert results(text) or not reference or "numbers to add" in text, part_id


def test_the_cell_that_is_worked_out_has_the_gradient_that_is_asked(bank: Bank) -> None:
    for instance in instances(bank, "gap_backprop"):
        text = ENGLISH.sentence(instance.worked("grad_input"))
        place = re.search(r"row (\d+) and column (\d+)", text)
        cells = instance.references["grad_input"]
        assert isinstance(cells, tuple)
        if place is None:
            assert all(cell == 0 for row in cells for cell in row)  # type: ignore[union-attr]  # rows of cells
        elif made := results(text):
            assert made == [cells[int(place[1]) - 1][int(place[2]) - 1]]  # type: ignore[index]  # rows of cells


@pytest.mark.parametrize(
    ("problem_id", "part_id", "matrix"),
    [
        pytest.param("gap_backprop", "feature_map", "feature_map", id="feature-map"),
        pytest.param("gap_backprop", "grad_feature_map", "grad_feature_map", id="gradient-of-the-map"),
        pytest.param("gap_backprop", "grad_filter", "grad_filter", id="gradient-of-the-filter"),
        pytest.param("laplacian_output", "output", "output", id="filtered-image"),
    ],
)
def test_the_number_at_the_top_left_is_worked_out(
    bank: Bank, problem_id: str, part_id: str, matrix: str
) -> None:
    for instance in instances(bank, problem_id):
        cells = instance.references[matrix]
        assert isinstance(cells, tuple)
        for made in results(ENGLISH.sentence(instance.worked(part_id))):
            assert made == cells[0][0]  # type: ignore[index]  # rows of cells


def test_sums_too_long_to_read_are_not_written_out(bank: Bank) -> None:
    instance = Instance(
        bank["laplacian_output"], {"image": [[1] * 7] * 7, "kernel": [[2] * 7] * 7, "padding": "valid"}
    )

    assert "These are 49 numbers to add; they make 98." in ENGLISH.sentence(instance.worked("output"))


def test_the_name_of_a_filter_is_translated_and_read_back(bank: Bank) -> None:
    kind = next(part.kind for part in bank["laplacian_output"].parts if part.name == "kernel_name")
    assert isinstance(kind, Choice)
    with (Path(problems.__path__[0]) / "locale/fa/LC_MESSAGES/problems.po").open("rb") as file:
        texts = {str(each.id): str(each.string) for each in read_po(file, locale="fa")}

    for code in kind.options:
        assert kind.read(texts[kind.show(code)]).values == (code,)
