"""The small course of which assignments ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.bank import Bank
from tests.catalogue.courses import (
    KINDS,
    LAPS,
    WALK,
    course,
)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return course(tmp_path / "course", walk=WALK, kinds=KINDS, laps=LAPS)
