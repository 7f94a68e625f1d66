"""Where several values stand under one letter, the one answers to which all others lead, or beside which they pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.grading.grade import Grader
from grader.intake.folder import LoadedFile
from grader.intake.take_in import take_in
from grader.records import PartStatus
from grader.translation import ENGLISH

RIGHT, WRONG, WAITS = "right", "wrong", "waits"
VERDICTS = {
    PartStatus.CORRECT: RIGHT,
    PartStatus.INCORRECT: WRONG,
    PartStatus.PARTIAL: WRONG,
    PartStatus.NEEDS_REVIEW: WAITS,
}

ASSIGNMENT = """
schema = "grade/assignment@1"
id = "settled"
title = "Several values"

[[question]]
id = "conv_shapes"
number = "1"
problem = "conv_shapes"
parts = { conv1 = 1, conv1_params = 1, pool1 = 1, fc_params = 1 }
params = { input = [30, 26, 3], layers = [
  { name = "conv1", type = "conv", filters = 10, kernel = 3, padding = 1, bias = true },
  { name = "pool1", type = "pool", kernel = 2, stride = 2 },
  { name = "flat", type = "flatten" },
  { name = "fc", type = "dense", units = 4, bias = true } ] }

[[question]]
id = "flop_ratio"
number = "2"
problem = "flop_ratio"
parts = { direct = 1, bottleneck = 1, ratio = 1, reduction = 1 }
params = { input = [10, 10, 64], filters = 32, kernel = 3, bottleneck = 8, padding = "same", count = "mac" }

[[question]]
id = "parameter_counts"
number = "3"
problem = "parameter_counts"
parts = { standard = 1, depthwise = 1, separable = 1, ratio = 1 }
params = { kernel = 3, in_channels = 8, out_channels = 20, bias = false }

[[question]]
id = "batchnorm"
number = "4"
problem = "batchnorm"
parts = { mean = 1, variance = 1, output = 1 }
params = { x = [1, 1, 9, 9], gamma = 3, beta = 1, layer = "conv", channels = 8, batch = 4, size = [5, 5] }

