"""Reads a page back as a browser would: headings, texts, tables and links, with the standard parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "rect"}
HEADINGS = {"h1", "h2", "h3", "h4"}


@dataclass(slots=True)
class Page(HTMLParser):
    """What a page says aloud; ``problems`` lists tags that do not close where they opened."""

    markup: str
    headings: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    text: str = ""
    stack: list[str] = field(default_factory=list)
    heading: str | None = None
    silent: int = 0  # depth of the outermost element that assistive technology leaves out

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.feed(self.markup)
        self.close()
        self.problems += [f"<{tag}> never closes" for tag in self.stack]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in HEADINGS:
            self.heading = ""
        if tag not in VOID:
            self.stack.append(tag)
            if not self.silent and ("aria-hidden", "true") in attrs:
                self.silent = len(self.stack)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.stack[-1] if self.stack else 'nothing'}")
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass
        if len(self.stack) < self.silent:
            self.silent = 0
        if tag in HEADINGS and self.heading is not None:
            self.headings.append(" ".join(self.heading.split()))
            self.heading = None

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in ("style", "script"):
            return
        if self.silent:
            return
        self.text += data
        if self.heading is not None:
            self.heading += data

    def attributes(self, name: str) -> list[str]:
        """Return every value of one attribute."""
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]
