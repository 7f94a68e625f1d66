"""Scores the grader on half of the documents: `python tests/documents/score.py open|aside [--verbose]`.

`decided` counts, of the parts that a careful person would decide, those that the machine decided; `best` is decided, or
left to a person, as a careful person would; `exact` is read as what stands on the page; `false wrong` and `false
right` must be 0. `anchors` are labels that come out of the reader together with their value, in order. `x stock` is
the reader's CPU over that of pypdfium2's own text. The exit status is 1 where anything was falsely judged.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypedDict

from pypdfium2 import PdfDocument

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from grader.documents.pdf import read_pdf  # noqa: E402
from grader.python import check_answer, grade  # noqa: E402
from tests.documents.anchors import together  # noqa: E402

SHEETS = ("shapes", "gradients", "mixed")
CREDIT = {"correct": 2, "partial": 1, "incorrect": 0, "blank": 0}
UNDECIDED = ("needs_review", "awaiting_marker")
HEADS = (
    "files", "students", "parts", "decided", "exact", "best", "false wrong", "false right", "anchors", "ms/page",
    "x stock",
)  # fmt: skip
TIMES = 3  # a document is read so often, and the quickest counts


class GoldPart(TypedDict):
    """What a person reads on the page for one part, and how they would judge it."""

    value: object
    right: bool | None
    status: str
    allowed: list[str]
    anchor: list[str]


class GoldDocument(TypedDict):
    """A document's student and parts."""

    student: str
    parts: dict[str, GoldPart]


@dataclass(kw_only=True)
class Tally:
    """Counts of one producer, or of all."""

    documents: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    stock_seconds: float = 0.0
    students: int = 0
    parts: int = 0
    decidable: int = 0
    decided: int = 0
    valued: int = 0
    exact: int = 0
    best: int = 0
    false_wrong: int = 0
    false_right: int = 0
    anchors: int = 0
    anchored: int = 0
    troubles: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally's counts to these."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def main() -> int:
    """Score one half and print a table by producer."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("half", choices=("open", "aside"))
    options.add_argument("--verbose", action="store_true", help="name every part that is not best")
    options.add_argument("--only", default="", help="documents whose path holds this")
    chosen = options.parse_args()
    gold: dict[str, GoldDocument] = json.loads((HERE / chosen.half / "gold.json").read_text(encoding="utf-8"))
    gold = {path: each for path, each in gold.items() if chosen.only in path}
    began = time.monotonic()
    results = graded(HERE / chosen.half, {path.split("/")[0] for path in gold})
    seconds = time.monotonic() - began
    by_producer: defaultdict[str, Tally] = defaultdict(Tally)
    for path, wanted in gold.items():
        tally = judged(path, wanted, results.get(path))
        read_again(HERE / chosen.half / path, path, wanted, tally)
        by_producer[Path(path).name.split("-")[0]].add(tally)
    show(by_producer, seconds, verbose=chosen.verbose)
    return 1 if any(each.false_wrong or each.false_right for each in by_producer.values()) else 0


def graded(half: Path, sheets: set[str]) -> Mapping[str, Mapping[str, object]]:
    """Grade each folder of the half and return the students' results by the path of their first file."""
    results: dict[str, Mapping[str, object]] = {}
    for sheet in sorted(sheets):
        for student in grade(half / sheet, assignment=HERE / f"{sheet}.toml").students:
            for handed_in in student["files"]:  # type: ignore[union-attr]  # as in results.jsonl
                results[f"{sheet}/{handed_in['path']}"] = student  # type: ignore[index,call-overload]
    return results


def judged(path: str, wanted: GoldDocument, student: Mapping[str, object] | None) -> Tally:
    """Return how the verdicts on one document compare with a person's."""
    tally = Tally(documents=1)
    found = parts_of(student) if student else {}
    known = student["student"]["id"] if student else None  # type: ignore[index]
    tally.students = int(known == wanted["student"])
    if not tally.students:
        tally.troubles.append(f"{path}: the student is {known}, not {wanted['student']}")
    for part, gold in wanted["parts"].items():
        status, value, text = found.get(part, ("missing", None, ""))
        tally.parts += 1
        tally.best += status == gold["status"]
        tally.decidable += gold["status"] in CREDIT
        tally.decided += status in CREDIT and gold["status"] in CREDIT
        tally.valued += gold["value"] is not None
        tally.exact += value is not None and same(value, gold["value"])
        wrong = false_verdict(status, gold)
        tally.false_wrong += wrong == "false wrong"
        tally.false_right += wrong == "false right"
        if status != gold["status"]:
            remark = f"  {wrong.upper()}" if wrong else ""
            tally.troubles.append(
                f"{path} {part}: {status} instead of {gold['status']}, read {value!r} from {text!r}, "
                f"on the page {gold['value']!r}{remark}"
            )
    return tally


