"""The Persian sample, in which every student has numbers of their own, is graded as it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.cli import main
from grader.records import JsonValue

SAMPLE = Path(__file__).parent.parent / "submissions" / "persian"
MISSING = "40220010"
PARTS = 49
IN_WORDS = "residual_or_dense.text"

# Whatever is not named here is right, but for the question in words, which is blank unless it says "awaiting_marker".
UNLIKE_THE_REST: Mapping[str, Mapping[str, str]] = {
    "40220001": {IN_WORDS: "awaiting_marker"},
    "40220002": {
        "dilated_kernel.expanded": "identity_selector",
        "unet_shapes.merge_params": "concatenation_forgotten",
        "densenet_channels.channels": "input_forgotten",
        IN_WORDS: "awaiting_marker",
    },
    "40220003": {"masked_conv.mask": "whole_row_masked", "he_init.variance": "xavier", IN_WORDS: "awaiting_marker"},
    "40220004": {
        "transposed_conv.output": "overlaps_not_added",
        "batchnorm.variance": "sample_variance",
        "batchnorm.output": "blank",
    },
    "40220005": {
        "pooling_cost.output": "needs_review",  # "12 or 13"
        "stacked_kernels.equivalent_kernel": "fields_summed",
        "vanishing_gradient.bound": "off_by_one_layer",
    },
    "40220006": {
        "receptive_field.total": "fields_summed",
        "conv1d_gradient.grad_w": "flipped",
        "deformable_offsets.sample": "nearest_neighbour",
    },
    "40220007": {
        "fc_vs_conv.conv": "kernel_area_forgotten",
        "dilated_output.effective_kernel": "dilation_times_kernel",
    },
    "40220008": dict.fromkeys(
        (
            "unet_shapes.encoder", "unet_shapes.bottleneck", "unet_shapes.merge_params",
            "inception_block.branch3_reduce", "inception_block.branch3", "inception_block.output",
            "inception_block.total", "batchnorm.mean", "batchnorm.variance", "batchnorm.output",
        ),
        "blank",
    ),
    "40220009": {"inception_block.total": "branch_left_out", IN_WORDS: "awaiting_marker"},
    "40220011": {"dilated_kernel.selector": "identity_selector", "batchnorm.mean": "needs_review"},
    "40220012": {
        "densenet_channels.channels": "one_layer_short",
        "he_init.fan_in": "channels_forgotten",
        "he_init.variance": "follows",
        IN_WORDS: "awaiting_marker",
    },
}  # fmt: skip

Part = Mapping[str, JsonValue]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Part]]:
    """Each student's parts by question and part, as `results.jsonl` has them."""
    out = tmp_path_factory.mktemp("persian") / "reports"
    assert main([str(SAMPLE), "--out", str(out), "--quiet"]) == 0
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    return {
        line["student"]["id"]: {
            f"{question['id']}.{part['id']}": part
            for question in line["questions"]
            for part in question["parts"]
        }
        for line in lines
    }


def outcome(part: Part) -> str:
    """Return a part's mistake where it has one, "follows" where it does, else its status."""
    mistakes = cast("list[Mapping[str, str]]", part["mistakes"])
    if mistakes:
        return mistakes[0]["code"]
    return "follows" if part["followed_through"] else str(part["status"])


@pytest.mark.parametrize("student", UNLIKE_THE_REST)
def test_each_student_gets_what_their_own_numbers_deserve(
    student: str, graded: Mapping[str, Mapping[str, Part]]
) -> None:
    right = dict.fromkeys(graded[student], "correct")
    expected = {**right, IN_WORDS: "blank", **UNLIKE_THE_REST[student]}

    assert {name: outcome(part) for name, part in graded[student].items()} == expected
    assert len(expected) == PARTS


def test_one_student_is_missing(graded: Mapping[str, Mapping[str, Part]]) -> None:
    assert set(graded) == {*UNLIKE_THE_REST, MISSING}
    assert graded[MISSING] == {}


def test_at_least_fifteen_problems_have_numbers_of_each_students_own() -> None:
    homework = load_homework(SAMPLE / "assignment.toml", Bank())
    drawn = [question for question in homework.questions if question.shape.vary]
    asked = {
        student: [question.for_student(student) for question in drawn]
        for student in (*UNLIKE_THE_REST, MISSING)
    }

    assert len({question.problem.id for question in drawn}) >= 15
    for place in range(len(drawn)):
        assert len({str(each[place].instance.params) for each in asked.values() if each[place]}) >= 3  # type: ignore[union-attr]  # the line says so


def test_the_sample_beside_it_leaves_it_out_and_says_how_to_grade_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(SAMPLE.parent), "--out", str(tmp_path / "reports")]) == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "left out" in said.err
    assert f"grade {SAMPLE}" in said.err
