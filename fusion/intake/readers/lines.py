"""Lines of plain text (of a file, or of a page) as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fusion.intake.body import Block, Kind
from fusion.intake.fields.labels import split_label
from fusion.intake.numbers import Sequence, strip_bullet

_MARKDOWN = re.compile(r"^(#{1,6})\s+(?=\S)")
_RULE = re.compile(r"^[-=_*~—]{3,}$")
_ROMAN = re.compile(r"^(?=[IVXL])(?:X{0,3})(?:IX|IV|V?I{0,3})\.\s+\S")
_UPPER = re.compile(r"^[A-Z]\.\s+\S")
_DECORATED = re.compile(r"^[-=*_~#]{3,}\s*(\S.*?)\s*[-=*_~#]{3,}$")
_ANNEX = re.compile(r"^(?:ANNEX(?:E|URE)?|APPENDIX|ENCLOSURE|PIÈCE JOINTE|الملحق)\b", re.I)
_END = (".", "!", "?", ":", ";", "»", '"', "”", ")", "]", "؟")
# A hard-wrapped text has lines of about one width; a line at least this share of it was wrapped.
_WRAPPED_SHARE = 0.7
_WRAP_LIMIT = 130  # a longer line that ends a sentence is a whole paragraph
# The lines of a SALUTE and its like begin with a letter or short code of their own.
_CODED = re.compile(r"^(?:[A-Z]{1,3}|[A-Z]{4,12})\s?[-–:]\s\S")
_SHORT = 40  # a line this short was not wrapped: what follows it begins anew
_HEADING_LIMIT = 90


def to_blocks(
    text: str, sequence: Sequence, page: int | None = None, is_marked: bool = False
) -> list[Block]:
    """The blocks of `text` in order; `sequence` goes on from page to page.

    Where headings are marked (`is_marked`), a short line is not taken for one.
    """
    blocks: list[Block] = []
    for group in _groups(text.split("\n"), sequence):
        body = _joined(group.lines)
        if not body:
            continue
        place = str(len(blocks) + 1)
        kind = group.kind or _kind(body, group.number, is_marked)
        level = group.level or (2 if kind == "heading" else 0)
        blocks.append(Block(body, kind, group.number, level, page, place, group.is_after_gap))
    return blocks


@dataclass
class _Group:
    """Lines that belong together."""

    lines: list[str]
    number: str | None = None
    kind: Kind | None = None
    level: int = 0
    is_after_gap: bool = True


def _groups(lines: list[str], sequence: Sequence) -> Iterator[_Group]:
    """Runs of lines that make one block, in order."""
    width = _width(lines)
    current = _Group([])
    for index, line in enumerate(lines):
        if not line or _RULE.match(line):
            if line[:1] in ("=", "-") and len(current.lines) == 1 and current.number is None:
                current.kind = current.kind or "heading"
            yield current
            current = _Group([])
            continue
        opened = _opened(line, current, sequence)
        if opened is None and current.lines and _goes_on(lines[index - 1], line, width):
            current.lines.append(line)
            continue
        opened = opened or _Group([line])
        opened.is_after_gap = not current.lines
        yield current
        current = opened
        if opened.kind == "heading":
            yield current
            current = _Group([])
    yield current


def _opened(line: str, current: _Group, sequence: Sequence) -> _Group | None:
    """The group that `line` opens by a mark of its own: heading, number or bullet."""
    if found := _MARKDOWN.match(line):
        text = line[found.end() :].rstrip("# ")
        taken = sequence.take(text, is_after_break=True)
        number, text = taken if taken is not None else (None, text)
        return _Group([text], number, "heading", len(found[1]))
    if found := _DECORATED.match(line):
        return _Group([found[1]], None, "heading", 2)
    # 'annex I, figure 8).' in a wrapped line is a reference, no heading.
    if _ANNEX.match(line) and len(line) <= _HEADING_LIMIT and not line[:1].islower():
        sequence.restart()
        return _Group([line], None, "heading", 1)
    last = current.lines[-1] if current.lines else ""
    is_break = not last or last.endswith(_END) or len(last) < _SHORT or bool(_ROMAN.match(last))
    if (taken := sequence.take(line, is_break)) is not None:
        return _Group([taken[1]], taken[0])
    if (bare := strip_bullet(line)) is not None:
        return _Group([bare], None, "bullet")
    return None


def _kind(text: str, number: str | None, is_marked: bool) -> Kind:
    if not is_marked and _is_heading(text, number):
        return "heading"
    return "label" if number is None and split_label(text) is not None else "paragraph"


def _goes_on(previous: str, line: str, width: int) -> bool:
    """`line` is the wrapped rest of `previous`."""
    if _ROMAN.match(line) or _UPPER.match(line) or _CODED.match(line):
        return False
    if line[:1].islower() or previous.endswith(("-", ",")):
        return True
    is_full = len(previous) >= _WRAPPED_SHARE * width
    if not previous.endswith(_END):
        return is_full
    return is_full and width <= _WRAP_LIMIT and split_label(line) is None


def _width(lines: list[str]) -> int:
    """Width at which the text was wrapped: the 90th percentile of line lengths, at least 60."""
    lengths = sorted(len(line) for line in lines if line)
    return max(60, lengths[int(len(lengths) * 0.9)] if lengths else 0)


def _joined(lines: list[str]) -> str:
    """Lines as one paragraph. A hyphen at a line end stays: it is mostly part of the word."""
    text = ""
    for line in lines:
        text += line if not text or (text.endswith("-") and not text.endswith(" -")) else " " + line
    return text.strip()


def _is_heading(text: str, number: str | None) -> bool:
    if text.endswith((".", ",", ";", "!", "?")):
        return False
    is_lettered = _UPPER.match(text) and split_label(text) is None
    if number is None and len(text) <= 2 * _HEADING_LIMIT and (_ROMAN.match(text) or is_lettered):
        return True
    if len(text) > _HEADING_LIMIT:
        return False
    if number is not None:
        return len(text.split()) <= 6 and not any(c.isdigit() for c in text)
    if split_label(text) is not None or text.endswith(":"):
        return text.endswith(":") and len(text.split()) <= 6
    return (
        len(text.split()) <= 10 and text[:1].isupper() and not any(c.isdigit() for c in text[-4:])
    )
