"""Invented extracts with what a careful person would decide: right, wrong, missing, and what must wait.

``gold`` names each asked part with the statuses that are allowed, the best first: c correct, i incorrect, p partial,
b blank, r needs_review, w awaiting_marker.
"""

from __future__ import annotations

from dataclasses import dataclass

ASSIGNMENT = """
schema = "grade/assignment@1"
id = "extracts"
title = "Extracts"
"""

QUESTIONS = {
    "1": """
[[question]]
problem = "conv_shapes"
number = "1"
parts = { conv = 2, pool = 2, flatten = 1, dense_params = 2 }
letters = { conv = "a", pool = "b", flatten = "c", dense_params = "d" }
[question.params]
input = [30, 30, 3]
[[question.params.layers]]
name = "conv"
type = "conv"
filters = 8
kernel = 3
[[question.params.layers]]
name = "pool"
type = "pool"
kernel = 2
[[question.params.layers]]
name = "flatten"
type = "flatten"
[[question.params.layers]]
name = "dense"
type = "dense"
units = 10
""",
    "2": """
[[question]]
problem = "parameter_counts"
number = "2"
parts = { standard = 1, depthwise = 1, pointwise = 1, separable = 1 }
params = { kernel = 3, in_channels = 16, out_channels = 32 }
""",
    "3": """
[[question]]
problem = "dilated_output"
number = "3"
parts = { effective_kernel = 1, size = 1, formula = 1 }
letters = { effective_kernel = "a", size = "b", formula = "c" }
params = { M = 20, N = 16, F = 3, D = 3 }
""",
    "4": """
[[question]]
problem = "gap_backprop"
number = "4"
parts = { feature_map = 1, gap = 1, grad_input = 1 }
letters = { feature_map = "a", gap = "b", grad_input = "c" }
params = { x = [[1, 2, 0], [3, 1, 2], [0, 1, 4]], filter = [[1, 0], [2, -1]], upstream = 4 }
""",
    "5": """
[[question]]
problem = "laplacian_output"
number = "5"
parts = { output = 2, kernel_name = 1 }
[question.params]
image = [[1, 2, 3, 0], [0, 1, 5, 2], [2, 0, 1, 1]]
kernel = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
padding = "zero"
""",
    "6": """
[[question]]
problem = "flop_ratio"
number = "6"
parts = { direct = 1, bottleneck = 1, reduction = 1 }
params = { input = [14, 14, 128], filters = 64, kernel = 3, bottleneck = 16, count = "mac" }
""",
    "P": """
[[question]]
problem = "flop_ratio"
number = "6"
parts = { direct = 1, reduce = 1, bottleneck = 1, reduction = 1 }
params = { input = [14, 14, 128], filters = 64, kernel = 3, bottleneck = 16, count = "mac" }
""",
    "7": """
[[question]]
problem = "written"
number = "7"
params = { prompt = "Why?", rubric = [{ id = "x", text = "says it", points = 1 }] }
""",
    "8": """
[[question]]
problem = "keyed"
number = "8"
parts = { side = 1 }
[question.params]
prompt = "How wide?"
parts = [{ id = "side", text = "How wide?", kind = "integer", expected = 15 }]
""",
    "A": """
[[question]]
problem = "receptive_field"
number = "1"
parts = { layer_1 = 1, layer_2 = 1, total = 1 }
params = { layers = [{ kernel = 3 }, { kernel = 5, dilation = 2 }, { kernel = 3, stride = 2 }] }
""",
    "B": """
[[question]]
problem = "he_init"
number = "2"
parts = { fan_in = 1, variance = 1, std = 1 }
params = { kernel = [5, 5], in_channels = 6 }
""",
    "C": """
[[question]]
problem = "densenet_channels"
number = "3"
parts = { channels = 1, per_layer = 1 }
params = { input_channels = 48, growth_rate = 12, layers = 4 }
""",
    "D": """
[[question]]
problem = "unet_shapes"
number = "4"
parts = { encoder = 1, bottleneck = 1, merge_params = 1 }
params = { input = 128, depth = 3, base_channels = 16, classes = 1 }
""",
    "E": """
[[question]]
problem = "batchnorm"
number = "5"
parts = { mean = 1, variance = 1, output = 1 }
params = { x = [1, 3, 5, 7], layer = "dense", channels = 4, eps = 0 }
""",
    "F": """
[[question]]
problem = "conv_matrix"
number = "6"
parts = { rows = 1, columns = 1 }
params = { input = [2, 4], kernel = [["a", "b"], ["c", "d"]], padding = "valid" }
""",
    "G": """
[[question]]
problem = "parameter_counts"
number = "7"
parts = { standard = 1, depthwise = 1, pointwise = 1, separable = 1 }
letters = { standard = "a", depthwise = "b", pointwise = "b", separable = "b" }
params = { kernel = 3, in_channels = 16, out_channels = 32 }
""",
    "H": """
[[question]]
problem = "stacked_kernels"
number = "8"
parts = { equivalent_kernel = 1, stacked_params = 1, single_params = 1 }
letters = { equivalent_kernel = "a", stacked_params = "b", single_params = "b" }
params = { kernel = 3, count = 3, channels = "C" }
""",
    "I": """
[[question]]
problem = "conv_shapes"
number = "9"
parts = { conv1 = 1, conv1_params = 1, pool = 1 }
letters = { conv1 = "a", conv1_params = "a", pool = "b" }
params = { input = [20, 28, 3], layers = [
  { name = "conv1", type = "conv", filters = 12, kernel = 3, bias = true },
  { name = "pool", type = "pool", kernel = 2, stride = 2 },
] }
""",
    "J": """
[[question]]
problem = "sigmoid_pool_backprop"
number = "10"
parts = { grad_z = 1, grad_filter = 1 }
[question.params]
x = [[1, 0, 2], [3, 1, 0], [0, 2, 1]]
filter = [[1, 0], [0, 1]]
pool = 2
weights = [[0.5]]
bias = 0
upstream = 2
""",
    "K": """
[[question]]
problem = "keyed"
number = "11"
[[question.params.parts]]
id = "memory"
text = "in megabytes"
kind = "number"
expected = 0.8
""",
    "L": """
[[question]]
problem = "dilated_kernel"
number = "12"
parts = { selector = 1, expanded = 1 }
params = { kernel = [["a", "b"], ["c", "d"]], D = 2 }
""",
    "M": """
[[question]]
problem = "densenet_channels"
number = "13"
parts = { channels = 1, per_layer = 1, after_transition = 1 }
letters = { channels = "a", per_layer = "a", after_transition = "b" }
params = { input_channels = 6, growth_rate = 4, layers = 3, compression = 0.5 }
""",
    "N": """
[[question]]
problem = "dilated_output"
number = "14"
parts = { effective_kernel = 1, size = 1, formula = 1 }
params = { M = 20, N = 18, F = 3, D = 2 }
""",
    "R": """
[[question]]
problem = "conv_shapes"
number = "15"
parts = { conv = 1, conv_params = 1 }
letters = { conv = "a", conv_params = "a" }
[question.params]
input = [30, 26, 3]
[[question.params.layers]]
name = "conv"
type = "conv"
filters = 8
kernel = 3
bias = true
""",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """One invented extract: the questions that are asked, its text, and the gold statuses by part."""

    id: str
    asked: str
    text: str
    gold: str
    ending: str = "md"


EXTRACTS = (
    Extract(
        id="english-headings-and-labels",
        asked="12",
        text="""
# Homework 3

Student ID: 40250001

## Question 1

(a) W = (30 - 3)/1 + 1 = 28

Output = 28 x 28 x 8

(b) Pooling halves both sides: 28 / 2 = 14

Output = 14 x 14 x 8

(c) Flatten: 14*14*8 = 1568

(d) Parameters = 1568 * 10 + 10 = 15690

## Question 2

Standard convolution: 3*3*16*32 = 4608

Depthwise: 3*3*16 = 144

Pointwise: 16*32 = 512

Separable: 144 + 512 = 656
""",
        gold="conv=c pool=c flatten=c dense_params=c standard=c depthwise=c pointwise=c separable=c",
    ),
    Extract(
        id="english-wrong-answers",
        asked="12",
        text="""
# Homework 3

## Question 1

(a) W = (30 - 3)/1 = 27

Output = 27 x 27 x 8

(b) Output = 13 x 13 x 8

(c) Answer: 1352

(d) Answer: 1352 * 10 = 13520

## Question 2

Standard convolution: 3*3*32 = 288

Depthwise: 3*3*32 = 288

Pointwise: 16*32 = 512

Separable: 288 * 512 = 147456
""",
        gold="conv=pr pool=cr flatten=cr dense_params=irp standard=ir depthwise=ir pointwise=c separable=ir",
    ),
    Extract(
        id="persian-prose",
        asked="12",
        text="""
شماره دانشجویی: ۴۰۲۵۰۰۰۰۲

سوال اول

الف) با توجه به رابطه داریم (۳۰ - ۳)/۱ + ۱ = ۲۸ پس ابعاد خروجی برابر است با ۲۸×۲۸×۸

ب) چون پنجره ۲ در ۲ است ابعاد نصف می‌شود. در نتیجه خروجی ۱۴×۱۴×۸ است.

ج) طول بردار برابر با ۱۴×۱۴×۸ = ۱۵۶۸ است.

د) تعداد پارامترها: ۱۵۶۸×۱۰+۱۰ = ۱۵۶۹۰

سوال دوم

در حالت معمولی هر فیلتر ۱۴۴ وزن دارد و ۳۲ فیلتر داریم، بنابراین تعداد پارامترهای کانولوشن معمولی ۱۴۴×۳۲ = ۴۶۰۸ است.

در کانولوشن عمقی برای هر کانال یک فیلتر داریم پس ۹×۱۶ = ۱۴۴ پارامتر.

در کانولوشن نقطه‌ای ۱۶×۳۲ = ۵۱۲ پارامتر.

در مجموع برای حالت جدایی‌پذیر ۶۵۶ پارامتر داریم.
""",
        gold="conv=c pool=c flatten=c dense_params=c standard=cr depthwise=cr pointwise=cr separable=cr",
    ),
    Extract(
        id="persian-wrong-prose",
        asked="1",
        text="""
سوال ۱

الف) عرض خروجی (۳۰-۳+۱) = ۲۸ است و ۸ فیلتر داریم. پاسخ: ۲۸×۲۸×۳

ب) پاسخ: ۱۴×۱۴×۳

ج) پاسخ: ۵۸۸

د) پاسخ: ۵۸۸۰
""",
        gold="conv=ir pool=cr flatten=cr dense_params=irp",
    ),
    Extract(
        id="ocr-arabic-letters-and-missing-joiners",
        asked="1",
        text="""
سوأل 1)

ياسخ بخش (الف):

ابعاد ورودى 30×30×3 است و كرنل 3×3 داريم.

ابعاد خروجى = 28×28×8

ياسخ بخش (ب):

ابعاد خروجى = 14×14×8

پاسخ بخش (ج):

14×14×8 = 1568

پاسخ بخش (د):

1568×10 + 10 = 15690
""",
        gold="conv=c pool=c flatten=c dense_params=c",
    ),
    Extract(
        id="combined-headings-alphabet",
        asked="13",
        text="""
۱- الف) خروجی = ۲۸ × ۲۸ × ۸
۱- ب) خروجی = ۱۴ × ۱۴ × ۸
۱- پ) خروجی = ۱۵۶۸
۱- ت) خروجی = ۱۵۶۹۰

۳- الف) اندازه موثر کرنل = ۷
۳- ب) اندازه خروجی = ۱۴ × ۱۰
۳- پ) فرمول = (M-DF+D)(N-DF+D)
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=c size=c formula=c",
    ),
    Extract(
        id="dotted-letters",
        asked="13",
        text="""
Q1.a: 28x28x8
Q1.b: 14x14x8
Q1.c: 1568
Q1.d: 15680

Q3.a: 7
Q3.b: 14x10
Q3.c: (M - D*F + D) * (N - D*F + D)
""",
        gold="conv=c pool=c flatten=c dense_params=irp effective_kernel=c size=c formula=c",
        ending="txt",
    ),
    Extract(
        id="given-numbers-are-decoys",
        asked="1",
        text="""
Problem 1

The input is 30x30x3 and passes a convolution with 8 filters of 3x3, stride 1.

a) Input = 30x30x3, kernel = 3x3. We get (30 - 3) + 1 = 28.

Output = 28x28x8

b) Input = 28x28x8, window = 2x2, stride = 2

Output = 14x14x8

c) A vector of length 1568

