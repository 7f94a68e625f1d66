"""A file that crashes, hangs or swells its reader costs that file only, and is told why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.documents import reader_process
from grader.documents.drawing import render
from grader.documents.encoding import Malformed, decode, encode
from grader.documents.model import Document, Doubt, Field, Line, Source
from grader.documents.png import size_of
from grader.errors import HandInError
from grader.intake import isolation
from grader.intake.folder import LoadedFile
from grader.intake.isolation import Drawing, Pictures, Read, Readers
from grader.intake.reader import Reader
from grader.translation import Message, Numeral
from tests.reading.small_pdf import Page, make_pdf

ROOT = Path(__file__).parents[2]
SECONDS = 3
MISBEHAVING = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tests.intake import misbehaving;"
    f" from grader.documents import reader_process; reader_process.MOST_SECONDS = {SECONDS}; misbehaving.main()"
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX systems")


@pytest.fixture
def told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(isolation, "PROGRAM", MISBEHAVING)
    monkeypatch.setattr(isolation, "MOST_SECONDS", SECONDS)
    monkeypatch.setattr(isolation, "START_SECONDS", 4)  # a loaded machine
    monkeypatch.setenv("MISBEHAVING_FILE", str(tmp_path / "written"))
    return tmp_path / "written"


def files(*contents: str) -> list[LoadedFile]:
    return [
        LoadedFile(path=f"{place}.pdf", data=content.encode(), sha256="")
        for place, content in enumerate(contents)
    ]


def outcome(read: Read) -> str:
    return read.code if isinstance(read, HandInError) else read.lines[0].text


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        pytest.param("segfault", "reader_crashed", id="segfault"),
        pytest.param("abort", "reader_crashed", id="abort"),
        pytest.param("exit", "reader_crashed", id="exit"),
        pytest.param("garbage", "reader_crashed", id="garbage"),
        pytest.param("endless", "reader_crashed", id="endless-answer"),
        pytest.param("sleep", "too_slow", id="sleep"),
        pytest.param("stall", "too_slow", id="half-an-answer"),
        pytest.param("spin", "too_slow", id="spin"),
        pytest.param("swell", "too_much_memory", id="memory"),
        pytest.param("write", "reader_crashed", id="write"),
    ],
)
def test_a_file_that_harms_its_reader_costs_that_file_only(
    told_what_to_do: Path, deed: str, code: str
) -> None:
    with Readers(2) as readers:
        read = dict(readers.read_all(files("a", "b", deed, "c", "d", "e")))

    assert [outcome(read[place]) for place in range(6)] == ["a", "b", code, "c", "d", "e"]
    assert not told_what_to_do.exists() or told_what_to_do.read_bytes() == b""


def test_a_reader_that_hears_no_more_holds_nobody_up(told_what_to_do: Path) -> None:
    """Its next file is larger than any pipe: whoever wrote that without a thread would wait for ever."""
    with Readers(1) as readers:
        read = dict(readers.read_all(files("deaf", "x" * (1 << 20), "b")))

    assert [outcome(read[place]) for place in range(3)] == ["deaf", "too_slow", "b"]


def test_every_file_may_be_bad(told_what_to_do: Path) -> None:
    with Readers(1) as readers:
        read = dict(readers.read_all(files(*["segfault"] * 5)))

    assert [outcome(read[place]) for place in range(5)] == ["reader_crashed"] * 5


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        pytest.param("segfault", "reader_crashed", id="segfault"),
        pytest.param("script", "reader_crashed", id="no-picture"),
        pytest.param("too-few", "reader_crashed", id="too-few"),
        pytest.param("garbage", "reader_crashed", id="garbage"),
        pytest.param("sleep", "too_slow", id="sleep"),
        pytest.param("stall", "too_slow", id="half-an-answer"),
    ],
)
def test_a_file_that_harms_whoever_draws_it_costs_its_pictures_only(
    told_what_to_do: Path, deed: str, code: str
) -> None:
    asked = [Drawing(file, ((1, None, 72),)) for file in files("draws", deed, "draws", "draws")]
    with Readers(1) as readers:
        drawn = dict(readers.draw_all(asked))

    refused = drawn[1]
    assert isinstance(refused, HandInError)
    assert refused.code == code
    for place in (0, 2, 3):
        (picture,) = pictures(drawn[place])
        assert size_of(picture) == (3, 2)


def pictures(drawn: Pictures | HandInError) -> Pictures:
    assert not isinstance(drawn, HandInError)
    return drawn


def test_a_real_reader_draws_what_is_asked_and_nothing_for_the_rest() -> None:
    page = Page()
    page.write("Q1 42", 60, 100)
    data = make_pdf([page])
    file = LoadedFile(path="a.pdf", data=data, sha256="")
    asked = [
        Drawing(file, ((1, (60.0, 90.0, 160.0, 110.0), 72), (2, None, 72))),
        Drawing(LoadedFile(path="b.pdf", data=b"%PDF-1.4 nothing", sha256=""), ((1, None, 72),)),
    ]
    with Readers(1) as readers:
        drawn = dict(readers.draw_all(asked))

    assert drawn == {0: (render(data, 1, (60.0, 90.0, 160.0, 110.0), 72), b""), 1: (b"",)}


def test_a_file_is_not_refused_for_what_another_left_behind(told_what_to_do: Path) -> None:
    """What needs memory is tried again where no other file has taken it."""
    with Readers(1) as readers:
        read = dict(readers.read_all(files("a", "fill", "need", "b")))

    assert [outcome(read[place]) for place in range(4)] == ["a", "fill", str(600 << 20), "b"]


def test_a_reader_does_not_know_the_secret(told_what_to_do: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADE_SECRET", "a secret")
    with Readers(1) as readers:
        assert outcome(dict(readers.read_all(files("secret")))[0]) == "none"


def test_a_reader_reaches_no_network(told_what_to_do: Path) -> None:
    with Readers(1) as readers:
        assert outcome(dict(readers.read_all(files("connect")))[0]) == "refused"


def test_a_file_has_its_time_once(told_what_to_do: Path) -> None:
    """A file that ends two processes, late, takes no longer than one that hangs."""
    begun = time.monotonic()
    with Readers(1) as readers:
        read = dict(readers.read_all(files("a", "late crash")))
    assert outcome(read[1]) in ("too_slow", "reader_crashed")
    assert time.monotonic() - begun < 2 * SECONDS + 3


def test_where_processes_run_out_those_that_started_do_the_work(
    told_what_to_do: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Reader.__init__
    started: list[Reader] = []

    def few(reader: Reader, answered: SimpleQueue[Reader], program: str) -> None:
        if started:
            raise OSError(24, "Too many open files")
        started.append(reader)
        start(reader, answered, program)

    monkeypatch.setattr(Reader, "__init__", few)
    with Readers(4) as readers:
        read = dict(readers.read_all(files("a", "b", "c")))
    assert [outcome(read[place]) for place in range(3)] == ["a", "b", "c"]


def test_nothing_is_started_for_nothing() -> None:
    with Readers(4) as readers:
        assert list(readers.read_all([])) == []
        assert readers.readers == []


def test_a_reader_ends_with_the_grader_that_started_it(tmp_path: Path) -> None:
    """Killed without warning, a run leaves no process behind, not even one that hangs."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "from grader.intake import isolation; from grader.intake.folder import LoadedFile;"
        f"isolation.PROGRAM = {MISBEHAVING!r};"
        "readers = isolation.Readers(1); readers.__enter__();"
        "files = [LoadedFile(path='1', data=b'a', sha256=''), LoadedFile(path='2', data=b'spin', sha256='')];"
        "reading = readers.read_all(files); next(reading);"
        "import time; time.sleep(0.5);"  # else it may not have got the file yet, and end as its input does
        "print(readers.readers[0].process.pid, flush=True); next(reading)"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    reader = int(run.stdout.readline())
    run.kill()
    run.wait()
    run.stdout.close()
    until = time.monotonic() + 2
    while is_alive(reader) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(reader)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.floats(0, 2000, allow_nan=False)
