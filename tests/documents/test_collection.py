"""The kept documents, their gold answers and their sources belong together."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import cast

import pytest

from grader.python import solve
from tests.documents.make.missing import ProducerMissing, program
from tests.documents.make.sheets import read_sheet
from tests.documents.score import GoldDocument

HERE = Path(__file__).parent
HALVES = ("open", "aside")
pytestmark = pytest.mark.skipif(
    not (HERE / "aside").is_dir(),
    reason="the documents are kept in the repository, not in the package of its source",
)
LARGEST_BYTES = 8_000_000
STATUSES = {"correct", "partial", "incorrect", "blank", "needs_review", "awaiting_marker"}


def gold_of(half: str) -> dict[str, GoldDocument]:
    return cast(
        "dict[str, GoldDocument]", json.loads((HERE / half / "gold.json").read_text(encoding="utf-8"))
    )


def kept_in(half: str) -> set[str]:
    return {str(each.relative_to(HERE / half)) for each in (HERE / half).rglob("*.pdf")}


def producers_of(half: str) -> set[str]:
    return {Path(each).name.split("-")[0] for each in kept_in(half)}


@pytest.mark.parametrize("half", HALVES)
def test_every_document_has_gold_answers_and_a_source(half: str) -> None:
    sources = HERE / "make" / "sources" / half
    made_from = {
        str(each.relative_to(sources).with_suffix(".pdf")) for each in sources.rglob("*-*") if each.is_file()
    }
    assert set(gold_of(half)) == kept_in(half) == made_from


@pytest.mark.parametrize("half", HALVES)
def test_gold_answers_every_part_that_is_asked(half: str) -> None:
    asked = {sheet: asked_in(sheet) for sheet in ("shapes", "gradients", "mixed")}
    assert {path: set(each["parts"]) for path, each in gold_of(half).items()} == {
        path: asked[path.split("/")[0]] for path in gold_of(half)
    }


def asked_in(sheet: str) -> set[str]:
    questions = tomllib.loads((HERE / f"{sheet}.toml").read_text(encoding="utf-8"))["question"]
    parts: set[str] = set()
    for question in questions:
        name = question.get("id", question["problem"])
        own = question.get("parts") or solve(question["problem"], question["params"])
        parts |= {f"{name}.{part}" for part in own}
    return parts


def test_both_halves_hold_every_producer() -> None:
    assert producers_of("open") == producers_of("aside")


def test_every_student_handed_in_one_document() -> None:
    students = [each["student"] for half in HALVES for each in gold_of(half).values()]
    assert len(students) == len(set(students))


@pytest.mark.parametrize("half", HALVES)
def test_gold_statuses_are_those_of_results(half: str) -> None:
    parts = [part for each in gold_of(half).values() for part in each["parts"].values()]
    assert {status for part in parts for status in (part["status"], *part["allowed"])} <= STATUSES
    assert all((part["status"] == "correct") <= (part["right"] is True) for part in parts)


def test_the_documents_stay_small() -> None:
    assert sum(each.stat().st_size for each in HERE.rglob("*") if each.is_file()) < LARGEST_BYTES


def test_no_document_tells_where_it_was_made() -> None:
    everything = b"".join(each.read_bytes() for half in HALVES for each in (HERE / half).rglob("*.pdf"))
    assert b"file:///" not in everything


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ProducerMissing, match="no-such-typesetter is not installed"):
        program("no-such-typesetter")


@pytest.mark.parametrize(
    "source",
    [pytest.param(each, id=each.stem) for each in sorted((HERE / "make" / "sources").rglob("*.sheet"))],
)
def test_a_sheet_gives_blocks_in_their_order(source: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines()
    begun = [
        line
        for line in lines
        if line.partition("|")[0].lower() in ("en", "fa", "en-table", "fa-table", "page")
    ]
    rows = [line for line in lines if line.startswith("|")]
    blocks = read_sheet(source).blocks
    assert len(blocks) == len(begun)
    assert sum(len(block.rows) for block in blocks) == len(rows)


def test_a_sheet_with_an_unknown_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.sheet").write_text("what is this\n", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot read 'what is this'"):
        read_sheet(tmp_path / "broken.sheet")
