"""Cuts an answer into tokens: numerals, symbols, words, functions and signs.

numeral  = digits { separator digits } [ "e" [sign] digits ]
name     = letters { digits | "_" letters | "_{" … "}" | subscript }    cut into the declared symbols
word     = any other run of letters
sign     = one of  + - * × / ^ ! = ≈ % ( ) [ ] { } | , ; : and their LaTeX spellings
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from grader.answers import latex, vocabulary
from grader.answers.characters import (
    PERSIAN_DIGITS,
    PLAIN_SUPERSCRIPTS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    THIN_SPACE,
    VULGAR,
    FoldedText,
)
from grader.answers.expr import Call, Constant, Expr, Symbol
from grader.answers.names import cut_name, end_of_argument
from grader.answers.numerals import not_finite, read_numeral
from grader.answers.refusal import MALFORMED, TOO_LONG, Refusal
from grader.translation import Message

MOST_JOINED = 12  # names written together with an x between them
MOST_TOKENS = 1000

# The kinds of token; a sign's kind is the sign itself.
NUMBER, SYMBOL, WORD, FUNCTION, SCALE, APPROXIMATELY, ALTERNATIVE, NEWLINE = (
    "number", "symbol", "word", "function", "scale", "≈", "or", "\n",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notation:
    r"""The habits by which a text is read.

    ``symbols`` are the declared names. With ``commas_group`` a comma between digits belongs to a numeral,
    otherwise it parts items; ``spaces_group`` does the same for an ordinary space before three digits.
    ``continental`` and ``slash_decimal`` take the second sensible reading of `1.234` and `۱۲/۵`;
    ``mixed`` reads `1\frac12` as one and a half. ``percent_divides`` makes 5 % one twentieth,
    ``decimal_commas`` lets a comma be a decimal point, and ``brackets_floor`` takes `[x]` for the whole
    part of x.
    """

    symbols: tuple[str, ...] = ()
    commas_group: bool = True
    spaces_group: bool = True
    continental: bool = False
    slash_decimal: bool = False
    mixed: bool = True
    percent_divides: bool = True
    brackets_floor: bool = False
    decimal_commas: bool = True


class Token(NamedTuple):
    """A piece of the text from ``start`` to ``end``; ``node`` is the value of a numeral or a symbol."""

    kind: str
    text: str
    start: int
    end: int
    node: Expr | None = None
    spaced: bool = False
    folded: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    subscripts = f"[{SUBSCRIPTS}]"
    return re.compile(
        rf"(?P<space>[ \t{THIN_SPACE}]+)"
        r"|(?P<digits>[0-9]|[.٫](?=[0-9]))"
        r"|(?P<latex>\\(?:[A-Za-z]+\*?|.|$))"
        rf"|(?P<name>[A-Za-z\u0370-\u03ff\u0400-\u052fµ](?:[A-Za-z0-9\u0370-\u03ff\u0400-\u052fµ]|{subscripts}"
        r"|_(?=[A-Za-z0-9\u0370-\u03ff\u0400-\u052f])|_\{[A-Za-z0-9, ]{1,20}\})*"
        r"(?:'(?!(?:s|t|re|ve|ll|d|m)(?![A-Za-z])|[0-9]))*)"
        r"|(?P<word>[\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff]+)"
        rf"|(?P<super>[{SUPERSCRIPTS}]+)"
        rf"|(?P<vulgar>[{''.join(VULGAR)}])"
        r"|(?P<double>\*\*|//|==|->|=>|!=|<=|>=|:=)"
        r"|(?P<newline>\n)"
        r"|(?P<sign>.)",
        re.DOTALL,
    )


_SEPARATORS = {  # by (a comma groups, a space groups)
    (True, True): r"(?:[.,٬٫'_]|\{[,.]\}|\\[,;:! ])|[ \u2009](?=[0-9]{3}(?![0-9]))",
    (True, False): r"(?:[.,٬٫'_]|\{[,.]\}|\\[,;:! ])|\u2009(?=[0-9]{3}(?![0-9]))",
    (False, True): r"(?:[.٬٫'_]|\{[,.]\}|\\[,;:! ])|[ \u2009](?=[0-9]{3}(?![0-9]))",
    (False, False): r"(?:[.٬٫'_]|\{[,.]\}|\\[,;:! ])|\u2009(?=[0-9]{3}(?![0-9]))",
}


@cache
def _numeral(commas_group: bool, spaces_group: bool, has_exponent: bool) -> re.Pattern[str]:
    separator = _SEPARATORS[commas_group, spaces_group]
    exponent = r"(?:[eE][+-]?[0-9]{1,6}(?![0-9A-Za-z.]))?" if has_exponent else ""
    return re.compile(rf"[.٫]?[0-9]+(?:(?:{separator})[0-9]+)*{exponent}")


def tokens_of(folded: FoldedText, notation: Notation) -> list[Token]:
    """Return the tokens of ``folded``; raises Refusal at the place of one that fits nothing."""
    return _Lexer(folded, notation).run()


class _Lexer:
    """Walks once through a text; ``calls`` holds, for each open bracket, whether it is a function's."""

    def __init__(self, folded: FoldedText, notation: Notation) -> None:
        self.folded = folded
        self.text = folded.text
        self.notation = notation
        self.tokens: list[Token] = []
        self.calls: list[bool] = []
        self.at = 0
        self.spaced = False
        self.declares_x = any(symbol in ("x", "X") for symbol in notation.symbols)

    def run(self) -> list[Token]:
        match = _pattern().match
        while self.at < len(self.text):
            found = match(self.text, self.at)
            if found is None or found.lastgroup is None:  # the last alternative takes any character
                break
            kind, start = found.lastgroup, self.at
            self.at = found.end()
            if kind == "space":
                self.spaced = True
                continue
            getattr(self, f"_{kind}")(found[0], start)
            self.spaced = False
            if len(self.tokens) > MOST_TOKENS:
                raise too_long(start)
        return self.tokens

    def _put(
        self, kind: str, text: str, start: int, node: Expr | None = None, *, folded: bool = False
    ) -> None:
        self.tokens.append(Token(kind, text, start, self.at, node, self.spaced, folded))

    def _digits(self, _: str, start: int) -> None:
        notation = self.notation
        commas = notation.commas_group and not any(self.calls)
        has_exponent = "e" not in notation.symbols and "E" not in notation.symbols
        found = _numeral(commas, notation.spaces_group, has_exponent).match(self.text, start)
        assert found is not None  # noqa: S101  # the first character is a digit, or a point before one
        self.at = found.end()
        raw = found[0].lower() if has_exponent else found[0]
        if self.text.startswith("/", self.at):
            raw = self._with_slashed_groups(raw, start)
        node = read_numeral(
            raw, start, continental=notation.continental, decimal_commas=notation.decimal_commas
        )
        if notation.slash_decimal:
            node = self._after_slash(node, start)
        self._put(NUMBER, found[0], start, node)

    def _with_slashed_groups(self, raw: str, start: int) -> str:
        """Return `۱۲۰/۴۲۲/۴۰۰` as one number with its groups of three: nobody divides so."""
        found = re.compile(r"[0-9]{1,3}(?:/[0-9]{3}){2,}(?![0-9/.,٫])").match(self.text, start)
        if found is None or not _is_persian(self.folded, start) or self.text[start - 1 : start] == "/":
            return raw
        self.at = found.end()
        return found[0].replace("/", "")

    def _after_slash(self, whole: Constant, start: int) -> Constant:
        """Return ``whole`` with the digits behind a Persian decimal slash, if one follows."""
        found = re.compile(r"/([0-9]+)(?![0-9]*[/.,٫])").match(self.text, self.at)
        before = self.text[start - 1 : start]
        if (
            found is None
            or before == "/"
            or not (whole.written or "").isdigit()
            or not (_is_persian(self.folded, start) or whole.written == "0")
        ):
            return whole
        self.at = found.end()
        return read_numeral(f"{whole.written}٫{found[1]}", start)

    def _name(self, raw: str, start: int) -> None:
        self._put_name(raw, start)

    def _put_name(self, raw: str, start: int) -> None:
        cut = cut_name(raw, self.notation.symbols)
        if cut is not None:
            names, folded = cut
            if raw[-1] == "'":
                self.at = end_of_argument(self.text, self.at, self.notation.symbols)
            for name in names:
                self._put(SYMBOL, name, start, Symbol(name), folded=folded)
            return
        if self._is_times_sign(raw, start):
            self._times_then_rest(raw, start)
            return
        if self._put_joined_sides(raw, start):
            return
        if raw == "e" and self.text[self.at : self.at + 1] in ("^", *SUPERSCRIPTS):
            self._put(SYMBOL, raw, start, Call("exp", (Constant(1),)))
            return
        self._put_word(raw, start)

    def _put_joined_sides(self, raw: str, start: int) -> bool:
        """Read `NxN` as declared names with a sign of times between them, unless x is declared itself."""
        pieces = re.split("[xX]", raw)
        if self.declares_x or not 2 <= len(pieces) <= MOST_JOINED:
            return False
        cuts = [cut_name(piece, self.notation.symbols) for piece in pieces]
        if any(cut is None for cut in cuts):
            return False
        for index, cut in enumerate(cuts):
            if index:
                self._put("×", "x", start)
            for name in cut[0] if cut is not None else ():
                self._put(SYMBOL, name, start, Symbol(name), folded=cut is not None and cut[1])
        return True

    def _is_times_sign(self, raw: str, start: int) -> bool:
        if raw[0] not in "xXхХχΧ" or not self.tokens:
            return False
        last = self.tokens[-1].kind
        if self.declares_x:  # 14x12 is a product all the same
            return last == NUMBER and not self.spaced and raw[1:].isdigit()
        if self.tokens[-1].text == "0" and not self.spaced:
            return False  # 0x10 is a number of another base, or a slip
        rest = raw[1:]
        after = self.text[start + 1 :].lstrip(" \t\u2009{$")[:1] if not rest else rest[0]
        return (last in (NUMBER, SYMBOL, WORD, ")", "]", "?", "⌋", "⌉", "}")) and (
            after.isalnum() or (after in "([⌊⌈-?\\" and after != "")
        )

    def _times_then_rest(self, raw: str, start: int) -> None:
        self.at = start + 1
        self._put("×", "x", start)
        self.spaced = False

    def _put_word(self, raw: str, start: int) -> None:
        word = vocabulary.fold_word(raw)
        function = vocabulary.FUNCTION_NAMES.get(word)
        if function is not None and self._argument_follows():
            self._put(FUNCTION, function, start)
        elif word in vocabulary.NOT_FINITE_WORDS:
            raise not_finite(start)
        elif self._is_scale(raw, word):
            self._put(SCALE, raw, start)
        elif word in vocabulary.APPROXIMATE:
            self._put(APPROXIMATELY, raw, start)
        elif word in vocabulary.PERCENT_WORDS:
            self._put("%", raw, start)
        elif word in vocabulary.MINUS_WORDS and self.text[self.at :].lstrip()[:1].isdigit():
            self._put("-", raw, start)
        elif word in vocabulary.ALTERNATIVES:
            self._put(ALTERNATIVE, raw, start)
        elif word in vocabulary.REASONS:
            self._put(NEWLINE, raw, start)
        elif word in vocabulary.BY_WORDS and self.tokens and self._operand_follows():
            self._put("×", raw, start)
        else:
            self._put(WORD, raw, start)

    _word = _put_word

    def _is_scale(self, raw: str, word: str) -> bool:
        if not self.tokens or self.tokens[-1].kind not in (NUMBER, SCALE):
            return False
        return word in vocabulary.SCALES or raw in vocabulary.SCALE_LETTERS or vocabulary.is_scaled_unit(raw)

    def _argument_follows(self) -> bool:
        return self.text[self.at :].lstrip(" \t\u2009\\")[:1] in tuple("({[|0123456789") or (
            self.text.startswith("\\left", self.at)
        )

    def _operand_follows(self) -> bool:  # `28 در برابر 30` is no product
        return bool(re.match(r"\s?[^\W_\u0600-\u06ff]", self.text[self.at : self.at + 2]))

    def _latex(self, raw: str, start: int) -> None:
        name = raw[1:].rstrip("*")
        if raw == "\\\\":
            self._put(NEWLINE, raw, start)
        elif name in latex.SIGNS:
            self._sign(latex.SIGNS[name], start)
        elif name in latex.ESCAPED:
            self._sign(name, start)
        elif not name[:1].isalpha():
            self.spaced = True
        elif name in latex.SILENT:
            if name in latex.WORDS:
                self._unwrap(start)
        elif name in latex.FRACTIONS:
            self._put("frac", raw, start)
        elif name in vocabulary.GREEK_NAMES:
            self._after_latex_name(name.removeprefix("var"), start)
        elif name in vocabulary.FUNCTION_NAMES:
            self._put(FUNCTION, vocabulary.FUNCTION_NAMES[name], start)
        else:
            raise Refusal(
                MALFORMED,
                start,
                Message(
                    "The command {command} is not known here; write it in plain signs.", {"command": raw}
                ),
            )

    def _after_latex_name(self, name: str, start: int) -> None:
        """Put the Greek letter ``name`` together with the subscript behind it."""
        found = re.compile(r"_\{[A-Za-z0-9, ]{1,20}\}|_[A-Za-z0-9]|[₀-₉]+").match(self.text, self.at)
        if found is not None:
            self.at = found.end()
            name += found[0]
        self._put_name(name, start)

    def _unwrap(self, start: int) -> None:
        r"""Read `\text{…}` as the words in it."""
        found = re.compile(r"\s*\{([^{}\\]{0,80})\}").match(self.text, self.at)
        if found is None:
            return
        inner = found[1].strip()
        self.at = found.end()
        if inner and all(letter.isalpha() or letter in " _-." for letter in inner):
            for word in re.split(r"[ .\-]+", inner):
                if word:
                    self._put_name(word, start)
        elif inner:
            self.at = found.start(1)
            self._sign("{", start)

    def _super(self, raw: str, start: int) -> None:
        plain = "".join(PLAIN_SUPERSCRIPTS[SUPERSCRIPTS.index(letter)] for letter in raw)
        self._put("^", "^", start)
        if plain.lstrip("-").isdigit():
            digits = read_numeral(plain.lstrip("-"), start)
            if plain.startswith("-"):
                digits = Constant(-digits.value, f"-{digits.written}")
            self._put(NUMBER, raw, start, digits)
            return
        self._put("(", "(", start)
        for token in tokens_of(FoldedText(plain, plain, None), self.notation):
            self.tokens.append(token._replace(start=start, end=self.at))
        self._put(")", ")", start)

    def _vulgar(self, raw: str, start: int) -> None:
        self._put("vulgar", raw, start, Constant(Fraction(*VULGAR[raw])))

    def _double(self, raw: str, start: int) -> None:
        self._put(
            {"**": "^", "//": "//", "==": "=", ":=": "=", "->": "→", "=>": "→"}.get(raw, raw), raw, start
        )

    def _newline(self, raw: str, start: int) -> None:
        self._put(NEWLINE, raw, start)

    def _sign(self, raw: str, start: int) -> None:
        if raw in "([{":
            self.calls.append(
                bool(self.tokens) and self.tokens[-1].kind == FUNCTION and self.tokens[-1].text in _LISTS
            )
        elif raw in ")]}" and self.calls:
            self.calls.pop()
        if raw == "∞":
            raise not_finite(start)
        if raw == "." and self._is_dot_of_product(start):
            raw = "·"
        if raw == "√":
            self._put(FUNCTION, "sqrt", start)
        elif raw == "∛":
            self._put(FUNCTION, "cbrt", start)
        elif raw not in '$"':
            self._put(raw, raw, start)

    def _is_dot_of_product(self, start: int) -> bool:
        """Return whether a point stands between two factors, as in `27.C` and `D.(F-1)`."""
        last = self.tokens[-1] if self.tokens else None
        after = self.text[start + 1 : start + 2]
        if last is None or self.spaced or not self.notation.symbols:
            return False
        if last.kind in (SYMBOL, ")"):
            return after.isalpha() or after == "("
        return last.kind == NUMBER and len(last.text) > 1 and after.isalpha()


_LISTS = ("max", "min")


def _is_persian(folded: FoldedText, position: int) -> bool:
    return folded.original[folded.place(position)] in PERSIAN_DIGITS


def too_long(place: int | None) -> Refusal:
    """Return the refusal of a text that is longer than any answer."""
    return Refusal(TOO_LONG, place, Message("This is too long to be read here; write the final value only."))
