"""Makes scans: pages printed by Chromium, then pictured a little turned, noisy and compressed, as a phone does."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

from .browser import print_with_chromium
from .missing import ProducerMissing

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 110  # enough to read on a screen, small enough to keep
QUALITY = 38


def scan(source: Path, room: Path) -> bytes:
    """Return the pages of an HTML source as pictures and nothing else."""
    return as_pdf(pictures(print_with_chromium(source, room), source.stem), room, hidden="")


def scan_with_hidden_text(source: Path, room: Path) -> bytes:
    """Return the pages as pictures, with the invisible text that a phone's scanner recognised over them.

    The text stands in the source in a comment that begins with `recognised:`, errors and all.
    """
    _, _, after = source.read_text(encoding="utf-8").partition("<!-- recognised:")
    hidden = after.partition("-->")[0].strip()
    return as_pdf(pictures(print_with_chromium(source, room), source.stem), room, hidden=hidden)


def pictures(pdf: bytes, seed: str) -> list[Image]:
    """Return each page as a grey picture, turned by a degree or so, with noise that depends on the seed alone."""
    try:
        import numpy
        import pypdfium2
        from PIL import Image
    except ImportError as error:
        raise ProducerMissing("pypdfium2, numpy and Pillow are needed for scans") from error
    chance = random.Random(seed)
    made = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
        turned = image.rotate(chance.uniform(-1.8, 1.8), fillcolor=235, resample=Image.Resampling.BICUBIC)
        noise = numpy.random.default_rng(chance.randrange(10**9)).normal(0, 11, (turned.height, turned.width))
        shade = numpy.linspace(chance.uniform(-25, 0), chance.uniform(0, 12), turned.width)
        pixels = numpy.asarray(turned, dtype=float) * 0.93 + noise + shade
        made.append(Image.fromarray(pixels.clip(0, 255).astype("uint8")))
    return made


def as_pdf(images: list[Image], room: Path, *, hidden: str) -> bytes:
    """Return a PDF of full-page pictures, with invisible text on the first one where there is some."""
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.utils import ImageReader
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise ProducerMissing("reportlab is not installed") from error
    made = room / "scanned.pdf"
    canvas = Canvas(str(made), pagesize=A4)
    for place, image in enumerate(images):
        compressed = io.BytesIO()
        image.save(compressed, "JPEG", quality=QUALITY)
        canvas.drawImage(ImageReader(compressed), 0, 0, *A4)
        if place == 0 and hidden:
            text = canvas.beginText(70, A4[1] - 80)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", 10)
            text.textLines(hidden)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return made.read_bytes()
