"""Finds in a section everything that a part's kind can read as its answer, and what speaks for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.answers import Expr, Kind, Reading, Scope, Value
from grader.answers.values import number_of
from grader.documents.model import Box, Doubt, Line
from grader.finding.folding import fold
from grader.finding.grids import Grid, grids_of, row_cells
from grader.finding.runs import Run, runs_of
from grader.finding.statements import Statement, labelled, statements_of
from grader.records import JsonValue
from grader.tolerance import WrittenNumber

NEAR = 2  # lines
FEWEST_DIGITS = 3  # the least that a right answer found on weak evidence must show
FEWEST_SIDES = 3
MOST_READ = 200_000  # characters of one document's statements, each once for every kind that is asked
STATEMENT = 20  # characters that a statement counts for besides its own
FEWEST_SYMBOLS = 2
FEWEST_CELLS = 4
MOST_TRIED = 6  # sides of one chain that are left out from its left
LONGEST_PROSE = 600
SCALARS = frozenset({"integer", "number", "percent"})
CHANNELS_LAST = re.compile(
    r"(.*(?:\\times|[×*]).*?)\s*(?:\\times|[×*])\s*[A-Za-z](?:_?\{?[A-Za-z0-9]{1,3}\}?)?[\s$.]*"
)
NOT_GIVEN = frozenset({"expected", "mistakes", "choices", "rtol", "atol", "rubric", "text", "prompt"})
SIZE = re.compile(r"[0-9۰-۹٠-٩]+(?:\s*(?:[×xX*✕]|\\times|در)\s*[0-9۰-۹٠-٩]+)+")
LISTED = re.compile(r"(?<=[0-9۰-۹٠-٩])[,،]?\s+(?:and|و)\s+(?=[-−]?[0-9۰-۹٠-٩])")
SPLIT_EQUATION = re.compile(r"\s*([=≈])\s*\t\s*|\s*\t\s*(?=[=≈])")
WORDED = re.compile(r"[A-Za-z\u0620-\u06d3]{2}")
LONGEST_LABEL = 120
BESIDE = re.compile(r"(?<=[0-9۰-۹٠-٩)\]])\s+(?=[0-9۰-۹٠-٩(\[])")
SIDES = re.compile(r"[0-9۰-۹٠-٩]\s*(?:[×xX*·⋅✕]|\\times|\\cdot|در)\s*[0-9۰-۹٠-٩]")
LONE = re.compile(r"[\s$]*[0-9۰-۹٠-٩][0-9۰-۹٠-٩,٬]*[\s$.]*")
PRODUCT = re.compile(r"[\s$(\[]*[0-9۰-۹٠-٩]+(?:\s*(?:[×xX*✕]|\\times|در)\s*[0-9۰-۹٠-٩]+)+[\s$)\]]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One text that a part's kind can read, and where it stands.

    ``label`` names it in its own statement, ``lead`` stands right before it, ``around`` are all words beside it,
    ``context`` is the title
    above and ``before`` what it concludes from. ``is_whole`` tells that its statement says nothing else.
    """

    text: str
    values: tuple[Value, ...]
    line: Line
    last_line: Line
    order: int
    label: str = ""
    lead: str = ""
    around: str = ""
    context: str = ""
    before: str = ""
    is_whole: bool = False
    is_equation: bool = False
    is_conclusion: bool = False
    is_question: bool = False
    is_boxed: bool = False
    is_doubtful: bool = False
    is_other: bool = False

    @property
    def box(self) -> Box | None:
        """The box around its lines, None where they have none."""
        first, last = self.line.box, self.last_line.box
        if first is None or last is None or self.line.page != self.last_line.page:
            return first
        return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])

    @property
    def is_recognised(self) -> bool:
        """Whether a machine recognised it in a picture: a suggestion to a person, never a mark."""
        return Doubt.RECOGNISED in self.line.doubts

    @property
    def is_right_to_left(self) -> bool:
        """Whether its line is read from the right, so that its sides may have been turned."""
        return bool(re.search("[\u0620-\u06d3]", self.line.text))

    @property
    def is_code(self) -> bool:
        """Whether a program says it, not the student."""
        return self.line.code


