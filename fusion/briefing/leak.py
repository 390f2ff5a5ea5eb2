"""The leak test: forbidden strings in a rendered file, whatever part of it holds them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fusion.briefing.evasion import bones, decoded, digits, seen_words, turned, undone
from fusion.briefing.extract import layers
from fusion.briefing.folding import words_of
from fusion.briefing.matching import Matcher
from fusion.briefing.protect import CODE, NAME, Guard
from fusion.briefing.withheld_numbers import FEWEST_DIGITS

UNREAD = "part of the file that the leak test cannot read"

FEWEST_STROKES = 8  # strokes in a row that two other Arabic names hardly share (ours)


@dataclass(frozen=True)
class Forbidden:
    """What a file must not hold: phrases by rule, and names that are allowed and so no leak."""

    phrases: tuple[tuple[str, str], ...]
    allowed: tuple[str, ...] = ()

    @cached_property
    def plain(self) -> Matcher:
        """Finds the phrases among folded words, read either way and turned by thirteen."""
        return Matcher.of(
            ((found, rule) for phrase, rule in self.phrases for found in turned(phrase)),
            [found for name in self.allowed for found in turned(name)],
        )

    @cached_property
    def likeness(self) -> Matcher:
        """Finds the phrases among words as the eye reads them."""
        return Matcher.of(
            ((seen_words(phrase), rule) for phrase, rule in self.phrases
             if not _is_number(phrase)),
            [seen_words(name) for name in self.allowed],
        )  # fmt: skip

    @cached_property
    def known(self) -> dict[int, frozenset[str]]:
        """Rules of texts that were tested before: files of an edition share many parts."""
        return {}

    @cached_property
    def strokes(self) -> tuple[tuple[str, str], ...]:
        """Arabic phrases as strokes, long enough not to occur by chance."""
        found = ((bones(phrase), rule) for phrase, rule in self.phrases)
        return tuple((text, rule) for text, rule in found if len(text) >= FEWEST_STROKES)

    @cached_property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """Telephone and account numbers, without their separators, and without a country code."""
        found: dict[str, str] = {}
        for phrase, rule in self.phrases:
            if _is_number(phrase):
                number = "".join(words_of(phrase))
                found.setdefault(number, rule)
                found.setdefault(number[-FEWEST_DIGITS:], rule)
        return tuple(sorted(found.items()))


def _strokes_in(text: str, forbidden: Forbidden) -> set[str]:
    drawn = bones(text) if forbidden.strokes else ""
    if not drawn:
        return set()
    for name in forbidden.allowed:
        stroke = bones(name)
        drawn = drawn.replace(stroke, " ") if len(stroke) >= FEWEST_STROKES else drawn
    found = drawn + " " + drawn[::-1]
    return {rule for stroke, rule in forbidden.strokes if stroke in found}


def _is_number(phrase: str) -> bool:
    text = "".join(words_of(phrase))
    return text.isdigit() and len(text) >= FEWEST_DIGITS


def forbidden_of(guard: Guard) -> Forbidden:
    """Everything an edition must not hold, from its guard."""
    protected = tuple(guard.protected_phrases())
    # The mission's own name stands on every page, also glued to what precedes it and escaped in
    # the style sheet: a word of it, though a short form of somebody's name, tells nothing.
    persons = tuple(
        (name, NAME) for name, _ in guard.person_phrases() if not guard.is_of_mission(name)
    )
    codes = tuple((code, CODE) for code in guard.names.foreign)
    return Forbidden((*protected, *persons, *codes), tuple(guard.allowed_names()))


def leak_test(content: bytes, fmt: str, forbidden: Forbidden | Mapping[str, str]) -> list[str]:
    """Rules that `content`, a file in format `fmt`, breaks; empty where it may be released.

    Looks into text, attributes, comments, metadata, alternative text, hidden text and embedded
    data (layers of the format). Neither accents, case, spacing, hyphens, entities, invisible
    characters, lookalike letters, reading backwards nor an encoding hide a string. The rules are
    named, never the strings.
    """
    try:
        return texts_test(layers(content, fmt), forbidden)
    except (ValueError, zipfile.BadZipFile, zlib.error, OSError):
        return [UNREAD]  # what cannot be read cannot be released


def name_test(name: str, forbidden: Forbidden | Mapping[str, str]) -> list[str]:
    """Rules that the name of a file breaks."""
    return texts_test([name, name.replace("-", " ")], forbidden)


def texts_test(texts: Iterable[str], forbidden: Forbidden | Mapping[str, str]) -> list[str]:
    """Rules that any of several texts breaks."""
    if not isinstance(forbidden, Forbidden):
        forbidden = Forbidden(tuple(sorted(forbidden.items())))
    rules: set[str] = set()
    runs: set[str] = set()
    for text in texts:
        digest = hash(text)
        if digest not in forbidden.known:
            found = _rules_in(text, forbidden)
            said = "\n".join(decoded(text, runs))
            forbidden.known[digest] = frozenset(found | _rules_in(said, forbidden))
        rules |= forbidden.known[digest]
    return sorted(rules)


def _rules_in(text: str, forbidden: Forbidden) -> set[str]:
    """Rules that a text breaks under any disguise."""
    rules: set[str] = set()
    for found in undone(text):
        rules |= forbidden.plain.rules_in(found)
    rules |= _strokes_in(text, forbidden)
    rules |= forbidden.likeness.rules_in(seen_words(text))
    if forbidden.numbers:
        closed = digits(text)
        rules |= {rule for number, rule in forbidden.numbers if number in closed}
        backwards = closed[::-1]
        rules |= {rule for number, rule in forbidden.numbers if number in backwards}
    return rules
