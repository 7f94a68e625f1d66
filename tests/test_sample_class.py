"""The sample class is graded as its marks were worked out by hand, part by part."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, cast

import pytest

import grader
from grader.cli import main
from grader.records import JsonValue

SAMPLE = Path(__file__).parent.parent / "submissions"
MISSING = "40110017"


class Worked(NamedTuple):
    """What a part must get: its status, its credit, a mistake that must be named, whether it follows."""

    status: str
    credit: float
    mistake: str = ""
    follows: bool = False


WRITTEN = Worked("awaiting_marker", 0)
BLANK = Worked("blank", 0)
FOLLOWS = Worked("correct", 1, follows=True)


def wrong(mistake: str, credit: float = 0) -> Worked:
    return Worked("partial" if credit else "incorrect", credit, mistake)


def waits(mistake: str = "") -> Worked:
    return Worked("needs_review", 0, mistake)


# Whatever is not named here is right, but for the last question, which is blank.
# A zero border leaves 19 of the 25 cells right, and so does a copied one (rows 0 and 4 lose three each);
# absolute values lose only the middle column, 5 of 25; the overlaps keep 6 of 9 cells.
UNLIKE_THE_REST: Mapping[str, Mapping[str, Worked]] = {
    "40110001": {"why_bottleneck.text": WRITTEN},
    "40110002": {"why_bottleneck.text": WRITTEN},
    "40110003": {},
    "40110004": {
        "laplacian_output.output": wrong("border_left_zero", 19 / 25),
        "conv_shapes.conv": wrong("plus_one_forgotten", 0.5),
        "conv_shapes.pool": FOLLOWS,  # (13 - 2) // 2 + 1 = 6
        "conv_shapes.flatten": FOLLOWS,  # 6 * 6 * 32 = 1152
        "conv_shapes.dense_params": FOLLOWS,  # 1152 * 32 + 32 = 36896
    },
    "40110005": {
        "flop_ratio.direct": waits("flops_for_macs"),
        "flop_ratio.reduce": waits("flops_for_macs"),
        "flop_ratio.expand": waits("flops_for_macs"),
        "flop_ratio.bottleneck": FOLLOWS,  # 4816896 + 20070400 = 24887296
    },
    "40110006": {
        "laplacian_output.output": wrong("clipped_to_0_255", 20 / 25),
        "conv_shapes.conv_params": waits("bias_forgotten"),
        "conv_shapes.dense_params": waits("bias_forgotten"),
    },
    "40110007": {
        "gap_backprop.gap": wrong("max_instead_of_mean"),
        "conv_shapes.conv": waits("axes_swapped"),
        "conv_shapes.pool": waits("axes_swapped"),
        "why_bottleneck.text": WRITTEN,
    },
    "40110008": {
        "laplacian_output.output": wrong("transposed", 0.5),  # 9 cells right, and 10 are zero
        "gap_backprop.grad_feature_map": wrong("not_divided_by_count"),
        "gap_backprop.grad_filter": FOLLOWS,
        "gap_backprop.grad_input": FOLLOWS,
    },
    "40110009": {
        "flop_ratio.reduction": wrong("reduction_of_smaller"),  # 1 / 0.10333 - 1 = 8.677
        "parameter_counts.standard": wrong("bias_added", 0.75),  # the assignment's own credit
        "parameter_counts.separable": wrong("multiplied_not_added"),
        "parameter_counts.ratio": FOLLOWS,  # 324 / 112 = 2.8929
    },
    "40110010": {
        "conv_shapes.conv": wrong("ceil_instead_of_floor", 0.5),  # the pool after it is 7 either way
        "dilated_output.effective_kernel": wrong("dilation_times_kernel"),
        "dilated_output.size": FOLLOWS,  # 32 - 6 + 1 = 27, 28 - 6 + 1 = 23
        "dilated_output.formula": wrong("dilation_times_kernel"),
    },
    "40110011": {
        "laplacian_output.output": wrong("sign_reversed", 0.5),
        "flop_ratio.ratio": wrong("ratio_as_reduction", 0.5),
    },
    "40110012": {
        "conv_shapes.conv_params": wrong("one_bias_per_layer", 0.5),  # 288 + 1
        "conv_shapes.dense_params": wrong("one_bias_per_layer", 0.5),  # 50176 + 1
        "laplacian_output.output": wrong("valid_instead_of_padded", 0.5),
        "gap_backprop.gap": wrong("sum_instead_of_mean"),
        "dilated_output.effective_kernel": BLANK,
        "dilated_output.size": BLANK,
        "dilated_output.formula": BLANK,
    },
    "40110013": {
        "laplacian_output.output": wrong("four_neighbour_kernel"),
        "flop_ratio.bottleneck": wrong("reduce_step_forgotten"),
        "flop_ratio.ratio": FOLLOWS,  # 10035200 / 120422400 = 0.0833
        "flop_ratio.reduction": FOLLOWS,
    },
    "40110014": {
        "dilated_output.effective_kernel": wrong("dilation_ignored"),
        "dilated_output.size": FOLLOWS,  # 32 - 3 + 1 = 30, 28 - 3 + 1 = 26
        "gap_backprop.feature_map": waits("filter_flipped"),
        "gap_backprop.gap": FOLLOWS,  # (8 + 1 + 7 + 0) / 4 = 4
        "why_bottleneck.text": WRITTEN,
    },
    "40110015": {
        "flop_ratio.ratio": wrong("ratio_inverted", 0.5),  # 120422400 / 12443648 = 9.677
        "conv_shapes.conv": wrong("stride_forgotten"),
        "conv_shapes.pool": FOLLOWS,
        "conv_shapes.flatten": FOLLOWS,  # 14 * 14 * 32 = 6272
        "conv_shapes.dense_params": FOLLOWS,  # 6272 * 32 + 32 = 200736
    },
    "40110016": {
        "dilated_output.effective_kernel": wrong("plus_one_forgotten", 0.5),
        "dilated_output.size": FOLLOWS,  # 32 - 4 + 1 = 29, 28 - 4 + 1 = 25
        "gap_backprop.grad_filter": BLANK,
        "gap_backprop.grad_input": BLANK,
        "flop_ratio.ratio": BLANK,
        "flop_ratio.reduction": BLANK,
        "parameter_counts.ratio": BLANK,
        "dilated_output.formula": BLANK,
    },
    "40110018": {
        "gap_backprop.grad_feature_map": wrong("gradient_to_maximum_only"),
        "gap_backprop.grad_filter": FOLLOWS,  # twice the last window of x
        "gap_backprop.grad_input": FOLLOWS,
        "laplacian_output.kernel_name": waits(),  # "an edge detector" may be meant as the Laplacian
        "conv_shapes.conv": waits(),  # two answers
        "why_bottleneck.text": WRITTEN,
    },
    "40110019": {
        "parameter_counts.pointwise": wrong("pointwise_with_kernel_area"),  # 12 * 9
        "parameter_counts.separable": FOLLOWS,  # 27 + 108 = 135
        "parameter_counts.ratio": FOLLOWS,  # 135 / 36 = 3.75
        "laplacian_output.kernel_name": wrong(""),
        "flop_ratio.direct": wrong("kernel_area_forgotten"),
        "parameter_counts.standard": wrong("input_channels_forgotten"),
    },
    "40110020": {
        "parameter_counts.separable": wrong("only_one_step_counted"),
        "parameter_counts.ratio": FOLLOWS,  # 12 / 108
        "gap_backprop.grad_input": wrong("overlaps_not_added", 6 / 9),
        "dilated_output.size": wrong("axes_swapped", 0.5),
    },
    "40110021": {
        "flop_ratio.expand": wrong("expand_from_input_channels"),
        "flop_ratio.bottleneck": FOLLOWS,  # 2408448 + 120422400 = 122830848
        "flop_ratio.ratio": FOLLOWS,  # 1 + 0.02
        "flop_ratio.reduction": BLANK,
        "laplacian_output.output": wrong("replicated_border", 19 / 25),
        "conv_shapes.flatten": wrong("channels_lost_in_flatten"),
        "conv_shapes.dense_params": FOLLOWS,  # 49 * 32 + 32 = 1600
    },
    "40110022": {
        "flop_ratio.direct": wrong("spatial_size_forgotten"),  # 192 * 32 * 25 = 153600
        "parameter_counts.ratio": wrong("ratio_inverted", 0.5),  # 108 / 39 = 2.769
        "dilated_output.formula": wrong("sign_error_in_formula", 0.5),
        "why_bottleneck.text": WRITTEN,
    },
    "40110023": {
        "conv_shapes.conv": wrong("params_as_shape"),
        "laplacian_output.output": wrong("absolute_value", 20 / 25),
        "gap_backprop.grad_feature_map": wrong("upstream_ignored"),
        "gap_backprop.grad_filter": FOLLOWS,
        "gap_backprop.grad_input": FOLLOWS,
    },
    "40110024": {
        "flop_ratio.direct": wrong("input_channels_forgotten"),
        "flop_ratio.ratio": FOLLOWS,  # 12443648 / 627200 = 19.84
        "flop_ratio.reduction": BLANK,
        "dilated_output.effective_kernel": wrong("gap_counted_as_dilation"),
        "dilated_output.size": FOLLOWS,
        "dilated_output.formula": wrong("", 0.5),  # one side alone is half
    },
    "40110025": {
        "conv_shapes.dense_params": wrong("flatten_forgotten"),  # 32 * 32 + 32 = 1056
        "laplacian_output.output": wrong("", 24 / 25),  # one cell
        "gap_backprop.gap": wrong("divided_by_side"),
        "parameter_counts.depthwise": wrong("depthwise_per_output"),
        "parameter_counts.separable": FOLLOWS,  # 36 + 12 = 48
        "parameter_counts.ratio": FOLLOWS,  # 48 / 108 = 0.444
        "why_bottleneck.text": WRITTEN,
    },
}
# Of 37 points, added up by hand.
SCORES = {
    "40110003": 35,
    "40110004": 33.54,  # 0.96 + 0.5 + 2 lost
    "40110013": 30,  # 4 + 1 + 2 lost
    "40110016": 25.5,  # 2 + 2 + 1 + 1 + 1 + 0.5 + 2 + 2 lost
    "40110020": 32.3333,  # 2/3 + 1 + 1 + 2 lost
    "40110024": 31,  # 1 + 1 + 1 + 1 + 2 lost
}

Student = Mapping[str, JsonValue]


def identifier(student: Student) -> str:
    return str(cast("Mapping[str, str]", student["student"])["id"])


@pytest.fixture(scope="module")
def students() -> Mapping[str, Student]:
    return {identifier(each): each for each in grader.grade(SAMPLE).students}


def parts_of(student: Student) -> Mapping[str, Mapping[str, JsonValue]]:
    questions = cast("list[Mapping[str, JsonValue]]", student["questions"])
    return {
        f"{question['id']}.{part['id']}": part
        for question in questions
        for part in cast("list[Mapping[str, JsonValue]]", question["parts"])
    }


@pytest.mark.parametrize("student_id", UNLIKE_THE_REST)
def test_every_part_gets_the_mark_worked_out_by_hand(
    student_id: str, students: Mapping[str, Student]
) -> None:
    expected = {"why_bottleneck.text": BLANK, **UNLIKE_THE_REST[student_id]}
    for name, part in parts_of(students[student_id]).items():
        worked = expected.pop(name, Worked("correct", 1))
        codes = [each["code"] for each in cast("list[Mapping[str, str]]", part["mistakes"])]
        assert part["status"] == worked.status, name
        assert part["credit"] == pytest.approx(worked.credit, abs=1e-4), name
        assert part["followed_through"] == worked.follows, name
        assert worked.mistake in codes if worked.mistake else not codes, (name, codes)
    assert not expected


@pytest.mark.parametrize(("student_id", "score"), SCORES.items())
def test_scores_add_up(student_id: str, score: float, students: Mapping[str, Student]) -> None:
    assert students[student_id]["score"] == pytest.approx(score, abs=1e-4)


def test_the_class_has_24_hand_ins_and_one_missing(students: Mapping[str, Student]) -> None:
    assert sorted(students) == sorted([*UNLIKE_THE_REST, MISSING])
    assert [key for key, each in students.items() if each["status"] == "missing"] == [MISSING]
    assert not any(each["errors"] for each in students.values())


def test_every_file_of_the_sample_is_committed_on_purpose() -> None:
    """Students' work never belongs here: only the invented class does."""
    expected = {"assignment.toml", "roster.csv", *(f"{each}.json" for each in UNLIKE_THE_REST)}
    found = {each.name for each in SAMPLE.iterdir() if not each.name.startswith(".")}
    assert found == expected | {"persian"}  # a sample of its own, with its own test


