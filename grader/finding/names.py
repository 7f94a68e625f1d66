"""Tells which part the words before a value name, from the parts' ids and what those are called in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from grader.finding.folding import fold, words_of
from grader.finding.numbering import ORDINALS
from grader.finding.vocabulary import PHRASES, SUFFIXES, concepts

GRADIENT = re.compile(
    r"(?:\\partial|∂|\bd)\s*[a-z]{1,4}\s*\)?\s*(?:\}\s*\{|/|\s)\s*\(?\s*(?:\\partial|∂|d)\s*([a-z])"
    r"|(?:\\nabla|∇)\s*_?\{?\s*([a-z])|(?<![a-z0-9\\^_])d([wx])(?![a-z0-9])"
)  # ∂L/∂w, (∂L)/(∂w), ∇_w L, or dw alone
SYMBOLIC = re.compile(
    r"^[\s$\\{(]*(?:mathrm|text|operatorname)?[\s{]*([a-z]{1,3}|[a-z] [a-z])"
    r"\s*[_ ]?\s*\{?\s*([0-9]{1,2})\s*\}?[\s$})]*$"
)
LONGEST_SYMBOL = 60  # characters of a symbol with its index, in TeX's words
SQUARED_SIGMA = re.compile(
    r"(?:\\?(?<![A-Za-z])sigma(?![A-Za-z])|σ)(?:\s*_\s*(?:\{[^{}]{1,20}\}|\w))?\s*(?:\^\s*\{?\s*[2۲](?![0-9۰-۹])\s*\}?|²)",
    re.IGNORECASE,
)
ALSO_CALLED = {
    "kernel_formula": ("effective kernel", "effective field", "effective size"),
    "effective_kernel": ("effective size", "effective field", "feff"),
    "kernel_name": ("kernel", "name"),
    "size": ("output",),
    "formula": ("output size", "output"),
    "separable": ("total params", "total"),
    "bottleneck": ("total",),
    "reduce": ("reduction",),
    "after_transition": ("transition",),
    "std": ("sigma",),
    "feature_map": ("conv output",),
    "operations": ("params operations", "mac", "multiplications"),
    "reduction": ("percent",),
    "channels": ("output channels",),
    "grad_filter": ("grad kernel", "grad params"),
    "grad_w": ("grad kernel", "grad params"),
    "grad_x": ("grad input",),
    "gap": ("mean", "pool mean"),
    "standard": ("direct",),
    "direct": ("standard",),
    "fan_in": ("fan", "input"),
    "per_layer": ("each layer", "channels layer"),
    "stacked_params": ("stacked kernel",),
    "single_params": ("single kernel",),
    "learnable": ("learnable params",),
    "merge_params": ("merge conv",),
    "up_params": ("up conv",),
    "o1": ("layer", "output", "conv"),
    "o2": ("layer", "output", "conv"),
    "o3": ("layer", "output", "conv"),
}
MU = re.compile(r"\\mu(?![A-Za-z])|μ")
OF_LAYERS = {"c": "conv", "p": "pool"}  # as in c1 and p2
BY_ITS_NUMBER = 16  # `the second`, where nothing else is said
AT_THE_LAST_LAYER = 14  # less than a part that has this number itself
BY_A_HINT = 13  # less than an idea of its own
WEAK_CONCEPTS = frozenset({"size", "kernel", "output", "formula", "map", "layer", "params", "operations"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartName:
    """What a part is called: its ids in one spelling, the ideas in them, and the number at its end."""

    full: str
    plain: str
    ideas: tuple[frozenset[str], ...]
    number: str = ""
    count: int = 0


def part_name(question_id: str, part_id: str, layers: int) -> PartName:
    """Return the name of a part; ``layers`` is how many layers its question has, to which a total belongs."""
    pieces = [each for each in re.split(r"[_\-\s]+", part_id.casefold()) if each]
    number = ""
    ideas: set[str] = set()
    for piece in pieces:
        trailing = re.fullmatch(r"([a-z]*?)([0-9]{1,2})", piece)
        if (
            trailing and len(pieces) - 1 <= pieces.index(piece) + 1 and piece is pieces[0]
        ) or piece.isdigit():
            number = number or (trailing[2] if trailing else piece)
            stem = OF_LAYERS.get(trailing[1], trailing[1]) if trailing else ""
            if len(stem) > 2 or stem in concepts():
                ideas.add(idea_of(stem))
        else:
            ideas.add(idea_of(piece))
    joined = "".join(pieces)
    if {"feature", "map"} <= ideas:
        ideas = ideas - {"feature", "map"} | {"featuremap"}
    if joined == "fieldofview":
        ideas = {"fieldofview"}
    named = tuple(frozenset(each.split()) for each in ALSO_CALLED.get(part_id, ()))
    return PartName(
        full=squeezed(f"{question_id}.{part_id}"), plain=joined, number=number,
        ideas=(*((frozenset(ideas),) if ideas else ()), *named), count=layers if part_id == "total" else 0,
    )  # fmt: skip


def idea_of(word: str) -> str:
    """Return what a word names, or the word itself."""
    known = concepts()
    if word in known:
        return known[word]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and word.removesuffix(suffix) in known:
            return known[word.removesuffix(suffix)]
    return word


def squeezed(text: str) -> str:
    """Return a name without what never tells two apart."""
    return re.sub(r"[\s_\-\\{}$*`'\"]+", "", fold(text))


@cache
def phrases_by_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases by their first words."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, idea in PHRASES:
        found.setdefault(words[0], []).append((words, idea))
    return found


@lru_cache(maxsize=4096)
def ideas_of(text: str) -> frozenset[str]:
    """Return what the words of a text name, phrases first, numbers as digits."""
    if "μ" in text or "\\mu" in text:
        text = MU.sub(" mean ", text)
    if "igma" in text or "σ" in text:
        text = SQUARED_SIGMA.sub(" variance ", text).replace("σ", " sigma ")
    words = list(words_of(text))
    found: set[str] = set()
    at = 0
    while at < len(words):
        phrases = phrases_by_word().get(words[at], ())
        phrase = next((each for each in phrases if tuple(words[at : at + len(each[0])]) == each[0]), None)
        if phrase:
            found.add(phrase[1])
            at += len(phrase[0])
            continue
        word = words[at]
        found.add(_number_or_idea(word))
        at += 1
    return frozenset(found)


def score(text: str, name: PartName) -> int:
    """Return how well a text names a part: 0 not at all, 100 by its very id."""
    flat = squeezed(text)
    if not flat:
        return 0
    if flat.endswith(name.full):
        return 100
    if flat == name.plain:
        return 60
    symbol = SYMBOLIC.match(fold(text)) if len(text) <= LONGEST_SYMBOL else None
    if symbol:
        is_its_own = symbol[2] in (name.number, str(name.count or ""))
        return 40 if is_its_own and _may_be(symbol[1].replace(" ", ""), name) else 0
    gradient = GRADIENT.search(fold(text))
    ideas = ideas_of(text)
    if gradient:
        symbol_of = next(filter(None, gradient.groups()))
        ideas |= {"grad", symbol_of, {"x": "input", "w": "kernel", "k": "kernel"}.get(symbol_of, symbol_of)}
    if name.number and not _has_number(text, name):
        return 0
    if name.number and not ideas - {name.number}:
        return BY_ITS_NUMBER
    best = max((_score_of(each, name) for each in name.ideas if each <= ideas), default=0)
    return max(best, AT_THE_LAST_LAYER) if name.count and _is_at_the_last_layer(text, name.count) else best


def _is_at_the_last_layer(text: str, count: int) -> bool:
    """Return whether a text names the last of the layers by its number, and so the total: `after layer 3`."""
    words = [_number_or_idea(word) for word in words_of(text)]
    return any(set(pair) == {"layer", str(count)} for pair in pairwise(words))


def _has_number(text: str, name: PartName) -> bool:
    """Return whether a part's number stands beside one of its ideas: `layer 1`, `first layer`, `لایه اول`."""
    words = [_number_or_idea(word) for word in words_of(text)]
    if words == [name.number]:
        return words_of(text)[0] in ORDINALS
    own = {idea for ideas in name.ideas for idea in ideas}
    return any(name.number in pair and (not own or own & set(pair)) for pair in pairwise(words))


