"""A unit behind a number says nothing new where it is the one that is asked, and makes another number elsewhere."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.answers import Number
from grader.answers.measures import unit_asked


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param(
            "How much memory does it take, in megabytes (1 MB = 10^6 bytes)?", "megabyte", id="in-words"
        ),
        pytest.param("memory (in kB)", "kilobyte", id="in-brackets"),
        pytest.param("How long does it take? (ms)", "millisecond", id="alone-in-brackets"),
        pytest.param("حافظه را به کیلوبایت بنویسید", "kilobyte", id="in-persian"),
        pytest.param("How many bytes are there in all?", "", id="only-named"),
        pytest.param("Write the answer in words.", "", id="in-words-of-another-kind"),
    ],
)
def test_a_question_tells_its_unit(text: str, unit: str) -> None:
    assert unit_asked(text) == unit


@pytest.mark.parametrize(
    ("submitted", "value"),
    [
        pytest.param("12.5 MB", Fraction(25, 2), id="short"),
        pytest.param("12.5MB.", Fraction(25, 2), id="joined"),
        pytest.param("≈ 12.5 megabytes", Fraction(25, 2), id="in-words"),
        pytest.param("۱۲٫۵ مگابایت", Fraction(25, 2), id="in-persian"),
        pytest.param(r"$12.5\,\text{MB}$", Fraction(25, 2), id="in-tex"),
        pytest.param("12.5", Fraction(25, 2), id="none"),
        pytest.param("100 MB / 8 = 12.5 MB", Fraction(25, 2), id="in-the-middle-too"),
        pytest.param("12.5 kB", None, id="another-multiple"),
        pytest.param("12.5 Mb", None, id="bits"),
        pytest.param("12.5 MiB", None, id="of-two"),
    ],
)
def test_the_unit_that_is_asked_may_stand_behind_a_number(submitted: str, value: Fraction | None) -> None:
    values = Number(unit="megabyte").read(submitted).values

    assert [getattr(each, "value", None) for each in values] == ([] if value is None else [value])
