"""Reads the plain sheets that the office and the drawing libraries are given.

A line is `en| text` or `fa| text` for a paragraph (`EN|`, `FA|` for a bold one), `en-table|` or `fa-table|` followed by
rows `| cell | cell |`, `page|` for a new page, `header: …`, `footer: …` or `font: …` for the whole document. `$…$`
is a formula.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(kw_only=True)
class Block:
    """A paragraph, a table or a page break: whichever of ``text``, ``rows`` and ``new_page`` is set."""

    text: str = ""
    right_to_left: bool = False
    bold: bool = False
    rows: list[list[str]] = field(default_factory=list)
    new_page: bool = False


@dataclass(kw_only=True)
class Sheet:
    """A whole document: its settings by name, and its blocks in order."""

    settings: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


def read_sheet(source: Path) -> Sheet:
    """Return the sheet that a source holds; raises ValueError for a line that is none of the known ones."""
    sheet = Sheet()
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        if line.startswith("|"):
            sheet.blocks[-1].rows.append([each.strip() for each in line.strip().strip("|").split("|")])
            continue
        mark, bar, text = line.partition("|")
        if bar and mark.lower() in ("en", "fa", "en-table", "fa-table", "page"):
            sheet.blocks.append(
                Block(
                    text=text.strip(),
                    right_to_left=mark.lower().startswith("fa"),
                    bold=mark in ("EN", "FA"),
                    new_page=mark == "page",
                )
            )
            continue
        name, colon, value = line.partition(":")
        if not colon or name not in ("header", "footer", "font", "size"):
            raise ValueError(f"{source.name}: cannot read {line!r}")
        sheet.settings[name] = value.strip()
    return sheet
