"""A run that ends itself as `kill -9` would, at a moment that is given: `killed.py FOLDER OUT [WHAT SOON LATE]`.

It prints how much there was to do of each kind. After ``SOON`` of ``WHAT`` it is idle for longer than a batch may
last, after ``LATE`` it is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from grader.running.handed_in import Choices
from grader.running.run import run_class

WORKERS = 2
IDLE_SECONDS = 1.1


@dataclass(slots=True)
class Fatal:
    """Progress that ends its own process."""

    kind: str
    soon: int
    late: int
    what: str = ""
    done: int = 0

    def start(self, total: int, what: str) -> None:
        """Tell how much there is to do."""
        self.what, self.done = what, 0
        print(what, total, flush=True)

    def step(self) -> None:
        """Count one."""
        self.done += 1
        if self.what == self.kind and self.done == self.soon:
            time.sleep(IDLE_SECONDS)
        if self.what == self.kind and self.done == self.late:
            os.kill(os.getpid(), signal.SIGKILL)

    def finish(self) -> None:
        """Do nothing."""


def main(folder: str, out: str, kind: str = "", soon: str = "0", late: str = "0") -> None:
    """Run."""
    choices = Choices(submissions=Path(folder), workers=WORKERS)
    run_class(choices, Path(out), Fatal(kind, int(soon), int(late)))


if __name__ == "__main__":
    main(*sys.argv[1:])
