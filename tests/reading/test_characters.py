"""A text file's encoding is recognised, and one that is not read is named."""

from __future__ import annotations

import pytest

from grader.documents.characters import decode_text
from grader.errors import HandInError

TEXT = "سوال ۱: پاسخ = 14x14\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, '{"student": "401"}', "14"])
def test_unicode_is_read(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(TEXT.replace("۱", "1").encode("cp1256", "replace"), "Windows-1256", id="windows-1256"),
        pytest.param("é".encode("latin-1") * 9, "not UTF-8", id="another"),
        pytest.param(
            TEXT.encode("cp037", "replace") + b"\x80\xc7\x01", "not UTF-8", id="no-text-of-any-kind"
        ),
        pytest.param(b"%PDF-1.7\n(Q1 = 3) Tj", r"\.pdf", id="a-pdf"),
        pytest.param(b"PK\x03\x04\x14\x00word", r"\.docx", id="a-document"),
        pytest.param(b"\x1f\x8b\x08\x00\xc7", r"\.gz", id="packed"),
        pytest.param(b"\xff\xfea", "UTF-16", id="half-a-character"),
    ],
)
def test_other_encodings_are_named(data: bytes, says: str) -> None:
    with pytest.raises(HandInError, match=says):
        decode_text(data)
