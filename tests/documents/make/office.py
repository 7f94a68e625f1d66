"""Has LibreOffice Writer print sheets: they are written as Word files with Office Math and right-to-left tables."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from .formulas import office_math
from .missing import program, run
from .sheets import Block, Sheet, read_sheet

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

LATIN_FONTS = {"Nazli": "FreeSerif", "Homa": "FreeSerif"}  # these have no Latin letters


def convert_with_libreoffice(source: Path, room: Path) -> bytes:
    """Return the sheet as LibreOffice Writer prints it."""
    office = program("soffice", "libreoffice")
    write_word_file(read_sheet(source), room / "made.docx")
    command = [
        office, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", str(room), str(room / "made.docx"),
    ]  # fmt: skip
    return run(command, room, room / "made.pdf")


def write_word_file(sheet: Sheet, path: Path) -> None:
    """Write a sheet as a Word file."""
    font = sheet.settings.get("font", "Noto Naskh Arabic")
    edges: list[str] = [kind for kind in ("header", "footer") if kind in sheet.settings]
    body = "".join(block_xml(each, font) for each in sheet.blocks)
    parts = {
        "[Content_Types].xml": content_types(edges),
        "_rels/.rels": related(
            f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": related(
            "".join(
                f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in edges
            )
        ),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}{section_xml(edges)}</w:body></w:document>",
    }
    for kind in edges:
        root = "hdr" if kind == "header" else "ftr"
        parts[f"word/{kind}.xml"] = f"<w:{root} {SPACES}>{edge_xml(sheet.settings[kind], font)}</w:{root}>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, HEAD + text)


def content_types(edges: list[str]) -> str:
    """Return the list of what each file of the package is."""
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/>' for kind in edges
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>{types}</Types>'
    )


def section_xml(edges: list[str]) -> str:
    """Return the page's size and margins, in twentieths of a point, with its header and footer."""
    references = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in edges)
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1300" w:bottom="1300" w:left="1200" w:right="1200" w:header="600" w:footer="600"/></w:sectPr>'
    )


def related(relations: str) -> str:
    """Return a file of relations."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>"
    )


def block_xml(block: Block, font: str) -> str:
    """Return a block of the sheet as Word's XML."""
    if block.new_page:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if block.rows:
        return table_xml(block, font)
    return paragraph_xml(block.text, block.right_to_left, block.bold, font)


def paragraph_xml(text: str, right_to_left: bool, bold: bool, font: str) -> str:
    """Return a paragraph; every second piece between dollar signs is a formula."""
    pieces = re.split(r"\$([^$]*)\$", text)
    inside = "".join(
        office_math(piece) if place % 2 else run_xml(piece, right_to_left, bold, font)
        for place, piece in enumerate(pieces)
        if piece
    )
    bidi = "<w:bidi/>" if right_to_left else ""
    return f'<w:p><w:pPr>{bidi}<w:spacing w:after="90"/></w:pPr>{inside}</w:p>'


def run_xml(text: str, right_to_left: bool, bold: bool, font: str) -> str:
    """Return a run of text in one font; Word marks Persian runs as right-to-left, others not."""
    latin = LATIN_FONTS.get(font, font)
    properties = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{font}"/>'
    properties += "<w:b/><w:bCs/>" if bold else ""
    properties += '<w:sz w:val="23"/><w:szCs w:val="25"/>'
    properties += "<w:rtl/>" if right_to_left and re.search("[\u0600-\u06ff]", text) else ""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table_xml(block: Block, font: str) -> str:
    """Return a ruled table; a right-to-left one has its first column on the right."""
    width = 9000 // max(len(row) for row in block.rows)
    visual = "<w:bidiVisual/>" if block.right_to_left else ""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{paragraph_xml(cell, block.right_to_left, False, font)}</w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for row in block.rows
    )
    grid = f'<w:gridCol w:w="{width}"/>' * max(len(row) for row in block.rows)
    return (
        f"<w:tbl><w:tblPr>{visual}<w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
    )


def edge_xml(text: str, font: str) -> str:
    """Return a header or footer; `{page}` becomes the page's number."""
    before, brace, after = text.partition("{page}")
    right_to_left = bool(re.search("[\u0600-\u06ff]", text))
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>' if brace else ""
    return (
        f"<w:p><w:pPr>{'<w:bidi/>' if right_to_left else ''}</w:pPr>"
        f"{run_xml(before, right_to_left, False, font)}{number}{run_xml(after, right_to_left, False, font)}</w:p>"
    )
