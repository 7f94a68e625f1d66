"""Tells from what stands beside a value that it is not the answer: negated, replaced, used, remarked in brackets."""

from __future__ import annotations

import re

from grader.finding.folding import fold

BEFORE = re.compile(
    r"(?:\b(?:not|n't|never|isn't|wasn't|instead of|rather than|unlike|except|previously|formerly|originally"
    r"|mistakenly|wrongly|earlier|at first|no longer|old(?: value| answer)?|wrote|cancel(?:ed|led)?|crossed out|from"
    r"|because of|due to|compared (?:with|to)|in contrast to|versus|vs\.?)"
    r"|(?<![\u0620-\u06d3])(?:نه|به ?جای|غیر ?از|بر ?خلاف|قبلا|اشتباها|به ?اشتباه|به ?غلط|در ?ابتدا|پیشتر|ابتدا|قبلی|از"
    r"|در ?مقایسه ?با|در ?برابر|نسبت ?به|با ?توجه ?به|با ?استفاده ?از|به ?کمک|به ?خاطر))"
    r"(?:\s+(?:the|a|an|be|is|was|it|exactly|really|simply|just|quite|only|i|had|got|equal|to|value|answer|مقدار|عدد|جواب|پاسخ|برابر|با|هم))*[\s:=(\[$]*$"
)
BEHIND = re.compile(
    r"^[\s)\]$.,،]*(?:که\s+)?(?:(?:which|that|it|is|was|as|would be|would have been|answer|value|هم)\s+)*"
    r"(?:wrong|incorrect|false|(?<=is )not\b|(?<=was )not\b|not (?:right|correct|it|the)\b|a mistake|mistaken|an error"
    r"|rejected|crossed|cancel|isn't|wasn't|too (?:large|small|big)|(?:replaced|followed) by"
    r"|غلط|اشتباه|نادرست|نیست|نمی ?شود|نبود|را (?:خط|پاک|حذف|قبول ندار)|قبلی|نوشته بودم|خط خورد|رد (?:می|شد))"
)
AMENDS = re.compile(
    r"\b(?:correct(?:ion|ed)|erratum|errata|edit(?:ed)?|amend(?:ed|ment)?|oops|sorry|wait|actually|on second thought"
    r"|scrap|ignore|disregard|revised?|mistake|wrong|no longer)\b"
    r"|(?<![\u0620-\u06d3])(?:اصلاح|تصحیح|ویرایش|ببخشید|غلط|اشتباه|نادرست|منصرف|درستش|صحیح آن|بازنگری)"
)
ASIDE = re.compile(r"[(\[（][^()\[\]（）]*$")
LEADS_ON = re.compile(
    r"[=≈→⇒]|\b(?:so|thus|hence|therefore|finally|gives|becomes|i\.?e\.?|namely|now|new|correct\w*|real|actual\w*|right)\b"
    r"|(?<![\u0620-\u06d3])(?:پس|یعنی|بنابراین|نهایت|نهایی|درست|صحیح|جواب|پاسخ|نتیجه|می ?شود|اصلاح)"
)
LONGEST_REASON = 300  # characters of the sentence up to the value
LONGEST_BESIDE = 60  # characters on either side in which the words stand


REASON = re.compile(
    r"(?<![A-Za-z\u0620-\u06d3])(?:because|since|چون|زیرا|چرا ?که)(?![A-Za-z\u0620-\u06d3])(?!.*[,،;؛])"
)


def is_taken_back(lead: str, behind: str) -> bool:
    """Return whether the words before a value, or those behind it, say that it does not count."""
    return bool(BEFORE.search(fold(lead[-LONGEST_BESIDE:])) or BEHIND.match(fold(behind[:LONGEST_BESIDE])))


def amends(text: str) -> bool:
    """Return whether a statement corrects what was said before."""
    return bool(AMENDS.search(fold(text)))


def is_reason(text: str) -> bool:
    """Return whether ``text``, up to a value, gives the reason for one that stands before it: `7, because each 3 …`."""
    found = REASON.search(fold(text)) if len(text) < LONGEST_REASON else None
    return found is not None and bool(re.search("[0-9]", fold(text)[: found.start()]))


def is_aside(text: str, start: int) -> bool:
    """Return whether the value at ``start`` stands in brackets that only remark on what is said before them.

    Words stand with it there, and none of them leads to it.
    """
    opened = ASIDE.search(text[: start + 1] if text[start : start + 1] in tuple("([（") else text[:start])
    if opened is None or not re.search(r"[0-9A-Za-z۰-۹٠-٩]", text[: opened.start()]):
        return False
    closed = re.search(r"[)\]）]", text[start:])
    inner = fold(opened[0][1:] + text[start : start + closed.start() if closed else len(text)])
    return bool(re.search(r"[a-z]{3}|[\u0620-\u06d3]{2}", inner)) and not LEADS_ON.search(inner)
