"""Plain text and Markdown: paragraphs with the number of the line they begin on."""

from __future__ import annotations

from fusion.intake.body import Block, Body
from fusion.intake.clean import clean
from fusion.intake.decode import decode
from fusion.intake.numbers import Sequence
from fusion.intake.readers.lines import to_blocks


def read_text(content: bytes) -> Body:
    """The blocks of a text file. Raises Refused where the bytes are no text."""
    text, notes = decode(content)
    body = of_text(text)
    body.notes.extend(notes)
    return body


def of_text(text: str, is_marked: bool = False) -> Body:
    """The blocks of text that stood in a file, a message or a field; see to_blocks."""
    blocks = to_blocks(clean(_without_marks(text)), Sequence(), is_marked=is_marked)
    return Body(blocks=blocks, title=_title(blocks))


def _title(blocks: list[Block]) -> str | None:
    first = next((block for block in blocks if block.kind == "heading"), None)
    return first.text if first is not None and blocks.index(first) < 3 else None


def _without_marks(text: str) -> str:
    """Markdown's bold and italic marks are no words; other marks are read as blocks."""
    return text.replace("**", "").replace("__", "")
