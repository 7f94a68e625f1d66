"""Hostile files that nothing was built around: bombs of structure, files in disguise, lists that lie."""

from __future__ import annotations

import gzip
import json
import os
import socket
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.hand_ins import Named, hand_in, packed
from tests.hostile.pdfs import PAGE_WITH_MORE, TEXT
from tests.hostile.tiny_pdf import PAGE, pdf, stream

WHOLE = hand_in("4309001", "Disguised", {"conv_shapes.conv": "14x14x32"})


def inventions(*, slow: bool) -> Iterator[Named]:
    """Yield (name of the file, bytes); ``slow`` adds what takes a reader all of its time."""
    if slow:
        yield "never-closed.html", b"<!--" * 200_000 + b"14x14x32"
    for name, data in structures():
        yield f"pdf-{name}.pdf", data
    yield from disguises()
    yield from values()
    yield from notebooks_and_pages()
    yield from photographs()
    yield from lists_that_lie()


def structures() -> Iterator[tuple[str, bytes]]:
    """Small PDFs whose structure has no end, or no bottom."""
    doubled: dict[int, bytes | str] = {
        20
        + at: f"<< /Type /Pages /Kids [{21 + at} 0 R {21 + at} 0 R] /Count 2147483647 /Parent {19 + at} 0 R >>"
        for at in range(30)
    }
    last: dict[int, bytes | str] = {50: PAGE.replace("/Parent 2 0 R", "/Parent 49 0 R")}
    first = "<< /Type /Pages /Kids [20 0 R] /Count 2147483647 >>"
    yield "pages-that-double", pdf(TEXT, changed={2: first, **doubled, **last})
    update = b"4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    data = bytearray(pdf(TEXT))
    before = data.rindex(b"xref\n0")
    for _ in range(2000):
        at = len(data)
        data += update
        table = len(data)
        data += b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (at, before)
        data += b"startxref\n%d\n%%%%EOF\n" % table
        before = table
    yield "two-thousand-updates", bytes(data)
    page_of_all = struct.pack(">LBBL", 0, 48, 1, 19) + struct.pack(
        ">LLLLBH", 2**32 - 1, 2**32 - 1, 0, 0, 0, 0
    )
    yield "endless-jbig2", picture(page_of_all, "/JBIG2Decode")
    size = struct.pack(">HHHLLLLLLLLHBBB", 0xFF51, 41, 0, 2**31 - 1, 2**31 - 1, 0, 0, 1, 1, 0, 0, 1, 7, 1, 1)
    yield "tiles-without-end", picture(b"\xff\x4f" + size + b"\xff\xd9", "/JPXDecode")
    wide = "/DecodeParms << /K -1 /Columns 1073741824 /Rows 1073741824 >>"
    yield "endless-fax", picture(b"\x00" * 90, "/CCITTFaxDecode", wide)
    shading = "/Shading << /S << /ShadingType 1 /ColorSpace /DeviceGray /Function 11 0 R >> >> /Font"
    shaded = {3: PAGE.replace("/Font", shading)}
    program = stream("{" * 100_000 + "}" * 100_000, extra="/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]")
    yield "deep-program", pdf("/S sh " + TEXT, changed={**shaded, 11: program})
    sizes = "/FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [65535 65535] /BitsPerSample 32"
    yield "endless-samples", pdf("/S sh " + TEXT, changed={**shaded, 11: stream(b"x", extra=sizes)})
    names = "<< /Type /Catalog /Pages 2 0 R /Names << /Dests 11 0 R >> /OpenAction (x) >>"
    yield "names-of-themselves", pdf(TEXT, changed={1: names, 11: "<< /Kids [11 0 R 11 0 R] >>"})
    tree = "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 11 0 R >>"
    loop = "<< /Type /StructTreeRoot /K [11 0 R 11 0 R] /ParentTree << /Kids [11 0 R] >> >>"
    yield "structure-of-itself", pdf(TEXT, changed={1: tree, 11: loop})
    spoken = "/Span << /ActualText (conv_shapes.conv = 15x15x32) >> BDC " + TEXT + " EMC"
    yield "says-another-text", pdf(spoken)
    yield "and-an-archive", pdf(TEXT) + packed({"a.json": WHOLE})
    yield "keys-without-end", pdf(TEXT, changed={11: "<<" + "/A 1 " * 500_000 + ">>"})


def picture(data: bytes, filters: str, extra: str = "") -> bytes:
    """Return a PDF that draws a picture."""
    said = "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 1 /Width 60000 /Height 60000 "
    page: dict[int, bytes | str] = {3: PAGE_WITH_MORE, 10: stream(data, filters, said + extra)}
    return pdf("q 595 0 0 842 0 0 cm /I Do Q", changed=page)


