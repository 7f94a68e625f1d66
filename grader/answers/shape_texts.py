"""Rearranges the texts in which the sides of a shape are named, numbered or wrapped."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache

from grader.answers.characters import fold_characters
from grader.answers.reading import Value
from grader.tolerance import WrittenNumber

ROLES = {
    "h": 0, "height": 0, "high": 0, "tall": 0, "ارتفاع": 0, "rows": 0, "سطر": 0, "طول": 0,
    "w": 1, "width": 1, "wide": 1, "عرض": 1, "پهنا": 1, "columns": 1, "cols": 1, "ستون": 1,
    "c": 2, "channels": 2, "channel": 2, "depth": 2, "deep": 2, "d": 2, "کانال": 2, "عمق": 2, "filters": 2,
}  # fmt: skip


LAST_COMMA_OF_A_SHAPE = (
    3  # torch.Size([1, 5, 6, 5]) has a batch, and its channels first: for a person to read
)

BY = r"\s*(?:×|\*|,|\\times|(?<=[\s)])x(?=[\s(0-9])|(?<=[0-9HhWwCc])[xX](?=[0-9HhWwCc])|\bby\b|(?<=\s)در(?=\s))\s*"
NAME = r"(?:[A-Za-z]_\{?(?!out))?([A-Za-z]+|[آ-ی]+)(?:_?\{?out\}?|\}|')?"  # h, H', h_out, o_h, p_{w}
SIDE = "([0-9]{1,9})(?![0-9.*×x/+-])"


@cache
def _named_side() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds `height = 28` or `height 28`, and what finds `28 rows`."""
    return (
        re.compile(rf"{NAME}(?:[ \t]*[=:][ \t]*|[ \t]+){SIDE}"),
        re.compile(r"(?P<side>[0-9]{1,9})[ \t]+(?P<name>[A-Za-z]+|[آ-ی]+)"),
    )


def named_sides(text: str) -> Value | None:
    """Return the sides of `height = 14, width = 14, channels = 32`, or None if they are not named."""
    if not re.search(r"[=:]|[A-Za-zآ-ی]{3}", text[:200]):
        return None
    folded = fold_characters(text[:200]).text
    name_first, side_first = _named_side()
    ordered = _in_named_order(folded)
    if ordered is not None:
        return ordered
    return _named(folded, name_first, 1, 2) or _named(folded, side_first, 2, 1)


def _in_named_order(text: str) -> Value | None:
    """Return the sides of `W×H = 24×28` and `24 (width) x 28 (height)`, each put in its place by its name."""
    names_text, sign, sides_text = text.strip(" .$").partition("=")
    if sign:
        names, sides = (re.split(BY, part.strip(" ()[]")) for part in (names_text, sides_text))
    else:
        named = [
            re.fullmatch(r"([0-9]{1,9})\s*\(?\s*([A-Za-zآ-ی]+)\s*\)?", part.strip())
            for part in re.split(BY, text)
        ]
        names = [found[2] for found in named if found]
        sides = [found[1] for found in named if found]
        if len(names) != len(named):
            return None
    roles = [ROLES.get(name.strip().casefold()) for name in names]
    if set(roles) not in ({0, 1}, {0, 1, 2}) or len(roles) != len(set(roles)) or len(sides) != len(roles):
        return None
    if not all(re.fullmatch("[0-9]{1,9}", side.strip()) for side in sides):
        return None
    placed = {role: WrittenNumber(Fraction(int(side))) for role, side in zip(roles, sides, strict=True)}
    return tuple(placed[role] for role in range(len(placed)))


def _named(text: str, pattern: re.Pattern[str], name: int, side: int) -> Value | None:
    found = {}
    for match in pattern.finditer(text):
        spelt = match[name].casefold()
        role = ROLES.get(spelt, ROLES.get(spelt.removesuffix("out")))
        if role is None or role in found:
            return None
        found[role] = WrittenNumber(Fraction(int(match[side])))
    rest = pattern.sub("", text).strip(" ,;.()[]\n\t")
    if sorted(found) not in ([0, 1], [0, 1, 2]) or re.sub(r"and\b|[ ,;و]", "", rest):
        return None
    return tuple(found[role] for role in sorted(found))


def names_channels(text: str) -> bool:
    """Return whether a number of channels is called so: `32@14×14`, `14×14 (32 channels)`."""
    return _channels_named().search(text[:200]) is not None


@cache
def _channels_named() -> re.Pattern[str]:
    return re.compile(
        r"@|[0-9۰-۹٠-٩][ \t]*(?:channels?|filters?|(?:feature )?maps?|کانال|فیلتر)", re.IGNORECASE
    )


def has_other_order(text: str) -> bool:
    """Return whether the sides are said to stand in another order: W×H×C, C×H×W, `channels 8, 28×24`."""
    if _other_order().search(text[:200]) is not None:
        return True
    words = re.finditer(r"[A-Za-z]{3,}|[آ-ی]{3,}", text[:200])
    named = [(ROLES[word[0].casefold()], word.start()) for word in words if word[0].casefold() in ROLES]
    roles = [role for role, _ in named]
    if roles != sorted(roles):
        return True
    number = re.search("[0-9۰-۹٠-٩]", text[:200])
    return (
        bool(named) and number is not None and roles[0] == ROLES["channels"] and named[0][1] < number.start()
    )


