"""Every text in a PDF: what its pages say, and each string, name and text stream of its objects."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

import pypdfium2

_STREAM = re.compile(rb"stream\r?\n")
# Strings of PDF: literal ones with nested brackets one deep, and hexadecimal ones.
_STRING = re.compile(
    rb"\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|(?<!<)<([0-9A-Fa-f\s]+)>(?!>)", re.DOTALL
)
_NAME = re.compile(rb"/[^\s<>\[\]()/%{}]+")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PROPERTY = re.compile(rb"/(?:ActualText|Alt|E|T)\s*(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]*)>)")
_DOTS_AND_FONTS = (b"/Image", b"/Length1", b"/Length2", b"/CIDFontType0C", b"/OpenType", b"/XRef",
                   b"/CMap", b"/Type1C")  # fmt: skip
_HEAD = 4096  # bytes before a stream in which its dictionary begins


class Unreadable(ValueError):
    """A PDF whose texts cannot all be read: encrypted, or packed by a filter we do not know."""


def pdf_layers(content: bytes, inner: Callable[[bytes], Iterator[str]]) -> Iterator[str]:
    """Texts of a PDF; `inner` gives those of an attached file. Raises Unreadable.

    Objects are read from the bytes, not by way of the cross-reference table: what an older
    revision of the file holds, or what nothing refers to, is read as well.
    """
    if b"/Encrypt" in content:
        raise Unreadable("encrypted")
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            yield text
            yield text.replace("-\r\n", "").replace("\ufffe", "")  # words cut at a line's end
    plain: list[bytes] = []
    texts: list[str] = []
    at = 0
    for match in _STREAM.finditer(content):
        if match.start() < at or content[match.start() - 3 : match.start()] == b"end":
            continue
        plain.append(content[at : match.start()])
        at = content.find(b"endstream", match.end())
        at = len(content) if at < 0 else at
        head = content[max(0, match.start() - _HEAD) : match.start()].rpartition(b" obj")[2]
        texts += _stream(head, content[match.end() : at], plain, inner)
    plain.append(content[at:])
    yield "\n".join([*texts, *_strings(b"\n".join(plain))])


def _stream(
    head: bytes, body: bytes, plain: list[bytes], inner: Callable[[bytes], Iterator[str]]
) -> Iterator[str]:
    """Texts of one stream; packed objects are added to `plain`. Fonts and dots hold none.

    Drawn text is read page by page; here, the words that a stream carries beside its glyphs.
    """
    if any(kind in head for kind in _DOTS_AND_FONTS):
        return
    data = _unpacked(head, body)
    if b"/ObjStm" in head:
        plain.append(data)
    elif b"/EmbeddedFile" in head:
        yield from inner(data)
    elif b"/Metadata" in head:
        yield data.decode("utf-8", "ignore")
        yield data.decode("utf-16-be", "ignore")
    else:
        for match in _PROPERTY.finditer(data):
            yield from _decoded(_unescaped(match[1]) if match[1] else _hex(match[2]))


def _unpacked(head: bytes, body: bytes) -> bytes:
    if b"/Filter" not in head:
        return body
    if b"/FlateDecode" not in head or re.search(rb"/(?:ASCII|LZW|RunLength|Predictor)", head):
        raise Unreadable("packed by an unknown filter")
    try:
        return zlib.decompressobj().decompress(body)
    except zlib.error as error:
        raise Unreadable("damaged") from error


def _strings(data: bytes) -> Iterator[str]:
    """Strings and names of objects written plainly."""
    for literal, digits in _STRING.findall(data):
        yield from _decoded(_unescaped(literal) if literal else _hex(digits))
    for name in set(_NAME.findall(data)):
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), name)
        yield plain[1:].decode("utf-8", "replace")


def _decoded(text: bytes) -> Iterator[str]:
    """A string of PDF: UTF-16 where it says so, else both Latin and UTF-8."""
    if text.startswith(b"\xfe\xff"):
        yield text[2:].decode("utf-16-be", "ignore")
        return
    if text.startswith(b"\xff\xfe"):
        yield text[2:].decode("utf-16-le", "ignore")
        return
    yield text.decode("latin-1")
    if not text.isascii():
        yield text.decode("utf-8", "ignore")


def _unescaped(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        """The byte that an escape in a PDF string stands for; none for a broken line."""
        sign = match[1]
        if sign[:1].isdigit():
            return bytes([int(sign, 8) & 255])
        return b"" if sign in (b"\n", b"\r", b"\r\n") else _SIGNS.get(sign, sign)

    return _ESCAPED.sub(plain, text) if b"\\" in text else text


def _hex(digits: bytes) -> bytes:
    """A hexadecimal string of PDF; an odd last digit counts as followed by 0."""
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
