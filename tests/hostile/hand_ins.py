"""Hostile and broken hand-ins that are no PDF: JSON, text, notebooks, archives, pages and pictures."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Iterator

from tests.hostile.texts import LIVE, texts

Named = tuple[str, bytes]
ANSWERS = (
    "conv_shapes.conv",
    "conv_shapes.dense_params",
    "laplacian_output.output",
    "dilated_output.formula",
)


def hand_ins(random: random.Random, executed: str) -> Iterator[Named]:
    """Yield (name of the file, bytes)."""
    yield from every_text_in_every_field(executed)
    yield from broken_json(random)
    yield from odd_values()
    yield from typed(random, executed)
    yield from archives()
    yield from notebooks(executed)
    yield from others(random)


def every_text_in_every_field(executed: str) -> Iterator[Named]:
    """JSON files with each text as answer, name, id and key, each with a canary of its own student."""
    for number, (name, text) in enumerate(texts(executed).items()):
        answer, named, known, keyed = (f"canary-student-{number:04d}{letter}" for letter in "aikn")
        yield (
            f"answer-{name}.json",
            hand_in(
                f"7{number:06d}", answer, dict.fromkeys(ANSWERS, text) | {"why.text": f"{answer} {text}"}
            ),
        )
        yield f"name-{name}.json", hand_in(f"6{number:06d}", text, {"why.text": named})
        yield f"id-{name}.json", hand_in(f"{text}{known}", known, {"why.text": known})
        yield f"key-{name}.json", hand_in(f"5{number:06d}", keyed, {text: text, "why.text": {text: keyed}})


def hand_in(student: object, name: object, answers: object) -> bytes:
    """Return the bytes of a JSON hand-in."""
    data = {"student": {"id": student, "name": name}, "answers": answers}
    return json.dumps(data, ensure_ascii=True).encode()


def broken_json(random: random.Random) -> Iterator[Named]:
    """Files that are no JSON, or only to a generous reader."""
    whole = hand_in("4900001", "Broken", {"conv_shapes.conv": "14x14x32"})
    bodies = {
        "empty": b"",
        "blank": b" \n",
        "nulls": b"\0" * 5000,
        "noise": random.randbytes(3000),
        "truncated": whole[:-9],
        "trailing": whole + b"x",
        "two": whole + whole,
        "single-quotes": b"{'student': '1'}",
        "comment": b'{"student": "49", /* x */ "answers": {}}',
        "array": b"[1, 2, 3]",
        "number": b"12",
        "text": b'"a text"',
        "null": b"null",
        "deep-arrays": b"[" * 200_000,
        "deep-objects": b'{"a":' * 200_000,
        "deep-closed": b"[" * 100_000 + b"]" * 100_000,
        "keys": b'{"answers": {' + b",".join(b'"k%d": 1' % place for place in range(100_000)) + b"}}",
        "strange-names": json.dumps(
            {"student": "4900013", "answers": {f"conv_shapes.conv\u202e{at}": "<b>" for at in range(50_000)}}
        ).encode(),
        "same-keys": b'{"student": "4900002", "answers": {'
        + b'"conv_shapes.conv": 1, ' * 50_000
        + b'"a": 1}}',
        "twice-student": b'{"student": "4900003", "student": "4900004", "answers": {}}',
        "twice-id": b'{"student": {"id": "4900005", "id": "4900006"}, "answers": {}}',
        "twice-answers": b'{"student": "4900007", "answers": {"conv_shapes.conv": 1}, "answers": {}}',
        "utf-16": whole.decode().encode("utf-16"),
        "utf-16-bare": whole.decode().encode("utf-16-le"),
        "utf-32": whole.decode().encode("utf-32"),
        "cp1256": '{"student": "4900008", "answers": {"conv_shapes.conv": "چهارده در چهارده"}}'.encode(
            "cp1256"
        ),
        "latin-1": '{"student": "4900009", "answers": {"conv_shapes.conv": "é"}}'.encode("latin-1"),
        "overlong": b'{"student": "\xc0\xaf\xc0\xae", "answers": {}}',
        "bytes-of-halves": b'{"student": "\xed\xa0\x80", "answers": {}}',
        "two-marks": b"\xef\xbb\xbf\xef\xbb\xbf" + whole,
        "other-mark": b"\xff\xfe\xff\xfe" + whole,
        "too-large": b'{"student": "4900010", "answers": {}}' + b" " * 5_000_001,
        "schema": b'{"schema": "evil/submission@9", "student": "4900011", "answers": {}}',
        "prototype": b'{"__proto__": {"x": 1}, "student": "4900012", "answers": {"__class__": 1, "constructor": 2}}',
    }
    for name, body in bodies.items():
        yield f"json-{name}.json", body


def odd_values() -> Iterator[Named]:
    """Well-formed files with values beyond measure; the first three answers are what is odd."""
    values = {
        "nan": "NaN",
        "infinity": "-Infinity",
        "overflow": "1e400",
        "underflow": "1e-400",
        "minus-zero": "-0.0",
        "huge-whole": "9" * 5000,
        "huge-fraction": "0." + "3" * 100_000,
        "huge-exponent": "1e" + "9" * 5000,
        "half-character": '"\\ud800"',
        "reversed-halves": '"\\udfff\\ud800"',
        "null-character": '"\\u0000"',
        "true": "true",
        "null": "null",
        "object": '{"a": {"b": [1]}}',
        "deep": "[" * 3000 + "]" * 3000,
        "ragged": "[[1, 2], [3], []]",
        "wide": "[" + ",".join("1" * 9 for _ in range(200_000)) + "]",
        "square": "[" + ",".join("[" + ",".join("1" for _ in range(700)) + "]" for _ in range(700)) + "]",
        "mixed": '[1, "2", null, true, [3], {"x": 1}, NaN]',
        "long": '"' + "x" * 4_000_000 + '"',
        "slashes": '"' + "\\\\" * 1_000_000 + '"',
        "blanks": '"' + " " * 1_000_000 + '"',
        "digits-and-slashes": '"' + "1/" * 900 + '1"',
        "products": '"' + "1x" * 900 + '1"',
    }
    for number, (name, value) in enumerate(values.items()):
        answers = ", ".join(f'"{key}": {value}' for key in ANSWERS)
        yield f"value-{name}.json", f'{{"student": "48{number:05d}", "answers": {{{answers}}}}}'.encode()
    for name, student in {
        "number": "4801000",
        "float": "1e308",
        "nan": "NaN",
        "list": '["4801001"]',
        "object-in-id": '{"id": {"id": "4801002"}}',
        "empty": '""',
        "blank": '"   "',
        "long": '"' + "4" * 70_000 + '"',
        "nothing-seen": '"\\u200b\\u200c\\u2060"',
    }.items():
        yield (
            f"student-{name}.json",
            f'{{"student": {student}, "answers": {{"conv_shapes.conv": 1}}}}'.encode(),
        )


def typed(random: random.Random, executed: str) -> Iterator[Named]:
    """Texts, Markdown and LaTeX."""
    for number, (name, text) in enumerate(texts(executed).items()):
        if number % 2:  # reading free text costs most: every other one is enough
            continue
        own = f"canary-typed-{number:04d}"
        lines = f"student id: 3{number:06d}\n\nQ2 (a) = {text}\n\nconv_shapes.conv = {text}\n\n# {text}\n\n{own}\n"
        suffix = (".md", ".txt", ".tex")[number // 2 % 3]
        yield f"typed-{name}{suffix}", lines.encode("utf-8", "replace")
    yield "text-noise.txt", random.randbytes(5000)
    yield "text-nulls.txt", b"\0" * 100_000
    yield "text-too-large.txt", b"a " * 2_600_000
    yield "text-one-line.txt", b"conv_shapes.conv = " + b"1x" * 1_000_000
    yield "text-headings.md", b"# Q2 (a)\n" * 100_000
    yield "text-fences.md", b"```\n" * 100_001
    yield "text-quotes.md", b">" * 500_000
    yield "text-table.md", b"|" * 500_000 + b"\n" + b"|-" * 500_000
    yield "text-brackets.md", b"[" * 200_000 + b"](" * 100_000
    yield "text-stars.md", b"*_" * 500_000
    yield "text-braces.tex", b"\\frac{" * 100_000
    yield "text-begins.tex", b"\\begin{matrix}" * 60_000
    yield "text-dollars.tex", b"$" * 500_000
    yield "text-macro.tex", b"\\def\\a{\\a\\a}\\a " * 10_000


def archives() -> Iterator[Named]:
    """Archives that swell, climb, lie or nest."""
    yield "zip-bomb.zip", packed({"a.json": b"0" * 300_000_000}, level=9)
    yield (
        "zip-climbs.zip",
        packed(
            {"../../outside/canary-path": b"x", "/etc/canary-path": b"x", "..\\x.json": b"x", "C:/x": b"x"}
        ),
    )
    yield "zip-many.zip", packed({f"{place}.json": b"" for place in range(6000)})
    yield "zip-same-names.zip", packed({"a.json": b"{}"}) + packed({"A.JSON": b"{}"})
    inner = packed({"401.json": hand_in("4700001", "Inner", {})})
    yield "zip-nested.zip", packed({"inner.zip": packed({"inner.zip": inner})})
    yield "zip-lies.zip", inner.replace((63).to_bytes(4, "little"), b"\xff\xff\xff\x7f")
    yield "zip-truncated.zip", inner[:-20]
    yield "zip-noise.zip", b"PK\x03\x04" + bytes(range(256)) * 40
    locked = bytearray(inner)
    locked[6] |= 1
    locked[inner.rindex(b"PK\x01\x02") + 8] |= 1
    yield "zip-locked.zip", bytes(locked)
    link = zipfile.ZipInfo("link.json")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "../../outside/secret")
    yield "zip-link.zip", made.getvalue()
    yield "archive.rar", b"Rar!\x1a\x07\x00" + b"\0" * 999
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 999
    yield "archive.tar.gz", zlib.compress(b"\0" * 1_000_000)
    yield "document.docx", packed({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})


def packed(entries: dict[str, bytes], level: int = 1) -> bytes:
    """Return a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def notebooks(executed: str) -> Iterator[Named]:
    """Notebooks that would run, draw or swell."""
    for number, (name, text) in enumerate(list(LIVE.items())[::3]):
        output = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": text, "text/plain": text},
        }
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": [f"# Q2 (a)\nconv = {text}"]},
            {
                "cell_type": "code",
                "metadata": {},
                "source": f"!touch {executed}",
                "outputs": [output],
                "execution_count": 1,
            },
        ]
        yield (
            f"2{number:06d}-{name}.ipynb",
            json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
        )
    yield "notebook-deep.ipynb", b'{"cells": ' + b"[" * 100_000
    yield (
        "notebook-cells.ipynb",
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "#"}] * 50_000}).encode(),
    )
    yield (
        "notebook-odd.ipynb",
        b'{"nbformat": 4, "cells": [1, null, {"cell_type": 3, "source": {"a": 1}}, {"source": [[]]}]}',
    )
    yield "notebook-noise.ipynb", b"\x00\x01 no notebook"


def others(random: random.Random) -> Iterator[Named]:
    """Pages, pictures, programs and files without a kind."""
    for name, text in list(LIVE.items())[::2]:
        yield (
            f"page-{name}.html",
            f"<html><body>{text}<p>conv_shapes.conv = 14x14x32</p></body></html>".encode(),
        )
    yield "page-deep.html", b"<div>" * 200_000
    yield "page-entities.html", b"&amp;" * 300_000
    yield "drawing.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{LIVE['script']}</svg>".encode()
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + random.randbytes(2000)
    yield "picture.jpg", b"\xff\xd8\xff\xe0" + random.randbytes(2000)
    yield "program.py", b"import os; os.system('echo canary')"
    yield "program.exe", b"MZ" + random.randbytes(500)
    yield "program.sh", b"#!/bin/sh\nexit 1\n"
    yield "no-suffix", b"x"
    yield "conftest.py", b"raise SystemExit('canary')"
    yield "sitecustomize.py", b"raise SystemExit('canary')"
    yield "json.py", b"raise SystemExit('canary')"
    yield "table.csv", b"=1+1,=cmd|x!A0\n"
    yield "query.sql", b"'; DROP TABLE machine; --"
