"""The sources of all problems within reach, read without loading any: what a rule could come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

BUILT_IN = "problems"


def problem_sources(folders: Iterable[Path]) -> Iterator[bytes]:
    """Yield the name and the text of every module in a course's ``folders`` and in the bank."""
    package = find_spec(BUILT_IN)
    built_in = [Path(each) for each in (package.submodule_search_locations or ())] if package else []
    for root in (*folders, *built_in):
        for file in sorted(root.rglob("*.py")):
            yield str(file.relative_to(root)).encode()
            yield file.read_bytes()
