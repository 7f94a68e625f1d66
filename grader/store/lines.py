"""Writes JSON values as one line of text, whatever a student put into them."""

from __future__ import annotations

import json
import math

from grader.records import JsonValue

# Python's own `splitlines`, among others, ends a line at these too; JSON leaves them as they are.
LINE_ENDS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085"))
LONGEST_INTEGER = 10**4000  # Python refuses to write out longer ones

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode
_encode_sorted = json.JSONEncoder(sort_keys=True, check_circular=False).encode


def json_line(value: JsonValue) -> str:
    """Return ``value`` as JSON without any sign that ends a line, and that every encoding can hold.

    Numbers that JSON does not have (NaN, infinities) and endless integers become texts.
    """
    try:
        text = _encode(value)
    except ValueError:
        text = _encode(holdable(value))
    if text.isascii():
        return text
    for sign, escape in LINE_ENDS:
        text = text.replace(sign, escape)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def stable_json(value: JsonValue) -> str:
    """Return ``value`` as JSON in ASCII, the same for equal values: made to be hashed and compared."""
    try:
        return _encode_sorted(value)
    except ValueError:
        return _encode_sorted(holdable(value))


def holdable(value: JsonValue) -> JsonValue:
    """Return ``value`` with the numbers that JSON cannot hold as texts."""
    if isinstance(value, dict):
        return {name: holdable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [holdable(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) >= LONGEST_INTEGER:
        return f"a number of more than {value.bit_length() // 4} digits"
    return value
