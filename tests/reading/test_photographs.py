"""A picture that was handed in is drawn anew: turned as it was held, small, grey, with nothing else of its file."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from grader.documents.photographs import MOST_PIXELS, draw_photograph, is_photograph
from grader.documents.png import chunk, size_of

DPI = 10  # the longest side is then 117 pixels
SHEET = (90, 60)
INK = (20, 10)  # where its left top corner is black, pixels


def sheet(mode: str = "RGB") -> Image.Image:
    """Return white paper with a black left top corner."""
    picture = Image.new("L", SHEET, 255)
    picture.paste(0, (0, 0, *INK))
    if mode == "I;16":
        wide = Image.new("I", SHEET, 65535)
        wide.paste(0, (0, 0, *INK))
        return wide.convert("I;16")
    if mode in ("LA", "RGBA"):
        blank = Image.new(mode, SHEET, 0)  # what is not drawn on is clear, whatever colour it has
        blank.paste((0,) * (len(mode) - 1) + (255,), (0, 0, *INK))
        return blank
    return picture.convert(mode)


def saved(picture: Image.Image, format: str, exif: Image.Exif | None = None) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, format, **({"exif": exif} if exif else {}))
    return stream.getvalue()


def shade(picture: Image.Image, place: tuple[int, int]) -> int:
    return picture.tobytes()[place[1] * picture.width + place[0]]


def seen(png: bytes) -> Image.Image:
    size_of(png)  # raises for anything but a picture of ours
    return Image.open(io.BytesIO(png)).convert("L")


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        *(
            pytest.param("PNG", mode, id=f"png-{mode}")
            for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
        ),
        *(pytest.param("JPEG", mode, id=f"jpeg-{mode}") for mode in ("L", "RGB", "CMYK")),
        pytest.param("WEBP", "RGB", id="webp"),
        pytest.param("BMP", "RGB", id="bmp"),
        pytest.param("GIF", "P", id="gif"),
    ],
)
def test_a_picture_looks_as_it_did_on_white_paper(format: str, mode: str) -> None:
    drawn = seen(draw_photograph(saved(sheet(mode), format), DPI))
    assert drawn.size == SHEET
    assert shade(drawn, (3, 3)) < 40
    assert shade(drawn, (80, 50)) > 215


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        pytest.param(1, (3, 3), id="as-it-is"),
        pytest.param(3, (86, 56), id="upside-down"),
        pytest.param(6, (56, 3), id="to-the-right"),
        pytest.param(8, (3, 86), id="to-the-left"),
    ],
)
def test_a_photograph_is_turned_as_the_camera_was_held(orientation: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    drawn = seen(draw_photograph(saved(sheet(), "JPEG", exif=exif), DPI))
    assert drawn.size == (SHEET if orientation < 5 else SHEET[::-1])
    assert shade(drawn, corner) < 60


def test_a_photograph_with_broken_notes_is_drawn_as_it_is() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(sheet(), "JPEG", exif=exif)
    assert data.count(b"MM\0*") == 1
    assert size_of(draw_photograph(data.replace(b"MM\0*", b"MM\0!"), DPI)) == SHEET


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_large_photograph_is_made_as_small_as_a_sheet_of_paper(format: str) -> None:
    large = saved(sheet().resize((3000, 2000)), format)
    assert size_of(draw_photograph(large, DPI)) == (117, 78)


def test_a_long_strip_keeps_a_width() -> None:
    width, height = size_of(draw_photograph(saved(Image.new("L", (5000, 2)), "PNG"), DPI))
    assert (width, height) == (117, 1)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that unpacks to a picture of this size."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (width + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


WHOLE = saved(sheet(), "PNG")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no picture", id="text"),
        pytest.param(WHOLE[: len(WHOLE) // 2], id="half-a-png"),
        pytest.param(saved(sheet().resize((900, 600)), "JPEG")[:900], id="half-a-jpeg"),
        pytest.param(saved(sheet(), "TIFF"), id="another-format"),
        pytest.param(b"%PDF-1.7 nothing", id="pdf"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="svg"),
        pytest.param(bomb(8100, MOST_PIXELS // 8100 + 1), id="more-pixels-than-are-read"),
        pytest.param(
            struct.pack(">8sI4sII", WHOLE[:8], 13, b"IHDR", 1 << 30, 1 << 30) + WHOLE[24:], id="lies"
        ),
    ],
)
def test_what_cannot_be_drawn_gives_no_picture(data: bytes) -> None:
    assert draw_photograph(data, DPI) == b""


def test_nothing_of_the_file_but_its_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    for format in ("PNG", "JPEG", "WEBP"):
        drawn = draw_photograph(saved(sheet(), format, exif=exif) + b"<script>alert(1)</script>", DPI)
        size_of(drawn)
        assert b"where" not in drawn
        assert b"script" not in drawn


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 60))
def test_no_bytes_are_copied_or_raise_anything_unforeseen(junk: bytes, place: int, cut: int) -> None:
    """What Pillow raises over a broken file ends in no picture, or in one of ours."""
    drawn = draw_photograph(WHOLE[:place] + junk + WHOLE[place + cut :], DPI)
    assert drawn == b"" or size_of(drawn)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("a.jpg", True),
        ("b/C.JPEG", True),
        ("a.png", True),
        ("a.heic", False),
        ("a.pdf", False),
        ("jpg", False),
    ],
)
def test_a_photograph_is_known_by_its_ending(path: str, is_one: bool) -> None:
    assert is_photograph(path) is is_one
