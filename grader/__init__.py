"""A grader of hand-worked convolutional-network homework.

    check_answer   judge one answer
    solve          the reference answers of a problem
    grade          grade a folder of hand-ins

Each is loaded when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader._version import __version__ as __version__
    from grader.errors import BadParams as BadParams
    from grader.errors import UnknownProblem as UnknownProblem
    from grader.python import AnswerVerdict as AnswerVerdict
    from grader.python import ClassResult as ClassResult
    from grader.python import check_answer as check_answer
    from grader.python import grade as grade
    from grader.python import solve as solve

__all__ = [
    "AnswerVerdict",
    "BadParams",
    "ClassResult",
    "UnknownProblem",
    "__version__",
    "check_answer",
    "grade",
    "solve",
]

PLACES = {"BadParams": "grader.errors", "UnknownProblem": "grader.errors", "__version__": "grader._version"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'grader' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(PLACES.get(name, "grader.python")), name)


def __dir__() -> list[str]:
    return __all__
