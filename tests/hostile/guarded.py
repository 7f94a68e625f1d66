"""Runs `grade` with a watch on what it opens, writes, starts and connects to; each trespass is said on stderr.

`python -m tests.hostile.guarded HOME SECONDS WORDS…`: everything below HOME but its ``out`` must stay as it is, and a
reader has so many seconds for a file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TRESPASS = "TRESPASS:"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGING = frozenset({
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.chown", "os.truncate",
    "os.utime", "os.setxattr", "shutil.rmtree", "shutil.move", "shutil.copyfile",
})  # fmt: skip
NEVER = frozenset({
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "pickle.find_class", "socket.connect",
    "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname", "urllib.Request", "webbrowser.open",
    "ftplib.connect", "code.__new__", "shutil.unpack_archive",
})  # fmt: skip


def watch(home: Path) -> None:
    """Say whatever this process does outside of its own room, from now on."""
    out, outside = os.path.realpath(home / "out"), os.path.realpath(home / "outside")

    def is_below(place: object, folder: str) -> bool:
        if not isinstance(place, str | bytes | os.PathLike):
            return True  # a descriptor that was opened before
        path = os.path.realpath(os.fsdecode(place))
        return path == folder or path.startswith(folder + os.sep)

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            place, _, flags = arguments
            if isinstance(place, int) or place == os.devnull:
                return
            writes = isinstance(flags, int) and flags & WRITING
            wrong = (writes and not is_below(place, out)) or is_below(place, outside)
        elif event == "subprocess.Popen":
            wrong = (
                arguments[0] != sys.executable
                or not isinstance(arguments[1], list)
                or arguments[1][1:3] != ["-P", "-c"]
            )
        else:
            wrong = event in NEVER or (event in CHANGING and not is_below(arguments[0], out))
        if wrong:
            os.write(2, f"{TRESPASS} {event} {arguments!r}\n".encode(errors="backslashreplace")[:500])

    sys.addaudithook(look)


def main(words: list[str]) -> int:
    """Run the command under watch."""
    from grader.cli import main as grade
    from grader.intake import isolation

    home, seconds = Path(words[0]), int(words[1])
    program = isolation.PROGRAM.rpartition("main()")[0] + "import grader.documents.reader_process as reader; "
    isolation.PROGRAM = f"{program}reader.MOST_SECONDS = {seconds}; reader.main()"
    vars(isolation)["MOST_SECONDS"] = seconds
    watch(home)
    return grade(words[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
