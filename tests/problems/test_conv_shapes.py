"""Shapes and parameters through a stack of layers, against positions that are counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance, draw, find_clashes
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]


def stack(*layers: Params, size: tuple[int, int, int] = (20, 14, 3)) -> Params:
    named: list[JsonValue] = [{"name": str(layer["type"]), **layer} for layer in layers]
    return {"input": list(size), "layers": named}


def conv(**params: JsonValue) -> Params:
    return {"type": "conv", "filters": 8, "kernel": 3, **params}


FLATTEN: Params = {"type": "flatten"}
DENSE: Params = {"type": "dense", "units": 10}


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["conv_shapes"], params).references


def test_the_first_practice_instance_has_its_answers(bank: Bank) -> None:
    problem = bank["conv_shapes"]
    found = Instance(problem, problem.practices[0]).references

    assert found == {
        "conv": (14, 14, 32),
        "pool": (7, 7, 32),
        "flatten": 1568,
        "dense": 32,
        "output": 5,
        "conv_params": 320,
        "pool_params": 0,
        "flatten_params": 0,
        "dense_params": 50208,
        "output_params": 165,
    }


def test_the_second_practice_instance_has_its_answers(bank: Bank) -> None:
    problem = bank["conv_shapes"]
    found = Instance(problem, problem.practices[1]).references

    shapes = [found[name] for name in ("conv1", "conv2", "pool", "fc1", "fc2")]
    counts = [found[f"{name}_params"] for name in ("conv1", "conv2", "fc1", "fc2")]
    assert shapes == [(227, 227, 256), (227, 227, 128), (112, 112, 128), 512, 1]
    assert counts == [19456, 819328, 822084096, 513]


def test_parameters_are_asked_by_default_only_where_there_are_any(bank: Bank) -> None:
    problem = bank["conv_shapes"]

    assert Instance(problem, problem.practices[0]).default_parts == (
        "conv",
        "pool",
        "flatten",
        "dense",
        "output",
        "conv_params",
        "dense_params",
        "output_params",
    )


@given(side=st.integers(1, 60), kernel=st.integers(1, 7), stride=st.integers(1, 5))
def test_padding_same_leaves_one_pixel_for_every_stride_begun(
    bank: Bank, side: int, kernel: int, stride: int
) -> None:
    params = stack(conv(kernel=kernel, stride=stride, padding="same"), size=(side, side, 1))

    assert solve(bank, params)["conv"] == (len(range(0, side, stride)),) * 2 + (8,)


PADDED = stack(conv(kernel=[7, 5], padding=3), {"type": "pool", "kernel": 2}, FLATTEN, DENSE)


# (20 + 6 − 7) + 1 = 20 rows, (14 + 6 − 5) + 1 = 16 columns; pooled 10 × 8 × 8 = 640
STRIDED = stack(conv(stride=2, dilation=2))  # (20 − 5) // 2 + 1 = 8, (14 − 5) // 2 + 1 = 5
DILATED = stack(conv(stride=2, dilation=3))  # 7 covered: (20 − 7) // 2 + 1 = 7, (14 − 7) // 2 + 1 = 4
THIRDS = stack(conv(kernel=4, stride=3), size=(20, 15, 3))  # 16 // 3 + 1 = 6 rows, 11 // 3 + 1 = 4 columns
SAME = stack(conv(stride=2, padding="same"), size=(21, 15, 3))  # 11 rows, 8 columns
CEIL = stack({"type": "pool", "kernel": 3, "stride": 2, "ceil": True}, size=(20, 14, 3))  # 10 rows, 7 columns
UP = stack({"type": "upconv", "filters": 8, "kernel": 4, "stride": 2, "padding": 1}, size=(7, 5, 3))  # 14, 10
WIDE_UP = stack({"type": "upconv", "filters": 8, "kernel": 5, "stride": 2}, size=(7, 5, 3))  # 17, 13


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(PADDED, "conv", "19x15x8", "plus_one_forgotten", 0.5, id="conv-without-one"),
        pytest.param(PADDED, "conv", "17x13x8", "padding_added_once", 0.5, id="conv-half-the-padding"),
        pytest.param(PADDED, "conv", "14x10x8", "padding_forgotten", 0.5, id="conv-no-padding"),
        pytest.param(PADDED, "conv", [20, 16, 3], "channels_kept_from_input", 0, id="conv-three-channels"),
        pytest.param(PADDED, "conv", 848, "params_as_shape", 0, id="conv-848-parameters"),
        pytest.param(PADDED, "conv", "7x5x3x8", "params_as_shape", 0, id="conv-shape-of-its-weights"),
        pytest.param(PADDED, "conv", "20x14x8", "assumed_same", 0, id="conv-as-before"),
        pytest.param(PADDED, "pool", "9x7x8", "plus_one_forgotten", 0.5, id="pool-without-one"),
        pytest.param(PADDED, "pool", "7x5x8", "padding_forgotten", 0.5, id="pool-after-no-padding"),
        pytest.param(PADDED, "pool", "19x15x8", "stride_forgotten", 0, id="pool-moves-by-one"),
        pytest.param(PADDED, "flatten", [10, 8, 8], "flatten_forgotten", 0, id="flatten-still-a-map"),
        pytest.param(PADDED, "flatten", 80, "channels_lost_in_flatten", 0, id="flatten-one-channel"),
        pytest.param(PADDED, "flatten", 240, "channels_kept_from_input", 0, id="flatten-three-channels"),
        pytest.param(PADDED, "flatten", 280, "padding_forgotten", 0.5, id="flatten-without-padding"),
        pytest.param(PADDED, "dense", [10, 8, 10], "flatten_forgotten", 0, id="dense-on-a-map"),
        pytest.param(PADDED, "dense", "10×8×10", "flatten_forgotten", 0, id="dense-on-a-map-as-text"),
        pytest.param(PADDED, "dense", 6410, "params_as_shape", 0, id="dense-parameters"),
        pytest.param(PADDED, "conv_params", 288, "in_channels_forgotten", 0, id="weights-of-one-channel"),
        pytest.param(PADDED, "conv_params", 864, "bias_per_slice", 0.5, id="a-bias-for-each-slice"),
        pytest.param(PADDED, "conv_params", 841, "one_bias_per_layer", 0.5, id="one-bias"),
        pytest.param(PADDED, "pool_params", 32, "pool_counted_as_parametric", 0, id="pool-with-weights"),
        pytest.param(PADDED, "pool_params", 40, "pool_counted_as_parametric", 0, id="pool-with-biases"),
        pytest.param(PADDED, "dense_params", 6401, "one_bias_per_layer", 0.5, id="one-bias-dense"),
        pytest.param(PADDED, "dense_params", 90, "flatten_forgotten", 0, id="dense-over-channels"),
        pytest.param(PADDED, "dense_params", 810, "channels_lost_in_flatten", 0, id="dense-over-pixels"),
        pytest.param(PADDED, "dense_params", 2810, "padding_forgotten", 0.5, id="dense-unpadded-stack"),
        pytest.param(STRIDED, "conv", "16x10x8", "stride_forgotten", 0, id="conv-moves-by-one"),
        pytest.param(DILATED, "conv", "9x6x8", "dilation_forgotten", 0, id="conv-taps-together"),
        pytest.param(STRIDED, "conv", "10x7x8", "assumed_same", 0, id="conv-half"),
        pytest.param(STRIDED, "conv", "20x14x8", "assumed_same", 0, id="conv-as-before-in-spite-of-stride"),
        pytest.param(THIRDS, "conv", "7x5x8", "ceil_instead_of_floor", 0.5, id="thirds-rounded-up"),
        pytest.param(THIRDS, "conv", "6x5x8", "rounded_not_floored", 0.5, id="thirds-rounded"),
        pytest.param(SAME, "conv", "10x7x8", "floor_instead_of_ceil", 0.5, id="same-rounded-down"),
        pytest.param(CEIL, "pool", "9x6x3", "floor_instead_of_ceil", 0.5, id="ceil-rounded-down"),
        pytest.param(UP, "upconv", "16x12x8", "padding_forgotten", 0.5, id="up-unpadded"),
        pytest.param(UP, "upconv", "15x11x8", "padding_added_once", 0.5, id="up-half-the-padding"),
        pytest.param(UP, "upconv", "8x6x8", "stride_forgotten", 0, id="up-stride-1"),
        pytest.param(WIDE_UP, "upconv", "14x10x8", "assumed_same", 0, id="up-doubled"),
    ],
)
def test_a_known_mistake_is_named_first(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.first_mistake("conv_shapes", part, answer, params) == (code, credit)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("8x20x16", id="channels-first"),
        pytest.param("16x20x8", id="width-first"),
        pytest.param("22x14x8", id="kernel-turned"),
    ],
)
def test_swapped_axes_wait_for_a_person_until_the_order_is_written(judge: Judge, answer: str) -> None:
    """With the kernel turned, the sides are 20 + 6 − 5 + 1 = 22 and 14 + 6 − 7 + 1 = 14."""
    params = stack(conv(kernel=[7, 5], padding=3))

    open_question = judge("conv_shapes", {"conv": answer}, params)["conv"]
    settled = judge("conv_shapes", {"conv": answer}, params, {"channels": "last"})["conv"]

    assert (open_question.status, open_question.reason) == (PartStatus.NEEDS_REVIEW, "convention")
    assert [each.mistake.code for each in settled.mistakes] == ["axes_swapped"]
    assert settled.credit == Fraction(1, 2)


def test_channels_stand_first_where_the_question_says_so(judge: Judge) -> None:
    first = {"channels": "first"}

    assert judge("conv_shapes", {"conv": "32x14x14"}, None, first)["conv"].status is PartStatus.CORRECT
    swapped = judge("conv_shapes", {"conv": "14x14x32"}, None, first)["conv"]
    assert [each.mistake.code for each in swapped.mistakes] == ["axes_swapped"]


def test_a_forgotten_bias_waits_for_a_person_until_the_bias_is_written(judge: Judge) -> None:
    found = judge("conv_shapes", {"conv_params": 288})["conv_params"]
    assert (found.status, found.reason) == (PartStatus.NEEDS_REVIEW, "convention")

    settled = judge("conv_shapes", {"conv_params": 216}, stack(conv(bias=True)))["conv_params"]
    assert [each.mistake.code for each in settled.mistakes] == ["bias_forgotten"]
    assert settled.credit == Fraction(1, 2)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("conv", "14×14×32", id="times"),
        pytest.param("conv", "(14, 14, 32)", id="tuple"),
        pytest.param("conv", "[14,14,32]", id="list-as-text"),
        pytest.param("conv", [14, 14, 32], id="list"),
        pytest.param("conv", "(14 * 14 * 32)", id="stars"),
        pytest.param("conv", "(None, 14, 14, 32)", id="batch"),
        pytest.param("conv", "14x14 (32 channels)", id="channels-named"),
        pytest.param("conv", "۱۴ در ۱۴ در ۳۲", id="persian"),
        pytest.param("flatten", "7×7×32", id="product"),
        pytest.param("flatten", "(None, 1568)", id="flat-batch"),
        pytest.param("dense_params", "1568×32 + 32", id="calculation"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("conv_shapes", part, answer)


@pytest.mark.parametrize("answer", [pytest.param("1×1×8", id="text"), pytest.param([1, 1, 8], id="list")])
def test_global_pooling_gives_a_length_or_a_map_of_one_pixel(judge: Judge, answer: JsonValue) -> None:
    params = stack(conv(), {"type": "global_pool"})

    assert judge("conv_shapes", {"global_pool": answer}, params)["global_pool"].status is PartStatus.CORRECT


def test_later_parts_follow_from_the_students_own_shape(judge: Judge) -> None:
    """From 13 × 13 × 32: pooled 6 × 6 × 32, then 1152 numbers, then 1153 · 32 parameters."""
    answers = {"conv": "13x13x32", "pool": "6x6x32", "flatten": 1152, "dense_params": 36896}

    found = judge("conv_shapes", answers)

    assert found["conv"].status is PartStatus.PARTIAL
    assert all(found[part].followed_through for part in ("pool", "flatten", "dense_params"))


@pytest.mark.parametrize(
    ("own", "later"),
    [
        pytest.param("2x2x8", "1x1x8", id="smaller-than-the-kernel"),
        pytest.param("8", "3x3x8", id="one-number"),
        pytest.param("20x16", "10x8", id="two-sides"),
        pytest.param("5x5x5x5", "1x2x8", id="four-sides"),
    ],
)
def test_an_own_shape_that_no_layer_can_take_is_not_followed(judge: Judge, own: str, later: str) -> None:
    params = stack(conv(kernel=[7, 5], padding=3), {"type": "pool", "kernel": 5})

    found = judge("conv_shapes", {"conv": own, "pool": later}, params)

    assert not found["pool"].followed_through
    assert found["pool"].status in (PartStatus.INCORRECT, PartStatus.NEEDS_REVIEW)


@pytest.mark.parametrize(
    ("params", "path"),
    [
        pytest.param(stack(conv(kernel=30)), ("layers", 0), id="kernel-larger-than-the-map"),
        pytest.param(stack(conv(stride=0)), ("layers", 0, "stride"), id="zero-stride"),
        pytest.param(stack(conv(filters="many")), ("layers", 0, "filters"), id="word-for-a-number"),
        pytest.param(stack(conv(name="a.b")), ("layers", 0, "name"), id="dot-in-a-name"),
        pytest.param(stack(conv(name="a_params")), ("layers", 0, "name"), id="name-of-a-part"),
        pytest.param(stack(conv(), conv()), ("layers", 1, "name"), id="name-twice"),
        pytest.param(stack({"type": "convv"}), ("layers", 0, "type"), id="unknown-layer"),
        pytest.param(stack(FLATTEN, conv()), ("layers", 1), id="convolution-of-a-length"),
        pytest.param(stack(DENSE, {"type": "global_pool"}), ("layers", 1), id="pooling-of-a-length"),
        pytest.param(stack(conv(), size=(10**6, 10**6, 1)), ("input",), id="image-too-large"),
        pytest.param(stack(conv(filters=10**6), size=(99, 99, 1)), ("layers", 0), id="map-too-large"),
        pytest.param(stack(conv(), size=(0, 9, 1)), ("input", 0), id="no-height"),
        pytest.param(
            {"input": [9, 9, 1], "layers": [{"type": "flatten"}]}, ("layers", 0), id="layer-without-name"
        ),
        pytest.param(
            stack({"type": "pool", "kernel": 2, "padding": 2}), ("layers", 0, "padding"), id="empty-window"
        ),
        pytest.param(
            stack({"type": "upconv", "filters": 2, "kernel": 2, "stride": 2, "output_padding": 2}),
            ("layers", 0, "output_padding"),
            id="output-padding-of-a-stride",
        ),
        pytest.param(
            stack({"type": "upconv", "filters": 2, "kernel": 2, "stride": 1, "padding": 9}, size=(4, 4, 1)),
            ("layers", 0),
            id="nothing-left",
        ),
    ],
)
def test_bad_parameters_are_refused_at_their_place(
    bank: Bank, params: Params, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["conv_shapes"], params)

    assert refused.value.path == path


@pytest.mark.parametrize("seed", range(20))
def test_a_drawn_instance_tells_its_mistakes_apart(bank: Bank, seed: int) -> None:
    assert not find_clashes(draw(bank["conv_shapes"], Random(seed)))
