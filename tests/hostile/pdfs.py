"""Hostile and broken PDFs, by what is wrong with each; no two are alike, and none is larger than 4 MB."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator

from tests.hostile.tiny_pdf import FONT, PAGE, bomb, page_of, pdf, stream, written

RIGHT = ("conv_shapes.conv = 14x14x32", "conv_shapes.pool = 7x7x32")
RESOURCES = "/Resources << /Font << /F 5 0 R >> /XObject << /X0 10 0 R /I 10 0 R >> >>"
PAGE_WITH_MORE = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {RESOURCES} >>"
TEXT = page_of(RIGHT)


def hostile_pdfs(random: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield (what is wrong, bytes)."""
    for make in (bombs, floods, loops, sizes, broken, acting, hiding, fonts, pictures, forms, later):
        yield from make()
    yield "noise", b"%PDF-1.7\n" + random.randbytes(40_000)
    yield "bare-noise", random.randbytes(4_000)
    whole = bytearray(pdf(TEXT))
    for number in range(12):
        damaged = bytearray(whole)
        for _ in range(6):
            damaged[random.randrange(9, len(damaged))] = random.randrange(256)
        yield f"damaged-{number}", bytes(damaged)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that swell."""
    yield "flate-512mb", pdf(bomb(512), filters="/FlateDecode")
    twice = zlib.compress(bomb(512), 9)
    yield "flate-twice", pdf(twice, filters="[/FlateDecode /FlateDecode]")
    yield "flate-thrice", pdf(zlib.compress(twice, 9), filters="[/FlateDecode /FlateDecode /FlateDecode]")
    yield "flate-many-filters", pdf(b"x", filters="[" + "/FlateDecode " * 10_000 + "]")
    yield "run-length", pdf(b"\x81 " * 1_000_000, filters="/RunLengthDecode")
    yield "ascii85", pdf(b"z" * 3_000_000 + b"~>", filters="/ASCII85Decode")
    columns = "/DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 >>"
    yield "predictor", pdf(changed={4: stream(zlib.compress(b"x" * 99), "/FlateDecode", columns)})
    yield (
        "object-stream",
        written(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                9: stream(bomb(512), "/FlateDecode", "/Type /ObjStm /N 100000000 /First 100000000"),
            }
        ),
    )


def floods() -> Iterator[tuple[str, bytes]]:
    """More of something than any reader wants."""
    yield "q-flood", pdf("q " * 1_000_000)
    yield "restore-flood", pdf("Q " * 1_000_000)
    yield "packed-q-flood", pdf(zlib.compress(b"q " * 20_000_000, 9), filters="/FlateDecode")
    glyphs = b"BT /F 9 Tf 50 700 Td (" + b"ab" * 5_000_000 + b") Tj ET"
    yield "glyph-flood", pdf(zlib.compress(glyphs, 9), filters="/FlateDecode")
    lines = b"BT /F 9 Tf 50 700 Td " + b"(ab) Tj 0 -1 Td " * 500_000 + b"ET"
    yield "line-flood", pdf(zlib.compress(lines, 9), filters="/FlateDecode")
    boxes = zlib.compress(b"1 1 9 9 re f " * 1_000_000, 9)
    yield "path-flood", pdf(boxes, filters="/FlateDecode")
    strokes = zlib.compress(b"1 1 m " + b"9 9 l 5 1 l " * 2_000_000 + b"S", 9)
    yield "one-long-path", pdf(strokes, filters="/FlateDecode")
    clips = zlib.compress(b"0 0 9 9 re W n " * 500_000, 9)
    yield "clip-flood", pdf(clips, filters="/FlateDecode")
    marks = zlib.compress(b"/A << /B 1 >> BDC " * 500_000, 9)
    yield "marked-flood", pdf(marks, filters="/FlateDecode")
    inline = b"BI /W 9999 /H 9999 /BPC 8 /CS /G ID x EI " * 10_000
    yield "inline-pictures", pdf(zlib.compress(inline, 9), filters="/FlateDecode")
    yield (
        "contents-flood",
        pdf(changed={3: PAGE.replace("4 0 R", "[" + "4 0 R " * 200_000 + "]"), 4: stream(TEXT)}),
    )
    yield (
        "one-page-many-times",
        pdf(TEXT, changed={2: f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>"}),
    )
    yield "201-pages", pdf(TEXT, changed={2: f"<< /Type /Pages /Kids [{'3 0 R ' * 201}] /Count 201 >>"})
    notes = "<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (x) >> " * 40_000
    yield "notes-flood", pdf(TEXT, changed={3: PAGE[:-2] + f"/Annots [{notes}] >>"})
    yield "deep-arrays", pdf(TEXT, changed={9: "[" * 1_000_000})
    yield "deep-dictionaries", pdf(TEXT, changed={3: PAGE[:-2] + "/A " + "<< /A " * 300_000})
    yield "deep-content", pdf("[" * 1_000_000)
    yield "operands", pdf("1 " * 1_500_000 + "re")


def loops() -> Iterator[tuple[str, bytes]]:
    """Things that lead back to themselves."""
    doubling = {
        10 + level: stream(
            f"/X{level + 1} Do /X{level + 1} Do",
            extra=f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            f"/Resources << /XObject << /X{level + 1} {11 + level} 0 R >> >>",
        )
        for level in range(40)
    }
    yield "doubling", pdf("/X0 Do", changed={3: PAGE_WITH_MORE, **doubling})
    itself = stream("/X0 Do /X0 Do", extra=f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {RESOURCES}")
    yield "form-of-itself", pdf("/X0 Do", changed={3: PAGE_WITH_MORE, 10: itself})
    yield "page-tree-cycle", pdf(TEXT, changed={2: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})
    yield (
        "page-tree-deep",
        pdf(
            TEXT,
            changed={
                number: f"<< /Type /Pages /Kids [{number + 1} 0 R {number + 1} 0 R] /Count 100 >>"
                for number in (2, *range(10, 60))
            }
            | {2: "<< /Type /Pages /Kids [10 0 R] /Count 100 >>"},
        ),
    )
    yield "parent-cycle", pdf(TEXT, changed={3: PAGE.replace("/Parent 2 0 R", "/Parent 3 0 R")})
    whole = pdf(TEXT)
    start = whole.rindex(b"xref\n0")
    yield "xref-loop", pdf(TEXT, trailer=f"/Prev {start}")
    yield "xref-streams-loop", whole + xref_stream_loop(len(whole))
    yield (
        "length-of-itself",
        pdf(changed={4: b"<< /Length 4 0 R >>\nstream\n" + TEXT.encode() + b"\nendstream"}),
    )
    yield "reference-cycle", pdf(changed={4: "6 0 R", 6: "7 0 R", 7: "6 0 R"})
    yield (
        "outline-loop",
        pdf(
            TEXT,
            changed={
                1: "<< /Type /Catalog /Pages 2 0 R /Outlines 8 0 R /Names << /Dests 9 0 R >> >>",
                8: "<< /First 8 0 R /Next 8 0 R /Last 8 0 R >>",
                9: "<< /Kids [9 0 R 9 0 R] /Names [(a) 9 0 R] >>",
            },
        ),
    )


def xref_stream_loop(place: int) -> bytes:
    """Return a table of places, as a stream at ``place``, that says the one before it is itself."""
    extra = f"/Type /XRef /W [1 4 2] /Size 100000000 /Root 1 0 R /Prev {place}"
    return b"20 0 obj\n" + stream(b"\0" * 70, extra=extra) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % place


def sizes() -> Iterator[tuple[str, bytes]]:
    """Pages, numbers and counts beyond all measure."""
    for name, box in {
        "huge-page": "0 0 1000000 1000000",
        "endless-page": "0 0 1e308 1e308",
        "inverted-page": "595 842 0 0",
        "flat-page": "0 0 0 0",
        "far-page": "-2147483648 -2147483648 2147483647 2147483647",
        "long-numbers-page": "0 0 " + "9" * 5000 + " 8" + "0" * 5000,
    }.items():
        yield name, pdf(TEXT, changed={3: PAGE.replace("0 0 595 842", box)})
    yield "huge-letters", pdf("BT /F 1e30 Tf 1e30 0 0 1e30 1e30 1e30 Tm (conv = 14x14x32) Tj ET")
    yield "tiny-letters", pdf(f"BT /F 0.0001 Tf 72 700 Td ({RIGHT[0]}) Tj ET")
    yield "scaled-to-nothing", pdf("0 0 0 0 0 0 cm " + TEXT)
    yield "billion-pages", pdf(TEXT, changed={2: "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"})
    yield "negative-pages", pdf(TEXT, changed={2: "<< /Type /Pages /Kids [3 0 R] /Count -5 >>"})
    yield "size-of-table", pdf(TEXT).replace(b"/Size 6", b"/Size 2147483647")
    yield "object-number", pdf(TEXT) + b"2147483647 0 obj\n<< >>\nendobj\n"
    yield "user-unit", pdf(TEXT, changed={3: PAGE[:-2] + "/UserUnit 1e9 >>"})


def broken() -> Iterator[tuple[str, bytes]]:
    """Files that are no PDF, or no longer one."""
    whole = pdf(TEXT)
    yield "header-only", b"%PDF-1.7\n"
    yield "header-late", b" " * 3000 + whole
    yield "no-header", whole[9:]
    yield "truncated", whole[: len(whole) // 2]
    yield "truncated-in-stream", whole[: whole.index(b"stream") + 30]
    yield "no-table", whole[: whole.rindex(b"xref\n0")]
    yield "table-elsewhere", whole.replace(b"startxref\n", b"startxref\n9")
    yield "without-pages", pdf(changed={2: "<< /Type /Pages /Kids [] /Count 0 >>"})
    yield "without-catalog", pdf(changed={1: "<< >>"})
    yield "page-is-no-page", pdf(changed={3: "(a text)"})
    yield "null-bytes", b"%PDF-1.7\n" + b"\0" * 1_000_000
    yield "a-web-page", b"<!doctype html><script>alert('canary-markup')</script>%PDF-1.7"
    yield "encrypted", pdf(TEXT, trailer=ENCRYPTED, changed={8: LOCK})
    yield "encrypted-oddly", pdf(TEXT, trailer="/Encrypt << /Filter /Evil /V 99 /R 99 >>")
    yield "unknown-filter", pdf("x", filters="/EvilDecode")
    yield "wrong-deflate", pdf(b"not packed at all", filters="/FlateDecode")


ENCRYPTED = "/Encrypt 8 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
LOCK = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >>"  # nobody has the key


def acting() -> Iterator[tuple[str, bytes]]:
    """Files that would do something when opened."""
    for name, action in {
        "javascript": "/S /JavaScript /JS (app.alert('canary-markup'); this.submitForm('http://127.0.0.1:9/'))",
        "uri": "/S /URI /URI (http://127.0.0.1:9/canary)",
        "launch": "/S /Launch /F (/usr/bin/touch) /Win << /F (cmd.exe) /P (/c calc) >>",
        "submit": "/S /SubmitForm /F (http://127.0.0.1:9/)",
        "go-remote": "/S /GoToR /F (//127.0.0.1/share/file.pdf) /D [0 /Fit]",
        "import-data": "/S /ImportData /F (/etc/passwd)",
    }.items():
        catalog = f"<< /Type /Catalog /Pages 2 0 R /OpenAction << {action} >> /AA << /WC << {action} >> >> >>"
        note = f"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << {action} >> >>"
        yield (
            name,
            pdf(
                TEXT, changed={1: catalog, 3: PAGE[:-2] + f"/AA << /O << {action} >> >> /Annots [{note}] >>"}
            ),
        )
    outside = stream(b"", extra="/F (/etc/passwd) /FFilter /FlateDecode")
    yield "outside-stream", pdf(changed={4: outside})
    enclosed = stream(b"MZ" + b"\0" * 99, extra="/Type /EmbeddedFile /Subtype /application#2Fexe")
    named = (
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(../../evil.exe) 8 0 R] >> >> >>"
    )
    place = "<< /Type /Filespec /F (../../evil.exe) /EF << /F 9 0 R >> >>"
    yield "enclosed-file", pdf(TEXT, changed={1: named, 8: place, 9: enclosed})


def hiding() -> Iterator[tuple[str, bytes]]:
    """Right answers that nobody sees."""
    said = page_of(RIGHT)
    yield "invisible", pdf(said.replace("BT", "BT 3 Tr"))
    yield "white", pdf("1 1 1 rg " + said)
    yield "off-the-page", pdf(said.replace("72 770 Td", "5000 5000 Td"))
    yield "covered", pdf(said + " 1 1 1 rg 0 0 595 842 re f")
    yield "clipped", pdf("0 0 1 1 re W n " + said)
    layer = "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >> >>"
    page = PAGE.replace("/Font", "/Properties << /L 8 0 R >> /Font")
    group = "<< /Type /OCG /Name (off) >>"
    yield "layer-off", pdf("/OC /L BDC " + said + " EMC", changed={1: layer, 3: page, 8: group})


def fonts() -> Iterator[tuple[str, bytes]]:
    """Fonts that lie, loop or lead outside."""
    told = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    ranges = "1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange " * 2000
    font = FONT[:-2] + "/ToUnicode 8 0 R >>"
    yield "endless-map", pdf(TEXT, changed={5: font, 8: stream(told + ranges + "endcmap")})
    yield (
        "map-of-nothing",
        pdf(TEXT, changed={5: font, 8: stream(told + "1 beginbfchar <41> <D800> endbfchar")}),
    )
    for name, encoding in {
        "map-outside": "/#2e#2e#2f#2e#2e#2ftmp#2fcanary",
        "map-of-itself": "8 0 R",
    }.items():
        wide = (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Evil /Encoding {encoding} "
            "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Evil "
            "/CIDSystemInfo << /Registry (..) /Ordering (/../../tmp/canary) /Supplement 0 >> >>] >>"
        )
        itself = stream("/CMapName /Evil def", extra="/Type /CMap /CMapName /Evil /UseCMap 8 0 R")
        yield name, pdf(TEXT, changed={5: wide, 8: itself})
    glyph = stream("9 0 d0 BT /F 9 Tf (a) Tj (a) Tj ET", extra="/Resources << /Font << /F 5 0 R >> >>")
    drawn = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 8 0 R >> "
        "/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] "
        "/Resources << /Font << /F 5 0 R >> >> >>"
    )
    yield "letters-of-themselves", pdf("BT /F 9 Tf 9 9 Td (aaaa) Tj ET", changed={5: drawn, 8: glyph})
    widths = f"/FirstChar 0 /LastChar 2147483647 /Widths [{'1e30 ' * 100_000}]"
    yield "widths", pdf(TEXT, changed={5: FONT[:-2] + widths + " >>"})
    described = "/FontDescriptor << /Type /FontDescriptor /FontName /Evil /Flags 4 /FontFile2 8 0 R >>"
    noise = stream(random.Random(5).randbytes(20_000), extra="/Length1 20000")
    yield (
        "broken-font",
        pdf(TEXT, changed={5: FONT.replace("Type1", "TrueType")[:-2] + described + " >>", 8: noise}),
    )
    yield (
        "font-bomb",
        pdf(
            TEXT,
            changed={5: FONT[:-2] + described + " >>", 8: stream(bomb(512), "/FlateDecode", "/Length1 9")},
        ),
    )


def pictures() -> Iterator[tuple[str, bytes]]:
    """Pictures that claim more than they hold."""

    def shown(data: bytes, filters: str, extra: str = "") -> bytes:
        said = f"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 {extra}"
        drawn = stream(data, filters, said)
        return pdf("q 595 0 0 842 0 0 cm /I Do Q", changed={3: PAGE_WITH_MORE, 10: drawn})

    side = "/Width 65535 /Height 65535"
    yield "huge-picture", shown(bomb(64), "/FlateDecode", side)
    yield "endless-picture", shown(b"x", "/FlateDecode", "/Width 2147483647 /Height 2147483647")
    yield "negative-picture", shown(b"x", "/FlateDecode", "/Width -1 /Height -1")
    for name in ("DCT", "JPX", "JBIG2", "CCITTFax"):
        yield f"broken-{name.lower()}", shown(random.Random(name).randbytes(5000), f"/{name}Decode", side)
    yield "mask-of-itself", shown(b"x" * 99, "", "/Width 9 /Height 9 /SMask 10 0 R")
    tiles = stream("0 0 1 1 re f", extra=TILES)
    page = PAGE.replace("/Font", "/Pattern << /P 10 0 R >> /Font")
    yield "endless-tiles", pdf("/Pattern cs /P scn 0 0 595 842 re f", changed={3: page, 10: tiles})


TILES = (
    "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.000001 /YStep 0.000001 "
    "/Resources << /Pattern << /P 10 0 R >> >>"
)


def forms() -> Iterator[tuple[str, bytes]]:
    """Forms that loop, lie or flood."""

    def form(fields: str, notes: str = "", **objects: bytes | str) -> bytes:
        catalog = f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{fields}] {notes} >> >>"
        added = {int(number[1:]): body for number, body in objects.items()}
        return pdf(TEXT, changed={1: catalog, 3: PAGE[:-2] + f"/Annots [{fields}] >>", **added})

    box = "/Type /Annot /Subtype /Widget /FT /Tx /Rect [9 9 99 99]"
    yield (
        "field-of-itself",
        form("8 0 R", _8=f"<< {box} /T (conv_shapes.conv) /Kids [8 0 R] /Parent 8 0 R >>"),
    )
    yield (
        "field-parents",
        form("8 0 R", _8="<< /Parent 9 0 R /Kids [9 0 R] /T (a) >>", _9=f"<< {box} /Parent 8 0 R >>"),
    )
    yield "field-flood", form(f"<< {box} /T (a) /V (b) >> " * 20_000)
    yield "field-long", form(f"<< {box} /T (conv_shapes.conv) /V ({'9' * 2_000_000}) >>")
    cells = "".join(f"<< {box} /T (laplacian_output.output[{row}][999]) /V (1) >> " for row in range(999))
    yield "field-cells", form(cells)
    yield (
        "field-script",
        form(
            f"<< {box} /T (<script>alert\\('canary-markup'\\)</script>) /V (=1+1) "
            f"/AA << /K << /S /JavaScript /JS (x) >> >> >>"
        ),
    )
    yield (
        "field-xfa",
        form(
            f"<< {box} /T (a) >>",
            "/XFA 9 0 R",
            _9=stream("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
        ),
    )


PdfMaker = Callable[[], Iterator[tuple[str, bytes]]]


def later() -> Iterator[tuple[str, bytes]]:
    """Made after all else stood, by somebody who looked for what it was not built around."""
    yield "box-of-nan", pdf(TEXT, changed={3: PAGE.replace("[0 0 595 842]", "[1e38 -1e38 1e39 nan]")})
    yield "box-of-nothing", pdf(TEXT, changed={3: PAGE.replace("[0 0 595 842]", "[0 0 0.0001 0.0001]")})
    yield "endless-unit", pdf(TEXT, changed={3: PAGE[:-2] + "/UserUnit 1e9 >>"})
    yield "endless-matrix", pdf("BT 1e38 1e38 1e38 1e38 1e38 1e38 Tm /F 12 Tf (x) Tj ET " + TEXT)
    glyphs = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 11 0 R >>"
    rest = " /Encoding << /Differences [0 /a] >> /FirstChar 0 /LastChar 255 /Resources << /Font << /F 5 0 R >> >> >>"
    yield "glyph-of-itself", pdf(TEXT, changed={5: glyphs + rest, 11: stream("BT /F 9 Tf (aaaaaaaa) Tj ET")})
    fields = {
        20 + at: f"<< /FT /Tx /T (a{at}) /Kids [{21 + at} 0 R] /Parent {19 + at} 0 R >>" for at in range(2000)
    }
    catalog = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] >> >>"
    yield "fields-in-fields", pdf(TEXT, changed={1: catalog, **fields})
    titles = {
        11 + at: f"<< /Title (x) /Parent {10 + at} 0 R /First {12 + at} 0 R /Last {12 + at} 0 R >>"
        for at in range(3000)
    }
    outline = "<< /Type /Outlines /First 11 0 R /Last 11 0 R >>"
    catalog = "<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>"
    yield "deep-outline", pdf(TEXT, changed={1: catalog, 10: outline, **titles})
    yield "nothing-behind-it", pdf(TEXT) + b"\n%%EOF\n" + b"\0" * 3_000_000
