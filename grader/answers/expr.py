"""The tree of a formula: numbers, symbols and the operations between them, and how it is printed.

    Expr
    ├── Constant(value)                1/2, 14
    ├── Symbol(name)                   M
    ├── Sum(terms)                     a + b, a - b as Sum((a, Negation(b)))
    ├── Product(factors)               a*b*c
    ├── Quotient(top, bottom)          a/b
    ├── Power(base, exponent)          a**b
    ├── Negation(operand)              -a
    └── Call(function, arguments)      relu(x), max(0, x), floor(x), sqrt(x)

Trees are immutable and equal by structure. What `str` prints reads back as the same value.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

FUNCTIONS = frozenset(
    {"sqrt", "cbrt", "abs", "relu", "max", "min", "floor", "ceil", "exp", "log", "factorial", "sigmoid"}
)
SUM, PRODUCT, UNARY, POWER, ATOM = range(1, 6)  # how tightly a node binds when printed


class Expr:
    """A formula. ``+ - * / **`` with another formula, an int or a Fraction build a larger one."""

    __slots__ = ("_hash", "_parts", "_symbols")
    _parts: tuple[object, ...]
    _hash: int
    _symbols: frozenset[str] | None

    def _keep(self, *parts: object) -> None:
        self._parts = parts
        self._hash = hash((type(self).__name__, parts))
        self._symbols = None

    @property
    def children(self) -> tuple[Expr, ...]:
        """The formulas directly below this one."""
        return ()

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return this node over other children, as many as it has."""
        return self

    def walk(self) -> Iterator[Expr]:
        """Yield this formula and every one below it, parents first."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def symbols(self) -> frozenset[str]:
        """The names that stand in this formula, looked for once: every comparison asks for them."""
        if self._symbols is None:
            self._symbols = frozenset().union(*(child.symbols for child in self.children))
        return self._symbols

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, Expr):
            return False
        return self._hash == other._hash and self._parts == other._parts

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __str__(self) -> str:
        return _printed(self, SUM)

    def __add__(self, other: Operand) -> Expr:
        return _add(self, as_expr(other))

    def __radd__(self, other: Operand) -> Expr:
        return _add(as_expr(other), self)

    def __sub__(self, other: Operand) -> Expr:
        return _add(self, -as_expr(other))

    def __rsub__(self, other: Operand) -> Expr:
        return _add(as_expr(other), -self)

    def __mul__(self, other: Operand) -> Expr:
        return _multiply(self, as_expr(other))

    def __rmul__(self, other: Operand) -> Expr:
        return _multiply(as_expr(other), self)

    def __truediv__(self, other: Operand) -> Expr:
        return _divide(self, as_expr(other))

    def __rtruediv__(self, other: Operand) -> Expr:
        return _divide(as_expr(other), self)

    def __pow__(self, other: Operand) -> Expr:
        return _raise(self, as_expr(other))

    def __rpow__(self, other: Operand) -> Expr:
        return _raise(as_expr(other), self)

    def __neg__(self) -> Expr:
        if isinstance(self, Constant):
            return Constant(-self.value)
        return self.operand if isinstance(self, Negation) else Negation(self)


Operand: TypeAlias = Expr | int | Fraction


class Constant(Expr):
    """A number; ``written`` is the plain decimal it was read from ("0.10", "12.4e6"), no part of equality."""

    __slots__ = ("value", "written")

    def __init__(self, value: int | Fraction, written: str | None = None) -> None:
        self.value = value if isinstance(value, Fraction) else Fraction(value)
        self.written = written
        self._keep(self.value)


class Symbol(Expr):
    """A name that stands for any number."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name
        self._keep(name)
        self._symbols = frozenset((name,))


class _Many(Expr):
    __slots__ = ("_children",)
    _children: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self._children


class Sum(_Many):
    """Two or more terms added; a subtracted term is a `Negation`."""

    __slots__ = ()

    def __init__(self, terms: tuple[Expr, ...]) -> None:
        self._children = terms
        self._keep(terms)

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return a sum of other terms."""
        return Sum(children)


class Product(_Many):
    """Two or more factors; ``marks`` are the signs written between them and play no part in equality."""

    __slots__ = ("marks",)

    def __init__(self, factors: tuple[Expr, ...], marks: tuple[str, ...] = ()) -> None:
        self._children = factors
        self.marks = marks
        self._keep(factors)

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return a product of other factors."""
        return Product(children, self.marks)


