"""Calls pdfium's functions without ctypes' check of each argument, which takes longer than most of them work.

Pointers are passed as `Handle` or as references to memory, never as numbers: those would lose their upper half.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, byref, c_byte, c_double, c_int, c_size_t, c_void_p, cast
from typing import overload


class Handle(c_void_p):
    """A pointer that pdfium gave."""


def handle_of(pointer: object) -> object:
    """Return one of pypdfium2's pointers in the form that the functions here take most quickly.

    It is a reference to what the pointer points to, at which nobody here looks. Measured: a fifth less time a call.
    """
    address = cast(pointer, c_void_p).value  # type: ignore[arg-type]  # a pointer is what it takes
    return byref(c_byte.from_address(address or 0))


@overload
def native(function: object, gives: type[c_int | c_size_t]) -> Callable[..., int]: ...
@overload
def native(function: object, gives: type[c_double]) -> Callable[..., float]: ...
@overload
def native(function: object, gives: type[Handle]) -> Callable[..., Handle]: ...
@overload
def native(function: object, gives: None) -> Callable[..., None]: ...
def native(
    function: object, gives: type[c_int | c_size_t | c_double | Handle] | None
) -> Callable[..., int | float | Handle | None]:
    """Return a function of pdfium that is called as it is; ``gives`` is the type of its result, None for none.

    Measured: half a microsecond a call in the place of 1.2 with arguments that are checked.
    """
    address = cast(function, c_void_p).value  # type: ignore[arg-type]  # a foreign function is a pointer
    return PYFUNCTYPE(gives)(address or 0)
