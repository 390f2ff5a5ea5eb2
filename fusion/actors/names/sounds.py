"""How a name part is said, for comparing parts: its voice and the consonants that carry it.

Coarser than `fold.sound` in what scribes of two scripts exchange, finer where one letter of the
alphabet writes two sounds: 'sh' and 'c' before 'a' never meet.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from fusion.actors.fold import is_arabic

# Capitals stand for sounds that Latin script writes with two letters: C as in ship, J as in jam.
_ARABIC = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "J", "چ": "C", "ح": "h", "خ": "k",
        "د": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "J", "س": "s", "ش": "C", "ص": "s", "ض": "d",
        "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ڤ": "b", "ق": "k", "ك": "k", "ل": "l",
        "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ے": "i",
    }
)  # fmt: skip
# Digraphs first, then letters; plain replacements are several times as fast as patterns.
_DIGRAPHS = (
    ("tch", "C"), ("tsh", "C"), ("sch", "C"), ("sh", "C"), ("ch", "C"), ("dj", "J"), ("dg", "J"),
    ("zh", "J"), ("gh", "g"), ("kh", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"),
    ("gn", "n"), ("ny", "n"), ("ce", "si"), ("ci", "si"), ("cy", "si"), ("x", "ks"),
    ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("au", "u"), ("ei", "i"), ("ai", "i"),
    ("ay", "i"), ("ey", "i"), ("ee", "i"), ("mb", "nb"),
)  # fmt: skip
_LETTERS = str.maketrans({"j": "J", "q": "k", "c": "k", "p": "b", "v": "b", "w": "u", "o": "u",
                          "e": "i", "y": "i"})  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_VOWELS = str.maketrans({"a": "", "i": "", "u": "", "g": "k"})


@lru_cache(maxsize=200_000)
def voice(key: str) -> str:
    """The sounds of a folded name part: 'Chérif', 'Sherif' and شريف agree but for short vowels."""
    if is_arabic(key):
        key = key.translate(_ARABIC)
        if not key.isascii():
            key = anyascii(key).lower()
    else:
        for pair, put in _DIGRAPHS:
            if pair in key:
                key = key.replace(pair, put)
        key = key.translate(_LETTERS)
    said = key[:1] + key[1:].replace("h", "")
    return _DOUBLED.sub(r"\1", said)


@lru_cache(maxsize=200_000)
def core(said: str) -> str:
    """The consonants of a voice, doubled ones once: what all scripts write."""
    return _DOUBLED.sub(r"\1", said.translate(_VOWELS))


@lru_cache(maxsize=200_000)
def stem_of(key: str) -> str:
    """What is left of a part's key without 'servant of', 'of God', 'of the faith'."""
    for tail in ("allah", "aldin", "الله", "الدين"):
        if key.endswith(tail) and len(key) >= len(tail) + 3:
            return key[: -len(tail)]
    for head in ("abd", "عبد"):
        if key.startswith(head) and len(key) >= len(head) + 3:
            return key[len(head) :]
    return key
