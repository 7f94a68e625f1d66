"""What is fuzzed: for each reader a function that takes any bytes, and must answer or refuse in words, soon.

Each raises AssertionError, or whatever the reader lets out, where a reader breaks its promise.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from grader.errors import DecisionError, GradeError, HandInError

if TYPE_CHECKING:
    from grader.grading.grade import Grader

Harness = Callable[[bytes], None]
LONGEST_ANSWER = 2000


def json_hand_in(data: bytes) -> None:
    """A hand-in in JSON."""
    from grader.intake.json_file import read_json_hand_in

    with suppress(HandInError):
        read = read_json_hand_in(data, "x.json")
        assert all(isinstance(name, str) for name in read.answers)
        str(read.answers).encode("utf-8", "surrogatepass")


def notation(data: bytes) -> None:
    """An answer in any notation, for each kind of answer."""
    from grader.python import check_answer

    text = data.decode("utf-8", "replace")[:LONGEST_ANSWER]
    expected: dict[str, object] = {
        "number": Fraction(3, 2), "shape": (14, 14, 32), "matrix": [[1, 2], [3, 4]], "expression": "(M-D)*(N-D)",
        "integer": 5,
    }  # fmt: skip
    for kind, value in expected.items():
        symbols = ["M", "N", "D"] if kind == "expression" else None
        verdict = check_answer(text, value, kind, symbols=symbols)
        assert 0 <= verdict.credit <= 1


def markdown(data: bytes) -> None:
    """A text in Markdown."""
    text_file(data, "x.md")


def plain_text(data: bytes) -> None:
    """A plain text."""
    text_file(data, "x.txt")


def latex(data: bytes) -> None:
    """A LaTeX source."""
    text_file(data, "x.tex")


def text_file(data: bytes, path: str) -> None:
    """A text document of some kind, and whose it is."""
    from grader.intake.document_file import read_text_file

    with suppress(HandInError):
        read = read_text_file(data, path)
        assert all("\n" not in line.text for document in read.documents for line in document.lines)


def pdf(data: bytes) -> None:
    """A PDF, read in this process: give the fuzzer limits of its own."""
    from grader.documents.encoding import decode, encode
    from grader.documents.pdf import read_pdf

    with suppress(HandInError):
        read = read_pdf(data, "x.pdf")
        assert decode(encode(read), "x.pdf") == read


def notebook(data: bytes) -> None:
    """A notebook."""
    from grader.documents.notebook import read_notebook

    with suppress(HandInError):
        read_notebook(data, "x.ipynb")


def web_page(data: bytes) -> None:
    """A page of a platform's online text."""
    from grader.documents.html import read_html

    with suppress(HandInError):
        read_html(data.decode("utf-8", "replace"), "x.html")


def archive(data: bytes) -> None:
    """A zip archive."""
    from grader.intake.archive import Budget, unpack

    with suppress(HandInError):
        total = 0
        for packed, read in unpack(data, Budget(), lambda name: 1_000_000):
            assert isinstance(packed.entry.name, str)
            total += len(read) if isinstance(read, bytes) else 0
        assert total <= 500_000_000


def delivery(data: bytes) -> None:
    """An archive of a platform, its hand-ins told apart and graded."""
    from hashlib import sha256

    from grader.intake.deliveries import deliveries_of
    from grader.intake.folder import Found, HandIn, LoadedFile
    from grader.intake.take_in import take_in

    found = Found(hand_ins=(HandIn(name="a.zip", paths=("a.zip",)),), other_assignments=(), refused=())
    file = LoadedFile(path="a.zip", data=data, sha256=sha256(data).hexdigest())
    for each in deliveries_of(found, ((file,),), None):
        taken = take_in(each.name, each.files, None, each.origin)
        assert str(taken.name).isprintable() or taken.name
        if sum(len(file.data) for file in each.files) < LONGEST_ANSWER:
            class_of_strangers().grade(taken)


def metadata(data: bytes) -> None:
    """Gradescope's list of submissions."""
    from grader.intake.gradescope import read_list

    for origin in read_list(data).values():
        assert len(origin.people) <= 50


def roster(data: bytes) -> None:
    """A class list."""
    from grader.intake.roster import parse_roster

    with suppress(GradeError):
        parse_roster(data, "roster.csv")


def review(data: bytes) -> None:
    """A `review.csv` that came back from a spreadsheet."""
    from grader.store.filled import read_review_csv

    with suppress(DecisionError):
        lines, _ = read_review_csv(data, "review.csv")
        assert all(0 <= line.credit <= 1 for line in lines)


@cache
def class_of_strangers() -> Grader:
    """A homework with an answer of every kind."""
    from grader.catalogue.bank import Bank
    from grader.catalogue.resolve import resolve_text
    from grader.grading.grade import Grader
    from grader.translation import ENGLISH
    from tests.hostile.folder import ASSIGNMENT

    return Grader(resolve_text(ASSIGNMENT.encode(), "assignment.toml", Bank()), ENGLISH)


def whole_way(data: bytes, path: str) -> None:
    """A hand-in from its bytes to its line of results."""
    from grader.intake.folder import LoadedFile
    from grader.intake.take_in import take_in
    from grader.store.encoding import decode_record, encode_record
    from grader.store.results import ResultsHeader, results_line

    taken = take_in(path, [LoadedFile(path=path, data=data, sha256="0" * 64)], None)
    record = class_of_strangers().grade(taken)
    header = ResultsHeader(assignment="x", assignment_sha256="", grader="", max_score=Fraction(16))
    kept = decode_record(encode_record(record))
    assert results_line(kept, header).encode() == results_line(record, header).encode()


def graded_json(data: bytes) -> None:
    """A hand-in in JSON that is graded."""
    whole_way(data, "40110001.json")


def graded_text(data: bytes) -> None:
    """A text that is graded."""
    whole_way(data, "40110001.md")


HARNESSES: dict[str, Harness] = {
    harness.__name__: harness
    for harness in (
        json_hand_in, notation, markdown, plain_text, latex, pdf, notebook, web_page, archive, roster, review,
        graded_json, graded_text, delivery, metadata,
    )
}  # fmt: skip
