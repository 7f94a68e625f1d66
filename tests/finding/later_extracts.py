"""Extracts that were written after the finder, to see what it had not been built around."""

from __future__ import annotations

from tests.finding.extracts import Extract

LATER_EXTRACTS = (
    Extract(
        id="summary-table-at-the-end",
        asked="12",
        text="""
HW 2 - Mina Example - 40250021

Question 1. Working: the kernel covers 3 pixels so 30 becomes 28; pooling makes 14; the vector has 14*14*8 entries.

| part | answer |
|------|--------|
| a | 28×28×8 |
| b | 14×14×8 |
| c | 1568 |
| d | 15690 |

Question 2.

| quantity | value |
|---|---|
| standard | 4608 |
| depthwise | 144 |
| pointwise | 512 |
| separable | 656 |
""",
        gold="conv=c pool=c flatten=c dense_params=c standard=c depthwise=c pointwise=c separable=c",
    ),
    Extract(
        id="right-value-crossed-by-a-wrong-final",
        asked="12",
        text="""
## Q1

(a) First I had 28x28x8, but the stride shrinks it further. Final answer: 14x14x8

(b) Final answer: 7x7x8

(c) Final answer: 392

(d) Final answer: 3930

## Q2

Standard: 4608 weights, but shared over the channels, therefore 4608/16 = 288.
Depthwise: 144. Pointwise: 512. Both together: 656.
""",
        gold="conv=ir pool=ircp flatten=cr dense_params=cr standard=ir depthwise=c pointwise=c separable=c",
    ),
    Extract(
        id="letter-restarts-without-its-question",
        asked="13",
        text="""
سوال ۱

الف) ۲۸×۲۸×۸
ب) ۱۴×۱۴×۸
ج) ۱۵۶۸
د) ۱۵۶۹۰

الف) ۷
ب) ۱۴×۱۰
ج) (M-DF+D)(N-DF+D)
""",
        gold="conv=c pool=cr flatten=cr dense_params=cr effective_kernel=r size=r formula=rc",
    ),
    Extract(
        id="persian-formal-with-ordinals",
        asked="36",
        text="""
تمرین سری سوم درس یادگیری عمیق

نام و نام خانوادگی: نگار آزمون
شماره‌ی دانشجویی: ۴۰۲۵۰۰۲۲

پاسخ سوال سوم

پاسخ قسمت اول: اندازهٔ مؤثر هسته برابر است با ۳ + (۳-۱)×(۳-۱) = ۷

پاسخ قسمت دوم: ابعاد خروجی برابر است با ۱۴ × ۱۰

پاسخ قسمت سوم: (M − DF + D)(N − DF + D)

پاسخ سوال ششم

در روش مستقیم تعداد ضرب‌ها برابر است با ۱۴×۱۴×۱۲۸×۶۴×۹ = ۱۴۴۵۰۶۸۸

در روش گلوگاه ابتدا ۴۰۱۴۰۸ و سپس ۱۸۰۶۳۳۶ ضرب داریم که در مجموع ۲۲۰۷۷۴۴ می‌شود.

بنابراین هزینه حدود ۸۵ درصد کاهش می‌یابد.
""",
        gold="effective_kernel=c size=c formula=c direct=c bottleneck=c reduction=c",
    ),
    Extract(
        id="wrong-sums-in-prose",
        asked="26",
        text="""
Problem 2

A standard filter has 3*3*16 = 144 weights, so with 32 filters there are 4640 parameters in the standard layer.

The depthwise step needs 16 filters of 9 weights each and has 160 parameters.

The pointwise step has 16*32 = 544 parameters.

Taken together the separable layer has 704 parameters.

Problem 6

The direct convolution costs 14*14*64*9 = 112896 multiplications.

With the bottleneck it costs 2207744.

So nothing is saved; the reduction is negative: -1855 %.
""",
        gold="standard=ir depthwise=ir pointwise=ri separable=irc direct=ir bottleneck=c reduction=irc",
    ),
    Extract(
        id="ocr-noise-around-answers",
        asked="12",
        text="""
~^ 1 ) lsoal

Quest1on 1

(a) 0utput = 28 x 28 x 8 ,

(b) Output = l4 x 14 x 8

(c) fIatten = 1S68

(d) params = 15 690

Question 2

standard 4 608
depthwise = 144 .
pointwise = 5l2
separable = 656
""",
        gold="conv=cr pool=rc flatten=rc dense_params=cr standard=cr depthwise=cr pointwise=rc separable=cr",
    ),
    Extract(
        id="inline-parts-in-one-paragraph",
        asked="13",
        text="""
Question 1: a) 28×28×8 b) 14×14×8 c) 1568 d) 15690

Question 3: a) 7 b) 14×10 c) (M-DF+D)(N-DF+D)
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=c size=c formula=c",
    ),
    Extract(
        id="roman-numerals",
        asked="13",
        text="""
Problem 1

(i) 28 × 28 × 8
(ii) 14 × 14 × 8
(iii) 1568
(iv) 15690

Problem 3

(i) 7
(ii) 14 × 10
(iii) (M − DF + D)(N − DF)
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=c size=c formula=ipr",
        ending="txt",
    ),
    Extract(
        id="swapped-sections",
        asked="46",
        text="""
## Question 6

1. direct: 14450688
2. bottleneck: 1806336
3. reduction: 87.5 %

## Question 4

b) mean of [6 2 2 -1] is 2.25

a)

| 6 | 2 |
|--|--|
| 2 | -1 |

c)

1 1 0
3 2 1
2 1 -1
""",
        gold="feature_map=c gap=c grad_input=pr direct=c bottleneck=ir reduction=cir",
    ),
    Extract(
        id="nothing-but-words",
        asked="13",
        text="""
سوال ۱

الف) نمی‌دانم

ب) خروجی نصف می‌شود

ج) بردار می‌شود

د) ۱۵۶۹۰

سوال ۳

وقت نکردم حل کنم.
""",
        gold="conv=br pool=r flatten=r dense_params=c effective_kernel=r size=r formula=r",
    ),
    Extract(
        id="latex-items",
        asked="23",
        text=r"""
\documentclass{article}
\begin{document}
\textbf{Student ID:} 40250023

\section*{Problem 2}
\begin{enumerate}
\item Standard: $3^2 \cdot 16 \cdot 32 = 4608$
\item Depthwise: $3^2 \cdot 16 = 144$
\item Pointwise: $16 \cdot 32 = 512$
\item Separable: $144 + 512 = 656$
\end{enumerate}

\section*{Problem 3}
\begin{enumerate}
\item[(a)] $D(F-1)+1 = 3 \cdot 2 + 1 = \mathbf{7}$
\item[(b)] $(20 - 7 + 1) \times (16 - 7 + 1) = 14 \times 10$
\item[(c)] \[ H \times W = (M - D F + D) \times (N - D F + D) \]
\end{enumerate}
\end{document}
""",
        gold="standard=c depthwise=c pointwise=c separable=c effective_kernel=c size=c formula=c",
        ending="tex",
    ),
    Extract(
        id="channels-first-waits",
        asked="1",
        text="""
Question 1

a) Output: 8 x 28 x 28
b) Output: 8 x 14 x 14
c) 1568
d) 15690
""",
        gold="conv=ri pool=rci flatten=c dense_params=c",
    ),
    Extract(
        id="height-and-width-named",
        asked="3",
        text="""
سوال ۳)

الف) هسته‌ی گسترش‌یافته ۷ در ۷ است.

ب) ارتفاع = ۱۴ و عرض = ۱۰

ج) ارتفاع = M - DF + D و عرض = N - DF + D
""",
        gold="effective_kernel=cr size=cr formula=cr",
    ),
    Extract(
        id="matrix-in-brackets-and-wrong-name",
        asked="5",
        text="""
Problem 5

Output = [[5, 9, -3, -11], [4, 11, 1, -14], [1, 3, 3, -7]]

Kernel name: Sobel y
""",
        gold="output=c kernel_name=ir",
    ),
    Extract(
        id="image-copied-and-output-missing",
        asked="5",
        text="""
سوال پنجم

تصویر ورودی به صورت زیر است:

1 2 3 0
0 1 5 2
2 0 1 1

این فیلتر سوبل x است و لبه‌های عمودی را نشان می‌دهد.
""",
        gold="output=r kernel_name=c",
    ),
    Extract(
        id="unasked-question-between",
        asked="13",
        text="""
## Question 1

a) 28x28x8

b) 14x14x8

c) 1568

d) 15690

## Question 2

a) 4608

b) 144

## Question 3

a) 7

b) 14x10

c) (M-DF+D)*(N-DF+D)
""",
        gold="conv=c pool=c flatten=c dense_params=c effective_kernel=c size=c formula=c",
    ),
    Extract(
        id="copied-from-a-notebook",
        asked="2",
        text="""
Question 2

Out[3]: (4608, 144, 512)

The standard layer has 4608 parameters, the depthwise layer 144 and the pointwise layer 512.

In total 656.
""",
        gold="standard=c depthwise=c pointwise=c separable=cr",
    ),
    Extract(
        id="approximate-costs",
        asked="6",
        text="""
سوال ۶

محاسبات مستقیم: حدود 14.5 میلیون

محاسبات با گلوگاه: حدود 2.21 میلیون

درصد کاهش: ۸۴٪
""",
        gold="direct=c bottleneck=c reduction=c",
    ),
    Extract(
        id="rf-right",
        asked="A",
        text="""
Question 1

The first layer sees 3 pixels.

Second layer: 3 + (5-1)*2 = 11

R_3 = 11 + 2 = 13
""",
        gold="layer_1=cr layer_2=c total=c",
    ),
    Extract(
        id="rf-wrong",
        asked="A",
        text="""
سوال ۱
R_1 = 3
R_2 = 3 + 5*2 = 13
R_3 = 13 + 2 = 15
""",
        gold="layer_1=cr layer_2=ir total=crip",
    ),
    Extract(
        id="he",
        asked="B",
        text="""
سوال ۲)
fan_in برابر است با 5×5×6 = 150
واریانس: 2/150 = 0.0133
انحراف معیار: جذر آن یعنی 0.115
""",
        gold="fan_in=c variance=c std=cr",
    ),
    Extract(
        id="he-wrong",
        asked="B",
        text="""
Question 2: n = 5*5 = 25, Var = 2/25 = 0.08, std = 0.283
""",
        gold="fan_in=ir variance=cirp std=cirp",
    ),
    Extract(
        id="dense",
        asked="C",
        text="""
Problem 3. After the four layers: 48 + 4*12 = 96 channels.
Per layer: 60, 72, 84, 96
""",
        gold="channels=c per_layer=c",
    ),
    Extract(
        id="dense-wrong",
        asked="C",
        text="""
Problem 3. Each layer adds 12 channels, so 4*12 = 48 come out.
The list is [12, 24, 36, 48].
""",
        gold="channels=ipr per_layer=ipr",
    ),
    Extract(
        id="unet",
        asked="D",
        text="""
سوال چهارم
اندازه‌ها در انکودر: ۶۴، ۳۲، ۱۶
گلوگاه: 16×16×128
تعداد وزن‌های کانولوشن بعد از اتصال: 3×3×128×64 = 73728
""",
        gold="encoder=c bottleneck=c merge_params=cr",
    ),
    Extract(
        id="unet-wrong",
        asked="D",
        text="""
Q4
Encoder sides: 128, 64, 32
Bottleneck: 32 x 32 x 128
Merge convolution: 3*3*64*64 = 36864 weights
""",
        gold="encoder=irp bottleneck=icrp merge_params=irp",
    ),
    Extract(
        id="bn",
        asked="E",
        text="""
Question 5
mean = (1+3+5+7)/4 = 4
variance = (9+1+1+9)/4 = 5
output = [-1.342, -0.447, 0.447, 1.342]
""",
        gold="mean=c variance=c output=c",
    ),
    Extract(
        id="bn-prose",
        asked="E",
        text="""
سوال ۵
میانگین برابر ۴ و واریانس برابر ۶٫۶۷ است.
خروجی: -1.16, -0.39, 0.39, 1.16
""",
        gold="mean=cr variance=irp output=crip",
    ),
)