d) Every unit has 1568 weights and a bias, 10 units: 10 * 1569 = 15690
""",
        gold="conv=c pool=c flatten=cr dense_params=c",
    ),
    Extract(
        id="two-candidates-wait",
        asked="3",
        text="""
## Question 3

a) The effective kernel is 7. Or maybe 9.

b) 14 x 10

b2) 12 x 8
""",
        gold="effective_kernel=rc size=cr formula=r",
    ),
    Extract(
        id="latex-source",
        asked="46",
        text=r"""
\documentclass{article}
\usepackage{amsmath}
\begin{document}
% the answer is 5
\section*{Question 4}
\subsection*{(a)}
\[ F = \begin{bmatrix} 6 & 2 \\ 2 & -1 \end{bmatrix} \]
\subsection*{(b)}
\begin{align}
GAP &= \frac{6 + 2 + 2 - 1}{4} \\
    &= \boxed{2.25}
\end{align}
\subsection*{(c)}
\[ \frac{\partial L}{\partial X} = \begin{pmatrix} 1 & 1 & 0 \\ 3 & 2 & -1 \\ 2 & 1 & -1 \end{pmatrix} \]
\section*{Question 6}
\begin{itemize}
\item direct: $14 \times 14 \times 128 \times 64 \times 9 = 14450688$
\item bottleneck: $401408 + 1806336 = 2207744$
\item reduction: about $84.7\%$
\end{itemize}
\end{document}
""",
        gold="feature_map=c gap=c grad_input=c direct=c bottleneck=c reduction=c",
        ending="tex",
    ),
    Extract(
        id="latex-wrong",
        asked="46",
        text=r"""
