"""Which sentences of a problem module are found for translation."""

from __future__ import annotations

from io import BytesIO

import pytest

from grader.extraction import extract_problem

MODULE = '''"""A title.

More about it.
"""

from grader.author import text as words

problem = Problem(__name__, topic="a topic")


@given
class Given:
    """A question with {size}
    over two lines.

    And another paragraph.
    """

    size: int = whole("how large", default=3)
    mode: str = word("which way", "left", "right")
    padding: Pair | str = pair_or_word("zeros around", "same", "valid", default=0)
    note: str = words("in words")
    layers: tuple[Layer, ...] = records("the layers", Layer)

    def check(self) -> None:
        """Refuse nonsense."""
        raise refuse("size", "is nonsense")


@record("conv")
class Layer:
    """{name}: a layer."""


def share(given):
    """Return a share."""


@problem.part(Integer(at_least=1))
def part(given: Given) -> int:
    """What is it?"""
    return 1


@part.mistake
def idea(given: Given) -> int:
    """Think again."""


@part.slip
def part_slip(given: Given) -> int:
    return 2


@part.convention("bias")
def other(given: Given) -> int:
    """Which convention?"""
    print(Message("a message with {place}", {"place": "here"}))


@problem.each(layer, Shape(), named="{name}")
def output(given: Given, layer: Layer) -> str:
    """{text}"""


@problem.written([("line", "says why", 1, ("because",)), ("other", "says "
    "how", 1, ())])
def role(given: Given) -> None:
    """Why?"""


def declare(part):
    """Declare what two parts share."""

    @part.slip
    def shared(given: Given) -> int:
        """What do they share?"""


@problem.sample
def sample(random):
    """Draw one."""
'''


def messages(source: str) -> list[str]:
    return [message for _, _, message, _ in extract_problem(BytesIO(source.encode()), {}, (), {})]


def test_all_that_people_read_is_found_once_and_in_order() -> None:
    assert messages(MODULE) == [
        "A title",
        "a topic",
        "A question with {size} over two lines.\n\nAnd another paragraph.",
        "how large",
        "which way",
        "left",
        "right",
        "zeros around",
        "same",
        "valid",
        "in words",
        "the layers",
        "{name}: a layer.",
        "What is it?",
        "Think again.",
        "Which convention?",
        "a message with {place}",
        "says why",
        "says how",
        "Why?",
        "What do they share?",
    ]


def test_lines_are_where_the_texts_stand() -> None:
    found = {message: line for line, _, message, _ in extract_problem(BytesIO(MODULE.encode()), {}, (), {})}

    assert found["A title"] == 1
    assert MODULE.splitlines()[found["What is it?"] - 1].strip() == '"""What is it?"""'


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="empty"),
        pytest.param("raise SystemExit", id="would-stop-if-it-were-run"),
        pytest.param("def part():\n    '''Plain function.'''", id="undecorated"),
    ],
)
def test_a_module_without_texts_gives_none(source: str) -> None:
    assert messages(source) == []


def test_a_choice_gives_the_first_word_for_each_of_its_options() -> None:
    source = '''
NAMES = {"blur": ("box blur", "mean filter"), "plain": ()}


@problem.part(Choice(options=NAMES))
def name(given):
    """What is it called?"""


@problem.part(Choice(options={"mean": ["mean pooling", "average"]}))
def pooling(given):
    """Which pooling?"""


@problem.part(Choice(options=elsewhere))
def other(given):
    """What else?"""
'''

    assert sorted(messages(source)) == [
        "What else?",
        "What is it called?",
        "Which pooling?",
        "box blur",
        "mean pooling",
        "plain",
    ]


def test_a_worked_solution_is_a_text_of_its_own_and_a_step_is_none() -> None:
    source = '''
@problem.part(Integer())
def total(given):
    """How many?

    First this:

    {sum}
    """


@total.step
def sum(given):
    """Return the sum."""
    return Message("A sentence.")
'''

    assert messages(source) == ["How many?", "First this:\n\n{sum}", "A sentence."]
