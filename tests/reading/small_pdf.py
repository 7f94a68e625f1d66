"""Writes small PDFs for tests: every glyph is a black box of a font of its own, placed where the test says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, SPACE = 0.6, 0.3  # ems
INFO = 3  # the number of the object that tells what made a file
FORM = "/DA (/Helv 0 Tf) /DR << >>"


@dataclass
class Page:
    """A page's drawing operators; coordinates are points from the top left corner."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    font: str = ""

    def write(
        self, text: str, left: float, base: float, size: float = 12.0, *, set_up: str = "0 g 0 Tr"
    ) -> float:
        """Draw ``text`` from left to right as it is seen, and return where it ends."""
        x = left
        shown = []
        for letter in text:
            if letter != " ":
                shown.append(f"1 0 0 1 {x:.2f} {self.height - base:.2f} Tm <{self._code(letter):02X}> Tj")
            x += size * (SPACE if letter == " " else WIDTH)
        self.operators.append(f"q {set_up} BT /F1 {size} Tf {' '.join(shown)} ET Q")
        return x

    def glyph(self, text: str, left: float, base: float, size: float = 12.0) -> None:
        """Draw one glyph that stands for several letters."""
        code = self._code(text)
        self.operators.append(
            f"0 g BT /F1 {size} Tf 1 0 0 1 {left:.2f} {self.height - base:.2f} Tm <{code:02X}> Tj ET"
        )

    def bar(self, left: float, top: float, width: float, height: float, colour: str = "0 g") -> None:
        """Draw a filled rectangle."""
        self.operators.append(
            f"q {colour} {left:.2f} {self.height - top - height:.2f} {width:.2f} {height:.2f} re f Q"
        )

    def picture(self, left: float, top: float, width: float, height: float) -> None:
        """Draw a grey picture."""
        self.operators.append(
            f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {self.height - top - height:.2f} cm /P1 Do Q"
        )

    def note(self, kind: str, text: str, left: float, top: float, width: float, height: float) -> None:
        """Put an annotation on the page."""
        box = f"[{left} {self.height - top - height} {left + width} {self.height - top}]"
        self.annotations.append(
            f"<< /Type /Annot /Subtype /{kind} /Rect {box} /Contents {utf16(text)} /F 4 >>"
        )

    def field(self, extra: str, left: float, top: float, width: float = 100.0, height: float = 20.0) -> None:
        """Put a form field on the page; ``extra`` gives its name, kind and value."""
        box = f"[{left} {self.height - top - height} {left + width} {self.height - top}]"
        self.annotations.append(f"<< /Type /Annot /Subtype /Widget /Rect {box} {extra} >>")

    def _code(self, letter: str) -> int:
        if letter not in self.letters:
            self.letters.append(letter)
        return self.letters.index(letter) + 1


def utf16(text: str) -> str:
    """Return a text as a PDF's string."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def text_field(name: str, value: str | None, flags: int = 4) -> str:
    """Return the entries of a text field."""
    said = "" if value is None else f" /V {utf16(value)}"
    return f"/FT /Tx /T {utf16(name)}{said} /F {flags}"


def make_pdf(
    pages: Sequence[Page], *, form: bool = False, extra: Iterable[str] = (), producer: str = ""
) -> bytes:
    """Return the bytes of a PDF with these pages; ``extra`` are more objects, numbered from 1000."""
    objects: dict[int, bytes] = {}
    if producer:
        objects[INFO] = f"<< /Producer ({producer}) >>".encode()
    kids, fields = [], []
    number = 10
    for page in pages:
        here = number
        number += 10 + len(page.annotations)
        kids.append(f"{here} 0 R")
        names = []
        for place, annotation in enumerate(page.annotations):
            objects[here + 10 + place] = annotation.encode()
            names.append(f"{here + 10 + place} 0 R")
            if "/Widget" in annotation and "/Parent" not in annotation:
                fields.append(f"{here + 10 + place} 0 R")
        objects[here] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Contents {here + 1} 0 R /Annots [{' '.join(names)}] "
            f"/Resources << /Font << /F1 {here + 2} 0 R >> /XObject << /P1 {here + 7} 0 R >> >> >>"
        ).encode()
        objects[here + 1] = stream("", "\n".join(page.operators).encode())
        font_objects(page, here, objects)
        objects[here + 7] = stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\x80",
        )
    for place, each in enumerate(extra):
        objects[1000 + place] = each.encode()
        if "/Kids" in each:
            fields.append(f"{1000 + place} 0 R")
    interactive = f" /AcroForm << /Fields [{' '.join(fields)}] {FORM} >>" if form else ""
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R{interactive} >>".encode()
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return written(objects)


def font_objects(page: Page, here: int, objects: dict[int, bytes]) -> None:
    """Add a font whose glyphs are boxes, in the numbers ``here`` + 2 to ``here`` + 4."""
    mapped = "\n".join(
        f"<{code:02X}> <{letter.encode('utf-16-be', 'surrogatepass').hex()}>"
        for code, letter in enumerate(page.letters, start=1)
    )
    tounicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(page.letters)} beginbfchar\n{mapped}\n"
        "endbfchar endcmap end end"
    )
    codes = range(1, len(page.letters) + 1)
    ink = f"0 -200 {round(1000 * WIDTH)} 800"
    objects[here + 2] = (
        f"<< /Type /Font /Subtype /Type3 {f'/BaseFont /{page.font} ' if page.font else ''}"
        f"/FontBBox [{ink}] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/FirstChar 1 /LastChar {len(codes)} /Widths [{' '.join(str(round(1000 * WIDTH)) for _ in codes)}] "
        f"/Encoding << /Type /Encoding /Differences [1 {' '.join(f'/g{code}' for code in codes)}] >> "
        f"/CharProcs << {' '.join(f'/g{code} {here + 3} 0 R' for code in codes)} >> /ToUnicode {here + 4} 0 R >>"
    ).encode()
    objects[here + 3] = stream("", f"{round(1000 * WIDTH)} 0 {ink} d1 20 0 560 700 re f".encode())
    objects[here + 4] = stream("", tounicode.encode())


def stream(entries: str, data: bytes) -> bytes:
    """Return a stream object."""
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def written(objects: dict[int, bytes]) -> bytes:
    """Return a file of objects with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    info = b" /Info %d 0 R" % INFO if INFO in objects else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        info,
        start,
    )
    return bytes(out)
