"""Places of the wide world: known by name, never located by a hamlet that is spelled the same."""

from __future__ import annotations

from functools import cache

from fusion.actors.fold import fold
from fusion.actors.lexicon import Lexicon
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text


def _names() -> list[str]:
    return [name.replace("_", " ") for name in rules("places")["abroad"]["names"].split()]


@cache
def _keys() -> frozenset[str]:
    return frozenset("".join(fold(word) for word in name.split()) for name in _names())


@cache
def _lexicon() -> Lexicon:
    return Lexicon((name, "place", fold(name)) for name in _names())


def is_abroad(key: str) -> bool:
    """Whether a folded key is a country, capital, large city or region of the wide world."""
    return key in _keys()


def read_abroad(text: Text, taken: list[bool]) -> list[Mention]:
    """Mentions of such places: a name without coordinates; marks their words as taken."""
    found = []
    for hit in _lexicon().find(text):
        words = range(hit.first, hit.last + 1)
        if any(taken[word] or not text.caps[word] for word in (hit.first, hit.last)):
            continue
        start, end = text.starts[hit.first], text.ends[hit.last]
        normal = f"abroad:{hit.code}"
        found.append(Mention(start, end, text.text[start:end], "place", normal, "abroad"))
        for word in words:
            taken[word] = True
    return found