def _number_or_idea(word: str) -> str:
    return str(ORDINALS[word]) if word in ORDINALS and len(word) > 2 else idea_of(word)


def _score_of(ideas: frozenset[str], name: PartName) -> int:
    strong = len(ideas - WEAK_CONCEPTS)
    is_weak = not strong and not name.number
    return 10 + 4 * strong + 2 * len(ideas) + (4 if name.number else 0) - (6 if is_weak else 0)


def _may_be(letters: str, name: PartName) -> bool:
    """Return whether the letters of a symbol with an index may be this part's."""
    return name.plain.startswith(letters) or letters in ("r", "rf", "l", "o", "h", "y") or name.count > 0


@lru_cache(maxsize=8192)
def named_among(text: str, names: tuple[tuple[int, PartName], ...]) -> tuple[int | None, int]:
    """Return which of the parts that share a place a text names best, if only by an idea that no other of them has.

    What says `parameters` names no part that is not of parameters, where another one is.
    """
    ideas = ideas_of(text)
    own = own_ideas(names)
    if any("params" in each for each in own.values()) and "params" in ideas:
        names = tuple((index, name) for index, name in names if any("params" in each for each in name.ideas))
    named = best_named(text, names)
    if named[0] is not None:
        return named
    hinted = [index for index, _ in names if own[index] & ideas]
    return (hinted[0], BY_A_HINT) if len(hinted) == 1 else (None, 0)


