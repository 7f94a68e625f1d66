"""Turns the bytes of a text file into text, or names the encoding that it is in."""

from __future__ import annotations

from grader.errors import HandInError
from grader.translation import Message

MOSTLY = 0.8  # of a text's letters are Latin or Arabic
# How files begin that are no text, and by which endings such a file goes.
NO_TEXT = {
    b"%PDF-": ".pdf",
    b"PK\3\4": ".zip, .docx or .xlsx",
    b"\x1f\x8b": ".gz",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
}
CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r")


def decode_text(data: bytes) -> str:
    """Return a file's text: UTF-8, or UTF-16 that says so or cannot be anything else.

    Raises HandInError that names the encoding, or what the file is if it is no text.
    """
    for beginning, ending in NO_TEXT.items():
        if data.startswith(beginning):
            message = Message(
                "no text, but a file such as {ending}; hand it in under its own name", {"ending": ending}
            )
            raise HandInError("no_text", message)
    utf_16 = encoding_16(data)
    if utf_16:
        try:
            return data.decode(utf_16)
        except UnicodeDecodeError:
            message = Message("broken UTF-16; save it as UTF-8 and hand that in")
            raise HandInError("encoding", message) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1256")
    except UnicodeDecodeError:
        text = ""
    is_printed = len(data.translate(None, CONTROL)) == len(data)
    if is_printed and any("\u0600" <= letter <= "\u06ff" for letter in text):
        message = Message("saved as Windows-1256 (Arabic); save it as UTF-8 and hand that in")
        raise HandInError("encoding", message)
    raise HandInError("encoding", Message("not UTF-8 text; save it as UTF-8 and hand that in"))


def encoding_16(data: bytes) -> str:
    """Return which UTF-16 some bytes are in, empty for none: in Latin and Arabic text every other byte is 0 or 6."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:200]
    half = len(head) // 2
    for name, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if half and high.count(0) + high.count(6) > MOSTLY * half and not low.count(0):
            return name
    return ""
