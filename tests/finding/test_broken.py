"""What a line's end breaks in two is one line again, and items, rows and headings are not joined."""

from __future__ import annotations

import pytest

from grader.documents.model import Doubt
from grader.documents.text import read_text
from grader.finding.paragraphs import closed, joined, mended

BROKEN = [
    "the sides are 64, 32,|16",
    "a) The sides are 64, 32 and|16.",
    "ابعاد ۶۴، ۳۲ و|۱۶",
    "ابعاد ۶۴، ۳۲|و ۱۶ است",
    "به ترتیب: ۶۴، ۳۲، ۱۶،|۸",
    "encoder: 64 → 32 →|16",
    "64 → 32|→ 16",
    "encoder: 64 -> 32 ->|16",
    "64 -> 32|-> 16",
    "the map is 16 by 16 by|256",
    "ابعاد ۱۶ در ۱۶ در|۲۵۶",
    "output 31 × 16|× 8.",
    "output 31x16|x8",
    "اندازه ۳۱ در ۱۶|در ۸ است",
    "direct: 14 · 14 · 64 = 28.9 ×|10^6 MACs",
    "cost is 28.9|million MACs",
    "صرفه جویی ۳۸٫۳|درصد است",
    "پارامترهای دو لایه ۵۰|C^2 می‌شود",
    "o = i − k1 − k2 −|nk3 + n + 2",
    "o = i − k1 − k2|− nk3 + n + 2",
    "O = i − k + n|+ 2 و میدان دید",
    "ReLU(a − b) +|b",
    "ReLU(a − b)|+ b",
    "(M − DF + D)|× (N − DF + D)",
    "(M − D(F − 1))|(N − D(F − 1))",
    "O = (32 − 5|+ 4)/2 + 1 = 16",
    "in total 460,800|+ 5,760,000 = 6,220,800",
    "After layer 1: 96, after layer 2:|160, after layer 4: 192",
    "the receptive field is|9 pixels",
    "a) i -|k1 - k2 + 2",
    "the sides after each pooling are 64, 32, 16,|8.",
    "ارتفاع: $M - D(F-1)$ و عرض:|$N - D(F-1)$",
]
APART = [
    "conv1: 28×28×8,|pool1: 14×14×8",
    "36,|34,|30",
    "(a) 36|b) 34",
    "+ 36|+ 34",
    "- 36|- 34",
    "* 36|* 34",
    "-> 36|-> 34",
    "→ 36|→ 34",
    "answers for k = 3:|+ 36|+ 34",
    "1 2|-1 3",
    "1, 2,|3, 4",
    "A = 1 2|-3 4",
    "v =|1|2|3",
    "conv1 → 28×28×8|conv2 → 14×14×16",
    "a) 64, 32, 16,|2.",
    "The first is 36|The second is 34",
    "خروجی لایه اول ۳۶|خروجی لایه دوم ۳۴",
    "o1 = 36|o2 = 34",
    "a) 5|−3",
    "[1, 2]|[3, 4]",
    "سوال ۹|C^2 پارامتر",
    "a - b|- c: 5",
    "1 - 2|- 3 4",
    "## 64,|32",
    "conv 3×3 + ReLU|+ pool 2×2",
    "| 64, | 32, |\n| 16 | 8 |",
]
PROSE = """In this network the number of weights of
the first layer is 3·3·3·8 and it has
one bias for each of its filters, so that
there are 224 parameters.

The second layer has as many inputs as the
first one has filters.
"""


@pytest.mark.parametrize("text", BROKEN)
def test_what_must_go_on_is_joined_to_the_next_line(text: str) -> None:
    lines = read_text(text.replace("|", "\n"), "answers.txt").lines
    assert [line.text for line in mended(lines)] == [text.replace("|", " ")]
    assert [line.text for line in joined(lines)] == [text.replace("|", " ")]


@pytest.mark.parametrize("text", APART)
def test_what_begins_anew_is_not_joined(text: str) -> None:
    lines = read_text(text.replace("|", "\n") if "| " not in text else text, "answers.md").lines
    assert [line.text for line in mended(lines)] == [line.text for line in lines]


def test_sentences_that_were_broken_at_a_width_are_whole_again() -> None:
    lines = read_text(PROSE, "answers.txt").lines
    assert [line.text for line in mended(lines)] == [
        " ".join(each.split()) for each in PROSE.strip().split("\n\n")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The output is of size 28×28×8\nThe output then is 14×14×8", id="sentences"),
        pytest.param("تعداد خروجی های لایه ۲۲۴ است\nتعداد خروجی های بعدی ۱۱۲ است", id="verbs"),
        pytest.param("the weights of the layer are 216\n- the biases of the layer are 8", id="bullets"),
        pytest.param("the weights of the layer are\n\nthe biases of the layer are", id="paragraphs"),
    ],
)
def test_sentences_that_have_ended_stay_apart(text: str) -> None:
    lines = read_text(text, "answers.txt").lines
    assert [line.text for line in mended(lines)] == [line.text for line in lines]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("[40 56 72 88\n104]", 1, id="a-list"),
        pytest.param("[1 2\n3 4]", 2, id="rows-of-a-matrix"),
        pytest.param("A = [1 2\n3 4]", 2, id="rows-of-a-named-matrix"),
        pytest.param("(3, 5,\n7)", 1, id="with-commas"),
    ],
)
def test_a_bracket_joins_a_list_but_no_rows(text: str, count: int) -> None:
    assert len(list(closed(read_text(text, "answers.txt").lines))) == count


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        pytest.param("a) 36 ×\nb) 34", True, id="a-product"),
        pytest.param("a) 64 → 32 →", True, id="the-last-line"),
        pytest.param("a) 64, 32, 16,\n2.", True, id="a-number-or-a-question"),
        pytest.param("a) 64, 32, 16,\nb) 34", False, id="a-habit"),
        pytest.param("a) 64 → 32 →\n16", False, id="joined"),
        pytest.param("36\n34", False, id="whole"),
    ],
)
def test_a_value_that_breaks_off_leaves_a_doubt(text: str, *, doubted: bool) -> None:
    first = next(mended(read_text(text, "answers.txt").lines))
    assert (Doubt.CHARACTERS in first.doubts) is doubted
