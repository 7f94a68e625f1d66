"""A notebook's text and what its code assigns are read as data; its outputs never are, and nothing is run."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.documents.model import Document, Source
from grader.documents.notebook import read_notebook
from grader.errors import HandInError


def notebook(*cells: tuple[str, str]) -> bytes:
    """Return a notebook of (kind, source), each code cell with an output that says something else."""
    output = {"output_type": "execute_result", "data": {"text/plain": "decoy = 99999"}}
    made = [
        {"cell_type": kind, "source": source.splitlines(keepends=True), "metadata": {}}
        | ({"outputs": [output], "execution_count": 1} if kind == "code" else {})
        for kind, source in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}).encode()


def read(*cells: tuple[str, str]) -> Document:
    return read_notebook(notebook(*cells), "a.ipynb")


def fields(document: Document) -> dict[str, str]:
    return {field.name: field.value for field in document.fields}


def answers(document: Document) -> list[str]:
    """Return the lines that count as a student's own words."""
    return [line.text for line in document.lines if not line.code]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param('answers = {"conv.size": (14, 14, 32)}', {"conv.size": "(14, 14, 32)"}, id="a-tuple"),
        pytest.param('answers = {"m.out": [[0, -1], [2.5, 3]]}', {"m.out": "[[0, -1], [2.5, 3]]"}, id="rows"),
        pytest.param('answers = {"m.out": np.array([[1, 2]])}', {"m.out": "[[1, 2]]"}, id="an-array"),
        pytest.param('answers = {"c": {"a": 1, "b": "x"}}', {"c.a": "1", "c.b": "x"}, id="nested"),
        pytest.param('answers = {}\nanswers["c.a"] = 7', {"c.a": "7"}, id="an-entry"),
        pytest.param('answers = {}\nanswers["c"]["a"] = 7', {"c.a": "7"}, id="an-entry-of-an-entry"),
        pytest.param('answers = {"a": None}\nanswers["a"] = 5', {"a": "5"}, id="filled-in-later"),
        pytest.param('answers = {"a": None, "b": ""}', {"a": "", "b": ""}, id="empty"),
        pytest.param('answers = {"a": 3 * 3 + 1}', {"a": "(3 * 3) + 1"}, id="arithmetic"),
        pytest.param('answers = {"a": M - D*F}', {"a": "M - (D * F)"}, id="symbols"),
        pytest.param('%matplotlib inline\n!pip x\nanswers = {"a": 1}', {"a": "1"}, id="a-notebooks-commands"),
        pytest.param('answers = {"a": open("x").read()}', {}, id="a-call"),
        pytest.param('answers = {"a": [i for i in range(3)], "b": 2}', {"b": "2"}, id="one-that-is-no-data"),
        pytest.param('student_id = "401200001"', {"student_id": "401200001"}, id="the-student"),
        pytest.param('if True:\n    answers = {"a": 1}', {}, id="under-a-condition"),
        pytest.param('f(answers={"a": 1})', {}, id="an-argument"),
        pytest.param('answers = {"a": 1', {}, id="no-python"),
    ],
)
def test_entries_of_answers_are_fields(code: str, expected: dict[str, str]) -> None:
    assert fields(read(("code", code))) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("q3_conv = (14, 14, 32)", ["q3_conv = (14, 14, 32)"], id="a-number-and-a-name"),
        pytest.param("q1, q2 = 5, -6", ["q1 = 5", "q2 = -6"], id="two-at-once"),
        pytest.param("q1: int = 5", ["q1 = 5"], id="with-a-type"),
        pytest.param("q1 = [\n  [1, 2],\n  [3, 4],\n]", ["q1 = [[1, 2], [3, 4]]"], id="over-several-lines"),
        pytest.param("answer_2 = '14x14'", ["answer_2 = 14x14"], id="a-text"),
        pytest.param("kernel = 3\nstride = 2", [], id="steps-are-code"),
        pytest.param("q1 = compute(3)", [], id="a-result-is-code"),
        pytest.param("# q1 = 7", [], id="a-comment-is-code"),
        pytest.param("print('q1 = 7')", [], id="what-is-printed-is-code"),
    ],
)
def test_an_assignment_to_a_name_of_an_answer_is_a_line(code: str, expected: list[str]) -> None:
    assert answers(read(("code", code))) == expected