BOXES = st.none() | st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
LINES = st.builds(
    Line,
    text=TEXTS,
    number=st.integers(1, 10**6),
    page=st.integers(0, 200),
    box=BOXES,
    size=NUMBERS,
    other=TEXTS,
    doubts=st.lists(st.sampled_from(Doubt), unique=True).map(tuple),
    heading=st.integers(0, 6),
    code=st.booleans(),
)
FIELDS = st.builds(Field, name=TEXTS, value=TEXTS, page=st.integers(0, 200), box=BOXES)
DOCUMENTS = st.builds(
    Document,
    path=st.just("a.pdf"),
    source=st.sampled_from(Source),
    lines=st.lists(LINES, max_size=3).map(tuple),
    fields=st.lists(FIELDS, max_size=2).map(tuple),
    pages=st.integers(0, 200),
    pictures=st.lists(st.integers(1, 200), max_size=3).map(tuple),
    hidden=st.lists(TEXTS, max_size=2).map(tuple),
    complete=st.booleans(),
)


@given(DOCUMENTS)
def test_a_document_comes_through_the_pipe_as_it_was(document: Document) -> None:
    assert decode(encode(document), "a.pdf") == document


def test_a_refusal_comes_through_the_pipe_as_it_was() -> None:
    refused = HandInError("too_many_pages", Message("{pages} pages", {"pages": Numeral("300")}))
    read = decode(encode(refused), "a.pdf")
    assert isinstance(read, HandInError)
    assert (read.code, read.message) == (refused.code, refused.message)
    assert isinstance(read.message.values["pages"], Numeral)


def a_line(**wrong: object) -> bytes:
    """Return a document of one line as it goes through the pipe, with columns of another content."""
    columns: dict[str, object] = {
        "texts": ["a"], "numbers": [1], "pages": [1], "placed": [False], "sides": [], "sizes": [9.5], "others": [""],
        "doubts": [[]], "headings": [0], "codes": [False],
    }  # fmt: skip
    return json.dumps(["document", "typed", list((columns | wrong).values()), [], 1, [], [], True]).encode()


