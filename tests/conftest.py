"""What every test may ask for: pages kept under `tests/golden`, changed only by ``--update-golden``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is made now to tests/golden")


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """A check that bytes equal the file of that name under `tests/golden`."""

    def check(name: str, made: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
        assert path.is_file(), f"{path} is missing: look at the page, then run pytest --update-golden"
        assert made == path.read_bytes(), f"{path} differs: look at both, then run pytest --update-golden"

    return check
