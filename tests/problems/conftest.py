"""What the problems are checked with: libraries that share none of their mistakes, and the judge itself."""

from __future__ import annotations

from types import ModuleType

import pytest

from grader.catalogue.bank import Bank
from tests.problems.judging import Judge


@pytest.fixture(scope="session")
def numpy() -> ModuleType:
    return pytest.importorskip("numpy")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def signal() -> ModuleType:
    return pytest.importorskip("scipy.signal")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    library: ModuleType = pytest.importorskip("torch")
    library.set_num_threads(1)  # threads cost more than they save on a few cells
    return library


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="session")
def judge(bank: Bank) -> Judge:
    return Judge(bank)
