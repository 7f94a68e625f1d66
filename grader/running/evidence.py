"""Gathers the pictures of the places that were read: for each student's own page, and for those who mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from grader.assignment.resolved import Homework
from grader.documents.drawing import Place
from grader.documents.model import Document
from grader.documents.photographs import is_photograph
from grader.intake.document_file import picture_of
from grader.intake.folder import LoadedFile
from grader.intake.pictures import Wanted, draw_missing, name_of
from grader.records import PartRecord, StudentRecord, StudentStatus
from grader.reporting.pages import Evidence, PagePicture, PartOf, Picture
from grader.running.places import place_shown
from grader.running.progress import Progress
from grader.store.database import Store
from grader.store.naming import evidence_file_name
from grader.store.output import Output

PAGE_DPI = 110  # handwriting can be read, and a scanned page takes a quarter of a megabyte
MOST_PAGES = 30  # of one file, so that a scan of 200 pages does not fill the disk
SCAN = "scan"


def drawable_among(hand_ins: Sequence[tuple[LoadedFile, ...]]) -> dict[str, LoadedFile]:
    """Return the PDFs that were read and the photographs, by their SHA-256."""
    return {
        file.sha256: file
        for files in hand_ins
        for each in files
        if (file := with_photograph(each)).document is not None
        and (is_photograph(file.path) or PurePosixPath(file.path).suffix.lower() == ".pdf")
    }


def with_photograph(file: LoadedFile) -> LoadedFile:
    """Return a file; where it is a photograph, with what it is taken for."""
    if not file.is_empty and file.fault is None and is_photograph(file.path):
        return replace(file, document=picture_of(file.path))
    return file


@dataclass(slots=True, kw_only=True)
class Gathered:
    """The pictures of one class; ``documents`` are its PDFs and photographs by SHA-256. `prepare` has them drawn.

    ``is_all`` is false where another run may draw more.
    """

    documents: Mapping[str, LoadedFile]
    store: Store
    workers: int
    progress: Progress
    fresh: bool = False
    is_all: bool = True
    written: set[str] = field(default_factory=set)
    _last: tuple[str, Mapping[str, bytes]] = field(default=("", {}))

    def prepare(self, records: Sequence[StudentRecord]) -> None:
        """Have everything drawn that some page shows."""
        wanted: dict[str, dict[Place, None]] = {}
        for record in records:
            for sha256, place in self.places_of(record):
                wanted.setdefault(sha256, {})[place] = None
        self.store.forget_evidence(self.documents.keys())
        self.is_all = draw_missing(
            [Wanted(self.documents[sha256], tuple(places)) for sha256, places in wanted.items()],
            self.workers,
            self.store,
            self.progress,
            fresh=self.fresh,
        )

    def places_of(self, record: StudentRecord) -> Iterator[tuple[str, Place]]:
        """Yield every place of a student's files that a page shows."""
        for _, part in parts_of(record):
            yield from self.place_of(record, part)
        for sha256, _, page in self.scanned_pages(record):
            yield sha256, (page, None, PAGE_DPI)

    def place_of(self, record: StudentRecord, part: PartRecord) -> Iterator[tuple[str, Place]]:
        """Yield where a part was read, if that is a place on a typed page or one that somebody must look at."""
        found = self.document_of(record, part)
        if found is None:
            return
        sha256, document = found
        place = place_shown(part.reading.page, part.reading.box, part.kind, document.source)
        if place is not None:
            yield sha256, place

    def document_of(self, record: StudentRecord, part: PartRecord) -> tuple[str, Document] | None:
        """Return the document in which a part was found, and its file's SHA-256."""
        path = record.file_of(part)
        for file in record.files:
            document = self.read(file.sha256) if file.path == path else None
            if document is not None:
                return file.sha256, document
        return None

    def read(self, sha256: str) -> Document | None:
        """Return what a PDF or a photograph was read as, None for any other file."""
        file = self.documents.get(sha256)
        return None if file is None else file.document

    def scanned_pages(self, record: StudentRecord) -> Iterator[tuple[str, str, int]]:
        """Yield (SHA-256, path, page) of the pictures among a student's pages, where a person must look."""
        if record.status is not StudentStatus.UNREADABLE and not any(part.waits for part in record.parts):
            return
        for file in record.files:
            document = self.read(file.sha256)
            for page in document.pictures[:MOST_PAGES] if document is not None else ():
                yield file.sha256, file.path, page

    def of_student(self, record: StudentRecord) -> dict[tuple[str, str], Picture]:
        """Return what a student's own page shows, by question and part."""
        pictures: dict[tuple[str, str], Picture] = {}
        for question, part in parts_of(record):
            for sha256, place in self.place_of(record, part) if part.reading.reason != SCAN else ():
                png = self.kept(sha256).get(name_of(place))
                if png:
                    pictures[question, part.id] = Picture(page=place[0], png=png)
        return pictures

    def for_markers(
        self, records: Sequence[StudentRecord], suggestions: Mapping[PartOf, str], output: Output
    ) -> Evidence:
        """Write the pictures that a marker is shown, and return where they stand."""
        pages: dict[str, tuple[PagePicture, ...]] = {}
        places: dict[PartOf, str] = {}
        for record in records:
            key = record.key
            shown = [
                PagePicture(file=path, page=page, address=address)
                for sha256, path, page in self.scanned_pages(record)
                if (address := self.write(key, sha256, (page, None, PAGE_DPI), output))
            ]
            if shown:
                pages[key] = tuple(shown)
            for question, part in parts_of(record):
                for sha256, place in self.place_of(record, part) if part.waits else ():
                    address = self.write(key, sha256, place, output)
                    if address:
                        places[key, question, part.id] = address
        return Evidence(pages=pages, places=places, suggestions=suggestions)

    def suggestions(self, records: Sequence[StudentRecord], homework: Homework) -> dict[PartOf, str]:
        """Return what a machine recognised in pictures, for parts that wait; it has no part in any mark."""
        scans = [
            (record, self.documents[sha256])
            for record in records
            if record.student_id is not None
            for sha256 in dict.fromkeys(sha256 for sha256, _, _ in self.scanned_pages(record))
        ]
        if not scans:
            return {}
        from grader.running.suggestions import Recognition  # only where there are pictures

        return Recognition(
            homework=homework, store=self.store, workers=self.workers, progress=self.progress
        ).suggestions(scans)

    def write(self, student: str, sha256: str, place: Place, output: Output) -> str:
        """Write one picture and return its address; empty where it could not be drawn."""
        png = self.kept(sha256).get(name_of(place))
        if not png:
            return ""
        page, box, _ = place
        address = evidence_file_name(student, sha256, page, "" if box is None else name_of(place))
        if address not in self.written:
            output.write(address, png)
            self.written.add(address)
        return address

    def kept(self, sha256: str) -> Mapping[str, bytes]:
        """Return the pictures of one file; the last file's are at hand."""
        if self._last[0] != sha256:
            self._last = sha256, self.store.evidence(sha256)
        return self._last[1]


def parts_of(record: StudentRecord) -> Iterator[tuple[str, PartRecord]]:
    """Yield every part of a student with its question's id."""
    for question in record.questions:
        for part in question.parts:
            yield question.id, part
