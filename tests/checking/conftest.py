"""The small course on which the rules of judging are tried."""

from __future__ import annotations

import pytest

from grader.catalogue.bank import Bank
from tests.catalogue.courses import (
    KINDS,
    LAPS,
    WALK,
    course,
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return course(tmp_path_factory.mktemp("course"), walk=WALK, kinds=KINDS, laps=LAPS)
