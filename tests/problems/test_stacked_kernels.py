"""Stacked kernels, against pixels that are followed back and weights that PyTorch holds."""

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
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

# 2 kernels of 5: 1 + 2·4 = 9; 2·25·36 = 1800 weights against 81·36 = 2916, which saves 38.27 %
NUMBERS: dict[str, JsonValue] = {"kernel": 5, "count": 2, "channels": 6}
SYMBOLS: dict[str, JsonValue] = {"kernel": "k", "count": "n", "channels": "C"}

KERNELS, COUNTS, CHANNELS = st.integers(1, 6), st.integers(1, 4), st.integers(1, 5)


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["stacked_kernels"], params).references


def test_the_instance_has_its_answers(bank: Bank) -> None:
    found = solve(bank, bank["stacked_kernels"].practices[0])

    assert found["equivalent_kernel"] == 7
    for part, formula in (("stacked_params", "27*C**2"), ("single_params", "49*C**2")):
        assert isinstance(found[part], Expr)
        assert same_function(found[part], parse_expression(formula, ("C",)))  # type: ignore[arg-type]  # a formula
    assert found["saving"] == Fraction(2200, 49)


@given(kernel=KERNELS, count=COUNTS)
def test_the_equivalent_kernel_covers_what_is_seen(bank: Bank, kernel: int, count: int) -> None:
    places = {0}
    for _ in range(count):
        places = {place + tap for place in places for tap in range(kernel)}

    assert solve(bank, {"kernel": kernel, "count": count}) == {"equivalent_kernel": len(places)}


@settings(max_examples=60)
@given(kernel=KERNELS, count=COUNTS, channels=CHANNELS)
def test_weights_are_those_that_pytorch_holds(
    bank: Bank, torch: ModuleType, kernel: int, count: int, channels: int
) -> None:
    def weights(side: int) -> int:
        return int(torch.nn.Conv2d(channels, channels, side, bias=False, device="meta").weight.numel())

    found = solve(bank, {"kernel": kernel, "count": count, "channels": channels})

    assert found["stacked_params"] == count * weights(kernel)
    assert found["single_params"] == weights(found["equivalent_kernel"])  # type: ignore[arg-type]  # a number


@given(kernel=KERNELS, count=COUNTS, channels=CHANNELS)
def test_what_is_saved_and_what_is_needed_make_the_whole(
    bank: Bank, kernel: int, count: int, channels: int
) -> None:
    found = solve(bank, {"kernel": kernel, "count": count, "channels": channels})
    stacked, single = found["stacked_params"], found["single_params"]
    assert isinstance(stacked, int)
    assert isinstance(single, int)

    if stacked > single:
        assert "saving" not in found
    else:
        assert stacked + found["saving"] * single / 100 == single  # type: ignore[operator]  # a number


@given(kernel=KERNELS, count=COUNTS, channels=CHANNELS)
def test_formulas_are_worth_the_numbers(bank: Bank, kernel: int, count: int, channels: int) -> None:
    point = {"k": Fraction(kernel), "n": Fraction(count), "C": Fraction(channels)}
    numbers = solve(bank, {"kernel": kernel, "count": count, "channels": channels})
    formulas = solve(bank, SYMBOLS)

    assert set(formulas) == {"equivalent_kernel", "stacked_params", "single_params"}
    for part, formula in formulas.items():
        assert isinstance(formula, Expr)
        assert evaluate(formula, {name: point[name] for name in formula.symbols}) == numbers[part]


@given(kernel=st.integers(2, 6), count=COUNTS, channels=CHANNELS)
def test_the_saving_does_not_depend_on_the_channels(
    bank: Bank, kernel: int, count: int, channels: int
) -> None:
    params: dict[str, JsonValue] = {"kernel": kernel, "count": count}

    assert (
        solve(bank, {**params, "channels": "C"})["saving"]
        == solve(bank, {**params, "channels": channels})["saving"]
    )


