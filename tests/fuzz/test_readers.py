"""Every reader answers any bytes or refuses them in words, soon; what fuzzing found stays mended."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.mutating import FOUND, fuzz, mutated
from tests.fuzz.readers import HARNESSES
from tests.fuzz.seeds import SEEDS

LONG_SECONDS = 3.0  # of CPU time, on a machine with other things to do
KEPT = sorted(path for path in FOUND.rglob("*") if path.is_file())
IN_THIS_PROCESS = sorted(set(HARNESSES) - {"pdf"})  # pdfium may end the process that it reads in


def test_every_reader_has_seeds() -> None:
    assert set(SEEDS) == set(HARNESSES)


@pytest.mark.parametrize("reader", sorted(HARNESSES))
def test_seeds_are_read(reader: str) -> None:
    for seed in SEEDS[reader]:
        HARNESSES[reader](seed)


@pytest.mark.parametrize("kept", [pytest.param(path, id=f"{path.parent.name}-{path.name}") for path in KEPT])
def test_what_was_found_stays_mended(kept: Path) -> None:
    begun = time.process_time()
    HARNESSES[kept.parent.name](kept.read_bytes())
    assert time.process_time() - begun < LONG_SECONDS


@pytest.mark.parametrize("reader", IN_THIS_PROCESS)
def test_mutated_seeds_are_answered_or_refused(reader: str, tmp_path: Path) -> None:
    ran, found = fuzz(HARNESSES[reader], list(SEEDS[reader]), 0.5, random.Random(6), tmp_path)
    assert found == []
    assert ran > 0


@pytest.mark.parametrize("reader", IN_THIS_PROCESS)
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_answered_or_refused(reader: str, data: bytes) -> None:
    HARNESSES[reader](data)


@given(st.binary(max_size=200), st.integers(0, 10**6))
def test_mutation_is_the_same_for_the_same_seed(data: bytes, seed: int) -> None:
    assert mutated(data, [data], random.Random(seed)) == mutated(data, [data], random.Random(seed))
