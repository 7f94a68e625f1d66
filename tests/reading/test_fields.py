"""Values of a filled form are read by name, whatever their pictures show."""

from __future__ import annotations

import pytest

from grader.documents.model import Source
from grader.documents.pdf import read_pdf
from grader.intake.document_file import hand_in_of
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


def ticks(kind: str, states: dict[str, str], value: str = "", options: str = "") -> bytes:
    """Return a form with one field of several ticks, each shown as ``states`` says; ``value`` is the field's own."""
    page = Page()
    for place, (name, state) in enumerate(states.items()):
        shown = f"/AS /{state} /AP << /N << /{name} 15 0 R /Off 15 0 R >> >> /F 4 /Parent 1000 0 R"
        page.field(shown, 60 + 40 * place, 100, 20)
    kids = " ".join(f"{20 + place} 0 R" for place in range(len(states)))
    said = f" /V /{value}" if value else ""
    parent = f"<< /T {utf16('filter')} /FT /Btn /Ff {kind}{said}{options} /Kids [{kids}] >>"
    return make_pdf([page], form=True, extra=[parent])


RADIO, BOX = "49152", "0"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            ticks(RADIO, {"Sobel": "Off", "Sharpen": "Sharpen"}, "Sharpen"), "Sharpen", id="one-of-two"
        ),
        pytest.param(ticks(RADIO, {"Sobel": "Off", "Sharpen": "Off"}), "", id="none"),
        pytest.param(
            ticks(RADIO, {"0": "Off", "1": "1"}, "1", f" /Opt [{utf16('Sobel')} {utf16('۱۳/۳۶')}]"),
            "۱۳/۳۶",
            id="that-stands-for-a-text",
        ),
        pytest.param(ticks(BOX, {"Yes": "Yes"}, "Yes"), "Yes", id="a-box"),
        pytest.param(ticks(BOX, {"Yes": "Off"}), "", id="an-empty-box"),
    ],
)
def test_a_tick_has_the_value_of_its_field(data: bytes, expected: str) -> None:
    assert [(field.name, field.value) for field in read_pdf(data, "lee.pdf").fields] == [("filter", expected)]


def test_the_ticks_place_is_that_of_the_ticked_one() -> None:
    data = ticks(RADIO, {"Sobel": "Off", "Sharpen": "Sharpen"}, "Sharpen")

    assert read_pdf(data, "lee.pdf").fields[0].box == (100.0, 100.0, 120.0, 120.0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [pytest.param("2", "Laplacian", id="a-code"), pytest.param("mine", "mine", id="a-text-of-ones-own")],
)
def test_what_was_chosen_from_a_list_is_what_the_list_shows(value: str, expected: str) -> None:
    options = f"[[{utf16('1')} {utf16('Sobel')}] [{utf16('2')} {utf16('Laplacian')}]]"
    page = Page()
    page.field(f"/FT /Ch /Ff {1 << 17} /T {utf16('filter')} /V {utf16(value)} /Opt {options} /F 4", 60, 100)

    assert read_pdf(make_pdf([page], form=True), "lee.pdf").fields[0].value == expected


def test_two_fields_of_one_name_with_two_values_are_for_a_person() -> None:
    page = Page()
    for place, value in enumerate(("7x7x32", "9x9x9", "7x7x32", None)):
        page.field(text_field("conv_shapes.pool", value), 60, 100 + 40 * place)
    document = read_pdf(make_pdf([page], form=True), "lee.pdf")

    assert [field.value for field in document.fields] == ["7x7x32", "9x9x9"]
    assert hand_in_of(document).answers["conv_shapes.pool"].reason == "contradictory"
