"""Draws sheets with fpdf2, which shapes Persian itself, and with ReportLab, which is given it in drawn order."""

from __future__ import annotations

from pathlib import Path

from .missing import ProducerMissing
from .sheets import Block, read_sheet

FONTS = {
    "": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    "B": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
}
SIZE_POINTS = 11
LEADING_POINTS = 19
MARGIN_POINTS = 60


def check_fonts() -> None:
    """Raise ProducerMissing where the fonts are not installed."""
    for path in FONTS.values():
        if not path.is_file():
            raise ProducerMissing(f"the font {path.name} is not installed")


def draw_with_fpdf2(source: Path, room: Path) -> bytes:
    """Return the sheet as fpdf2 draws it; ``room`` is not needed."""
    try:
        from fpdf import FPDF
    except ImportError as error:
        raise ProducerMissing("fpdf2 is not installed") from error
    check_fonts()
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_margin(MARGIN_POINTS)
    for style, path in FONTS.items():
        pdf.add_font("Sheet", style, path)
    pdf.add_page()
    pdf.set_text_shaping(True)
    for block in read_sheet(source).blocks:
        align = "R" if block.right_to_left else "L"
        if block.new_page:
            pdf.add_page()
        elif block.rows:
            pdf.set_font("Sheet", "", SIZE_POINTS)
            with pdf.table(
                first_row_as_headings=False, text_align="CENTER", line_height=LEADING_POINTS
            ) as table:
                for row in block.rows:
                    table.row(row)
            pdf.ln(8)
        else:
            pdf.set_font("Sheet", "B" if block.bold else "", SIZE_POINTS)
            pdf.multi_cell(0, LEADING_POINTS, block.text, align=align, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def draw_with_reportlab(source: Path, room: Path) -> bytes:
    """Return the sheet as ReportLab draws it, right-to-left lines already reshaped and reordered."""
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise ProducerMissing("reportlab is not installed") from error
    check_fonts()
    for style, path in FONTS.items():
        pdfmetrics.registerFont(TTFont(f"Sheet{style}", str(path)))
    made = room / "made.pdf"
    canvas = Canvas(str(made), pagesize=A4)
    width, height = A4
    top = height - MARGIN_POINTS
    for block in read_sheet(source).blocks:
        if block.new_page or top - LEADING_POINTS * (len(block.rows) + 1) < MARGIN_POINTS:
            canvas.showPage()
            top = height - MARGIN_POINTS
        top = draw_table(canvas, block, width, top) if block.rows else draw_line(canvas, block, width, top)
    canvas.save()
    return made.read_bytes()


def draw_line(canvas: object, block: Block, width: float, top: float) -> float:
    """Draw a paragraph of one line at its side of the page and return where the page goes on."""
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    if block.new_page:
        return top
    canvas.setFont("SheetB" if block.bold else "Sheet", SIZE_POINTS)
    text = drawn_order(block.text, block.right_to_left)
    if block.right_to_left:
        canvas.drawRightString(width - MARGIN_POINTS, top, text)
    else:
        canvas.drawString(MARGIN_POINTS, top, text)
    return top - LEADING_POINTS


def draw_table(canvas: object, block: Block, width: float, top: float) -> float:
    """Draw a ruled table and return where the page goes on; the first column of a right-to-left one is on the right."""
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    columns = max(len(row) for row in block.rows)
    side = min(150.0, (width - 2 * MARGIN_POINTS) / columns)
    left = width - MARGIN_POINTS - side * columns if block.right_to_left else MARGIN_POINTS
    canvas.setFont("Sheet", SIZE_POINTS)
    for row in block.rows:
        cells = list(reversed(row)) if block.right_to_left else row
        for place, cell in enumerate(cells):
            canvas.rect(left + place * side, top - 6, side, LEADING_POINTS)
            text = drawn_order(cell, block.right_to_left)
            canvas.drawCentredString(left + (place + 0.5) * side, top, text)
        top -= LEADING_POINTS
    return top - 8


def drawn_order(text: str, right_to_left: bool) -> str:
    """Return a text in the order in which its letters are drawn, with joined forms."""
    try:
        from arabic_reshaper import reshape
        from bidi import get_display
    except ImportError as error:
        raise ProducerMissing("arabic-reshaper and python-bidi are not installed") from error
    drawn: str = get_display(reshape(text), base_dir="R" if right_to_left else "L")
    return drawn
