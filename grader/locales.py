"""Loads the gettext catalogues of a language: compiled ones where they are built, else the texts themselves.

A checkout has only the ``.po`` texts; they are compiled in memory. A course may bring a ``locale`` folder of
its own, which is asked first.
"""

from __future__ import annotations

import gettext
import io
import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from grader.errors import UsageError
from grader.translation import ENGLISH, Translator

PACKAGES = ("grader", "problems")
FOLDER = "locale"


def translator_for(locale: str, courses: Iterable[Path] = ()) -> Translator:
    """Return the translator of a language; ``courses`` are folders that may hold a ``locale`` of their own.

    A language that no catalogue knows is English in all but its name's direction of writing.
    """
    catalogues = [load_catalogue(file) for file in catalogue_files(locale, courses)]
    if not catalogues and locale == "en":
        return ENGLISH
    return Translator(
        locale=locale,
        lookups=tuple(each.gettext for each in catalogues),
        plurals=tuple(each.ngettext for each in catalogues),
    )


def catalogue_files(locale: str, courses: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield the catalogues of a language, a course's own first; of each the compiled one if it is there."""
    roots = [course / FOLDER for course in courses]
    roots += [Path(str(files(package))) / FOLDER for package in PACKAGES]
    for root in roots:
        for name in dict.fromkeys((locale, locale.replace("-", "_").partition("_")[0])):
            folder = root / name / "LC_MESSAGES"
            if folder.is_dir():
                yield from chosen_catalogues(folder)
                break


def chosen_catalogues(folder: Path) -> Iterator[Path]:
    """Yield one file for each catalogue in a folder: the compiled one, unless the text is newer."""
    for stem in sorted({file.stem for file in folder.iterdir() if file.suffix in (".po", ".mo")}):
        text, compiled = folder / f"{stem}.po", folder / f"{stem}.mo"
        if compiled.is_file() and not (text.is_file() and text.stat().st_mtime > compiled.stat().st_mtime):
            yield compiled
        else:
            yield text


def load_catalogue(file: Path) -> gettext.GNUTranslations:
    """Return a catalogue.

    Raises UsageError where the file is no catalogue.
    """
    try:
        if file.suffix == ".mo":
            with file.open("rb") as stream:
                return gettext.GNUTranslations(stream)
        return compile_text(file)
    except (OSError, ValueError, UnicodeDecodeError, struct.error) as fault:
        raise UsageError(f"{file}: not a gettext catalogue ({fault}); mend it or take it away") from None


def compile_text(file: Path) -> gettext.GNUTranslations:
    """Return the catalogue of a ``.po`` text."""
    from babel.messages.mofile import write_mo  # 60 ms: only where nothing compiled is at hand
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        catalogue = read_po(stream)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def known_locales() -> tuple[str, ...]:
    """Return the languages that the grader speaks."""
    found = {"en"}
    for package in PACKAGES:
        root = Path(str(files(package))) / FOLDER
        if root.is_dir():
            found |= {each.name for each in root.iterdir() if (each / "LC_MESSAGES").is_dir()}
    return tuple(sorted(found))


def terminal_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the terminal, as the environment says it; English where it says nothing known."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        words = environment.get(variable, "").split(":")
        names = [re.split("[_.@]", word, maxsplit=1)[0] for word in words if word]
        if names:
            known = known_locales()
            return next((name for name in names if name in known), "en")
    return "en"
