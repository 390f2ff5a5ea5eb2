"""What can be read in a rendered file, found by other means than the product's own."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from pathlib import Path

from bs4 import BeautifulSoup
from pypdf import PdfReader

_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u064b-\u065f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def text_of(path: Path) -> str:
    """Everything readable in the file: its source and, where it differs, what it shows."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        reader = PdfReader(io.BytesIO(data))
        shown = "\n".join(page.extract_text() for page in reader.pages)
        return f"{shown}\n{reader.metadata}"
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        return "\n".join([*parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)])
    source = data.decode("utf-8")
    if path.suffix == ".html":
        return "\n".join([BeautifulSoup(source, "lxml").get_text(), html.unescape(source)])
    return source + "\n" + source.encode().decode("unicode_escape", "replace")


def folded(text: str) -> str:
    """Letters without accents, case, layout or invisible characters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(_UNSEEN.sub("", plain).split())
