"""Labels and values come together, in order, out of the documents that real producers made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.documents.model import Source
from grader.documents.pdf import read_pdf
from tests.documents.anchors import together

OPEN = Path(__file__).resolve().parent.parent / "documents" / "open"
PDFS = sorted(path.relative_to(OPEN).as_posix() for path in OPEN.rglob("*.pdf"))
ALL_TOGETHER = 0.97  # of all anchors; the aim is 0.98, and some are lost where the score runs cells together


def test_anchors_come_out_together() -> None:
    gold = json.loads((OPEN / "gold.json").read_text(encoding="utf-8"))
    found = wanted = 0
    for name in PDFS:
        anchors = [part["anchor"] for part in gold.get(name, {}).get("parts", {}).values() if part["anchor"]]
        lines = [line.text for line in read_pdf((OPEN / name).read_bytes(), name).lines]
        found += sum(together(anchor, lines) for anchor in anchors)
        wanted += len(anchors)
    assert wanted > 200
    assert found / wanted >= ALL_TOGETHER


@pytest.mark.parametrize("name", PDFS)
def test_a_document_is_taken_for_what_it_is(name: str) -> None:
    kind = Path(name).name
    expected = (
        Source.FORM
        if "form" in kind.split("-")[0]
        else Source.SCAN
        if kind.startswith("scan")
        else Source.TYPED
    )
    document = read_pdf((OPEN / name).read_bytes(), name)
    assert document.source is expected
    assert bool(document.pictures) == (expected is Source.SCAN)
    assert document.hidden == ()
