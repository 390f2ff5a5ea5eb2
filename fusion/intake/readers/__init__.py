"""Readers by format: bytes of one file to a Body. They know formats, never components."""

from __future__ import annotations

from collections.abc import Callable

from fusion.intake import media
from fusion.intake.body import Body, Refused
from fusion.intake.guard import check_ole
from fusion.intake.readers.mail import read_mail
from fusion.intake.readers.objects import read_json, read_jsonl
from fusion.intake.readers.packed import read_zip
from fusion.intake.readers.pdf import read_pdf
from fusion.intake.readers.rows import read_csv, read_workbook
from fusion.intake.readers.text import read_text
from fusion.intake.readers.web import read_html
from fusion.intake.readers.word import read_word

READERS: dict[str, Callable[[bytes], Body]] = {
    media.TEXT: read_text,
    media.MARKDOWN: read_text,
    media.CSV: read_csv,
    media.JSON: read_json,
    media.JSONL: read_jsonl,
    media.HTML: read_html,
    media.MAIL: read_mail,
    media.PDF: read_pdf,
    media.DOCX: read_word,
    media.XLSX: read_workbook,
    media.ZIP: read_zip,
}


def read_bytes(content: bytes, form: str) -> Body:
    """The Body of `content`, a file of media type `form`. Raises Refused with rule and advice."""
    if form == media.EMPTY or not content.strip():
        raise Refused("file_not_empty", "The file is empty.", "Ask the sender for the file again.")
    if form == media.OLE:
        check_ole(content)
    reader = READERS.get(form)
    if reader is None:
        raise Refused(
            "format_supported",
            f"Files of type {form} are not read.",
            "Send the text as .docx, .pdf, .eml, .html, .md, .txt, .csv, .xlsx, .json or .jsonl.",
        )
    return reader(content)
