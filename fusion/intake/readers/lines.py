"""Lines of plain text (of a file, or of a page) as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fusion.intake.body import Block
from fusion.intake.fields.labels import split_label
from fusion.intake.numbers import Sequence, strip_bullet

_MARKDOWN = re.compile(r"^(#{1,6})\s+(?=\S)")
_RULE = re.compile(r"^[-=_*~—]{3,}$")
_ROMAN = re.compile(r"^(?=[IVXL])(?:X{0,3})(?:IX|IV|V?I{0,3})\.\s+\S")
_UPPER = re.compile(r"^[A-Z]\.\s+\S")
_END = (".", "!", "?", ":", ";", "»", '"', "”", ")", "]", "؟")
# A hard-wrapped text has lines of about one width; a line at least this share of it was wrapped.
_WRAPPED_SHARE = 0.7
_WRAP_LIMIT = 130  # longer lines are whole paragraphs, not wrapped ones
HEADING_LIMIT = 90


def to_blocks(text: str, sequence: Sequence, page: int | None = None) -> list[Block]:
    """The blocks of `text` in order; `sequence` goes on from page to page."""
    groups = list(_groups(text.split("\n"), sequence))
    blocks: list[Block] = []
    for lines, number, kind_hint, level in groups:
        body = _joined(lines)
        if not body:
            continue
        place = str(len(blocks) + 1)
        if kind_hint == "bullet":
            blocks.append(Block(body, "bullet", number, page=page, place=place))
        elif kind_hint == "heading" or _is_heading(body, number):
            blocks.append(Block(body, "heading", number, level or 2, page, place))
        elif number is None and split_label(body) is not None:
            blocks.append(Block(body, "label", None, page=page, place=place))
        else:
            blocks.append(Block(body, "paragraph", number, page=page, place=place))
    return blocks


Group = tuple[list[str], str | None, str | None, int]


def _groups(lines: list[str], sequence: Sequence) -> Iterable[Group]:
    """Runs of lines that belong together: (lines, number, 'heading'|'bullet'|None, level)."""
    width = _width(lines)
    current: list[str] = []
    number: str | None = None
    kind: str | None = None
    for index, line in enumerate(lines):
        if not line or _RULE.match(line):
            if line and len(current) == 1 and line[0] in "=-" and number is None:
                kind = "heading"
            yield current, number, kind, 0
            current, number, kind = [], None, None
            continue
        if found := _MARKDOWN.match(line):
            yield current, number, kind, 0
            yield [line[found.end() :].rstrip("# ")], None, "heading", len(found[1])
            current, number, kind = [], None, None
            continue
        is_break = not current or current[-1].endswith(_END) or len(current[-1]) < 40
        if (taken := sequence.take(line, is_break)) is not None:
            yield current, number, kind, 0
            current, number, kind = [taken[1]], taken[0], None
        elif (bare := strip_bullet(line)) is not None:
            yield current, number, kind, 0
            current, number, kind = [bare], None, "bullet"
        elif current and _goes_on(lines[index - 1], line, width):
            current.append(line)
        else:
            yield current, number, kind, 0
            current, number, kind = [line], None, None
    yield current, number, kind, 0


def _goes_on(previous: str, line: str, width: int) -> bool:
    """`line` is the wrapped rest of `previous`."""
    if split_label(line) is not None or _ROMAN.match(line):
        return False
    if line[:1].islower() or previous.endswith(("-", ",")):
        return True
    return width <= _WRAP_LIMIT and len(previous) >= _WRAPPED_SHARE * width


def _width(lines: list[str]) -> int:
    """Width at which the text was wrapped: the 90th percentile of line lengths, at least 60."""
    lengths = sorted(len(line) for line in lines if line)
    return max(60, lengths[int(len(lengths) * 0.9)] if lengths else 0)


def _joined(lines: list[str]) -> str:
    """Lines as one paragraph. A hyphen at a line end stays: it is mostly part of the word."""
    text = ""
    for line in lines:
        text += line if not text or text.endswith("-") and not text.endswith(" -") else " " + line
    return text.strip()


def _is_heading(text: str, number: str | None) -> bool:
    if len(text) > HEADING_LIMIT or "\n" in text or text.endswith((".", ",", ";", "!", "?")):
        return False
    if number is not None:
        return len(text.split()) <= 6 and not any(c.isdigit() for c in text)
    if _ROMAN.match(text) or _UPPER.match(text):
        return True
    if split_label(text) is not None or text.endswith(":"):
        return text.endswith(":") and len(text.split()) <= 6
    return len(text.split()) <= 10 and text[:1].isupper() and not any(c.isdigit() for c in text[-4:])
