"""The command `grade`: what a person types, and what the terminal answers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
TERMINATED = 143
PIPE_CLOSED = 141
IO_FAILED = 74


class Terminated(KeyboardInterrupt):
    """The system asked the process to end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    try:
        from grader.cli.commands import dispatch  # here, so that an interruption of it is answered too

        signal.signal(signal.SIGTERM, stop)
        code = dispatch(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone: let nothing more be flushed into the closed pipe.
        drop_output()
        return PIPE_CLOSED
    except OSError as fault:
        drop_output()
        sys.stderr.write(
            f"grade: {fault.filename or 'standard output'}: {fault.strerror}; nothing more was written\n"
        )
        return IO_FAILED
    except KeyboardInterrupt as interrupt:
        sys.stderr.write(
            "\ngrade: interrupted; what was graded is kept, the same command goes on from there\n"
        )
        sys.stderr.writelines(f"grade: {note}\n" for note in getattr(interrupt, "__notes__", ()))
        return TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED
    return code


def open_streams() -> None:
    """Give a process that was started without standard streams some that lead nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - open until the process ends


def drop_output() -> None:
    """Let what is still in standard output's buffer go nowhere: it cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """End as an interruption does."""
    raise Terminated
