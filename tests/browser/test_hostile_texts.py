"""Each hostile text, in every field of every page: no dialog, no request, no script, with and without the policy."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.records import StudentRecord
from grader.reporting.instructor import InstructorPage
from grader.reporting.student import StudentPages
from grader.translation import ENGLISH
from tests.browser.chromium import Chromium
from tests.hostile.texts import CELLS, LIVE, SHOWN
from tests.reporting.sample_class import make_class

pytestmark = pytest.mark.browser

TEXTS = {**LIVE, "override": SHOWN["override"], "control": SHOWN["control"], "cell": CELLS["web"]}
OURS = frozenset({"id", "kind", "code", "reason", "sha256", "grader"})  # no stranger writes these
POLICY = re.compile(r"<meta http-equiv[^<>]*>")
ALIVE = """
const attributes = [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes]);
return {
  handlers: attributes.filter((each) => each.name.startsWith('on')).map((each) => each.name),
  addresses: [...document.querySelectorAll('[href], [src], [action]')]
    .map((each) => each.getAttribute('href') || each.getAttribute('src') || each.getAttribute('action'))
    .filter((each) => !/^(#|mailto:|data:image\\/png|students\\/|index\\.html)/.test(each)),
  scripts: [...document.scripts].filter((each) => each.textContent.includes('canary')).length,
  loaded: performance.getEntriesByType('resource').map((entry) => entry.name),
  elements: document.querySelectorAll('iframe, object, embed, base, svg script, math script, mglyph').length,
};
"""
NOTHING = {"handlers": [], "addresses": [], "scripts": 0, "loaded": [], "elements": 0}


def poisoned(value: Any, text: str) -> Any:  # noqa: ANN401 - any record of any page
    """Return a record with ``text`` for every text in it that a stranger may have written."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: poisoned(getattr(value, field.name), text)
            for field in dataclasses.fields(value)
            if field.name not in OURS
        }
        return dataclasses.replace(value, **changes)
    if type(value) is str and value:
        return text
    if type(value) in (tuple, list):
        return type(value)(poisoned(each, text) for each in value)
    return value


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The pages of a student and of the instructor for each text."""
    return {
        name: list(write(tmp_path_factory.mktemp("hostile"), text.replace("\ud800", "")))
        for name, text in TEXTS.items()
    }


def write(folder: Path, text: str) -> Iterator[Path]:
    """Write pages whose every field holds a text, each as it is and without its policy."""
    sample = make_class("en")
    records: list[StudentRecord] = [
        dataclasses.replace(poisoned(record, text), student_id=f"{text}{number}", name=text)
        for number, record in enumerate(sample.records[:6])
    ]
    assignment = dataclasses.replace(sample.assignment, title=text, contact=text, id=text)
    students = StudentPages(assignment, ENGLISH)
    texts = {question: poisoned(each, text) for question, each in sample.texts.items()}
    reports = {str(record.student_id): f"students/{number}.html" for number, record in enumerate(records)}
    made = [students.render(record, texts) for record in records[:2]]
    made.append(InstructorPage(assignment, ENGLISH).render(records, reports, [text]))
    for number, page in enumerate(made):
        for kind, shown in (("", page.decode()), ("-bare", POLICY.sub("", page.decode()))):
            place = folder / f"{number}{kind}.html"
            place.write_text(shown, encoding="utf-8")
            yield place


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_in_every_field_does_nothing(
    chromium: Chromium, pages: dict[str, list[Path]], name: str
) -> None:
    """A dialog would fail the driver's next step; what the policy refuses is a complaint of the browser."""
    chromium.complaints()
    for page in pages[name]:
        chromium.show(page)
        assert chromium.ask(ALIVE) == NOTHING, page.name
    assert chromium.complaints() == []


def test_what_is_alive_is_seen(chromium: Chromium, tmp_path: Path) -> None:
    """A check that sees nothing anywhere would pass the test above."""
    page = tmp_path / "alive.html"
    page.write_text(
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><img src=x onerror=alert('canary')>",
        encoding="utf-8",
    )
    chromium.complaints()
    chromium.show(page)
    assert chromium.ask(ALIVE) != NOTHING
    assert chromium.complaints() != []