@pytest.mark.parametrize(
    ("params", "part", "answer", "code"),
    [
        pytest.param(None, "equivalent_kernel", 9, "fields_summed", id="3-times-3"),
        pytest.param(None, "equivalent_kernel", 27, "fields_multiplied", id="3-cubed"),
        pytest.param(None, "stacked_params", "27C", "channels_not_squared", id="27C"),
        pytest.param(None, "single_params", "49C", "channels_not_squared", id="49C"),
        pytest.param(None, "single_params", "81C^2", "fields_summed", id="81C2"),
        pytest.param(None, "single_params", "729C^2", "fields_multiplied", id="729C2"),
        pytest.param(None, "saving", "66.7 %", "fields_summed", id="27-of-81"),
        pytest.param(None, "saving", "96.3 %", "fields_multiplied", id="27-of-729"),
        pytest.param(NUMBERS, "equivalent_kernel", 10, "fields_summed", id="2-times-5"),
        pytest.param(NUMBERS, "equivalent_kernel", 25, "fields_multiplied", id="5-times-5"),
        pytest.param(NUMBERS, "stacked_params", 300, "channels_not_squared", id="2-times-25-times-6"),
        pytest.param(NUMBERS, "single_params", 486, "channels_not_squared", id="81-times-6"),
        pytest.param(NUMBERS, "single_params", 3600, "fields_summed", id="100-times-36"),
        pytest.param(NUMBERS, "single_params", 22500, "fields_multiplied", id="625-times-36"),
        pytest.param(NUMBERS, "saving", 50, "fields_summed", id="1800-of-3600"),
        pytest.param(NUMBERS, "saving", 92, "fields_multiplied", id="1800-of-22500"),
        pytest.param(NUMBERS, "saving", 89.7, "channels_not_squared", id="300-of-2916"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: JsonValue, code: str
) -> None:
    assert judge.first_mistake("stacked_kernels", part, answer, params) == (code, 0)


@pytest.mark.parametrize(
    ("params", "part", "answer"),
    [
        pytest.param(None, "equivalent_kernel", "7×7", id="square"),
        pytest.param(None, "equivalent_kernel", "7×7 = 49", id="square-and-its-area"),
        pytest.param(None, "equivalent_kernel", "۷ × ۷", id="persian-digits"),
        pytest.param(None, "stacked_params", "3×3×3×C×C", id="product"),
        pytest.param(None, "stacked_params", "۲۷C²", id="persian-digits-and-power"),
        pytest.param(None, "single_params", r"$49C^{2}$", id="latex"),
        pytest.param(None, "single_params", "7·7·C·C", id="dots"),
        pytest.param(None, "saving", "44.9 %", id="percent"),
        pytest.param(None, "saving", "0.449", id="fraction"),
        pytest.param(None, "saving", "45%", id="within-a-point"),
        pytest.param(None, "saving", "-44.9%", id="minus"),
        pytest.param(None, "saving", "۴۴٫۹ درصد", id="persian-percent"),
        pytest.param(SYMBOLS, "equivalent_kernel", "nk - n + 1", id="formula"),
        pytest.param(SYMBOLS, "equivalent_kernel", "(n(k-1)+1) × (n(k-1)+1)", id="formula-of-a-square"),
        pytest.param(SYMBOLS, "single_params", "(n(k-1)+1)^2 C^2", id="formula-of-weights"),
        pytest.param(NUMBERS, "stacked_params", "2×5×5×6×6", id="calculation"),
    ],
)
def test_other_ways_of_writing_are_right(
    judge: Judge, params: Mapping[str, JsonValue] | None, part: str, answer: str
) -> None:
    assert judge.is_right("stacked_kernels", part, answer, params)


def test_the_area_of_the_kernel_alone_goes_to_a_person(judge: Judge) -> None:
    found = judge("stacked_kernels", {"equivalent_kernel": 49})

    assert found["equivalent_kernel"].status is PartStatus.NEEDS_REVIEW


def test_weights_and_saving_follow_from_the_students_own_kernel(judge: Judge) -> None:
    """With 9 instead of 7: 81·C² weights, and 1 − 27/81 is 66.7 %."""
    found = judge("stacked_kernels", {"equivalent_kernel": 9, "single_params": "81C²", "saving": "66.7%"})

    assert found["equivalent_kernel"].credit == 0
    assert found["single_params"].followed_through
    assert found["saving"].followed_through


def test_a_saving_that_depends_on_a_symbol_is_not_followed(judge: Judge) -> None:
    found = judge("stacked_kernels", {"stacked_params": "27C", "single_params": "49C²", "saving": "30 %"})

    assert found["saving"].status is PartStatus.INCORRECT


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"kernel": 0}, "kernel", id="no-kernel"),
        pytest.param({"count": -1}, "count", id="negative-count"),
        pytest.param({"count": 101}, "count", id="too-many"),
        pytest.param({"channels": "6"}, "channels", id="number-as-text"),
        pytest.param({"channels": 10**7}, "channels", id="too-large"),
        pytest.param({"kernel": [3, 3]}, "kernel", id="pair"),
        pytest.param({"layers": 3}, "layers", id="unknown-name"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["stacked_kernels"], {**NUMBERS, **changes})

    assert parameter in refused.value.path


@given(kernel=KERNELS, count=COUNTS, channels=CHANNELS)
def test_no_mistake_gives_the_right_answer(bank: Bank, kernel: int, count: int, channels: int) -> None:
    instance = Instance(bank["stacked_kernels"], {"kernel": kernel, "count": count, "channels": channels})

    for part_id, reference in instance.references.items():
        for _, values in instance.mistaken(part_id):
            assert reference not in list(values)
