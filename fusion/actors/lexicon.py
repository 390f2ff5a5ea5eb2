"""Phrases of several words found in one pass over a text, in any of the three languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold, is_arabic
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_SPLIT = re.compile(r"[^\W_]+")


class Hit(NamedTuple):
    """A phrase found: words `first` to `last`, both included, and its codes."""

    first: int
    last: int
    kind: str
    code: str


class Lexicon:
    """Phrases by the folded first word; the longest phrase wins at each place."""

    def __init__(self, phrases: Iterable[tuple[str, str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for phrase, kind, code in phrases:
            words = tuple(fold(word) for word in _SPLIT.findall(phrase))
            if words:
                self._by_first.setdefault(words[0], []).append((words, kind, code))
        for listed in self._by_first.values():
            listed.sort(key=lambda entry: (-len(entry[0]), entry))

    def find(self, text: Text) -> list[Hit]:
        """Every phrase in the text, left to right, not overlapping."""
        hits, word = [], 0
        while word < text.size:
            hit = self.at(text, word)
            if hit:
                hits.append(hit)
                word = hit.last + 1
            else:
                word += 1
        return hits

    def at(self, text: Text, word: int) -> Hit | None:
        """The longest phrase that begins at `word`."""
        for form in forms(text.folds[word]):
            for words, kind, code in self._by_first.get(form, ()):
                last = word + len(words) - 1
                if last < text.size and all(
                    words[step] in forms(text.folds[word + step]) for step in range(1, len(words))
                ):
                    return Hit(word, last, kind, code)
        return None


@cache
def forms(word: str) -> tuple[str, ...]:
    """A folded word and what it may be without a plural ending or an Arabic prefix."""
    if is_arabic(word):
        bare = [word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) > len(p) + 1]
        return (word, *bare)
    if len(word) > 3 and word[-1] in "sx":
        return (word, word[:-1])
    return (word,)


@cache
def things() -> Lexicon:
    """Weapons, drugs, goods, vehicles, roles and state bodies of terms.toml."""
    return Lexicon(
        (phrase, kind, code)
        for kind, codes in sorted(rules("terms").items())
        for code, phrases in sorted(codes.items())
        for phrase in phrases
    )