def parts_of(student: Mapping[str, object]) -> dict[str, tuple[str, object, str]]:
    """Return the status, value and text of each part of a line of the results."""
    return {
        f"{question['id']}.{part['id']}": (part["status"], part["value"], str(part["reading"]["text"]))
        for question in student["questions"]  # type: ignore[attr-defined]  # as in results.jsonl
        for part in question["parts"]
    }


def false_verdict(status: str, gold: GoldPart) -> str:
    """Return `false wrong` or `false right` where a verdict gives less or more than the answer deserves, else nothing.

    Where a person would leave an answer to review, what is right on the page decides.
    """
    if status not in CREDIT or status == gold["status"] or status in gold["allowed"]:
        return ""
    if gold["status"] in UNDECIDED:
        if gold["right"] is None:
            return "false wrong" if status != "correct" else "false right"
        return (
            ("" if status == "correct" else "false wrong")
            if gold["right"]
            else "false right" * (status == "correct")
        )
    deserved = CREDIT[gold["status"]]
    return "false wrong" if CREDIT[status] < deserved else "false right" if CREDIT[status] > deserved else ""


def same(value: object, gold: object) -> bool:
    """Return whether two values of the results are equal, numbers to nine digits and formulas as functions."""
    if isinstance(value, list) and isinstance(gold, list):
        return len(value) == len(gold) and all(same(*pair) for pair in zip(value, gold, strict=True))
    if isinstance(value, int | float) and isinstance(gold, int | float):
        return math.isclose(value, gold, rel_tol=1e-9)
    if isinstance(value, str) and isinstance(gold, str) and value != gold and "(" in gold:
        return check_answer(value, gold, "expression", symbols=["M", "N", "D", "F"]).status == "correct"
    return value == gold


def read_again(file: Path, path: str, wanted: GoldDocument, tally: Tally) -> None:
    """Read the document alone: count its pages, its time and the anchors that came out."""
    data = file.read_bytes()
    document = read_pdf(data, path)
    tally.pages += document.pages
    tally.cpu_seconds += quickest(lambda: read_pdf(data, path))
    tally.stock_seconds += quickest(lambda: stock_text(data))
    lines = [line.text for line in document.lines]
    for part, gold in wanted["parts"].items():
        if gold["anchor"]:
            tally.anchors += 1
            if together(gold["anchor"], lines):
                tally.anchored += 1
            else:
                tally.troubles.append(f"{path} {part}: no anchor {' » '.join(gold['anchor'])}")


def quickest(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes at best."""
    seconds = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def stock_text(data: bytes) -> list[str]:
    """Return the text of each page as pypdfium2 gives it: what our reader's time is compared with."""
    document = PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def show(by_producer: Mapping[str, Tally], seconds: float, *, verbose: bool) -> None:
    """Print the table, and what is not as a person would have it."""
    print(f"{'producer':<15}" + "".join(f"{head:>13}" for head in HEADS))
    everything = Tally()
    for tally in by_producer.values():
        everything.add(tally)
    for name, tally in [*sorted(by_producer.items()), ("all", everything)]:
        print(f"{name:<15}" + "".join(f"{cell:>13}" for cell in cells(tally)))
    print(f"graded in {seconds:.1f} s")
    for trouble in everything.troubles if verbose else ():
        print(trouble)


def cells(tally: Tally) -> Iterator[str]:
    """Return the cells of a line of the table."""
    yield str(tally.documents)
    yield share(tally.students, tally.documents)
    yield str(tally.parts)
    yield share(tally.decided, tally.decidable)
    yield share(tally.exact, tally.valued)
    yield share(tally.best, tally.parts)
    yield str(tally.false_wrong)
    yield str(tally.false_right)
    yield share(tally.anchored, tally.anchors)
    yield f"{1000 * tally.cpu_seconds / tally.pages:.1f}" if tally.pages else "-"
    yield f"{tally.cpu_seconds / tally.stock_seconds:.1f}" if tally.stock_seconds else "-"


def share(count: int, whole: int) -> str:
    """Return a share in percent, or a dash where there is nothing."""
    return f"{100 * count / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
