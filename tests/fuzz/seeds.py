"""Where fuzzing begins: for each reader a few well-formed inputs of its kind."""

from __future__ import annotations

import json

from tests.hostile.hand_ins import hand_in, packed
from tests.hostile.tiny_pdf import page_of, pdf

TEXT = """# Q2 (a)
student id: 40110001
conv = 14 × 14 × 32, so `conv_shapes.conv = 14x14x32`
| a | b |
|---|---|
| 1 | ۲٫۵ |
$$\\frac{1}{2} \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$$
سوال سوم الف) پاسخ: ۱۲/۵
""".encode()
PAGE = pdf(page_of(["Student id: 40110001", "conv_shapes.conv = 14x14x32", "Q3 (b) = 1/2"]))
CELLS = [
    {"cell_type": "markdown", "source": ["# Q2 (a)\n", "conv = 14x14x32"]},
    {"cell_type": "code", "source": "output = [[1, 2], [3, 4]]\nprint(output)", "outputs": []},
]
REVIEW = (
    "key,scope,question,part,students,student_id,name,credit,comment,marker\n"
    "g0123456789ab,group,conv,conv,2,,,0.5,ok,TA\ns0123456789ab,student,conv,conv,1,401,A,1/2,,\n"
)
ANSWERS = {
    "conv_shapes": {"conv": "14x14x32", "pool": [7, 7, 32], "dense_params": 50208},
    "laplacian_output.output": [[0, 20, -70], ["20", -70.0, 20], [-70, 20, "1/2"]],
    "dilated_output.formula": "(M-DF+D)(N-DF+D)", "dilated_output.height": 1e3, "why.text": "because",
}  # fmt: skip
WRITTEN = """# Question 1
[[0, 20, -70], [20, -70, 20], [-70, 20, 0]]
# 2 (a) conv = 14 x 14 x 32
b) 7x7x32, not 8x8x32; pool = 7*7*32 = 1568
c) 1568·32 + 32 = 50208
# سوال سوم
الف) (M - D F + D)(N - D F + D) = $\\frac{1}{2}$
""".encode()
METADATA = b"""---
submission_123456:
  :submitters:
  - :name: "A \\u00e9 B"
    :sid: '401200001'
    :email: a@b.c
  :created_at: 2026-01-02 03:04:05.678 UTC
  :history:
  - :id: 1
    :created_at: 2026-01-01 00:00:00 Z
"""
SEEDS: dict[str, tuple[bytes, ...]] = {
    "json_hand_in": (
        hand_in("40110001", "A", {"conv_shapes.conv": "14x14x32", "m": [[1, -2.5e3], ["۱", None]], "n": {"a": True}}),
        b'\xef\xbb\xbf{"student": "1", "answers": {"a": 1, "a": NaN, "b": "\\ud800"}}',
    ),
    "notation": (
        b"14x14x32", "۱۲٫۵".encode(), b"\\frac{1}{2}", b"[[1, 2], [3, 4]]", b"(M-D*F+D)(N-D)", b"1.5e-3 = 3/2000",
        b"np.array([[[1, 2]]])", "3 در 4".encode(), b"50%", b"sqrt(2) + max(0, x)",
    ),
    "markdown": (TEXT,), "plain_text": (TEXT,), "latex": (TEXT, b"\\section{Q2}\n\\item[(a)] $1\\times 2$"),
    "pdf": (PAGE,),
    "notebook": (json.dumps({"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),),
    "web_page": (b"<html><body><h2>Q2 (a)</h2><p>conv&nbsp;= 14&times;14<br><table><tr><td>1</td></tr></table></p>",),
    "archive": (packed({"a.json": b"{}", "b/c.md": b"# x"}), packed({"x.zip": packed({"y.txt": b"1"})})),
    "roster": (
        b"student_id,name,email\n001,Ali,a@b.c\n", "شماره دانشجویی;نام\n۴۰۱;سارا\n".encode(),
        b"Student,ID,SIS Login ID,Section\nA B,1,u1,S\n", b"Identifier,Full name,Grade\nParticipant 12,A,\n",
    ),
    "metadata": (METADATA,),
    "delivery": (
        packed({"submission_metadata.yml": METADATA, "submission_123456/a.json": hand_in("401", "A", ANSWERS)}),
        packed({"A B_12_assignsubmission_file_/a.md": b"# 2 (a) 14x14x32", "doe_12_345_a.json": b"{}"}),
        packed({"x.zip": packed({"40110001/a.json": hand_in("40110001", "B", {})}), "assignment.toml": b"x"}),
    ),
    "graded_json": (hand_in("40110001", "A", ANSWERS),),
    "graded_text": (WRITTEN, TEXT),
    "review": (REVIEW.encode("utf-8-sig"), REVIEW.replace(",", ";").encode("utf-16")),
}  # fmt: skip