\begin{document}
\section{Question 4}
(a) $\begin{bmatrix} 6 & 2 \\ 2 & 1 \end{bmatrix}$

(b) $GAP = \frac{6+2+2+1}{4} = 2.75$

(c) $\begin{pmatrix} 4 & 4 & 0 \\ 12 & 8 & -4 \\ 8 & 4 & -4 \end{pmatrix}$
\section{Question 6}
direct: $14 \times 14 \times 128 \times 64 \times 3 = 4816896$

bottleneck: $401408 + 1806336 = 2207744$

reduction: $54.2\%$
\end{document}
""",
        gold="feature_map=pri gap=cr grad_input=ipr direct=ir bottleneck=c reduction=ir",
        ending="tex",
    ),
    Extract(
        id="markdown-table-matrix",
        asked="5",
        text="""
## Problem 5

The output of the filter:

| 5 | 9 | -3 | -11 |
|---|---|----|-----|
| 4 | 11 | 1 | -14 |
| 1 | 3 | 3 | -7 |

This kernel is the Sobel x filter: it answers to vertical edges.
""",
        gold="output=c kernel_name=cr",
    ),
    Extract(
        id="rows-of-blanks-and-image-restated",
        asked="5",
        text="""
سوال ۵

تصویر:

1 2 3 0
0 1 5 2
2 0 1 1

