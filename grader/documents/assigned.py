"""Reads what a program assigns as data: its syntax is parsed and walked under limits, and nothing of it is run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_PROGRAM = 100_000
DEEPEST = 30
MOST_NODES = 20_000  # of one value
LONGEST_VALUE = 20_000
MOST_ASSIGNMENTS = 500
SAYS_ANSWER = re.compile(
    r"(?:q|question|problem|prob|ex|exercise|task|soal|part)_?\d|(?:answer|ans|answers|result|javab|pasokh)(?:_|\d|$)",
    re.I,
)
BOOKS = frozenset({"answers", "answer", "submission", "results", "responses", "javabha", "pasokhha"})
CHANGES = frozenset({"update", "setdefault", "pop", "clear", "__setitem__"})
STUDENT = frozenset({"student_id", "studentid", "sid", "student_name"})
MAKERS = frozenset({"array", "asarray", "tensor", "matrix", "tuple", "list", "Matrix", "FloatTensor"})
MAGIC = re.compile(r"^(\s*)(?:[%!?].*|.*\?)$", re.M)  # a line that is not Python: a notebook's own commands
SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@",
}  # fmt: skip


class NotData(ValueError):
    """A value that only running the program would tell."""


class Bound(NamedTuple):
    """A name that a program binds, as `Assigned.key` has it, and the lines of the statement that does.

    `[]` stands for what may bind any of the answers, `[*]` for what replaces them all.
    """

    key: str
    first: int
    last: int


class Assigned(NamedTuple):
    """A name and the value that it is given, as text; ``first`` and ``last`` are lines of the program, from 1.

    ``is_entry`` tells that it belongs to a dictionary of answers, ``is_listed`` that it stands between its braces,
    ``is_answer`` that its name says that it is one.
    """

    name: str
    value: str
    first: int
    last: int
    is_entry: bool
    is_listed: bool = False

    @property
    def key(self) -> str:
        """What `bound_in` counts it as."""
        return f"[{self.name}]" if self.is_entry and self.name.lower() not in STUDENT else self.name

    @property
    def is_answer(self) -> bool:
        """Whether the name says that this is an answer, not a step to one."""
        return is_answers_name(self.name)

    def as_line(self) -> str:
        """Return it as a student writes an answer."""
        return f"{self.name} = {self.value}"


def is_answers_name(name: str) -> bool:
    """Return whether a name says that what it stands for is an answer: `q3_conv`, `answer_2`."""
    return bool(SAYS_ANSWER.match(name))


def assigned_in(program: str) -> list[Assigned]:
    """Return what a program assigns outside of functions and conditions; nothing where it is no Python."""
    tree = parsed(program)
    if tree is None:
        return []
    found: list[Assigned] = []
    for statement in tree.body:
        for target, value in targets_of(statement):
            if is_book(target) and isinstance(value, ast.Dict):
                found += entries(value, "", 0)
                continue
            last = statement.end_lineno or statement.lineno
            for name, text, is_entry in given(target, value):
                found.append(Assigned(name, text, statement.lineno, last, is_entry))
        if len(found) > MOST_ASSIGNMENTS:
            break
    return found


def bound_in(program: str) -> list[Bound] | None:
    """Return each name that a program binds anywhere, but for the entries that stand in braces.

    None where the program is no Python.
    """
    tree = parsed(program)
    if tree is None:
        return None
    added = {id(target) for each in tree.body for target, _ in targets_of(each)}
    ends: dict[int, int] = {}
    bound: list[Bound] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            last = node.end_lineno or node.lineno
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            ends |= {id(inner): last for target in targets for inner in ast.walk(target)}
            if node.value is not None and any(map(is_book, targets)):
                bound += [Bound(key, node.lineno, last) for key in unknown_entries(node.value)]
        key = bound_by(node) if isinstance(node, ast.expr) else ""
        if key and isinstance(node, ast.expr) and (id(node) not in added or id(node) in ends):
            bound.append(Bound(key, node.lineno, ends.get(id(node), node.lineno)))
    return bound


def bound_by(node: ast.expr) -> str:
    """Return the key of what an expression binds, empty for one that binds nothing."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return node.id
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and is_of_book(node):
        return f"[{key_of(node)}]"
    return "[]" if isinstance(node, ast.Attribute) and node.attr in CHANGES and is_of_book(node) else ""


def unknown_entries(value: ast.expr) -> Iterator[str]:
    """Yield the key of a binding where a dictionary of answers is given entries that only running would tell."""
    if isinstance(value, ast.Dict):
        yield from ["[]"] if None in value.keys else []  # `**others`
    elif not isinstance(value, ast.Call) or value.args or value.keywords:
        yield "[*]"


def is_book(node: ast.expr) -> bool:
    """Return whether an expression is the name of a dictionary of answers, or adds to one: `answers.update`."""
    if isinstance(node, ast.Attribute) and node.attr == "update":
        node = node.value
    return isinstance(node, ast.Name) and node.id.lower() in BOOKS


