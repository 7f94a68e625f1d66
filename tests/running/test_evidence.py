"""Students and markers are shown the places that were read; only what is shown is drawn, and once."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from grader.documents.png import size_of
from grader.intake import isolation
from grader.reporting import student
from grader.running.handed_in import Choices
from grader.running.progress import Silent
from grader.running.run import RunResult, run_class

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "tests" / "documents"
TYPED = DOCUMENTS / "open" / "shapes" / "typst-floors-and-commas.pdf"
MIRRORED = DOCUMENTS / "open" / "mixed" / "libreoffice-persian-flipped-table.pdf"
SCAN = DOCUMENTS / "open" / "shapes" / "scan-notebook-page-40177110.pdf"
PHONE = DOCUMENTS / "open" / "gradients" / "scanwithtext-phone-40177123.pdf"
FORM = DOCUMENTS / "open" / "shapes" / "pypdfform-parents-persian.pdf"
EMBEDDED = re.compile(
    r'<img class="found" src="data:image/png;base64,([^"]+)" width="\d+" height="\d+" alt="([^"]+)">'
)
STAND_IN = f"""#!{sys.executable}
import os, sys
if sys.argv[1:] == ["--list-langs"]:
    print("List of available languages (1):")
    print("eng")
    sys.exit()
assert os.environ["OMP_THREAD_LIMIT"] == "1"
assert sys.stdin.buffer.read().startswith(b"\\x89PNG")
for number, line in enumerate(["1a) 14 x 14 x 32", "1b) 320", "1c) 7 x 7 x 33"]):
    for place, word in enumerate(line.split()):
        print(*(5, 1, 1, 1, number, place, 200 + 99 * place, 300 + 60 * number, 90, 40, 91.5, word), sep="\\t")
