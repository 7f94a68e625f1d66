"""The bank: finds the modules of problems, and loads one when it is asked for.

A problem comes from the package `problems`, from an entry point of the group ``grade.problems``, or from a
course's own folder. A course's own module of the same name comes first.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from grader.catalogue.sources import BUILT_IN
from grader.errors import GradeError, ProblemModuleError, UnknownProblem, UsageError, near_miss
from grader.problem.definition import Problem
from grader.problem.refusals import check_problem, place_of

ENTRY_POINTS = "grade.problems"


class Bank:
    """The problems within reach; ``folders`` are a course's own."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = tuple(folders)
        for folder in self.folders:
            if not folder.is_dir():
                raise UsageError(
                    f"{folder}: no such folder of problems; give --problems the folder that holds the modules"
                )
        self._loaded: dict[str, Problem] = {}
        self._files: dict[str, Path | None] | None = None

    def __getitem__(self, problem_id: str) -> Problem:
        """Return a problem, loaded and checked.

        Raises UnknownProblem, or ProblemModuleError where its author slipped.
        """
        if problem_id not in self._loaded:
            problem = self._load(problem_id)
            check_problem(problem)
            self._loaded[problem_id] = problem
        return self._loaded[problem_id]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all problems, sorted."""
        return tuple(sorted({*self._course_files(), *entry_points(), *built_in_ids()}))

    def fingerprint(self, problem_id: str) -> str:
        """Return a hash of the sources that a problem's rules come from."""
        file = self[problem_id].file
        digest = hashlib.sha256()
        for source in (Path(file), *sorted((Path(file).parent / "mathematics").glob("*.py"))):
            digest.update(source.read_bytes())
        return digest.hexdigest()

    def _course_files(self) -> Mapping[str, Path]:
        files: dict[str, Path] = {}
        for folder in self.folders:
            for file in sorted(folder.glob("*.py")):
                if not file.name.startswith(("_", "test_", "conftest")):
                    files.setdefault(file.stem, file)
        return files

    def _load(self, problem_id: str) -> Problem:
        file = self._course_files().get(problem_id)
        if file is not None:
            return problem_of(load_file(file), str(file))
        if problem_id.isidentifier() and is_built_in(problem_id):
            module = import_module(f"{BUILT_IN}.{problem_id}")
            return problem_of(module, module.__file__ or problem_id)
        target = entry_points().get(problem_id)
        if target is not None:
            module = import_module(target)
            return problem_of(module, module.__file__ or target)
        raise UnknownProblem(
            f"unknown problem {problem_id!r}{near_miss(problem_id, self.ids) or '; `grade problems` lists the bank'}"
        )


def is_built_in(problem_id: str) -> bool:
    """Return whether the package `problems` has a module of that name."""
    package = importlib.import_module(BUILT_IN)
    return any((Path(folder) / f"{problem_id}.py").is_file() for folder in package.__path__)


def built_in_ids() -> tuple[str, ...]:
    """Return the ids of the package's problems."""
    package = importlib.import_module(BUILT_IN)
    return tuple(
        file.stem
        for folder in package.__path__
        for file in Path(folder).glob("*.py")
        if not file.name.startswith("_")
    )


def entry_points() -> Mapping[str, str]:
    """Return the problems that installed packages bring: id to module."""
    from importlib.metadata import entry_points as installed  # 20 ms: only where a name is not built in

    return {point.name: point.value for point in installed(group=ENTRY_POINTS)}


def load_file(file: Path) -> ModuleType:
    """Import a course's own module from its file."""
    name = f"grade_course_{hashlib.sha256(str(file.parent).encode()).hexdigest()[:8]}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ProblemModuleError(f"{file}: not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except GradeError:
        del sys.modules[name]
        raise
    except Exception as fault:
        del sys.modules[name]
        raise ProblemModuleError(f"{file}{line_of(fault, file)}: {explain(fault)}") from fault
    return module


def import_module(name: str) -> ModuleType:
    """Import an installed module; what goes wrong in it is its author's."""
    try:
        return importlib.import_module(name)
    except GradeError:
        raise
    except Exception as fault:
        raise ProblemModuleError(f"{name}: {explain(fault)}") from fault


def problem_of(module: ModuleType, file: str) -> Problem:
    """Return the problem that a module declares."""
    problem = getattr(module, "problem", None)
    if not isinstance(problem, Problem):
        raise ProblemModuleError(f'{file}: no problem; write problem = Problem(__name__, topic="...")')
    return problem


def explain(fault: Exception) -> str:
    """Return what stopped a module from loading, in a sentence."""
    if isinstance(fault, SyntaxError):
        return f"this is not Python ({fault.msg}); mend the line"
    return f"it cannot be loaded ({fault}); run it with python to see where"


def line_of(fault: Exception, file: Path) -> str:
    """Return ``:line`` of the last place in ``file`` that a fault passed through."""
    if isinstance(fault, SyntaxError):
        return f":{fault.lineno}" if fault.lineno else ""
    return place_of(fault, str(file))[0]
