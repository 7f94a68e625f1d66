"""The command that remakes the documents: `python -m tests.documents.make [PART OF A NAME …]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from .browser import print_with_cairo, print_with_chromium, print_with_weasyprint
from .canvases import draw_with_fpdf2, draw_with_reportlab
from .forms import fill_with_pypdf, fill_with_reportlab
from .latex import typeset_with_lualatex, typeset_with_pdflatex, typeset_with_xelatex
from .missing import ProducerMissing
from .office import convert_with_libreoffice
from .scans import scan, scan_with_hidden_text
from .typesetting import typeset_with_typst

SOURCES = Path(__file__).parent / "sources"
KEPT = Path(__file__).parent.parent

Producer = Callable[[Path, Path], bytes]
"""Takes a source and an empty folder to work in, and returns a PDF; raises ProducerMissing."""

PRODUCERS: Mapping[str, Producer] = {
    "cairo": print_with_cairo,
    "chromium": print_with_chromium,
    "fpdf2": draw_with_fpdf2,
    "libreoffice": convert_with_libreoffice,
    "lualatex": typeset_with_lualatex,
    "pdflatex": typeset_with_pdflatex,
    "pypdfform": fill_with_pypdf,
    "reportlab": draw_with_reportlab,
    "reportlabform": fill_with_reportlab,
    "scan": scan,
    "scanwithtext": scan_with_hidden_text,
    "typst": typeset_with_typst,
    "weasyprint": print_with_weasyprint,
    "xelatex": typeset_with_xelatex,
}


def make(source: Path) -> Path:
    """Make one document and return where it was written: the source's place, with `.pdf`."""
    producer = PRODUCERS[source.name.split("-", 1)[0]]
    target = KEPT / source.relative_to(SOURCES).with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as room:
        made = producer(source, Path(room))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(made)
    return target


def main(wanted: list[str]) -> int:
    """Make every document, or those whose path holds one of the words; skip where a producer is missing."""
    sources = sorted(each for each in SOURCES.rglob("*-*") if each.is_file())
    for source in sources:
        name = str(source.relative_to(SOURCES))
        if wanted and not any(word in name for word in wanted):
            continue
        try:
            target = make(source)
        except ProducerMissing as missing:
            print(f"skipped {name}: {missing}", file=sys.stderr)
        else:
            print(f"{target.relative_to(KEPT)}  {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
