"""The output of a dilated convolution, against positions that are counted and against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

# 9 pixels covered; (40 + 2·5 − 9) // 1 + 1 = 42 rows and (30 + 10 − 9) // 1 + 1 = 32 columns
PADDED: dict[str, JsonValue] = {"M": 40, "N": 30, "F": 3, "D": 4, "padding": 5}
# 5 covered; (20 − 5) // 3 + 1 = 6 rows and (14 − 5) // 3 + 1 = 4 columns
STRIDED: dict[str, JsonValue] = {"M": 20, "N": 14, "F": 3, "D": 2, "stride": 3}


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["dilated_output"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    found = solve(bank, {"M": 32, "N": 28, "F": 3, "D": 2})

    assert {name: found[name] for name in ("effective_kernel", "height", "width", "size")} == {
        "effective_kernel": 5,
        "height": 28,
        "width": 24,
        "size": (28, 24),
    }
    assert str(found["formula"]) == "(M - D*F + D)*(N - D*F + D)"


SMALL = st.integers(1, 5)


@st.composite
def fitting_params(draw: st.DrawFn) -> dict[str, int]:
    params = {name: draw(SMALL) for name in ("F", "D", "stride")}
    params["padding"] = draw(st.integers(0, 4))
    params["M"], params["N"] = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    assume(params["D"] * (params["F"] - 1) + 1 <= min(params["M"], params["N"]) + 2 * params["padding"])
    return params


@given(params=fitting_params())
def test_sizes_are_the_places_where_every_tap_lies_in_the_padded_input(
    bank: Bank, params: dict[str, int]
) -> None:
    taps = [params["D"] * tap for tap in range(params["F"])]

    def places(side: int) -> int:
        length = side + 2 * params["padding"]
        return sum(start + taps[-1] < length for start in range(0, length, params["stride"]))

    found = solve(bank, params)

    assert found["effective_kernel"] == len(range(taps[0], taps[-1] + 1))
    assert found["size"] == (places(params["M"]), places(params["N"]))
    assert (found["height"], found["width"]) == found["size"]


@given(params=fitting_params())
def test_sizes_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, int]) -> None:
    made = torch.nn.functional.conv2d(
        torch.zeros(1, 1, params["M"], params["N"]),
        torch.zeros(1, 1, params["F"], params["F"]),
        stride=params["stride"],
        padding=params["padding"],
        dilation=params["D"],
    )

    assert solve(bank, params)["size"] == tuple(made.shape[-2:])


@given(params=fitting_params())
def test_the_formula_is_worth_the_size_at_stride_1_without_padding(
    bank: Bank, judge: Judge, params: dict[str, int]
) -> None:
    plain = {**params, "stride": 1, "padding": 0}
    assume(params["D"] * (params["F"] - 1) + 1 <= min(params["M"], params["N"]))

    found = judge("dilated_output", {"height": "M - D*F + D", "effective_kernel": "D(F-1)+1"}, plain)

    assert {verdict.status for verdict in found.values()} == {PartStatus.CORRECT}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(PADDED, "effective_kernel", 12, "dilation_times_kernel", 0, id="kernel-4-times-3"),
        pytest.param(PADDED, "effective_kernel", 11, "gap_counted_as_dilation", 0, id="kernel-2-gaps-of-4"),
        pytest.param(PADDED, "effective_kernel", 3, "dilation_ignored", 0, id="kernel-plain"),
        pytest.param(PADDED, "effective_kernel", 8, "plus_one_forgotten", 0.5, id="kernel-without-one"),
        pytest.param(PADDED, "height", 39, "dilation_times_kernel", 0, id="height-50-less-12-plus-1"),
        pytest.param(PADDED, "width", 30, "gap_counted_as_dilation", 0, id="width-40-less-11-plus-1"),
        pytest.param(PADDED, "height", 48, "dilation_ignored", 0, id="height-50-less-3-plus-1"),
        pytest.param(PADDED, "height", 41, "plus_one_forgotten", 0.5, id="height-50-less-9"),
        pytest.param(PADDED, "height", 43, "plus_one_forgotten", 0.5, id="height-50-less-8-plus-1"),
        pytest.param(PADDED, "height", 34, "sign_error_in_formula", 0.5, id="height-50-less-12-less-4"),
        pytest.param(PADDED, "width", 27, "padding_added_once", 0.5, id="width-35-less-9-plus-1"),
        pytest.param(PADDED, "height", 32, "axes_swapped", 0.5, id="height-is-the-width"),
        pytest.param(PADDED, "size", "32x42", "axes_swapped", 0.5, id="size-swapped"),
        pytest.param(PADDED, "size", "41x31", "plus_one_forgotten", 0.5, id="size-without-one"),
        pytest.param(PADDED, "size", [37, 27], "padding_added_once", 0.5, id="size-half-the-zeros"),
        pytest.param(STRIDED, "height", 16, "stride_forgotten", 0, id="height-stride-1"),
        pytest.param(STRIDED, "size", "16 × 10", "stride_forgotten", 0, id="size-stride-1"),
        pytest.param(PADDED, "formula", "(M-DF+1)(N-DF+1)", "dilation_times_kernel", 0, id="formula-DF"),
        pytest.param(PADDED, "formula", "(M-F+1)(N-F+1)", "dilation_ignored", 0, id="formula-plain"),
        pytest.param(PADDED, "formula", "(M-DF-D)(N-DF-D)", "sign_error_in_formula", 0.5, id="formula-signs"),
        pytest.param(PADDED, "formula", "(M-DF-D, N-DF-D)", "sign_error_in_formula", 0.5, id="pair-signs"),
        pytest.param(
            PADDED, "formula", "(M-DF+D)(N-DF-D)", "sign_error_in_formula", 0.5, id="formula-one-sign"
        ),
        pytest.param(PADDED, "formula", "(N-DF+D, M-DF+D)", "axes_swapped", 0.5, id="pair-swapped"),
        pytest.param(PADDED, "formula", "(M-D(F-1))(N-D(F-1))", None, 1, id="formula-factored"),
        pytest.param(
            PADDED, "formula", "(M-D(F-1)-1)(N-D(F-1)-1)", "plus_one_forgotten", 0.5, id="formula-one"
        ),
        pytest.param(PADDED, "kernel_formula", "DF", "dilation_times_kernel", 0, id="kernel-formula-DF"),
        pytest.param(PADDED, "kernel_formula", "D(F-1)", "plus_one_forgotten", 0.5, id="kernel-formula-one"),
        pytest.param(
            PADDED, "kernel_formula", "DF + D + 1", "sign_error_in_formula", 0.5, id="kernel-formula-sign"
        ),
        pytest.param(
            PADDED, "kernel_formula", "F + (F-1)D", "gap_counted_as_dilation", 0, id="kernel-formula-gap"
        ),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge,
    params: Mapping[str, JsonValue],
    part: str,
    answer: JsonValue,
    code: str | None,
    credit: float,
) -> None:
    assert judge.first_mistake("dilated_output", part, answer, params) == (code, credit)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("size", "28×24×1", id="one-channel"),
        pytest.param("height", "28×24", id="height-of-a-size"),
        pytest.param("width", "28×24", id="width-of-a-size"),
        pytest.param("effective_kernel", "5×5", id="side-of-a-kernel"),
        pytest.param("effective_kernel", "2(3-1)+1", id="calculation"),
        pytest.param("height", "32 - D*F + D", id="mixed-calculation"),
        pytest.param("formula", "(N - D*F + D)(M - D*F + D)", id="other-order"),
        pytest.param("formula", "(M-DF+D) × (N-DF+D)", id="times-sign"),
        pytest.param("formula", "Height = M - DF + D, Width = N - DF + D", id="named-sides"),
        pytest.param(
            "formula", "فرمول: H_out = M − D(F − 1) و W_out = N − D(F − 1)", id="named-sides-behind-a-label"
        ),
        pytest.param("formula", "(⌊(M-D(F-1)-1)/1⌋+1)(⌊(N-D(F-1)-1)/1⌋+1)", id="floors"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: str) -> None:
    assert judge.is_right("dilated_output", part, answer)


def test_one_side_of_the_formula_is_half(judge: Judge) -> None:
    assert judge("dilated_output", {"formula": "M - DF + D"})["formula"].credit == Fraction(1, 2)


def test_the_number_of_pixels_alone_is_no_size_and_goes_to_a_person(judge: Judge) -> None:
    assert judge("dilated_output", {"size": 672})["size"].status is PartStatus.NEEDS_REVIEW


def test_sizes_follow_from_the_students_own_effective_kernel(judge: Judge) -> None:
    """With 6 pixels covered, 32 − 6 + 1 = 27 and 28 − 6 + 1 = 23."""
    found = judge("dilated_output", {"effective_kernel": 6, "height": 27, "width": 23, "size": "27x23"})

    assert [each.code for each in (named.mistake for named in found["effective_kernel"].mistakes)] == [
        "dilation_times_kernel"
    ]
    assert all(found[part].followed_through for part in ("height", "width", "size"))


def test_an_effective_kernel_larger_than_the_input_is_not_followed(judge: Judge) -> None:
    found = judge("dilated_output", {"effective_kernel": 40, "height": 7})

    assert found["height"].status is PartStatus.INCORRECT


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        pytest.param({"M": 5, "N": 9, "F": 3, "D": 3}, "F", id="kernel-larger-than-height"),
        pytest.param({"M": 9, "N": 9, "F": 3, "D": 2, "stride": 0}, "stride", id="zero-stride"),
        pytest.param({"M": -3, "N": 9, "F": 3, "D": 2}, "M", id="negative-side"),
        pytest.param({"M": "9", "N": 9, "F": 3, "D": 2}, "M", id="text"),
        pytest.param({"M": 10**9, "N": 9, "F": 3, "D": 2}, "M", id="too-large"),
        pytest.param({"M": 10**6, "N": 10**6, "F": 3, "D": 2}, "M", id="larger-than-any-image"),
        pytest.param({"m": 9, "N": 9, "F": 3, "D": 2}, "m", id="unknown-name"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, params: dict[str, JsonValue], parameter: str) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["dilated_output"], params)

    assert parameter in refused.value.path


def test_the_formulas_need_no_parameters(bank: Bank) -> None:
    assert set(solve(bank, {})) == {"formula", "kernel_formula"}


@given(params=fitting_params())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, params: dict[str, int]) -> None:
    instance = Instance(bank["dilated_output"], params)

    for part_id in instance.references:
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            assert all(part.kind.reference(value) is not None for value in mistake.values(earlier))


def test_parameters_that_are_not_given_go_by_their_names(bank: Bank) -> None:
    question = Instance(bank["dilated_output"], {"D": 2}).question

    assert {name: question.values[name] for name in ("M", "F", "D")} == {"M": "M", "F": "F", "D": "2"}
