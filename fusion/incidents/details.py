"""Rare details of a text, so written that languages and scripts can meet: numbers and names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from fusion.terms.number_words import MONTHS, NUMBER_WORDS

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_GROUPED = re.compile(r"(?<=\d)[ .,'\u00a0\u202f](?=\d{3}(?!\d))")
_DTG = re.compile(
    r"\b[0-3]\d([0-2]\d[0-5]\d)(?:\d{2})?(?:Z\b|\s?[A-Z]\s?[A-Za-z]{3,4}\s?\d{2,4}\b)"
)
_CLOCK = re.compile(r"\b(\d{1,2})\s?(?:[:hH]|hrs)\s?(\d{2})\b")
_MILLIONS = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:M\b|millions?\b|مليون)")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;\n؟«\"“(]\s*[-–—>*•\d.)]*\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_ARABIC_PREFIX = re.compile(r"^(?:وال|بال|كال|فال|لل|ال|و|ب|ل)(?=.{3})")
# Consonants that one name is spelled with in English, French and Arabic: 'Goundam', 'غوندام'.
_SOUNDS = (
    ("tch", "c"), ("dj", "j"), ("gh", "g"), ("kh", "k"), ("ch", "s"), ("sh", "s"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("c", "k"), ("x", "ks"),
    ("z", "s"), ("p", "b"), ("v", "f"), ("j", "g"),
)  # fmt: skip
_WEEK = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lundi",
    "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun",
})  # fmt: skip
WORD_LETTERS = 4
MINIMUM_SKELETON = 3  # consonants; shorter ones meet by chance


@dataclass(frozen=True)
class Details:
    """Numbers ('n:1520', 'n:43') and names ('w:gndm', consonants only) of one text.

    `loose` are the words of a text whose capitals say nothing (Arabic, or all in capitals):
    they count as names only where another text has the same name with a capital. `words` is the
    wording: consonants of every word of four letters, which cognates of two languages share.
    """

    numbers: frozenset[str]
    names: frozenset[str]
    loose: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Consonants of a name, the same for its spellings in three languages and two scripts."""
    bare = _ARABIC_PREFIX.sub("", word)
    latin = "".join(c for c in anyascii(bare).lower() if c.isalpha())
    for spelled, sound in _SOUNDS:
        latin = latin.replace(spelled, sound)
    kept = [c for c in latin if c not in "aeiouyhw"]
    return "".join(c for i, c in enumerate(kept) if i == 0 or kept[i - 1] != c)


def read_details(text: str) -> Details:
    """The details of `text`. Days, months and years are left out: they have their own column."""
    plain = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    plain = _GROUPED.sub("", plain)
    plain = _MILLIONS.sub(lambda m: f"{float(m[1].replace(',', '.')) * 1e6:.0f}", plain)
    plain = _DTG.sub(r"\1", plain)
    plain = _CLOCK.sub(r"\1\2", plain)
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(plain)]
    words = [t for t, _ in tokens if t[0].isalpha()]
    capitals = sum(w.isupper() for w in words) > _SHOUTED * max(len(words), 1)
    numbers = _numbers([_simple(token) for token, _ in tokens])
    names, loose, wording = set(), set(), set()
    for token, start in tokens:
        key = skeleton(token) if token[0].isalpha() else ""
        if len(key) < MINIMUM_SKELETON or _simple(token) in MONTHS or token.lower() in _WEEK:
            continue
        if len(token) >= WORD_LETTERS:
            wording.add(key)
        has_no_case = token[0].upper() == token[0].lower()
        if capitals or has_no_case:
            loose.add("w:" + key)
        elif token[0].isupper() and not _opens(plain, start):
            names.add("w:" + key)
    return Details(frozenset(numbers), frozenset(names), frozenset(loose), frozenset(wording))


def _opens(text: str, start: int) -> bool:
    """The word at `start` opens a sentence or a quotation: its capital says nothing."""
    before = text[max(start - 8, 0) : start]
    return not before.strip() or bool(_SENTENCE_END.search(before))


def _simple(token: str) -> str:
    decomposed = unicodedata.normalize("NFKD", token.lower())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return folded.translate(str.maketrans("أإآٱىة", "ااااية"))


def _numbers(tokens: list[str]) -> set[str]:
    """Numbers in digits and in words; '4 March' and years are dates, not particulars."""
    found = set()
    index = 0
    while index < len(tokens):
        value, taken = _spelled(tokens, index)
        following = tokens[index + taken] if index + taken < len(tokens) else ""
        before = tokens[index - 1] if index else ""
        if value and following not in MONTHS and not (before in MONTHS and _YEAR.fullmatch(value)):
            found.add("n:" + value)
        index += max(taken, 1)
    return found


def _spelled(tokens: list[str], at: int) -> tuple[str, int]:
    """(number as a string, tokens it takes); '' where no number stands at `at`."""
    token = tokens[at]
    if token[0].isdigit():
        value = token.replace(",", ".")
        return (f"{float(value):g}" if "." in value else str(int(value))), 1
    number = NUMBER_WORDS.get(token)
    if number is None:
        return "", 1
    taken = 1
    if token == "quatre" and at + 1 < len(tokens) and tokens[at + 1].startswith("vingt"):
        number, taken = 80, 2
    if 20 <= number < 100:
        after = at + taken + (tokens[at + taken : at + taken + 1] in (["et"], ["and"]))
        unit = NUMBER_WORDS.get(tokens[after]) if after < len(tokens) else None
        if unit is not None and unit < 20:
            return str(number + unit), after - at + 1
    return str(number), taken