@lru_cache(maxsize=8192)
def of_parameters(text: str, names: tuple[tuple[int, PartName], ...]) -> tuple[int, ...]:
    """Return the parts of parameters where a text says `parameters`, and nothing that names the others among them."""
    ideas = ideas_of(text)
    if "params" not in ideas:
        return ()
    own = own_ideas(names)
    named = tuple(index for index, name in names if any("params" in each for each in name.ideas[:1]))
    return () if any(own[index] & ideas for index, _ in names if index not in named) else named


@lru_cache(maxsize=512)
def own_ideas(names: tuple[tuple[int, PartName], ...]) -> dict[int, frozenset[str]]:
    """Return the ideas in each part's name that are in no other's."""
    return {
        index: frozenset().union(*name.ideas[:1])
        - frozenset().union(*(each for other, known in names if other != index for each in known.ideas))
        for index, name in names
    }


@lru_cache(maxsize=8192)
def best_named(text: str, names: tuple[tuple[int, PartName], ...]) -> tuple[int | None, int]:
    """Return which of the parts a text names best, and how well; None where none or several are named alike."""
    scores = sorted(((score(text, name), index) for index, name in names), key=lambda each: -each[0])
    if not scores or scores[0][0] == 0:
        return None, 0
    if len(scores) > 1 and scores[1][0] == scores[0][0]:
        tied = {index for how_well, index in scores if how_well == scores[0][0]}
        ratio = ratio_among(text, [(index, name) for index, name in names if index in tied])
        return (ratio, scores[0][0]) if ratio is not None else (None, 0)
    return scores[0][1], scores[0][0]


def ratio_among(text: str, tied: Sequence[tuple[int, PartName]]) -> int | None:
    """Return the ratio among parts that a text names alike: `the ratio of the separable one to the standard one`."""
    ideas = ideas_of(text)
    if "ratio" not in ideas or "reduction" in ideas:
        return None
    ratios = [index for index, name in tied if any("ratio" in each for each in name.ideas[:1])]
    return ratios[0] if len(ratios) == 1 else None
