"""The kinds of answers in words: a choice among named options, and free text for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from grader.answers.characters import fold_characters
from grader.answers.reading import (
    NO_SCOPE,
    RIGHT,
    WRONG,
    Comparison,
    Plain,
    Reading,
    Scope,
    Value,
    blank,
    is_blank,
    refused,
    text_of,
)
from grader.answers.refusal import CONTRADICTORY, MALFORMED, Refusal, too_many_characters
from grader.records import Certainty, JsonValue
from grader.tolerance import Tolerance
from grader.translation import Message

LONGEST_TEXT = 2000
LONGEST_WRITTEN = 20_000
NEGATIONS = frozenset(
    {"not", "no", "cannot", "neither", "nor", "never", "without", "unlike"}
    | {"نیست", "نه", "بدون", "نمیباشد", "نمی", "هیچ", "نخواهد", "برخالف"}
)  # as `_words` spells them, which has one order for lam and alef
NEGATED = re.compile(r"[a-z]+n't|نمی[\u0620-\u06d3]+")  # doesn't, نمی‌شود
ASIDE = frozenset(
    {
        "this",
        "it",
        "its",
        "it's",
        "that",
        "is",
        "a",
        "an",
        "the",
        "filter",
        "kernel",
        "operator",
        "name",
        "called",
    }
    | {
        "answer",
        "type",
        "gradient",
        "gradients",
        "این",
        "آن",
        "نام",
        "نوع",
        "یک",
        "فیلتر",
        "کرنل",
        "هسته",
        "عملگر",
    }
    | {"است", "میباشد", "پاسخ", "جواب", "گرادیان", "گرادیانها"}
)  # words that say nothing of their own beside a name
GOES_ON = frozenset(
    {"for", "which", "that", "because", "since", "used", "که", "برای", "جهت", "چون", "زیرا"}
)  # words behind which a name is explained
COMPARES = frozenset({"like", "similar", "than", "مثل", "مانند", "شبیه", "همانند"})
CLAIMING = frozenset(
    {"this", "it", "called", "name", "این", "نام", "نامش", "اسم"}
)  # in a clause that tells what it is
BRACKETED = re.compile(r"\([^()]{0,200}\)")
BEFORE = frozenset({"می", "نمی"})  # written apart from the word that follows, where a joiner belongs
BEHIND = frozenset({"ها", "های", "هایی", "ای", "شدگی", "شوندگی", "شونده", "شدن", "کننده", "گیر", "یاب"})
EITHER = "/"  # between the codes that one name may mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of ``options``: a code each, with the words that mean it in both languages.

    ``alone`` are words that count only where nothing else is said, with the codes that they may mean: of several,
    an answer is wrong if none is right, and waits for a person if one is. ``remark`` is what the feedback says
    whichever is chosen.
    """

    options: Mapping[str, tuple[str, ...]] = field(hash=False)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    remark: Message | None = None
    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "choice"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return the code that ``submitted`` names; a word that is none of them is unreadable."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        if isinstance(submitted, list) and len(submitted) == 1:
            return replace(self.read(submitted[0], scope), text=text)
        if not isinstance(submitted, str):
            return refused(text, self._unknown())
        if len(submitted) > LONGEST_TEXT:
            return refused(submitted[:LONGEST_TEXT], too_many_characters(LONGEST_TEXT))
        codes, is_whole = self._named(_words(submitted))
        if len(codes) == 1:
            certainty = Certainty.CERTAIN if is_whole else Certainty.PLAIN
            return Reading(text, (codes[0],), certainty=certainty)
        if not codes and (alone := self._alone(submitted)):
            return Reading(text, (alone,), certainty=Certainty.PLAIN)
        if codes and (claimed := self._claimed(submitted)):
            others = tuple(code for code in codes if code != claimed)
            return Reading(text, (claimed,), certainty=Certainty.PLAIN, nearby=others)
        if codes:
            return refused(
                text, Refusal(CONTRADICTORY, 0, Message("Several choices are named; write only one."))
            )
        return refused(text, self._unknown())

    def _named(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        """Return the codes that ``words`` name, and whether they say nothing else."""
        spelt = _spellings(tuple((code, *synonyms) for code, synonyms in self.options.items()))
        if words in spelt:
            return (spelt[words],), True
        if NEGATIONS & set(words):
            return (), False
        rest: list[str] = []
        longest = max(map(len, spelt), default=0)
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for length in range(min(longest, len(words) - at), 0, -1):
                code = spelt.get(words[at : at + length])
                if code is not None:
                    found[code] = None
                    at += length - 1
                    break
            else:
                rest.append(words[at])
            at += 1
        return (() if any(map(NEGATED.fullmatch, rest)) else tuple(found)), False

    def _claimed(self, text: str) -> str:
        """Return the code of several that is claimed: outside of brackets, or in the clause that says what it is."""
        bare = BRACKETED.sub(" ", text)
        clauses = [_words(clause) for clause in re.split("[,،;؛.:\n]", bare)]
        for told in ((_words(bare),), [words for words in clauses if CLAIMING & set(words)]):
            named = {code for words in told for code in self._named(words)[0]}
            if len(named) == 1:
                return named.pop()
        return ""

    def _alone(self, text: str) -> str:
        """Return the codes that a name may mean which stands alone, or with words that say nothing of their own.

        What explains it behind `which`, `for` or in brackets does not count, unless it denies or compares.
        """
        every = _words(text)
        if (NEGATIONS | COMPARES) & set(every) or any(map(NEGATED.fullmatch, every)):
            return ""
        spelt = {_words(word): codes for word, codes in self.alone.items()}
        words = _words(text.partition("(")[0])
        end = next((at for at, word in enumerate(words) if word in GOES_ON), len(words))
        said = tuple(word for word in words[:end] if word not in ASIDE)
        return EITHER.join(spelt.get(words[:end]) or spelt.get(said, ()))

    def _unknown(self) -> Refusal:
        words: dict[str, Message | str] = {
            f"choice_{place}": Message(self.show(code)) for place, code in enumerate(self.options)
        }
        listed = "{comma}".join(f"{{{name}}}" for name in words)
        known = Message(listed, {**words, "comma": Message(", ")})
        return Refusal(
            MALFORMED, 0, Message("This is none of the choices; write one of: {known}.", {"known": known})
        )

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return whether the codes are the same; a name that may mean the right one among others is a doubt."""
        found = RIGHT if value == reference else WRONG
        if found is WRONG and reference in str(value).split(EITHER):
            found = replace(WRONG, doubt=MALFORMED)
        return replace(found, remarks=(self.remark,)) if self.remark else found

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return whether the codes are the same."""
        return value == reference

    def plain(self, value: Value) -> Plain:
        """Return the code."""
        return str(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether ``value`` is one of the codes, or several that one name may mean."""
        return all(code in self.options for code in str(value).split(EITHER))

    def reference(self, raw: object) -> Plain:
        """Return the code that a reference function gave; raises ValueError for another."""
        if not isinstance(raw, str) or raw not in self.options:
            raise ValueError(f"expected one of {', '.join(self.options)}, got {raw!r}")
        return raw

    def show(self, value: Value | Plain) -> str:
        """Return the first word for a code, or for each that one name may mean."""
        codes = [str(value)] if value in self.options else str(value).split(EITHER)
        return f" {EITHER} ".join((self.options.get(code) or (code,))[0] for code in codes)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the code."""
        return str(value)

    def rule(self) -> Message:
        """Return the rule in words."""
        return Message("the same choice")


@lru_cache(maxsize=256)  # a class asks for few choices, and each student answers them
def _spellings(options: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], str]:
    """Return which code the words of each spelling mean; the code itself is the first of its spellings."""
    spelt: dict[tuple[str, ...], str] = {}
    for code, *synonyms in options:
        for spelling in (code, *synonyms):
            words = _words(spelling)
            if words:
                spelt.setdefault(words, code)
    return spelt


def _words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without case, joining marks and punctuation.

    What Persian joins without a blank is one word, however it is written: `محو می شود`, `محو میشود`. What a machine
    reads from a picture may have turned `لا` round, so both orders are one.
    """
    folded = fold_characters(text).text.casefold().replace("\u200c", "").replace("لا", "ال")
    words: list[str] = []
    for word in re.findall(r"[a-z0-9']+|[\u0600-\u06ff]+|[\u00c0-\u05ff]+", folded.replace("_", " ")):
        is_joined = bool(words) and (word in BEHIND or words[-1] in BEFORE)
        if is_joined and min(words[-1] + word) >= "\u0600":
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer in words, as it stands, for a person to mark."""

    tolerance: Tolerance = Tolerance.exact

    @property
    def name(self) -> str:
        """The kind's name in records."""
        return "written"

    def read(self, submitted: JsonValue, scope: Scope = NO_SCOPE) -> Reading:
        """Return the text as it stands."""
        text = text_of(submitted)
        if is_blank(submitted):
            return blank(text)
        if len(text) >= LONGEST_WRITTEN:
            return refused(text[:LONGEST_WRITTEN], too_many_characters(LONGEST_WRITTEN))
        return Reading(text, (text,))

    def compare(self, value: Value, reference: Plain) -> Comparison:
        """Return that a person must judge: a text is never compared."""
        return replace(WRONG, doubt="written")

    def equals(self, value: Value, reference: Plain) -> bool:
        """Return False: only a person finds a text right."""
        return False

    def plain(self, value: Value) -> Plain:
        """Return the text."""
        return str(value)

    def in_bounds(self, value: Value) -> bool:
        """Return whether there is a text."""
        return isinstance(value, str)

    def reference(self, raw: object) -> Plain:
        """Return the model answer as text; there may be none."""
        return "" if raw is None else str(raw)

    def show(self, value: Value | Plain) -> str:
        """Return the text."""
        return str(value)

    def to_json(self, value: Value | Plain) -> JsonValue:
        """Return the text."""
        return str(value)

    def rule(self) -> Message:
        """Return the rule in words."""
        return Message("marked by a person")