def test_all_code_is_kept_as_code() -> None:
    document = read(("code", "import numpy as np\nkernel = 3\nx = kernel * 2"))

    assert [(line.text, line.code) for line in document.lines] == [
        ("import numpy as np", True),
        ("kernel = 3", True),
        ("x = kernel * 2", True),
    ]


def test_markdown_cells_are_lines_with_headings_and_outputs_are_nothing() -> None:
    document = read(("markdown", "## Question 3\n\nsize: **14**"), ("code", "1 + 1"), ("markdown", "done"))

    assert document.source is Source.NOTEBOOK
    assert [(line.text, line.heading) for line in document.lines if not line.code] == [
        ("Question 3", 2),
        ("size: 14", 0),
        ("done", 0),
    ]
    assert "99999" not in repr(document)
    numbers = [line.number for line in document.lines]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    "programs",
    [
        pytest.param(['answers = {"q1": 1}', 'answers["q1"] = 2'], id="two-values"),
        pytest.param(['answers = {"q1": 0}', 'answers["q1"] += 5'], id="counted-up"),
        pytest.param(
            ['answers = {"q1": 0}', "for k in answers:\n  answers[k] = f(k)"], id="filled-by-a-loop"
        ),
        pytest.param(['answers = {"q1": 0}', "answers.update(found)"], id="filled-by-a-call"),
        pytest.param(['answers = {"q1": 0}', 'answers["q1"] = f(3)'], id="filled-by-a-result"),
        pytest.param(['answers = {"q1": 0}', 'answers["q1"] = (1'], id="filled-by-a-broken-cell"),
        pytest.param(["q1 = 0", "q1 += 5"], id="a-name-counted-up"),
        pytest.param(["q1 = 0", "q1 = f(3)"], id="a-name-given-a-result"),
        pytest.param(["q1 = 0", "for q1 in range(9): pass"], id="a-name-of-a-loop"),
        pytest.param(["q1 = 0", "if x:\n    q1 = 5"], id="a-name-given-another-value"),
        pytest.param(["q1 = 0", "q1 = 5"], id="a-name-given-twice"),
        pytest.param(["q1 = 0", "q1 = (5"], id="a-name-in-a-broken-cell"),
        pytest.param(["q1 = 0", "(q1 := 5)"], id="a-name-in-an-expression"),
    ],
)
def test_a_value_that_another_may_replace_is_a_programs_own(programs: list[str]) -> None:
    document = read(*(("code", each) for each in programs))

    assert (fields(document), answers(document)) == ({}, [])
    assert document.lines[0].code


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        pytest.param(["q1 = (7, 7)\nq1 = (8, 8)"], "q1 = (8, 8)", id="a-name"),
        pytest.param(["q1 = (7, 7)", "q1 = (8, 8)"], "q1 = (8, 8)", id="in-another-cell"),
        pytest.param(['answers = {"q": (7, 7)}', 'answers = {"q": (8, 8)}'], "q = (8, 8)", id="in-braces"),
        pytest.param(['answers = {"q": (7, 7)}', 'answers["q"] = (8, 8)'], "q = (8, 8)", id="an-entry"),
        pytest.param(['answers = {"q": (7, 7)}', 'answers |= {"q": (8, 8)}'], "q = (8, 8)", id="added"),
        pytest.param(["x = (7, 7)\nx = (8, 8)"], "x = (8, 8)", id="a-step"),
        pytest.param(["q1 = (7, 7)\nq1 = f(3)"], "", id="by-a-result"),
        pytest.param(["q1 = (7, 7)\ndel q1"], "", id="taken-away"),
        pytest.param(["if x:\n  q1 = (7, 7)\nelse:\n  q1 = (8, 8)"], "", id="either-of-two"),
        pytest.param(['answers = {"q": (7, 7)}', "answers = mend(answers)"], "", id="all-of-them"),
    ],
)
def test_of_values_that_follow_each_other_only_the_last_is_shown(programs: list[str], said: str) -> None:
    document = read(*(("code", each) for each in programs))
    shown = [line.text for line in document.lines if "(7, 7)" in line.text or "(8, 8)" in line.text]

    assert shown[:1] == [said] * bool(said)
    assert "(7, 7)" not in "".join(shown)
    assert document.lines
    assert fields(document) == {}


