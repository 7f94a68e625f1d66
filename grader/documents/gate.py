"""Opens a PDF under limits, and says in words why one is not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.errors import HandInError
from grader.translation import Message, Numeral

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
MOST_PAGES = 200
LONGEST_SIDE = 2000  # points; A2 has 1684
MOST_CHARACTERS = 20_000  # on one page; a full page of small print has 6,000
MOST_OBJECTS = 20_000  # on one page
NEWEST_START = 1024  # bytes before which a PDF must say that it is one


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """Open the PDF in ``data`` and close it afterwards.

    Raises HandInError with the reason and the limit where it is no PDF, broken, encrypted, empty or too large.
    """
    import pypdfium2
    from pypdfium2 import raw

    check_bytes(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            message = Message("locked with a password; save it without one and hand that in")
            raise HandInError("encrypted_pdf", message) from None
        raise broken() from None
    try:
        check_pages(len(document))
        yield document
    finally:
        document.close()


def check_bytes(data: bytes) -> None:
    """Raise HandInError where a file is empty, too large, or no PDF."""
    if not data.strip():
        raise HandInError("empty_file", Message("the file is empty; ask for it again"))
    if len(data) > MOST_BYTES:
        values = {"limit": Numeral(MOST_BYTES // MEGABYTE), "size": Numeral(-(-len(data) // MEGABYTE))}
        message = Message("{size} MB; at most {limit} MB are read; save it with smaller pictures", values)
        raise HandInError("too_large", message)
    if b"%PDF-" not in data[:NEWEST_START]:
        raise HandInError("unreadable_pdf", Message("no PDF, whatever its name says; ask for it again"))


def check_pages(pages: int) -> None:
    """Raise HandInError where a document has no page, or more than are read."""
    if pages < 1:
        raise HandInError("unreadable_pdf", Message("a PDF without pages; ask for it again"))
    if pages > MOST_PAGES:
        values = {"limit": Numeral(MOST_PAGES), "pages": Numeral(pages)}
        message = Message("{pages} pages; at most {limit} are read; hand in only the answers", values)
        raise HandInError("too_many_pages", message)


def check_side(page: int, width: float, height: float) -> None:
    """Raise HandInError where a page is larger than any paper that is handed in."""
    if max(width, height) > LONGEST_SIDE:
        values = {"page": Numeral(page), "limit": Numeral(LONGEST_SIDE)}
        message = Message("page {page} is larger than {limit} points a side; save it on A4 paper", values)
        raise HandInError("too_large", message)


def broken() -> HandInError:
    """Return the refusal of a PDF that cannot be opened."""
    return HandInError("unreadable_pdf", Message("a broken PDF; save it again and hand that in"))
