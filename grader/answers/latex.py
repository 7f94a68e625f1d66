"""The commands of LaTeX that may stand in an answer: signs, and commands that only change its looks."""

from __future__ import annotations

SIGNS = {
    "cdot": "·", "times": "×", "ast": "*", "div": "/", "over": "/", "star": "*", "bullet": "·", "minus": "-",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "langle": "(", "rangle": ")", "lbrack": "[", "rbrack": "]", "lbrace": "{", "rbrace": "}", "colon": ":",
    "approx": "≈", "simeq": "≈", "sim": "≈", "cong": "≈", "equiv": "=", "neq": "≠", "ne": "≠", "pm": "±",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "lt": "<", "gt": ">", "infty": "∞", "prime": "'",
    "to": "→", "rightarrow": "→", "Rightarrow": "→", "implies": "→", "therefore": "→",
    "circ": "∘", "otimes": "⊗", "odot": "⊙",
}  # fmt: skip
_SILENT = """
    left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle quad qquad limits mathstrut
    thinspace medspace enspace space nonumber boldsymbol mathbf mathrm mathit mathsf bm rm bf it large Large
    operatorname mathop text textbf textrm textit mbox boxed fbox underline hbox because ensuremath
    middle mathbb mathcal smash hline centering
"""
SILENT = frozenset(_SILENT.split())
WORDS = frozenset({"text", "textrm", "textbf", "textit", "mbox", "operatorname", "mathrm"})
ESCAPED = frozenset("%$&#{}_|")
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
