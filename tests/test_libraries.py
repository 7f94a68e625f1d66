"""Libraries with known holes are refused where they would be used, in words."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.intake.documents import with_documents
from grader.intake.folder import LoadedFile
from grader.libraries import SAFE, numbers_of, require_safe

ROOT = Path(__file__).parents[1]


def test_what_is_installed_is_safe() -> None:
    require_safe(*SAFE)


@pytest.mark.parametrize(
    ("library", "version"),
    [
        pytest.param("jinja2", "3.1.5", id="jinja2"),
        pytest.param("pdfminer.six", "20250506", id="pdfminer"),
        pytest.param("pdfminer.six", "20191110", id="old-pdfminer"),
        pytest.param("pypdfium2", "4.30.0", id="pypdfium2"),
    ],
)
def test_a_library_with_holes_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, library: str, version: str
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    with pytest.raises(
        UsageError, match=rf"{re.escape(library)} .* {re.escape(version)} is here.*pip install"
    ):
        require_safe(library)


def test_a_library_that_is_not_there_is_named() -> None:
    SAFE["no-such-library"] = ("1", "no-such-library")
    try:
        with pytest.raises(UsageError, match="not installed"):
            require_safe("no-such-library")
    finally:
        del SAFE["no-such-library"]


def test_no_document_is_read_with_a_library_that_has_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0.1")
    with pytest.raises(UsageError, match="known holes"):
        with_documents([(LoadedFile(path="a.pdf", data=b"%PDF-1.7", sha256="1"),)], workers=1)


@pytest.mark.parametrize(
    ("older", "newer"),
    [("3.1.5", "3.1.6"), ("3.9", "3.10"), ("5.9", "5.15.2"), ("20251107", "20260107"), ("3.1", "3.1.6rc1")],
)
def test_versions_are_ordered(older: str, newer: str) -> None:
    assert numbers_of(older) < numbers_of(newer)


def test_the_floors_agree_with_what_is_installed_with_us() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    floors = dict(each.split(">=") for each in tomllib.loads(text)["project"]["dependencies"])
    for library in SAFE.keys() & floors.keys():
        assert numbers_of(floors[library]) >= numbers_of(SAFE[library][0])
