"""Prints HTML as students' browsers do: with Chromium, which draws through Skia, and with WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from .missing import ProducerMissing, program, run

HOST = "notes.example.org"
WITH_HEADER = "<!-- printed with header and footer -->"


def print_with_chromium(source: Path, room: Path) -> bytes:
    """Return the page as Chromium prints it; a comment in the source asks for its header and footer.

    The page is served under an invented name, because the footer shows where it came from.
    """
    browser = program("chromium", "chromium-browser", "google-chrome")
    made = room / "made.pdf"
    (room / "site").mkdir()
    (room / "site" / "answers.html").write_bytes(source.read_bytes())
    header = [] if WITH_HEADER in source.read_text(encoding="utf-8") else ["--no-pdf-header-footer"]
    with served(room / "site") as port:
        command = [
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={room / 'profile'}",
            f"--host-resolver-rules=MAP {HOST} 127.0.0.1", *header, f"--print-to-pdf={made}",
            f"http://{HOST}:{port}/answers.html",
        ]  # fmt: skip
        return run(command, room, made)


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a folder on this machine while the block runs, and give its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def print_with_cairo(source: Path, room: Path) -> bytes:
    """Return Chromium's page as a viewer's "print to file" writes it again, through Cairo."""
    writer = program("pdftocairo")
    printed = room / "printed.pdf"
    printed.write_bytes(print_with_chromium(source, room))
    again = room / "again.pdf"
    return run([writer, "-pdf", str(printed), str(again)], room, again)


def print_with_weasyprint(source: Path, room: Path) -> bytes:
    """Return the page as WeasyPrint lays it out."""
    try:
        from weasyprint import HTML
    except ImportError as error:
        raise ProducerMissing("weasyprint is not installed") from error
    made: bytes = HTML(filename=str(source)).write_pdf()
    return made
