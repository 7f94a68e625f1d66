"""What is done in which order: a fall at any moment costs a batch, and leaves nothing believed that is not so."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from grader.errors import OutputInUse
from grader.intake.documents import FILES_A_BATCH, with_documents
from grader.intake.folder import LoadedFile
from grader.running import run as running
from grader.running.grading_run import BATCH_STUDENTS
from grader.running.handed_in import Choices
from grader.running.publishing import Publisher
from grader.running.run import run_class
from grader.store.output import open_output
from tests.faults.classes import limiting
from tests.hostile.tiny_pdf import page_of, pdf
from tests.running.conftest import RIGHT, SmallClass

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="as POSIX systems do it")


class Killed(BaseException):
    """The process is gone: nothing of it runs on, so nothing may be kept that was not kept before."""


@pytest.fixture
def walkers(tmp_path: Path) -> SmallClass:
    return SmallClass(tmp_path)


@POSIX
@pytest.mark.parametrize("files", [pytest.param(3, id="one-by-one"), pytest.param(40, id="all-at-once")])
def test_bytes_are_on_the_disk_before_names_and_names_before_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    done: list[tuple[str, str]] = []
    opened: dict[int, str] = {}
    real_open, real_sync, real_replace = os.open, os.fsync, os.replace

    def open_(place: str, *flags: int) -> int:
        descriptor = real_open(place, *flags)
        opened[descriptor] = os.fspath(place)
        return descriptor

    def sync(descriptor: int) -> None:
        real_sync(descriptor)
        done.append(("sync", opened[descriptor]))

    def replace(one: str, other: str) -> None:
        real_replace(one, other)
        done.append(("name", f"{one} {other}"))

    class System:
        """The C library, as far as it is asked."""

        def syncfs(self, descriptor: int) -> int:
            done.append(("sync", "everything"))
            return 0

    with open_output(tmp_path / "out") as output:
        monkeypatch.setattr(os, "open", open_)
        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(ctypes, "CDLL", lambda name: System())
        for number in range(files):
            output.write(f"students/{number}.html", b"x")
        output.commit()

    names = [said.split()[1] for what, said in done if what == "name"]
    assert names[-1].endswith("/.files.json")
    assert len(names) == files + 1
    for place, (what, said) in enumerate(done):
        if what == "name":
            assert {("sync", said.split()[0]), ("sync", "everything")} & set(done[:place]), said
    record = done.index(("name", next(said for _, said in done if said.endswith("/.files.json"))))
    last = max(place for place, (what, _) in enumerate(done[:record]) if what == "name")
    assert ("sync", f"{tmp_path}/out/students") in done[last:record]
    assert ("sync", f"{tmp_path}/out") in done[record:]


@POSIX
@pytest.mark.parametrize("closed", [".", "students", "evidence"])
def test_a_folder_that_was_closed_after_a_run_is_refused_before_the_next(tmp_path: Path, closed: str) -> None:
    """Its lock can be taken, and most of it written: only to try tells."""
    with open_output(tmp_path / "out") as output:
        output.write("students/a.html", b"x")
        output.write("evidence/a.png", b"x")
        output.commit()
    (tmp_path / "out" / closed).chmod(0o500)
    program = "import sys; from pathlib import Path; from grader.store.output import open_output\n"
    program += "with open_output(Path(sys.argv[1])): print('graded')"
    tried = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")], cwd=ROOT, capture_output=True, text=True,
        check=False, preexec_fn=limiting(0, 0, powers=False),
    )  # fmt: skip
    (tmp_path / "out" / closed).chmod(0o700)
    assert (tried.stdout, "OutputNotWritable" in tried.stderr) == ("", True)


def test_a_second_run_is_refused_before_it_has_read_a_file(
    walkers: SmallClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read the files of a class may take longer than the second in which it is to be refused."""
    walkers.hand_in("401", RIGHT)
    monkeypatch.setattr(running, "read_folder", lambda *_: pytest.fail("files were read"))
    with open_output(walkers.out), pytest.raises(OutputInUse):
        walkers.run()


class KilledAfter:
    """Progress at which the process is killed after so many steps."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def start(self, total: int, what: str) -> None:
        """Begin."""

    def step(self) -> None:
        """Count down."""
        self.left -= 1
        if not self.left:
            raise Killed

    def finish(self) -> None:
        """End."""


def test_a_killed_run_has_at_most_one_batch_of_students_to_do_again(walkers: SmallClass) -> None:
    students, killed_at = 3 * BATCH_STUDENTS, 2 * BATCH_STUDENTS + 10
    for number in range(students):
        walkers.hand_in(str(401000 + number), RIGHT | {"first": number})
    with pytest.raises(Killed):
        run_class(
            Choices(submissions=walkers.folder, problems=(walkers.course,)),
            walkers.out,
            KilledAfter(killed_at),
        )
    assert walkers.run().summary.regraded <= students - killed_at + BATCH_STUDENTS


class Shelf:
    """Where documents are kept: how many at a time."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def documents(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        return {}

    def keep_documents(self, read: Mapping[str, bytes]) -> None:
        self.batches.append(len(read))


@POSIX
def test_documents_are_kept_a_batch_at_a_time() -> None:
    pages = [pdf(page_of([f"conv = {number}"])) for number in range(2 * FILES_A_BATCH + 5)]
    files = [
        (LoadedFile(path=f"{place}.pdf", data=data, sha256=sha256(data).hexdigest()),)
        for place, data in enumerate(pages)
    ]
    shelf = Shelf()
    with_documents(files, 1, kept=shelf)
    assert sum(shelf.batches) == len(files)
    assert max(shelf.batches) <= FILES_A_BATCH


def test_a_run_that_fell_while_it_wrote_is_not_taken_for_finished(
    walkers: SmallClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files of the run before still stand as they were written."""

    def fall(publisher: Publisher) -> None:
        raise Killed

    walkers.hand_in("401", RIGHT)
    walkers.run()
    walkers.hand_in("401", RIGHT | {"first": 30})
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Publisher, "write_all", fall)
        walkers.run()
    assert not walkers.run().unchanged
    walkers.run(out=walkers.out.with_name("fresh"))
    told = walkers.files()
    assert told.pop("changes.csv").count(b"\n") > 1
    assert told == walkers.files(walkers.out.with_name("fresh"))
