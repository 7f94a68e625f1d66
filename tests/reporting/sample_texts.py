"""The words of the invented class: names, an assignment and its questions, in English and Persian."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

from grader.reporting.pages import (
    AssignmentPage,
    GivenFormula,
    GivenMatrix,
    GivenText,
    PartPage,
    QuestionPage,
    QuestionText,
    Segments,
    segments,
)

NAMES = (
    "Sara Ahmadi",
    "علی رضایی",
    "مریم سادات حسینی‌نژاد",
    "Jonas Müller",
    "محمدحسین عبدالله‌زاده‌ی اصفهانی",
    "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Theodora",
    "نگار کریمی",
    "Li Wei",
    "זהבה כהן",
    "Zoë O'Connor",
    "رضا موسوی",
    "فاطمه جعفری",
    "پویا نوری",
    "Amélie Dubois",
    "سینا یوسفی",
    "الهام صادقی",
    "Kwame Mensah",
    "مهدی شریفی",
    "هانیه رستمی",
    "Anastasia Petrova",
    "آرش کاظمی",
    "دلارام فرهادی",
    "کیان امیری",
    "لیلا باقری",
)

PERSIAN = {
    "Convolutional networks, first homework": "شبکه‌های کانولوشنی، تمرین اول",
    "Output of a 3×3 filter over a small image": "خروجی یک فیلتر ۳×۳ روی تصویری کوچک",
    "Stride and padding shapes through a stack of layers": "ابعاد خروجی در چند لایه‌ی پشت سر هم",
    "Output size of a dilated convolution": "اندازه‌ی خروجی کانولوشن متسع",
    "Standard against depthwise-separable convolution": "کانولوشن معمولی در برابر کانولوشن عمقی جدا‌شونده",
    "The image is {image} and the kernel {kernel}. Outside the image everything is zero.": (
        "تصویر {image} و هسته {kernel} است. بیرون تصویر همه‌جا صفر است."
    ),
    "What is the output of the filter, cell by cell?": "خروجی فیلتر، خانه به خانه، چیست؟",
    "What is this kernel called?": "نام این هسته چیست؟",
    "In a few sentences: what does the filter respond to?": "در چند جمله: این فیلتر به چه چیزی پاسخ می‌دهد؟",
    "An input of {input} goes through a convolution with {filters} filters (3×3, stride 2, padding 1), "
    "a pooling layer (2×2, stride 2) and a dense layer of 32.": (
        "ورودی {input} از یک لایه‌ی کانولوشن با {filters} فیلتر (۳×۳، گام ۲، حاشیه‌ی ۱)، "
        "یک لایه‌ی ادغام (۲×۲، گام ۲) و یک لایه‌ی چگال ۳۲تایی می‌گذرد."
    ),
    "What is the shape after `{layer}`?": "ابعاد خروجی پس از `{layer}` چیست؟",
    "How many parameters does `dense` have?": "لایه‌ی `dense` چند پارامتر دارد؟",
    "A kernel of side {F} with dilation {D} slides over {M} × {N} pixels.": (
        "هسته‌ای به ضلع {F} با اتساع {D} روی {M} × {N} پیکسل می‌لغزد."
    ),
    "How many pixels does the dilated kernel cover along one axis?": (
        "هسته‌ی متسع در یک راستا چند پیکسل را می‌پوشاند؟"
    ),
    "Write the output size in {symbols} and compare it with {formula}.": (
        "اندازه‌ی خروجی را بر حسب {symbols} بنویسید و با {formula} مقایسه کنید."
    ),
    "How large is the ratio of the two?": "نسبت این دو چقدر است؟",
    "Right.": "درست است.",
    "Right, as rounded.": "درست است، پس از گرد کردن.",
    "Compare your shape with the stride: how often does the window fit?": (
        "شکل خود را با گام بسنجید: پنجره چند بار جا می‌شود؟"
    ),
    "How many biases has one unit? You wrote 50176.": "هر واحد چند بایاس دارد؟ نوشته‌اید 50176.",
    "How many gaps lie between the taps of a row, and does the last tap have one after it?": (
        "میان خانه‌های یک سطر چند فاصله هست، و آیا پس از آخری هم فاصله‌ای می‌آید؟"
    ),
    "The border counts too: which pixels does the window see at the edge?": (
        "حاشیه هم به حساب می‌آید: پنجره در لبه کدام پیکسل‌ها را می‌بیند؟"
    ),
    "Did you count the bias of each filter? One decision settles it for the class.": (
        "آیا بایاس هر فیلتر را شمرده‌اید؟ یک تصمیم برای همه‌ی کلاس کافی است."
    ),
    "Write one number, such as `50208`.": "یک عدد بنویسید، مانند `50208`.",
    "{line}\n{caret}\n{advice}": "{line}\n{caret}\n{advice}",
    "The file is not JSON: line 3 has a comma too many. Save it again and hand it in.": (
        "پرونده JSON نیست: در خط ۳ یک ویرگول زیادی هست. آن را دوباره ذخیره کنید و تحویل دهید."
    ),
    "`conv_shapes.dens` is no part of this homework; did you mean `conv_shapes.dense`?": (
        "`conv_shapes.dens` بخشی از این تمرین نیست؛ آیا منظور `conv_shapes.dense` بود؟"
    ),
    "exact": "دقیق",
    "each cell within 0.1 %": "هر خانه با خطای حداکثر ۰٫۱ درصد",
    "equal as a function of M, N, F, D": "برابر، به‌عنوان تابعی از M, N, F, D",
    "within 0.1 %, or rounded to at least 2 digits": "با خطای حداکثر ۰٫۱ درصد، یا گردشده تا دست‌کم ۲ رقم",
    "marked by a person": "یک نفر آن را تصحیح می‌کند",
    "one of the names": "یکی از نام‌ها",
    "Well argued; the sign was not asked.": "استدلال خوبی است؛ علامت خواسته نشده بود.",
}

IMAGE = tuple(tuple("10" if column == 2 else "0" for column in range(5)) for _ in range(5))
KERNEL = (("1", "1", "1"), ("1", "-8", "1"), ("1", "1", "1"))


class Language:
    """English as it is written here, or its Persian."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def __call__(self, text: str) -> str:
        return PERSIAN[text] if self.locale == "fa" else text


