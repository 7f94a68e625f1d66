"""Writes pictures of pages as small PNG files, and believes no other file to be one of them."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY_BITS = 4  # 16 shades: letters keep their soft edges, and a line of text takes two kilobytes
LEVEL = 4  # of zlib: 6 takes twice as long for 3 % fewer bytes
LARGEST_SIDE = 6_000  # pixels; A2 at 200 dpi has 4,700
LARGEST_FILE = 8_000_000
HEAD = struct.Struct(">IIBBBBB")
TO_LOW = bytes(shade >> 4 for shade in range(256))
TO_HIGH = bytes(shade & 0xF0 for shade in range(256))


class NotOurPicture(ValueError):
    """Bytes that `grey_png` did not make."""


def grey_png(shades: bytes, width: int, height: int, stride: int) -> bytes:
    """Return a PNG in 16 greys of a picture that has a byte a pixel and ``stride`` bytes a row, 0 for black."""
    rows = b"".join([b"\x00" + row for row in packed(shades, width, height, stride)])
    head = HEAD.pack(width, height, GREY_BITS, 0, 0, 0, 0)
    return b"".join(
        [
            SIGNATURE,
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows, LEVEL)),
            chunk(b"IEND", b""),
        ]
    )


def packed(shades: bytes, width: int, height: int, stride: int) -> list[bytes]:
    """Return the rows of a picture with two pixels a byte, the whole of it shifted and joined at once."""
    if stride % 2:
        rows = [shades[start : start + stride] + b"\x00" for start in range(0, height * stride, stride)]
        shades, stride = b"".join(rows), stride + 1
    high, low = shades[0::2].translate(TO_HIGH), shades[1::2].translate(TO_LOW)
    both = int.from_bytes(high, "big") | int.from_bytes(low, "big")
    pairs, half, kept = both.to_bytes(len(high), "big"), stride // 2, width // 2
    starts = range(0, height * half, half)
    if width % 2:  # what stands beside the last pixel is no part of the picture
        return [pairs[start : start + kept] + high[start + kept : start + kept + 1] for start in starts]
    return [pairs[start : start + kept] for start in starts]


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
