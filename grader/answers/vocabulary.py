"""The words that may stand round an answer, in both languages, and what they mean.

A word is folded (case, ZWNJ, ي/ک) before it is looked up. A word that is in no table is unknown: an answer
with an unknown word in it goes to a person.
"""

from __future__ import annotations

SCALES = {
    "thousand": 3, "million": 6, "millions": 6, "mio": 6, "mln": 6, "billion": 9, "trillion": 12,
    "هزار": 3, "میلیون": 6, "ملیون": 6, "میلیارد": 9, "بیلیون": 9, "تریلیون": 12,
    "kilo": 3, "mega": 6, "giga": 9, "tera": 12, "کیلو": 3, "مگا": 6, "گیگا": 9, "ترا": 12,
}  # fmt: skip
PREFIXES = ("kilo", "mega", "giga", "tera", "کیلو", "مگا", "گیگا", "ترا")
SCALE_LETTERS = {"k": 3, "K": 3, "M": 6, "G": 9, "B": 9, "T": 12}

_APPROXIMATE = """
    about approximately approx around roughly circa ca nearly almost
    حدود حدودا تقریبا تقریب حوالی نزدیک
"""
_UNITS = """
    channel channels param params parameter parameters weight weights neuron neurons unit units
    pixel pixels px filter filters feature features map maps featuremap featuremaps flop flops mac
    macs madd madds multadd multadds operation operations op ops multiplication multiplications
    multiply multiplies addition additions mult mults comparison comparisons deep depth wide high
    tall layer layers element elements entry entries value values dim dims dimension dimensions
    dimensional vector number numbers total items bias biases size cells cell times percentage
    points output outputs input inputs kernel kernels node nodes class classes image images gradient
    multiplyadds multiplyaccumulates statistic statistics learnable trainable row rows column
    columns کانال کانالها پارامتر پارامترها وزن وزنها نورون نورونها واحد پیکسل پیکسلها فیلتر فیلترها
    ویژگی نقشه عمل عملیات ضرب جمع محاسبه مقایسه عدد تا لایه لایهها عنصر درایه مقدار بعد بعدی بردار
    مجموع تعداد کل بایاس اندازه خانه خروجی ورودی هسته کرنل گره کلاس تصویر گرادیان عرض ارتفاع عمق
    فلاپ فلاپس فلاپز مک مکس
    آماره ردیف سطر ستون mul muls product products تایی نورونی کاناله درایهای پارامتری
"""
_FILLERS = """
    reduction reduced saving savings saved less fewer smaller lower decrease tensor volume array hwc nhwc
    cost costs height width side sides length adds add accumulates accumulate
    کاهش کمتر صرفهجویی صرفه جویی مییابد یابد تنسور هزینه
    the an is are was be equals equal to answer answers result results final therefore thus hence so
    we get have my it its of and with in for each per has gives which that this there will جواب پاسخ
    نتیجه برابر است با میشود شد شود میباشد می باشد دارد داریم نهایی پس بنابراین درنتیجه و که این آن
    از برای هر مساوی هست به را یعنی همان
    incl including approximated shape dense our obtain obtained find found only exactly count rounded down
    hereby finally overall effective موثر needed required resulting respectively well
    ابعاد شکل سایز ماتریس حاصل حاصلضرب میزان نهایتا لذا گرد شده پایین میگردد گردد خواهد بود هستند اند
    شامل احتساب ما طبق فرمول معادل کلا جمعا دقیقا فقط نسبت آمد میآید آید بدست دست حساب
"""

COMPARED = frozenset({"کمتر", "بیشتر", "کوچکتر"})
PLURALS = ("های", "ها")
APPROXIMATE = frozenset(_APPROXIMATE.split())
UNITS = frozenset(_UNITS.split())
NOISE = UNITS | frozenset(_FILLERS.split())
PERCENT_WORDS = frozenset({"percent", "pct", "درصد", "درصدی"})
REASONS = frozenset({"because", "since", "where", "چون", "زیرا"})
LEADING = frozenset(
    {"so", "hence", "thus", "therefore", "gives", "which", "یعنی", "پس", "بنابراین", "درنتیجه"}
)
MINUS_WORDS = frozenset({"minus", "منفی"})
ALTERNATIVES = frozenset({"or", "یا"})
BY_WORDS = frozenset({"by", "در", "ضربدر"})
NOT_FINITE_WORDS = frozenset({"nan", "inf", "infinity", "infinite", "infty", "بینهایت"})

FUNCTION_NAMES = {
    "sqrt": "sqrt", "cbrt": "cbrt", "abs": "abs", "relu": "relu", "max": "max", "min": "min",
    "floor": "floor", "ceil": "ceil", "ceiling": "ceil", "exp": "exp", "log": "log", "ln": "log",
    "sigmoid": "sigmoid",
    "maximum": "max", "minimum": "min", "int": "floor", "جذر": "sqrt", "رادیکال": "sqrt",
}  # fmt: skip

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "Π": "Pi", "Ξ": "Xi",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values()) | {"varepsilon", "vartheta", "varphi", "varsigma"}

LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеосрхуіјѕԁһԝкмнтΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνρτυχγωα",
    "ABESIJKMHOPCTYXaeocpxyijsdhwkmhtABEZHIKMNOPTYXoikvptuxywa",
)  # Cyrillic and Greek letters that are drawn like a Latin one


def is_noise(word: str) -> bool:
    """Return whether ``word`` only accompanies an answer: a unit or a filler word, one or many of it."""
    folded = fold_word(word)
    if folded in NOISE:
        return True
    ending = next((plural for plural in PLURALS if folded.endswith(plural)), "")
    return bool(ending) and folded.removesuffix(ending) in NOISE


def fold_word(word: str) -> str:
    """Return ``word`` as the tables hold it: without case and joining marks."""
    return word.casefold().replace("\u200c", "").replace("_", "")


def _prefix_of(word: str) -> str:
    """Return the word for a scale with which a unit begins, or an empty text."""
    return next((each for each in PREFIXES if word.startswith(each)), "")


def is_scaled_unit(raw: str) -> bool:
    """Return whether ``raw`` is a unit with a letter or a word for its scale, such as MFLOPs or مگافلاپس."""
    word = fold_word(raw)
    prefix = _prefix_of(word)
    if prefix and is_noise(word.removeprefix(prefix)):
        return True
    return (
        len(raw) > 1
        and raw[0] in SCALE_LETTERS
        and fold_word(raw[1:]) in UNITS
        and (raw[0].isupper() or raw[0] == "k")
    )


def scale_of(raw: str) -> int:
    """Return the power of ten that a scale word, letter or scaled unit stands for."""
    word = fold_word(raw)
    prefix = _prefix_of(word) or word
    return SCALES[prefix] if prefix in SCALES else SCALE_LETTERS[raw[0]]
