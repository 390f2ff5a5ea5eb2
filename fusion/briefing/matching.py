"""Many strings in long texts: as words, and without the spaces between them; linear in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Without spaces, shorter strings would be found by chance inside others ('ali' in 'quality').
INSIDE = 9
# Shorter ones count where they begin and end with words; with digits in them they are rarer.
WHOLE, WITH_DIGITS = 7, 6
GRAM = 6
BITS = 20  # of the table of first letters: a megabyte
_GOLDEN = 0x9E3779B97F4A7C15  # spreads a hash over its high bits (Knuth, TAOCP 3, 6.4)
Words = tuple[str, ...]


@dataclass(frozen=True)
class Matcher:
    """Phrases with their rules, and names that are allowed and so hide what stands in them."""

    by_first: Mapping[str, Mapping[str, Sequence[tuple[Words, str]]]]  # by the second word, or ""
    by_gram: Mapping[str, Sequence[tuple[str, str]]]
    allowed: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[tuple[list[str], str]], allowed: Iterable[list[str]]) -> Matcher:
        """From folded words; of one phrase, the first rule stands."""
        first: dict[str, dict[str, list[tuple[Words, str]]]] = {}
        grams: dict[str, list[tuple[str, str]]] = {}
        names = {tuple(name) for name in allowed if name}
        seen: set[Words] = set()
        for found, rule in [*phrases, *((list(name), "") for name in sorted(names))]:
            key = tuple(found)
            if not key or key in seen:
                continue
            seen.add(key)
            second = key[1] if len(key) > 1 else ""
            first.setdefault(key[0], {}).setdefault(second, []).append((key, rule))
            tight = "".join(key)
            if rule and len(tight) >= _shortest(tight) and (len(key) >= 2 or len(tight) >= INSIDE):
                grams.setdefault(tight[:GRAM], []).append((tight, rule))
        for listed in (each for seconds in first.values() for each in seconds.values()):
            listed.sort(key=lambda item: (-len(item[0]), item[0]))
        return cls(first, grams, frozenset("".join(name) for name in names))

    def rules_in(self, words: list[str]) -> set[str]:
        """Rules of the phrases that stand in a list of folded words, spaced as it may be."""
        return self._worded(words) | self._tight(words)

    def _worded(self, words: list[str]) -> set[str]:
        if self.by_first.keys().isdisjoint(words):
            return set()
        found: set[str] = set()
        skip, firsts = 0, self.by_first
        for at in [at for at, word in enumerate(words) if word in firsts]:
            if at < skip:
                continue
            seconds = firsts[words[at]]
            follows = words[at + 1] if at + 1 < len(words) else ""
            for phrase, rule in (*seconds.get(follows, ()), *seconds.get("", ())):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    found.add(rule)
                    skip = at + len(phrase)
                    break
        return found - {""}

    def _tight(self, words: list[str]) -> set[str]:
        text = "".join(words)
        found: set[str] = set()
        edges: set[int] = set()
        for at in self._candidates(text):
            for phrase, rule in self.by_gram.get(text[at : at + GRAM], ()):
                if rule in found or not text.startswith(phrase, at):
                    continue
                edges = edges or _edges(words)
                is_whole = at in edges and at + len(phrase) in edges
                if (is_whole or len(phrase) >= INSIDE) and not self._is_allowed(text, at, phrase):
                    found.add(rule)
        return found

    def _candidates(self, text: str) -> list[int]:
        """Positions where the first letters of a string may stand, by the hash of what follows."""
        if not self.by_gram or len(text) < GRAM:
            return []
        positions: list[int] = np.flatnonzero(self._wanted[_hashes(text)]).tolist()
        return positions

    @cached_property
    def _wanted(self) -> NDArray[np.bool_]:
        table = np.zeros(1 << BITS, bool)
        for gram in self.by_gram:
            table[_hashes(gram)] = True
        return table

    def _is_allowed(self, text: str, at: int, phrase: str) -> bool:
        """The string stands inside a longer name that may be printed."""
        return any(
            phrase in name and text.startswith(name, at - name.index(phrase))
            for name in self.allowed
            if len(name) > len(phrase)
        )


def _shortest(tight: str) -> int:
    has_digits = any(c.isdigit() for c in tight) and not tight.isdigit()
    return WITH_DIGITS if has_digits else WHOLE


def _edges(words: list[str]) -> set[int]:
    """Positions in the closed-up text at which a word begins or ends."""
    found, at = {0}, 0
    for word in words:
        at += len(word)
        found.add(at)
    return found


def _hashes(text: str) -> NDArray[np.uint64]:
    """Hash of BITS bits of each run of GRAM characters: polynomial (base 2^20 + 7, mod 2^64)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    total = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for offset in range(GRAM):
        total *= np.uint64(1_048_583)
        total += codes[offset : offset + len(total)]
    return np.asarray(total * np.uint64(_GOLDEN) >> np.uint64(64 - BITS), np.uint64)
