"""The command `grade`: what a person types, and what the terminal answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    from grader.cli.commands import dispatch

    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = dispatch(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone: say nothing more, and let nothing be flushed into the closed pipe.
        sys.stdout = None  # type: ignore[assignment]  # the interpreter accepts it at exit
        return PIPE_CLOSED
    except KeyboardInterrupt:
        sys.stderr.write("\ngrade: interrupted; what was graded is kept\n")
        return INTERRUPTED
    return code