class Quotient(_Many):
    """One formula divided by another."""

    __slots__ = ()

    def __init__(self, top: Expr, bottom: Expr) -> None:
        self._children = (top, bottom)
        self._keep(top, bottom)

    @property
    def top(self) -> Expr:
        """What is divided."""
        return self._children[0]

    @property
    def bottom(self) -> Expr:
        """What it is divided by."""
        return self._children[1]

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return a quotient of two other formulas."""
        return Quotient(*children)


class Power(_Many):
    """One formula raised to another."""

    __slots__ = ()

    def __init__(self, base: Expr, exponent: Expr) -> None:
        self._children = (base, exponent)
        self._keep(base, exponent)

    @property
    def base(self) -> Expr:
        """What is raised."""
        return self._children[0]

    @property
    def exponent(self) -> Expr:
        """What it is raised to."""
        return self._children[1]

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return a power of two other formulas."""
        return Power(*children)


class Negation(_Many):
    """A formula with its sign changed."""

    __slots__ = ()

    def __init__(self, operand: Expr) -> None:
        self._children = (operand,)
        self._keep(operand)

    @property
    def operand(self) -> Expr:
        """The formula whose sign is changed."""
        return self._children[0]

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return the negation of another formula."""
        return Negation(*children)


class Call(_Many):
    """A function of `FUNCTIONS` applied to its arguments."""

    __slots__ = ("function",)

    def __init__(self, function: str, arguments: tuple[Expr, ...]) -> None:
        self.function = function
        self._children = arguments
        self._keep(function, arguments)

    def with_children(self, children: tuple[Expr, ...]) -> Expr:
        """Return the same function of other arguments."""
        return Call(self.function, children)


ZERO, ONE = Constant(0), Constant(1)


def as_expr(value: Operand) -> Expr:
    """Return ``value`` as a formula."""
    return value if isinstance(value, Expr) else Constant(value)


def _terms(node: Expr) -> tuple[Expr, ...]:
    return node.children if isinstance(node, Sum) else (node,)


def _add(left: Expr, right: Expr) -> Expr:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(left.value + right.value)
    if left == ZERO:
        return right
    if right == ZERO:
        return left
    return Sum(_terms(left) + _terms(right))


def _multiply(left: Expr, right: Expr) -> Expr:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(left.value * right.value)
    if ZERO in (left, right):
        return ZERO
    if left == ONE:
        return right
    if right == ONE:
        return left
    factors = left.children if isinstance(left, Product) else (left,)
    return Product(factors + (right.children if isinstance(right, Product) else (right,)))


def _divide(top: Expr, bottom: Expr) -> Expr:
    if isinstance(top, Constant) and isinstance(bottom, Constant):
        return Constant(top.value / bottom.value)
    return top if bottom == ONE else Quotient(top, bottom)


def _raise(base: Expr, exponent: Expr) -> Expr:
    if exponent == ONE:
        return base
    if isinstance(base, Constant) and isinstance(exponent, Constant) and exponent.value.denominator == 1:
        return Constant(base.value**exponent.value.numerator)
    return Power(base, exponent)


def _printed(node: Expr, needed: int) -> str:
    text, binds = _text_and_binding(node)
    return text if binds >= needed else f"({text})"


def _text_and_binding(node: Expr) -> tuple[str, int]:
    match node:
        case Constant():
            if node.value.denominator != 1:
                return str(node.value), UNARY if node.value < 0 else PRODUCT
            return str(node.value), UNARY if node.value < 0 else ATOM
        case Symbol():
            return node.name, ATOM
        case Sum():
            return _sum_text(node.children), SUM
        case Product():
            first, *rest = node.children
            return "*".join([_printed(first, UNARY), *(_printed(factor, POWER) for factor in rest)]), PRODUCT
        case Quotient():
            return f"{_printed(node.top, PRODUCT)}/{_printed(node.bottom, POWER)}", PRODUCT
        case Power():
            return f"{_printed(node.base, ATOM)}**{_printed(node.exponent, ATOM)}", POWER
        case Negation():
            return f"-{_printed(node.operand, PRODUCT)}", SUM
        case Call():
            return f"{node.function}({', '.join(map(str, node.children))})", ATOM
    raise TypeError(f"not a formula: {type(node).__name__}")


def _sum_text(terms: tuple[Expr, ...]) -> str:
    pieces = [_printed(terms[0], SUM if not isinstance(terms[0], Sum) else PRODUCT)]
    for term in terms[1:]:
        if isinstance(term, Negation):
            pieces.append(f" - {_printed(term.operand, PRODUCT)}")
        elif isinstance(term, Constant) and term.value < 0:
            pieces.append(f" - {-term.value}")
        else:
            pieces.append(f" + {_printed(term, PRODUCT)}")
    return "".join(pieces)
