"""Makes a folder of several hundred hostile files beside honest ones: the same seed, the same files."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.hand_ins import hand_in, hand_ins
from tests.hostile.inventions import make_inventions
from tests.hostile.pdfs import hostile_pdfs
from tests.hostile.texts import LIVE, texts
from tests.hostile.tiny_pdf import page_of, pdf

SLOW_PDFS = frozenset({
    "packed-q-flood", "path-flood", "contents-flood", "marked-flood", "doubling", "form-of-itself", "font-bomb",
    "flate-twice", "flate-512mb", "field-flood", "line-flood", "one-long-path",
})  # fmt: skip  # a second or more each; the fast lane has others of their kind
SECRET = "canary-outside-secret"  # noqa: S105 - a canary
ASSIGNMENT = """\
schema = "grade/assignment@1"
id = "hostile"
title = "A homework that strangers hand in"
contact = "ta@example.org"

[[question]]
problem = "laplacian_output"
number = "1"
points = 4
params = { image = [[0, 0, 10], [0, 10, 0], [10, 0, 0]], kernel = [[1, 1, 1], [1, -8, 1], [1, 1, 1]], padding = "zero" }

[[question]]
problem = "conv_shapes"
number = "2"
parts = { conv = 2, pool = 2, dense_params = 2 }

  [question.params]
  input = [28, 28, 1]
  layers = [
    { name = "conv", type = "conv", filters = 32, kernel = 3, stride = 2, padding = 1 },
    { name = "pool", type = "pool", kernel = 2, stride = 2 },
    { name = "flatten", type = "flatten" },
    { name = "dense", type = "dense", units = 32 },
  ]

[[question]]
problem = "dilated_output"
number = "3"
points = 4
params = { M = 32, N = 28, F = 3, D = 2 }

[[question]]
id = "why"
problem = "written"
number = "4"
points = 2
params = { prompt = "Why?" }
"""
HONEST = {
    "90000001": {
        "conv_shapes.conv": "14x14x32",
        "conv_shapes.pool": [7, 7, 32],
        "why.text": "canary-honest-1",
    },
    "90000002": {
        "conv_shapes.conv": "13x13x32",
        "conv_shapes.dense_params": 50208,
        "why.text": "canary-honest-2",
    },
    "90000003": {
        "laplacian_output.output": [[0, 20, -70], [20, -70, 20], [-70, 20, 0]],
        "why.text": "canary-honest-3",
    },
    "90000004": {"dilated_output.formula": "(M-DF+D)(N-DF+D)", "why.text": "canary-honest-4"},
    "90000005": {"conv_shapes.conv": "", "conv_shapes.pool": "7x7", "why.text": "canary-honest-5"},
    "90000006": {},
}
TYPED = {
    "90000011.pdf": "14x14x32",
    "90000012.pdf": "15x15x32",
    "90000013.md": "14 × 14 × 32",
    "90000014.txt": "14*14*32",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place of its own for a run: everything in it but ``out`` must stay as it is."""

    home: Path
    submissions: Path
    out: Path
    executed: Path

    @classmethod
    def below(cls, home: Path) -> Box:
        """Make the folders."""
        for name in ("submissions", "outside", "tmp"):
            (home / name).mkdir(parents=True)
        (home / "outside" / "secret").write_text(SECRET)
        (home / "outside" / "secret.json").write_bytes(hand_in("1234567", SECRET, {"why.text": SECRET}))
        return cls(
            home=home,
            submissions=home / "submissions",
            out=home / "out",
            executed=home / "outside" / "executed",
        )


