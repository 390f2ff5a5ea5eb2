"""The HTML edition: one file, no script, no request, readable on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fusion.briefing.pictures import scale_picture, svg
from fusion.profile import SECTIONS

HERE = Path(__file__).parent


def render_html(content: dict[str, Any]) -> bytes:
    """The edition as UTF-8 bytes; every text is escaped, every picture is inline."""
    style = _style(content)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template("brief.html.j2")
    text = template.render(
        **content,
        style=Markup(style),
        style_hash=digest,
        t=content["issue"]["labels"],
        holds={name: name in content for name in SECTIONS},
    )
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["picture"] = lambda drawn: Markup(svg.themed(drawn))
    environment.filters["scale"] = lambda band: Markup(
        svg.themed(scale_picture.draw(band["low"], band["high"]))
    )
    return environment


def _style(content: dict[str, Any]) -> str:
    sheet = (HERE / "brief.css").read_text(encoding="utf-8")
    issue = content["issue"]
    foot = f"{issue['mission']} · {issue['labels']['number']} {issue['number']}"
    page = content["issue"]["labels"]["page_word"]
    for name, value in (("BANNER", issue["banner"]), ("FOOT", foot), ("PAGE", page)):
        sheet = sheet.replace(f"@@{name}@@", _css(value))
    return sheet


def _css(text: str) -> str:
    """A text as the inside of a CSS string: everything but plain letters as an escape."""
    return "".join(
        c if (c.isalnum() and c.isascii()) or c == " " else f"\\{ord(c):x} " for c in text
    )