def make_assignment(locale: str, *, release: bool = False) -> AssignmentPage:
    """Return the assignment of the class as it is printed."""
    say = Language(locale)
    first, second, third = ("الف", "ب", "پ") if locale == "fa" else ("a", "b", "c")

    def page(id: str, number: str, title: str, *parts: tuple[str, str, str, int]) -> QuestionPage:
        return QuestionPage(
            id=id,
            number=number,
            title=say(title),
            parts=tuple(
                PartPage(id=part, letter=letter, kind=kind, max_points=Fraction(most))
                for part, letter, kind, most in parts
            ),
        )

    return AssignmentPage(
        id="cnn-1",
        title=say("Convolutional networks, first homework"),
        contact="ta@example.org",
        release=release,
        sha256=sha256(b"assignment").hexdigest(),
        grader="0.1.0",
        questions=(
            page(
                "laplacian_output",
                "1",
                "Output of a 3×3 filter over a small image",
                ("output", first, "matrix", 5),
                ("kernel_name", second, "choice", 1),
                ("role", third, "written", 2),
            ),
            page(
                "conv_shapes",
                "2",
                "Stride and padding shapes through a stack of layers",
                ("conv", first, "shape", 3),
                ("pool", second, "shape", 3),
                ("dense_params", third, "integer", 2),
            ),
            page(
                "dilated_output",
                "3",
                "Output size of a dilated convolution",
                ("effective_kernel", first, "integer", 1),
                ("formula", second, "expression", 3),
            ),
            page(
                "parameter_counts",
                "سوال چهارم" if locale == "fa" else "",
                "Standard against depthwise-separable convolution",
                ("ratio", "", "number", 2),
            ),
        ),
    )


def make_texts(locale: str) -> dict[str, QuestionText]:
    """Return what every student of the class was asked."""
    say = Language(locale)

    def ask(text: str) -> Segments:
        return segments(say(text), {})

    return {
        "laplacian_output": QuestionText(
            question=segments(
                say("The image is {image} and the kernel {kernel}. Outside the image everything is zero."),
                {"image": GivenMatrix(rows=IMAGE), "kernel": GivenMatrix(rows=KERNEL)},
            ),
            parts=(
                ("output", ask("What is the output of the filter, cell by cell?")),
                ("kernel_name", ask("What is this kernel called?")),
                ("role", ask("In a few sentences: what does the filter respond to?")),
            ),
        ),
        "conv_shapes": QuestionText(
            question=segments(
                say(
                    "An input of {input} goes through a convolution with {filters} filters (3×3, stride 2, "
                    "padding 1), a pooling layer (2×2, stride 2) and a dense layer of 32."
                ),
                {"input": GivenText(text="28 × 28 × 1"), "filters": GivenText(text="32")},
            ),
            parts=(
                ("conv", segments(say("What is the shape after `{layer}`?").replace("{layer}", "conv"), {})),
                ("pool", segments(say("What is the shape after `{layer}`?").replace("{layer}", "pool"), {})),
                ("dense_params", ask("How many parameters does `dense` have?")),
            ),
        ),
        "dilated_output": QuestionText(
            question=segments(
                say("A kernel of side {F} with dilation {D} slides over {M} × {N} pixels."),
                {
                    name: GivenText(text=text)
                    for name, text in (("F", "3"), ("D", "2"), ("M", "32"), ("N", "28"))
                },
            ),
            parts=(
                ("effective_kernel", ask("How many pixels does the dilated kernel cover along one axis?")),
                (
                    "formula",
                    segments(
                        say("Write the output size in {symbols} and compare it with {formula}."),
                        {
                            "symbols": GivenText(text="M, N, F, D"),
                            "formula": GivenFormula(text="(M - F + 1)*(N - F + 1)"),
                        },
                    ),
                ),
            ),
        ),
        "parameter_counts": QuestionText(
            question=(), parts=(("ratio", ask("How large is the ratio of the two?")),)
        ),
    }
