"""A run killed at any moment leaves whole files, and at most one batch to do again."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.store.database import Store
from grader.store.output import open_output
from grader.store.results import results_jsonl
from tests.store.invented import HEADER, part, student

ROOT = Path(__file__).parents[2]
BATCH = 8
CLASS = [student(str(number), *(part(f"p{index}") for index in range(10))) for number in range(400, 480)]


def run_once(folder: Path) -> int:
    """Do what a run does, a batch at a time; returns how many students were graded before."""
    keys = {record.student_id or "": "input" for record in CLASS}
    with open_output(folder) as output, Store.open(output) as store:
        known = store.load(keys)
        left = [record for record in CLASS if record.student_id not in known]
        for start in range(0, len(left), BATCH):
            batch = left[start : start + BATCH]
            store.save([(record.student_id or "", "input", record) for record in batch])
            for record in batch:
                output.write(f"students/{record.student_id}.html", (record.student_id or "").encode() * 3000)
            output.commit()
        for record in CLASS:
            output.write(f"students/{record.student_id}.html", (record.student_id or "").encode() * 3000)
        output.write("results.jsonl", results_jsonl(CLASS, HEADER))
        output.commit()
        store.publish({record.student_id or "": record for record in CLASS})
        store.set_run_key("done")
    return len(known)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("grades.db")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_rerun_after_a_kill_at_any_moment_equals_a_clean_run(tmp_path: Path) -> None:
    run_once(tmp_path / "clean")
    clean = files(tmp_path / "clean")
    moments = random.Random(7)
    script = "import sys; from pathlib import Path; from tests.store.test_crashes import run_once\n"
    script += "print('ready', flush=True)\nrun_once(Path(sys.argv[1]))"
    interrupted = 0
    for number in range(8):
        folder = tmp_path / str(number)
        run = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(moments.uniform(0, 0.12))
        run.kill()
        run.wait()
        run.stdout.close()
        saved = students_saved(folder)
        for name, data in files(folder).items() if folder.exists() else ():
            if not name.endswith(".grade-part") and name != ".files.json":
                assert data == clean[name]
        assert run_once(folder) == saved
        assert files(folder) == clean
        interrupted += saved < len(CLASS)
    assert interrupted > 0


def students_saved(folder: Path) -> int:
    """Return how many students a killed run had stored, read by SQLite itself."""
    if not (folder / "grades.db").exists():
        return 0
    connection = sqlite3.connect(folder / "grades.db")
    try:
        (count,) = connection.execute("SELECT count(*) FROM machine").fetchone()
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
    assert count % BATCH == 0
    return int(count)


def test_the_record_of_files_is_json_after_every_commit(tmp_path: Path) -> None:
    run_once(tmp_path)
    recorded = json.loads((tmp_path / ".files.json").read_bytes())
    assert set(recorded["files"]) == set(files(tmp_path)) - {".files.json", ".lock"}