def is_of_book(node: ast.Subscript | ast.Attribute) -> bool:
    """Return whether an entry or a method is one of a dictionary of answers."""
    inner: ast.expr = node
    while isinstance(inner, ast.Subscript | ast.Attribute):
        inner = inner.value
    return isinstance(inner, ast.Name) and inner.id.lower() in BOOKS


def parsed(program: str) -> ast.Module | None:
    """Return the syntax of a program, its notebook's commands taken out; None where there is none."""
    if len(program) > LONGEST_PROGRAM or program.lstrip().startswith("%%"):
        return None
    for text in (program, MAGIC.sub(r"\1pass", program)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of odd escapes in a student's strings
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def targets_of(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target of an assignment with what it is given: `a = b = 1`, `a: int = 1`, `a, b = 1, 2`.

    Entries that a statement adds to a dictionary are given to it: `answers.update({…})`, `answers |= {…}`.
    """
    match statement:
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield target, value
        case ast.AugAssign(target=target, op=ast.BitOr(), value=ast.Dict() as value):
            yield target, value
        case ast.Expr(value=ast.Call(func=target, args=[ast.Dict() as value], keywords=[])) if is_book(
            target
        ):
            yield target, value
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
                    if len(target.elts) == len(value.elts):
                        yield from zip(target.elts, value.elts, strict=True)
                else:
                    yield target, value


def given(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str, bool]]:
    """Yield the name, the value as text, and whether it is an entry of a dictionary of answers."""
    try:
        if isinstance(target, ast.Name):
            yield target.id, as_text(value), target.id.lower() in STUDENT
        elif isinstance(target, ast.Subscript):
            name = key_of(target)
            if name:
                yield name, as_text(value), True
    except ValueError:  # no data, or a number too long to be written out
        return


def entries(book: ast.Dict, before: str, depth: int) -> Iterator[Assigned]:
    """Yield what stands in a dictionary of answers, and in those that a question has for its parts."""
    for key, value in zip(book.keys, book.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str | int):
            continue
        name = f"{before}{key.value}"[:LONGEST_VALUE]
        if isinstance(value, ast.Dict) and depth == 0:
            yield from entries(value, f"{name}.", 1)
            continue
        try:
            text = as_text(value)
        except ValueError:
            continue
        yield Assigned(name, text, key.lineno, value.end_lineno or key.lineno, is_entry=True, is_listed=True)


def key_of(target: ast.Subscript) -> str:
    """Return the name in `answers["conv_shapes.conv"]` or `answers["conv_shapes"]["conv"]`; empty for others."""
    names: list[str] = []
    inner: ast.expr = target
    while isinstance(inner, ast.Subscript) and len(names) < 2:
        if not isinstance(inner.slice, ast.Constant) or not isinstance(inner.slice.value, str):
            return ""
        names.append(inner.slice.value)
        inner = inner.value
    is_book = isinstance(inner, ast.Name) and inner.id.lower() in BOOKS
    return ".".join(reversed(names)) if is_book else ""


def as_text(value: ast.expr) -> str:
    """Return a value as a student would write it. Raises NotData where it is no data, or too much of it."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value[:LONGEST_VALUE]
    if isinstance(value, ast.Constant) and value.value is None:
        return ""
    pieces: list[str] = []
    _write(value, pieces, DEEPEST)
    return "".join(pieces[1:-1] if isinstance(value, ast.BinOp) else pieces)


def _write(node: ast.expr, pieces: list[str], depth: int) -> None:
    """Append the text of a value: numbers, texts and names, their lists, and arithmetic with them."""
    if depth == 0 or len(pieces) > MOST_NODES:
        raise NotData
    match node:
        case ast.Constant(value=bool() | int() | float() | complex() | str() | None):
            written = str(node.value)
            if len(written) > LONGEST_VALUE:
                raise NotData
            pieces.append(written)
        case ast.Name(id=name):
            pieces.append(name)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            opening, closing = ("(", ")") if isinstance(node, ast.Tuple) else ("[", "]")
            pieces.append(opening)
            for place, part in enumerate(parts):
                pieces.append(", " if place else "")
                _write(part, pieces, depth - 1)
            pieces.append(closing)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            pieces.append("-" if isinstance(node.op, ast.USub) else "+")
            _write(operand, pieces, depth - 1)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            pieces.append("(")
            _write(left, pieces, depth - 1)
            pieces.append(f" {SIGNS[type(sign)]} ")
            _write(right, pieces, depth - 1)
            pieces.append(")")
        case ast.Call(func=function, args=[only, *_]) if maker_of(function) in MAKERS:
            _write(only, pieces, depth - 1)
        case _:
            raise NotData


def maker_of(function: ast.expr) -> str:
    """Return the last name of a function: `array` of `np.array`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
