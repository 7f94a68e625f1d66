"""Reads a page of HTML, such as what a student typed into a platform, as text; nothing of it is drawn or run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from grader.documents.markdown import read_plain_text
from grader.documents.model import Document
from grader.errors import HandInError
from grader.translation import Message

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
UNSEEN = frozenset(
    {"script", "style", "template", "head", "noscript", "title", "textarea", "select", "object"}
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
PICTURES = frozenset({"img", "svg", "canvas", "picture", "video", "embed", "object", "iframe"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.I
)
LONGEST_HIDDEN = 500
DEEPEST = 200
LINK = re.compile(r"https?://\S+", re.I)


class _Text(HTMLParser):
    """Gathers the text that a reader of the page would see, a line for each block and row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.links: list[str] = []
        self.has_picture = False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where the element does, and note what it hides."""
        said = dict(attrs)
        self.has_picture = self.has_picture or (tag in PICTURES and not self.is_hidden)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"] or "")
        if tag in VOID:
            self.pieces.append("\n" if tag in ("br", "hr") else "")
            return
        hides = tag in UNSEEN or "hidden" in said or bool(HIDDEN.search((said.get("style") or "")[:500]))
        if len(self.open) < DEEPEST:
            self.open.append((tag, hides or self.is_hidden))
        self.begin(tag)

    def begin(self, tag: str) -> None:
        """Write what stands before an element's text."""
        if self.is_hidden:
            return
        if tag in BLOCKS:
            self.pieces.append("\n")
            self.cells = 0 if tag == "tr" else self.cells
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.pieces.append("#" * int(tag[1]) + " ")
        if tag in ("td", "th"):
            self.pieces.append("\t" if self.cells else "")
            self.cells += 1
        if tag in ("sup", "sub"):
            self.pieces.append("^" if tag == "sup" else "_")

    def handle_endtag(self, tag: str) -> None:
        """End a line where the element does."""
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                break
        if tag in BLOCKS and not self.is_hidden:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep a text, apart if nobody sees it."""
        if not self.is_hidden:
            in_pre = any(tag == "pre" for tag, _ in self.open)
            self.pieces.append(data if in_pre else re.sub(r"[ \t\r\n\f\xa0]+", " ", data))
        elif data.strip() and not any(tag in UNSEEN for tag, _ in self.open):
            self.hidden.append(data.strip()[:LONGEST_HIDDEN])

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over `<![…>` as browsers do; Python's own reader breaks down over one that it does not know."""
        return self.parse_bogus_comment(i, False)

    @property
    def is_hidden(self) -> bool:
        """Whether what comes now is not seen."""
        return bool(self.open) and self.open[-1][1]


def read_html(text: str, path: str) -> Document:
    """Return the lines of a page: a tab between the cells of a table's row, `#` for headings.

    Raises HandInError where it holds nothing, or nothing but a link.
    """
    reader = _Text()
    reader.feed(text)
    reader.close()
    seen = "".join(reader.pieces)
    lines = [re.sub(r" *\t *", "\t", line.strip(" ")) for line in seen.split("\n")]
    seen = "\n".join(lines)
    says_nothing = not LINK.sub("", seen).strip() and not reader.has_picture
    if path.endswith("_link.html") or (says_nothing and (reader.links or seen.strip())):
        message = Message("only a link; open it, and hand in what it leads to")
        raise HandInError("link_only", message)
    if not seen.strip() and not reader.has_picture:
        raise HandInError("empty_file", Message("an empty file; ask for the hand-in again"))
    document = read_plain_text(seen, path)
    return Document(
        path=path,
        source=document.source,
        lines=document.lines,
        hidden=tuple(reader.hidden[:50]),
        complete=document.complete and not reader.has_picture,
    )