"""


class Class:
    """A class that hands in documents."""

    def __init__(self, home: Path) -> None:
        self.folder, self.out = home / "submissions", home / "reports"
        self.folder.mkdir()
        self.assign("shapes")

    def assign(self, name: str) -> None:
        text = (DOCUMENTS / f"{name}.toml").read_text(encoding="utf-8")
        (self.folder / "assignment.toml").write_text(
            text.replace('locale = "fa"', 'locale = "en"'), encoding="utf-8"
        )

    def hand_in(self, document: Path, name: str = "") -> None:
        shutil.copy(document, self.folder / (name or document.name))

    def run(self, *, fresh: bool = False, out: Path | None = None) -> RunResult:
        return run_class(Choices(submissions=self.folder), out or self.out, Silent(), fresh=fresh)

    def pages(self) -> list[str]:
        return [page.read_text(encoding="utf-8") for page in sorted((self.out / "students").iterdir())]

    def evidence(self) -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in sorted((self.out / "evidence").glob("*"))}

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture
def readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Class]:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))  # whatever is installed on this machine
    yield Class(tmp_path)


def test_a_page_shows_the_places_that_were_read(readers: Class) -> None:
    readers.hand_in(TYPED)
    readers.run()
    (page,) = readers.pages()
    shown = EMBEDDED.findall(page)

    assert len(shown) == page.count("On page 1") > 5
    for data, alternative in shown:
        width, height = size_of(base64.b64decode(data))
        assert width < 1000
        assert height < 200
        assert alternative == "Picture of the place on page 1 from which this was read"
    assert len(page.encode()) <= student.LARGEST_PAGE


def test_a_page_with_little_room_shows_fewer(readers: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    readers.hand_in(TYPED)
    readers.run()
    whole = readers.pages()[0]
    largest = len(re.sub(EMBEDDED, "", whole).encode()) + 12_000
    monkeypatch.setattr(student, "LARGEST_PAGE", largest)
    readers.run(fresh=True)
    (page,) = readers.pages()

    assert len(page.encode()) <= largest
    assert 0 < len(EMBEDDED.findall(page)) < len(EMBEDDED.findall(whole))


def test_what_waits_is_shown_to_the_marker_beside_its_group(readers: Class) -> None:
    readers.assign("mixed")
    readers.hand_in(MIRRORED)
    readers.run()
    index = readers.text("index.html")
    evidence = readers.evidence()

    assert evidence
    for name, picture in evidence.items():
        assert re.fullmatch(r"40177112-[0-9a-f]{8}-[0-9a-f]{8}-p1-[0-9a-f]{8}\.png", name)
        assert f'<img class="found" src="evidence/{name}"' in index
        size_of(picture)


def test_the_pages_of_a_scan_are_shown_to_the_marker_and_nothing_of_them_is_marked(readers: Class) -> None:
    readers.hand_in(SCAN)
    readers.run()
    (page,) = readers.pages()
    (name,) = readers.evidence()
    index = readers.text("index.html")

    assert re.fullmatch(r"40177110-[0-9a-f]{8}-[0-9a-f]{8}-p1\.png", name)
    assert index.count(f'<img src="evidence/{name}" alt="page 1"') == 1
    assert set(re.findall(r'"reason": "(\w+)"', readers.text("results.jsonl"))) == {"scan", "written"}
    assert "<img" not in page
    assert "a picture or handwriting, which a person reads" in page
    assert "You lose nothing meanwhile." in page
    assert "nothing here" not in page


def test_a_photograph_is_drawn_anew_for_the_marker(readers: Class) -> None:
    stream = io.BytesIO()
    notes = Image.Exif()
    notes[0x0112] = 6  # the camera was held upright
    notes[0x010E] = "where I live"
    Image.new("RGB", (4000, 3000), "white").save(stream, "JPEG", exif=notes)
    (readers.folder / "40177110.jpg").write_bytes(stream.getvalue() + b"<script>")
    readers.run()
    (page,) = readers.pages()
    ((name, picture),) = readers.evidence().items()
    index = readers.text("index.html")

    assert re.fullmatch(r"40177110-[0-9a-f]{8}-[0-9a-f]{8}-p1\.png", name)
    assert index.count(f'<img src="evidence/{name}" alt="page 1"') == 1
    assert size_of(picture) == (965, 1287)
    assert b"live" not in picture
    assert set(re.findall(r'"reason": "(\w+)"', readers.text("results.jsonl"))) == {"scan", "written"}
    assert "<img" not in page


def test_a_picture_that_cannot_be_drawn_costs_its_picture_only(readers: Class) -> None:
    (readers.folder / "40177110.png").write_bytes(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>")
    (readers.folder / "40177111.jpg").write_bytes(b"%PDF-1.7 <script>")
    (readers.folder / "40177112.heic").write_bytes(b"ftypheic")
    readers.hand_in(SCAN, "40177113.pdf")
    readers.run()
    lines = readers.text("results.jsonl").splitlines()

    assert [name[:8] for name in readers.evidence()] == ["40177113"]
    assert [json.loads(line)["status"] for line in lines] == ["needs_review"] * 4


def test_what_a_scanner_recognised_is_a_suggestion_to_the_marker_alone(readers: Class) -> None:
    readers.assign("gradients")
    readers.hand_in(PHONE)
    readers.run()

    assert "120422400 (suggestion)" in readers.text("review.csv")
    assert "suggestion of a machine: <bdi>120422400</bdi>" in readers.text("index.html")
    assert "120422400" not in readers.pages()[0]


def test_a_form_shows_no_picture_of_what_is_certain(readers: Class) -> None:
    readers.hand_in(FORM)
    readers.run()

    assert EMBEDDED.findall(readers.pages()[0]) == []


def test_an_unchanged_class_draws_nothing_and_touches_nothing(
    readers: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    for document in (TYPED, SCAN):
        readers.hand_in(document)
    readers.run()
    before = {path: path.stat().st_mtime_ns for path in readers.out.rglob("*.png")}
    monkeypatch.setattr(isolation, "PROGRAM", "raise SystemExit('no process is started')")
    page = readers.pages()
    (readers.out / "index.html").unlink()

    assert readers.run().unchanged is False
    assert readers.pages() == page
    assert {path: path.stat().st_mtime_ns for path in readers.out.rglob("*.png")} == before


def test_pictures_of_those_who_are_gone_are_removed(readers: Class) -> None:
    for document in (TYPED, SCAN):
        readers.hand_in(document)
    readers.run()
    foreign = readers.out / "evidence" / "mine.png"
    foreign.write_bytes(b"not ours")
    (readers.folder / SCAN.name).unlink()
    readers.run()

    assert all(name.startswith("40177138") or name == "mine.png" for name in readers.evidence())
    assert foreign.read_bytes() == b"not ours"


def test_the_same_class_gives_the_same_pictures(readers: Class) -> None:
    readers.hand_in(TYPED)
    readers.run()
    first = readers.evidence(), readers.pages()
    readers.run(fresh=True)

    assert (readers.evidence(), readers.pages()) == first


def test_a_crash_while_drawing_costs_the_pictures_only_and_the_next_run_draws_them(
    readers: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.hand_in(TYPED)
    readers.run()
    results, page = readers.text("results.jsonl"), readers.pages()
    (readers.out / "grades.db").unlink()  # with the pictures
    crash = "from grader.documents import drawing; import os; drawing.render_all = lambda *given: os.abort(); main()"
    with monkeypatch.context() as patched:
        patched.setattr(isolation, "PROGRAM", isolation.PROGRAM.removesuffix("main()") + crash)
        readers.run()

        assert readers.text("results.jsonl") == results
        assert EMBEDDED.findall(readers.pages()[0]) == []
        assert readers.evidence() == {}
    readers.run()

    assert readers.pages() == page
    assert readers.run().unchanged


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        pytest.param("os.abort()", "reader_crashed", id="crash"),
        pytest.param("time.sleep(60)", "too_slow", id="hang"),
        pytest.param("os.kill(os.getpid(), 24)", "too_slow", id="processor-time"),
        pytest.param("bytearray(1 << 40)", "too_much_memory", id="memory"),
    ],
)
def test_a_refusal_that_may_be_the_machines_fault_is_tried_again(
    readers: Class, monkeypatch: pytest.MonkeyPatch, deed: str, code: str
) -> None:
    readers.hand_in(TYPED)
    readers.run(out=readers.out.parent / "clean")
    broken = (
        f"from grader.documents import pdf; import os, time; pdf.read_pdf = lambda *given: {deed}; main()"
    )
    with monkeypatch.context() as patched:
        patched.setattr(isolation, "PROGRAM", isolation.PROGRAM.removesuffix("main()") + broken)
        patched.setattr(isolation, "MOST_SECONDS", 1)
        patched.setattr(isolation, "START_SECONDS", 1)
        readers.run()
        assert f'"code": "{code}"' in readers.text("results.jsonl")
        readers.run()
    readers.run()

    assert readers.text("results.jsonl") == (readers.out.parent / "clean" / "results.jsonl").read_text(
        "utf-8"
    )
    assert readers.run().unchanged


def test_tesseract_suggests_to_the_marker_and_changes_no_record(readers: Class, tmp_path: Path) -> None:
    readers.hand_in(SCAN)
    readers.run()
    without = readers.text("results.jsonl"), readers.text("grades.csv"), readers.pages()
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    readers.run()

    assert (readers.text("results.jsonl"), readers.text("grades.csv"), readers.pages()) == without
    assert "7 x 7 x 33 (suggestion)" in readers.text("review.csv")
    assert "suggestion of a machine: <bdi>14 x 14 x 32</bdi>" in readers.text("index.html")


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import sys; sys.exit(1)", id="fails"),
        pytest.param("print('eng'); print('5\\t1\\t1')", id="nonsense"),
        pytest.param("import os; os.abort()", id="crashes"),
    ],
)
def test_a_tesseract_that_fails_suggests_nothing(readers: Class, tmp_path: Path, program: str) -> None:
    place = tmp_path / "bin" / "tesseract"
    place.parent.mkdir()
    place.write_text(f"#!{sys.executable}\n{program}\n")
    place.chmod(0o755)
    readers.hand_in(SCAN)
    readers.run()

    assert "suggestion" not in readers.text("review.csv")


def test_a_class_that_hands_in_json_loads_nothing_that_draws(tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path;"
        "from grader.running.handed_in import Choices; from grader.running.progress import Silent;"
        "from grader.running.run import run_class;"
        f"run_class(Choices(submissions=Path({str(ROOT / 'submissions')!r})), Path({str(tmp_path)!r}), Silent());"
        "print([name for name in sys.modules if name in ('grader.running.evidence', 'grader.intake.pictures',"
        " 'grader.documents.drawing', 'grader.intake.isolation', 'pypdfium2')])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