class TooMuch(Exception):
    """A document says more than is looked through."""


class Budget:
    """How many characters of one document are still read; ten pages of homework need a third of it."""

    def __init__(self) -> None:
        self.left = MOST_READ

    def take(self, characters: int) -> None:
        """Count characters as read. Raises TooMuch where there are more than are read."""
        self.left -= characters
        if self.left < 0:
            raise TooMuch


class Text:
    """The statements and matrices of some lines, cut once for every part that is looked for in them."""

    def __init__(self, lines: Sequence[Line], budget: Budget) -> None:
        self.lines = lines
        self.budget = budget
        self.statements = statements_of(lines)
        self.grids = list(grids_of(lines))
        self.in_grids = {id(line) for grid in self.grids for line in grid.lines}
        self.length = sum(len(each.text) + STATEMENT for each in self.statements)
        self.length += sum(len(grid.text) + STATEMENT for grid in self.grids)
        self._found: dict[tuple[object, ...], list[Candidate]] = {}

    def candidates(self, kind: Kind, scope: Scope) -> list[Candidate]:
        """Return what ``kind`` can read in these lines, in their order."""
        key = (kind, tuple(scope.values.items()), tuple(scope.options.items()))
        if key not in self._found:
            self.budget.take(self.length)
            self._found[key] = list(self._candidates(kind, scope))
        return self._found[key]

    def _candidates(self, kind: Kind, scope: Scope) -> Iterator[Candidate]:
        if kind.name in ("matrix", "vector"):
            found = [each for grid in self.grids for each in self._of_grid(grid, kind, scope)]
            found += [
                each
                for statement in self.statements
                if (id(statement.line) not in self.in_grids or kind.name == "vector")
                and not statement.is_title
                for each in of_table(statement, kind, scope)
            ]
            yield from sorted(found, key=lambda each: each.order)
            return
        definitions = definitions_in(self.statements) if kind.name == "expression" else {}
        for statement in self.statements:
            if id(statement.line) in self.in_grids:
                continue
            if kind.name == "choice" or not statement.is_title:
                yield from of_statement(statement, kind, scope, definitions)
            elif kind.name == "expression":
                yield from of_symbols(statement, kind, scope)

    def _of_grid(self, grid: Grid, kind: Kind, scope: Scope) -> Iterator[Candidate]:
        reading = kind.read(grid.text, scope)
        if reading.reason is not None or not reading.values:
            return
        first = grid.lines[0]
        before = [each for each in self.statements if each.line.number < first.number]
        own = next((each for each in self.statements if each.line is first), None)
        context = own.context if own else (before[-1].context if before else "")
        yield Candidate(
            text=grid.text, values=reading.values, line=first, last_line=grid.lines[-1],
            order=own.order if own else len(before), label=grid.label or lead_in(self.lines, first),
            around=grid.label, context=context, is_whole=True,
            is_doubtful=self._has_lone_row(grid) or any(set(line.doubts) - {Doubt.DIRECTION} for line in grid.lines),
        )  # fmt: skip

    def _has_lone_row(self, grid: Grid) -> bool:
        """Return whether a row like the matrix's own stands near it, as one that something came between."""
        lines = list(self.lines)
        start = next((at for at, line in enumerate(lines) if line is grid.lines[0]), 0)
        around = (*lines[max(0, start - NEAR) : start], *lines[start + len(grid.lines) :][:NEAR])
        width = len(row_cells(grid.lines[-1]))
        return any(id(line) not in self.in_grids and len(row_cells(line)) == width for line in around)


