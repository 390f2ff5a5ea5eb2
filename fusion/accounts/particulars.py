"""What makes a telling its own: its numbers and names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from fusion.terms.number_words import MONTHS, NUMBER_WORDS

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[ .,'\u00a0\u202f](?=\d{3}(?!\d))")
_DIVIDED = re.compile(r"(?<=\w)[-\u00ad]\n\s*(?=[a-zà-ÿ])")
_SIMPLE = str.maketrans("أإآٱىة", "ااااية")
# what optical character recognition makes of digits
_OCR = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5", "b": "8", "z": "2", "g": "9"})
_DTG = re.compile(r"\d{6}[a-z]?(?:[a-z]{3}\d{2})?")  # date-time group: day, time, zone
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names


@dataclass(frozen=True)
class Token:
    """One word: folded; whether it is a number, part of a date, or looks like a name."""

    word: str
    is_number: bool
    is_name: bool
    is_date: bool = False


@dataclass(frozen=True)
class Details:
    """The words of one text, with its numbers and names."""

    tokens: tuple[Token, ...]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers, in digits."""
        return frozenset(t.word for t in self.tokens if t.is_number)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that look like names."""
        return frozenset(t.word for t in self.tokens if t.is_name)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words."""
        return frozenset(t.word for t in self.tokens)


def read_details(text: str) -> Details:
    """The tokens of a raw text. Number words and eastern digits become digits."""
    plain = unicodedata.normalize("NFKC", _DIVIDED.sub("", text))
    plain = _THOUSANDS.sub("", plain)
    raw = _WORD.findall(plain)
    letters = [w for w in raw if w[0].isalpha()]
    shouted = sum(w.isupper() for w in letters) > _SHOUTED * max(len(letters), 1)
    tokens = [_token(word, shouted) for word in raw]
    for index, token in enumerate(tokens):
        beside = {t.word for t in tokens[max(index - 1, 0) : index + 2]}
        if token.is_number and (beside & MONTHS.keys() or _DTG.fullmatch(token.word)):
            tokens[index] = replace(token, is_date=True)
    return Details(tuple(tokens))


@lru_cache(maxsize=100_000)
def _token(raw: str, shouted: bool) -> Token:
    decomposed = unicodedata.normalize("NFKD", raw.lower())
    word = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_SIMPLE)
    if any(c.isdigit() for c in word):
        digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in word)
        mended = digits.translate(_OCR)
        return Token(mended if mended.isdigit() else digits, True, False)
    if word in NUMBER_WORDS:
        return Token(str(NUMBER_WORDS[word]), True, False)
    return Token(word, False, raw[0].isupper() and not shouted and len(word) > 2)
