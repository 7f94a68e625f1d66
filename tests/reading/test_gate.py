"""What is not read as a PDF, and what the student is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.documents import gate
from grader.documents.pdf import read_pdf
from grader.errors import HandInError
from tests.reading.small_pdf import Page, make_pdf


def one_page(text: str = "Q1 42") -> Page:
    page = Page()
    page.write(text, 60, 100)
    return page


@pytest.mark.parametrize(
    ("data", "code", "part"),
    [
        pytest.param(b"", "empty_file", "empty", id="nothing"),
        pytest.param(b" \n ", "empty_file", "empty", id="blanks"),
        pytest.param(b"PK\x03\x04 not a pdf", "unreadable_pdf", "no PDF", id="another-format"),
        pytest.param(b"%PDF-1.7\n% and nothing else", "unreadable_pdf", "broken", id="broken"),
        pytest.param(make_pdf([]), "unreadable_pdf", "PDF", id="no-page"),
        pytest.param(make_pdf([Page(width=5000)]), "too_large", "2000 points", id="poster"),
    ],
)
def test_a_refusal_names_its_reason(data: bytes, code: str, part: str) -> None:
    with pytest.raises(HandInError) as refused:
        read_pdf(data, "lee.pdf")
    assert refused.value.code == code
    assert part in str(refused.value)


def test_too_many_pages_are_refused_with_the_limit() -> None:
    with pytest.raises(HandInError, match="201 pages; at most 200"):
        read_pdf(make_pdf([Page() for _ in range(201)]), "lee.pdf")


def test_too_many_bytes_are_refused_before_they_are_opened() -> None:
    with pytest.raises(HandInError, match="51 MB; at most 50 MB") as refused:
        gate.check_bytes(b"%PDF-1.7" + b" " * 50_000_001)
    assert refused.value.code == "too_large"


def test_a_locked_file_says_that_it_is_locked() -> None:
    data = make_pdf([one_page()]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /Length 40 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >>",
    )
    with pytest.raises(HandInError, match="password") as refused:
        read_pdf(data, "lee.pdf")
    assert refused.value.code == "encrypted_pdf"


@pytest.mark.parametrize("name", ["MOST_CHARACTERS", "MOST_OBJECTS"])
def test_a_page_beyond_a_limit_waits_for_a_person(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The rest of the hand-in is read, and nothing in it counts as blank."""
    for module in ("grader.documents.pdfium_page", "grader.documents.page_objects"):
        monkeypatch.setattr(f"{module}.{name}", 8, raising=False)
    crowded = one_page("far too many letters")
    crowded.bar(10, 10, 50, 50)
    for place in range(12):
        crowded.bar(10, 100 + 20 * place, 50, 5)
    document = read_pdf(make_pdf([crowded, one_page()]), "lee.pdf")
    assert (document.pictures, document.complete) == ((1,), False)
    assert [line.text for line in document.lines] == ["Q1 42"]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(make_pdf([one_page()]))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(whole), "lee.pdf")
    except HandInError as refused:
        assert refused.code
