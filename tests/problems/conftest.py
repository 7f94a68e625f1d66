"""The libraries that the problems are checked against, each loaded once, its tests skipped where it is missing."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import settings

settings.register_profile("problems", deadline=None)  # machines that build and test differ too much for times
settings.load_profile("problems")


@pytest.fixture(scope="session")
def numpy() -> ModuleType:
    return pytest.importorskip("numpy")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def signal() -> ModuleType:
    return pytest.importorskip("scipy.signal")  # type: ignore[no-any-return]  # pytest types it as Any


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    return pytest.importorskip("torch")  # type: ignore[no-any-return]  # pytest types it as Any
