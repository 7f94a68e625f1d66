"""Limits that a process of ours sets for itself, or for the program that it is about to become.

It imports next to nothing: the start of each of these processes waits for it.
"""

from __future__ import annotations

import signal
import sys

PR_SET_PDEATHSIG = 1  # of linux/prctl.h: the signal that a process gets when its parent is gone


def limit_once(most_memory: int) -> None:
    """Set the limits that hold for the whole life of this process: bytes of memory, and no byte written to any file."""
    try:
        import resource
    except ImportError:
        return  # Windows has none of them; the clock still holds
    for what, most in (
        (resource.RLIMIT_AS, most_memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # a lower limit is set already, or this system knows no such one


def limit_time(seconds: int) -> None:
    """Let the system end this process when the next file takes more seconds of the processor.

    The system counts from the start of the process, so the limit is moved on before each file.
    """
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    if most == resource.RLIM_INFINITY or until < most:
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def die_with_parent() -> None:
    """Ask the system to end this process with its parent, where it can."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
