"""The brief's own words: a name that is one of them cannot be searched for by itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from fusion.briefing.folding import words_of
from fusion.briefing.wording import words
from fusion.terms.data_files import load

FILES = ("sentences", "labels", "options", "nouns", "readings", "roles", "ladder", "likelihood",
         "method")  # fmt: skip
TERMS = ("markets", "typologies", "incident_types", "yardsticks", "grades", "markings")


@cache
def own_words() -> frozenset[str]:
    """Folded words of every text that the brief composes from."""
    found: set[str] = set()
    for data in [*(words(name) for name in FILES), *(load(name) for name in TERMS)]:
        for text in _texts(data):
            found.update(words_of(text))
    return frozenset(found)


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for key, value in data.items() for text in (key, *_texts(value))]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return []
