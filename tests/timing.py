"""Measures work whose cost must stay bounded, so that neither a busy machine nor a collection decides a test."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

ATTEMPTS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of ``work``, the least of a few attempts, without the garbage collector."""
    least = float("inf")
    gc.disable()
    try:
        for _ in range(ATTEMPTS):
            started = time.process_time()
            work()
            least = min(least, time.process_time() - started)
    finally:
        gc.enable()
    return least
