"""One text that may be the answer to a part: what it is read as, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.answers import Reading, Value
from grader.documents.model import Box, Doubt, Line
from grader.finding.remarks import is_negated, is_remark, place_of_value
from grader.finding.runs import Run
from grader.finding.statements import Statement
from grader.finding.withdrawn import is_aside, is_reason, is_taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One text that a part's kind can read, and where it stands.

    ``label`` names it in its own statement, ``lead`` stands right before it, ``clause`` is what its clause says
    before it, and ``around`` are all words beside it. ``context`` is the title above, ``before`` what it concludes
    from, ``behind`` are the words right after it, ``beside`` those of its clause. ``start`` is its place in its
    statement. ``is_whole`` tells that its statement says nothing else, ``leads_on`` that it leads to the next one,
    ``is_step`` that an arrow does.
    """

    text: str
    values: tuple[Value, ...]
    line: Line
    last_line: Line
    order: int
    label: str = ""
    lead: str = ""
    clause: str = ""
    around: str = ""
    context: str = ""
    before: str = ""
    behind: str = ""
    beside: str = ""
    start: int = 0
    is_whole: bool = False
    is_equation: bool = False
    is_conclusion: bool = False
    is_question: bool = False
    is_boxed: bool = False
    is_doubtful: bool = False
    is_other: bool = False
    is_remark: bool = False
    is_step: bool = False
    leads_on: bool = False

    @property
    def box(self) -> Box | None:
        """The box around its lines, None where they have none."""
        first, last = self.line.box, self.last_line.box
        if first is None or last is None or self.line.page != self.last_line.page:
            return first
        return min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the candidates of its lines."""
        return self.order, self.start

    @property
    def is_withdrawn(self) -> bool:
        """Whether what stands beside it says that it is not the answer: `not 13`, `13 was wrong`."""
        return self.is_remark or any(
            is_taken_back(before, self.behind) for before in (self.lead, self.clause)
        )

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


def candidate_of(
    statement: Statement,
    text: str,
    reading: Reading,
    *,
    whole: bool = False,
    run: Run | None = None,
    doubtful: bool = False,
) -> Candidate:
    """Return the candidate that a reading of a statement makes; ``doubtful`` adds to the doubts of its line."""
    before = run.before if run else ""
    return Candidate(
        text=text.strip(),
        values=reading.values,
        line=statement.line,
        last_line=statement.line,
        order=statement.order,
        label=statement.label,
        lead=before,
        clause=run.clause if run else "",
        around=f"{statement.label} {before} {run.beside if run else ''}"
        if run
        else f"{statement.label} {statement.text}",
        context=statement.context,
        before=f"{statement.before} {run.earlier if run else ''}",
        behind=run.after if run else "",
        beside=run.beside if run else "",
        start=run.start if run else 0,
        is_whole=whole,
        is_equation=statement.is_equation,
        is_conclusion=statement.is_conclusion,
        is_question=statement.is_question,
        is_boxed="boxed" in text or (whole and statement.is_boxed),
        is_doubtful=statement.is_doubtful or doubtful,
        is_other=statement.is_other,
        is_remark=is_said_in_passing(statement, run) or (whole and is_negated(text)),
        is_step=statement.is_step,
        leads_on=statement.text.endswith((":", "：")),
    )


def is_said_in_passing(statement: Statement, run: Run | None) -> bool:
    """Return whether a run of a statement, or the whole of it, is a reason, an aside, or what others have got."""
    if run is not None and (is_aside(statement.body, run.start) or is_reason(run.earlier + run.before)):
        return True
    text = statement.text if statement.label in statement.text else f"{statement.label} {statement.text}"
    start = len(text) - len(statement.body) if text.endswith(statement.body) else 0
    return is_remark(text, start + run.start if run is not None else place_of_value(text))