def disguises() -> Iterator[Named]:
    """Files that are something else than their names say."""
    document = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
    text = WHOLE.decode()
    for name, data in {
        "document.pdf": document,
        "document.ipynb": document,
        "document.md": document,
        "page.json": pdf(TEXT),
        "page.zip": pdf(TEXT),
        "page.txt": pdf(TEXT),
        "packed.json": gzip.compress(WHOLE, mtime=0),
        "answers.pdf": WHOLE,
        "answers.zip": WHOLE,
        "answers.html": WHOLE,
        "notebook.json": json.dumps({"cells": [], "metadata": {}, "nbformat": 4}).encode(),
        "nulls-between.json": b"\0".join(bytes([each]) for each in WHOLE),
        "nulls-within.txt": b"conv_shapes.conv\0 = 14x14\0x32",
        "mark-within.json": text.replace("answers", "\ufeffanswers").encode(),
        "seven-bits.json": text.replace("Disguised", "+BikGRAYx-").encode("utf-7"),
        "old-macintosh.json": text.replace(",", ",\r").encode("mac_roman"),
        "mainframe.json": text.encode("cp037"),
        "utf-16.md": "conv_shapes.conv = 14x14x32\n".encode("utf-16-be"),
        "one-byte.pdf": b"%",
        "one-byte.zip": b"P",
        "one-byte.json": b"{",
        "link.url": b"[InternetShortcut]\nURL=file:///etc/passwd\n",
        "numbers.xlsx": packed({"xl/workbook.xml": b"<workbook/>"}),
    }.items():
        yield f"as-{name}", data


def values() -> Iterator[Named]:
    """JSON with numbers, names and nests beyond reason."""
    for number, (name, body) in enumerate({
        "long-id": '"student": {"id": ' + "7" * 100_000 + '}, "answers": {}',
        "long-exponent": '"answers": {"conv_shapes.dense_params": 1E+' + "0" * 100_000 + "5}",
        "long-zero": '"answers": {"conv_shapes.dense_params": 0.' + "0" * 300_000 + "1}",
        "long-key": '"answers": {"' + "k" * 2_000_000 + '": 1}',
        "half-key": '"answers": {"\\udc00\\ud800": 1, "conv_shapes.conv\\ud800": "14x14x32"}',
        "same-key-written-twice": '"answers": {"conv_shapes.conv": 1, "conv\\u005fshapes.conv": "14x14x32"}',
        "same-key-below": '"answers": {"conv_shapes": {"conv": 1, "conv": 2}, "conv_shapes": {"pool": 3}}',
        "deep-below": '"answers": {"conv_shapes": ' + '{"a": ' * 900 + "1" + "}" * 900 + "}",
        "many-empty": '"answers": {"laplacian_output.output": [' + "[]," * 100_000 + "[]]}",
        "ragged-deep": '"answers": {"laplacian_output.output": [[1, [2, [3]]], {"0": 1}, null, "[[1]]"]}',
        "numbers-with-signs": '"answers": {"conv_shapes.dense_params": "−+−+5e٣", "conv_shapes.pool": "٧x7×۷"}',
        "dotted-name": '"answers": {"conv_shapes.conv.conv.conv": 1, ".": 2, "..": 3, "": 4, "conv_shapes.": 5}',
    }.items()):  # fmt: skip
        whose = "" if '"student"' in body else f'"student": {{"id": "43{number:05d}"}}, '
        yield f"beyond-{name}.json", ("{" + whose + body + "}").encode()


def notebooks_and_pages() -> Iterator[Named]:
    """Notebooks, web pages and sources whose readers would go too deep."""
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    cell = b'{"cell_type": "markdown", "metadata": {}, "source": "# 2 (a) 14x14x32"}'
    yield "deep-metadata.ipynb", b'{"nbformat": 4, "metadata": ' + deep + b', "cells": [' + cell + b"]}"
    yield (
        "deep-attachment.ipynb",
        b'{"nbformat": 4, "cells": [{"cell_type": "raw", "attachments": ' + deep + b"}]}",
    )
    yield (
        "source-of-lists.ipynb",
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ' + b"[" * 900 + b"]" * 900 + b"}]}",
    )
    code = (
        "a = "
        + "(" * 50_000
        + "1"
        + ")" * 50_000
        + "\n"
        + "b = "
        + "-" * 50_000
        + "1\n"
        + "x = "
        + "9" * 9999
    )
    yield (
        "deep-code.ipynb",
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": code}]}).encode(),
    )
    yield "tables-in-tables.html", b"<table><tr><td>" * 20_000 + b"14x14x32"
    yield "long-style.html", b"<p style='" + b"display:" * 400_000 + b"'>14x14x32</p>"
    yield "many-attributes.html", b"<p " + b"a=b " * 100_000 + b">14x14x32</p>"
    yield "unknown-sections.html", b"<![x" * 200_000 + b">14x14x32"
    yield "plaintext.html", b"<plaintext><script>alert('canary-markup')</script>" * 3000
    doubling = "".join(
        f"\\newcommand{{\\a{chr(97 + at)}}}{{\\a{chr(98 + at)}\\a{chr(98 + at)}}}\n" for at in range(24)
    )
    yield "commands-that-double.tex", (doubling + "\\newcommand{\\ay}{14x14x32}\n\\aa\n").encode()
    yield (
        "reads-files.tex",
        b"\\input{/etc/passwd}\\include{../outside/secret}\\write18{touch x}\\openin5=/etc/passwd",
    )
    yield "lists-in-lists.md", b"".join(b" " * at + b"- x\n" for at in range(2000))
    yield "lines-without-end.md", b"\r\r\n\n\x0b\x0c\x1c\x1d\x1e\x85" * 200_000
    yield "long-question.md", (b"s" + b"%" * 1999 + b"\n") * 30


