"""What a file is by its content; its name is only a claim."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePosixPath

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HTML = "text/html"
MAIL = "message/rfc822"
CSV = "text/csv"
JSON = "application/json"
JSONL = "application/jsonl"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
EMPTY = "application/x-empty"
BINARY = "application/octet-stream"

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90", "application/x-executable"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_BY_NAME = {
    ".docx": DOCX,
    ".docm": DOCX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".eml": MAIL,
    ".csv": CSV,
    ".tsv": CSV,
    ".json": JSON,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".zip": ZIP,
}
_PLAIN = {TEXT, MARKDOWN, CSV}
_HEADER = re.compile(
    rb"^(From|To|Cc|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type"
    rb"|X-[\w-]+|Reply-To|In-Reply-To|References|Delivered-To): ?",
    re.IGNORECASE,
)
_HTML = re.compile(rb"^\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.I | re.S)


def claimed(path: str) -> str | None:
    """Media type that the name claims, None where the extension says nothing."""
    return _BY_NAME.get(PurePosixPath(path).suffix.lower())


def sniff(content: bytes, path: str) -> str:
    """Media type of `content`. The name decides only between forms of plain text."""
    if not content:
        return EMPTY
    for magic, media in _MAGIC:
        if content.startswith(magic):
            return media
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content, path)
    if b"%PDF-" in content[:1024]:  # readers accept the mark anywhere in the first kilobyte
        return PDF
    return _text(content, path)


def is_mislabelled(media: str, path: str) -> bool:
    """The name claims another format than the content has. Forms of plain text pass as one."""
    claim = claimed(path)
    if claim is None or media in (EMPTY, claim):
        return False
    if claim in (JSON, JSONL) and media in (JSON, JSONL):
        return False
    return not (claim in _PLAIN and media in _PLAIN)


def _packed(content: bytes, path: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        claim = claimed(path)
        return claim if claim in (DOCX, XLSX) else ZIP
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSX
    return BINARY if "mimetype" in names or "[Content_Types].xml" in names else ZIP


def _text(content: bytes, path: str) -> str:
    claim = claimed(path)
    head = content[:4096]
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    if claim == HTML and re.search(rb"<(p|div|table|h\d|br)\b", content, re.I):
        return HTML
    if _is_mail(head, claim):
        return MAIL
    if (json_form := _json(content, claim)) is not None:
        return json_form
    return claim if claim in _PLAIN else TEXT


def _is_mail(head: bytes, claim: str | None) -> bool:
    """Headers at the very start; without the extension a message needs its technical headers."""
    lines = head.replace(b"\r", b"").split(b"\n\n")[0].split(b"\n")
    if not lines or not _HEADER.match(lines[0]):
        return False
    names = {found[1].lower() for line in lines if (found := _HEADER.match(line))}
    if claim == MAIL:
        return len(names) >= 2
    return len(names) >= 4 and bool(names & {b"mime-version", b"message-id", b"received"})


def _json(content: bytes, claim: str | None) -> str | None:
    if claim in (JSON, JSONL):
        return claim
    if claim in (MARKDOWN, CSV) or content.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return None
    return JSON
