"""Batch normalisation, against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
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

Row = tuple[Fraction, ...]
# Mean 4 and variance 5; with ε = 4 the root is 3, and with α = 2 the root of 24.
EASY: dict[str, JsonValue] = {"x": [1, 3, 5, 7], "eps": 4}


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["batchnorm"], params).references


def test_an_instance_with_a_whole_root_has_its_answers(bank: Bank) -> None:
    found = solve(bank, {**EASY, "gamma": 3, "beta": -1, "alpha": 0})

    assert (found["mean"], found["variance"]) == (4, 5)
    assert found["output"] == (-4, -2, 0, 2)
    assert found["scaled_output"] == (-1, -1, -1, -1)


quarters = st.integers(-40, 40).map(lambda number: Fraction(number, 4))


@given(
    x=st.lists(quarters, min_size=2, max_size=8),
    gamma=quarters,
    beta=quarters,
    alpha=quarters,
    eps=st.sampled_from(["1e-5", "0.001", "1/2", 2]),
)
def test_the_outputs_are_those_of_pytorch(
    bank: Bank,
    torch: ModuleType,
    x: list[Fraction],
    gamma: Fraction,
    beta: Fraction,
    alpha: Fraction,
    eps: JsonValue,
) -> None:
    params: dict[str, JsonValue] = {
        "x": [str(value) for value in x],
        "gamma": str(gamma),
        "beta": str(beta),
        "alpha": str(alpha),
        "eps": eps,
    }
    found = solve(bank, params)
    column = torch.tensor([[float(value)] for value in x], dtype=torch.float64)
    learnt = [torch.tensor([float(value)], dtype=torch.float64) for value in (gamma, beta)]

    for part, factor in (("output", 1.0), ("scaled_output", float(alpha))):
        expected = torch.nn.functional.batch_norm(
            factor * column, None, None, *learnt, training=True, eps=float(Fraction(str(eps)))
        )
        made = torch.tensor([float(value) for value in cast(Row, found[part])], dtype=torch.float64)
        assert torch.allclose(made, expected[:, 0], atol=1e-9)
    assert float(cast(Fraction, found["mean"])) == pytest.approx(float(column.mean()))
    assert float(cast(Fraction, found["variance"])) == pytest.approx(
        float(column.var(correction=0)), abs=1e-12
    )


@given(channels=st.integers(1, 9), batch=st.integers(1, 5), height=st.integers(1, 5), width=st.integers(1, 5))
def test_the_counts_are_those_of_pytorchs_layers(
    bank: Bank, torch: ModuleType, channels: int, batch: int, height: int, width: int
) -> None:
    for layer, built, shape in (
        ("dense", torch.nn.BatchNorm1d(channels), (batch, channels)),
        ("conv", torch.nn.BatchNorm2d(channels), (batch, channels, height, width)),
    ):
        found = solve(bank, {"layer": layer, "channels": channels, "batch": batch, "size": [height, width]})

        assert found["statistics"] == len(built.running_mean) + len(built.running_var)
        assert found["learnable"] == sum(parameter.numel() for parameter in built.parameters())
        assert found["effective_batch"] == torch.empty(shape)[:, 0].numel()


CONV: dict[str, JsonValue] = {"layer": "conv", "channels": 16, "batch": 8, "size": [7, 5]}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(EASY, "variance", "20/3", "sample_variance", 0.5, id="one-less"),
        pytest.param(
            EASY,
            "output",
            ["-3/sqrt(5)", "-1/sqrt(5)", "1/sqrt(5)", "3/sqrt(5)"],
            "eps_forgotten",
            0.5,
            id="no-epsilon",
        ),
        pytest.param(
            EASY,
            "output",
            [-0.91856, -0.30619, 0.30619, 0.91856],
            "sample_variance",
            0.5,
            id="output-one-less",
        ),
        pytest.param(
            EASY,
            "scaled_output",
            [-1.3416, -0.4472, 0.4472, 1.3416],
            "eps_forgotten",
            0.5,
            id="scaled-no-epsilon",
        ),
        pytest.param(
            EASY,
            "scaled_output",
            [-1.0835, -0.36116, 0.36116, 1.0835],
            "sample_variance",
            0.5,
            id="scaled-one-less",
        ),
        pytest.param(CONV, "statistics", 2 * 16 * 35, "per_pixel_statistics", 0, id="statistics"),
        pytest.param(CONV, "learnable", "2·16·7·5", "per_pixel_statistics", 0, id="learnable"),
        pytest.param(CONV, "effective_batch", 8, "per_pixel_statistics", 0, id="batch"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, params: Mapping[str, JsonValue], part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.mistakes("batchnorm", part, answer, params) == ([code], credit)


def test_an_epsilon_too_small_to_show_may_be_left_out(judge: Judge) -> None:
    params: dict[str, JsonValue] = {"x": [2, 4, 4, 4, 5, 5, 7, 9]}
    answer: JsonValue = [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]

    for part in ("output", "scaled_output"):
        assert judge.is_right("batchnorm", part, answer, params)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("mean", "۴", id="persian"),
        pytest.param("mean", "(1+3+5+7)/4 = 4", id="calculation"),
        pytest.param("variance", r"\frac{20}{4}", id="latex"),
        pytest.param("output", "[-1, -1/3, 1/3, 1]", id="fractions"),
        pytest.param("output", "-1, -0.33, 0.33, 1", id="rounded"),
        pytest.param("output", [["-1"], ["-0.333"], ["0.333"], ["1"]], id="column"),
        pytest.param("scaled_output", "[-6/√24, -2/√24, 2/√24, 6/√24]", id="roots"),
    ],
)
def test_answers_are_read_as_students_write_them(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("batchnorm", part, answer, EASY)


def test_variance_and_outputs_follow_from_the_students_own_mean_and_variance(judge: Judge) -> None:
    """With a mean of 3 the squares are 4, 0, 4 and 16, so that the variance would be 6 and ε makes it 10."""
    found = judge(
        "batchnorm",
        {
            "mean": 3,
            "variance": 6,
            "output": ["-2/sqrt(10)", 0, "2/sqrt(10)", "4/sqrt(10)"],
            "scaled_output": ["-4/sqrt(28)", 0, "4/sqrt(28)", "8/sqrt(28)"],
        },
        EASY,
    )

    assert found["mean"].credit == 0
    assert all(found[part].followed_through for part in ("variance", "output", "scaled_output"))


def test_the_sample_variance_costs_once(judge: Judge) -> None:
    found = judge(
        "batchnorm", {"mean": 4, "variance": "20/3", "output": [-0.91856, -0.30619, 0.30619, 0.91856]}, EASY
    )

    assert found["variance"].credit == Fraction(1, 2)
    assert found["output"].followed_through


def test_parts_are_asked_where_their_parameters_are_given(bank: Bank) -> None:
    counts = {"statistics", "learnable"}

    assert set(solve(bank, {"x": [1, 2]})) == {"mean", "variance", "output", "scaled_output"}
    assert set(solve(bank, {"channels": 3})) == counts
    assert set(solve(bank, {"channels": 3, "batch": 4})) == {*counts, "effective_batch"}
    assert set(solve(bank, {"channels": 3, "batch": 4, "layer": "conv"})) == counts


def test_equal_values_without_a_variance_lead_to_the_shift(bank: Bank) -> None:
    assert solve(bank, {"x": [3, 3], "beta": "1/2"})["output"] == (Fraction(1, 2), Fraction(1, 2))


def test_nothing_to_divide_by_leaves_the_scaled_output_out(bank: Bank) -> None:
    assert "scaled_output" not in solve(bank, {"x": [1, 2], "eps": 0, "alpha": 0})


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"x": [1, 2], "eps": -1}, "eps", id="negative-epsilon"),
        pytest.param({"x": [2, 2], "eps": 0}, "eps", id="nothing-to-divide-by"),
        pytest.param({"x": []}, "x", id="no-values"),
        pytest.param({"x": [1] * 101}, "x", id="too-many-values"),
        pytest.param({"x": ["one"]}, "x", id="word"),
        pytest.param({"layer": "pool"}, "layer", id="unknown-layer"),
        pytest.param({"channels": 0}, "channels", id="no-channels"),
        pytest.param({"batch": 10**6, "size": [10**4, 10**4]}, "size", id="vast"),
        pytest.param({"size": [0, 3]}, "size", id="no-height"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["batchnorm"], params)

    assert refused.value.path[0] == parameter
