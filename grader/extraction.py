"""Finds the sentences of a problem module that people read, for Babel's message catalogues.

A module is read, never run. Babel knows this extractor as ``grade_problems``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, TypeAlias

from grader.translation import PLACEHOLDER, fold_text

Found: TypeAlias = tuple[int, str, str, list[str]]
Text: TypeAlias = tuple[int, int, str]  # line, column, text

PARAMETER_CLASSES = {"given", "record"}
PARTS = {"part", "each", "written"}
READ_BY_STUDENTS = PARTS | {"mistake", "slip", "convention"}
WITH_WORDS = {"pair_or_word", "word"}
DECLARATIONS = {
    *WITH_WORDS, "answer", "choices", "flag", "matrix", "number", "numbers", "pair", "quantities", "quantity",
    "records", "shape", "symbolic_matrix", "symbolic_number", "symbolic_numbers", "tensor", "text", "texts",
    "whole",
}  # fmt: skip


def extract_problem(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Iterable[str],
    options: Mapping[str, object],
) -> Iterator[Found]:
    """Yield (line, "", message, []) for each message of a problem module, in the order of its lines.

    They are the title, the topic, the questions, the hints, what is said about each parameter, the words
    that a parameter may be, the first word for each choice, the lines of a rubric and the literal `Message`
    texts.
    """
    module = ast.parse(fileobj.read())
    found: list[Text] = [*titles(module), *docstrings(module)]
    aliases, tables = imported_aliases(module), literal_tables(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            found.extend(texts_of_call(node, aliases))
            found.extend(texts_of_choice(node, tables))
    for line, _, text in sorted(found):
        message = fold_text(text)
        if PLACEHOLDER.sub("", message).strip():
            yield line, "", message, []


def titles(module: ast.Module) -> Iterator[Text]:
    """Yield the title of a problem's module: the first line of its docstring, without the final dot.

    A module of mathematics that several problems share has none.
    """
    first_line = (ast.get_docstring(module) or "").partition("\n")[0].rstrip(".")
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    if first_line and any(called_name(call.func) == "Problem" for call in calls):
        yield 1, 0, first_line


def docstrings(module: ast.Module) -> Iterator[Text]:
    """Yield the docstrings of classes of parameters, of parts and of mistakes."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            wanted = PARAMETER_CLASSES
        elif isinstance(node, ast.FunctionDef):
            wanted = READ_BY_STUDENTS
        else:
            continue
        text = ast.get_docstring(node)
        decorators = {decorator_name(each) for each in node.decorator_list}
        if text and decorators & wanted:
            # A part's question and its worked solution are two messages.
            pieces = text.split("\n\n", 1) if decorators & PARTS else [text]
            for place, piece in enumerate(pieces):
                yield node.body[0].lineno, place, piece


def decorator_name(decorator: ast.expr) -> str:
    """Return the last name of a decorator: ``part`` of ``@problem.part(Integer())``."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called_name(called)


def called_name(called: ast.expr) -> str:
    """Return the last name of what is called, or an empty text."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def imported_aliases(module: ast.Module) -> dict[str, str]:
    """Return the names under which a module imports others: ``a_text`` for ``text``, say."""
    return {
        name.asname: name.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname
    }


def texts_of_call(call: ast.Call, aliases: Mapping[str, str]) -> Iterator[Text]:
    """Yield the messages among the arguments of one call."""
    name = called_name(call.func)
    name = aliases.get(name, name)
    literal = [text for each in call.args for text in literal_text(each)]
    if isinstance(call.func, ast.Name) and name in DECLARATIONS:
        yield from literal if name in WITH_WORDS else literal[:1]
    elif name == "Message":
        yield from literal[:1]
    elif name == "Problem":
        for keyword in call.keywords:
            if keyword.arg == "topic":
                yield from literal_text(keyword.value)
    elif name == "written":
        yield from rubric_texts(call)


def literal_tables(module: ast.Module) -> dict[str, ast.Dict]:
    """Return the tables that a module writes out at its top, by name."""
    return {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def texts_of_choice(call: ast.Call, tables: Mapping[str, ast.Dict]) -> Iterator[Text]:
    """Yield the word by which each option of a choice is shown: the first of its words, or else its code."""
    if called_name(call.func) != "Choice":
        return
    for keyword in call.keywords:
        options = keyword.value
        table = tables.get(options.id) if isinstance(options, ast.Name) else options
        if keyword.arg == "options" and isinstance(table, ast.Dict):
            for code, words in zip(table.keys, table.values, strict=True):
                listed = words.elts if isinstance(words, ast.Tuple | ast.List) else ()
                shown = listed[0] if listed else code
                yield from literal_text(shown) if shown is not None else ()


def rubric_texts(call: ast.Call) -> Iterator[Text]:
    """Yield the texts of a rubric's lines: the second of (id, text, points, evidence)."""
    for rubric in call.args:
        for line in rubric.elts if isinstance(rubric, ast.List | ast.Tuple) else ():
            if isinstance(line, ast.Tuple) and len(line.elts) > 1:
                yield from literal_text(line.elts[1])


def literal_text(node: ast.expr) -> Iterator[Text]:
    """Yield the line and the text of a literal text; of anything else nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.col_offset, node.value
