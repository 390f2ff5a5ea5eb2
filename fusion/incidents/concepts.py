"""What a text tells of, without its language: things and doings of a trilingual word list."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from fusion.incidents.cues import fold
from fusion.terms.number_words import MONTHS, NUMBER_WORDS

_DATA = Path(__file__).parent / "data" / "concepts.toml"
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_ELIDED = re.compile(r"^(?:l|d|j|m|n|s|c|qu)'")
_ARABIC_PREFIX = re.compile(r"^(?:وال|بال|كال|فال|لل|ال|و|ب|ل|ف)(?=[\u0600-\u06ff]{3})")
_TWICE = re.compile(r"\w+ ?\((\d{1,4})\)")
# Dead and wounded are read as tolls; money, measures and hours are no things to count.
_UNCOUNTED = frozenset(
    f"c:{name}"
    for name in (
        "kill", "wound", "cash", "measuring", "price", "wage", "bank", "mobile_money", "night",
        "morning", "evening", "dawn", "road", "youth", "elder", "gold", "fuel", "rice", "sugar",
        "oil", "coffee", "tea", "soap", "water", "wood", "food", "fish", "drug", "medicine",
    )
)  # fmt: skip
# A number before one of these is an age, a day, a length of time or way: it counts nothing else.
_MEASURES = frozenset({
    "an", "ans", "year", "years", "year-old", "mois", "month", "months", "semaines", "weeks",
    "jours", "days", "minutes", "min", "heures", "hours", "h", "km", "metres", "m", "%",
    "عام", "عاما", "سنه", "سنوات", "ايام", "دقيقه", "ساعه", "كم",
})  # fmt: skip
LONGEST_COUNT = 4  # digits
LEAST_PREFIX = 3  # letters of the shortest word that others may begin with


def read_concepts(text: str) -> frozenset[str]:
    """Names of the concepts that `text` mentions, 'c:bridge'; the same in three languages."""
    found: set[str] = set()
    for token in _TOKEN.findall(fold(text)):
        found |= _of_token(token)
    return frozenset(found)


def read_counted(text: str) -> dict[str, frozenset[float]]:
    """Numbers in which `text` gives things that can be counted: {'bridge': {2}}.

    'neuf (9) bureaux' is one number said twice; one word may stand between number and thing.
    Ages and days count nothing: '14 ans, emmené'.
    """
    tokens = _TOKEN.findall(_TWICE.sub(r"\1", fold(text)))
    found: dict[str, set[float]] = {}
    for at, token in enumerate(tokens):
        value = _number(token)
        if value is None:
            continue
        for following in tokens[at + 1 : at + 3]:
            if following in MONTHS or following in _MEASURES:
                break
            things = _of_token(following) - _UNCOUNTED
            for thing in things:
                found.setdefault(thing.removeprefix("c:"), set()).add(value)
            if things or _number(following) is not None:
                break
    return {thing: frozenset(values) for thing, values in found.items()}


def _number(token: str) -> float | None:
    if token.isdigit() and len(token) <= LONGEST_COUNT:
        return float(token)
    return NUMBER_WORDS.get(token)


@lru_cache(maxsize=100_000)
def _of_token(token: str) -> frozenset[str]:
    exact, beginnings = _words()
    forms = {token, _ELIDED.sub("", token), _ARABIC_PREFIX.sub("", token)}
    found = {concept for form in forms for concept in exact.get(form, ())}
    for form in forms:
        for end in range(LEAST_PREFIX, len(form) + 1):
            found.update(beginnings.get(form[:end], ()))
    return frozenset(found)


@cache
def _words() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """(concepts by whole word, concepts by beginning of a word)."""
    listed = tomllib.loads(_DATA.read_text(encoding="utf-8"))["concepts"]
    exact: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for concept, words in listed.items():
        for word in words.split():
            kept, key = (beginnings, word[:-1]) if word.endswith("*") else (exact, word)
            kept.setdefault(fold(key), set()).add("c:" + concept)
    return exact, beginnings
