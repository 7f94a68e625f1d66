"""Without letters, a title or the words before say of which layer `params` and `output` are; a doubt waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import PartStatus
from grader.translation import ENGLISH

ASSIGNMENT = """
schema = "grade/assignment@1"
id = "inherited"
title = "Without letters"

[[question]]
number = "2"
"""
QUESTIONS = {
    "layers": """
problem = "conv_shapes"
parts = { conv1 = 1, conv1_params = 1, pool1 = 1, conv2 = 1, conv2_params = 1, fc_params = 1 }
[question.params]
input = [40, 32, 3]
layers = [
  { name = "conv1", type = "conv", filters = 16, kernel = 5, stride = 2, padding = 1, bias = true },
  { name = "pool1", type = "pool", kernel = 3, stride = 2 },
  { name = "conv2", type = "conv", filters = 20, kernel = 3, bias = true },
  { name = "fc", type = "dense", units = 10, bias = true },
]
""",
    "costs": """
problem = "flop_ratio"
parts = { direct = 1, reduce = 1, expand = 1, bottleneck = 1, ratio = 1, reduction = 1 }
params = { input = [10, 10, 64], filters = 32, kernel = 5, bottleneck = 8, padding = "same", count = "mac" }
""",
    "counts": """
problem = "parameter_counts"
parts = { standard = 1, depthwise = 1, pointwise = 1, separable = 1, ratio = 1 }
params = { kernel = 3, in_channels = 10, out_channels = 24, bias = false }
""",
    "channels": """
problem = "densenet_channels"
parts = { channels = 1, per_layer = 1, after_transition = 1 }
params = { input_channels = 10, growth_rate = 4, layers = 4, compression = 0.5 }
""",
    "fields": """
