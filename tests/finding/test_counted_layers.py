"""A table that counts the layers and tells what each sees answers for them one by one."""

from __future__ import annotations

import pytest

from grader.documents.model import Line
from grader.finding.tables import with_tables


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            ["لایه\tمیدان تاثیر", "۱\t7", "۲\t7+3×2×2 = 19", "۳ (کل)\t29"],
            ["لایه ۱ (میدان تاثیر): 7", "لایه ۲ (میدان تاثیر): 7+3×2×2 = 19", "لایه ۳ (کل) (میدان تاثیر): 29"],
            id="persian",
        ),
        pytest.param(
            ["layer\tkernel\tjump\tRF", "1\t7\t1\t7", "2\t3\t2\t15"],
            ["7", "1", "layer 1 (RF): 7", "3", "2", "layer 2 (RF): 15"],
            id="beside-what-is-given",
        ),
        pytest.param(["layer\tRF", "1\t7", "3\t15"], ["layer\tRF", "1\t7", "3\t15"], id="a-layer-is-missing"),
        pytest.param(["layer\tfilters", "1\t7", "2\t15"], ["layer\tfilters", "1\t7", "2\t15"], id="not-what-it-sees"),
        pytest.param(["layer\tRF", "1.5\t7", "2\t15"], ["layer\tRF", "1.5\t7", "2\t15"], id="not-counted"),
    ],
)  # fmt: skip
def test_each_layer_is_named(rows: list[str], said: list[str]) -> None:
    lines = [Line(text=row, number=at) for at, row in enumerate(rows, 1)]

    assert [line.text for line in with_tables(lines)] == said
