"""Writes pictures of pages as small PNG files, and believes no other file to be one of them."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY_BITS = 4  # 16 shades: letters keep their soft edges, and a line of text takes two kilobytes
LARGEST_SIDE = 6_000  # pixels; A2 at 200 dpi has 4,700
LARGEST_FILE = 8_000_000
HEAD = struct.Struct(">IIBBBBB")
TO_LOW = bytes(shade >> 4 for shade in range(256))
TO_HIGH = bytes(shade & 0xF0 for shade in range(256))


class NotOurPicture(ValueError):
    """Bytes that `grey_png` did not make."""


def grey_png(shades: bytes, width: int, height: int, stride: int) -> bytes:
    """Return a PNG in 16 greys of a picture that has a byte a pixel and ``stride`` bytes a row, 0 for black."""
    rows = []
    for start in range(0, height * stride, stride):
        row = shades[start : start + width]
        high = row[0::2].translate(TO_HIGH)
        low = row[1::2].translate(TO_LOW).ljust(len(high), b"\x00")
        both = int.from_bytes(high, "big") | int.from_bytes(low, "big")
        rows.append(b"\x00" + both.to_bytes(len(high), "big"))
    head = HEAD.pack(width, height, GREY_BITS, 0, 0, 0, 0)
    return b"".join(
        [
            SIGNATURE,
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(b"".join(rows), 6)),
            chunk(b"IEND", b""),
        ]
    )


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one piece of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a picture that `grey_png` may have made.

    Raises NotOurPicture for anything else: another kind of picture, one with pieces of other kinds or with
    anything behind its end, or one that is too large.
    """
    if len(picture) > LARGEST_FILE or picture[:8] != SIGNATURE or picture[8:16] != b"\x00\x00\x00\x0dIHDR":
        raise NotOurPicture
    if len(picture) < 57:
        raise NotOurPicture
    width, height, *kind = HEAD.unpack(picture[16:29])
    (length,) = struct.unpack(">I", picture[33:37])
    is_whole = picture[37:41] == b"IDAT" and picture[45 + length :] == chunk(b"IEND", b"")
    is_sized = 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE
    if kind != [GREY_BITS, 0, 0, 0, 0] or not is_whole or not is_sized:
        raise NotOurPicture
    return width, height
