"""The words of a file, taken out without any of the pipeline's readers: a second opinion."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from bs4 import BeautifulSoup
from pypdf import PdfReader

_WORD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml")
_WORD_BREAKS = re.compile(r"</w:p>|</w:tc>|<w:br/>|<w:tab/>")


def raw_text(content: bytes, suffix: str) -> str:
    """All words of one sound file in reading order, one piece of layout a line."""
    readers = {
        ".docx": _word, ".pdf": _pdf, ".xlsx": _workbook, ".eml": _mail,
        ".html": lambda c: _web(decoded(c)),
        ".json": lambda c: "\n".join(_values(json.loads(decoded(c)))),
        ".jsonl": lambda c: "\n".join(
            value
            for line in decoded(c).splitlines() if line.strip()
            for value in _values(json.loads(line))
        ),
        ".csv": _table,
    }  # fmt: skip
    return readers.get(suffix.lower(), decoded)(content)


def decoded(content: bytes) -> str:
    """Text of bytes: UTF-16 by its mark, else UTF-8, else Windows-1252 with gaps marked."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [name for name in packed.namelist() if _WORD_PARTS.fullmatch(name)]
        markup = "\n".join(packed.read(name).decode("utf-8") for name in parts)
    return html.unescape(re.sub(r"<[^>]+>", "", _WORD_BREAKS.sub("\n", markup)))


def _pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def _mail(content: bytes) -> str:
    """Subject, bodies and text attachments; of alternative bodies the plain one only."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    pieces = [str(message["subject"])]
    has_plain = any(part.get_content_type() == "text/plain" for part in message.walk())
    for part in message.walk():
        if part.get_content_type() == "text/html" and has_plain:
            continue
        if part.get_content_maintype() == "text":
            words = part.get_content()
            pieces.append(_web(words) if part.get_content_subtype() == "html" else words)
    return "\n".join(pieces)


def _web(markup: str) -> str:
    return str(BeautifulSoup(markup, "lxml").get_text("\n"))


def _table(content: bytes) -> str:
    text = decoded(content)
    dialect = csv.Sniffer().sniff(text[:4000], ";,\t|")
    return "\n".join(cell for row in csv.reader(io.StringIO(text), dialect) for cell in row)


def _values(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        item = list(item.values())
    if isinstance(item, list):
        for value in item:
            yield from _values(value)
    elif item is not None:
        yield str(item)


def suffix_of(path: str) -> str:
    """The extension of a path below the inbox, with its dot."""
    return Path(path).suffix
