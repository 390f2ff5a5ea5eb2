"""What the accounts of a mission name in full, by the short form that others may use."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from fusion.actors.claims.scene import is_actor_mention
from fusion.actors.fold import fold, is_arabic, sound
from fusion.actors.lexicon import forms
from fusion.actors.mentions.person_rules import stop_words
from fusion.actors.model import Mention, Reading
from fusion.actors.names import is_full, parse_name
from fusion.actors.names.bynames import called
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

SHORTEST = 4  # letters of a learned word: shorter ones are met by chance; ours
_BODIES = ("group", "organisation")


@dataclass(slots=True)
class Lessons:
    """Short forms -> the full names they may stand for.

    `told` counts the full names by the sound of the word that they would be shortened to.
    """

    told: Counter[str] = field(default_factory=Counter)
    family: set[str] = field(default_factory=set)
    tails: dict[str, set[str]] = field(default_factory=dict)
    openers: dict[str, set[str]] = field(default_factory=dict)
    vessels: dict[str, set[str]] = field(default_factory=dict)
    bynames: set[str] = field(default_factory=set)
    acronyms: dict[str, set[str]] = field(default_factory=dict)
    heads: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)


def learn(readings: list[Reading]) -> Lessons:
    """The short forms of every full name, body and telephone of the accounts."""
    lessons = Lessons()
    for reading in readings:
        for mention in reading.mentions:
            if not mention.normal or not is_actor_mention(mention):
                continue
            if mention.kind == "person":
                _learn_person(mention.surface, lessons)
            elif mention.kind in _BODIES:
                _learn_body(mention, lessons)
            elif mention.rule == "named_vessel":
                lessons.vessels.setdefault(mention.normal.split()[-1], set()).add(mention.normal)
            elif mention.kind == "phone" and mention.normal.startswith("+"):
                national = mention.normal[-rules("linkage")["national_digits"] :]
                lessons.numbers.setdefault(national, set()).add(mention.normal)
    return lessons


def _learn_person(surface: str, lessons: Lessons) -> None:
    name, byname = called(surface)
    if byname and surface.startswith(name):
        lessons.bynames.add(fold(surface.rsplit(maxsplit=1)[-1]))
    if is_full(name):
        lessons.told.update(parts := _telling_parts(name))
        lessons.family |= parts


def _telling_parts(name: str) -> set[str]:
    """Sounds of the rare parts of a person's name, as they may stand alone."""
    return {
        part.sound
        for part in parse_name(name).parts
        if part.weight > WEIGHT_COMMON and not part.is_initial and len(part.text) > SHORTEST
    }


def _learn_body(mention: Mention, lessons: Lessons) -> None:
    normal = mention.normal or ""
    small = {*rules("cues_person")["connectors"], *rules("names")["particles"]["article"]}
    words = [fold(w) for w in re.findall(r"[^\W_]+", normal.removeprefix("known:"))]
    heads = _heads()
    legal = set(rules("cues_person")["organisation_suffix"])
    told = [w for w in words if w not in small and w not in legal]
    if len(told) < 2 or is_arabic(normal):
        return
    last = told[-1]
    if len(last) > SHORTEST and last not in heads and last not in stop_words():
        lessons.tails.setdefault(last, set()).add(normal)
        lessons.told[sound(last)] += 1
    first = told[0]
    if len(first) > SHORTEST and first not in heads and first not in stop_words():
        lessons.openers.setdefault(first, set()).add(normal)
        lessons.told[sound(first)] += 1
    initials = "".join(word[0] for word in told)
    if len(initials) > 2:
        lessons.acronyms.setdefault(initials, set()).add(normal)
    if told[0] in heads:
        lessons.heads.setdefault(head_of(told[0]), set()).add(normal)


@cache
def _heads() -> frozenset[str]:
    """Folded words that open the name of a body."""
    return frozenset({*rules("cues_person")["civil_heads"], *rules("cues_person")["armed_heads"]})


@cache
def _meanings() -> dict[str, str]:
    """Folded heads of one meaning in the three languages -> the first of them."""
    return {word: listed[0] for listed in rules("cues_person")["head_meanings"] for word in listed}


def is_head(key: str) -> bool:
    """Whether a folded word opens the name of a body, in any of the languages."""
    return key in _heads() or (is_arabic(key) and head_of(key) in _meanings().values())


def words_met(text: Text) -> frozenset[str]:
    """What a short form may be found by in an account: its words, the sounds of those with a
    capital, and heads of bodies by their meaning."""
    capitals = (key for key, caps in zip(text.folds, text.caps, strict=True) if caps)
    heads = (head_of(key) for key in text.folds if is_head(key))
    return frozenset((*text.folds, *map(sound, capitals), *heads))


def head_of(key: str) -> str:
    """A head's meaning: 'Comité', 'Committee' and اللجنة are one."""
    found = (_meanings()[form] for form in forms(key) if form in _meanings())
    return next(found, key)
