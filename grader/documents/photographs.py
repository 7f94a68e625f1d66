"""Draws a photograph or a scan that is a picture file, no larger than a page needs it and without its hidden data."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from grader.documents.png import grey_png

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif"})
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
MOST_PIXELS = 64_000_000  # decoded, with transparency, 450 MB; a telephone's camera has 50 million
LONG_SIDE_INCHES = 11.7  # of A4: what is photographed is a sheet of paper
GREY, WHITE = "L", 255


def is_photograph(path: str) -> bool:
    """Whether a file is a picture that can be drawn, by its name's ending."""
    return path[path.rfind(".") :].lower() in ENDINGS


def draw_photograph(data: bytes, dpi: int) -> bytes:
    """Return a PNG in grey of a picture file, turned as its camera was held, sized as a sheet of A4 and never enlarged.

    Empty where it is broken, or has too many pixels.
    """
    from PIL import Image, ImageOps

    longest = int(LONG_SIDE_INCHES * dpi)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return b""
            opened.draft(GREY, (longest, longest))  # a JPEG is then decoded in grey, no larger than is needed
            picture = in_grey(opened)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # of a broken file
        return b""
    picture.thumbnail((longest, longest))
    with suppress(SyntaxError, ValueError, TypeError):  # of broken notes of the camera
        picture = ImageOps.exif_transpose(picture)
    return grey_png(picture.tobytes(), picture.width, picture.height, picture.width)


def in_grey(opened: Image) -> Image:
    """Return a picture in 256 greys, as it looks on white paper."""
    from PIL import Image

    if opened.mode.startswith(("I", "F")):  # 65,536 greys
        return opened.convert("I").point(lambda shade: shade * (1 / 257)).convert(GREY)
    if not opened.has_transparency_data:
        return opened.convert(GREY)
    with_alpha = opened if opened.mode in ("LA", "RGBA") else opened.convert("RGBA")
    paper = Image.new(GREY, opened.size, WHITE)
    paper.paste(with_alpha.convert(GREY), mask=with_alpha.getchannel("A"))
    return paper