@cache
def _other_order() -> re.Pattern[str]:
    by = r"[ \t]*(?:×|x|\*|,|در|by|\\times)[ \t]*"
    names = (("w|width|عرض", "h|height|ارتفاع|طول"), ("c|channels?|کانال", "h|w|height|width|ارتفاع|عرض"))
    orders = [rf"(?<![A-Za-z_])(?:{first}){by}(?:{second})(?![A-Za-z_=])" for first, second in names]
    orders += [
        rf"^[^0-9=]{{0,20}}(?<![A-Za-z_])(?:w|width|عرض){by}",
        r"^[^0-9=]{0,20}[0-9]+\s*\(?(?:width|عرض|w)\b",
    ]
    return re.compile("|".join((*orders, rf"(?:^|[=:])[ \t]*[0-9]+{by}\([0-9]+{by}[0-9]+\)")), re.IGNORECASE)


@cache
def _channels_before() -> re.Pattern[str]:
    digits = "[0-9۰-۹٠-٩]{1,7}"
    words = "channels?|(?:feature )?maps?|filters?|کانال|فیلتر|نقشه(?:ی)? ویژگی"
    return re.compile(
        rf"\s*({digits})\s*(?:@|(?:{words})\s*(?:of(?: size)?|,|با ابعاد|با اندازه)?)\s*"
        rf"({digits}\s*[xX×*]\s*{digits})\s*\.?\s*"
    )


@cache
def _wrapped() -> tuple[re.Pattern[str], ...]:
    digits = "([0-9۰-۹٠-٩]{1,7})"
    by = r"\s*[xX×*✕,،]\s*"
    return (
        re.compile(rf"\s*{digits}{by}{digits}\s*@\s*{digits}\s*"),
        re.compile(rf"\s*[(\[]\s*{digits}{by}{digits}\s*[)\]]\s*[xX×*✕@]\s*{digits}\s*"),
        re.compile(r"\s*(?:torch\.Size|(?:tf\.)?TensorShape)\s*\(\s*[\[(]([^()\[\]]{1,80})[)\]]\s*\)\s*"),
        re.compile(r"\s*\$*\\mathbb ?\{? ?R ?\}?\^\{([^{}]{1,80})\}\$*\s*"),
    )


def _matcher(text: str) -> Callable[[re.Pattern[str]], re.Match[str] | None]:
    return lambda pattern: pattern.fullmatch(text[:200])


@cache
def _layout() -> re.Pattern[str]:
    """Return what finds the names of the sides, in the order in which they are asked, behind them."""
    return re.compile(r"\(\s*h\s*[x×*,]\s*w\s*(?:[x×*,]\s*c\s*)?\)\s*\.?\s*$", re.IGNORECASE)


def in_order(text: str) -> str:
    """Return `32@14×14` and `32 channels of 14×14` with the channels last, and `14 14 32` with commas."""
    text = re.sub(r"(?<=[0-9۰-۹])-by-(?=[0-9۰-۹])", " by ", text)
    if text.lstrip()[:1] == "<" and text.rstrip()[-1:] == ">":
        text = text.replace("<", "(").replace(">", ")")
    found = _channels_before().fullmatch(text[:200])
    if found:
        return f"{found[2]}×{found[1]}"
    wrapped = next((found for found in map(_matcher(text), _wrapped()) if found), None)
    if wrapped and (wrapped[0].count(",") < LAST_COMMA_OF_A_SHAPE or "TensorShape([None" in wrapped[0]):
        return "×".join(group for group in wrapped.groups() if group)
    text = _layout().sub(lambda found: " " * len(found[0]), text) if "(" in text[-60:] else text
    if re.fullmatch(r"\s*[\[(]?\s*[0-9۰-۹٠-٩]{1,7}(?:[ \t]+[0-9۰-۹٠-٩]{1,7}){1,3}\s*[\])]?\s*", text[:200]):
        return re.sub(r"(?<=[0-9۰-۹٠-٩])[ \t]+(?=[0-9۰-۹٠-٩])", ",", text)
    worked_out = re.search(
        r"[0-9][ ]?[xX×*][ ]?[0-9][^=]{0,80}=[ ]*([0-9]{1,3}(?:,[0-9]{3})+)[^0-9]*$", text[:200]
    )
    if worked_out:  # 14×14×32 = 6,272: the comma parts thousands, not sides
        return text.replace(worked_out[1], worked_out[1].replace(",", "٬"))
    return text


def with_commas(text: str) -> str:
    """Return ``text`` with the words that part sides (`with`, `and`, `و`, `با`) as commas."""
    return re.sub(
        r"(?<=[ \t0-9۰-۹])(?:with|and|با|و)(?=[ \t])", lambda found: ",".ljust(len(found[0])), text[:2001]
    )