problem = "receptive_field"
parts = { layer_1 = 1, layer_2 = 1, total = 1 }
params = { layers = [ { kernel = 7, stride = 2 }, { kernel = 3, dilation = 2 }, { kernel = 5 } ] }
""",
}
Marks = Callable[[str, str], str]
SIGNS = {
    PartStatus.CORRECT: "c",
    PartStatus.INCORRECT: "i",
    PartStatus.PARTIAL: "p",
    PartStatus.NEEDS_REVIEW: "r",
}

SAID = [
    pytest.param(
        "layers",
        "conv1:|output: 19×15×16|params: 1216|pool1:|output: 9×7×16|conv2:|output: 7×5×20|params: 2900"
        "|fc:|params: 7010",
        "cccccc", id="under-titles",
    ),
    pytest.param(
        "layers",
        "لایه conv1:|ابعاد خروجی: 19×15×16|تعداد پارامتر: 1216|لایه pool1:|ابعاد خروجی: 11×9×16|لایه conv2:"
        "|ابعاد خروجی: 7×5×20|تعداد پارامتر: 2900|لایه تمام متصل:|تعداد پارامتر: 7010",
        "cci", id="in-persian-with-a-wrong-size",
    ),
    pytest.param(
        "layers",
        "The output of conv1 is 19×15×16 and the number of parameters is 5×5×3×16 = 1200.|pool1: 9×7×16"
        "|The output of conv2 is 7×5×20 and the number of parameters is 2900.",
        "cpccc", id="in-one-sentence-with-a-wrong-count",
    ),
    pytest.param("layers", "conv1: 19×15×16|parameters of conv2: 2900", "crrrc", id="of-a-layer-that-is-named"),
    pytest.param("layers", "params: 1200|conv1: 19×15×16", "cr", id="above-its-title"),
    pytest.param("layers", "conv1 has 19×15×16, before pool1|params: 1200", "cr", id="another-layer-between"),
    pytest.param("layers", "conv1:|params: 1200|params: 1216", "rr", id="two-under-one-title"),
    pytest.param(
        "layers",
        "$$\\text { conv1: } \\quad 19 \\times 15 \\times 16$$"
        "|$$\\text { pool1: } \\quad 11 \\times 7 \\times 16$$",
        "cri", id="names-in-tex",
    ),
    pytest.param(
        "layers", "- **conv1**|  - Output shape: 19×15×16|  - Params: 1216|- **pool1**|  - Output shape: 9×7×16",
        "ccc", id="a-title-without-a-colon",
    ),
    pytest.param(
        "layers", "conv1:|input: 40×32×3|output: 19×15×16|params of one filter: 76|params: 1216",
        "ccr", id="inputs-and-single-filters-are-none-of-it",
    ),
    pytest.param(
        "layers", "conv1:|so 19×15×16|dense layer: 5×4×20 = 400 inputs", "crr", id="a-title-left-behind"
    ),
    pytest.param(
        "layers", "conv1: 18.5, 14.5 ⇒ 19×15×16|params: 1216", "cc", id="an-arrow-from-fractions"
    ),
    pytest.param(
        "layers", "conv1: 5·5·3 + 1 = 76, 76·16 = 1216|pool1: 9×7×16|fc: 7·5·20 = 700, 700·10 + 10 = 7010",
        "rccrrc", id="what-goes-on-with-a-result",
    ),
    pytest.param(
        "layers", "conv1 → params = 1216 conv2 → params = 2900 fc → params = 7010", "rcrrcc",
        id="names-before-arrows",
    ),
    pytest.param(
        "costs",
        "Direct:|10·10·32·25·64 = 5120000|Reduction with 1×1:|10·10·8·64 = 51200|Then 5×5:|10·10·32·25·8 = 640000"
        "|Bottleneck: 691200|Ratio: 0.135|so we save 86.5%",
        "ccrccc", id="a-kernel-s-size-in-a-title",
    ),
    pytest.param("costs", "ratio: 0.2, i.e. we save 80% of it", "rrrrrc", id="what-is-saved-is-no-ratio"),
    pytest.param(
        "counts",
        "3·3·10·24 = 2160 :Standard|3·3·24 = 216 :Depthwise|10·24 = 240 :Pointwise",
        "cic", id="labels-behind-their-values",
    ),
    pytest.param(
        "counts", "استاندارد: 2160|عمقی: 90|نقطه‌ای: 240|جدا پذیر: 300|نسبت جداپذیر به استاندارد: 0.2",
        "cccii", id="the-ratio-of-two-that-are-named",
    ),
    pytest.param(
        "fields", "After layer 1:|1+6=7|After layer 2:|7+2·2·2+2=17|In total:|17+8=25",
        "ci", id="a-number-in-a-title",
    ),
    pytest.param("fields", "layer 1: 7|layer 2: 15|layer 3: 23", "ccc", id="after-the-last-layer"),
    pytest.param("fields", "layer 1: 7|layer 2: 15|layer 3: 8 more|total: 23", "ccr", id="the-last-step-alone"),
    pytest.param("channels", "channels: 26|بعد از لایه انتقال:|26/2 = 13", "crc", id="a-transition-s-title"),
    pytest.param("channels", "channels: 26|After the transition 13 channels", "crc", id="what-a-number-counts"),
    pytest.param("channels", "channels: 14, 18, 22, 26|channels of the output: 26", "c", id="a-list-above"),
]  # fmt: skip


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Marks:
    """Return a letter for each part's status, in their order, of a text whose lines `|` parts."""
    folder: Path = tmp_path_factory.mktemp("inherited")

    def grade(asked: str, text: str) -> str:
        path = folder / f"{asked}.toml"
        path.write_text(ASSIGNMENT + QUESTIONS[asked], encoding="utf-8")
        data = text.replace("|", "\n\n").encode()
        handed_in = take_in("40250001", [LoadedFile(path="a.md", data=data, sha256="0" * 64)], None)
        record = Grader(load_homework(path, Bank([])), ENGLISH).grade(handed_in)
        return "".join(SIGNS[part.status] for part in record.parts)

    return grade


@pytest.mark.parametrize(("asked", "said", "expected"), SAID)
def test_what_stands_above_says_whose_a_value_is(marks: Marks, asked: str, said: str, expected: str) -> None:
    assert marks(asked, f"Question 2|{said}").startswith(expected)