def photographs() -> Iterator[Named]:
    """Pictures of more than they hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 200_000_000, 9))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    yield "photo-huge.png", b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")
    yield (
        "photo-long-text.png",
        b"\x89PNG\r\n\x1a\n" + head.replace(b"\0\0\xea\x60", b"\0\0\0\x05") + text + pixels,
    )
    loop = (
        struct.pack("<2sHLH", b"II", 42, 8, 1) + struct.pack("<HHLL", 0x8769, 4, 1, 8) + struct.pack("<L", 8)
    )
    yield "photo-of-itself.tif", loop
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0"
    yield "photo-many-frames.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff" + frame * 20_000 + b";"
    yield (
        "photo-upside-down.bmp",
        b"BM" + struct.pack("<LLLLllHHLLllLL", 99, 0, 54, 40, 2**31 - 1, -(2**31), 1, 24, 0, 0, 0, 0, 0, 0),
    )


def lists_that_lie() -> Iterator[Named]:
    """Archives that pretend to be a whole class, or the course's own files."""
    metadata = (
        ":submitters:\n  - :name: {{7*7}}\n    :sid: '4300100'\n  :created_at: 9999-99-99 99:99:99 UTC\n"
    )
    anchors = (
        "a: &a [x]\n"
        + "".join(f"b{at}: &b{at} [*a, *a]\n" for at in range(9))
        + "c: !!python/object:os.system x\n"
    )
    yield "class-of-one.zip", packed({
        "submission_metadata.yml": f"---\nsubmission_1:\n  {metadata}{anchors}".encode(),
        "submission_1/a.json": hand_in("4300101", "Another", {}),
    })  # fmt: skip
    yield (
        "class-of-moodle.zip",
        packed({"<b>A_B_1_assignsubmission_file_/x.json": b"{}", "=1+1_2_assignsubmission_file_": b"x"}),
    )
    yield "class-of-canvas.zip", packed({"doe_101_201_a.json": b"{}", "roe_LATE_102_202_b.json": b"{}"})
    yield "own-course.zip", packed({
        "assignment.toml": b"id = 'x'", "roster.csv": b"student_id\n1\n", "review.csv": b"key,credit\n",
        "grades.db": b"x", ".hidden/a.json": b"{}", "README.md": b"x", "4300102/a.json": hand_in("4300102", "C", {}),
        "4300103/a.json": hand_in("4300103", "D", {}),
    })  # fmt: skip
    yield (
        "folder-and-file.zip",
        packed({"a": b"x", "a/b.json": b"{}", "a//c.json": b"{}", "./d.json": b"{}", "e/": b"not empty"}),
    )
    extra = b"\x01\x00\x18\x00" + b"\xff" * 7
    cut = struct.pack(
        "<4s6H3L5H2L",
        b"PK\1\2",
        45,
        45,
        0,
        8,
        0,
        0,
        0,
        2**32 - 1,
        2**32 - 1,
        1,
        len(extra),
        0,
        0,
        0,
        0,
        2**32 - 1,
    )
    entry = cut + b"a" + extra
    yield "cut-numbers.zip", entry + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), 0, 0)


def make_inventions(folder: Path, *, slow: bool) -> None:
    """Write them, and beside them folders and special files with names of files."""
    for name, data in inventions(slow=slow):
        folder.joinpath(name).write_bytes(data)
    for name in ("خ" * 120 + ".json", "\u0301\u0301\u0301.json", "\U000e0041\U000e0042.json", "\ufeff4300200.json",
                 "401\u20664300201\u2069.json", "..\u2024json", "prn.pdf", "a.json ", "b.json.", "\x7f.json", "-.pdf",
                 "%2e%2e%2fx.json", "&lt;b&gt;.md", "COM1.txt", "4300202.json\u202egnp"):  # fmt: skip
        folder.joinpath(name).write_bytes(b'{"answers": {}}')
    for name in ("folder.json", "folder.pdf", "folder.md"):
        folder.joinpath(name).mkdir()
        folder.joinpath(name, "a.pdf").mkdir()
        folder.joinpath(name, "b.zip").symlink_to(folder)
    round_and_round = folder / "round"
    round_and_round.mkdir()
    round_and_round.joinpath("again").symlink_to(round_and_round)
    for name in ("pipe.zip", "pipe.ipynb", "pipe.html", "round/pipe.md", "submission_metadata.yml"):
        os.mkfifo(folder / name)
    if os.geteuid() == 0:
        try:
            os.mknod(folder / "endless-zeros.json", 0o20666, os.makedev(1, 5))
        except OSError:
            return  # not even the superuser of a container may
    here = Path.cwd()
    os.chdir(round_and_round)
    try:
        with socket.socket(socket.AF_UNIX) as ear:
            ear.bind("socket.pdf")
    finally:
        os.chdir(here)
