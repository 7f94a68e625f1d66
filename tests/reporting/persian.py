"""The Persian of the pages, read from its catalogue as it stands."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from grader.translation import ENGLISH, Translator

CATALOGUE = Path(__file__).parents[2] / "grader/locale/fa/LC_MESSAGES/grader.po"


def persian_catalogue() -> Catalog:
    """Return the catalogue of Persian texts."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fa")


def persian() -> Translator:
    """Return a translator into Persian."""
    compiled = BytesIO()
    write_mo(compiled, persian_catalogue())
    compiled.seek(0)
    translations = Translations(compiled)
    return Translator(locale="fa", lookups=(translations.gettext,), plurals=(translations.ngettext,))


def translator(locale: str) -> Translator:
    """Return the translator of a language."""
    return persian() if locale == "fa" else ENGLISH
