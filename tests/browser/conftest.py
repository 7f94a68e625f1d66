"""A headless Chromium, the accessibility rules of axe-core, and the pages of the invented class on disk."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli import main
from grader.reporting.instructor import InstructorPage
from grader.reporting.student import StudentPages
from tests.browser.chromium import Chromium
from tests.reporting.persian import translator
from tests.reporting.sample_class import make_class

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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
        place = folder / locale / "practice.html"
        assert (
            main(["practice", "gap_backprop", "--seed", "3", "--locale", locale, "--html", str(place)]) == 0
        )
        unfolded = place.read_text(encoding="utf-8").replace("<details>", "<details open>")
        place.write_text(unfolded, encoding="utf-8")
    return folder
