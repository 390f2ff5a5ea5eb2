"""Weapons, drugs, goods, vehicles, roles and State bodies, and how many of them."""

from __future__ import annotations

import re

from fusion.actors.lexicon import Hit, things
from fusion.actors.mentions.numbers import NUMBER, parse_number, word_number
from fusion.actors.model import Mention
from fusion.actors.tokens import Text

_NUMBER_BEFORE = re.compile(rf"(?:(?<![\w.,])|(?<=\bو))({NUMBER})\s+(?:[^\W\d]+[ -]){{0,2}}$")
_COUNTED = frozenset({"weapon", "drug", "goods", "vehicle"})
_BACK = 40  # characters before a thing in which its number may stand


def read_things(text: Text, taken: list[bool]) -> list[Mention]:
    """Mentions of things, and a quantity for each that is counted; takes no words away."""
    found = []
    for hit in things().find(text):
        if any(taken[hit.first : hit.last + 1]):
            continue
        start, end = text.starts[hit.first], text.ends[hit.last]
        found.append(Mention(start, end, text.text[start:end], hit.kind, hit.code, "lexicon"))
        if hit.kind in _COUNTED and (counted := _count(text, hit)):
            found.append(counted)
    return found


def _count(text: Text, hit: Hit) -> Mention | None:
    """'31 rifles', 'deux pinasses', 'خمسة صهاريج' as a quantity; None without a number."""
    end = text.ends[hit.last]
    for back in (1, 2):
        word = hit.first - back
        if (
            word >= 0
            and (value := word_number(text.folds[word]))
            and _is_run(text, word, hit.first)
        ):
            is_article = text.folds[word] in ("a", "an", "un", "une", "one")
            if not is_article:
                start = text.starts[word]
                return _quantity(text, start, end, float(value), hit.code)
    before = text.text[max(0, text.starts[hit.first] - _BACK) : text.starts[hit.first]]
    match = _NUMBER_BEFORE.search(before)
    if match and (amount := parse_number(match[1])) is not None:
        start = text.starts[hit.first] - len(before) + match.start(1)
        return _quantity(text, start, end, amount, hit.code)
    return None


def _is_run(text: Text, first: int, last: int) -> bool:
    """Whether only spaces and hyphens part the words: 'six motorcycles, tramadol' is no run."""
    return all(text.gap(word).strip(" \u00a0\u202f-'’") == "" for word in range(first, last))


def _quantity(text: Text, start: int, end: int, amount: float, unit: str) -> Mention:
    surface = text.text[start:end]
    return Mention(
        start, end, surface, "quantity", f"{amount:g} {unit}", "counted_thing", amount, unit
    )
