"""`grade check --html` shows each answer with the place that was read, and says no more than the terminal."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from grader.cli import main
from grader.intake import pictures
from tests.catalogue.courses import HEADER, WALK_QUESTION
from tests.cli.conftest import Course, Grade
from tests.reporting.reading_html import Page

DOCUMENTS = Path(__file__).parents[1] / "documents"
TYPED = DOCUMENTS / "open" / "shapes" / "typst-floors-and-commas.pdf"
SCAN = DOCUMENTS / "open" / "shapes" / "scan-notebook-page-40177110.pdf"
RECOGNISED = DOCUMENTS / "open" / "gradients" / "scanwithtext-phone-40177123.pdf"
FORM = DOCUMENTS / "open" / "shapes" / "pypdfform-parents-persian.pdf"
COURSE = ("--problems", "course")
SHOWN = re.compile(r'<article class="part (\w+)" id="([\w.]+)".*?</article>', re.DOTALL)
EMBEDDED = re.compile(r'<img class="found" src="data:image/png;base64,([^"]+)"')
HINT = "The option --html check.html shows the places that were read."


@pytest.fixture
def typed(here: Path) -> Path:
    """A typed PDF beside its assignment."""
    shutil.copy(DOCUMENTS / "shapes.toml", here / "assignment.toml")
    return Path(shutil.copy(TYPED, here))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What a check of one typed PDF says on a terminal and on its page, by language."""
    folder = tmp_path_factory.mktemp("pages")
    said = {}
    for locale in ("en", "fa"):
        out, page = io.StringIO(), folder / f"{locale}.html"
        words = ["check", str(TYPED), "--assignment", str(DOCUMENTS / "shapes.toml"), "--html", str(page)]
        with contextlib.redirect_stdout(out):
            assert main([*words, "--locale", locale]) == 0
        said[locale] = out.getvalue(), page.read_text(encoding="utf-8")
    return said


def test_each_place_that_was_read_is_shown_beside_its_reading(pages: dict[str, tuple[str, str]]) -> None:
    out, page = pages["en"]

    parts = {each[2]: each[0] for each in SHOWN.finditer(page)}
    assert len(parts) == len(re.findall(r"^✓  ", out, re.MULTILINE)) == 14
    for name, written, read in [
        ("conv_shapes.conv", "14 × 14 × 32", "14 × 14 × 32"),
        ("conv_shapes.conv_params", "(9 + 1) ⋅ 32 = 320", "320"),
    ]:
        (data,) = EMBEDDED.findall(parts[name])
        picture = Image.open(io.BytesIO(base64.b64decode(data)))
        assert f"{name.partition('.')[2]}: page 1: “{written}” · read as {read}\n" in out
        assert f'<dd class="read"><bdi dir="ltr">{read}</bdi></dd>' in parts[name]
        assert "On page 1" in parts[name]
        assert 10 < picture.height < 200
        assert sum(picture.convert("L").histogram()[:100]) > 50  # something is written there
    assert len(EMBEDDED.findall(page)) == 13
    assert "<img" not in parts["why_bottleneck.text"]


def test_the_places_are_those_that_the_report_will_show(
    grade: Grade, typed: Path, here: Path, pages: dict[str, tuple[str, str]]
) -> None:
    (here / "hw").mkdir()
    for file in (typed, here / "assignment.toml"):
        file.rename(here / "hw" / file.name)
    assert grade("hw")[0] == 0
    (report,) = (here / "reports" / "students").iterdir()

    seen, shown = (
        {each[2]: EMBEDDED.findall(each[0]) for each in SHOWN.finditer(page)}
        for page in (pages["en"][1], report.read_text(encoding="utf-8"))
    )
    assert seen == shown
    assert len({picture for (picture,) in filter(None, seen.values())}) > 10


@pytest.mark.parametrize(
    ("locale", "direction", "title"),
    [
        pytest.param("en", "ltr", "How your answers are read", id="en"),
        pytest.param("fa", "rtl", "پاسخ‌هایتان چگونه خوانده می‌شوند", id="fa"),
    ],
)
def test_the_page_is_whole_and_asks_for_nothing(
    pages: dict[str, tuple[str, str]], locale: str, direction: str, title: str
) -> None:
    page = Page(pages[locale][1])

    asked = [value for _, names in page.tags for key, value in names.items() if key in ("src", "href")]
    assert page.problems == []
    assert all(str(address).startswith(("#", "data:image/png;base64,")) for address in asked)
    assert ("html", {"lang": locale, "dir": direction}) in page.tags
    assert page.headings[0].endswith(title)


