"""Reads a text file of any of the kinds that are handed in, by its name's ending."""

from __future__ import annotations

from grader.documents.model import Document

ENDINGS = frozenset({".md", ".markdown", ".txt", ".tex"})


def read_text(text: str, path: str) -> Document:
    """Return the document in ``text``: Markdown, LaTeX, or plain text."""
    ending = path[path.rfind(".") :].lower()
    if ending == ".tex":
        from grader.documents.latex import read_latex

        return read_latex(text, path)
    from grader.documents.markdown import read_markdown, read_plain_text

    return read_plain_text(text, path) if ending == ".txt" else read_markdown(text, path)
