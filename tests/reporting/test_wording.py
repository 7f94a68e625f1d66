"""Numbers, totals and cells in words, in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from grader.reporting.wording import REASONS, VERDICTS, Wording
from grader.store.totals import Totals, exact_sum
from grader.translation import ENGLISH
from tests.reporting.persian import persian

WORDS = {"en": Wording(ENGLISH), "fa": Wording(persian())}


@pytest.mark.parametrize(
    ("value", "english", "shown_in_persian"),
    [
        pytest.param(Fraction(35, 2), "17.5", "۱۷٫۵", id="half"),
        pytest.param(Fraction(20), "20", "۲۰", id="whole"),
        pytest.param(Fraction(1, 3), "0.33", "۰٫۳۳", id="third"),
        pytest.param(Fraction(1, 8), "0.13", "۰٫۱۳", id="half-up"),
        pytest.param(Fraction(0), "0", "۰", id="nothing"),
        pytest.param(1000, "1000", "۱۰۰۰", id="count"),
    ],
)
def test_points_are_rounded_half_up_to_two_decimals(
    value: Fraction, english: str, shown_in_persian: str
) -> None:
    assert WORDS["en"].number(value) == english
    assert WORDS["fa"].number(value) == shown_in_persian


@given(st.fractions(min_value=0, max_value=1000))
def test_a_number_is_never_off_by_more_than_half_a_hundredth(value: Fraction) -> None:
    assert abs(Fraction(WORDS["en"].number(value)) - value) <= Fraction(1, 200)


@given(st.lists(st.fractions(min_value=0, max_value=20, max_denominator=60)))
def test_points_add_up_exactly(points: list[Fraction]) -> None:
    assert exact_sum(points) == sum(points, Fraction(0))


@pytest.mark.parametrize(
    ("score", "waiting", "most", "words"),
    [
        pytest.param(14, 4, 20, "14 of the 16 points decided so far; 4 wait for a person", id="some-wait"),
        pytest.param(14, 0, 20, "14 of 20 points", id="final"),
        pytest.param(0, 20, 20, "20 points wait for a person", id="all-wait"),
        pytest.param(1, 0, 1, "1 of 1 point", id="one"),
        pytest.param(0, 0, 0, "0 of 0 points", id="nothing-asked"),
    ],
)
def test_a_score_never_stands_alone_while_parts_wait(score: int, waiting: int, most: int, words: str) -> None:
    assert WORDS["en"].total(Totals(Fraction(score), Fraction(most), Fraction(waiting), 0)) == words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param(((0, 0),), "These cells differ: row 1: column 1.", id="one"),
        pytest.param(
            ((2, 3), (0, 1), (0, 2), (0, 3)),
            "These cells differ: row 1: columns 2 to 4; row 3: column 4.",
            id="run",
        ),
        pytest.param(((0, 0), (0, 1), (0, 3)), "These cells differ: row 1: columns 1, 2, 4.", id="pairs"),
        pytest.param(
            tuple((row, 0) for row in range(13)),
            "These cells differ: "
            + "; ".join(f"row {row}: column 1" for row in range(1, 13))
            + "; and more, marked in the table.",
            id="many",
        ),
    ],
)
def test_wrong_cells_are_named_from_one(cells: tuple[tuple[int, int], ...], words: str) -> None:
    assert WORDS["en"].cells(cells, is_vector=False) == words


def test_a_vector_has_positions() -> None:
    assert WORDS["en"].cells(((0, 1), (0, 4)), is_vector=True) == "These positions differ: 2, 5."


def test_persian_cells_use_persian_signs() -> None:
    assert WORDS["fa"].cells(((0, 0), (1, 1), (1, 3)), is_vector=False) == (
        "این خانه‌ها فرق دارند: سطر ۱: ستون ۱؛ سطر ۲: ستون‌های ۲، ۴."
    )


def test_every_verdict_and_reason_is_told_apart() -> None:
    for words in WORDS.values():
        assert len({(words.say(verdict.words)) for verdict in VERDICTS.values()}) == len(VERDICTS)
        assert len({words.say(reason) for reason in REASONS.values()}) == len(REASONS)


@pytest.mark.parametrize("language", WORDS)
def test_values_and_sentences_are_escaped_whoever_wrote_them(language: str) -> None:
    """No page needs it today: what a student wrote comes as markup that was escaped before."""
    said = WORDS[language].gettext("{a} & {missing} {b}", a="<b>{b}</b>", b=Markup("<i>"))
    assert said == "&lt;b&gt;{b}&lt;/b&gt; &amp; {missing} <i>"
    assert "<" not in WORDS[language].ngettext("One <b>", "{count} of {a}", 2, a="<b>")