خروجی:

5 9 -3 -11
4 11 1 -14
1 3 3 -7

نام این فیلتر سوبل x است.
""",
        gold="output=c kernel_name=c",
    ),
    Extract(
        id="matrix-with-one-wrong-cell",
        asked="5",
        text="""
### Question 5

Result =

5 9 -3 -11
4 11 1 14
1 3 3 -7

It is a Gaussian blur.
""",
        gold="output=pr kernel_name=ir",
    ),
    Extract(
        id="cells-by-their-indices",
        asked="4",
        text="""
**Question 4**

a) o(0,0) = 1*1 + 0*2 + 2*3 - 1*1 = 6, o(0,1) = 2

o(1,0) = 2, o(1,1) = 1*1 + 0*2 + 2*1 - 1*4 = -1

b) GAP = 9/4 = 2.25

c) not answered
""",
        gold="feature_map=c gap=c grad_input=br",
    ),
    Extract(
        id="headings-jump-back",
        asked="13",
        text="""
سوال ۳

الف) کرنل موثر = ۷

مانند سوال ۲ عمل می‌کنیم.

ب) اندازه خروجی: ۱۴ × ۱۰

ج) (M-DF+D)(N-DF+D)

سوال ۱

الف) خروجی: ۲۸×۲۸×۸

