"""The leak test: forbidden strings in a rendered file, whatever part of it holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fusion.briefing.extract import layers
from fusion.briefing.folding import Phrases, squeezed, words_of
from fusion.briefing.protect import CODE, NAME, Guard

# Shorter strings would be found by chance once spaces are gone ('ali' in 'quality').
SQUEEZED = 9
GRAM = 6


@dataclass(frozen=True)
class Forbidden:
    """What a file must not hold: phrases by rule, and names that are allowed and so no leak."""

    phrases: tuple[tuple[str, str], ...]
    allowed: tuple[str, ...] = ()


def forbidden_of(guard: Guard) -> Forbidden:
    """Everything an edition must not hold, from its guard."""
    protected = tuple(guard.protected_phrases())
    persons = tuple((name, NAME) for name, _ in guard.person_phrases())
    codes = tuple((code, CODE) for code in guard.names.foreign)
    return Forbidden((*protected, *persons, *codes), tuple(guard.allowed_names()))


def leak_test(content: bytes, fmt: str, forbidden: Forbidden | Mapping[str, str]) -> list[str]:
    """Rules that `content`, a file in format `fmt`, breaks; empty where it may be released.

    Looks into text, attributes, comments, metadata, alternative text, hidden text and embedded
    data (layers of the format), compared without accents, case, spacing, entities or invisible
    characters. The rules are named, never the strings.
    """
    if not isinstance(forbidden, Forbidden):
        forbidden = Forbidden(tuple(sorted(forbidden.items())))
    phrases = Phrases.of([*forbidden.phrases, *((name, "") for name in forbidden.allowed)])
    tight = _Tight.of(forbidden)
    rules: set[str] = set()
    seen: set[int] = set()
    for layer in layers(content, fmt):
        found = words_of(layer)
        digest = hash(tuple(found))  # layers of a file are often the same text
        if digest not in seen:
            seen.add(digest)
            rules |= {rule for rule in phrases.values_in(found) if rule}
            rules |= tight.rules_in("".join(found))
    return sorted(rules)


@dataclass(frozen=True)
class _Tight:
    """Strings without spacing, found by their first letters: linear in the text."""

    by_gram: Mapping[str, Sequence[tuple[str, str]]]
    allowed: frozenset[str]

    @classmethod
    def of(cls, forbidden: Forbidden) -> _Tight:
        grams: dict[str, list[tuple[str, str]]] = {}
        for phrase, rule in forbidden.phrases:
            text = squeezed(phrase)
            if len(text) >= SQUEEZED and len(words_of(phrase)) >= 2:
                grams.setdefault(text[:GRAM], []).append((text, rule))
        return cls(grams, frozenset(squeezed(name) for name in forbidden.allowed))

    def rules_in(self, text: str) -> set[str]:
        """Rules of the strings found in a squeezed text."""
        found: set[str] = set()
        for at in self._candidates(text):
            for phrase, rule in self.by_gram.get(text[at : at + GRAM], ()):
                if text.startswith(phrase, at) and not self._is_allowed(text, at, phrase):
                    found.add(rule)
        return found

    def _candidates(self, text: str) -> list[int]:
        """Positions where the first letters of a string may stand: equal rolling hashes."""
        if not self.by_gram or len(text) < GRAM:
            return []
        here = _hashes(text)
        wanted = np.unique(np.concatenate([_hashes(gram) for gram in self.by_gram]))
        at = np.minimum(np.searchsorted(wanted, here), len(wanted) - 1)
        positions: list[int] = np.flatnonzero(wanted[at] == here).tolist()
        return positions

    def _is_allowed(self, text: str, at: int, phrase: str) -> bool:
        """The string stands inside a longer name that may be printed."""
        return any(
            phrase in name and text.startswith(name, at - name.index(phrase))
            for name in self.allowed
            if len(name) > len(phrase)
        )


def _hashes(text: str) -> NDArray[np.uint64]:
    """Polynomial hash (base 2^20 + 7, modulo 2^64) of each run of GRAM characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    total = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for offset in range(GRAM):
        total = total * np.uint64(1_048_583) + codes[offset : offset + len(total)]
    return total
