"""PDF: the text of its pages as paragraphs, without running heads, page numbers and footnotes."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import replace

import pypdf
from pypdf.errors import PyPdfError

from fusion.intake import limits
from fusion.intake.body import Block, Body, Note, Refused
from fusion.intake.clean import clean, hidden_notes
from fusion.intake.numbers import Sequence
from fusion.intake.readers.lines import to_blocks

_EDGE = 4  # lines at the top and the foot of a page where a running head can stand
_FOOTNOTE_RULE = re.compile(r"^_{5,}$")
_PAGE_NUMBER = re.compile(
    r"^(?:\S{0,12}\s+)?(?:[Pp]age\s*)?\d{1,4}\s?(?:/|of|sur|de)\s?\d{1,4}(?:\s+\S{1,12})?$"
    r"|^[-–]?\s?(?:[Pp]age\s*)?\d{1,4}\s?[-–]?$"
)
_CONTENTS = re.compile(
    r"^(?:table of )?contents$|^table des matières$|^sommaire$|^(?:ال)?محتويات$", re.IGNORECASE
)
_LEADER = re.compile(r"\.{4,}\s*\d{0,4}$")  # 'Regional developments ........ 6'
_LEADERS = 3  # lines with leaders that make a table of contents of them
_SENTENCE_END = (".", "!", "?", ":", ";", "”", '"', "»", ")", "؟")


def read_pdf(content: bytes) -> Body:
    """The blocks of a PDF, page by page. Raises Refused if encrypted, damaged or only pictures."""
    texts = _texts(content)
    pages = [_lines(text) for text in texts]
    if not any(pages):
        raise Refused(
            "text_present",
            "The PDF holds no text: it is a scan or only pictures.",
            "Run optical character recognition on it, or ask the sender for the text.",
        )
    running = _running_lines(pages)
    body = Body(notes=hidden_notes(*texts))
    body.printed = _printed(pages, running)
    sequence = Sequence()
    for number, lines in enumerate(pages, start=1):
        kept, footnotes = _split_page(lines, running)
        kept, n_listed = _without_contents(kept)
        if n_listed:
            body.notes.append(_contents_note(number, n_listed))
        blocks = to_blocks("\n".join(kept), sequence, page=number)
        _append(body.blocks, blocks)
        body.blocks += [Block(note, "footnote", page=number) for note in footnotes]
    return body


def _texts(content: bytes) -> list[str]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings name no file
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted()
        if len(reader.pages) > limits.PAGES:
            raise Refused(
                "file_within_limits",
                f"The PDF has {len(reader.pages)} pages; the limit is {limits.PAGES}.",
                "Split it and send the parts that matter.",
            )
        return [page.extract_text() for page in reader.pages]
    except Refused:
        raise
    except pypdf.errors.DependencyError as error:
        raise _encrypted() from error
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        IndexError,
        AssertionError,
        RecursionError,
        OverflowError,
        ZeroDivisionError,
    ) as error:
        raise Refused(
            "file_complete",
            f"The PDF is truncated or damaged ({type(error).__name__}).",
            "Ask the sender for the file again; the bytes as received stay in the archive.",
        ) from error


def _encrypted() -> Refused:
    return Refused(
        "file_not_encrypted",
        "The PDF is protected by a password.",
        "Ask the sender for a version without a password, over a channel cleared for it.",
    )


def _lines(text: str) -> list[str]:
    return clean(text).split("\n") if text.strip() else []


def _shape(line: str) -> str:
    """A line without its figures: page numbers change, running heads do not."""
    return re.sub(r"\d+", "#", line)


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Lines at the edges that stand on a third of three or more pages, figures aside: heads of left
    and right pages differ."""
    if len(pages) < 3:
        return set()
    shapes: Counter[str] = Counter()
    for lines in pages:
        filled = [line for line in lines if line]
        edges = filled[:_EDGE] + filled[-_EDGE:]
        shapes.update({_shape(line) for line in edges})
    return {shape for shape, count in shapes.items() if count * 3 >= len(pages) and count >= 2}


def _printed(pages: list[list[str]], running: set[str]) -> list[str]:
    """Running heads and feet as they stand first, each shape once."""
    first: dict[str, str] = {}
    for line in (line for lines in pages for line in lines):
        if _shape(line) in running:
            first.setdefault(_shape(line), line)
    return list(first.values())


def _split_page(lines: list[str], running: set[str]) -> tuple[list[str], list[str]]:
    """(lines of the page's own text, its footnotes)."""
    filled = [index for index, line in enumerate(lines) if line]
    edges = set(filled[:_EDGE] + filled[-_EDGE:])
    kept: list[str] = []
    for index, line in enumerate(lines):
        if _FOOTNOTE_RULE.match(line):
            notes = [text for text in lines[index + 1 :] if text and _shape(text) not in running]
            return kept, [" ".join(notes)] if notes else []
        if index in edges and (_shape(line) in running or _PAGE_NUMBER.match(line)):
            continue
        kept.append(line)
    return kept, []


def _without_contents(lines: list[str]) -> tuple[list[str], int]:
    """(lines without a table of contents, how many lines it had): its titles stand again below."""
    leaders = [index for index, line in enumerate(lines) if _LEADER.search(line)]
    if len(leaders) < _LEADERS:
        return lines, 0
    heads = [index for index in range(leaders[0]) if _CONTENTS.match(lines[index])]
    first, last = heads[-1] if heads else leaders[0], leaders[-1]
    return lines[:first] + lines[last + 1 :], last + 1 - first


def _contents_note(page: int, n_lines: int) -> Note:
    detail = f"Set aside: a table of contents of {n_lines} lines."
    return Note("set_aside", detail, "Nothing to do: its titles are read below.", f"page {page}")


def _append(blocks: list[Block], page: list[Block]) -> None:
    """Add the blocks of a page; its first block may go on with the last paragraph before it."""
    last = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].kind != "footnote"), None)
    if page and last is not None and _goes_on(blocks[last], page[0]):
        before = blocks[last]
        glue = "" if before.text.endswith("-") else " "
        blocks[last] = replace(before, text=before.text + glue + page[0].text)
        page = page[1:]
    blocks.extend(page)


def _goes_on(before: Block, block: Block) -> bool:
    if (
        before.kind == "heading"
        or block.number is not None
        or block.kind not in ("paragraph", "heading")
    ):
        return False
    return block.text[:1].islower() or not before.text.endswith(_SENTENCE_END)