def test_the_command_grades_the_sample_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(SAMPLE), "--out", str(tmp_path / "reports")]) == 0
    said = capsys.readouterr()
    assert "Students: 25 · 15 graded · 9 waiting for a person · 1 missing" in said.out
    assert said.err.startswith(f"{SAMPLE / 'persian'} is an assignment of its own")
    lines = (tmp_path / "reports" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 25
    for line in map(json.loads, lines):
        assert line["report"] is None or (tmp_path / "reports" / line["report"]).is_file()
    with (tmp_path / "reports" / "review.csv").open(encoding="utf-8-sig", newline="") as stream:
        groups = [row for row in csv.DictReader(stream) if row["scope"] == "group"]
    assert sum(row["mistake"] == "flops_for_macs" for row in groups) == 1


def test_one_line_of_the_review_settles_a_convention_for_the_class(tmp_path: Path) -> None:
    """Emily counted 2 for each multiply-accumulate: 3 of her points wait until somebody accepts that."""
    out = tmp_path / "reports"
    grade = [str(SAMPLE), "--out", str(out), "--quiet"]
    assert main(grade) == 0
    with (out / "review.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if (row["scope"], row["mistake"]) == ("group", "flops_for_macs"):
            row["credit"] = "1"
    with (out / "review.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert main(grade) == 0
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    emily = next(each for each in map(json.loads, lines) if each["student"]["id"] == "40110005")
    assert (emily["status"], emily["score"]) == ("graded", 35)
    changed = (out / "changes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in changed[1:]] == [
        "flop_ratio.direct",
        "flop_ratio.reduce",
        "flop_ratio.expand",
    ]
