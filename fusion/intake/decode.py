"""Bytes to text, the same text every time, with a note where the encoding was not in order."""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

from fusion.intake.body import Note, Refused
from fusion.intake.clean import count_controls, hidden_notes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What field offices use beside UTF-8: Western and Arabic Windows.
_CANDIDATES = ["cp1252", "cp1256"]
_ADVICE = "Ask the sender to save the file as UTF-8; compare names and accents with the original."


def decode(content: bytes) -> tuple[str, list[Note]]:
    """The text of `content` and what was noticed about its encoding.

    Order: byte order mark, UTF-8, UTF-16 without a mark, line by line where UTF-8 and Windows
    bytes are mixed, else the likelier of Windows 1252 and 1256. Raises Refused for binary data.
    """
    text, notes = _decode(content)
    notes += hidden_notes(text)
    if strange := sum(unicodedata.category(c) in ("Co", "Cn") for c in text):
        # Bytes of another encoding read as UTF-16 fall on code points that no script uses.
        notes.append(
            Note(
                "unknown_characters",
                f"{strange} characters belong to no script: encodings may be mixed in the file.",
                _ADVICE,
            )
        )
    if controls := count_controls(text):
        # A tenth of control characters is no text in any encoding (file(1) uses none at all).
        if controls * 10 > len(text):
            raise Refused("text_readable", "The bytes are not text in any known encoding.", _ADVICE)
        notes.append(
            Note(
                "control_characters",
                f"{controls} control characters (NUL and the like) were left out of the text.",
                "Look at the original: the file may have been damaged on its way.",
            )
        )
    return text, notes


def _decode(content: bytes) -> tuple[str, list[Note]]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(name), []
            except UnicodeDecodeError:
                break
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content)
    if wide := _wide(content):
        return content.decode(wide, "replace"), [_note("UTF-16 without a byte order mark")]
    return text, []


def _not_utf8(content: bytes) -> tuple[str, list[Note]]:
    if wide := _wide(content):
        return content.decode(wide, "replace"), [_note("UTF-16 without a byte order mark")]
    lines = content.split(b"\n")
    readable = [line for line in lines if not line.isascii() and _is_utf8(line)]
    if readable:
        mixed = (line.decode("utf-8") if _is_utf8(line) else _windows(line) for line in lines)
        note = Note("mixed_encoding", "Some lines are UTF-8, others are Windows 1252.", _ADVICE)
        return "\n".join(mixed), [note]
    best = from_bytes(content, cp_isolation=_CANDIDATES).best()
    if best is not None and best.encoding == "cp1256":
        return content.decode("cp1256", "replace"), [_note("Windows 1256")]
    return _windows(content), [_note("Windows 1252 (Latin-1)")]


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(content: bytes) -> str | None:
    """UTF-16 shows as a NUL in every second byte of Western text; a third is enough to tell."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if len(content) < 4 or max(even, odd) * 3 < len(content) // 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _note(name: str) -> Note:
    return Note("encoding_not_utf8", f"The file is {name}, not UTF-8.", _ADVICE)