def test_a_line_of_well_formed_columns_is_believed() -> None:
    document = decode(a_line(placed=[True], sides=[1, 2, 3, 4], doubts=[["order"]]), "a.pdf")
    assert isinstance(document, Document)
    assert document.lines == (
        Line(text="a", number=1, page=1, box=(1.0, 2.0, 3.0, 4.0), size=9.5, doubts=(Doubt.ORDER,)),
    )


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe", id="no-text"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[]", id="empty"),
        pytest.param(b'{"document": 1}', id="object"),
        pytest.param(b'["document", "spell", [], [], 1, [], [], true]', id="unknown-source"),
        pytest.param(b'["document", "typed", [["a"]], [], 1, [], [], true]', id="too-few-columns"),
        pytest.param(a_line(texts=["a", "b"]), id="columns-of-different-length"),
        pytest.param(a_line(texts=[1]), id="number-for-text"),
        pytest.param(a_line(texts="a"), id="text-for-column"),
        pytest.param(a_line(texts=["\ud83d"]), id="half-a-character"),
        pytest.param(a_line(numbers=[True]), id="true-for-number"),
        pytest.param(a_line(numbers=[1.5]), id="half-a-number"),
        pytest.param(a_line(pages=[-1]), id="negative-page"),
        pytest.param(a_line(placed=[True]), id="place-without-sides"),
        pytest.param(a_line(sides=[1, 2, 3, 4]), id="sides-without-place"),
        pytest.param(a_line(placed=[1], sides=[1, 2, 3, 4]), id="one-for-placed"),
        pytest.param(a_line(sizes=[1e9]), id="large-size"),
        pytest.param(a_line(sizes=[float("nan")]), id="size-that-is-no-number"),
        pytest.param(a_line(sizes=[0]).replace(b"[0]", b"[1e999]"), id="size-without-end"),
        pytest.param(a_line(doubts=[["spell"]]), id="unknown-doubt"),
        pytest.param(a_line(doubts=["order"]), id="doubt-for-doubts"),
        pytest.param(a_line(codes=[0]), id="zero-for-false"),
        pytest.param(b'["document", "typed", [], [], -1, [], [], true]', id="no-columns"),
        pytest.param(
            b'["document", "typed", [[],[],[],[],[],[],[],[],[],[]], [], -1, [], [], true]',
            id="negative-pages",
        ),
        pytest.param(
            b'["document", "typed", [[],[],[],[],[],[],[],[],[],[]], [], 1, [], [], 1]', id="one-for-true"
        ),
        pytest.param(
            b'["document", "typed", [[],[],[],[],[],[],[],[],[],[]], [["a", "b", 1, [0, 0, NaN, 1]]], 1, [], [], true]',
            id="nan",
        ),
        pytest.param(b'["refused", "x", "text", [["a", true]]]', id="short-value"),
    ],
)
def test_what_is_no_document_is_not_believed(answer: bytes) -> None:
    with pytest.raises(Malformed):
        decode(answer, "a.pdf")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "a", "order", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("a"), inner),
    max_leaves=5,
)


@given(DOCUMENTS, st.data())
def test_whatever_a_reader_says_is_a_document_or_not_believed(
    document: Document, data: st.DataObject
) -> None:
    """A reader that was taken over says what it likes: here, one value of an answer is another."""
    answer = json.loads(encode(document))
    inner: list[object] = answer
    while inner:
        place = data.draw(st.integers(0, len(inner) - 1))
        below = inner[place]
        if not isinstance(below, list) or data.draw(st.booleans()):
            inner[place] = data.draw(ANYTHING)
            break
        inner = below
    try:
        read = decode(json.dumps(answer).encode(), "a.pdf")
    except Malformed:
        return
    assert isinstance(read, HandInError) or decode(encode(read), "a.pdf") == read


@given(DOCUMENTS, st.integers(0, 10**4), st.integers(0, 255))
def test_a_byte_that_is_another_is_told_or_makes_another_document(
    document: Document, place: int, value: int
) -> None:
    raw = bytearray(encode(document))
    raw[place % len(raw)] = value
    with suppress(Malformed):
        read = decode(bytes(raw), "a.pdf")
        assert isinstance(read, HandInError) or decode(encode(read), "a.pdf") == read


def test_the_limit_of_time_moves_on_with_each_file() -> None:
    """A process that has read for long has as much time for its next file as a fresh one."""
    program = (
        f"import sys, resource, time; sys.path.insert(0, {str(ROOT)!r});"
        "from grader.documents.limits import limit_time\n"
        "for _ in range(3):\n"
        "    limit_time(1); start = time.process_time()\n"
        "    while time.process_time() < start + 0.8: pass\n"
        "print('alive')"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout == "alive\n"


def test_the_limits_are_those_that_are_told() -> None:
    assert str(reader_process.MOST_SECONDS) in str(reader_process.too_slow())
    assert "1 GB" in str(reader_process.too_much_memory())
