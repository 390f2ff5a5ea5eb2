"""The pages that tests of the docs read, and what stands in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


@cache
def pages() -> dict[str, str]:
    """Text of every page that a reader of the project meets, by its path below the root."""
    paths = [
        *ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("models/*.md"),
        *ROOT.glob("sample_reports/README.md"),
    ]  # fmt: skip
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(paths)}


def page(name: str) -> str:
    """Text of one page."""
    return pages()[name]


def console_lines(text: str) -> list[str]:
    """Commands of blocks marked console, without their prompt."""
    blocks = [body for kind, body in _FENCE.findall(text) if kind == "console"]
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ").strip() for line in lines if line.startswith("$ ")]


def spans(text: str) -> list[str]:
    """Code spans outside of blocks."""
    return _SPAN.findall(_FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Targets of links and images that stay within the project."""
    prose = _SPAN.sub("", _FENCE.sub("", text))
    found = [first or second for first, second in _LINK.findall(prose)]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(text: str) -> set[str]:
    """Anchors of the headings, as code hosts make them."""
    prose = _FENCE.sub("", text)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose))
    return {heading.strip().replace(" ", "-") for heading in kept}


def first_cells(text: str) -> list[str]:
    """First cells of all table rows, headers and rules left out."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [row.strip("|").split(" | ")[0].strip() for row in rows]
