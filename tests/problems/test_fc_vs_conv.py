"""A dense layer against a convolution, against connections that are counted and layers that PyTorch makes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.answers import Expr, evaluate, parse_expression, same_function
from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from tests.problems.judging import Judge

NAMES = ("I", "J", "H1", "W1", "H2", "W2", "K")
# dense: 2·6·5 · 3·4·3 = 60 · 36 = 2160; convolution: 2·3·9 = 54; 2160/54 = 40
NUMBERS: dict[str, JsonValue] = {
    "in_channels": 2, "out_channels": 3, "in_size": [6, 5], "out_size": [4, 3], "kernel": 3,
}  # fmt: skip
PLAIN: dict[str, JsonValue] = {**NUMBERS, "bias": False}
BIASED: dict[str, JsonValue] = {**NUMBERS, "bias": True}

SIZES = st.tuples(*[st.integers(1, 4)] * 7)


def params_of(sizes: tuple[int, ...], *, bias: bool) -> dict[str, JsonValue]:
    inputs, outputs, height, width, out_height, out_width, kernel = sizes
    return {
        "in_channels": inputs,
        "out_channels": outputs,
        "in_size": [height, width],
        "out_size": [out_height, out_width],
        "kernel": kernel,
        "bias": bias,
    }


def symbolic(bank: Bank, *, bias: bool) -> dict[str, JsonValue]:
    return {**bank["fc_vs_conv"].practices[0], "bias": bias}


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["fc_vs_conv"], params).references


@pytest.mark.parametrize(
    ("bias", "part", "formula"),
    [
        (False, "dense", "I*H1*W1*J*H2*W2"),
        (False, "conv", "I*J*K^2"),
        (False, "ratio", "H1*W1*H2*W2/K^2"),
        (True, "dense", "I*H1*W1*J*H2*W2 + J*H2*W2"),
        (True, "conv", "I*J*K^2 + J"),
        (True, "ratio", "H2*W2*(I*H1*W1 + 1)/(I*K^2 + 1)"),
    ],
)
def test_the_instance_in_symbols_has_its_answers(bank: Bank, bias: bool, part: str, formula: str) -> None:
    found = solve(bank, symbolic(bank, bias=bias))[part]

    assert isinstance(found, Expr)
    assert same_function(found, parse_expression(formula, NAMES))


@given(sizes=SIZES, bias=st.booleans())
def test_weights_are_the_connections_that_learn(bank: Bank, sizes: tuple[int, ...], bias: bool) -> None:
    inputs, outputs, height, width, out_height, out_width, kernel = sizes
    seen = [
        (row, column, channel)
        for row in range(height)
        for column in range(width)
        for channel in range(inputs)
    ]
    made = [
        (row, column, channel)
        for row in range(out_height)
        for column in range(out_width)
        for channel in range(outputs)
    ]
    taps = [
        (row, column, channel)
        for row in range(kernel)
        for column in range(kernel)
        for channel in range(inputs)
    ]

    found = solve(bank, params_of(sizes, bias=bias))

    assert found["dense"] == sum(len(seen) + bias for _ in made)
    assert found["conv"] == sum(len(taps) + bias for _ in range(outputs))
    assert found["ratio"] == Fraction(found["dense"], found["conv"])


@settings(max_examples=60)
@given(sizes=SIZES, bias=st.booleans())
def test_parameters_are_those_of_pytorchs_layers(
    bank: Bank, torch: ModuleType, sizes: tuple[int, ...], bias: bool
) -> None:
    inputs, outputs, height, width, out_height, out_width, kernel = sizes
    linear = torch.nn.Linear(
        inputs * height * width, outputs * out_height * out_width, bias=bias, device="meta"
    )
    conv = torch.nn.Conv2d(inputs, outputs, kernel, bias=bias, device="meta")

    found = solve(bank, params_of(sizes, bias=bias))

    assert found["dense"] == sum(each.numel() for each in linear.parameters())
    assert found["conv"] == sum(each.numel() for each in conv.parameters())


@given(sizes=SIZES, bias=st.booleans())
def test_formulas_are_worth_the_numbers(bank: Bank, sizes: tuple[int, ...], bias: bool) -> None:
    point = {name: Fraction(value) for name, value in zip(NAMES, sizes, strict=True)}
    numbers = solve(bank, params_of(sizes, bias=bias))

    for part, formula in solve(bank, symbolic(bank, bias=bias)).items():
        assert isinstance(formula, Expr)
        assert evaluate(formula, {name: point[name] for name in formula.symbols}) == numbers[part]


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(PLAIN, "dense", 180, "output_size_forgotten", 0, id="60-times-3"),
        pytest.param(PLAIN, "dense", 360, "channels_forgotten", 0, id="30-times-12"),
        pytest.param(PLAIN, "dense", 720, "channels_forgotten", 0, id="60-times-12"),
        pytest.param(PLAIN, "dense", 1080, "channels_forgotten", 0, id="30-times-36"),
        pytest.param(PLAIN, "dense", 2196, "bias_added", 0.5, id="2160-and-36"),
        pytest.param(PLAIN, "conv", 9, "channels_forgotten", 0, id="window-alone"),
        pytest.param(PLAIN, "conv", 27, "channels_forgotten", 0, id="window-by-outputs"),
        pytest.param(PLAIN, "conv", "3×3×2", "channels_forgotten", 0, id="window-by-inputs"),
        pytest.param({**PLAIN, "kernel": 5}, "conv", 30, "kernel_area_forgotten", 0, id="one-side"),
        pytest.param(PLAIN, "conv", 57, "bias_added", 0.5, id="54-and-3"),
        pytest.param(PLAIN, "ratio", "180/54", "output_size_forgotten", 0, id="ratio-units"),
        pytest.param(PLAIN, "ratio", "2160/9", "channels_forgotten", 0, id="ratio-below"),
        pytest.param(PLAIN, "ratio", "360/54", "channels_forgotten", 0, id="ratio-above"),
        pytest.param({**PLAIN, "kernel": 5}, "ratio", 72, "kernel_area_forgotten", 0, id="ratio-one-side"),
        pytest.param(PLAIN, "ratio", "2196/57", "bias_added", 0.5, id="ratio-biases"),
        pytest.param(BIASED, "dense", 2160, "bias_forgotten", 0.5, id="dense-without-biases"),
        pytest.param(BIASED, "conv", 54, "bias_forgotten", 0.5, id="conv-without-biases"),
        pytest.param(BIASED, "ratio", 40, "bias_forgotten", 0.5, id="ratio-without-biases"),
        pytest.param(BIASED, "dense", 183, "output_size_forgotten", 0, id="180-and-3"),
        pytest.param(None, "dense", "I·H1·W1·J", "output_size_forgotten", 0, id="symbols-units"),
        pytest.param(None, "dense", "H1·W1·H2·W2", "channels_forgotten", 0, id="symbols-channels"),
        pytest.param(None, "conv", "IJK", "kernel_area_forgotten", 0, id="symbols-one-side"),
        pytest.param(None, "conv", "IJK^2 + J", "bias_added", 0.5, id="symbols-biases"),
        pytest.param(None, "ratio", "H1W1H2W2/K", "kernel_area_forgotten", 0, id="symbols-ratio"),
        pytest.param(None, "ratio", "H1 W1/K^2", "output_size_forgotten", 0, id="symbols-ratio-units"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge,
    params: Mapping[str, JsonValue] | None,
    part: str,
    answer: JsonValue,
    code: str,
    credit: float,
) -> None:
    assert judge.first_mistake("fc_vs_conv", part, answer, params) == (code, credit)


@pytest.mark.parametrize(("part", "answer"), [("dense", 2196), ("conv", 57), ("ratio", "2196/57")])
def test_biases_wait_for_a_person_where_the_assignment_leaves_them_open(
    judge: Judge, part: str, answer: JsonValue
) -> None:
    assert judge.mistakes("fc_vs_conv", part, answer, NUMBERS) == (["bias_added"], None)


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(None, "dense", r"$I H_1 W_1 \cdot J H_2 W_2$", id="latex"),
        pytest.param(None, "dense", "(I×H1×W1) × (J×H2×W2)", id="brackets"),
        pytest.param(None, "dense", "I*J*H_1*H_2*W_1*W_2", id="other-order"),
        pytest.param(None, "conv", "K×K×I×J", id="product"),
        pytest.param(None, "conv", "I J K²", id="power"),
        pytest.param(None, "ratio", r"\frac{H_1 W_1 H_2 W_2}{K^2}", id="fraction"),
        pytest.param(None, "ratio", "(I·H1·W1·J·H2·W2)/(I·J·K²)", id="not-cancelled"),
        pytest.param(PLAIN, "dense", "6×5×2×4×3×3", id="calculation"),
        pytest.param(PLAIN, "dense", "۲٬۱۶۰", id="persian-digits"),
        pytest.param(PLAIN, "conv", "2·3·3² = 54", id="chain"),
        pytest.param(PLAIN, "ratio", "۴۰", id="persian-ratio"),
        pytest.param(PLAIN, "ratio", "2160/54", id="quotient"),
    ],
)
def test_other_ways_of_writing_are_right(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: str
) -> None:
    assert judge.is_right("fc_vs_conv", part, answer, params)


def test_the_parts_stand_alone(judge: Judge) -> None:
    found = judge("fc_vs_conv", {"dense": 180, "conv": 54, "ratio": "180/54"}, PLAIN)

    assert not found["ratio"].followed_through
    assert found["ratio"].credit == 0


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"in_channels": 0}, "in_channels", id="no-channels"),
        pytest.param({"in_size": [10**6, 10**6]}, "in_size", id="larger-than-any-image"),
        pytest.param({"kernel": -3}, "kernel", id="negative-kernel"),
        pytest.param({"kernel": "3"}, "kernel", id="number-as-text"),
        pytest.param({"in_size": [6]}, "in_size", id="one-side"),
        pytest.param({"out_size": [4, 0]}, "out_size", id="empty-output"),
        pytest.param({"bias": 1}, "bias", id="number-for-a-flag"),
        pytest.param({"padding": 1}, "padding", id="unknown-name"),
        pytest.param({"in_size": [10**7, 5]}, "in_size", id="too-large"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["fc_vs_conv"], {**NUMBERS, **changes})

    assert parameter in refused.value.path


@given(sizes=SIZES, bias=st.booleans())
def test_no_mistake_gives_the_right_answer(bank: Bank, sizes: tuple[int, ...], bias: bool) -> None:
    instance = Instance(bank["fc_vs_conv"], params_of(sizes, bias=bias))

    for part_id, reference in instance.references.items():
        for _, values in instance.mistaken(part_id):
            assert reference not in list(values)
