"""A small filter over a small image, against SciPy, NumPy and PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.catalogue.bank import Bank
from grader.errors import BadParams
from grader.problem.instance import Instance
from grader.records import JsonValue, PartStatus
from tests.problems.judging import Judge

Rows = list[list[int]]

# One bright pixel off the middle shows the kernel itself, turned half round, and where it is cut off.
POINT: Rows = [[0, 0, 0, 0], [0, 100, 0, 0], [0, 0, 0, 0]]
EDGES: Rows = [[1, 2, 3], [0, 4, 0], [-1, -2, 5]]
SOBEL: Rows = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
SHARPEN: Rows = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]


def solve(bank: Bank, params: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return Instance(bank["laplacian_output"], params).references


def test_the_practice_instance_has_its_answers(bank: Bank) -> None:
    found = Instance(bank["laplacian_output"], bank["laplacian_output"].practices[0]).references

    outer, inner = (0, 20, -70, 20, 0), (0, 30, -60, 30, 0)
    assert found == {"output": (outer, inner, inner, inner, outer), "kernel_name": "laplacian"}


@st.composite
def instances(draw: st.DrawFn) -> dict[str, JsonValue]:
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taps = st.sampled_from((1, 3))
    height, width = draw(taps), draw(taps)
    padding = draw(st.sampled_from(("zero", "valid", "replicate", "reflect")))
    assume(padding != "valid" or (height <= rows and width <= columns))
    cell = st.integers(-9, 9)

    def matrix(rows: int, columns: int) -> JsonValue:
        row = st.lists(cell, min_size=columns, max_size=columns)
        return cast(JsonValue, draw(st.lists(row, min_size=rows, max_size=rows)))

    return {
        "image": matrix(rows, columns),
        "kernel": matrix(height, width),
        "padding": padding,
        "operation": draw(st.sampled_from(("correlation", "convolution"))),
        "stride": [draw(st.integers(1, 3)), draw(st.integers(1, 3))],
    }


@given(params=instances())
def test_outputs_are_those_of_scipy(
    bank: Bank, numpy: ModuleType, signal: ModuleType, params: dict[str, JsonValue]
) -> None:
    image, kernel = numpy.array(params["image"]), numpy.array(params["kernel"])
    padding = params["padding"]
    if padding != "valid":
        mode = {"zero": "constant", "replicate": "edge", "reflect": "reflect"}[str(padding)]
        image = numpy.pad(image, [(side // 2, side // 2) for side in kernel.shape], mode=mode)
    slide = signal.convolve2d if params["operation"] == "convolution" else signal.correlate2d
    vertical, horizontal = cast("list[int]", params["stride"])

    expected = slide(image, kernel, mode="valid")[::vertical, ::horizontal]

    assert solve(bank, params)["output"] == tuple(map(tuple, expected.tolist()))


@settings(max_examples=80)
@given(params=instances())
def test_outputs_are_those_of_pytorch(bank: Bank, torch: ModuleType, params: dict[str, JsonValue]) -> None:
    assume(params["operation"] == "correlation")
    image, kernel = (
        torch.tensor(params[name], dtype=torch.float64)[None, None] for name in ("image", "kernel")
    )
    if params["padding"] != "valid":
        high, wide = (side // 2 for side in kernel.shape[-2:])
        mode = "constant" if params["padding"] == "zero" else str(params["padding"])
        image = torch.nn.functional.pad(image, (wide, wide, high, high), mode=mode)

    expected = torch.nn.functional.conv2d(image, kernel, stride=params["stride"])[0, 0]

    assert solve(bank, params)["output"] == tuple(map(tuple, expected.long().tolist()))


def asked(**changes: JsonValue) -> dict[str, JsonValue]:
    return {"image": cast(JsonValue, POINT), "kernel": cast(JsonValue, EDGES), "padding": "zero", **changes}


# Worked out by hand: the output around the bright pixel is 100 × the kernel turned half round.
RIGHT = [[500, -200, -100, 0], [0, 400, 0, 0], [300, 200, 100, 0]]


@pytest.mark.parametrize(
    ("params", "answer", "code", "credit"),
    [
        pytest.param(asked(), RIGHT, None, 1, id="right"),
        pytest.param(asked(), [[400, 0]], "valid_instead_of_padded", 0.5, id="valid"),
        pytest.param(asked(padding="valid"), RIGHT, "padded_instead_of_valid", 0.5, id="padded"),
        pytest.param(
            asked(padding="valid"),
            [
                [800, 0, 0, 0],
                [0, 400, 0, 0],
                [800, 0, 0, 0],
            ],  # at a corner the pixel lies beneath 1, 3, -1 and 5
            "padded_instead_of_valid",
            0.5,
            id="padded-by-reflection",
        ),
        pytest.param(
            asked(), [[0, 0, 0, 0], [0, 400, 0, 0], [0, 0, 0, 0]], "border_left_zero", 0.5, id="border-zero"
        ),
        pytest.param(
            asked(padding="valid"),
            [[0, 0, 0, 0], [0, 400, 0, 0], [0, 0, 0, 0]],
            "border_left_zero",
            0.5,
            id="border-zero-for-valid",
        ),
        pytest.param(
            asked(image=[[1, 0, 0], [0, 0, 0], [0, 0, 0]], kernel=[[0, 1, 0], [0, 2, 0], [0, 0, 0]]),
            [[3, 0, 0], [1, 0, 0], [0, 0, 0]],
            "replicated_border",
            "8/9",
            id="replicated",
        ),
        pytest.param(
            asked(operation="correlation"),
            [[100, 200, 300, 0], [0, 400, 0, 0], [-100, -200, 500, 0]],
            "kernel_flipped",
            0.5,
            id="flipped-where-it-is-written",
        ),
        pytest.param(asked(operation="convolution"), RIGHT, "kernel_not_flipped", 0.5, id="not-flipped"),
        pytest.param(
            asked(),
            [[-500, 200, 100, 0], [0, -400, 0, 0], [-300, -200, -100, 0]],
            "sign_reversed",
            0.5,
            id="signs",
        ),
        pytest.param(
            asked(),
            [[500, 0, 300], [-200, 400, 200], [-100, 0, 100], [0, 0, 0]],
            "transposed",
            0.5,
            id="transposed",
        ),
        pytest.param(
            asked(),
            [[500, 0, 300, 0], [-200, 400, 200, 0], [-100, 0, 100, 0]],
            "transposed",
            0.5,
            id="kernel-columns",
        ),
    ],
)
def test_a_known_mistake_is_named(
    judge: Judge, params: Mapping[str, JsonValue], answer: JsonValue, code: str | None, credit: float | str
) -> None:
    verdict = judge("laplacian_output", {"output": answer}, params)["output"]

    assert [each.mistake.code for each in verdict.mistakes] == ([code] if code else [])
    assert verdict.credit == Fraction(credit)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(
            [[0, 20, 0, 20, 0], [0, 30, 0, 30, 0], [0, 30, 0, 30, 0], [0, 30, 0, 30, 0], [0, 20, 0, 20, 0]],
            "clipped_to_0_255",
            id="clipped",
        ),
        pytest.param(
            [
                [0, 20, 70, 20, 0],
                [0, 30, 60, 30, 0],
                [0, 30, 60, 30, 0],
                [0, 30, 60, 30, 0],
                [0, 20, 70, 20, 0],
            ],
            "absolute_value",
            id="absolute",
        ),
        pytest.param(
            [[0, 10, -30, 10, 0], *[[0, 10, -20, 10, 0]] * 3, [0, 10, -30, 10, 0]],
            "four_neighbour_kernel",
            id="four-neighbours",
        ),
        pytest.param([[0, 30, -60, 30, 0]] * 5, "replicated_border", id="replicated"),
        pytest.param([[30, -60, 30]] * 3, "valid_instead_of_padded", id="valid"),
    ],
)
def test_a_known_mistake_of_the_practice_instance_is_named(
    judge: Judge, answer: JsonValue, code: str
) -> None:
    verdict = judge("laplacian_output", {"output": answer})["output"]

    assert [each.mistake.code for each in verdict.mistakes] == [code]


def test_cells_that_are_right_earn_their_share_beside_a_mistake_of_the_idea(judge: Judge) -> None:
    """Clipping leaves 20 of 25 cells, and the best constant matrix would have 10."""
    clipped = [[0, 20, 0, 20, 0], *[[0, 30, 0, 30, 0]] * 3, [0, 20, 0, 20, 0]]

    assert judge("laplacian_output", {"output": clipped})["output"].credit == Fraction(20, 25)


def test_values_above_255_are_clipped_too(judge: Judge) -> None:
    clipped = [[255, 0, 0, 0], [0, 255, 0, 0], [255, 200, 100, 0]]

    verdict = judge("laplacian_output", {"output": clipped}, asked())["output"]

    assert [each.mistake.code for each in verdict.mistakes] == ["clipped_to_0_255"]


def test_a_flipped_kernel_waits_for_a_person_where_the_operation_is_not_written(judge: Judge) -> None:
    flipped = [[100, 200, 300, 0], [0, 400, 0, 0], [-100, -200, 500, 0]]

    verdict = judge("laplacian_output", {"output": flipped}, asked())["output"]

    assert verdict.status is PartStatus.NEEDS_REVIEW
    assert [each.mistake.code for each in verdict.mistakes] == ["kernel_flipped"]


@pytest.mark.parametrize(
    ("kernel", "answer"),
    [
        pytest.param(SOBEL, "Sobel X", id="sobel-x"),
        pytest.param(SOBEL, "sobel_x", id="code"),
        pytest.param(SOBEL, "سوبل x", id="persian-sobel"),
        pytest.param(SOBEL, "Sobel operator, x direction", id="with-its-direction"),
        pytest.param(SOBEL, "فیلتر سوبل در راستای x", id="with-its-direction-in-persian"),
        pytest.param(SOBEL, "Sobel (horizontal derivative, $G_x$)", id="by-its-derivative"),
        pytest.param(SOBEL, "vertical Sobel, finds vertical edges", id="by-its-edges"),
        pytest.param(SOBEL, "نوع فيلتر : سوبل عمودى (مشتق در راستاى x)", id="by-its-axis-in-persian"),
        pytest.param(SOBEL, "سوبل افقی (Sobel x)", id="in-both-languages"),
        pytest.param([[0, 1, 0], [1, -4, 1], [0, 1, 0]], "این فیلتر الپالسین است", id="lam-and-alef-turned"),
        pytest.param([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], "فیلتر شارپ کننده", id="parted-by-a-blank"),
        pytest.param([[1, 1, 1], [1, -8, 1], [1, 1, 1]], "فیلتر لاپلاسین", id="persian-laplacian"),
        pytest.param([[1, 1, 1]] * 3, "mean filter", id="mean"),
        pytest.param([[1, 1, 1]] * 3, "فیلتر میانگین‌گیر", id="persian-mean"),
        pytest.param([["1/9"] * 3] * 3, "Box blur", id="ninths"),
        pytest.param([[1, 2, 1], [2, 4, 2], [1, 2, 1]], "گاوسی", id="persian-gaussian"),
        pytest.param([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], "sharpening", id="sharpen"),
        pytest.param([[0, 0, 0], [0, 1, 0], [0, 0, 0]], "همانی", id="persian-identity"),
        pytest.param(SHARPEN, "تیز کردن", id="what-it-does-as-a-name"),
        pytest.param(SHARPEN, "a sharpening kernel (identity minus Laplacian)", id="explained-in-brackets"),
        pytest.param(
            SHARPEN, "از تصویر لاپلاسین آن کم شده؛ این هسته تیزکننده است", id="claimed-in-a-clause-of-its-own"
        ),
    ],
)
def test_a_filter_is_named_in_both_languages(judge: Judge, kernel: JsonValue, answer: str) -> None:
    verdict = judge("laplacian_output", {"kernel_name": answer}, asked(kernel=kernel))["kernel_name"]

    assert verdict.status is PartStatus.CORRECT


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("edge detector", id="a-description"),
        pytest.param("like Sobel, it finds edges", id="a-comparison"),
        pytest.param("برخلاف سوبل x دو بار مشتق می‌گیرد", id="persian-unlike"),
        pytest.param("این فیلتر لبه‌ها را شارپ می‌کند", id="what-it-does"),
        pytest.param("Prewitt", id="another-filter"),
        pytest.param("the difference from the mean of the neighbours", id="mean-in-a-sentence"),
        pytest.param("اختلاف هر پیکسل با میانگین همسایه‌ها", id="persian-mean-in-a-sentence"),
        pytest.param("Laplacian or Sobel x", id="two-names"),
        pytest.param("a kernel like Sobel, which finds edges", id="a-comparison-that-is-explained"),
        pytest.param("Sobel که نیست", id="a-denial-behind-the-name"),
        pytest.param("This kernel blurs", id="a-verb"),
        pytest.param("Gaussian (Laplacian)", id="the-right-name-in-brackets"),
        pytest.param("it is the Laplacian, and this is a Gaussian", id="two-claims"),
    ],
)
def test_a_name_that_is_none_of_the_choices_goes_to_a_person(judge: Judge, answer: str) -> None:
    assert judge("laplacian_output", {"kernel_name": answer})["kernel_name"].status is PartStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    "answer",
    [
        "Sobel", "سوبل", "این فیلتر سوبل است", "vertical Sobel", "سوبل عمودی", "فیلتر سوبل برای تشخیص لبه.",
        "It is a Sobel filter, which finds edges.", "نام فیلتر: Sobel (مشتق‌گیر)",
        "این کرنل Sobel است که لبه‌ها را پیدا می‌کند",
    ],
)  # fmt: skip
def test_a_name_that_leaves_the_direction_open_is_wrong_only_for_another_filter(
    judge: Judge, answer: str
) -> None:
    open_either_way = judge(
        "laplacian_output", {"kernel_name": answer}, asked(kernel=[[*row] for row in SOBEL])
    )["kernel_name"]

    assert judge("laplacian_output", {"kernel_name": answer})["kernel_name"].status is PartStatus.INCORRECT
    assert open_either_way.status is PartStatus.NEEDS_REVIEW


def test_a_kernel_without_a_name_cannot_ask_for_one(bank: Bank) -> None:
    instance = Instance(bank["laplacian_output"], asked())

    assert "kernel_name" not in instance.references
    assert "kernel_name" in instance.absent


def test_the_role_waits_for_a_person_with_a_rubric(bank: Bank, judge: Judge) -> None:
    part = Instance(bank["laplacian_output"], asked()).parts["role"]

    assert [line.id for line in part.rubric] == ["effect", "reason"]
    assert judge("laplacian_output", {"role": "It finds edges."})["role"].status is PartStatus.AWAITING_MARKER


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("|1|2|\n|---|---|\n|3|4|", PartStatus.CORRECT, id="markdown"),
        pytest.param("g(0,0)=1, g(0,1)=2, g(1,0)=3, g(1,1)=4", PartStatus.CORRECT, id="row-and-column"),
        pytest.param(
            "g(1,1)=1, g(2,1)=2, g(1,2)=3, g(2,2)=4", PartStatus.CORRECT, id="column-and-row-from-1"
        ),
    ],
)
def test_a_matrix_may_be_a_table_or_a_list_of_cells(judge: Judge, text: str, status: PartStatus) -> None:
    params = {"image": [[1, 2], [3, 4]], "kernel": [[1]]}

    assert judge("laplacian_output", {"output": text}, params)["output"].status is status


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        pytest.param({"kernel": [[1, 1], [1, 1]]}, "kernel", id="even-and-padded"),
        pytest.param({"kernel": [[1] * 5] * 5, "padding": "valid"}, "kernel", id="larger-than-image"),
        pytest.param({"kernel": [[1] * 7] * 7, "padding": "reflect"}, "kernel", id="reflected-too-far"),
        pytest.param({"kernel": [[1] * 17] * 17}, "kernel", id="too-large-for-a-hand"),
        pytest.param({"kernel": [[1, 2], [3]]}, "kernel", id="ragged"),
        pytest.param({"image": [["x"]]}, "image", id="word-for-a-number"),
        pytest.param({"image": [[1] * 1001] * 1001}, "image", id="a-million-cells"),
        pytest.param({"padding": "mirror"}, "padding", id="unknown-padding"),
        pytest.param({"stride": 0}, "stride", id="zero-stride"),
    ],
)
def test_bad_parameters_are_refused_by_name(
    bank: Bank, changes: dict[str, JsonValue], parameter: str
) -> None:
    with pytest.raises(BadParams) as refused:
        Instance(bank["laplacian_output"], asked(**changes))

    assert refused.value.path[0] == parameter


@settings(max_examples=80)
@given(params=instances())
def test_every_mistake_can_be_worked_out_on_any_instance(bank: Bank, params: dict[str, JsonValue]) -> None:
    instance = Instance(bank["laplacian_output"], params)

    for part_id in instance.references:
        part = instance.parts[part_id]
        earlier = {name: instance.references[name] for name in part.follows}
        for mistake in part.mistakes:
            assert all(part.kind.reference(value) is not None for value in mistake.values(earlier))
