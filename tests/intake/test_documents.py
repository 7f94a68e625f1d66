"""Documents are read once for each distinct file, in another process, and what was read before is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from grader.documents.model import Document
from grader.errors import HandInError
from grader.intake import isolation
from grader.intake.documents import with_documents
from grader.intake.folder import LoadedFile
from grader.intake.reader import Reader

PAGE = (Path(__file__).parents[1] / "documents/open/shapes/typst-terse-english.pdf").read_bytes()


@dataclass
class Shelf:
    """What a store keeps, in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def documents(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {digest: self.kept[digest] for digest in digests if digest in self.kept}

    def keep_documents(self, read: Mapping[str, bytes]) -> None:
        self.kept.update(read)


def loaded(path: str, data: bytes) -> LoadedFile:
    return LoadedFile(path=path, data=data, sha256=sha256(data).hexdigest())


def document_of(file: LoadedFile) -> Document:
    assert file.document is not None
    return file.document


def test_documents_are_read_and_other_files_left_as_they_are() -> None:
    other = loaded("a/x.json", b"{}")
    ((page, untouched), (broken,)) = with_documents(
        [(loaded("a/x.pdf", PAGE), other), (loaded("b.pdf", b"%PDF-1.4 nothing"),)], workers=1
    )

    assert "14x14x32" in " ".join(line.text for line in document_of(page).lines)
    assert untouched is other
    assert isinstance(broken.fault, HandInError)
    assert broken.fault.code == "unreadable_pdf"


def test_equal_files_are_read_once_and_keep_their_own_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    ask = Reader.ask

    def noted(reader: Reader, place: int, request: Sequence[bytes], deadline: float) -> None:
        asked.append(place)
        ask(reader, place, request, deadline)

    monkeypatch.setattr(Reader, "ask", noted)

    read = with_documents([(loaded("a.pdf", PAGE),), (loaded("b.pdf", PAGE),)], workers=2)

    assert len(asked) == 1
    assert [document_of(file).path for (file,) in read] == ["a.pdf", "b.pdf"]


def test_what_was_read_before_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    first = with_documents([(loaded("a.pdf", PAGE),)], workers=1, kept=shelf)
    monkeypatch.setattr(isolation, "PROGRAM", "raise SystemExit('no reader is started')")

    assert with_documents([(loaded("a.pdf", PAGE),)], workers=1, kept=shelf) == first


def test_what_was_kept_and_cannot_be_believed_is_read_again() -> None:
    shelf = Shelf()
    first = with_documents([(loaded("a.pdf", PAGE),)], workers=1, kept=shelf)
    shelf.kept = dict.fromkeys(shelf.kept, b'["document", "spell"]')

    assert with_documents([(loaded("a.pdf", PAGE),)], workers=1, kept=shelf) == first
