"""Gives numbered parts that share a place the values of a list, each by its number: `the sides are 36, 34 and 30`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.answers import Kind, Scope
from grader.finding.candidate import Candidate, candidate_of
from grader.finding.names import PartName
from grader.finding.runs import Run
from grader.finding.stated import fits
from grader.finding.statements import Statement

NUMBER = r"[0-9۰-۹٠-٩]{1,12}(?:[,٬][0-9۰-۹٠-٩]{3}(?![0-9۰-۹٠-٩])){0,4}(?:[.٫][0-9۰-۹٠-٩]{1,8})?"
VALUE = rf"[-−]?{NUMBER}(?:\s?(?:[×xX*]|\\times)\s?[0-9۰-۹٠-٩]{{1,6}}){{0,3}}"
LISTED = re.compile(rf"{VALUE}(?:(?:\s?[,،;؛→]\s|[,،]?\s(?:and|و)\s)\s?{VALUE}){{1,11}}")
FEWEST = 2
LONGEST = 400  # characters of a statement that holds a list


def counted(names: Sequence[tuple[int, PartName]], wanted: int) -> tuple[int, int] | None:
    """Return the wanted part's place among the numbered parts, and how many they are; None where they do not count."""
    own = next((name for index, name in names if index == wanted), None)
    if own is None or not own.number.isdigit():
        return None
    stem = own.plain.replace(own.number, "#")
    numbers = sorted(
        int(name.number) for _, name in names
        if name.number.isdigit() and name.plain.replace(name.number, "#") == stem
    )  # fmt: skip
    is_counted = numbers == [*range(1, len(numbers) + 1)] and len(numbers) >= FEWEST
    return (int(own.number) - 1, len(numbers)) if is_counted else None


def in_order(
    statements: Sequence[Statement], kind: Kind, scope: Scope, place: int, count: int
) -> Iterator[Candidate]:
    """Yield what stands at a place of each list that has as many values as there are numbered parts."""
    for statement in statements:
        if statement.is_other or statement.line.code or statement.is_question:
            continue
        for found in LISTED.finditer(statement.body[:LONGEST]):
            values = list(re.finditer(VALUE, found[0]))
            if len(values) != count:
                continue
            value = values[place]
            reading = kind.read(value[0], scope)
            if reading.is_readable and fits(kind, reading, value[0], whole=False):
                start = found.start() + value.start()
                run = Run(text=value[0], before=statement.body[: found.start()], after="", start=start)
                yield candidate_of(statement, value[0], reading, run=run)
