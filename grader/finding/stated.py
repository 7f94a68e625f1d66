"""Reads one statement for a part: the whole of it, the end of its chain, or what stands in its prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from grader.answers import Expr, Kind, Reading, Scope, Value
from grader.answers.rows_in_line import rows_in_line
from grader.answers.vocabulary import UNITS, fold_word
from grader.documents.macros import braced
from grader.finding import remembered
from grader.finding.candidate import Candidate, candidate_of
from grader.finding.folding import WORDED
from grader.finding.runs import Run, balanced, runs_of
from grader.finding.separators import (
    counts_other_things,
    is_of_a_window,
    regrouped,
    with_channels,
    with_commas,
    without_dashes,
)
from grader.finding.statements import ARROW, NUMBER_OF_NAME, PERCENT_IN_WORDS, Statement, labelled
from grader.finding.units import DIGIT_LAST, unit_in, with_unit
from grader.finding.worth import FEWEST_SYMBOLS, PRODUCT, SCALARS

MOST_TRIED = 6  # sides of one chain that are left out from its left
LONGEST_PROSE = 600
LONGEST_LABEL = 120
CHANNELS_LAST = re.compile(
    r"(.*(?:\\times|[×*]).*?)\s*(?:\\times|[×*])\s*[A-Za-z](?:_?\{?[A-Za-z0-9]{1,3}\}?)?[\s$.]*"
)
SIZE = re.compile(r"[0-9۰-۹٠-٩]+(?:\s*(?:[×xX*✕]|\\times|در)\s*[0-9۰-۹٠-٩]+)+")
ARROWS = re.compile(ARROW)
LONE_SIDE = re.compile(r"[\s$]*(?:[A-Za-z\u0620-\u06d3 ]{1,30}[:：]\s*)?[0-9۰-۹٠-٩]{1,5}[\s$]*")
SAYS_VALUE = re.compile(rf"[0-9۰-۹٠-٩½¼¾⅓⅔]|{PERCENT_IN_WORDS}")
SPLIT_EQUATION = re.compile(r"\s*([=≈])\s*\t\s*|\s*\t\s*(?=[=≈])")
FORMULA = re.compile(r"[-+−*/^×]|\\(?:times|cdot|frac)|\)\s?\(")
PER_EACH = re.compile(
    r"[0-9۰-۹٠-٩]\s(?:channels?|کانال)\s?,?\s(?:per|each|for each|times|هر|(?:در|برای) هر)\s", re.IGNORECASE
)
OWN_NAME = re.compile(
    r"(?:layers?|block|stage|step|branch|question|part|exercise|problem|item|level"
    r"|لایه|بلوک|مرحله|گام|شاخه|سوال|پرسش|بخش|قسمت|تمرین|سطح)[ ۀهٔ\u200cی]{0,3}$",
    re.IGNORECASE,
)
REMARK = re.compile(
    r"(?<=[0-9۰-۹٠-٩])\s*\(\s?[0-9۰-۹٠-٩./٫]+\s?(?:times|fold|برابر)\s[^()]{1,80}\)\s*\.?\s*$", re.IGNORECASE
)  # (12 times smaller)
SIDES_BY_NAME = tuple(
    re.compile(
        rf"(?:{names})(?: (?:of|is|=)| برابر(?: با)?)?[ :=]{{0,3}}([0-9۰-۹٠-٩]{{1,4}})(?![0-9۰-۹٠-٩.,٫]?[0-9۰-۹٠-٩])",
        re.IGNORECASE,
    )
    for names in ("height|ارتفاع", "width|عرض", "depth|channels|عمق")
)
OUT_OF = re.compile(
    r"^\s*(?:(?!total|sum|count)[A-Za-z]{3,12}\s+)?(?:out\s+)?of(?:\s+(?:the|all))?\s+$|^\s*از\s+(?:کل\s+)?$"
)
LONE_NUMBER = re.compile(r"[0-9۰-۹٠-٩]{1,4}")
NUMBER_IN_NAME = re.compile(r"[0-9۰-۹٠-٩]{1,2}")
GIVEN_NAME = re.compile(r"(?:strides?|padding|dilation|گام|پدینگ|حاشیه|اتساع)[ =:]{0,3}$", re.IGNORECASE)
COUNTS = SCALARS | {"shape"}
NAME_AND_VALUE = re.compile(r"[0-9۰-۹٠-٩]{1,2}\s?[,،]\s+(?=[0-9۰-۹٠-٩])")
BESIDE = re.compile(r"(?<=[0-9۰-۹٠-٩)\]])\s+(?=[0-9۰-۹٠-٩(\[])")


def of_table(statement: Statement, kind: Kind, scope: Scope) -> Iterator[Candidate]:
    """Yield the matrix or vector that stands in one line."""
    line, is_loose = statement.line.text, False
    if kind.name == "vector":
        body = with_commas(statement.body)
        is_loose = body != without_dashes(body)
        statement = replace(
            statement, body=without_dashes(body), text=without_dashes(with_commas(statement.text))
        )
    texts = [*unboxed(statement.body), statement.body, statement.text]
    if kind.name == "vector" and re.search(r"[:：]\s", statement.body):
        texts.append(re.split(r"[:：]\s", statement.body)[-1])
    if line.strip() != statement.text and (
        (statement.body and (re.search(r"[\[{]|matrix", statement.text) or ARROWS.search(line)))
        or rows_in_line(line)
    ):
        texts.append(line)
    for text in texts:
        if not re.search(r"[0-9۰-۹٠-٩]", text) or (
            kind.name == "matrix" and not (re.search(r"[\[{(|]", text) or rows_in_line(text))
        ):
            continue
        reading = kind.read(text, scope)
        if reading.is_readable and has_cells(reading.values[0]):
            yield candidate_of(statement, text, reading, whole=True, doubtful=is_loose)
            if kind.name == "vector":
                yield from of_ways(statement, text, kind, scope)
            return
    if kind.name == "vector":
        for run in runs_of(statement.body, ()):
            reading = kind.read(run.text, scope)
            if reading.is_readable and has_cells(reading.values[0]):
                yield candidate_of(statement, run.text, reading, run=run)


def of_ways(statement: Statement, text: str, kind: Kind, scope: Scope) -> Iterator[Candidate]:
    """Yield what arrows lead to, without where they begin, as a second reading: `128 → 64 → 32` are two steps."""
    begin, arrow, steps = re.split(f"({ARROW})", text, maxsplit=1) if ARROWS.search(text) else ("", "", "")
    reading = kind.read(steps, scope) if arrow and LONE_SIDE.fullmatch(begin) else None
    if reading is not None and reading.is_readable and has_cells(reading.values[0]):
        yield replace(candidate_of(statement, steps, reading, whole=True), is_other=True)


def unboxed(text: str) -> Iterator[str]:
    r"""Yield what stands in a box: `\boxed{(1, 2)}`."""
    for found in re.finditer(r"\\f?boxed\s*(?=\{)", text):
        inner = braced(text, found.end())
        if inner is not None:
            yield inner


def has_cells(value: Value) -> bool:
    """Return whether a value holds two cells at least."""
    return isinstance(value, tuple) and (
        len(value) > 1 or (isinstance(value[0], tuple) and len(value[0]) > 1)
    )


def of_symbols(statement: Statement, kind: Kind, scope: Scope) -> Iterator[Candidate]:
    """Yield the formula that a statement without a number may be: `IJK`, `relu(a-b)+b`."""
    if statement.text.rstrip().endswith((":", "：", "=")):
        return
    reading = kind.read(statement.body or statement.text, scope)
    value = reading.values[0] if reading.is_readable else None
    if isinstance(value, Expr) and len(value.symbols) >= FEWEST_SYMBOLS:
        yield candidate_of(statement, statement.body or statement.text, reading, whole=True)


def of_row(
    statement: Statement, kind: Kind, scope: Scope, definitions: Mapping[str, str]
) -> Iterator[Candidate]:
    """Yield what ``kind`` can read of a statement cell by cell.

    Where a cell holds a value and nothing else, the words of the cell before it name it, and the prose behind it
    tells how it was found.
    """
    cells = SPLIT_EQUATION.sub(lambda sign: f" {sign[1] or ''} ", statement.text).split("\t")
    found: list[list[Candidate]] = []
    label = statement.label
    for cell in cells:
        name, body = labelled(cell)
        part = replace(statement, text=cell.strip(), body=body.strip(), label=name or label)
        found.append(list(of_statement(part, kind, scope, definitions)))
        if WORDED.search(cell):
            is_led = cell.rstrip().endswith((":", "：")) and not SAYS_VALUE.search(
                NUMBER_OF_NAME.sub("", cell)
            )
            label = cell.strip(" :：،,") if is_led else statement.label or cell.strip()[:LONGEST_LABEL]
    whole = [each for own in found for each in own if each.is_whole]
    bare = [each for each in whole if not WORDED.search(each.text)]
    first = next((at for at, own in enumerate(found) if any(each in bare for each in own)), 0)
    yield from (each for own in found[:first] for each in own if not (each in bare or each.is_equation))
    yield from bare or whole or (each for own in found for each in own)


def of_statement(
    statement: Statement, kind: Kind, scope: Scope, definitions: Mapping[str, str]
) -> Iterator[Candidate]:
    """Yield what ``kind`` can read of one statement: the whole of it, the end of its chain, or runs in its prose."""
    if "\t" in statement.text.strip() and kind.name != "choice":
        yield from of_row(statement, kind, scope, definitions)
        return
    if kind.name == "choice":
        reading = kind.read(statement.text[:LONGEST_PROSE], scope)
        if reading.is_readable:
            yield candidate_of(statement, statement.text, reading, whole=len(statement.text) < 60)
        return
    if kind.name == "shape" and (sides := named_sides(statement.text)):
        found = read(kind, sides, scope, definitions)
        if found is not None:
            yield candidate_of(statement, found[1], found[0], whole=True)
            return
    remark = REMARK.search(statement.body)
    if remark:
        statement = replace(
            statement, body=statement.body[: remark.start()], text=statement.text.removesuffix(remark[0])
        )
    symbols = getattr(kind, "symbols", ()) or ()
    if not SAYS_VALUE.search(statement.text) and kind.name != "expression":
        return
    if kind.name in SCALARS and " ," in statement.text:
        statement = replace(
            statement,
            body=regrouped(statement.body, kind, scope),
            text=regrouped(statement.text, kind, scope),
        )
    has_sides = kind.name == "expression" and bool(getattr(kind, "side", False))
    unit = unit_in(statement.label)
    for said in whole_texts(statement, has_sides=has_sides):
        text = f"{said} {unit}" if unit and DIGIT_LAST.search(said) else said
        found = read(kind, text, scope, definitions)
        if found is not None and fits(kind, found[0], text, whole=True):
            is_odd = kind.name == "shape" and (counts_other_things(text) or is_of_a_window(text))
            yield candidate_of(statement, found[1], found[0], whole=True, doubtful=is_odd)
            return
    if kind.name == "expression":
        yield from of_label(statement, kind, scope)
    seen: list[Candidate] = []
    is_read = True
    runs = runs_of(statement.body, symbols)
    for found_run in with_channels(runs) if kind.name == "shape" else runs:
        named = behind_name(found_run) if kind.name in COUNTS else found_run
        run = None if is_in_name(named) else with_unit(named, getattr(kind, "unit", ""))
        if run is None:
            continue
        own = list(of_run(statement, run, kind, scope, definitions))
        is_read = is_read and (
            bool(own) or kind.name not in SCALARS or bool(kind.read(run.text, scope).values)
        )
        seen += own
    yield from seen if is_read else (replace(each, is_doubtful=True) for each in seen)


def of_run(
    statement: Statement, run: Run, kind: Kind, scope: Scope, definitions: Mapping[str, str]
) -> Iterator[Candidate]:
    """Yield what ``kind`` can read of one run of mathematics, or of the numbers beside one another in it."""
    for text in (run.text, *ends_of(run.text)):
        found = read(kind, text, scope, definitions)
        if found is not None and fits(kind, found[0], text, whole=False):
            is_cut = run.is_cut and kind.name == "expression"  # a formula that may go on in another line
            yield candidate_of(statement, found[1], found[0], run=run, doubtful=is_cut)
            return
    for piece in pieces_of(run):
        found = read(kind, piece.text, scope, definitions)
        if found is not None and fits(kind, found[0], piece.text, whole=False):
            yield candidate_of(statement, found[1], found[0], run=piece)


def pieces_of(run: Run) -> Iterator[Run]:
    """Yield the values that only a blank parts in a run, each with the words at its own end: `8 (7 with padding)`."""
    gaps = [(0, 0), *(found.span() for found in BESIDE.finditer(run.text)), (len(run.text), len(run.text))]
    if len(gaps) == 2:
        return
    for (_, begin), (end, _) in pairwise(gaps):
        yield replace(
            run, text=balanced(run.text[begin:end]), start=run.start + begin,
            before="" if begin else run.before, after=run.after if end == len(run.text) else "",
            clause="" if begin else run.clause, beside=run.beside if end == len(run.text) else "",
        )  # fmt: skip


def named_sides(text: str) -> str:
    """Return the size whose three sides a text names, each once: `height 32, width 24 and depth 20`."""
    sides = [each.findall(text) for each in SIDES_BY_NAME]
    return " × ".join(each[0] for each in sides) if all(len(each) == 1 for each in sides) else ""


def is_in_name(run: Run) -> bool:
    """Return whether a number only tells which layer is meant, or out of how many: `after layer 1`, `12 of 25`.

    In `block 50 channels` it counts.
    """
    if (
        LONE_NUMBER.fullmatch(run.text)
        and OUT_OF.search(run.before)
        and re.search(r"[0-9۰-۹٠-٩]", run.earlier)
    ):
        return True
    if not NUMBER_IN_NAME.fullmatch(run.text) or not OWN_NAME.search(run.before):
        return False
    counted = re.match(r"\s*([A-Za-z\u0620-\u06d3\u200c]+)", run.after)
    return counted is None or fold_word(counted[1]) not in UNITS


def behind_name(run: Run) -> Run:
    """Return a run without the number of a layer, or a stride, that a comma parts from it: `after layer 2, 19`."""
    is_behind_name = OWN_NAME.search(run.before) or GIVEN_NAME.search(run.before)
    found = NAME_AND_VALUE.match(run.text) if is_behind_name else None
    if found is None:
        return run
    return replace(
        run, text=run.text[found.end() :], start=run.start + found.end(), before=f"{run.before}{found[0]}"
    )


def of_label(statement: Statement, kind: Kind, scope: Scope) -> Iterator[Candidate]:
    """Yield the formulas that stand before an equality sign in prose: `(M-F)(N-F), which for F = 1 is …`."""
    if not FORMULA.search(statement.label):
        return
    for run in runs_of(statement.label, getattr(kind, "symbols", ()) or ()):
        reading = kind.read(run.text, scope) if FORMULA.search(run.text) else None
        if reading is not None and reading.is_readable and fits(kind, reading, run.text, whole=False):
            yield replace(
                candidate_of(statement, run.text, reading, run=run), label="", start=run.start - LONGEST_LABEL
            )


def whole_texts(statement: Statement, *, has_sides: bool) -> list[str]:
    """Return the statement and the ends of its chain, the longest first."""
    texts = [statement.text] if len(statement.text) < LONGEST_PROSE else []
    if statement.body != statement.text:
        texts.append(statement.body)
    texts += ends_of(statement.body)
    if has_sides:  # in O = s × s × c the answer to a side is s, whatever c is called
        texts += [found[1] for text in texts if (found := CHANNELS_LAST.fullmatch(text))]
    return list(dict.fromkeys(texts))


def ends_of(text: str) -> list[str]:
    """Return a chain of equalities without its first sides, the longest first."""
    places = [found.end() for found in re.finditer(r"(?<![<>!:])=(?!=)|≈|\\approx|\\simeq", text)]
    return [text[place:].strip() for place in places[-MOST_TRIED:] if text[place:].strip()]


def read(kind: Kind, text: str, scope: Scope, definitions: Mapping[str, str]) -> tuple[Reading, str] | None:
    """Return the reading of a text, with the text that was read, or None where it is none.

    What other statements define is put before a formula that uses it.
    """
    reading = remembered.read(kind, text, scope)
    if reading.is_readable:
        return reading, text
    if not definitions or kind.name != "expression":
        return None
    used = [
        body
        for name, body in definitions.items()
        if re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z0-9])", text)
    ]
    if not used or len(used) > 4:
        return None
    joined = "; ".join([*(each for each in used if not each.endswith(text)), text])
    reading = kind.read(joined, scope)
    return (reading, joined) if reading.is_readable else None


def definitions_in(statements: Sequence[Statement]) -> dict[str, str]:
    """Return what symbols with an index are said to be, the last word on each, for formulas that use them."""
    found: dict[str, str] = {}
    for statement in statements:
        if re.fullmatch(r"\$*\s*[A-Za-z]{1,2}_?\{?[0-9]{1,2}\}?\s*", statement.label):
            found[statement.label.strip("$ ")] = (
                f"{statement.label.strip('$ ')} = {statement.body.strip('$ ')}"
            )
    return found


def fits(kind: Kind, reading: Reading, text: str, *, whole: bool) -> bool:
    """Return whether what was read is of the size that is asked, and no size of a window in passing."""
    value = reading.values[0]
    if kind.name == "shape":
        sizes = len(SIZE.findall(text)) if whole else 0
        if sizes > 1 and ("=" not in text or WORDED.search(text.rpartition("=")[2])):
            return False  # two sizes in one sentence
        asked = getattr(kind, "sides", None)
        if whole and PER_EACH.search(text):
            return False  # 28 × 28 with 1 channel per filter, 8 filters
        if asked and whole and WORDED.search(text) and isinstance(value, tuple) and len(value) > asked:
            return False  # sides with words between them
        return isinstance(value, tuple) and len(value) >= max(2, min(asked or 2, 3))
    if kind.name == "expression":
        is_formula = isinstance(value, Expr) and bool(value.symbols)
        return is_formula or isinstance(value, tuple) or whole
    if kind.name in SCALARS and not whole and getattr(kind, "side", None) is None:
        return not PRODUCT.fullmatch(text)
    return True
