"""The words around a value tell whose it is, whether it only leads to the answer, and what belongs together."""

from __future__ import annotations

import pytest

from grader.records import PartStatus
from tests.finding.conftest import Grade

CORRECT = PartStatus.CORRECT
WAITS = PartStatus.NEEDS_REVIEW

CASES = [
    pytest.param("E", "Question 5\n(a) μ = 4, σ² = 5\n", "mean", CORRECT, id="a-greek-mean"),
    pytest.param("E", "Question 5\n(a) μ = 4, σ² = 5\n", "variance", CORRECT, id="a-greek-variance-behind-it"),
    pytest.param("E", "Question 5\n$\\mu = 4$ and $\\sigma^2 = 5$\n", "variance", CORRECT, id="greek-letters-in-tex"),
    pytest.param("1", "Q1\na) we get 28x28 and 10 neurons\n", "conv", WAITS, id="what-is-no-channel"),
    pytest.param("1", "Q1\na) The kernel is 3 x 3 with 8 channels.\n", "conv", WAITS, id="the-kernels-own-size"),
    pytest.param("1", "Q1\na) it is 28x28 with 8 feature maps\n", "conv", CORRECT, id="channels-by-another-name"),
    pytest.param(
        "4", "سوال ۴\nالف) خروجی:\nستون ۱\tستون ۲\nسطر ۱\t6\t2\nسطر ۲\t2\t-1\n", "feature_map", CORRECT,
        id="a-table-whose-rows-and-columns-have-names",
    ),
    pytest.param("4", "Q4\na) 6 2 / 2 -1\nb) 2\n", "feature_map", CORRECT, id="rows-parted-by-a-slash"),
    pytest.param(
        "4", "Q4\na) They are 6, 2 in the first row and 2, -1 in the second row.\n", "feature_map", CORRECT,
        id="rows-named-in-a-sentence",
    ),
    pytest.param(
        "4", "Q4\na) F =\n6 2\n2 -1\n=\n6 2\n2 1\nb) 2\n", "feature_map", WAITS,
        id="a-right-matrix-with-a-wrong-one-behind-it",
    ),
    pytest.param(
        "3", "Q3\na) 7\nb) 14x10\nc) in general it is (M - DF +\n", "formula", WAITS, id="a-formula-that-is-cut"
    ),
    pytest.param(
        "3", "Q3\na) 7\nb) 14x10\nc) in general it is + M - DF)\n", "formula", WAITS,
        id="a-formula-without-its-beginning",
    ),
    pytest.param(
        "1", "سوال ۱\nالف) ورودی 30×30×3 است. پس ابعاد خروجی 28×28×8 خواهد بود.\n", "conv", CORRECT,
        id="the-input-is-named-before-the-output",
    ),
    pytest.param(
        "1", "Q1\nd) Each unit has 1568 weights and a bias, so the layer has 15690 parameters.\n",
        "dense_params", CORRECT, id="each-is-not-all",
    ),
    pytest.param(
        "1", "Q1\nd) For each output unit 1568 + 1 = 1569\n1569 × 10 = 15690\n", "dense_params", CORRECT,
        id="a-step-for-each-unit-is-no-answer",
    ),
    pytest.param(
        "1", "سوال ۱\nد) تعداد پارامترها برابر 15690 است چون هر نورون 1569 ضریب دارد\n", "dense_params", CORRECT,
        id="a-reason-behind-the-answer",
    ),
    pytest.param(
        "1", "سوال ۱\nد) تعداد پارامترها ۱۵۶۹۰ است (۱۵۶۹ وزن و بایاس برای هر نورون)\n", "dense_params", CORRECT,
        id="an-aside-behind-persian-digits",
    ),
    pytest.param(
        "2", "سوال ۲: برای بخش عمقی ۱۶ فیلتر ۳×۳ داریم که ۱۴۴ پارامتر می‌شود و برای بخش نقطه‌ای ۳۲ فیلتر داریم"
        " که ۵۱۲ پارامتر دارد.\n", "depthwise", CORRECT, id="a-clause-names-its-own-value",
    ),
    pytest.param(
        "2", "سوال ۲: برای بخش عمقی ۱۶ فیلتر ۳×۳ داریم که ۱۴۴ پارامتر می‌شود و برای بخش نقطه‌ای ۳۲ فیلتر داریم"
        " که ۵۱۲ پارامتر دارد.\n", "pointwise", CORRECT, id="the-next-clause-names-the-next-value",
    ),
    pytest.param(
        "2", "Question 2\nDepthwise (spatial): 3·3·16 = 144\nPointwise (mixing): 16·32 = 512\nTotal: 144 + 512 = 656\n",
        "separable", CORRECT, id="a-total-below-its-parts",
    ),
    pytest.param(
        "3", "Q3\na) Each step of the window adds 3, so it covers 1 + 2·3 = 7, i.e. a 7×7 window.\n",
        "effective_kernel", CORRECT, id="that-is-ends-no-sentence",
    ),
    pytest.param("3", "Q3\na) $3 \\rightarrow 5 \\rightarrow 7$\n", "effective_kernel", CORRECT, id="arrows-lead-on"),
    pytest.param(
        "3", "Q3\nb) Height = 20 - 6 = 14\nWidth = 16 - 6 = 10\n", "size", CORRECT, id="two-sides-in-two-lines"
    ),
    pytest.param(
        "3", "Q3\nc) Height = M - (DF - D) = M - DF + D\nWidth = N - (DF - D) = N - DF + D\n", "formula", CORRECT,
        id="the-formulas-of-two-sides",
    ),
    pytest.param(
        "3", "سوال ۳\nب) چون stride=1 و padding=0 است اندازه خروجی 14×10 می‌شود\n", "size", CORRECT,
        id="nearer-words-than-a-given-number",
    ),
    pytest.param(
        "A", "Q1\nLayer 1: the field is 3\nLayer 2: kernel 5 with dilation 2, so the field grows to 11\n", "layer_2",
        CORRECT, id="given-numbers-behind-a-label",
    ),
    pytest.param(
        "A", "Q1\nR F_1 = 1 + 2 = 3\nR F_2 = 3 + 8 = 11\n", "layer_2", CORRECT, id="a-symbol-parted-by-a-blank"
    ),
    pytest.param(
        "D", "Q4\nEncoder:\ninput: 128 x 128\nlevel 1: 64 x 64\nlevel 2: 32 x 32\nlevel 3: 16 x 16\n", "encoder",
        CORRECT, id="a-vector-level-by-level",
    ),
    pytest.param(
        "D", "Q4\nEncoder: 128 → 64 → 32 → 16\n", "encoder", CORRECT, id="arrows-from-where-they-begin"
    ),
    pytest.param(
        "D", "سوال ۴\nدر گلوگاه تعداد کانال‌ها ۱۶ × ۲^۳ = ۱۲۸ است و خروجی ۱۶ × ۱۶ × ۱۲۸ می‌شود\n", "bottleneck",
        CORRECT, id="a-count-before-the-size",
    ),
    pytest.param(
        "D", "سوال ۴\nدر انکودر اندازه‌ها به ترتیب ۶۴، ۳۲، ۱۶ هستند\n", "encoder", CORRECT, id="persian-commas"
    ),
    pytest.param(
        "E", "Question 5\nmean = 4\nvariance = 5\nSo the distances -3, -1, 1 and 3, divided by the root:\n"
        "-1.342, -0.447, 0.447, 1.342\n", "output", CORRECT, id="a-colon-leads-on",
    ),
    pytest.param(
        "4", "Q4\na) o_{11}: 1 + 6 - 1 = 6\no_{12}: 2 + 2 - 2 = 2\no_{21}: 3 + 0 - 1 = 2\no_{22}: 1 + 2 - 4 = -1\n",
        "feature_map", CORRECT, id="cells-behind-colons",
    ),
    pytest.param(
        "4", "سوال ۴\nالف)\n۶٫۰\t۲٫۰\n۲٫۰\t-۱٫۰\n", "feature_map", CORRECT, id="a-decimal-sign-is-no-letter"
    ),
    pytest.param(
        "2", "Q2: the depthwise step takes 144 weights and the pointwise step has 16·32 = 512 weights.\n",
        "depthwise", CORRECT, id="two-values-with-and-between",
    ),
    pytest.param(
        "1", "Q1\nd) 1569 parameters per unit, 15690 parameters for all ten\n", "dense_params", CORRECT, id="per-unit"
    ),
    pytest.param("1", "Q1\nc) flatten 1568\t0\n", "flatten", PartStatus.NEEDS_REVIEW, id="a-row-of-two-columns"),
    pytest.param("A", "Q1\nThe fields are 3 and 11, respectively.\n", "layer_2", CORRECT, id="a-list-for-numbers"),
    pytest.param("A", "Q1\nThe fields are 3 and 12, respectively.\n", "layer_1", CORRECT, id="the-first-of-a-list"),
    pytest.param(
        "123", "Solution 1\na) 28x28x8\nSolution 2\nStandard: 3·3·16·32 = 4608\nSolution 3\na) 3 + 2·2 = 7\n",
        "effective_kernel", CORRECT, id="solutions-by-number",
    ),
    pytest.param(
        "1", "Q1\n\n| layer | output | # parameters |\n|---|---|---|\n| conv | 28×28×8 | 224 |\n"
        "| pool | 14×14×8 | 0 |\n| flatten | 1568 | 0 |\n| dense | 10 | 15690 |\n",
        "flatten", CORRECT, id="a-table-of-two-quantities",
    ),
    pytest.param("1", "Q1\na) conv: 30×30×3 → 28×28×8\n", "conv", CORRECT, id="arrows-keep-the-label"),
    pytest.param("F", "Q6\na) 3 rows, 8 columns\n", "columns", CORRECT, id="what-a-number-counts-names-it"),
    pytest.param("F", "Q6\nThe matrix has 3 rows and 8 columns.\n", "rows", CORRECT, id="what-the-first-number-counts"),
    pytest.param("F", "سوال ۶\nماتریس ۳ سطر و ۸ ستون دارد.\n", "columns", CORRECT, id="what-a-persian-number-counts"),
    pytest.param("4", "Q4\na) The map is [6 2; 2 -1].\n", "feature_map", CORRECT, id="a-matrix-with-semicolons"),
    pytest.param(
        "1", "Q1\n\ufffd conv output: 28×28×8\n\ufffd pool output: 14×14×8\n", "pool", CORRECT,
        id="the-mark-of-a-list",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "part", "status"), CASES)