def test_a_step_stands_for_something_else_behind_a_text() -> None:
    document = read(("code", "x = (7, 7)"), ("markdown", "Next"), ("code", "x = (8, 8)"))

    assert [line.text for line in document.lines if line.code] == ["x = (7, 7)", "x = (8, 8)"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param('answers = {"a": 1}\nanswers.update({"b": 2})', {"a": "1", "b": "2"}, id="update"),
        pytest.param('answers = dict()\nanswers |= {"b": 2}', {"b": "2"}, id="a-union"),
        pytest.param('answers = defaultdict(dict)\nanswers["a"]["b"] = 2', {"a.b": "2"}, id="a-default"),
        pytest.param('answers = {"a": 1, **found}', {}, id="others-unpacked"),
        pytest.param('answers = {"a": 1}\nanswers = mend(answers)', {}, id="all-replaced"),
    ],
)
def test_entries_are_sure_unless_others_may_replace_them(code: str, expected: dict[str, str]) -> None:
    assert fields(read(("code", code))) == expected


def test_an_entry_called_by_its_number_stands_under_that_question() -> None:
    document = read(("code", 'answers = {"2a": (7, 7), "2b": None, "Q3_c": 1/8, 4: 9}'))

    assert (fields(document), answers(document)) == ({}, ["Q2.a: (7, 7)", "Q3.c: 1 / 8", "Q4: 9"])


def test_a_broken_cell_leaves_other_answers_sure() -> None:
    document = read(("code", 'answers = {"q1": 1}\nq2 = 2'), ("code", "print(q3"))

    assert (fields(document), answers(document)) == ({"q1": "1"}, ["q2 = 2"])


def test_a_picture_in_a_cell_keeps_anything_from_being_blank() -> None:
    assert not read(("markdown", "![](attachment:page.png)")).complete


def test_the_oldest_format_is_read() -> None:
    old = {"worksheets": [{"cells": [
        {"cell_type": "heading", "level": 1, "source": "Question 1"},
        {"cell_type": "code", "input": "q1 = 4", "outputs": []},
    ]}]}  # fmt: skip

    document = read_notebook(json.dumps(old).encode(), "a.ipynb")

    assert [(line.text, line.heading) for line in document.lines] == [("Question 1", 1), ("q1 = 4", 0)]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"cells": 3}', b"{}", b"\xff\xfe", b"[" * 100_000, b"null"],
    ids=["empty", "cut", "a-list", "no-cells", "nothing", "no-utf-8", "deep", "null"],
)
def test_what_is_no_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(HandInError) as failure:
        read_notebook(data, "a.ipynb")

    assert failure.value.code == "unreadable_notebook"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("q1 = " + "(" * 5000 + "1" + ")" * 5000, id="deep-brackets"),
        pytest.param("q1 = " + "-" * 50_000 + "1", id="signs-without-end"),
        pytest.param("q1 = 0x" + "f" * 50_000, id="a-number-without-end"),
        pytest.param("q1 = " + "+".join("1" * 40_000), id="a-sum-without-end"),
        pytest.param("q1 = " + "[" * 80 + "]" * 80, id="deep-lists"),
        pytest.param("q1 = '\\udc80'", id="half-a-character"),
        pytest.param("q1 = 9 ** 9 ** 9 ** 9", id="a-power-that-nobody-computes"),
        pytest.param("q1 = '\0'", id="a-null"),
        pytest.param("class A:\n" + " x = 1\n" * 9000, id="a-long-body"),
        pytest.param("x" * 150_000, id="a-long-cell"),
    ],
)
def test_a_hostile_cell_costs_that_cell_only(code: str) -> None:
    document = read(("code", code), ("code", "q2 = 5"))

    assert answers(document)[-1] == "q2 = 5"


Cells = Sequence[tuple[str, str]]


@given(
    cells=st.lists(
        st.tuples(st.sampled_from(["code", "markdown", "raw", "?"]), st.text(max_size=60)), max_size=4
    )
)
def test_any_cells_are_read(cells: Cells) -> None:
    read(*cells)


@given(text=st.text(alphabet="q1=()[]{}'\"ans:, \n-+*/.answers%!#", max_size=80))
def test_any_code_is_read(text: str) -> None:
    read(("code", text))
