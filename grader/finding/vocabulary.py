"""The words that name answers and parts in both languages, and the words that lead to a conclusion."""

from __future__ import annotations

from functools import cache

_CONCEPTS = """
output: output out result خروجی نتیجه حاصل
input: input ورودی
conv: conv convolution convolutional کانولوشن کانولوشنی پیچش کانوولوشن کنولوشن
pool: pool pooling maxpool maxpooling avgpool ادغام پولینگ
flatten: flatten flat flattened flattening تخت مسطح فلت فلتن
dense: dense fc fullyconnected linear چگال تماممتصل متراکم دنس کاملامتصل
params: param params parameter parameters weight weights پارامتر وزن
height: height ارتفاع rows سطر
width: width عرض columns ستون
size: size اندازه ابعاد سایز shape شکل dimensions
kernel: kernel کرنل هسته filter فیلتر صافی
effective: effective موثر
ratio: ratio نسبت
reduction: reduction reduced saving savings save saved saves decrease کاهش صرفهجویی
direct: direct directly مستقیم معمولی بدون
reduce: reduce کاهنده
expand: expand expansion
bottleneck: bottleneck گلوگاه باتلنک پیمانه
total: total sum all مجموع کل جمعا جمع
standard: standard ordinary regular normal معمولی عادی استاندارد
depthwise: depthwise عمقی
pointwise: pointwise نقطهای نقطه
separable: separable جداییپذیر جداپذیر تفکیکپذیر
gap: gap globalaveragepooling
mean: mean average میانگین
variance: variance var واریانس
std: std deviation sigma انحراف
feature: feature ویژگی
map: map نقشه
grad: grad gradient derivative گرادیان مشتق partial
channels: channel channels کانال
formula: formula فرمول رابطه
field: field receptive محدوده میدان
fieldofview: fov
encoder: encoder contracting کدگذار انکودر رمزگذار
decoder: decoder expanding کدگشا دیکودر رمزگشا
operations: operation operations flops macs عملیات محاسبات ضربوجمع
estimate: estimate estimated theoretical approximate approximately approximation تقریب تقریبی تخمین تخمینی تئوری
layer: layer لایه
branch: branch شاخه
weight: weight
mask: mask ماسک نقاب
visible: visible نمایان پیدا
name: name نام
role: role نقش کاربرد
fan: fan
length: length طول درازا entries entry elements element درایه عضو مولفه
expression: expression max relu
stride: stride گام
padding: padding حاشیه لایهگذاری پدینگ
expanded: expanded گسترشیافته گسترده متسع dilated
trimmed: trimmed cropped بریده بریدهشده کوتاهشده
selector: selector انتخابگر گزینشگر
mac: mac
statistics: statistic statistics آماره
learnable: learnable learned learnt trainable آموختنی یادگرفتنی یادگیری آموزشپذیر
batch: batch minibatch دسته بچ
scaled: scaled doubled rescaled مقیاسشده
each: each every per هر
equivalent: equivalent معادل همارز
stacked: stacked stack small smaller کوچک پشته
single: single large larger big بزرگ تک تکی تکهسته
merge: merge merged merging concatenation concat concatenated الحاق
up: up upconv upsample upsampling
transition: transition گذار انتقالی انتقال
transposed: transposed ترانهاده
matrix: matrix ماتریس
sample: sample sampled نمونه
factor: factor ضریب عامل
bound: bound کران
pooled: pooled
plain: plain without skip
dilation: dilation گسترش اتساع
upstream: upstream
"""
PHRASES = (
    (("multiply", "accumulates"), "operations"),
    (("multiply", "accumulate"), "operations"),
    (("multiply", "adds"), "operations"),
    (("ضرب", "و", "جمع"), "operations"),
    (("ضرب", "جمع"), "operations"),
    (("way", "down"), "encoder"),
    (("مسیر", "رفت"), "encoder"),
    (("way", "up"), "decoder"),
    (("مسیر", "برگشت"), "decoder"),
    (("up", "convolution"), "up"),
    (("افزایش", "اندازه"), "up"),
    (("یاد", "گرفتنی"), "learnable"),
    (("قابل", "یادگیری"), "learnable"),
    (("هم", "ارز"), "equivalent"),
    (("fully", "connected"), "dense"),
    (("global", "average", "pooling"), "gap"),
    (("global", "average"), "gap"),
    (("میانگین", "سراسری"), "gap"),
    (("میانگینگیری", "سراسری"), "gap"),
    (("تمام", "متصل"), "dense"),
    (("depthwise", "separable"), "separable"),
    (("depth", "wise", "separable"), "separable"),
    (("depth", "wise"), "depthwise"),
    (("point", "wise"), "pointwise"),
    (("عمقی", "جداییپذیر"), "separable"),
    (("عمقی", "جدایی", "پذیر"), "separable"),
    (("عمقی", "جداپذیر"), "separable"),
    (("جدایی", "پذیر"), "separable"),
    (("عمقی", "جدا", "پذیر"), "separable"),
    (("جدا", "پذیر"), "separable"),
    (("تفکیک", "پذیر"), "separable"),
    (("f", "eff"), "feff"),
    (("k", "eff"), "feff"),
    (("f", "e", "f", "f"), "feff"),
    (("k", "e", "f", "f"), "feff"),
    (("نقطه", "ای"), "pointwise"),
    (("انحراف", "معیار"), "std"),
    (("standard", "deviation"), "std"),
    (("نقشه", "ویژگی"), "featuremap"),
    (("feature", "map"), "featuremap"),
    (("activation", "map"), "featuremap"),
    *(
        (words, "reduce")
        for words in (
            ("1", "1", "reduction"),
            ("1", "1", "کاهش"),
            ("کاهش", "با", "1", "1"),
            ("کاهش", "1", "1"),
            ("reduction", "1", "1"),
            ("reduction", "step"),
            ("reduction", "layer"),
            ("reduction", "convolution"),
            ("reduction", "conv"),
            ("channel", "reduction"),
            ("مرحله", "کاهش"),
            ("گام", "کاهش"),
            ("لایه", "کاهش"),
            ("کاهش", "کانال"),
            ("کاهش", "بعد"),
            ("کاهش", "عمق"),
        )
    ),
    (("receptive", "field"), "field"),
    (("field", "of", "view"), "fieldofview"),
    (("محدوده", "دید"), "fieldofview"),
    (("میدان", "دید"), "fieldofview"),
    (("میدان", "پذیرش"), "field"),
    (("میدان", "تاثیر"), "field"),
    (("پس", "از"), "after"),
    (("بعد", "از"), "after"),
    (("max", "pool"), "pool"),
    (("average", "pool"), "pool"),
)
SUFFIXES = ("هایی", "های", "ها", "ی", "s")
_ANSWER_WORDS = "پاسخ جواب نتیجه خروجی حاصل answer ans result output final نهایی solution out"
_FINAL_WORDS = "پاسخ جواب نهایی answer ans final"
_CONCLUSIONS = """
    بنابراین پس لذا درنتیجه نتیجه نهایتا نهایت مجموع درمجموع درنهایت جواب پاسخ
    so therefore thus hence finally total altogether answer conclusion overall giving gives
"""
ANSWER_WORDS = frozenset(_ANSWER_WORDS.split())
FINAL_WORDS = frozenset(_FINAL_WORDS.split())
CONCLUSIONS = frozenset(_CONCLUSIONS.split())
DECOYS = frozenset({"input", "stride", "padding", "upstream"})
GIVEN_IDEAS = DECOYS | {"kernel", "channels", "layer", "factor", "dilation", "units", "values", "اعداد"}
QUESTION_SIGNS = (
    "محاسبه کنید", "بدست آورید", "به دست آورید", "حساب کنید", "مشخص کنید", "تعیین کنید", "بیابید", "پیدا کنید",
    "بنویسید", "چقدر است", "چند است", "را بدهید", "فرض کنید", "مقایسه کنید",
)  # fmt: skip
QUESTION_STARTS = (
    "compute", "calculate", "find the", "determine", "what is", "what are", "how many", "give the", "suppose",
    "assume", "consider", "given", "let ",
)  # fmt: skip
NO_ANSWER = frozenset(
    {"", "-", "—", "نمیدانم", "بدون پاسخ", "حل نشده", "حل نشد", "no answer", "not answered", "n/a", "skipped",
     "i don't know", "i do not know", "unanswered", "نزدم", "پاسخ ندادم", "بی پاسخ"}
)  # fmt: skip


@cache
def concepts() -> dict[str, str]:
    """Return what each word names."""
    table: dict[str, str] = {}
    for line in _CONCEPTS.strip().splitlines():
        concept, _, words = line.partition(": ")
        for word in words.split():
            table.setdefault(word, concept)
    return table
