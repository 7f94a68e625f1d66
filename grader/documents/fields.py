"""Reads the fields of a filled form: names, values, places."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_ushort
from typing import TYPE_CHECKING

from grader.documents.model import Box, Field

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

LONGEST_VALUE = 20_000  # UTF-16 units
MOST_FIELDS = 5_000
MOST_OPTIONS = 500  # of one list
UNTICKED = "Off"
UNSEEN = 0x02 | 0x20  # hidden; not to be viewed


def has_form(document: PdfDocument) -> bool:
    """Return whether a document has a form to fill in."""
    from pypdfium2 import raw

    return bool(document.get_formtype() != raw.FORMTYPE_NONE)


def fields_of(document: PdfDocument) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """Return a document's fields in page order, each once, and the values of fields that nobody sees.

    Values are those of the form, not their pictures, which may be stale. Ticked boxes have the name of their
    tick, others are empty.
    """
    from pypdfium2 import raw

    document.init_forms()
    found: dict[str, Field] = {}
    hidden: list[str] = []
    for index in range(len(document)):
        page = raw.FPDF_LoadPage(
            document.raw, index
        )  # without the library's drawing of fields: 20 times faster
        try:
            read_fields_of_page(document, page, index + 1, found, hidden)
        finally:
            raw.FPDF_ClosePage(page)
    return tuple(found.values()), tuple(hidden)


def read_fields_of_page(
    document: PdfDocument, page: object, number: int, found: dict[str, Field], hidden: list[str]
) -> None:
    """Add a page's fields to those found; one that stands in several places is the first place's.

    Two fields of one name with two values are both kept: which one is meant, a person must see.
    """
    from pypdfium2 import raw

    form = document.formenv.raw if document.formenv is not None else None
    place = placing(page)
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET or len(found) >= MOST_FIELDS:
                continue
            kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
            if kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE, -1):
                continue
            name = text_from(raw.FPDFAnnot_GetFormFieldName, form, annotation)
            value = value_of(form, annotation, kind)
            if raw.FPDFAnnot_GetFlags(annotation) & UNSEEN:
                hidden.extend([value] if value else [])
            elif name:
                box = box_of(annotation, place)
                if not (name in found and (found[name].value or not value)):
                    found[name] = Field(name=name, value=value, page=number, box=box)
                for other in sorted({value, own_value(annotation, kind)} - {"", found[name].value}):
                    found.setdefault(f"{name}\0{other}", Field(name=name, value=other, page=number, box=box))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def value_of(form: object, annotation: object, kind: int) -> str:
    """Return what a field was filled in with; line ends are those of the text.

    Of several ticks that make one field, only the ticked one gives its value.
    """
    from pypdfium2 import raw

    value = text_from(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        # Asked whether it is ticked, pdfium needs the page to be drawn; its value and its state stand in the file.
        state = entry_of(annotation, b"AS")
        ticked = "" if state == UNTICKED else value or state
        return next((each for each in (ticked, entry_of(annotation, b"V")) if each not in ("", UNTICKED)), "")
    if kind in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        value = chosen_of(form, annotation) or value
    return with_line_ends(value)


def own_value(annotation: object, kind: int) -> str:
    """Return the text that stands with a field's place; pdfium gives fields of one name the value of the first."""
    from pypdfium2 import raw

    return with_line_ends(entry_of(annotation, b"V")) if kind == raw.FPDF_FORMFIELD_TEXTFIELD else ""


def with_line_ends(value: str) -> str:
    """Return a value with the line ends of a text."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def chosen_of(form: object, annotation: object) -> str:
    """Return the option that was chosen from a list as it is shown there, not the code that it may stand for."""
    from pypdfium2 import raw

    for index in range(min(raw.FPDFAnnot_GetOptionCount(form, annotation), MOST_OPTIONS)):
        if raw.FPDFAnnot_IsOptionSelected(form, annotation, index):

            def label(form: object, annotation: object, buffer: object, size: int, at: int = index) -> int:
                return int(raw.FPDFAnnot_GetOptionLabel(form, annotation, at, buffer, size))

            return text_from(label, form, annotation)
    return ""


def entry_of(annotation: object, key: bytes) -> str:
    """Return a text or a name in the dictionary of a field's place on the page, empty where there is none."""
    from pypdfium2 import raw

    def entry(_: object, annotation: object, buffer: object, size: int) -> int:
        return int(raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))

    return text_from(entry, None, annotation)


def text_from(read: Callable[[object, object, object, int], int], form: object, annotation: object) -> str:
    """Return a text that pdfium writes as UTF-16."""
    size = min(read(form, annotation, None, 0), 2 * LONGEST_VALUE)
    if size <= 2:
        return ""
    buffer = (c_ushort * (size // 2))()
    read(form, annotation, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0].strip("\ufeff")


def placing(page: object) -> Callable[[float, float, float, float], Box]:
    """Return what turns a box of the PDF into one from the page's top left corner."""
    from grader.documents.pdfium_page import turned_of

    return turned_of(page).box


def box_of(annotation: object, place: Callable[[float, float, float, float], Box]) -> Box | None:
    """Return where a field stands on its page, rounded to a tenth of a point."""
    from pypdfium2 import raw

    rectangle = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    left, top, right, bottom = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
