"""Writes PDFs of a few objects, byte by byte, as no honest program would."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

CHUNK = 1 << 20
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"

Body = str | bytes


def pdf(
    content: Body = "", *, changed: Mapping[int, Body] | None = None, trailer: str = "", filters: str = ""
) -> bytes:
    """Return a PDF of one page with a content stream; ``changed`` replaces or adds whole objects by number."""
    objects: dict[int, bytes] = {
        1: as_bytes(CATALOG),
        2: as_bytes(PAGES),
        3: as_bytes(PAGE),
        4: stream(content, filters),
        5: as_bytes(FONT),
    }
    objects |= {number: as_bytes(body) for number, body in (changed or {}).items()}
    return written(objects, trailer)


def written(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """Return the file of some objects, with its table of places."""
    pieces = [b"%PDF-1.7\n"]
    places: dict[int, int] = {}
    length = len(pieces[0])
    for number, body in objects.items():
        places[number] = length
        piece = b"%d 0 obj\n" % number + body + b"\nendobj\n"
        pieces.append(piece)
        length += len(piece)
    size = max(objects) + 1
    rows = [b"0000000000 65535 f \n"] + [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(1, size)
    ]
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{length}\n%%EOF\n"
    return b"".join([*pieces, b"xref\n0 %d\n" % size, *rows, end.encode()])


def stream(data: Body, filters: str = "", extra: str = "") -> bytes:
    """Return a stream object; ``filters`` is what its dictionary says of how it is packed."""
    data = as_bytes(data)
    packed = f"/Filter {filters} " if filters else ""
    head = f"<< /Length {len(data)} {packed}{extra} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def page_of(lines: Sequence[str]) -> str:
    """Return the content of a page with lines of plain text on it, from its top."""
    shown = "".join(f"({line.translate(ESCAPED)}) Tj T*\n" for line in lines)
    return f"BT /F 12 Tf 14 TL 72 770 Td\n{shown}ET"


ESCAPED = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})


def bomb(megabytes: int, fill: bytes = b" ") -> bytes:
    """Return a zlib stream that swells to so many MB of one byte, made without packing them all."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    chunk = packer.compress(fill * CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(fill * CHUNK) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + chunk + again * (megabytes - 1) + packer.flush(zlib.Z_FINISH)


def as_bytes(text: Body) -> bytes:
    """Return text as the bytes of a PDF."""
    return text if isinstance(text, bytes) else text.encode("latin-1", "replace")
