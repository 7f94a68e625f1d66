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


class Terminated(KeyboardInterrupt):
    """The system asked the process to end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    from grader.cli.commands import dispatch

    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        signal.signal(signal.SIGTERM, stop)
        code = dispatch(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone: let nothing more be flushed into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt as interrupt:
        sys.stderr.write(
            "\ngrade: interrupted; what was graded is kept, the same command goes on from there\n"
        )
        return TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED
    return code


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """End as an interruption does."""
    raise Terminated