def test_the_words_around_a_value_tell_what_it_is(
    grade: Grade, asked: str, text: str, part: str, status: PartStatus
) -> None:
    assert grade(asked, text)[part].status is status


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        pytest.param("0.1125 & 0.0675 \\\\ 0.135 & 0.09", PartStatus.NEEDS_REVIEW, id="as-it-was-rounded"),
        pytest.param(
            "0.1156 & 0.0694 \\\\ 0.1387 & 0.0925", PartStatus.NEEDS_REVIEW, id="before-it-was-rounded"
        ),
        pytest.param("0.2 & 0.1 \\\\ 0.3 & 0.1", PartStatus.INCORRECT, id="from-nothing"),
    ],
)
def test_what_follows_by_a_step_that_is_not_asked_waits_however_it_was_rounded(
    grade: Grade, cells: str, status: PartStatus
) -> None:
    text = f"Q10\na) 0.755 * 0.245 = 0.18\nb) $\\begin{{bmatrix}} {cells} \\end{{bmatrix}}$\n"

    assert grade("J", text)["grad_filter"].status is status


@pytest.mark.parametrize(
    ("above", "status"),
    [
        pytest.param("dL/dW = 0.37/8", PartStatus.CORRECT, id="right-above"),
        pytest.param("dL/dW = 0.37/8.", PartStatus.CORRECT, id="at-the-end-of-a-sentence"),
        pytest.param("dL/dW = 0.37/8\ntimes the matrix", PartStatus.CORRECT, id="with-words-between"),
        pytest.param("dL/dW is this", PartStatus.INCORRECT, id="none"),
        pytest.param("dL/dY = 0.37/8,\ndL/dW =", PartStatus.INCORRECT, id="of-another-gradient"),
    ],
)
def test_a_number_above_a_matrix_may_be_a_factor_of_it(grade: Grade, above: str, status: PartStatus) -> None:
    text = f"Q10\na) 0.37\nb) {above}\n5\t3\n6\t4\n"

    assert grade("J", text)["grad_filter"].status is status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("0.8 MB", PartStatus.CORRECT, id="alone"),
        pytest.param("The map takes 0.8 megabytes of memory.", PartStatus.CORRECT, id="in-a-sentence"),
        pytest.param("۰٫۷ مگابایت", PartStatus.INCORRECT, id="wrong"),
        pytest.param("800 kB", PartStatus.NEEDS_REVIEW, id="another-unit"),
    ],
)
def test_a_number_in_the_unit_that_is_asked_is_an_answer(grade: Grade, said: str, status: PartStatus) -> None:
    assert grade("K", f"Q11\n{said}\n")["memory"].status is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(
            "Question 5 (Sobel x)\nThe other kernel finds all edges.\n", PartStatus.NEEDS_REVIEW, id="a-title"
        ),
        pytest.param("Question 5\nkernel: Sobel x\n", PartStatus.CORRECT, id="an-answer"),
    ],
)
def test_a_word_in_a_question_s_title_is_no_choice(grade: Grade, text: str, status: PartStatus) -> None:
    assert grade("5", text)["kernel_name"].status is status


