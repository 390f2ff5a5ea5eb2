"""Every layer of a rendered file in which a string could hide, as text."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from fusion.briefing.extract_pdf import pdf_layers

_PNG = b"\x89PNG\r\n\x1a\n"
_TAG = re.compile(r"<[^>]*>")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-9a-fA-F]{1,6}) ?)")
_AROUND = 500  # characters; longer than any forbidden phrase of which a part is escaped
# Plain text among the packed dots of a picture: six characters of UTF-8 in a row.
_PLAIN = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){6,}")
_SOFT = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def layers(content: bytes, fmt: str) -> Iterator[str]:
    """Texts of a file in 'html', 'json', 'docx' or 'pdf'; an unknown format is read as text."""
    if fmt == "docx":
        yield from _archive(content)
    elif fmt == "pdf":
        yield from pdf_layers(content, _attached)
    else:
        yield from _markup(content.decode("utf-8", "replace"), fmt)


def _markup(text: str, fmt: str) -> Iterator[str]:
    """Tags and comments, the text without them (closed up and spaced), and what is escaped."""
    text = _SOFT.sub("", text)
    decoded = html.unescape(html.unescape(text))
    tags = "\n".join(_TAG.findall(decoded))
    yield tags
    yield _TAG.sub("", decoded)
    yield _TAG.sub(" ", decoded)
    # Tags go before entities are decoded: a decoded '<' must not swallow what follows it.
    if decoded != text:
        yield html.unescape(_TAG.sub("", text))
    if _PERCENT.search(tags):
        yield unquote(tags)
    yield "\n".join(_unescaped(decoded))
    if fmt == "json":
        yield from _values(text)


def _unescaped(text: str) -> Iterator[str]:
    """What stands around the escapes of scripts and styles, with their characters."""
    begin = end = 0
    for match in _ESCAPE.finditer(text):
        if match.start() - _AROUND > end:
            yield _ESCAPE.sub(_character, text[begin:end])
            begin = max(0, match.start() - _AROUND)
        end = match.end() + _AROUND
    yield _ESCAPE.sub(_character, text[begin:end])


def _character(match: re.Match[str]) -> str:
    return chr(min(0x10FFFF, int(match[1] or match[2] or match[3], 16)))


def _values(text: str) -> Iterator[str]:
    try:
        yield "\n".join(_strings(json.loads(text)))
    except ValueError:  # not JSON after all: the text itself was searched
        return


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _archive(content: bytes) -> Iterator[str]:
    """Every part of a zip package: its name, and its content as markup or as raw text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield package.comment.decode("utf-8", "replace")
        for info in package.infolist():
            yield info.filename
            data = package.read(info)
            if info.filename.endswith((".xml", ".rels", ".html", ".txt", ".json")):
                yield from _markup(data.decode("utf-8", "replace"), "xml")
            else:
                yield from _attached(data)


def _attached(data: bytes) -> Iterator[str]:
    """Texts of a file inside a file: what it is, its first bytes say."""
    if data[:2] == b"PK":
        yield from _archive(data)
    elif data[:4] == b"%PDF":
        yield from pdf_layers(data, _attached)
    elif data[:2] == b"\x1f\x8b":
        yield from _attached(gzip.decompress(data))
    else:
        if data.startswith(_PNG):
            data = b"\n".join(_chunks(data))
        yield from _binary(data)
        yield from _markup(data.decode("utf-8", "replace"), "xml")


def _binary(data: bytes) -> Iterator[str]:
    """Text inside a binary, in the encodings that it may have."""
    yield data.decode("latin-1")
    yield data.decode("utf-8", "ignore")
    if data.count(0) * 4 >= len(data) > 0:  # UTF-16 is half zeros
        yield data.decode("utf-16-le", "ignore")
        yield data[1:].decode("utf-16-le", "ignore")


def _chunks(data: bytes) -> Iterator[bytes]:
    """Texts of a PNG: its chunks, packed or not, its tail, and what is legible among its dots."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        yield from _PLAIN.findall(body) if kind in (b"IDAT", b"PLTE") else (body,)
        if kind in (b"zTXt", b"iTXt"):
            packed = body.partition(b"\0")[2].lstrip(b"\0\1")
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(packed)
        at += 12 + length
        if kind == b"IEND":
            yield data[at:]
            return
    yield data[at:]