def make_honest(box: Box) -> None:
    """Write the assignment, the roster and the honest hand-ins."""
    box.submissions.joinpath("assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    for student, answers in HONEST.items():
        box.submissions.joinpath(f"{student}.json").write_bytes(
            hand_in(student, f"Honest {student}", answers)
        )
    for name, said in TYPED.items():
        lines = [f"Student id: {name[:8]}", "", f"conv_shapes.conv = {said}", "", "conv_shapes.pool = 7x7x32"]
        data = pdf(page_of(lines)) if name.endswith(".pdf") else "\n".join(lines).encode()
        box.submissions.joinpath(name).write_bytes(data)
    names = list(texts(str(box.executed)).items())
    with box.submissions.joinpath("roster.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["student_id", "name"])
        write.writerows(
            [student, f"Honest {student}"] for student in (*HONEST, *(name[:8] for name in TYPED))
        )
        write.writerows(
            [f"00{place:05d}", clean]
            for place, (_, text) in enumerate(names)
            if (clean := text[:150]).isprintable()
        )


def make_hostile(box: Box, seed: int, *, slow: bool) -> None:
    """Write the hostile files beside the honest ones; ``slow`` adds those that take a reader seconds."""
    chance = random.Random(seed)
    for name, data in hand_ins(chance, str(box.executed)):
        box.submissions.joinpath(name).write_bytes(data)
    for name, data in hostile_pdfs(chance):
        if slow or name not in SLOW_PDFS:
            box.submissions.joinpath(f"pdf-{name}.pdf").write_bytes(data)
    make_names(box)
    make_twins(box)
    make_special(box)
    make_folders(box)
    make_inventions(box.submissions, slow=slow)


def make_names(box: Box) -> None:
    """Write files whose names are the harm."""
    names = [text.replace("/", "∕").replace("\0", "")[:60] + f"-{name}.json" for name, text in LIVE.items()]
    names += [
        "line\nbreak.json", "carriage\rreturn.json", "\u202enosj.exe.json", "\x1b[31mred.json", "tab\t.json",
        "=1+1.json", "@SUM(1).json", "+1.json", "-rf.json", "--out.json", " .json", "%00.json", "..json",
        "...json", "CON.json", "a\\b.json", "'; DROP TABLE x.json", "$(touch x).json", "~.json", "*.json", "?.json",
        "n" * 245 + ".json", "\u200b.json", "\u2028.json", "name.JSON", "name.Json.json", "x.pdf.json", "{name}.json",
        "%s.json",
    ]  # fmt: skip
    for number, name in enumerate(names):
        text = json.dumps({"answers": {"why.text": f"canary-named-{number:04d}"}})
        box.submissions.joinpath(name).write_text(text)
    for number, raw in enumerate((b"\xff\xfe.json", b"caf\xe9.json", b"\xed\xa0\x80.pdf", b"\xc7\xe1.txt")):
        with open(os.fsencode(box.submissions) + b"/" + raw, "wb") as file:  # noqa: PTH123 - no name of a Path
            file.write(b'{"student": "46%05d", "answers": {}}' % number)


def make_twins(box: Box) -> None:
    """Write pairs of hand-ins that are one student's to a generous reader."""
    for number, (one, other) in enumerate((
        ("abc1234", "ABC1234"), ("4500001", "۴۵۰۰۰۰۱"), ("4500002", "٤٥٠٠٠٠٢"), ("caf\u00e9001", "cafe\u0301001"),
        ("4500003", "4500\u200b003"), ("4500004", " 4500004 "), ("4500005", "４５０００００５"[1:]),
    )):  # fmt: skip
        for half, student in (("a", one), ("b", other)):
            answer = {"conv_shapes.conv": f"14x14x{number}{half}"}
            box.submissions.joinpath(f"twin-{number}-{half}.json").write_bytes(
                hand_in(student, "Twin", answer)
            )
    box.submissions.joinpath("Case.json").write_bytes(hand_in("4500010", "Case", {}))
    box.submissions.joinpath("case.json").write_bytes(hand_in("4500011", "case", {}))
    box.submissions.joinpath("\u00e9.json").write_bytes(hand_in("4500012", "composed", {}))
    box.submissions.joinpath("e\u0301.json").write_bytes(hand_in("4500013", "decomposed", {}))


def make_special(box: Box) -> None:
    """Make links, pipes and sockets."""
    for name, target in {
        "link-outside.json": box.home / "outside" / "secret.json",
        "link-absolute.json": Path("/etc/passwd"),
        "link-dangling.json": Path("nowhere"),
        "link-itself.json": Path("link-itself.json"),
        "link-endless.json": Path("/dev/zero"),
        "link-folder": box.home / "outside",
        "link-here": Path(),
        "link-honest.json": Path("90000001.json"),
    }.items():
        box.submissions.joinpath(name).symlink_to(target)
    os.mkfifo(box.submissions / "pipe.json")
    os.mkfifo(box.submissions / "pipe.pdf")
    for name, size in {
        "holes.pdf": 49_000_000,
        "holes.json": 4_900_000,
        "endless.pdf": 6_000_000_000,
    }.items():
        with box.submissions.joinpath(name).open("wb") as file:
            file.write(b"%PDF-1.7\n")
            file.truncate(size)
    here = Path.cwd()
    os.chdir(box.submissions)  # a socket's whole path may have a hundred characters
    try:
        with socket.socket(socket.AF_UNIX) as ear:
            ear.bind("socket.json")
    finally:
        os.chdir(here)


def make_folders(box: Box) -> None:
    """Make students' folders with something wrong, and what systems leave behind."""
    for name, files in {
        "folder-mixed": {"a.json": hand_in("4400001", "Mixed", {}), "b.pdf": b"%PDF-1.7 x", "c.exe": b"MZ"},
        "folder-two-students": {"a.json": hand_in("4400002", "A", {}), "b.json": hand_in("4400003", "B", {})},
        "folder-noise": {".DS_Store": b"x", "~$a.docx": b"x", "Thumbs.db": b"x"},
        "folder-<b>": {"<script>.json": b"{}", "=1+1.pdf": b"x"},
        "__MACOSX": {"._a.json": b"x"},
    }.items():
        folder = box.submissions / name
        folder.mkdir()
        for file, data in files.items():
            folder.joinpath(file).write_bytes(data)
    box.submissions.joinpath("folder-mixed", "link.json").symlink_to("/etc/passwd")
    os.mkfifo(box.submissions / "folder-mixed" / "pipe.pdf")
    box.submissions.joinpath("folder-empty").mkdir()
    deep = box.submissions.joinpath("folder-deep", *"abcdefghijklmnop")
    deep.mkdir(parents=True)
    deep.joinpath("x.json").write_bytes(b"{}")
    for name in (".DS_Store", "~$90000001.docx", ".hidden.json", "Thumbs.db", "README.md"):
        box.submissions.joinpath(name).write_bytes(b"noise of systems")
    course = box.submissions / "folder-own-assignment"
    course.mkdir()
    course.joinpath("assignment.toml").write_text("a[[[b")


def remove(box: Box) -> None:
    """Take everything away again, whatever may be done with it."""
    shutil.rmtree(box.home, ignore_errors=True)