def test_words_for_parameters_name_no_part_among_parts_that_are_all_of_them(grade: Grade) -> None:
    """Each stage tells its own parameters in prose, with the filters before, and the sum in the end."""
    stages = (
        "۱. اجرای کانولوشن عمقی:\n"
        "هر فیلتر ۹ پارامتر دارد و در این مرحله ۱۶ فیلتر داریم، بنابراین، این مرحله ۱۴۵ پارامتر قابل یادگیری دارد.\n"
        "۲. اجرای کانولوشن نقطه‌ای:\n"
        "۳۲ فیلتر داریم و هر کدام ۱۶ پارامتر دارند. بنابراین این مرحله ۵۱۴ پارامتر یادگیری دارد.\n"
        "در نتیجه، کل پارامترهای قابل یادگیری در حالت عمقی جدایی‌پذیر برابر ۶۵۹ پارامتر است.\n"
    )
    parts = grade("G", f"سوال ۷\n(الف) ۴۶۰۸\n(ب) حالت لایه عمقی جدایی‌پذیر\n{stages}")

    assert [parts[name].status for name in ("depthwise", "pointwise", "separable")] == [
        PartStatus.INCORRECT, PartStatus.INCORRECT, PartStatus.CORRECT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "کاهش با ۱×۱: 14×14×128×16 = 401408\nکل: 2207744\nحدود ۸۵ درصد کمتر می‌شود.", id="persian"
        ),
        pytest.param("1 × 1 reduction: 401408\nwith bottleneck: 2207744\n84.7% reduction", id="english"),
        pytest.param("مرحله کاهش : 401408\nگلوگاه: 2207744\nدرصد کاهش: 84.7%", id="named-alike"),
        pytest.param("کاهش: 401408\nگلوگاه: 2207744\nدرصد کاهش: 84.7%", id="named-by-one-word"),
    ],
)
def test_a_step_that_reduces_channels_and_the_reduction_in_percent_are_told_apart(
    grade: Grade, text: str
) -> None:
    parts = grade("P", f"Q6\n{text}\n")

    assert (parts["reduce"].status, parts["reduction"].status) == (CORRECT, CORRECT)


