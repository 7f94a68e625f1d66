"""Makes filled forms: ReportLab draws and fills one, pypdf fills hierarchical fields and leaves no appearances."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

from .missing import ProducerMissing


def fill_with_reportlab(source: Path, room: Path) -> bytes:
    """Return a form with a flat field for each entry of the source's `fields`, filled with its value.

    The standard fonts know no Persian digits, so such a field shows little, as with a real viewer; its value is sound.
    """
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise ProducerMissing("reportlab is not installed") from error
    wanted = tomllib.loads(source.read_text(encoding="utf-8"))
    made = room / "made.pdf"
    canvas = Canvas(str(made), pagesize=A4)
    top = draw_title(canvas, wanted["title"], A4[1])
    for name, value in wanted["fields"].items():
        if top < 80:
            canvas.showPage()
            top = draw_title(canvas, wanted["title"], A4[1])
        lines = value.count("\n") + 1
        canvas.drawString(60, top, name)
        canvas.acroForm.textfield(
            name=name, tooltip=name, value="", x=230, y=top - 14 * lines + 8, width=300, height=14 * lines + 6,
            fontSize=9, fieldFlags="multiline" if lines > 1 else "", borderWidth=0.5,
        )  # fmt: skip
        top -= 14 * lines + 16
    canvas.save()
    return filled(made.read_bytes(), wanted["fields"], appearances=True)


def draw_title(canvas: object, title: str, height: float) -> float:
    """Draw the page's title and return where the fields begin."""
    from reportlab.pdfgen.canvas import Canvas

    assert isinstance(canvas, Canvas)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(60, height - 60, title)
    canvas.setFont("Helvetica", 9)
    return height - 90


def filled(pdf: bytes, values: dict[str, str], *, appearances: bool) -> bytes:
    """Return the form with its values written in by pypdf, as a student's viewer would save them."""
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import NameObject, TextStringObject
    except ImportError as error:
        raise ProducerMissing("pypdf is not installed") from error
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    latin = {name: value for name, value in values.items() if value.isascii()}
    for page in writer.pages:
        if appearances:
            writer.update_page_form_field_values(page, latin, auto_regenerate=False)
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            value = values.get(full_name(widget), "")
            if value and (not appearances or not value.isascii()):
                widget[NameObject("/V")] = TextStringObject(value)
                widget.pop("/AP", None)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def full_name(widget: object) -> str:
    """Return a widget's name with its parents' before it, parted by dots."""
    from pypdf.generic import DictionaryObject

    names: list[str] = []
    node: object = widget
    while isinstance(node, DictionaryObject):
        if "/T" in node:
            names.insert(0, str(node["/T"]))
        node = node["/Parent"].get_object() if "/Parent" in node else None
    return ".".join(names)


def fill_with_pypdf(source: Path, room: Path) -> bytes:
    """Return a form whose fields have parents (`conv_shapes` above `conv`), filled without appearances."""
    wanted = tomllib.loads(source.read_text(encoding="utf-8"))
    return filled(with_parents(fill_with_reportlab(source, room)), wanted["fields"], appearances=False)


def with_parents(pdf: bytes) -> bytes:
    """Return a form with each field under a parent that carries the part of its name before the first dot."""
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
    except ImportError as error:
        raise ProducerMissing("pypdf is not installed") from error
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    parents: dict[str, DictionaryObject] = {}
    roots = ArrayObject()
    for annotation in (each for page in writer.pages for each in page.get("/Annots", ())):
        widget = annotation.get_object()
        above, dot, own = str(widget["/T"]).partition(".")
        widget.pop("/AP", None)
        if not dot:
            roots.append(annotation)
            continue
        if above not in parents:
            parents[above] = DictionaryObject(
                {NameObject("/T"): TextStringObject(above), NameObject("/Kids"): ArrayObject()}
            )
            roots.append(writer._add_object(parents[above]))
        widget[NameObject("/T")] = TextStringObject(own)
        widget[NameObject("/Parent")] = parents[above].indirect_reference
        parents[above]["/Kids"].append(annotation)
    writer.root_object["/AcroForm"].get_object()[NameObject("/Fields")] = roots
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
