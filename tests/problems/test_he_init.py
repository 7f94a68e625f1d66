"""Initial weights for ReLU layers, against PyTorch and against counting."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import isclose, sqrt
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue
from tests.problems.judging import Judge

SQUARE: dict[str, JsonValue] = {"kernel": 3, "in_channels": 4, "filters": 10}  # n = 36; m = 90; n + m = 126


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["he_init"], params).references


def test_the_instance_from_practice_has_its_answers(bank: Bank) -> None:
    found = solve(bank, {"kernel": [8, 8], "in_channels": 3})

    assert found["fan_in"] == 192
    assert found["variance"] == Fraction(1, 96)
    assert isclose(cast(Fraction, found["std"]), 0.10206207, rel_tol=1e-7)


@given(height=st.integers(1, 9), width=st.integers(1, 9), channels=st.integers(1, 40))
def test_the_fan_in_counts_what_one_output_sees(bank: Bank, height: int, width: int, channels: int) -> None:
    found = solve(bank, {"kernel": [height, width], "in_channels": channels})

    assert found["fan_in"] == len(list(product(range(height), range(width), range(channels))))
    assert isclose(float(cast(Fraction, found["std"])) ** 2, cast(Fraction, found["variance"]))


@given(
    height=st.integers(1, 7), width=st.integers(1, 7), channels=st.integers(1, 20), filters=st.integers(1, 20)
)
def test_the_spread_is_that_of_pytorch(
    bank: Bank, torch: ModuleType, height: int, width: int, channels: int, filters: int
) -> None:
    weight = torch.empty(filters, channels, height, width)
    fan_in, fan_out = torch.nn.init._calculate_fan_in_and_fan_out(weight)
    gain = torch.nn.init.calculate_gain("relu")
    params: dict[str, JsonValue] = {"kernel": [height, width], "in_channels": channels, "filters": filters}
    instance = Instance(bank["he_init"], params)

    assert instance.references["fan_in"] == fan_in
    assert isclose(cast(Fraction, instance.references["std"]), gain / sqrt(fan_in))
    if filters != channels:
        assert dict(instance.mistaken("fan_in"))["fan_out_used"] == (fan_out,)


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(None, "fan_in", 64, "channels_forgotten", 0, id="pixels-only"),
        pytest.param(SQUARE, "fan_in", 90, "fan_out_used", 0, id="fan-out"),
        pytest.param(None, "variance", "1/192", "xavier", 0, id="one-over-n"),
        pytest.param(SQUARE, "variance", "2/126", "xavier", 0, id="glorot"),
        pytest.param(None, "variance", 0.10206, "variance_as_std", 0.5, id="std-for-variance"),
        pytest.param(None, "variance", "2/64", "channels_forgotten", 0, id="variance-of-pixels"),
        pytest.param(SQUARE, "variance", "2/90", "fan_out_used", 0, id="variance-of-fan-out"),
        pytest.param(None, "std", "2/192", "variance_as_std", 0.5, id="variance-for-std"),
        pytest.param(None, "std", 0.0722, "xavier", 0, id="root-of-one-over-n"),
        pytest.param(SQUARE, "std", 0.12599, "xavier", 0, id="root-of-glorot"),
        pytest.param(None, "std", "sqrt(2/64)", "channels_forgotten", 0, id="std-of-pixels"),
        pytest.param(SQUARE, "std", "sqrt(2/90)", "fan_out_used", 0, id="std-of-fan-out"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge,
    params: Mapping[str, JsonValue] | None,
    part: str,
    answer: JsonValue,
    code: str,
    credit: float,
) -> None:
    assert judge.mistakes("he_init", part, answer, params) == ([code], credit)


@pytest.mark.parametrize("part", ["variance", "std"])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("N(0, 2/192)", id="variance"),
        pytest.param("W ~ N(0, 0.0104)", id="rounded-variance"),
        pytest.param("N(0, 0.102)", id="rounded-deviation"),
        pytest.param(r"$\mathcal{N}(0, \sqrt{2/192})$", id="latex-deviation"),
        pytest.param("N(۰, ۱/۹۶)", id="persian"),
    ],
)
def test_a_normal_distribution_is_right_by_its_variance_or_its_deviation(
    judge: Judge, part: str, answer: str
) -> None:
    assert judge.is_right("he_init", part, answer)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("std", "0.102", id="three-digits"),
        pytest.param("std", "۰٫۱۰۲", id="persian"),
        pytest.param("std", r"\sqrt{\frac{2}{192}}", id="latex"),
        pytest.param("std", "sqrt(2/(8·8·3)) ≈ 0.1021", id="chain"),
        pytest.param("variance", "2/192 = 1/96", id="fractions"),
        pytest.param("fan_in", "8×8×3", id="product"),
    ],
)
def test_answers_are_read_as_students_write_them(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("he_init", part, answer)


def test_variance_and_deviation_follow_from_the_students_own_answers(judge: Judge) -> None:
    found = judge("he_init", {"fan_in": 64, "variance": "2/64", "std": 0.1768})

    assert [each.mistake.code for each in found["fan_in"].mistakes] == ["channels_forgotten"]
    assert found["variance"].followed_through
    assert found["std"].followed_through


def test_without_filters_the_fan_out_is_not_looked_for(bank: Bank) -> None:
    instance = Instance(bank["he_init"], {"kernel": 3, "in_channels": 4})

    assert all(not dict(instance.mistaken(part))["fan_out_used"] for part in ("fan_in", "variance", "std"))


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"kernel": 0, "in_channels": 3}, "kernel", id="zero-kernel"),
        pytest.param({"kernel": 3, "in_channels": -1}, "in_channels", id="negative"),
        pytest.param({"kernel": 3, "in_channels": "three"}, "in_channels", id="word"),
        pytest.param({"kernel": 10**6, "in_channels": 3}, "kernel", id="vast"),
        pytest.param({"kernel": 3, "in_channels": 3, "filters": 0}, "filters", id="no-filters"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["he_init"], params)

    assert refused.value.path[0] == parameter
