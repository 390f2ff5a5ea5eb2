"""What makes a telling its own: its numbers and names, each in its context."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz.fuzz import ratio

from fusion.terms.number_words import MONTHS, NUMBER_WORDS

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[ .,'\u00a0\u202f](?=\d{3}(?!\d))")
_DIVIDED = re.compile(r"(?<=\w)[-\u00ad]\n\s*(?=[a-zà-ÿ])")
_SIMPLE = str.maketrans("أإآٱىة", "ااااية")
# what optical character recognition makes of digits
_OCR = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5", "b": "8", "z": "2", "g": "9"})
_DTG = re.compile(r"\d{6}[a-z]?(?:[a-z]{3}\d{2})?")  # date-time group: day, time, zone
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_ALIKE = 70  # two spellings of one word, per cent


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

    @cached_property
    def contexts(self) -> dict[tuple[str, ...], Token]:
        """Each number and name by its neighbours: one on each side, two before, two after.

        The first where a context stands twice.
        """
        found: dict[tuple[str, ...], Token] = {}
        around = ["", "", *(t.word for t in self.tokens), "", ""]
        for index, token in enumerate(self.tokens, start=2):
            if not (token.is_number or token.is_name):
                continue
            before, after = around[index - 1], around[index + 1]
            found.setdefault(("around", before, after), token)
            if around[index - 2]:
                found.setdefault(("before", around[index - 2], before), token)
            if around[index + 2]:
                found.setdefault(("after", after, around[index + 2]), token)
        return found


@dataclass(frozen=True)
class Difference:
    """What two texts put differently in the same context, and what they have in common."""

    numbers: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    n_dates: int
    n_common: int

    @property
    def share(self) -> float:
        """Share of the particulars that differ, 0-1."""
        n_differing = len(self.numbers) + len(self.names)
        return n_differing / max(n_differing + self.n_common, 1)


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


def difference(first: Details, second: Details) -> Difference:
    """Numbers and names that stand in the same context with another value.

    A value that the other text holds anywhere does not differ; two spellings that are alike
    (noise of recognition, a slip in a name) do not either.
    """
    numbers: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    dates: set[tuple[str, str]] = set()
    for context, one in first.contexts.items():
        other = second.contexts.get(context)
        if other is None or one.word in second.words or other.word in first.words:
            continue
        if one.is_number and other.is_number:
            numbers.add((one.word, other.word))
            if one.is_date and other.is_date:
                dates.add((one.word, other.word))
        elif one.is_name and other.is_name and ratio(one.word, other.word) < _ALIKE:
            names.add((one.word, other.word))
    common = (first.numbers & second.numbers) | (first.names & second.names)
    return Difference(tuple(sorted(numbers)), tuple(sorted(names)), len(dates), len(common))


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
