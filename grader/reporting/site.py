"""Makes self-contained pages: templates compiled once, styles and scripts inside, allowed by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from grader.reporting import markup
from grader.reporting.wording import Wording

ROOM = Path(__file__).parent


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """Return a style or a script as it stands in a page: without comments and needless spaces."""
    text = (ROOM / "assets" / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = re.sub(r"/\*[^*]*\*/", "", text)
        text = re.sub(r"\s+", " ", text)
        return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}").strip()
    return "\n".join(line.strip() for line in text.splitlines() if not line.strip().startswith("//"))


def hashed(text: str) -> str:
    """Return the source expression by which a Content-Security-Policy allows exactly this text."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


class Site:
    """Templates in one language; ``styles`` and ``scripts`` are names of assets."""

    def __init__(self, wording: Wording, *, styles: tuple[str, ...], scripts: tuple[str, ...] = ()) -> None:
        self.wording = wording
        self.style = "".join(asset(name) for name in styles)
        self.script = "\n".join(asset(name) for name in scripts)
        self.environment = Environment(
            loader=FileSystemLoader(ROOM / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.environment.globals.update(
            _=wording.gettext,
            ngettext=wording.ngettext,
            number=wording.number,
            ltr=markup.left_to_right,
            bdi=markup.isolated,
            own=markup.own_direction,
            mail=markup.mail,
            prose=wording.prose,
            visible=markup.visible,
            plain=markup.plain,
            locale=wording.translator.locale.replace("_", "-"),
            direction="rtl" if wording.rtl else "ltr",
            policy=self.policy(),
            style=Markup(self.style),  # noqa: S704 - our own asset
            script=Markup(self.script),  # noqa: S704 - our own asset
        )

    def policy(self) -> str:
        """Return the Content-Security-Policy: nothing but our own style and script, and pictures inside."""
        images = "img-src data: 'self'" if self.script else "img-src data:"
        scripts = f"; script-src {hashed(self.script)}" if self.script else ""
        return (
            f"default-src 'none'; {images}; style-src {hashed(self.style)}{scripts}"
            "; base-uri 'none'; form-action 'none'"
        )

    def template(self, name: str) -> Template:
        """Return a template, compiled once."""
        template = self.environment.get_template(name)
        template.globals = dict(
            template.globals
        )  # Jinja copies them for each page, and its own mapping slowly
        return template
