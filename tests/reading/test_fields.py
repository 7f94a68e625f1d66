"""Values of a filled form are read by name, whatever their pictures show."""

from __future__ import annotations

from grader.documents.model import Source
from grader.documents.pdf import read_pdf
from tests.reading.small_pdf import Page, make_pdf, text_field, utf16


def test_fields_are_read_with_name_value_and_place() -> None:
    page = Page()
    page.field(text_field("conv_shapes.conv", "۱۴×۱۴×۳۲"), 230, 100)
    page.field(text_field("conv_shapes.pool", None), 230, 140)
    document = read_pdf(make_pdf([page], form=True), "lee.pdf")
    assert document.source is Source.FORM
    assert [(field.name, field.value) for field in document.fields] == [
        ("conv_shapes.conv", "۱۴×۱۴×۳۲"), ("conv_shapes.pool", ""),
    ]  # fmt: skip
    assert (document.fields[0].page, document.fields[0].box) == (1, (230.0, 100.0, 330.0, 120.0))


def test_names_of_parents_are_part_of_the_name() -> None:
    page = Page()
    page.field(f"{text_field('conv', '14x14x32')} /Parent 1000 0 R", 60, 100)
    parent = f"<< /T {utf16('conv_shapes')} /FT /Tx /Kids [20 0 R] >>"
    document = read_pdf(make_pdf([page], form=True, extra=[parent]), "lee.pdf")
    assert [(field.name, field.value) for field in document.fields] == [("conv_shapes.conv", "14x14x32")]


def test_line_ends_of_a_value_are_those_of_the_text() -> None:
    page = Page()
    page.field(text_field("k", "0 20\r1 2\r\n3 4\n5 6") + " /Ff 4096", 60, 100)
    document = read_pdf(make_pdf([page], form=True), "lee.pdf")
    assert document.fields[0].value == "0 20\n1 2\n3 4\n5 6"


def test_a_value_that_nobody_sees_is_reported() -> None:
    page = Page()
    page.field(text_field("conv", "42", flags=2), 60, 100)
    document = read_pdf(make_pdf([page], form=True), "lee.pdf")
    assert (document.fields, document.hidden) == ((), ("42",))


def test_a_document_without_a_form_has_no_fields() -> None:
    page = Page()
    page.write("Q1", 60, 100)
    assert read_pdf(make_pdf([page]), "lee.pdf").fields == ()
