"""Links inside the Word edition: a citation opens its source, a source has its bookmark."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_LABEL = re.compile(r"R-[0-9A-F]{6}")
_RUN = qn("w:r")
_TEXT = qn("w:t")
_PARAGRAPH = qn("w:p")
_RUN_STYLE = qn("w:rPr")
_PARAGRAPH_STYLE = qn("w:pPr")
_COLOUR_TAG = qn("w:color")
_VALUE = qn("w:val")
_LINK = qn("w:hyperlink")
_STYLE = f"{_PARAGRAPH_STYLE}/{qn('w:pStyle')}"
COLOUR = "0B5A82"  # the accent of the other formats


def link_citations(body: Any, labels: Iterable[str]) -> int:
    """Bookmark the heading of each source and link every citation of it; the number of links.

    Works on the rendered body, so that a mission's own template needs no special tags. Only the
    labels given become links: what merely looks like one in a quoted text stays text.
    """
    known = set(labels)
    held = _bookmarks(body, known)
    n = 0
    for run in list(body.iter(_RUN)):
        text = run.find(_TEXT)
        if text is None or held.isdisjoint(_LABEL.findall(text.text or "")):
            continue
        if not _is_heading(run) and not _is_linked(run):
            n += _split(run, text.text, held)
    return n


def _bookmarks(body: Any, known: set[str]) -> set[str]:
    """Put a bookmark around the first heading that begins with each label."""
    held: set[str] = set()
    for paragraph in body.iter(_PARAGRAPH):
        words = "".join(t.text or "" for t in paragraph.iter(_TEXT))
        match = _LABEL.match(words)
        if not match or match[0] not in known - held or not _has_heading_style(paragraph):
            continue
        held.add(match[0])
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(len(held)))
        start.set(qn("w:name"), _anchor(match[0]))
        at = 1 if paragraph.find(_PARAGRAPH_STYLE) is not None else 0
        paragraph.insert(at, start)
        paragraph.append(end)
    return held


def _anchor(label: str) -> str:
    """A name that Word takes: letters, digits and underscores."""
    return label.replace("-", "_")


def _has_heading_style(paragraph: Any) -> bool:
    style = paragraph.find(_STYLE)
    return style is not None and str(style.get(_VALUE, "")).startswith("Heading")


def _is_heading(run: Any) -> bool:
    paragraph = run.getparent()
    return paragraph.tag == _PARAGRAPH and _has_heading_style(paragraph)


def _is_linked(run: Any) -> bool:
    return bool(run.getparent().tag == _LINK)


def _split(run: Any, text: str, held: set[str]) -> int:
    """Replace a run by runs before, links, and runs after; each keeps the run's properties."""
    parent = run.getparent()
    at, n, pieces = 0, 0, []
    for match in _LABEL.finditer(text):
        if match[0] not in held:
            continue
        pieces.append(_run(run, text[at : match.start()]))
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _anchor(match[0]))
        link.append(_run(run, match[0], COLOUR))
        pieces.append(link)
        at, n = match.end(), n + 1
    pieces.append(_run(run, text[at:]))
    place = list(parent).index(run)
    parent.remove(run)
    for piece in reversed([p for p in pieces if p is not None]):
        parent.insert(place, piece)
    return n


def _run(like: Any, words: str, colour: str | None = None) -> Any:
    """A run with these words and the properties of another; None for no words."""
    if not words:
        return None
    run = OxmlElement("w:r")
    properties = like.find(_RUN_STYLE)
    properties = copy.deepcopy(properties) if properties is not None else OxmlElement("w:rPr")
    if colour:
        element = OxmlElement("w:color")
        element.set(_VALUE, colour)
        for old in properties.findall(_COLOUR_TAG):
            properties.remove(old)
        properties.append(element)
    if len(properties):
        run.append(properties)
    text = OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run
