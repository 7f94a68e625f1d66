"""Takes from this process what no reader of documents needs: networks, other programs, writing, and people's files.

On Linux the system enforces it, without any privilege: Landlock for files, a seccomp filter for the rest. Where the
system can do neither, a hook of the interpreter refuses what Python code asks for; that stops no flaw in a library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctypes import CDLL

OF_PEOPLE = frozenset(
    {"home", "root", "tmp", "var", "mnt", "media", "srv", "run", "proc", "Users", "Volumes"}
)
PR_SET_NO_NEW_PRIVS = 38  # of linux/prctl.h
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # calls of Landlock, the same on every processor
VERSION, BENEATH = 1, 1  # of linux/landlock.h
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # over files, by version
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
)  # fmt: skip


def confine() -> None:
    """Give up, for good, what a reader does not need."""
    if sys.platform == "linux":
        import ctypes
        import zlib  # noqa: F401 - its library may lie where nothing can be read afterwards

        from grader.documents.call_filter import filter_calls

        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        is_closed = close_files(system)
        if filter_calls(system) and is_closed:
            return
    sys.addaudithook(refuse)


def close_network() -> None:
    """Give up networks alone: for a process that is about to become another program."""
    if sys.platform == "linux":
        import ctypes

        from grader.documents.call_filter import filter_calls

        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        filter_calls(system, programs=True)


def close_files(system: CDLL) -> bool:
    """Let this process read programs and fonts, and write nothing; False where the system cannot do that."""
    import struct

    version = system.syscall(CREATE_RULESET, None, 0, VERSION)
    if version < 1:
        return False
    rights = RIGHTS[max(each for each in RIGHTS if each <= version)]
    handled = struct.pack("=Q", rights)
    rules = system.syscall(CREATE_RULESET, handled, len(handled), 0)
    if rules < 0:
        return False
    for place in readable():
        try:
            folder = os.open(place, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        system.syscall(ADD_RULE, rules, BENEATH, struct.pack("=Qi", READ_FILE | READ_FOLDER, folder), 0)
        os.close(folder)
    is_closed: bool = system.syscall(RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return is_closed


def readable() -> Iterator[str]:
    """Yield the folders that are read from: the system's, the interpreter's, and those of the libraries in use."""
    yield from (entry.path for entry in os.scandir("/") if entry.name not in OF_PEOPLE)
    yield from (sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]))
    here = str(
        Path(__file__).parents[2]
    )  # its other contents are nobody's business, unless libraries lie there too
    yield from (each for each in sys.path if each != here or here.endswith("-packages"))
    yield from os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:  # noqa: PTH123
        libraries = [line[line.index("/") :] for line in maps if ".so" in line and "/" in line]
    yield from {library.rpartition("/")[0] for library in libraries}


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise PermissionError for what no reader does; for `sys.addaudithook`."""
    if event == "open":
        flags = arguments[2]
        if not (isinstance(flags, int) and flags & WRITING):
            return
    elif not event.startswith(REFUSED):
        return
    raise PermissionError(event)
