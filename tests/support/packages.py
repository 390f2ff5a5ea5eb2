"""Files as bytes that several rooms' tests hand in: Word packages with a part changed, PDF."""

from __future__ import annotations

import io
import zipfile

import docx
from pypdf import PdfWriter

PLAIN_LINE = "Four tankers unloaded behind the mill until late at night."


def word_file(text: str = PLAIN_LINE) -> bytes:
    """A Word file of one paragraph."""
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(package: bytes, name: str, data: bytes) -> bytes:
    """The same package with one part replaced or added, packed small."""
    buffer, kind = io.BytesIO(), zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", kind) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return buffer.getvalue()


def blank_pdf(password: str = "") -> bytes:
    """A PDF of one empty page, locked where a password is given."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
