"""Compiles the translations while a wheel is built, so that an installed `grade` need not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "*/locale/*/LC_MESSAGES/*.po"


class CompileCatalogues(BuildHookInterface):
    """Adds a compiled `.mo` beside each `.po` of the wheel; the checkout itself stays as it is."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Compile every catalogue into a temporary folder and have the wheel take it from there."""
        if version == "editable":
            return  # an editable install reads the `.po` texts of the checkout
        self.compiled = TemporaryDirectory()
        root = Path(self.root)
        for text in sorted(root.glob(CATALOGUES)):
            place = text.relative_to(root).with_suffix(".mo")
            target = Path(self.compiled.name, place)
            target.parent.mkdir(parents=True, exist_ok=True)
            with text.open("rb") as source, target.open("wb") as sink:
                write_mo(sink, read_po(source, locale=place.parts[-3]))
            build_data["force_include"][str(target)] = place.as_posix()

    def finalize(self, version: str, build_data: dict[str, dict[str, str]], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self.compiled.cleanup()
