"""The pages in a browser: accessible, quiet, narrow enough, and usable from the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Chromium

pytestmark = pytest.mark.browser

PAGES = (
    pytest.param("student-0.html", id="decided"),
    pytest.param("student-3.html", id="waiting"),
    pytest.param("student-21.html", id="unreadable"),
    pytest.param("index.html", id="instructor"),
    pytest.param("practice.html", id="practice"),
    pytest.param("check.html", id="check"),
)
WITH_PICTURES = (
    pytest.param("pictured.html", id="places"),
    pytest.param("marked.html", id="marker"),
    pytest.param("places.html", id="check"),
)
LOCALES = ("en", "fa")


@pytest.mark.parametrize("dark", [pytest.param(False, id="light"), pytest.param(True, id="dark")])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", (*PAGES, *WITH_PICTURES))
def test_axe_finds_nothing(
    chromium: Chromium, axe: str, site: Path, page: str, locale: str, dark: bool
) -> None:
    chromium.show(site / locale / page, dark=dark)
    assert chromium.violations(axe) == []


def test_axe_finds_what_is_there(chromium: Chromium, axe: str, site: Path) -> None:
    """A check that finds nothing anywhere would pass the test above."""
    page = (site / "en" / "student-0.html").read_text(encoding="utf-8")
    broken = site / "broken.html"
    broken.write_text(page.replace(' lang="en"', ""), encoding="utf-8")
    chromium.show(broken)
    assert any(found.startswith("html-has-lang") for found in chromium.violations(axe))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", (*PAGES, *WITH_PICTURES))
def test_a_narrow_screen_needs_no_sideways_scrolling(
    chromium: Chromium, axe: str, site: Path, page: str, locale: str
) -> None:
    chromium.show(site / locale / page, width=320)
    assert chromium.ask("return document.documentElement.scrollWidth") <= 320
    assert chromium.violations(axe) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", PAGES)
def test_the_browser_loads_nothing_else_and_complains_about_nothing(
    chromium: Chromium, site: Path, page: str, locale: str
) -> None:
    chromium.complaints()
    chromium.show(site / locale / page)
    assert chromium.complaints() == []
    assert chromium.ask("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []
    assert chromium.ask("return getComputedStyle(document.body).marginLeft") != "8px"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", WITH_PICTURES)
def test_every_picture_is_allowed_drawn_and_told_in_words(
    chromium: Chromium, site: Path, page: str, locale: str
) -> None:
    chromium.complaints()
    chromium.show(site / locale / page, width=360)
    chromium.ask("for (const image of document.images) image.loading = 'eager'")
    shown = chromium.ask(
        "return Promise.all([...document.images].map((image) => image.decode().then("
        "() => [image.naturalWidth, image.alt, image.getBoundingClientRect().width])))"
    )
    assert shown
    assert all(natural > 50 and alternative and 20 < width <= 360 for natural, alternative, width in shown)
    assert chromium.complaints() == []


def test_the_first_stop_of_the_keyboard_skips_to_the_answers(chromium: Chromium, site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    chromium.show(site / "en" / "student-0.html")
    chromium.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert chromium.driver.switch_to.active_element.text == "Skip to the answers"
    chromium.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert chromium.ask("return document.activeElement.id") == "page:answers"


def column(chromium: Chromium, number: int) -> list[str]:
    """Return a column of the class table as it is shown."""
    shown: list[str] = chromium.ask(
        "return [...document.querySelectorAll('#students tbody tr')].filter((row) => !row.hidden)"
        ".map((row) => row.cells[arguments[0]].textContent)",
        number,
    )
    return shown


@pytest.mark.parametrize("locale", LOCALES)
def test_the_class_is_sorted_from_the_keyboard_and_says_so(
    chromium: Chromium, site: Path, locale: str
) -> None:
    from selenium.webdriver.common.keys import Keys

    chromium.show(site / locale / "index.html")
    head = chromium.driver.find_elements("css selector", "#students thead th")[3]
    button = head.find_element("css selector", "button")
    button.send_keys(Keys.ENTER)
    assert head.get_attribute("aria-sort") == "ascending"
    upwards = column(chromium, 3)
    button.send_keys(Keys.ENTER)
    assert head.get_attribute("aria-sort") == "descending"
    downwards = column(chromium, 3)
    assert upwards[-2:] == downwards[-2:] == ["–", "–"]
    assert sorted(upwards) == sorted(downwards)
    numbers = [float(text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789."))) for text in downwards[:-2]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("müller", 1, id="another-case"),
        pytest.param("۴۰۱۲۰۰۰۰۷", 1, id="persian-digits"),
        pytest.param("علي", 1, id="arabic-letters"),
        pytest.param("nobody", 0, id="nobody"),
    ],
)
def test_a_search_finds_names_and_numbers_however_they_are_typed(
    chromium: Chromium, site: Path, typed: str, found: int
) -> None:
    chromium.show(site / "en" / "index.html")
    chromium.driver.find_element("id", "find").send_keys(typed)
    assert len(column(chromium, 0)) == found
    assert chromium.driver.find_element("id", "shown").text == f"{found} of 24 students shown"


def test_a_status_filters_the_class(chromium: Chromium, site: Path) -> None:
    chromium.show(site / "en" / "index.html")
    chromium.ask(
        "const status = document.getElementById('status'); status.value = 'missing';"
        "status.dispatchEvent(new Event('change'))"
    )
    assert column(chromium, 2) == ["nothing handed in"]


def test_paper_shows_no_links_to_skip_and_whole_tables(chromium: Chromium, site: Path) -> None:
    chromium.show(site / "en" / "index.html", media="print")
    assert chromium.ask("return getComputedStyle(document.querySelector('.skip')).display") == "none"
    assert chromium.ask("return getComputedStyle(document.querySelector('.tall')).maxHeight") == "none"
