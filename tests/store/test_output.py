"""Files are whole or not there, one run writes at a time, and nobody else's file is touched."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.errors import OutputFailed, OutputInUse, OutputNotWritable
from grader.store.disk import TEMPORARY_SUFFIX
from grader.store.output import open_output

ROOT = Path(__file__).parents[2]


def temporaries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(TEMPORARY_SUFFIX)]


def test_a_file_is_seen_only_after_the_commit(tmp_path: Path) -> None:
    with open_output(tmp_path / "out") as output:
        output.write("students/a.html", b"whole")
        assert not (tmp_path / "out/students/a.html").exists()
        output.commit()
        assert (tmp_path / "out/students/a.html").read_bytes() == b"whole"
    assert temporaries(tmp_path) == []


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    with open_output(tmp_path) as output:
        output.write("index.html", b"old")
        output.commit()
        output.write("index.html", b"new")
    assert (tmp_path / "index.html").read_bytes() == b"old"
    assert temporaries(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions another way")
def test_folders_and_files_are_private(tmp_path: Path) -> None:
    with open_output(tmp_path / "out") as output:
        output.write("students/a.html", b"x")
        output.commit()
    modes = {
        path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "out", *(tmp_path / "out").rglob("*"))
    }
    assert modes == {
        "out": 0o700,
        "out/.lock": 0o600,
        "out/.files.json": 0o600,
        "out/students": 0o700,
        "out/students/a.html": 0o600,
    }


def test_a_file_that_holds_the_bytes_already_is_not_rewritten(tmp_path: Path) -> None:
    with open_output(tmp_path) as output:
        output.write("index.html", b"same")
        output.commit()
    before = (tmp_path / "index.html").stat()
    with open_output(tmp_path) as output:
        output.write("index.html", b"same")
        output.commit()
    after = (tmp_path / "index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_equal_runs_leave_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with open_output(tmp_path / name) as output:
            for letter in "ab" if name == "one" else "ba":
                output.write(f"{letter}.html", letter.encode())
                output.commit()
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert one == two


@pytest.mark.parametrize(
    "altered",
    [
        pytest.param(b"BBBB", id="same-size"),
        pytest.param(b"B", id="other-size"),
        pytest.param(None, id="removed"),
    ],
)
def test_a_file_that_was_altered_is_noticed_and_redrawn(tmp_path: Path, altered: bytes | None) -> None:
    with open_output(tmp_path) as output:
        output.write("index.html", b"AAAA")
        output.commit()
    if altered is None:
        (tmp_path / "index.html").unlink()
    else:
        (tmp_path / "index.html").write_bytes(altered)
    with open_output(tmp_path) as output:
        assert not output.is_intact("index.html")
        output.write("index.html", b"AAAA")
        output.commit()
        assert output.is_intact("index.html")
    assert (tmp_path / "index.html").read_bytes() == b"AAAA"


def test_intact_files_are_known_in_a_copied_folder(tmp_path: Path) -> None:
    import shutil

    with open_output(tmp_path / "out") as output:
        output.write("students/a.html", b"A")
        output.commit()
    shutil.copytree(tmp_path / "out", tmp_path / "copy")
    with open_output(tmp_path / "copy") as output:
        assert output.is_intact("students/a.html")


def test_only_our_own_files_are_removed(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with open_output(tmp_path) as output:
        for name in ("old.html", "annotated.html"):
            output.write(name, b"x")
        output.commit()
        (tmp_path / "annotated.html").write_text("x, and a note by hand")
        for name in ("README.md", "old.html", "annotated.html"):
            output.remove(name)
        output.commit()
        assert output.written() == frozenset()
    assert sorted(path.name for path in tmp_path.glob("[!.]*")) == ["README.md", "annotated.html"]


@pytest.mark.parametrize("relative", ["../x", "/etc/x", "a/../../x", "a//b", "", "a\\b", "c:x", "./x"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, relative: str) -> None:
    with open_output(tmp_path) as output, pytest.raises(ValueError, match="below the output folder"):
        output.write(relative, b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_a_link_that_was_planted_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "mine"
    outside.write_text("mine")
    with open_output(tmp_path / "out") as output:
        (tmp_path / "out" / f".index.html{TEMPORARY_SUFFIX}").symlink_to(outside)
        with pytest.raises(OutputFailed):
            output.write("index.html", b"x")
    assert outside.read_text() == "mine"


def test_a_site_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my home page")
    with pytest.raises(OutputNotWritable, match="was not written by grade"), open_output(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html"]


def test_a_damaged_record_of_files_only_costs_a_redrawing(tmp_path: Path) -> None:
    with open_output(tmp_path) as output:
        output.write("index.html", b"A")
        output.commit()
    (tmp_path / ".files.json").write_bytes(b'{"files": [1]}')
    with open_output(tmp_path) as output:
        assert not output.is_intact("index.html")
        output.write("index.html", b"A")
        output.commit()
        assert output.is_intact("index.html")


@pytest.mark.parametrize("below", [pytest.param("", id="a-file"), pytest.param("out", id="below-a-file")])
def test_a_place_that_cannot_be_a_folder_is_refused_first(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputNotWritable) as refused, open_output(tmp_path / "file" / below):
        pass
    assert refused.value.exit_code == 73
    assert str(refused.value).startswith(str(tmp_path / "file"))
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_refused_first(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputNotWritable, match="another one with --out"), open_output(tmp_path):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_a_lock_that_cannot_be_taken_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(OutputNotWritable, match="cannot be locked"), open_output(tmp_path):
        pass


def test_a_full_disk_is_named_and_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        if len(data) > 10:
            written.append(real(descriptor, data[:10]))
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    with open_output(tmp_path) as output:
        output.write("index.html", b"old")
        output.commit()
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", write)
            with pytest.raises(OutputFailed, match="the disk is full") as failed:
                output.write("index.html", b"new and longer")
        assert failed.value.exit_code == 74
        assert temporaries(tmp_path) == []
    assert written == [10]
    assert (tmp_path / "index.html").read_bytes() == b"old"


def test_a_short_write_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    with open_output(tmp_path) as output:
        monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
        output.write("index.html", b"in several pieces")
        output.commit()
    assert (tmp_path / "index.html").read_bytes() == b"in several pieces"


def test_a_second_run_is_refused_at_once_and_the_first_goes_on(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from grader.store.output import open_output\n"
    script += "with open_output(Path(sys.argv[1])): pass"
    with open_output(tmp_path) as output:
        output.write("index.html", b"first")
        began = time.monotonic()
        second = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert time.monotonic() - began < 5
        assert "OutputInUse" in second.stderr
        with pytest.raises(OutputInUse), open_output(tmp_path):
            pass
        output.commit()
    assert (tmp_path / "index.html").read_bytes() == b"first"
    with open_output(tmp_path):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_killed_run_leaves_no_lock_and_no_temporary_file(tmp_path: Path) -> None:
    """Also where a process that it forked lives on."""
    script = (
        "import os, sys, time; from pathlib import Path; from grader.store.output import open_output\n"
        "with open_output(Path(sys.argv[1])) as output:\n"
        "    output.write('students/a.html', b'half')\n"
        "    child = os.fork()\n"
        "    if child: print(child, flush=True)\n"
        "    time.sleep(20)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    child = int(run.stdout.readline())
    try:
        run.kill()
        run.wait()
        assert temporaries(tmp_path) != []
        with open_output(tmp_path):
            assert temporaries(tmp_path) == []
    finally:
        os.kill(child, signal.SIGKILL)
        run.stdout.close()