ب) خروجی: ۱۴×۱۴×۸
""",
        gold="conv=c pool=c flatten=r dense_params=r effective_kernel=c size=c formula=c",
    ),
    Extract(
        id="no-headings-but-names",
        asked="12",
        text="""
name: Sara Example
id: 40250009

conv: 28x28x8
pool: 14x14x8
flatten: 1568
dense_params: 15690

standard = 4608
depthwise = 144
pointwise = 512
separable = 656
""",
        gold="conv=c pool=c flatten=c dense_params=c standard=c depthwise=c pointwise=c separable=c",
        ending="txt",
    ),
    Extract(
        id="names-with-their-question",
        asked="16",
        text="""
conv_shapes.conv = 28x28x8
conv_shapes.pool = 14x14x16
conv_shapes.flatten = 3136
conv_shapes.dense_params = 31370
flop_ratio.direct = 14,450,688
flop_ratio.bottleneck = 2,207,744
flop_ratio.reduction = 84.7%
""",
        gold="conv=c pool=i flatten=c dense_params=c direct=c bottleneck=c reduction=c",
        ending="txt",
    ),
    Extract(
        id="missing-question-and-missing-part",
        asked="123",
        text="""
## Question 1

a) 28x28x8

b) 14x14x8

d) 15690

## Question 3

a) 7

b)

c) (M-DF+D)(N-DF+D)
""",
        gold="conv=c pool=c flatten=rb dense_params=c standard=r depthwise=r pointwise=r separable=r"
        " effective_kernel=c size=br formula=c",
    ),
    Extract(
        id="program-output-supports-only",
        asked="2",
        text="""
## Question 2

```python
standard = 3 * 3 * 16 * 32
print(standard, depthwise, pointwise)
```

```
4608 144 512
700
```

My separable count is 144 + 512 = 656.
""",
        gold="standard=cr depthwise=rc pointwise=rc separable=c",
    ),
    Extract(
        id="wrong-last-side-right-before",
        asked="6",
        text="""
Question 6

Direct: 14*14*128*64*9 = 14450688 = 14450000

Bottleneck: 401408 + 1806336 = 2207744

Reduction: 1 - 2207744/14450688 = 0.847
""",
        gold="direct=r bottleneck=c reduction=c",
    ),
    Extract(
        id="replacement-characters",
        asked="1",
        text="""
Question 1

a) Output = 2\ufffd x 2\ufffd x 8

b) Output = 14 x 14 x \ufffd8

c) 1568

d) 15690
""",
        gold="conv=r pool=rc flatten=c dense_params=c",
    ),
    Extract(
        id="words-wait-for-a-marker",
        asked="67",
        text="""
سوال ۶

هزینه مستقیم: ۱۴×۱۴×۱۲۸×۶۴×۹ = ۱۴٬۴۵۰٬۶۸۸

هزینه با گلوگاه: ۲٬۲۰۷٬۷۴۴

کاهش ۸۴٫۷ درصد

سوال ۷

چون با کانولوشن ۱×۱ تعداد کانال‌ها کم می‌شود و محاسبات کاهش می‌یابد.
""",
        gold="direct=c bottleneck=c reduction=c text=w",
    ),
    Extract(
        id="numbered-lists-are-no-headings",
        asked="12",
        text="""
