"""Channels of a dense block, against lists that are joined layer by layer and against PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Params = dict[str, JsonValue]

BLOCK: Params = {"input_channels": 32, "growth_rate": 24, "layers": 3}
WITH_TRANSITION: Params = {**BLOCK, "compression": 0.3}  # 31.2 of 104 channels


def solve(bank: Bank, params: Params) -> Mapping[str, object]:
    return Instance(bank["densenet_channels"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    problem = bank["densenet_channels"]

    assert Instance(problem, problem.practices[0]).references == {
        "channels": 104,
        "per_layer": (56, 80, 104),
    }


@given(
    start=st.integers(1, 9),
    growth=st.integers(1, 6),
    layers=st.integers(1, 7),
    compression=st.fractions(min_value="1/9", max_value=1, max_denominator=9),
)
def test_channels_are_those_of_lists_joined_layer_by_layer(
    bank: Bank, start: int, growth: int, layers: int, compression: object
) -> None:
    maps, after = ["input"] * start, []
    for layer in range(layers):
        maps = maps + [f"layer {layer}"] * growth
        after.append(len(maps))
    whole_shares = [n for n in range(len(maps) + 1) if n <= compression * len(maps)]  # type: ignore[operator]
    params: Params = {"input_channels": start, "growth_rate": growth, "layers": layers}

    found = solve(bank, {**params, "compression": str(compression)})

    assert found == {
        "channels": len(maps),
        "per_layer": tuple(after),
        "after_transition": whole_shares[-1],
    }


def test_channels_are_those_of_pytorchs_concatenation(bank: Bank, torch: ModuleType) -> None:
    for start, growth, layers in ((64, 32, 6), (3, 12, 4), (1, 1, 1)):
        maps, after = torch.zeros(1, start, 2, 2), []
        for _ in range(layers):
            new = torch.nn.Conv2d(maps.shape[1], growth, 3, padding=1)(maps)
            maps = torch.cat([maps, new], dim=1)
            after.append(maps.shape[1])

        found = solve(bank, {"input_channels": start, "growth_rate": growth, "layers": layers})

        assert found["per_layer"] == tuple(after)
        assert found["channels"] == after[-1]


@pytest.mark.parametrize(
    ("part", "answer", "code", "credit"),
    [
        pytest.param("channels", 72, "input_forgotten", 0, id="without-input"),
        pytest.param("channels", 442368, "growth_as_power", 0, id="input-times-power"),
        pytest.param("channels", 13856, "growth_as_power", 0, id="input-plus-power"),
        pytest.param("channels", 80, "one_layer_short", 0.5, id="two-layers"),
        pytest.param("channels", 32, "added_not_concatenated", 0, id="stays-the-input"),
        pytest.param("channels", 24, "added_not_concatenated", 0, id="stays-the-growth"),
        pytest.param("per_layer", [24, 48, 72], "input_forgotten", 0, id="layers-without-input"),
        pytest.param("per_layer", [768, 18432, 442368], "growth_as_power", 0, id="layers-times-power"),
        pytest.param("per_layer", [32, 56, 80], "one_layer_short", 0.5, id="layers-from-the-input"),
        pytest.param("per_layer", "56, 80", "one_layer_short", 0.5, id="two-of-three-layers"),
        pytest.param("per_layer", [32, 32, 32], "added_not_concatenated", 0, id="layers-stay-the-input"),
        pytest.param("per_layer", "24 24 24", "added_not_concatenated", 0, id="layers-stay-the-growth"),
        pytest.param("after_transition", 21, "input_forgotten", 0, id="transition-without-input"),
        pytest.param("after_transition", 132710, "growth_as_power", 0, id="transition-times-power"),
        pytest.param("after_transition", 4156, "growth_as_power", 0, id="transition-plus-power"),
        pytest.param("after_transition", 24, "one_layer_short", 0.5, id="transition-of-two-layers"),
        pytest.param("after_transition", 9, "added_not_concatenated", 0, id="transition-of-the-input"),
        pytest.param("after_transition", 7, "added_not_concatenated", 0, id="transition-of-the-growth"),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, part: str, answer: JsonValue, code: str, credit: float
) -> None:
    assert judge.mistakes("densenet_channels", part, answer, WITH_TRANSITION) == ([code], credit)


def test_a_layer_plus_its_power_is_named_though_its_first_number_is_right(judge: Judge) -> None:
    verdict = judge("densenet_channels", {"per_layer": [56, 608, 13856]})["per_layer"]

    assert [each.mistake.code for each in verdict.mistakes] == ["growth_as_power"]


def test_a_list_that_begins_with_the_input_waits_for_a_person(judge: Judge) -> None:
    verdict = judge("densenet_channels", {"per_layer": [32, 56, 80, 104]})["per_layer"]

    assert (verdict.status, verdict.reason) == (PartStatus.NEEDS_REVIEW, "convention")


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        pytest.param("channels", "32 + 3·24", id="calculation"),
        pytest.param("channels", r"$32 + 3 \times 24 = 104$", id="latex"),
        pytest.param("channels", "۱۰۴ کانال", id="persian"),
        pytest.param("per_layer", "۵۶، ۸۰، ۱۰۴", id="persian-list"),
        pytest.param("per_layer", "56 → 80 → 104", id="arrows"),
        pytest.param("per_layer", "56\n80\n104", id="column"),
        pytest.param("per_layer", "32+24, 32+2·24, 32+3·24", id="calculations"),
        pytest.param("after_transition", "⌊31.2⌋", id="rounded-down"),
        pytest.param("after_transition", "۳۱", id="persian-digits"),
    ],
)
def test_other_ways_of_writing_are_right(judge: Judge, part: str, answer: JsonValue) -> None:
    verdict = judge("densenet_channels", {part: answer}, WITH_TRANSITION)[part]

    assert verdict.status is PartStatus.CORRECT


def test_the_transition_follows_from_the_students_own_channels(judge: Judge) -> None:
    found = judge("densenet_channels", {"channels": 72, "after_transition": 21}, WITH_TRANSITION)

    assert [each.mistake.code for each in found["channels"].mistakes] == ["input_forgotten"]
    assert found["after_transition"].followed_through


def test_one_layer_has_no_power(bank: Bank) -> None:
    """Of one layer the growth is what is added, so that way of counting is right."""
    instance = Instance(bank["densenet_channels"], {"input_channels": 5, "growth_rate": 4, "layers": 1})

    assert dict(instance.mistaken("channels"))["growth_as_power"] == (20,)


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"layers": 0}, "layers", id="no-layers"),
        pytest.param({"layers": 10**5}, "layers", id="far-too-many-layers"),
        pytest.param({"growth_rate": "24"}, "growth_rate", id="text-for-a-number"),
        pytest.param({"input_channels": -3}, "input_channels", id="negative"),
        pytest.param({"compression": 0}, "compression", id="keeps-nothing"),
        pytest.param({"compression": 1.5}, "compression", id="keeps-more-than-all"),
    ],
)
def test_bad_parameters_are_refused_by_name(bank: Bank, changes: Params, parameter: str) -> None:
    with pytest.raises(BadParams, match=parameter) as refused:
        Instance(bank["densenet_channels"], {**BLOCK, **changes})

    assert refused.value.path[0] == parameter


def test_a_transition_without_compression_cannot_be_asked(bank: Bank) -> None:
    instance = Instance(bank["densenet_channels"], BLOCK)

    assert "after_transition" not in instance.references
    assert instance.absent["after_transition"] == "it needs the parameter 'compression'"


def test_channels_of_layers_are_whole_and_judged_exactly(judge: Judge) -> None:
    assert judge("densenet_channels", {"per_layer": [56, 80, "103.99"]}, BLOCK)["per_layer"].credit < 1