[[question]]
id = "dilated_output"
number = "5"
problem = "dilated_output"
parts = { effective_kernel = 1, size = 1 }
params = { M = 20, N = 16, F = 3, D = 3 }
"""

ANSWERS = {
    "1": ["30×26×10", "280", "15×13×10", "7804"],
    "2": ["1843200", "281600", "0.153", "84.7%"],
    "3": ["1440", "72", "232", "0.161"],
    "4": ["5", "16", "[-2, -2, 4, 4]"],
    "5": ["7", "14×10"],
}
CONV1, COUNT, POOL, FC = (("1", place) for place in range(4))
DIRECT, BOTTLENECK, FLOPS, REDUCTION = (("2", place) for place in range(4))
STANDARD, DEPTHWISE, SEPARABLE, RATIO = (("3", place) for place in range(4))
MEAN, VARIANCE, OUTPUT = (("4", place) for place in range(3))
KERNEL, SIZE = (("5", place) for place in range(2))
Part = tuple[str, int]


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Grader:
    path: Path = tmp_path_factory.mktemp("settled") / "assignment.toml"
    path.write_text(ASSIGNMENT, encoding="utf-8")
    return Grader(load_homework(path, Bank([])), ENGLISH)


def verdict_of(grader: Grader, part: Part, said: str) -> str:
    """Return the verdict on a part of which this is said, where its siblings are answered right."""
    number, place = part
    answers = [said if each == place else right for each, right in enumerate(ANSWERS[number])]
    text = f"Question {number}\n" + "".join(
        f"({letter}) {answer}\n" for letter, answer in zip("abcd", answers, strict=False)
    )
    file = LoadedFile(path="answers.md", data=text.encode(), sha256=f"{len(text):064x}")
    record = grader.grade(take_in("40250001", [file], None))
    return VERDICTS[record.questions[int(number) - 1].parts[place].status]


@pytest.mark.parametrize(
    ("part", "said", "verdict"),
    [
        pytest.param(COUNT, "27 weights and a bias, 28 per filter, times 10: 280", RIGHT, id="per-filter"),
        pytest.param(COUNT, "هر فیلتر ۲۷ وزن و یک بایاس دارد یعنی ۲۸، ضربدر ۱۰ می‌شود ۲۸۰", RIGHT, id="persian"),
        pytest.param(COUNT, "270 weights and with the 10 biases 280 parameters", RIGHT, id="weights-first"),
        pytest.param(COUNT, "270 weights and with the 1 bias 271 parameters", WRONG, id="one-bias"),
        pytest.param(COUNT, "90 weights and with the 10 biases 100 parameters", WRONG, id="one-channel"),
        pytest.param(COUNT, "280 parameters (270 weights, 10 biases)", RIGHT, id="made-of-those-behind"),
        pytest.param(COUNT, "270 or 280", WAITS, id="either"),
        pytest.param(COUNT, "270 without and 280 with biases", WAITS, id="without-and-with"),
        pytest.param(FC, "1950 inputs, 7800 weights and with 4 biases 7804 parameters", RIGHT, id="a-chain"),
        pytest.param(FC, "1950 ورودی داریم و ۷۸۰۰ وزن و با ۴ بایاس ۷۸۰۴ پارامتر", RIGHT, id="a-chain-in-persian"),
        pytest.param(FC, "15·13·10 = 1950 inputs, thus 1950·4 = 7800 parameters", WRONG, id="no-bias"),
        pytest.param(FC, "195 inputs, 780 weights and with 4 biases 784 parameters", WRONG, id="a-wrong-chain"),
        pytest.param(FC, "Flattening gives 1950 numbers and the layer 7804 parameters.", RIGHT, id="other-things"),
        pytest.param(FC, "7804, of which 7800 are weights and 4 biases", RIGHT, id="of-which"),
        pytest.param(STANDARD, "72 weights per filter; 20 filters have 1440", RIGHT, id="product"),
        pytest.param(STANDARD, "72 weights per filter; 20 filters have 1470", WAITS, id="a-sum-that-fails"),
        pytest.param(SEPARABLE, "adding 160 parameters of the 1×1 step, in total 232", RIGHT, id="added"),
        pytest.param(SEPARABLE, "با افزودن ۱۶۰ پارامتر نقطه‌ای، در کل ۲۳۲ پارامتر", RIGHT, id="added-in-persian"),
        pytest.param(SEPARABLE, "72 and 160, their difference 88", WAITS, id="a-difference"),
        pytest.param(SEPARABLE, "180 + 160 = 340 (the 1×1 step has 8·20 = 160)", WRONG, id="an-aside"),
        pytest.param(SEPARABLE, "232, the sum of 72 and 160", RIGHT, id="the-sum-of"),
        pytest.param(DEPTHWISE, "9 weights for each of 8 channels, in all 72", RIGHT, id="for-each"),
        pytest.param(BOTTLENECK, "281600 که از جمع ۵۱۲۰۰ و ۲۳۰۴۰۰ به دست آمد", RIGHT, id="the-sum-of-in-persian"),
        pytest.param(BOTTLENECK, "51200 and then 230400", WAITS, id="both-steps-and-no-sum"),
        pytest.param(DIRECT, "حدود ۱٫۸ میلیون ضرب؛ دقیق‌تر: ۱۸۴۳۲۰۰", RIGHT, id="rounder"),
        pytest.param(DIRECT, "about 1.8 million, more exactly 1843200", RIGHT, id="rounder-in-english"),
        pytest.param(DIRECT, "921600 multiplications, twice that is 1843200", WAITS, id="twice-that"),
        pytest.param(DIRECT, "3200 outputs of 576 products each, 1843200", RIGHT, id="counts-of-both"),
        pytest.param(FLOPS, "0.153, i.e. 6.5 times fewer", RIGHT, id="inverse"),
        pytest.param(REDUCTION, "15.3% are left, i.e. 84.7% less", RIGHT, id="the-rest"),
        pytest.param(REDUCTION, "84.7% are left, i.e. 15.3% less", WAITS, id="the-rest-is-right"),
        pytest.param(REDUCTION, "40% are left, i.e. 60% less", WRONG, id="the-rest-wrong"),
        pytest.param(REDUCTION, "15.3% and 84.7%", WAITS, id="no-word"),
        pytest.param(RATIO, "232 to 1440, that is 0.161", RIGHT, id="quotient"),
        pytest.param(MEAN, "The sum is 20 and the mean 5.", RIGHT, id="sum-and-mean"),
        pytest.param(MEAN, "مجموع ۲۰ است و میانگین برابر ۱۰", WRONG, id="sum-and-wrong-mean"),
        pytest.param(MEAN, "میانگین ۴ عدد برابر ۵ است", RIGHT, id="how-many"),
        pytest.param(MEAN, "20 and 5", WAITS, id="nothing-named"),
        pytest.param(VARIANCE, "variance 16, std 4", RIGHT, id="deviation-behind"),
        pytest.param(VARIANCE, "انحراف معیار ۴ و واریانس ۱۶", RIGHT, id="deviation-before"),
        pytest.param(VARIANCE, "(16+16+16+16)/3 = 21.3, std = 4.62", WRONG, id="wrong-variance"),
        pytest.param(VARIANCE, "std 16", WAITS, id="the-deviation-alone"),
        pytest.param(VARIANCE, "sum of squares 64, variance 64/4 = 16, sqrt 4", WAITS, id="named-and-not-read"),
        pytest.param(VARIANCE, "σ² = 64/3 = 21. Correction: we divide by n, so σ² = 64/4 = 16", RIGHT, id="corrected"),
        pytest.param(VARIANCE, "σ² = 64/4 = 16. Correction: so σ² = 64/3 = 21.3", WAITS, id="undone"),
        pytest.param(OUTPUT, "x_hat = [-1, -1, 1, 1], y = [-2, -2, 4, 4]", RIGHT, id="normalized-first"),
        pytest.param(OUTPUT, "x_hat = [-1, -1, 1, 1], y = [-3, -3, 3, 3]", WRONG, id="normalized-first-wrong"),
        pytest.param(OUTPUT, "[-1, -1, 1, 1] and [-2, -2, 4, 4]", WAITS, id="two-lists"),
        pytest.param(COUNT, "one filter has 28 parameters, the layer 280", RIGHT, id="of-one-filter"),
        pytest.param(COUNT, "یک فیلتر ۱۰ پارامتر دارد و کل لایه ۱۰۰ پارامتر", WRONG, id="of-one-filter-wrong"),
        pytest.param(SIZE, "without dilation it was 18×14 but here 14×10", RIGHT, id="would-be"),
        pytest.param(SIZE, "اگر گسترش نداشتیم ۱۸×۱۴ بود ولی اینجا ۱۴×۱۰ است", RIGHT, id="would-be-in-persian"),
        pytest.param(SIZE, "the 3×3 kernel becomes 7×7, so 14×10", RIGHT, id="two-kernels"),
        pytest.param(SIZE, "18×14 and 14×10", WAITS, id="two-sizes"),
        pytest.param(KERNEL, "effective kernel 7 and output 14×10", RIGHT, id="size-beside-the-kernel"),
        pytest.param(KERNEL, "effective kernel 5 and output 16×12", WRONG, id="wrong-size-beside-the-kernel"),
        pytest.param(POOL, "with a 2×2 window and stride 2: 15×13×10", RIGHT, id="window"),
        pytest.param(POOL, "with a 2×2 window, stride 2, 16×14×10", WRONG, id="window-wrong"),
        pytest.param(CONV1, "30 × 26 and 10 channels, so 30 × 26 × 10", RIGHT, id="first-sides"),
        pytest.param(CONV1, "28 × 24 and 10 channels, so 28 × 24 × 10", WRONG, id="first-sides-wrong"),
    ],
)  # fmt: skip
def test_the_value_to_which_the_others_lead_answers(
    grader: Grader, part: Part, said: str, verdict: str
) -> None:
    assert verdict_of(grader, part, said) == verdict
