"""What each character becomes when texts are compared: letters without case and accents."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

LIMIT = 0x20000  # characters above it (rare ideographs) stand for themselves
SEPARATOR, SKIPPED, LETTER, DIGIT = 0, 1, 2, 3
UPPER, LOWER = 4, 8  # flags beside the class
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
_TATWEEL, _SOFT_HYPHEN = "\u0640", "\u00ad"


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
    if character in (_TATWEEL, _SOFT_HYPHEN):
        return SKIPPED
    category = unicodedata.category(character)
    if category == "Nd":
        return DIGIT
    if category.startswith("M"):
        return SKIPPED
    if category[0] not in "LN":
        return SEPARATOR
    case = UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0
    return LETTER | case


def _folded(character: str) -> list[int]:
    """Its letters as 16-bit numbers: lower case, decomposed, marks gone, digits western."""
    if character.isdecimal():
        return [ord("0") + unicodedata.decimal(character)]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).lower())
    kept = [c for c in plain.translate(_SAME) if unicodedata.category(c)[0] in "LN"]
    return [ord(c) & 0xFFFF for c in kept]
