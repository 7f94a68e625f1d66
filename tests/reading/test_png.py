"""Our own pictures are PNG files as others read them, and nothing else is taken for one."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from grader.documents.png import NotOurPicture, grey_png, size_of

SMALL = grey_png(bytes(range(12)), 3, 4, 3)


@given(st.integers(1, 9), st.integers(1, 5), st.integers(0, 3), st.data())
def test_another_reader_sees_the_same_shades(
    width: int, height: int, spare: int, data: st.DataObject
) -> None:
    stride = width + spare
    shades = data.draw(st.binary(min_size=stride * height, max_size=stride * height))
    picture = grey_png(shades, width, height, stride)
    with Image.open(io.BytesIO(picture)) as seen:
        assert seen.size == size_of(picture) == (width, height)
        pixels = seen.convert("L").load()
        assert pixels is not None
        for row in range(height):
            for column in range(width):
                assert pixels[column, row] == shades[row * stride + column] // 16 * 17


def with_head(width: int, height: int, bits: int = 4, colour: int = 0) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return SMALL[:12] + head + struct.pack(">I", zlib.crc32(head)) + SMALL[33:]


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SMALL[:-1], id="cut"),
        pytest.param(SMALL + b"<script>", id="something-behind"),
        pytest.param(b"GIF89a" + SMALL, id="another-kind"),
        pytest.param(SMALL[:33] + b"\x00\x00\x00\x00tEXt" + SMALL[33:], id="another-piece"),
        pytest.param(SMALL[:33] + b"\xff\xff\xff\xff" + SMALL[37:], id="length-that-lies"),
        pytest.param(with_head(0, 4), id="no-width"),
        pytest.param(with_head(3, 60_000), id="too-high"),
        pytest.param(with_head(3, 4, 16), id="other-bits"),
        pytest.param(with_head(3, 4, 4, 3), id="palette"),
        pytest.param(SMALL[:8] + SMALL[33:], id="no-head"),
    ],
)
def test_what_is_no_picture_of_ours_is_not_believed(picture: bytes) -> None:
    with pytest.raises(NotOurPicture):
        size_of(picture)


def test_any_bytes_are_a_picture_of_ours_or_not() -> None:
    @given(st.binary(max_size=80), st.integers(0, len(SMALL)))
    def try_any(noise: bytes, kept: int) -> None:
        try:
            size_of(SMALL[:kept] + noise)
        except NotOurPicture:
            return
        assert kept + len(noise) >= len(SMALL)

    try_any()
