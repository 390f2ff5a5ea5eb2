"""Folding of words: one strict key and one key of sound, for Latin and Arabic script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Arabic letters that writers exchange freely; the same folding on both sides of a comparison.
_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ی": "ي", "ې": "ي",
        "ؤ": "و", "ة": "ه", "ک": "ك", "گ": "ك", "ڭ": "ك", "ھ": "ه", "ء": "", "ـ": "",
    }
)  # fmt: skip
# The same for running text, where every letter must keep its place.
_UNIFIED = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "’": "'"}
)
# Romanisation by letter; long vowels stay, so that دوري and Dori meet.
_ROMAN = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "c", "ح": "h", "خ": "k",
        "د": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "c", "ص": "s", "ض": "d",
        "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ڤ": "v", "ق": "k", "ك": "k", "ل": "l",
        "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ے": "i",
    }
)  # fmt: skip
# Vowels fall; g and k meet, since ق stands for either and غ is written gh or g.
_BARE = str.maketrans({"a": "", "i": "", "u": "", "g": "k"})
_ARABIC_LETTER = re.compile("[\u0600-\u06ff]")
_NOT_WORD = re.compile(r"[\W_]+")
# Spelling habits that hide one sound in French, English and local orthographies, in order.
# Plain replacements first: they are five times as fast as patterns, and most of the work.
_PLAIN = (
    ("tch", "c"), ("tsh", "c"), ("sch", "c"), ("sh", "c"), ("ch", "c"), ("dj", "j"), ("dg", "j"),
    ("gh", "g"), ("kh", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("gue", "ge"), ("gui", "gi"),
    ("gn", "n"), ("ny", "n"), ("que", "ke"), ("qui", "ki"), ("q", "k"), ("ca", "ka"),
    ("co", "ko"), ("cu", "ku"), ("ck", "k"), ("x", "ks"), ("p", "b"), ("v", "b"), ("ou", "u"),
    ("oo", "u"), ("w", "u"), ("ai", "i"), ("ei", "i"), ("ay", "i"), ("ey", "i"), ("y", "i"),
    ("au", "u"), ("e", "i"), ("o", "u"), ("mb", "nb"),
)  # fmt: skip
_SOUNDS = [
    (re.compile(pattern), put)
    for pattern, put in (
        ("(?<=.)h", ""), (r"(.)\1+", r"\1"), ("^in(?=[^aiu])", "n"), ("(?<=[^aiu])i$", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word in lower case without accents, spaces and marks; Arabic letters unified.

    Other scripts are transliterated. 'N'Tillit' and 'NTILLIT', 'أنسونغو' and 'انسونغو' meet.
    """
    if word.isascii():
        return _NOT_WORD.sub("", word).lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", word).translate(_ARABIC))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).translate(_ARABIC)
    kept = _NOT_WORD.sub("", kept).lower()
    return kept if kept.isascii() or is_arabic(kept) else _NOT_WORD.sub("", anyascii(kept)).lower()


@lru_cache(maxsize=200_000)
def sound(key: str) -> str:
    """The sound of a folded key: Ménaka and Minaka, Andéranboukan and Anderamboukane meet."""
    if is_arabic(key):
        key = key.translate(_ROMAN)
        key = _NOT_WORD.sub("", anyascii(key)).lower()
    for plain, put in _PLAIN:
        key = key.replace(plain, put)
    for pattern, put in _SOUNDS:
        key = pattern.sub(put, key)
    return key


@lru_cache(maxsize=200_000)
def skeleton(key: str) -> str:
    """The consonants of a key's sound: what Arabic script and Latin script have in common."""
    return sound(key).translate(_BARE)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character.translate(_UNIFIED)).lower()
    return base[0] if base and not unicodedata.combining(base[0]) else character


def plain(text: str) -> str:
    """The text in lower case without accents, Arabic letters unified, character by character.

    Offsets stay what they were: every cue pattern of this room runs over this form.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_plain_character, text))


def is_arabic(text: str) -> bool:
    """Whether any character is of the Arabic block."""
    return not text.isascii() and _ARABIC_LETTER.search(text) is not None
