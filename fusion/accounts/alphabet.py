"""What each character becomes when texts are compared: letters without case and accents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

LIMIT = 0x20000  # characters above it (rare ideographs) stand for themselves
SEPARATOR, SKIPPED, LETTER, DIGIT = 0, 1, 2, 3
# Flags beside the class; ALONE: a letter of a script without spaces, which is a word by itself.
UPPER, LOWER, ALONE = 4, 8, 16
# Letters that are written for one another where a keyboard or a telex has only one of them, and
# that Unicode does not decompose: Arabic and Persian forms, ligatures, hooked letters.
_SAME = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي",
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ŋ": "n", "ɲ": "n", "ɛ": "e", "ɔ": "o",
})  # fmt: skip
_TATWEEL, _WORD_END = "\u0640", "\u200b"  # the zero-width space parts words, other marks do not
_APOSTROPHES = "ʹʻʼʽ"  # letters to Unicode, written for the mark
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han (also half-width).
_NO_SPACES = (
    range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x17E0), range(0x3040, 0x3100),
    range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0xFF66, 0xFF9E),
)  # fmt: skip


@dataclass(frozen=True)
class Alphabet:
    """By code point: class and case, and where in `folded` its letters stand."""

    kind: npt.NDArray[np.uint8]
    start: npt.NDArray[np.int32]
    length: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint16]


@cache
def alphabet() -> Alphabet:
    """The table for Latin, Arabic and every other script that Unicode decomposes (NFKD)."""
    kind = np.zeros(LIMIT, np.uint8)
    start = np.zeros(LIMIT, np.int32)
    length = np.zeros(LIMIT, np.uint8)
    letters: list[int] = []
    for code in range(LIMIT):
        character = chr(code)
        kind[code] = _kind(character)
        if kind[code] & 3 < LETTER:
            continue
        own = _folded(character)
        start[code], length[code] = len(letters), len(own)
        letters.extend(own)
    return Alphabet(kind, start, length, np.array(letters, np.uint16))


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if character == _TATWEEL or (category == "Cf" and character != _WORD_END):
        return SKIPPED
    if character in _APOSTROPHES:
        return SEPARATOR
    if category == "Nd":
        return DIGIT
    if category.startswith("M"):
        return SKIPPED
    if category[0] not in "LN":
        return SEPARATOR
    case = UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0
    is_alone = category == "Lo" and any(ord(character) in block for block in _NO_SPACES)
    return LETTER | case | (ALONE if is_alone else 0)


def _folded(character: str) -> list[int]:
    """Its letters as 16-bit numbers: lower case, decomposed, marks gone, digits western."""
    if character.isdecimal():
        return [ord("0") + unicodedata.decimal(character)]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).lower())
    kept = [c for c in plain.translate(_SAME) if unicodedata.category(c)[0] in "LN"]
    return [ord(c) & 0xFFFF for c in kept]
