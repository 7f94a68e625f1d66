"""A headless Chromium, the accessibility rules of axe-core, and the pages of the invented class on disk."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from grader.cli import main
from grader.documents.png import grey_png
from grader.records import StudentRecord
from grader.reporting.instructor import InstructorPage
from grader.reporting.pages import Evidence, PagePicture, Picture
from grader.reporting.student import StudentPages
from tests.browser.chromium import Chromium
from tests.reporting.persian import translator
from tests.reporting.sample_class import make_class

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests" / "documents"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


PICTURE = grey_png(bytes([255, 255, 0, 255] * 200 * 40), 800, 40, 800)


def keys_of(record: StudentRecord) -> list[tuple[str, str]]:
    """Every part of a student, by question and part."""
    return [(question.id, part.id) for question in record.questions for part in question.parts]


def evidence_of(records: Sequence[StudentRecord]) -> Evidence:
    """A picture for every part, and two scanned pages of each student, with suggestions."""
    parts = {
        (str(record.student_id), *key): "evidence/place.png" for record in records for key in keys_of(record)
    }
    pages = tuple(
        PagePicture(file="a long name of a scanned file.pdf", page=page, address="evidence/place.png")
        for page in (1, 2)
    )
    return Evidence(
        pages={str(record.student_id): pages for record in records},
        places=parts,
        suggestions=dict.fromkeys(parts, "۱۴ × ۱۴ × ۳۲"),
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A browser; the tests that ask for it are skipped where there is none."""
    pytest.importorskip("selenium", reason="selenium drives the browser: pip install '.[browser]'")
    driver = shutil.which("chromedriver")
    if CHROMIUM is None or driver is None:
        pytest.skip("needs Chromium and chromedriver on the PATH")
    browser = Chromium(CHROMIUM, driver)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core: the file that AXE_CORE names, or the one in a Python package that brings it."""
    named = os.environ.get("AXE_CORE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    for package in ("axe_playwright_python", "axe_core_python"):
        found = importlib.util.find_spec(package)
        if found is not None and found.origin is not None:
            return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    pytest.skip("needs axe-core: pip install '.[browser]', or set AXE_CORE to axe.min.js")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``<locale>/index.html`` and ``<locale>/students/``, as a run leaves them."""
    folder = tmp_path_factory.mktemp("site")
    for locale in ("en", "fa"):
        sample = make_class(locale)
        words = translator(locale)
        pages = StudentPages(sample.assignment, words)
        (folder / locale / "students").mkdir(parents=True)
        for number, record in enumerate(sample.records):
            page = pages.render(record, sample.texts)
            (folder / locale / sample.reports[str(record.student_id)]).write_bytes(page)
            (folder / locale / f"student-{number}.html").write_bytes(page)
        index = InstructorPage(sample.assignment, words).render(sample.records, sample.reports, sample.notes)
        (folder / locale / "index.html").write_bytes(index)
        first = sample.records[0]
        shown = {key: Picture(page=2, png=PICTURE) for key in keys_of(first)}
        (folder / locale / "pictured.html").write_bytes(pages.render(first, sample.texts, shown))
        (folder / locale / "evidence").mkdir()
        (folder / locale / "evidence" / "place.png").write_bytes(PICTURE)
        marked = InstructorPage(sample.assignment, words)
        evidence = evidence_of(sample.records)
        (folder / locale / "marked.html").write_bytes(
            marked.render(sample.records, sample.reports, evidence=evidence)
        )
        place = folder / locale / "practice.html"
        assert (
            main(["practice", "gap_backprop", "--seed", "3", "--locale", locale, "--html", str(place)]) == 0
        )
        answers = str(ROOT / "submissions" / "40110003.json")
        assert main(
            ["check", answers, "--locale", locale, "--html", str(folder / locale / "check.html")]
        ) in (0, 1)
        document, assignment = (
            DOCUMENTS / "open/gradients/xelatex-persian-boxed.pdf",
            DOCUMENTS / "gradients.toml",
        )
        places = ["--locale", locale, "--html", str(folder / locale / "places.html")]
        assert main(["check", str(document), "--assignment", str(assignment), *places]) == 1
        unfolded = place.read_text(encoding="utf-8").replace("<details>", "<details open>")
        place.write_text(unfolded, encoding="utf-8")
    return folder
