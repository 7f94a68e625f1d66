"""An answer in words, marked by a person."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from grader.author import Message, Problem, RubricLine, given, number, record, records, refuse, texts
from grader.author import text as a_text

problem = Problem(__name__, topic="in words")


@record()
class Line:
    """{text}"""

    id: str = a_text("name of the line", required=True)
    points: Fraction = number("points that the line is worth", default=1)
    evidence: tuple[str, ...] = texts("words that are highlighted for the marker and score nothing")
    text: str = a_text("what the marker looks for", required=True)

    def check(self) -> None:
        """Refuse a line that takes points away."""
        if self.points < 0:
            raise refuse("points", "is below 0; a line adds points or none")


@given
class Given:
    """{prompt}"""

    prompt: str = a_text("the question", default="")
    rubric: tuple[Line, ...] = records("what the marker looks for", Line, may_be_empty=True)

    def check(self) -> None:
        """Refuse two lines of one name."""
        names = [line.id for line in self.rubric]
        for name in names:
            if names.count(name) > 1:
                raise refuse("rubric", f"has two lines named {name!r}; give each a name of its own")


def lines(given: Given) -> Iterator[RubricLine]:
    """Yield the rubric that the assignment writes."""
    for line in given.rubric:
        yield RubricLine(id=line.id, text=Message(line.text), points=line.points, evidence=line.evidence)


@problem.written(lines)
def text(given: Given) -> None:
    """Answer in your own words."""


problem.practice(
    prompt="Why does a network use a 1×1 convolution before a larger one?",
    rubric=[
        {
            "id": "fewer_channels",
            "text": "says that it lowers the number of channels",
            "evidence": ["channel"],
        },
        {
            "id": "cost",
            "text": "says that the larger convolution then costs less",
            "evidence": ["cost", "fewer"],
        },
    ],
)
