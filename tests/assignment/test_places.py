"""The place of a fault is where a person would point in the file."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assignment.places import Path, locate

TEXT = '''\
# a comment with = and [brackets]
id = "x # not a comment"
title = """two
lines = "quoted" """
'literal key' = 'it\\'

[[question]]
problem = "walk"
params = { a = 3, "b" = [1, 2, [30]], c.d = 5 }  # trailing
  [question.tolerance.total]
  rtol = 0.1

[[question]] # second
parts = {
  one = 1, }
layers = [
  { name = "conv", kernel = 3 },

  # between
  { name = "pool", kernel = 4 },
]
  [[question.more]]
  deep = true
  [[question.more]]
  deep = false
'''.replace("parts = {\n  one = 1, }", "parts = { one = 1 }")


@pytest.mark.parametrize(
    ("path", "at_key", "points_at"),
    [
        pytest.param(("id",), False, '"x # not', id="text"),
        pytest.param(("id",), True, "id =", id="key"),
        pytest.param(("title",), False, '"""two', id="text-of-two-lines"),
        pytest.param(("literal key",), True, "'literal key'", id="quoted-key"),
        pytest.param(("question", 0, "problem"), False, '"walk"', id="in-a-table"),
        pytest.param(("question", 0, "params", "a"), False, "3,", id="in-an-inline-table"),
        pytest.param(("question", 0, "params", "b", 2, 0), False, "30]", id="in-lists"),
        pytest.param(("question", 0, "params", "c", "d"), False, "5 }", id="dotted"),
        pytest.param(("question", 0, "params", "c", "d"), True, "d = 5", id="dotted-key"),
        pytest.param(("question", 0, "tolerance", "total", "rtol"), False, "0.1", id="in-a-table-below"),
        pytest.param(("question", 1, "layers", 1, "kernel"), False, "4 }", id="second-of-a-list"),
        pytest.param(("question", 1, "layers", 0, "kernel"), True, "kernel = 3", id="key-in-the-first"),
        pytest.param(("question", 1, "more", 1, "deep"), False, "false", id="tables-in-tables"),
        pytest.param(
            ("question", 1, "layers", 1, "nothing"), False, '{ name = "pool"', id="nearest-ancestor"
        ),
        pytest.param(("question", 1), False, "[[question]] # second", id="the-table-itself"),
        pytest.param(("nothing", 3), False, "# a comment", id="nowhere-is-the-beginning"),
    ],
)
def test_a_place_is_found(path: Path, at_key: bool, points_at: str) -> None:
    tomllib.loads(TEXT)

    line, column = locate(TEXT, path, at_key=at_key)

    assert TEXT.splitlines()[line - 1][column - 1 :].startswith(points_at.splitlines()[0])


KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True) | st.sampled_from(['"a b"', "'c.d'", '"\\u00e9"'])
SPACES = st.sampled_from(["", " ", "  ", "\t"])
BREAKS = st.sampled_from(["", "\n", " # x = [1]\n", "\n\n"])
SCALARS = st.sampled_from(
    ['"a"', '"]"', "'}'", '"\\""', "1", "-0.5", "true", "1979-05-27", '"""\nx = 1\n"""', "'''a'b'''", '"""a""""', '""']
)  # fmt: skip


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> tuple[str, list[tuple[Path, int]]]:
    """Return a value's text and where each value in it begins, written down while it is built."""
    kind = draw(st.sampled_from(["scalar", "list", "table"])) if depth else "scalar"
    places: list[tuple[Path, int]] = [((), 0)]
    if kind == "scalar":
        return draw(SCALARS), places
    text = "[" if kind == "list" else "{"
    keys: list[str] = []
    for index in range(draw(st.integers(0, 3))):
        text += "," if index else ""
        text += draw(BREAKS) if kind == "list" else draw(SPACES)
        step: str | int = index
        if kind == "table":
            key = draw(KEYS.filter(lambda key: key not in keys))
            keys.append(key)
            text += f"{key}{draw(SPACES)}={draw(SPACES)}"
            step = next(iter(tomllib.loads(f"{key} = 0")))
        inner, found = draw(values(depth - 1))
        places += [((step, *path), len(text) + offset) for path, offset in found]
        text += inner + (draw(BREAKS) if kind == "list" else draw(SPACES))
    return text + ("]" if kind == "list" else "}"), places


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_every_place_is_found_whatever_stands_around_it(data: st.DataObject) -> None:
    text = ""
    expected: dict[Path, int] = {}
    for number in range(data.draw(st.integers(1, 3))):
        text += data.draw(BREAKS) + f"key{number}{data.draw(SPACES)}= "
        value, places = data.draw(values())
        expected |= {(f"key{number}", *path): len(text) + offset for path, offset in places}
        text += value + "\n"
    tomllib.loads(text)

    for path, offset in expected.items():
        line, column = locate(text, path)
        assert sum(len(each) for each in text.splitlines(keepends=True)[: line - 1]) + column - 1 == offset
