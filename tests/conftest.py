"""What every test may ask for: golden pages, changed only by ``--update-golden``, and how many examples are tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

EXAMPLES = {"problems": 60, "elsewhere": 40}

# One commit's tests say the same each time: the examples come from the test itself. ``--search`` looks for new ones.
# Machines that build and test differ too much for times, so no example has a deadline.
for name, count in EXAMPLES.items():
    settings.register_profile(name, max_examples=count, deadline=None, derandomize=True)
    settings.register_profile(f"{name}-searched", max_examples=15 * count, deadline=None)

GOLDEN = Path(__file__).parent / "golden"


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Set how many examples the tests of a module take, which Hypothesis notes while it is imported."""
    if isinstance(collector, pytest.Module):
        name = "problems" if "problems" in collector.path.parts else "elsewhere"
        settings.load_profile(f"{name}-searched" if collector.config.getoption("--search") else name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that no process is left waiting for them at the end."""
    items.sort(key=lambda item: not {"hostile", "faults"}.intersection(item.path.parts))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is made now to tests/golden")
    parser.addoption(
        "--search", action="store_true", help="try new and fifteen times as many examples of properties"
    )


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
