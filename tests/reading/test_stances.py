"""Fonts that set formulas are known by their names, whichever family of TeX they are of."""

from __future__ import annotations

import pytest

from grader.documents.stances import is_large, sets_formulas


@pytest.mark.parametrize("font", ["ABCDEF+CMEX10", "DGXHXY+LMMATHEXTENSION10-REGULAR"])
def test_a_font_of_large_signs(font: str) -> None:
    assert is_large(font)


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("ABCDEF+CMSY10", (True, True)),
        ("PPLNIK+LMMATHSYMBOLS10-REGULAR", (True, True)),
        ("ABCDEF+STIXTWOMATH", (True, False)),
        ("URRYHT+LMROMAN10-REGULAR", (False, False)),
    ],
)
def test_a_font_of_formulas(font: str, expected: tuple[bool, bool]) -> None:
    assert (sets_formulas(font), is_large(font)) == (expected, False)
