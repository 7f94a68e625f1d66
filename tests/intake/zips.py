"""Makes small archives, honest ones and such as no program makes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """Return an ordinary archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def special(
    name: str, data: bytes = b"x", *, mode: int = 0, flags: int = 0, method: int | None = None
) -> bytes:
    """Return an archive whose one entry says of itself what is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = mode << 16
        archive.writestr(info, data)
    raw = bytearray(stream.getvalue())
    central = raw.rfind(b"PK\1\2")
    if flags:
        struct.pack_into("<H", raw, central + 8, flags)
    if method is not None:
        struct.pack_into("<H", raw, central + 10, method)
    return bytes(raw)


def raw_zip(
    files: list[tuple[bytes, bytes, int, int, int]],
    central: list[tuple[bytes, int, int, int, int]] | None = None,
) -> bytes:
    """Return an archive made by hand: (name, packed, method, checksum, size); ``central`` may list others.

    A line of ``central`` is (name, offset, packed size, checksum, size).
    """
    body = b""
    listed: list[tuple[bytes, int, int, int, int, int]] = []
    for name, packed, method, checksum, size in files:
        listed.append((name, len(body), len(packed), checksum, size, method))
        body += struct.pack(
            "<4s5H3L2H", b"PK\3\4", 20, 0, method, 0, 0, checksum, len(packed), size, len(name), 0
        )
        body += name + packed
    if central is not None:
        listed = [(*line, 8) for line in central]
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, method, 0, 0, checksum, packed, size, len(name), 0, 0, 0, 0,
                    0, offset) + name
        for name, offset, packed, checksum, size, method in listed
    )  # fmt: skip
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, len(listed) & 0xFFFF, len(listed) & 0xFFFF, len(entries), len(body), 0
    )
    return body + entries + end


def deflated(data: bytes) -> bytes:
    """Return data as an archive packs it."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def liar(name: bytes, data: bytes, says: int) -> bytes:
    """Return an archive whose entry declares another size than it has."""
    return raw_zip([(name, deflated(data), 8, zlib.crc32(data), says)])


def overlapping() -> bytes:
    """Return an archive in which two entries share their bytes."""
    packed = deflated(b"x" * 1000)
    checksum = zlib.crc32(b"x" * 1000)
    return raw_zip(
        [(b"a.json", packed, 8, checksum, 1000)],
        [(b"a.json", 0, len(packed), checksum, 1000), (b"b.json", 0, len(packed), checksum, 1000)],
    )
