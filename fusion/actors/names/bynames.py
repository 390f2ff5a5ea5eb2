"""Bynames: 'Petit Sory', 'Kassoum le Tailleur', عمر الصغير. A word that others gave, no part.

What is called after such a word is told by one name only, however many words are written; the
word itself is what the same man may be known by in another language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from fusion.actors.fold import fold, skeleton, sound
from fusion.actors.rules import rules

# Lower case only: 'Le Minh' is a family name.
_TOLD = re.compile(
    r"^(?P<name>\S.*?)[\s\u00a0]+(?:le|la|l['’]|the)[\s\u00a0]*(?P<word>[^\W\d_]{4,}.*)$"
)
_SHORTEST = 4  # letters of a word that tells anything by its sound


class Called(NamedTuple):
    """A name without its byname, and the byname's key; '' where there is none."""

    name: str
    byname: str


@cache
def _keys() -> dict[str, str]:
    """Folded words of names.toml [bynames] -> their meaning, the same in every language."""
    listed: dict[str, str] = rules("names")["bynames"]
    return {fold(word): key for key, words in listed.items() for word in words.split()}


def byname_key(word: str) -> str:
    """Equal for words of one meaning or, of words that are not listed, of one sound; else ''."""
    key = fold(word)
    known = _keys().get(key)
    if known:
        return known
    return skeleton(sound(key)) if len(key) >= _SHORTEST else ""


def is_byname(word: str) -> bool:
    """Whether a word is one of those that people are called by in addition to a name."""
    return fold(word) in _keys()


@lru_cache(maxsize=200_000)
def called(text: str) -> Called:
    """The name in `text` apart from its byname: before it in French and English, behind it in
    Arabic, or behind an article of its own. The whole text where there is none."""
    words = text.split()
    if len(words) == 2 and words[0].isascii() and is_byname(words[0]):
        return Called(words[1], byname_key(words[0]))
    if len(words) == 2 and not words[1].isascii() and is_byname(words[1]):
        return Called(words[0], byname_key(words[1]))
    told = _TOLD.match(text)
    if told:
        return Called(told["name"], byname_key(told["word"].split()[-1]))
    return Called(text, "")
