"""The sizes of a U-Net, against a network that PyTorch builds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import Protocol, cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

PLAIN: Params = {"input": 256, "depth": 3, "base_channels": 16}
PAPER: Params = {"input": 572, "depth": 4, "base_channels": 64, "padding": "valid", "classes": 2}


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["unet_shapes"], params).references


def test_the_practice_instances_have_their_answers(bank: Bank) -> None:
    assert solve(bank, PLAIN) == {
        "encoder": (128, 64, 32),
        "bottleneck": (32, 32, 128),
        "decoder": (64, 128, 256),
        "output": (256, 256, 1),
        "merge_params": 73728,
        "up_params": 73728,
    }


def test_the_papers_network_has_the_papers_sizes(bank: Bank) -> None:
    """Figure 1 of Ronneberger et al. (2015)."""
    assert solve(bank, PAPER) == {
        "encoder": (284, 140, 68, 32),
        "bottleneck": (28, 28, 1024),
        "decoder": (52, 100, 196, 388),
        "output": (388, 388, 2),
        "merge_params": 9 * 1024 * 512,
        "up_params": 9 * 1024 * 512,
    }


class Tensor(Protocol):
    """What is used of PyTorch's tensors."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, place: object) -> Tensor: ...


class Network:
    """A U-Net with zeros for weights, which keeps the sizes of its maps and of the first merging layer."""

    def __init__(self, torch: ModuleType, params: Params) -> None:
        self.torch = torch
        self.kernel = cast("list[int]", params["kernel"])
        self.convs = cast(int, params["convs_per_level"])
        self.padding = params["padding"]
        self.merging: list[int] = []
        self.down: list[int] = []
        self.up: list[int] = []

    def level(self, maps: Tensor, outside: int) -> Tensor:
        for _ in range(self.convs):
            inside = maps.shape[1]
            layer = self.torch.nn.Conv2d(inside, outside, self.kernel, padding=self.padding, bias=False)
            self.merging.append(layer.weight.numel())
            maps = layer(maps)
        return maps

    def run(self, params: Params) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return (height, width, channels) of the bottleneck and of the output."""
        side, depth, base, channels, classes = (
            cast(int, params[name]) for name in ("input", "depth", "base_channels", "in_channels", "classes")
        )
        maps, skips = self.torch.zeros(1, channels, side, side), []
        for level in range(depth):
            skips.append(self.level(maps, base * 2**level))
            maps = self.torch.nn.functional.max_pool2d(skips[-1], 2)
            self.down.append(maps.shape[-1])
        maps = self.level(maps, base * 2**depth)
        bottom = (*maps.shape[2:], maps.shape[1])
        self.merging.clear()
        for level in reversed(range(depth)):
            maps = self.torch.nn.ConvTranspose2d(base * 2 ** (level + 1), base * 2**level, 2, 2)(maps)
            skip, side = skips[level], maps.shape[-1]
            assert skip.shape[-1] >= side
            start = (skip.shape[-1] - side) // 2
            cropped = skip[..., start : start + side, start : start + side]
            maps = self.level(self.torch.cat([cropped, maps], dim=1), base * 2**level)
            self.up.append(maps.shape[-1])
        maps = self.torch.nn.Conv2d(base, classes, 1)(maps)
        return bottom, (*maps.shape[2:], maps.shape[1])


@st.composite
def networks(draw: st.DrawFn) -> Params:
    padding, side = draw(st.sampled_from(["same", "valid"])), draw(st.integers(1, 3))
    kernel = draw(st.integers(1, 4) if padding == "valid" else st.sampled_from((1, 3, 5)))
    convs, depth = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    lost = convs * (kernel - 1) if padding == "valid" else 0
    if padding == "valid" and kernel > 1:
        side += draw(st.integers(lost, 2 * lost))
    for _ in range(depth):
        side = 2 * side + lost
    assume(side <= 70)
    return {
        "input": side,
        "depth": depth,
        "base_channels": draw(st.integers(1, 3)),
        "in_channels": draw(st.integers(1, 3)),
        "convs_per_level": convs,
        "kernel": [kernel, kernel if padding == "valid" else draw(st.sampled_from((1, 3)))],
        "padding": padding,
        "classes": draw(st.integers(1, 3)),
    }


@given(params=networks())
def test_all_parts_are_those_of_pytorchs_network(bank: Bank, torch: ModuleType, params: Params) -> None:
    try:
        found = solve(bank, params)
    except BadParams:
        assume(False)
    network = Network(torch, params)
    with torch.no_grad():
        bottom, output = network.run(params)

    assert found["encoder"] == tuple(network.down)
    assert found["bottleneck"] == bottom
    assert found["decoder"] == tuple(network.up)
    assert found["output"] == output
    assert found["merge_params"] == network.merging[0]


VALID: Params = {**PAPER, "input": 188, "depth": 2, "base_channels": 8}
# 188 → 184, 92 → 88, 44 → 40; 80 → 76, 152 → 148
SETTLED = {"channels": "last"}


@pytest.mark.parametrize(
    ("params", "part", "answer", "code", "credit"),
    [
        pytest.param(PLAIN, "encoder", [128, 64], "one_level_short", "1/2", id="two-levels"),
        pytest.param(PLAIN, "encoder", [256, 128, 64], "one_level_short", "1/2", id="from-the-image"),
        pytest.param(VALID, "encoder", [188, 92], "one_level_short", "1/2", id="valid-from-the-image"),
        pytest.param(VALID, "decoder", [40, 76], "one_level_short", "1/2", id="valid-from-the-bottom"),
        pytest.param(VALID, "encoder", [94, 47], "valid_padding_ignored", 0, id="nothing-cut-off"),
        pytest.param(PLAIN, "bottleneck", "64×64×64", "one_level_short", "1/2", id="bottom-too-high"),
        pytest.param(PLAIN, "bottleneck", "32×32×64", "one_level_short", "1/2", id="channels-too-high"),
        pytest.param(VALID, "bottleneck", "47×47×32", "valid_padding_ignored", 0, id="bottom-not-cut"),
        pytest.param(VALID, "bottleneck", "44×44×32", "valid_padding_ignored", 0, id="bottom-convs-not-cut"),
        pytest.param(PLAIN, "bottleneck", "128×32×32", "axes_swapped", "1/2", id="channels-first"),
        pytest.param(PLAIN, "decoder", [64, 128], "one_level_short", "1/2", id="not-to-the-top"),
        pytest.param(PLAIN, "decoder", [128, 256], "one_level_short", "1/2", id="from-too-high"),
        pytest.param(PLAIN, "decoder", [32, 64, 128], "one_level_short", "1/2", id="from-the-bottom"),
        pytest.param(VALID, "decoder", [94, 188], "valid_padding_ignored", 0, id="up-as-with-padding"),
        pytest.param(VALID, "decoder", [80, 160], "valid_padding_ignored", 0, id="only-doubled"),
        pytest.param(PLAIN, "output", "128×128×1", "one_level_short", "1/2", id="half-the-image"),
        pytest.param(VALID, "output", "188×188×2", "valid_padding_ignored", 0, id="the-image's-size"),
        pytest.param(VALID, "output", "76×76×2", "one_level_short", "1/2", id="level-below"),
        pytest.param(VALID, "output", "172×172×2", "one_level_short", "1/2", id="network-of-one-level"),
        pytest.param(VALID, "output", "2×148×148", "axes_swapped", "1/2", id="classes-first"),
        pytest.param(PLAIN, "merge_params", 36864, "concatenation_forgotten", 0, id="skip-forgotten"),
        pytest.param(PLAIN, "merge_params", 18432, "one_level_short", "1/2", id="merge-too-high"),
        pytest.param(PLAIN, "up_params", 18432, "one_level_short", "1/2", id="up-too-high"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, params: Params, part: str, answer: JsonValue, code: str, credit: str | int
) -> None:
    assert judge.mistakes("unet_shapes", part, answer, params, SETTLED) == ([code], float(Fraction(credit)))


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("encoder", [256, 128, 64, 32], id="with-the-image"),
        pytest.param("decoder", [32, 64, 128, 256], id="with-the-bottleneck"),
        pytest.param("decoder", [256, 128, 64], id="from-the-first-level-down"),
        pytest.param("bottleneck", "128×32×32", id="channels-first"),
        pytest.param("output", "1×256×256", id="classes-first"),
    ],
)
def test_what_the_question_leaves_open_waits_for_a_person(judge: Judge, part: str, answer: JsonValue) -> None:
    verdict = judge("unet_shapes", {part: answer}, PLAIN)[part]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("encoder", "128 → 64 → 32", id="arrows"),
        pytest.param("encoder", "128×128, 64×64, 32×32", id="sizes"),
        pytest.param("encoder", "۱۲۸، ۶۴، ۳۲", id="persian"),
        pytest.param("encoder", ["128×128", "64×64", "32×32"], id="list-of-sizes"),
        pytest.param("encoder", "256/2, 256/4, 256/8", id="calculations"),
        pytest.param("bottleneck", r"$32\times 32\times 128$", id="latex"),
        pytest.param("bottleneck", "(None, 32, 32, 128)", id="batch"),
        pytest.param("decoder", "64, 128, 256", id="text"),
        pytest.param("output", "۲۵۶×۲۵۶×۱", id="persian-shape"),
        pytest.param("merge_params", "3×3×128×64", id="product"),
        pytest.param("merge_params", "73.728", id="point-between-thousands"),
        pytest.param("up_params", "۷۳٬۷۲۸", id="persian-grouped"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    assert judge.is_right("unet_shapes", part, answer, PLAIN)


FOLLOWED = [
    pytest.param({"encoder": [184, 88], "decoder": [164, 324]}, id="from-the-way-down"),
    pytest.param({"bottleneck": "44×44×32", "decoder": [84, 164]}, id="from-the-bottleneck"),
    pytest.param(
        {"encoder": [184, 88], "bottleneck": "88×88×32", "decoder": [172, 340]}, id="from-both"
    ),
]  # fmt: skip


@pytest.mark.parametrize("answers", FOLLOWED)
def test_the_way_up_follows_from_the_students_own_bottom(judge: Judge, answers: Params) -> None:
    found = judge("unet_shapes", answers, VALID)

    assert found["decoder"].followed_through
    assert not next(iter(found.values())).credit


def test_the_output_follows_from_the_students_own_way_up(judge: Judge) -> None:
    found = judge("unet_shapes", {"decoder": [80, 160], "output": "160×160×2"}, VALID)

    assert found["decoder"].credit == 0
    assert found["output"].followed_through


def test_one_level_cannot_be_one_short(bank: Bank) -> None:
    instance = Instance(bank["unet_shapes"], {"input": 8, "depth": 1, "base_channels": 2})

    assert instance.references["encoder"] == (4,)
    assert dict(instance.mistaken("up_params"))["one_level_short"] == ()
    assert dict(instance.mistaken("encoder"))["one_level_short"] == ((8,),)


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"input": 250}, "input", id="cannot-be-halved-so-often"),
        pytest.param({"input": 4}, "input", id="too-small"),
        pytest.param({"padding": "valid", "input": 30, "depth": 1, "kernel": 7}, "input", id="nothing-left"),
        pytest.param({"padding": "valid", "kernel": [3, 5]}, "kernel", id="maps-not-square"),
        pytest.param({"depth": 0}, "depth", id="no-levels"),
        pytest.param({"depth": 40}, "depth", id="far-too-deep"),
        pytest.param({"padding": "full"}, "padding", id="unknown-padding"),
        pytest.param({"base_channels": "16"}, "base_channels", id="text-for-a-number"),
        pytest.param({"classes": 0}, "classes", id="no-classes"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["unet_shapes"], {**PLAIN, **changes})

    assert refused.value.path[0] == parameter


@pytest.mark.parametrize(
    ("part", "answer", "credit"),
    [
        pytest.param("encoder", [128, 64, "31.99"], Fraction(2, 3), id="almost-a-side"),
        pytest.param("encoder", "130, 64, 32", Fraction(2, 3), id="rounded-side"),
        pytest.param("decoder", [64, 128, 250], Fraction(2, 3), id="two-digits"),
        pytest.param("decoder", "64×64, 128×128, 256×256", 1, id="squares"),
    ],
)
def test_sides_are_whole_and_judged_exactly(
    judge: Judge, part: str, answer: JsonValue, credit: Fraction
) -> None:
    assert judge("unet_shapes", {part: answer}, PLAIN)[part].credit == credit


def test_the_way_up_is_asked_without_channels_too(bank: Bank, judge: Judge) -> None:
    params: Params = {"input": 64, "depth": 2}

    assert solve(bank, params) == {"encoder": (32, 16), "decoder": (32, 64), "output": (64, 64, 1)}
    followed = judge("unet_shapes", {"encoder": [32, 20], "decoder": [40, 80]}, params)["decoder"]
    assert followed.followed_through
