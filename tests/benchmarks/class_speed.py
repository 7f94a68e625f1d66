"""Measures what grading a class costs, beside a program that only reads the answers and writes as many bytes.

    python tests/benchmarks/class_speed.py [--students N] [--runs N]

Prints CPU seconds (user and system, of the whole process) and ratios to the floor program, each the median of
a few runs taken in turn, so that a drift of the machine touches both alike.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.catalogue.bank import Bank
from grader.catalogue.resolve import load_homework
from grader.records import JsonValue

SIX = ("laplacian_output", "conv_shapes", "gap_backprop", "flop_ratio", "parameter_counts", "dilated_output")

STRAY: tuple[JsonValue, ...] = (
    7,
    12,
    100,
    1000,
    "about 3",
    "3 or 4",
    "۱۲٫۵",
    [[1, 2], [3, 4]],
)  # what a class writes that fits nothing

MIXED, USUAL = 0.65, 0.9  # shares of right answers: a hard class, and one as most are

FLOOR = """
import json, os, sys
folder, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.makedirs(out, exist_ok=True)
names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
page = b"x" * (size // max(1, len(names)))
for name in names:
    with open(os.path.join(folder, name), "rb") as stream:
        json.loads(stream.read())
    with open(os.path.join(out, name), "wb") as stream:
        stream.write(page)
"""

GRADE = "import sys; from grader.cli import main; sys.exit(main(sys.argv[1:]))"


def write_class(folder: Path, students: int, *, vary: bool, right: float = MIXED) -> None:
    """Write an assignment of the six problems and a class: right, mistaken, wrong and blank answers.

    ``right`` is the share of right ones. Of the others four in seven are known mistakes, two fit nothing.
    """
    bank = Bank()
    lines = ['schema = "grade/assignment@1"', 'id = "speed"', 'title = "Speed"', 'secret = "speed"']
    for problem_id in SIX:
        lines += ["[[question]]", f'problem = "{problem_id}"']
        if vary:
            lines.append("vary = true")
        else:
            lines.append(f"params = {as_toml(dict(bank[problem_id].practices[0]))}")
    (folder / "assignment.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    homework = load_homework(folder / "assignment.toml", bank)
    chance = random.Random(1)
    for number in range(students):
        student_id = f"4012{number:05d}"
        answers: dict[str, JsonValue] = {}
        for question in homework.questions:
            asked = question.for_student(student_id)
            assert asked is not None
            for part in asked.asked:
                name = f"{question.id}.{part.part.id}"
                reference = asked.references[part.part.id]
                wrong = [
                    value
                    for mistake in part.part.mistakes
                    for value in mistake.values({each: asked.references[each] for each in part.part.follows})
                ]
                kind, dice = part.part.kind, 7 * (chance.random() - right) / (1 - right)
                if dice < 0 or (dice < 4 and not wrong):
                    answers[name] = kind.to_json(reference)
                elif dice < 4:
                    answers[name] = kind.to_json(kind.reference(chance.choice(wrong)))
                elif dice < 6:
                    answers[name] = chance.choice(STRAY)
        submission = {"student": {"id": student_id, "name": f"Student {number}"}, "answers": answers}
        (folder / f"{student_id}.json").write_text(json.dumps(submission), encoding="utf-8")


def as_toml(value: JsonValue) -> str:
    """Return a JSON value as inline TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {as_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return json.dumps(value)


def cpu_of(command: Sequence[str]) -> float:
    """Return the CPU seconds of one run of a command, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode not in (0, 1):
        raise SystemExit(f"{command[:4]} ended with {ended.returncode}: {ended.stderr.decode()[-400:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(runs: int, *measures: Callable[[], float]) -> list[float]:
    """Return the median of each measure, all taken in turn."""
    taken = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def measure_class(students: int, runs: int, *, vary: bool, right: float = MIXED) -> None:
    """Measure a class from nothing, and its rerun with nothing changed."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "out"
        folder.mkdir()
        write_class(folder, students, vary=vary, right=right)
        grade = [sys.executable, "-c", GRADE, str(folder), "--out"]
        cpu_of([*grade, str(out)])
        floor = [sys.executable, "-c", FLOOR, str(folder), str(Path(place) / "floor"), str(size_of(out))]
        turn = iter(range(1_000_000))
        from_nothing, rerun, bare, start = medians(
            runs,
            lambda: cpu_of([*grade, str(Path(place) / f"out-{next(turn)}")]),
            lambda: cpu_of([*grade, str(out)]),
            lambda: cpu_of(floor),
            lambda: cpu_of([sys.executable, "-c", GRADE, "--help"]),
        )
    kind = "an instance each" if vary else "one shared instance"
    print(f"{students} students, {kind}, {right:.0%} right:")
    each = 1000 * from_nothing / students
    print(
        f"  from nothing  {from_nothing:6.2f} s  {each:5.2f} ms a submission  {from_nothing / bare:4.1f} x floor"
    )
    allowed = f"{start + 3 * bare:5.2f} s (start-up {start:.2f} + 3 x floor {bare:.2f})"
    print(f"  nothing new   {rerun:6.2f} s  allowed {allowed}")


def measure_commands(runs: int) -> None:
    """Measure the commands that a person waits for."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_class(folder, 1, vary=False)
        (answers,) = folder.glob("4012*.json")
        shown, checked, bare = medians(
            runs,
            lambda: cpu_of([sys.executable, "-c", GRADE, "--help"]),
            lambda: cpu_of([sys.executable, "-c", GRADE, "check", str(answers)]),
            lambda: cpu_of([sys.executable, "-c", "pass"]),
        )
    print(f"grade --help  {shown:.3f} s   grade check  {checked:.3f} s   bare Python  {bare:.3f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    measure_commands(options.runs)
    measure_class(options.students, options.runs, vary=False)
    measure_class(options.students, options.runs, vary=False, right=USUAL)
    measure_class(options.students, max(1, options.runs // 2), vary=True)


if __name__ == "__main__":
    main()