def test_a_number_in_a_circle_heads_a_question(grade: Grade) -> None:
    text = "① conv1 is 5\n② depthwise → 144\nstandard → 4608\n③ $F_e = 7$\nsize: 14×10\n"
    parts = grade("23", text)

    assert [parts[name].status for name in ("depthwise", "standard", "effective_kernel", "size")] == [
        CORRECT
    ] * 4


@pytest.mark.parametrize(
    ("third", "status"),
    [
        pytest.param("ج", PartStatus.INCORRECT, id="as-the-older-order-counts"),
        pytest.param("پ", PartStatus.INCORRECT, id="as-the-alphabet-counts"),
        pytest.param("د", WAITS, id="a-letter-that-is-next-in-neither"),
    ],
)
def test_each_question_may_count_its_letters_in_another_order(
    grade: Grade, third: str, status: PartStatus
) -> None:
    text = f"سوال ۱\nالف) 12×12\nب) 3\nپ) 5\nت) 9\nسوال ۳\nالف) 7\nب) 14×10\n{third}) (M-3DF)(N-DF)\n"

    assert grade("13", text)["formula"].status is status


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("20 − 7 + 1 = 14 و 16 − 7 + 1 = 10", id="in-persian"),
        pytest.param("(20 - 7) + 1 = 14, (16 - 7) + 1 = 10", id="behind-a-comma"),
        pytest.param("20 - 7 + 1 = 14 rows and 16 - 7 + 1 = 10 columns", id="in-a-sentence"),
    ],
)
def test_two_sides_that_are_worked_out_alike_are_a_size(grade: Grade, said: str) -> None:
    assert grade("3", f"Q3\na) 7\nb) {said}\n")["size"].status is CORRECT