def lead_in(lines: Sequence[Line], first: Line) -> str:
    """Return the line above a matrix where it leads to it."""
    above = [line for line in lines if line.number < first.number]
    if above and above[-1].text.rstrip().endswith((":", "=", "：")):
        return above[-1].text.rstrip(" :=：")
    return ""


def of_table(statement: Statement, kind: Kind, scope: Scope) -> Iterator[Candidate]:
    """Yield the matrix or vector that stands in one line."""
    line = statement.line.text
    if kind.name == "vector":
        listed = LISTED.sub(", ", statement.body)
        statement = replace(statement, body=listed, text=LISTED.sub(", ", statement.text))
    texts = [statement.body, statement.text]
    if kind.name == "vector" and re.search(r"[:：]\s", statement.body):
        texts.append(re.split(r"[:：]\s", statement.body)[-1])
    if statement.body and line.strip() != statement.text and re.search(r"[\[{]|matrix|→|\\to|->", line):
        texts.append(line)
    for text in texts:
        if not re.search(r"[0-9۰-۹٠-٩]", text) or (kind.name == "matrix" and not re.search(r"[\[{(|]", text)):
            continue
        reading = kind.read(text, scope)
        if reading.reason is None and reading.values and has_cells(reading.values[0]):
            yield candidate_of(statement, text, reading, whole=True)
            return
    if kind.name == "vector":
        for run in runs_of(statement.body, ()):
            reading = kind.read(run.text, scope)
            if reading.reason is None and reading.values and has_cells(reading.values[0]):
                yield candidate_of(statement, run.text, reading, run=run)


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
    value = reading.values[0] if reading.reason is None and reading.values else None
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
            label = statement.label or cell.strip()[:LONGEST_LABEL]
    whole = [each for own in found for each in own if each.is_whole]
    bare = [each for each in whole if not WORDED.search(each.text)]
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
        if reading.reason is None and reading.values:
            yield candidate_of(statement, statement.text, reading, whole=len(statement.text) < 60)
        return
    symbols = getattr(kind, "symbols", ()) or ()
    if not re.search(r"[0-9۰-۹٠-٩½¼¾⅓⅔]", statement.text) and kind.name != "expression":
        return
    has_sides = kind.name == "expression" and bool(getattr(kind, "side", False))
    for text in whole_texts(statement, has_sides=has_sides):
        found = read(kind, text, scope, definitions)
        if found is not None and fits(kind, found[0], text, whole=True):
            yield candidate_of(statement, found[1], found[0], whole=True)
            return
    for run in runs_of(statement.body, symbols):
        texts = [run.text, *ends_of(run.text)]
        for text in texts:
            found = read(kind, text, scope, definitions)
            if found is not None and fits(kind, found[0], text, whole=False):
                yield candidate_of(statement, found[1], found[0], run=run)
                break
        else:
            for text in (each for each in BESIDE.split(run.text) if each != run.text):
                found = read(kind, text, scope, definitions)
                if found is not None and fits(kind, found[0], text, whole=False):
                    yield candidate_of(statement, found[1], found[0], run=run)


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
    reading = kind.read(text, scope)
    if reading.reason is None and reading.values:
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
    return (reading, joined) if reading.reason is None and reading.values else None


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
        if whole and len(SIZE.findall(text)) > 1 and "=" not in text:
            return False  # two sizes in one sentence
        return isinstance(value, tuple) and len(value) >= max(2, min(getattr(kind, "sides", None) or 2, 3))
    if kind.name == "expression":
        is_formula = isinstance(value, Expr) and bool(value.symbols)
        return is_formula or isinstance(value, tuple) or whole
    if kind.name in SCALARS and not whole and getattr(kind, "side", None) is None:
        return not PRODUCT.fullmatch(text)
    return True