سوال ۱

الف)
1. ورودی ۳۰×۳۰×۳ است.
2. کرنل ۳×۳ است.
3. خروجی = ۲۸×۲۸×۸

ب)
1. پنجره ۲×۲
2. خروجی = ۱۴×۱۴×۸

سوال ۲

1. معمولی: ۳×۳×۱۶×۳۲ = ۴۶۰۸
2. عمقی: ۳×۳×۱۶ = ۱۴۴
3. نقطه‌ای: ۱۶×۳۲ = ۵۱۲
4. جدایی‌پذیر: ۱۴۴+۵۱۲ = ۶۵۶
""",
        gold="conv=c pool=c flatten=r dense_params=r standard=c depthwise=c pointwise=c separable=c",
    ),
    Extract(
        id="bare-numbers-as-headings",
        asked="13",
        text="""
1)
a) 28 x 28 x 8
b) 14 x 14 x 8
c) 1568
d) 15690
3)
a) 3 + 2*2 = 7
b) height = 20 - 7 + 1 = 14, width = 16 - 7 + 1 = 10, so 14 x 10
c) (M - DF + D)(N - DF + D)
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=c size=c formula=c",
        ending="txt",
    ),
    Extract(
        id="sign-error-in-a-formula",
        asked="3",
        text=r"""
### سوال سوم

(الف) $F + (F-1)(D-1) = 3 + 2 \times 2 = 7$

(ب) خروجی $14 \times 10$ خواهد بود.

(ج) $$(M - DF - D) \times (N - DF - D)$$
""",
        gold="effective_kernel=c size=c formula=pir",
    ),
    Extract(
        id="parts-without-letters-in-order",
        asked="4",
        text="""
Question 4

Feature map:

6 2
2 -1

The average over the four cells is 9/4 = 2.25.

Gradient with respect to the input:

1 1 0
3 2 -1
2 1 -1
""",
        gold="feature_map=c gap=cr grad_input=c",
    ),
    Extract(
        id="later-values-correct-earlier-ones",
        asked="6",
        text="""
Question 6

Direct = 14,450,688

Bottleneck = 2,207,744 operations

Final answer: the reduction is 15 %.
""",
        gold="direct=c bottleneck=c reduction=pir",
    ),
    Extract(
        id="mixed-languages-in-one-line",
        asked="1",
        text="""
**سوال ۱:** شکل‌ها

بخش a: خروجی conv برابر (None, 28, 28, 8) است.

بخش b: خروجی max pool برابر (None, 14, 14, 8) است.

بخش c: بعد از flatten داریم (None, 1568)

بخش d: پارامترهای dense: 15690
""",
        gold="conv=c pool=c flatten=c dense_params=c",
    ),
    Extract(
        id="question-text-is-repeated",
        asked="2",
        text="""
## Question 2

How many parameters does a standard 3x3 convolution from 16 to 32 channels have? Compare it with 700 weights.

Each filter has 3*3*16 = 144 weights, and there are 32 of them.

So the standard convolution has 4608 parameters.

Depthwise: 144

Pointwise: 512

Total: 656
""",
        gold="standard=c depthwise=c pointwise=c separable=cr",
    ),
    Extract(
        id="crossed-out-by-words",
        asked="3",
        text="""
Problem 3

a) k = 3*3 = 9, no, that is wrong. Answer: 7

b) Answer: 14 x 10

c) Answer: (M - DF + D) x (N - DF + D)
""",
        gold="effective_kernel=c size=c formula=c",
    ),
    Extract(
        id="short-answer-sheet",
        asked="136",
        text="""
Student number: 40250011

1.a 28×28×8
1.b 14×14×8
1.c 1568
1.d 15690
3.a 9
3.b 12×8
3.c (M-DF)(N-DF)
6.  direct 14450688, bottleneck 2207744, reduction 85%
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=ir size=cir formula=ipr"
        " direct=cr bottleneck=cr reduction=cr",
        ending="txt",
    ),
)