def test_two_results_that_are_worked_out_otherwise_are_no_size(grade: Grade) -> None:
    assert grade("3", "Q3\na) 7\nb) 20 - 7 + 1 = 14, 12 - 2 = 10\n")["size"].status is WAITS


def test_a_size_is_no_answer_to_the_part_before_it(grade: Grade) -> None:
    text = "Q3\nکرنل مؤثر: k = 9\nاندازه خروجی: 20 − 9 + 1 = 12 و 16 − 9 + 1 = 8\n"
    parts = grade("3", text)

    assert (parts["effective_kernel"].status, parts["size"].status) == (PartStatus.INCORRECT, CORRECT)
    assert parts["size"].followed_through


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("کرنل مؤثر 9×9 است. اندازه خروجی: 12×8", id="two-sentences"),
        pytest.param("The effective kernel is 9×9, so the output is 12×8.", id="one-sentence"),
        pytest.param("اندازه موثر هسته $۹ \\times ۹$ ، ابعاد خروجى $۱۲ \\times ۸$", id="formulas"),
    ],
)
def test_a_square_beside_a_size_is_the_side_that_its_words_name(grade: Grade, text: str) -> None:
    parts = grade("3", f"Q3\n{text}\n")

    assert (parts["effective_kernel"].status, parts["effective_kernel"].value) == (PartStatus.INCORRECT, 9)
    assert (parts["size"].status, parts["size"].followed_through) == (CORRECT, True)


def test_a_size_is_no_formula_where_both_are_asked(grade: Grade) -> None:
    parts = grade("3", "Q3\neffective kernel: 7\noutput size: 13×13\n")

    assert (parts["size"].status, parts["formula"].status) == (PartStatus.INCORRECT, WAITS)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param("$G A P=2 / 25$", CORRECT, id="right-as-a-decimal"),
        pytest.param("$G A P=2 / 75$", PartStatus.INCORRECT, id="wrong-as-either"),
    ],
)
def test_a_slash_between_blanks_may_be_a_point_where_another_one_shows_it(
    grade: Grade, said: str, status: PartStatus
) -> None:
    text = f"سوال ۴\nالف) نقشه ویژگی\n6 2\n2 -1\nب) {said}\nپ) نسبت آن $0 / 75$ است\n"

    assert grade("4", text)["gap"].status is status


def test_one_of_two_formulas_waits_for_the_other_may_not_have_been_read(grade: Grade) -> None:
    assert grade("3", "Q3\na) 7\nb) 14×10\nc) H_out = M − D(F − 1)\n")["formula"].status is WAITS


@pytest.mark.parametrize(
    "names", [("h", "w"), ("H_out", "W_out"), ("ارتفاع", "عرض")], ids=["h", "out", "persian"]
)
def test_sides_that_are_named_do_not_rival_a_count_of_parameters(
    grade: Grade, names: tuple[str, str]
) -> None:
    height, width = names
    text = f"Q15\na) {height} = 30 - 3 + 1 = 28\n{width} = 26 - 3 + 1 = 24\n8·(3·3·3 + 1) = 224 parameters\n"

    assert grade("R", text)["conv_params"].status is CORRECT
