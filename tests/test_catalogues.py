"""Every text that people read stands translated in the catalogues, whole and with nothing beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from grader.translation import PLACEHOLDER

ROOT = Path(__file__).parents[1]
MAINTAINING = ROOT / "docs" / "maintaining.md"
PACKAGES = ("grader", "problems")
LANGUAGES = [
    pytest.param(package, file, id=f"{package}-{file.parts[-3]}")
    for package in PACKAGES
    for file in sorted((ROOT / package / "locale").glob("*/LC_MESSAGES/*.po"))
]
OF_EACH_LANGUAGE = pytest.mark.parametrize(("package", "file"), LANGUAGES)
OLD_EZAFE = re.compile("ه\u200cی(?![\u0600-\u06ff\u200c])")
COMMANDS_COLUMN = re.compile(r"  \S.*?  +")


@cache
def catalogue(file: Path) -> Catalog:
    """Return a catalogue as translators left it."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3])


@cache
def extracted(package: str) -> dict[str, str]:
    """Return each text of the code with its plural form, found with the words of docs/maintaining.md."""
    command = next(
        line.split()
        for line in MAINTAINING.read_text(encoding="utf-8").splitlines()
        if line.startswith("pybabel extract") and f"-o {package}.pot" in line
    )
    with (ROOT / command[command.index("-F") + 1]).open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    words = [word for flag, word in pairwise(command) if flag == "-k"]
    found = extract_from_dir(
        ROOT / command[-1], methods, options, {**DEFAULT_KEYWORDS, **parse_keywords(words)}
    )
    texts: dict[str, str] = {}
    for _, _, text, _, _ in found:
        one, many = text if isinstance(text, tuple) else (text, "")
        if one:
            texts[one] = many or texts.get(one, "")
    return texts


def forms(message: Message) -> list[tuple[str, str]]:
    """Return each form of a message: its English, and its translation; a language of one form says the plural."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string or ""))]
    one, many = message.id
    said = strings(message)
    return [(one if index == 0 < len(said) - 1 else many, form) for index, form in enumerate(said)]


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a message that counts, one a form."""
    assert not isinstance(message.string, str)
    return tuple(message.string or ())


def messages(file: Path) -> Iterator[Message]:
    """Yield the messages of a catalogue, its header apart."""
    return (message for message in catalogue(file) if message.id)


def test_there_is_something_to_translate() -> None:
    assert len(LANGUAGES) >= len(PACKAGES)
    assert all(len(extracted(package)) > 200 for package in PACKAGES)


@OF_EACH_LANGUAGE
def test_every_text_stands_in_the_catalogue(package: str, file: Path) -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in messages(file)
    }
    assert [text for text in extracted(package) if text not in known] == []
    assert [one for one, many in extracted(package).items() if many and known[one].id != (one, many)] == []


@OF_EACH_LANGUAGE
def test_nothing_in_the_catalogue_is_unused(package: str, file: Path) -> None:
    used = extracted(package)
    names = [message.id if isinstance(message.id, str) else message.id[0] for message in messages(file)]
    assert [name for name in names if name not in used] == []
    assert not catalogue(file).obsolete


@OF_EACH_LANGUAGE
def test_every_message_is_translated_and_certain(package: str, file: Path) -> None:
    assert [message.id for message in messages(file) if message.fuzzy] == []
    assert [english for message in messages(file) for english, said in forms(message) if not said] == []


@OF_EACH_LANGUAGE
def test_a_translation_has_the_placeholders_of_its_text(package: str, file: Path) -> None:
    assert [
        english
        for message in messages(file)
        for english, said in forms(message)
        if sorted(set(PLACEHOLDER.findall(english))) != sorted(set(PLACEHOLDER.findall(said)))
    ] == []


@OF_EACH_LANGUAGE
def test_plural_forms_are_complete(package: str, file: Path) -> None:
    count = catalogue(file).num_plurals
    plural = [message for message in messages(file) if not isinstance(message.id, str)]
    assert [message.id for message in plural if len(strings(message)) != count] == []


@OF_EACH_LANGUAGE
def test_a_translation_keeps_code_blanks_and_columns(package: str, file: Path) -> None:
    """What is typed stays as it is, and a help text's description begins where the English one does."""
    for message in messages(file):
        for english, said in forms(message):
            assert set(re.findall("`[^`]+`", english)) <= set(re.findall("`[^`]+`", said))
            assert (english[:1] == " ", english[-1:] == " ") == (said[:1] == " ", said[-1:] == " ")
            column = COMMANDS_COLUMN.match(english)
            assert column is None or said.startswith(column[0])


@pytest.mark.parametrize("package", PACKAGES)
def test_persian_is_spelt_in_one_way(package: str) -> None:
    text = (ROOT / package / "locale" / "fa" / "LC_MESSAGES" / f"{package}.po").read_text(encoding="utf-8")
    assert OLD_EZAFE.findall(text) == []
    assert re.findall("[يكىة]", text) == []
    assert "سوال" not in text
