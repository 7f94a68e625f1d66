"""Catalogues are found in the package and in a course's own folder, compiled or as texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.locales import known_locales, terminal_locale, translator_for
from grader.translation import ENGLISH, Message

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "no answer"
msgstr "{word}"

msgid "{{count}} graded"
msgstr "{word}: {{count}}"

msgid "{{count}} cell"
msgid_plural "{{count}} cells"
msgstr[0] "{word} one"
msgstr[1] "{word} many"
"""


def catalogue(course: Path, locale: str = "xx", word: str = "nichts", name: str = "grader") -> Path:
    """Write a course's own catalogue."""
    folder = course / "locale" / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.po"
    file.write_text(PO.format(word=word), encoding="utf-8")
    return file


def test_a_course_brings_a_language_of_its_own(tmp_path: Path) -> None:
    catalogue(tmp_path)

    translator = translator_for("xx", [tmp_path])

    assert translator.word("no answer") == "nichts"
    assert translator.sentence(Message("{count} graded", {"count": "3"})) == "nichts: 3"
    assert [translator.plural("{count} cell", "{count} cells", count) for count in (1, 2)] == [
        "nichts one",
        "nichts many",
    ]
    assert translator.word("something else") == "something else"
    assert translator_for("en", [tmp_path]).word("no answer") == "no answer"


def test_a_region_falls_back_to_its_language(tmp_path: Path) -> None:
    catalogue(tmp_path)

    assert translator_for("xx-YY", [tmp_path]).word("no answer") == "nichts"


def test_the_first_course_is_asked_first(tmp_path: Path) -> None:
    catalogue(tmp_path / "one", word="first")
    catalogue(tmp_path / "two", word="second")

    assert translator_for("xx", [tmp_path / "one", tmp_path / "two"]).word("no answer") == "first"


def test_a_compiled_catalogue_is_taken_unless_the_text_is_newer(tmp_path: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = catalogue(tmp_path, word="text")
    compiled = text.with_suffix(".mo")
    with text.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source))
    text.write_text(PO.format(word="newer"))

    os.utime(text, (1, 1))
    assert translator_for("xx", [tmp_path]).word("no answer") == "text"
    os.utime(compiled, (0, 0))
    assert translator_for("xx", [tmp_path]).word("no answer") == "newer"


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"", b"\xde\x12\x04\x95\xff\xff"])
def test_a_broken_compiled_catalogue_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    text = catalogue(tmp_path)
    text.unlink()
    text.with_suffix(".mo").write_bytes(data)

    with pytest.raises(UsageError, match=r"grader\.mo: not a gettext catalogue"):
        translator_for("xx", [tmp_path])


def test_a_text_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    catalogue(tmp_path).write_bytes(PO.format(word="\u00e9").encode("latin-1"))

    with pytest.raises(UsageError, match=r"grader\.po: not a gettext catalogue"):
        translator_for("xx", [tmp_path])


def test_english_needs_no_catalogue() -> None:
    assert translator_for("en") is ENGLISH


def test_persian_is_written_from_right_to_left_in_its_digits() -> None:
    persian = translator_for("fa")

    assert (persian.is_rtl, persian.digits("12.5")) == (True, "۱۲.۵")
    assert {"en", "fa"} <= set(known_locales())


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, "en", id="nothing"),
        pytest.param({"LANG": "fa_IR.UTF-8"}, "fa", id="lang"),
        pytest.param({"LANG": "C"}, "en", id="c"),
        pytest.param({"LANG": "C.UTF-8", "LC_ALL": "fa"}, "fa", id="all-before-lang"),
        pytest.param({"LANG": "fa_IR", "LC_ALL": "de_DE.UTF-8"}, "en", id="an-unknown-language-is-english"),
        pytest.param({"LANGUAGE": "fa:en", "LANG": "en_US"}, "fa", id="language-list"),
        pytest.param({"LANGUAGE": "", "LANG": "fa_IR@calendar=persian"}, "fa", id="modifier"),
        pytest.param({"LANG": "fa@x"}, "fa", id="modifier-without-region"),
        pytest.param({"LANGUAGE": "de:fa:en", "LANG": "de_DE"}, "fa", id="the-first-known-of-the-list"),
    ],
)
def test_the_terminals_language_is_the_environments(environment: dict[str, str], expected: str) -> None:
    assert terminal_locale(environment) == expected
