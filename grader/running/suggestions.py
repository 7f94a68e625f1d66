"""Finds what Tesseract recognised of answers in pictures, as suggestions to those who mark; no mark knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from grader.assignment.resolved import Homework
from grader.documents.drawing import Place
from grader.errors import HandInError
from grader.finding.find import find
from grader.intake.folder import LoadedFile
from grader.intake.isolation import Drawing, Readers
from grader.intake.recognition import (
    MOST_PAGES,
    PAGE_DPI,
    document_of,
    known_languages,
    recognise,
)
from grader.intake.tesseract import find_tesseract
from grader.records import StudentRecord
from grader.reporting.pages import PartOf
from grader.running.progress import Progress
from grader.store.database import Store

PAGES_AT_ONCE = 16  # so that not all pictures of a class are in memory
LONGEST = 200  # characters of a suggestion
UNFOUND = ("scan", "not_found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Recognises pictures on several cores and keeps what came of them."""

    homework: Homework
    store: Store
    workers: int
    progress: Progress

    def suggestions(self, scans: Sequence[tuple[StudentRecord, LoadedFile]]) -> dict[PartOf, str]:
        """Return what may stand in pictures, for parts that wait; nothing where no Tesseract is installed."""
        program = find_tesseract() if scans else None
        languages = known_languages(program) if program else ()
        if program is None or not languages:
            return {}
        todo = {file.sha256: file for _, file in scans}
        self.recognise_missing(program, languages, list(todo.values()))
        found: dict[PartOf, str] = {}
        for record, file in scans:
            for key, text in self.in_file(record, file, languages):
                found.setdefault(key, text)
        return found

    def recognise_missing(self, program: str, languages: Sequence[str], files: Sequence[LoadedFile]) -> None:
        """Have every page recognised that was not before."""
        drawings: list[Drawing] = []
        for file in files:
            known = self.store.evidence(file.sha256)
            places = [place for place in pages_of(file) if name_of(place[0], languages) not in known]
            drawings += [Drawing(file, (place,)) for place in places]
        if not drawings:
            return
        self.progress.start(len(drawings), "pictures")
        try:
            with (
                Readers(min(self.workers, len(drawings))) as readers,
                ThreadPoolExecutor(self.workers) as pool,
            ):
                for start in range(0, len(drawings), PAGES_AT_ONCE):
                    some = list(drawn(drawings[start : start + PAGES_AT_ONCE], readers))
                    tables = pool.map(lambda pair: recognise(program, languages, pair[1]), some)
                    self.keep([drawing for drawing, _ in some], tables, languages)
        finally:
            self.progress.finish()

    def keep(self, drawings: Sequence[Drawing], tables: Iterable[str], languages: Sequence[str]) -> None:
        """Keep what was recognised of some pages."""
        kept: dict[tuple[str, str], bytes] = {}
        for drawing, table in zip(drawings, tables, strict=True):
            if table:  # even an empty page has a heading: another run tries again
                kept[drawing.file.sha256, name_of(drawing.places[0][0], languages)] = table.encode()
            self.progress.step()
        self.store.keep_evidence(kept)

    def in_file(
        self, record: StudentRecord, file: LoadedFile, languages: Sequence[str]
    ) -> Iterator[tuple[PartOf, str]]:
        """Yield what one file's pictures suggest for a student's parts that wait."""
        kept = self.store.evidence(file.sha256)
        tables = [
            (page, kept.get(name_of(page, languages), b"").decode("utf-8", "replace"))
            for page, _, _ in pages_of(file)
        ]
        asked = [
            (question, own)
            for question in self.homework.questions
            if (own := question.for_student(record.student_id)) is not None
        ]
        found = find(document_of(file.path, tables), asked)
        for question in record.questions:
            for part in question.parts:
                each = found.get((question.id, part.id))
                if each is None or not part.waits or part.reading.reason not in UNFOUND:
                    continue
                text = each.written or (each.choice.chosen.text if each.choice.chosen else "")
                if text:
                    yield (record.student_id or "", question.id, part.id), text[:LONGEST]


def pages_of(file: LoadedFile) -> list[Place]:
    """Return the pages of a file that are pictures, but those of which a scanner has recognised the text."""
    if file.document is None:
        return []
    with_text = {line.page for line in file.document.lines}
    pages = [page for page in file.document.pictures if page not in with_text]
    return [(page, None, PAGE_DPI) for page in pages[:MOST_PAGES]]


def name_of(page: int, languages: Sequence[str]) -> str:
    """Return under which name the table of a page is kept."""
    return f"recognised {page} {'+'.join(languages)}"


def drawn(drawings: Sequence[Drawing], readers: Readers) -> Iterator[tuple[Drawing, bytes]]:
    """Yield each page as a picture, empty where it cannot be drawn."""
    for number, pictures in readers.draw_all(drawings):
        yield drawings[number], b"" if isinstance(pictures, HandInError) else pictures[0]
