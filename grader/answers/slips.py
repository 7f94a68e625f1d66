"""Makes the formulas that are one slip away from a right one: a sign, or a constant."""

from __future__ import annotations

from collections.abc import Iterator

from grader.answers.expr import Constant, Expr, Sum


def near_slips(expr: Expr) -> Iterator[Expr]:
    """Yield every formula that differs from ``expr`` in one sign or in one constant by 1."""
    yield from _slips(expr)
    yield -expr
    yield expr + 1
    yield expr - 1


def _slips(node: Expr) -> Iterator[Expr]:
    if isinstance(node, Constant):
        yield Constant(node.value + 1)
        yield Constant(node.value - 1)
    for index, child in enumerate(node.children):
        others = list(node.children)
        if isinstance(node, Sum):
            others[index] = -child
            yield node.with_children(tuple(others))
        for slip in _slips(child):
            others[index] = slip
            yield node.with_children(tuple(others))
