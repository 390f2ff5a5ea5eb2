"""HTML: headings, paragraphs, list items and tables; scripts and styles are never text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from fusion.intake.body import Body, Note, Record
from fusion.intake.clean import clean
from fusion.intake.decode import decode
from fusion.intake.fields.labels import is_header
from fusion.intake.readers.text import of_text

_NEVER_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "head",
)
_BLOCKS = (
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "td",
    "th",
    "dt",
    "dd",
    "div",
    "section",
    "article",
    "table",
    "ul",
    "ol",
    "tr",
    "header",
    "footer",
    "main",
    "dl",
    "body",
    "html",
    "address",
    "figcaption",
    "caption",
    "center",
    "form",
    "fieldset",
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)


def read_html(content: bytes) -> Body:
    """The blocks and rows of a page. Nothing is fetched or run."""
    text, notes = _decoded(content)
    soup = BeautifulSoup(text, "html.parser")
    body = Body(notes=notes)
    if active := _active(soup):
        body.notes.append(
            Note(
                "active_content_ignored",
                f"The page holds active content ({', '.join(active)}); it was kept as bytes only.",
                "Open the original in a text editor only.",
            )
        )
    title = soup.title.get_text() if soup.title is not None else ""
    for tag in soup.find_all(_NEVER_TEXT):
        tag.decompose()
    tables = [table for table in soup.find_all("table") if table.find("table") is None]
    for number, table in enumerate(tables, start=1):
        _take_table(body, table, f"table {number}")
    lines = "\n".join(_lines(soup))
    read = of_text(lines, is_marked=True)
    body.blocks = read.blocks
    body.title = clean(title) or read.title
    return body


def _decoded(content: bytes) -> tuple[str, list[Note]]:
    declared = _META_CHARSET.search(content[:2048])
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return content.decode(declared[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


def _active(soup: BeautifulSoup) -> list[str]:
    found = {
        name for name in ("script", "iframe", "object", "embed") if soup.find(name) is not None
    }
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name.lower().startswith("on"):
                found.add(f"{name.lower()} handler")
            elif "javascript:" in str(value).lower():
                found.add("javascript link")
    return sorted(found)


def _lines(soup: BeautifulSoup) -> list[str]:
    """One line per paragraph, marked as Markdown so that one reader of lines serves all.

    A walk with its own stack: pages nested ten thousand deep are an attack on recursion.
    """
    lines: list[str] = []
    buffer: list[str] = []
    mark = ""

    def flush() -> None:
        """End the line that is being gathered."""
        line = " ".join("".join(buffer).split())
        buffer.clear()
        if line:
            lines.extend((mark + line, ""))

    waiting: list[tuple[PageElement, bool]] = [(soup, False)]
    while waiting:
        node, is_end = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _BLOCKS or node.name == "br":
                flush()
                mark = "" if is_end or node.name == "br" else _mark(node) or mark
            if not is_end:
                waiting.append((node, True))
                waiting.extend((child, False) for child in reversed(node.contents))
        elif type(node) is NavigableString:
            buffer.append(str(node))
    flush()
    return lines


def _mark(node: Tag) -> str:
    """How a block begins in the lines: '## ' for a heading, '- ' or its number for a list item."""
    if re.fullmatch(r"h[1-6]", node.name):
        return "#" * int(node.name[1]) + " "
    if node.name in ("p", "div") and _is_bold(node):
        return "### "
    if node.name != "li":
        return ""
    if node.parent is not None and node.parent.name == "ol":
        start = str(node.parent.get("start", "1"))
        before = len(node.find_previous_siblings("li"))
        return f"{(int(start) if start.isdigit() else 1) + before}. "
    return "- "


def _take_table(body: Body, table: Tag, name: str) -> None:
    """A table with a row of known names becomes rows and leaves the prose."""
    rows = [
        [clean(" ".join(cell.get_text(" ").split())) for cell in row.find_all(["td", "th"])]
        for row in table.find_all("tr")
    ]
    if not rows or len(rows[0]) < 3 or not is_header(rows[0]):
        return
    for number, cells in enumerate(rows[1:], start=2):
        named = dict(zip(rows[0], cells, strict=False))
        if any(named.values()):
            body.records.append(Record(f"{name} row {number}", named))
    table.decompose()


def _is_bold(node: Tag) -> bool:
    """The block holds one bold run and nothing else: a heading by another name."""
    filled = [
        child for child in node.contents if not (isinstance(child, str) and not child.strip())
    ]
    return len(filled) == 1 and isinstance(filled[0], Tag) and filled[0].name in ("b", "strong")