def test_places_are_offered_where_nobody_asked_for_them(grade: Grade, typed: Path) -> None:
    typed = typed.rename(typed.with_suffix(".PDF"))

    assert grade("check", typed)[2] == HINT + "\n"
    assert grade("check", typed, "--quiet")[2] == ""


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(SCAN, id="scan"),
        pytest.param(RECOGNISED, id="recognised"),
        pytest.param(FORM, id="form"),
    ],
)
def test_no_place_is_shown_of_what_no_machine_read_or_what_is_certain(
    grade: Grade, typed: Path, here: Path, document: Path
) -> None:
    if document is RECOGNISED:
        shutil.copy(DOCUMENTS / "gradients.toml", here / "assignment.toml")

    _, _, err = grade("check", document, "--assignment", "assignment.toml", "--html", "seen.html")

    assert err == "The page is in seen.html.\n"
    assert "<img" not in (here / "seen.html").read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_drawn_leaves_its_words(
    grade: Grade,
    typed: Path,
    here: Path,
    pages: dict[str, tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "drawn", lambda todo, readers: iter(()))

    code, _, err = grade("check", typed, "--html", "seen.html")

    bare = (here / "seen.html").read_text(encoding="utf-8")
    assert (code, err) == (0, "The page is in seen.html.\n")
    assert "<img" not in bare
    assert re.sub(r'<div class="seen">.*?</div>\n', "", pages["en"][1], flags=re.DOTALL) == bare


@pytest.mark.parametrize(
    ("level", "told"),
    [
        pytest.param("format", (), id="format"),
        pytest.param("verdict", ("incorrect", "correct", "partial"), id="verdict"),
        pytest.param("hints", ("incorrect", "correct", "partial", "hint"), id="hints"),
    ],
)
def test_the_page_tells_what_the_level_allows(
    grade: Grade, course: Course, here: Path, level: str, told: tuple[str, ...]
) -> None:
    course.assign(WALK_QUESTION, HEADER + f'selfcheck = "{level}"\n')
    course.answer({"walk.first": 2, "walk.second": 51, "walk.total": 53, "walk.double": 28})

    code, out, _ = grade("check", course.file, *COURSE, "--html", "seen.html")

    page = (here / "seen.html").read_text(encoding="utf-8")
    body = page[page.index("<body") :]
    looks = {css for css, _ in SHOWN.findall(body)} | ({"hint"} if 'class="hint"' in body else set())
    assert looks - {"formed", "waits"} == set(told)
    assert ("Does the last step count as well?" in body) is ("hint" in told)
    for words in (
        "not yet right",
        "partly right",
        "right for your own earlier answer",
        "a person will look at it",
    ):
        assert (words in body) is (words in out)
    assert "xpected" not in body
    assert code == (1 if told else 0)


def test_what_needs_attention_stands_on_the_page(grade: Grade, course: Course, here: Path) -> None:
    course.file = course.folder / "answers.json"
    course.answer({"walk.first": "3 or 4", "walk.totl": "<b>7</b>"}, None)

    _, out, _ = grade("check", course.file, *COURSE, "--html", "seen.html")

    page = Page((here / "seen.html").read_text(encoding="utf-8"))
    for words in (
        "6 to look at before you hand it in.", "did you mean 'walk.total'?", "add your student id",
        "first — please look at it", "3 or 4",
    ):  # fmt: skip
        assert words in " ".join(page.text.split())
    explained = [line.strip() for line in out.splitlines() if line.strip(" ^") and line.startswith("      ")]
    assert explained
    assert all(line.replace("`", "") in page.text for line in explained)
    assert page.problems == []


def test_an_unreadable_file_replaces_the_page_of_an_earlier_check(
    grade: Grade, course: Course, here: Path
) -> None:
    grade("check", course.file, *COURSE, "--html", "seen.html")
    course.file.write_text("{")

    code, _, err = grade("check", course.file, *COURSE, "--html", "seen.html")

    page = (here / "seen.html").read_text(encoding="utf-8")
    assert code == 1
    assert "line 1, column 2" in err
    assert "Your file cannot be read." in page
    assert "line 1, column 2" in page
    assert "<article" not in page


@pytest.mark.parametrize("name", ["hw/401.json", "hw/assignment.toml", "link", "hard", "./hw/../hw/401.json"])
def test_what_is_read_is_never_overwritten(grade: Grade, course: Course, here: Path, name: str) -> None:
    (here / "link").symlink_to(course.file)
    (here / "hard").hardlink_to(course.file)
    before = course.file.read_bytes(), (course.folder / "assignment.toml").read_bytes()

    code, out, err = grade("check", course.file, *COURSE, "--html", name)

    assert (code, out) == (2, "")
    assert "would overwrite" in err
    assert (course.file.read_bytes(), (course.folder / "assignment.toml").read_bytes()) == before


@pytest.mark.parametrize("place", ["nowhere/seen.html", "hw"])
def test_a_page_that_cannot_be_written_is_told(grade: Grade, course: Course, place: str) -> None:
    code, out, err = grade("check", course.file, *COURSE, "--html", place)

    assert code == 73
    assert "read as 3" in out
    assert f"{place}: cannot be written" in err
    assert "give another file" in err


def test_a_document_that_names_nobody_is_read_all_the_same(grade: Grade, typed: Path, here: Path) -> None:
    (here / "draft.md").write_text("# Question 1\n\nconv: 14x14x32\n", encoding="utf-8")

    code, out, err = grade("check", "draft.md", "--html", "seen.html")

    assert (code, err) == (1, "The page is in seen.html.\n")
    assert "nothing was found here" in (here / "seen.html").read_text(encoding="utf-8")
    assert "read as 14 × 14 × 32" in out
    assert "add your student id" in out


def test_a_matrix_handed_in_cell_by_cell_is_shown_once_as_a_table(grade: Grade, here: Path) -> None:
    shutil.copy(DOCUMENTS / "gradients.toml", here / "assignment.toml")
    (here / "401.json").write_text(
        '{"student": "401", "answers": {"gap_backprop.feature_map": [[10, 3], [9, 18]], "gap_backprop.gap": 10}}',
        encoding="utf-8",
    )

    grade("check", "401.json", "--html", "seen.html")

    page = (here / "seen.html").read_text(encoding="utf-8")
    parts = {each[2]: each[0] for each in SHOWN.finditer(page)}
    assert "<td>18</td>" in parts["gap_backprop.feature_map"]
    assert "You wrote" not in parts["gap_backprop.feature_map"]
    assert "You wrote" in parts["gap_backprop.gap"]


def test_numbers_that_are_not_known_are_told_on_the_page(grade: Grade, course: Course, here: Path) -> None:
    course.assign('[[question]]\nproblem = "walk"\nvary = true\n')

    grade("check", course.file, *COURSE, "--html", "seen.html")

    page = (here / "seen.html").read_text(encoding="utf-8")
    assert "not read here" in page
    assert "Your own numbers are not in this assignment" in page
