"""Persons told by what they are called alone: 'chez Le Forgeron', 'La Vieille du Puits who paid'.

An article with a capital inside a sentence belongs to a proper name. Places and bodies are read by
their own rules; what is left names a person where the words around it go with persons.
"""

from __future__ import annotations

from collections.abc import Iterator

from fusion.actors.gazetteer import Gazetteer
from fusion.actors.mentions.person_rules import Run, goes_with_persons
from fusion.actors.mentions.sites import is_site
from fusion.actors.tokens import Text

_ARTICLES = frozenset({"le", "la", "l", "the"})
_OF = frozenset({"de", "du", "des", "d", "of"})
_AT = (("chez",), ("c", "est"))
_SHORTEST = 4  # letters: 'La Une', 'Le Roi' tell little


def epithets(text: Text, taken: list[bool], gazetteer: Gazetteer) -> Iterator[Run]:
    """Runs behind a capital article that name a person by nothing else."""
    if text.is_shouted:
        return
    for word in range(1, text.size - 1):
        if text.folds[word] not in _ARTICLES or not text.caps[word] or text.opens_sentence(word):
            continue
        last = _last(text, word)
        if last is None or any(taken[word : last + 1]) or text.caps[word - 1]:
            continue
        whole, name = Run(word, last, 0), Run(word + 1, last, 0)
        keys = text.folds[word : last + 1]
        is_led = any(tuple(text.folds[word - len(cue) : word]) == cue for cue in _AT)
        if (is_led or goes_with_persons(text, whole)) and not is_site(keys, gazetteer):
            yield name


def _last(text: Text, article: int) -> int | None:
    """The last word of what stands behind an article: a noun, and of what."""
    noun = article + 1
    if text.gap(article) not in (" ", "'", "’") or not _is_noun(text, noun):
        return None
    of = noun + 1
    while of < text.size - 1 and text.folds[of] in _OF | _ARTICLES and text.gap(of - 1) == " ":
        of += 1
    is_of = of > noun + 1 and text.gap(of - 1) in (" ", "'", "’") and _is_noun(text, of)
    return of if is_of else noun


def _is_noun(text: Text, word: int) -> bool:
    is_lettered = text.caps[word] and not text.surface(word, word).isupper()
    return is_lettered and len(text.folds[word]) >= _SHORTEST