def candidate_of(
    statement: Statement, text: str, reading: Reading, *, whole: bool = False, run: Run | None = None
) -> Candidate:
    """Return the candidate that a reading of a statement makes."""
    before = run.before if run else ""
    return Candidate(
        text=text.strip(),
        values=reading.values,
        line=statement.line,
        last_line=statement.line,
        order=statement.order,
        label=statement.label,
        lead=before,
        around=f"{statement.label} {before} {run.after if run else ''}"
        if run
        else f"{statement.label} {statement.text}",
        context=statement.context,
        before=f"{statement.before} {run.earlier if run else ''}",
        is_whole=whole,
        is_equation=statement.is_equation,
        is_conclusion=statement.is_conclusion,
        is_question=statement.is_question,
        is_boxed="boxed" in text or (whole and statement.is_boxed),
        is_doubtful=statement.is_doubtful,
        is_other=statement.is_other,
    )


def is_significant(kind: Kind, value: Value) -> bool:
    """Return whether a right answer of this much detail is hardly there by chance."""
    if kind.name == "shape":
        return isinstance(value, tuple) and len(value) >= FEWEST_SIDES
    if kind.name in ("matrix", "vector"):
        rows = value if isinstance(value, tuple) else ()
        cells = sum(len(row) if isinstance(row, tuple) else 1 for row in rows)
        is_grid = len(rows) > 1 and all(isinstance(row, tuple) and len(row) > 1 for row in rows)
        return (cells >= FEWEST_CELLS and (is_grid or kind.name == "vector")) or (
            kind.name == "vector" and cells >= FEWEST_SIDES
        )
    if kind.name == "expression":
        return isinstance(value, Expr) and len(value.symbols) >= FEWEST_SYMBOLS
    if isinstance(value, WrittenNumber):
        return (significant_digits(value)) >= FEWEST_DIGITS
    return False


def significant_digits(value: WrittenNumber) -> int:
    """Return how many digits a number shows; one that was worked out shows all its own."""
    if value.significant is not None:
        return value.significant
    digits = str(abs(value.value.numerator)).rstrip("0")
    return len(digits)


def is_count(text: str) -> bool:
    """Return whether a text is a product that was worked out: `28·28·16 = 12544` is a number and no size."""
    left, sign, right = text.rpartition("=")
    return bool(sign) and bool(SIDES.search(left)) and LONE.fullmatch(right) is not None


def is_bare_product(kind: Kind, text: str) -> bool:
    """Return whether a number is asked and a text is only a product, as a size is written: 7×7×32."""
    return kind.name in SCALARS and bool(PRODUCT.fullmatch(re.split("[:=：]", text)[-1].strip(" .،,")))


def givens_of(params: JsonValue) -> frozenset[str]:
    """Return the numbers, lists and symbols that the question itself gives, each in one spelling."""
    found: set[str] = set()

    def walk(value: JsonValue) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                if name not in NOT_GIVEN:
                    walk(each)
        elif isinstance(value, list | tuple):
            found.add(spelt(value))
            for each in value:
                walk(each)
        elif isinstance(value, bool) or value is None:
            return
        else:
            found.add(spelt(value))

    walk(params)
    return frozenset(found)


def spelt(value: object) -> str:
    """Return a value in one spelling."""
    if isinstance(value, list | tuple):
        return "[" + ",".join(spelt(each) for each in value) + "]"
    number = number_of(value)
    if number is None and isinstance(value, float):
        number = Fraction(repr(value))
    if number is not None:
        return str(number)
    return re.sub(r"\s+", "", str(value))


def is_given(value: Value, text: str, givens: frozenset[str]) -> bool:
    """Return whether a value is one that the question gives, or a square of one that it gives: F×F."""
    if spelt(value) in givens:
        return True
    square = re.fullmatch(
        r"[\s$(]*([A-Za-z]\w*)\s*(?:×|x|\*|\\times)\s*([A-Za-z]\w*)[\s$)]*",
        fold(text).replace("\\times", "×"),
    )
    return bool(square) and square is not None and square[1] == square[2]
