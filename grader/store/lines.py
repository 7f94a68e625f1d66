"""Keeps a JSON text on one line, for every program that reads files line by line."""

from __future__ import annotations

# Python's own `splitlines`, among others, ends a line at these too; JSON leaves them as they are.
LINE_ENDS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085"))


def one_line(text: str) -> str:
    """Return JSON ``text``, which has no line feed, with every other sign that ends a line escaped.

    Lone surrogates, which no encoding can hold, are escaped as well, so that the line can be stored anywhere.
    """
    for sign, escape in LINE_ENDS:
        text = text.replace(sign, escape)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
