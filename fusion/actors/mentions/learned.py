"""A second look with what the mission has taught: what one report names in full, others cut short.

'Union Kokari' in one report makes 'Kokari' in another a mention; so do a rare family name, an
acronym of a body's words, and a telephone without its country code. Each is read as a short form:
whom it means is resolution's to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from fusion.actors.claims.read import read_cues
from fusion.actors.claims.scene import is_actor_mention
from fusion.actors.fold import fold, is_arabic, sound
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.mentions.person_rules import is_town, stop_words
from fusion.actors.model import Mention, Reading
from fusion.actors.names import is_full, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON, is_known
from fusion.actors.rules import rules
from fusion.actors.tokens import Text, read_text

SHORTEST = 4  # letters of a learned word: shorter ones are met by chance; ours
_BODIES = ("group", "organisation")


@dataclass(slots=True)
class Lessons:
    """What the accounts of a mission name in full, by the short form that others may use.

    `told` counts the full names by the sound of the word that they would be shortened to.
    """

    told: Counter[str] = field(default_factory=Counter)
    family: set[str] = field(default_factory=set)
    tails: dict[str, set[str]] = field(default_factory=dict)
    acronyms: dict[str, set[str]] = field(default_factory=dict)
    heads: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)


def read_again(readings: list[Reading], gazetteer: Gazetteer) -> None:
    """Add the mentions that only the other accounts make readable; their cues are read anew."""
    lessons = learn(readings)
    wanted = set().union(
        lessons.family, lessons.tails, lessons.acronyms, lessons.heads, lessons.numbers
    )
    if not wanted:
        return
    looked = [
        (reading, text, list(_read(text, reading, lessons, gazetteer)))
        for reading in readings
        if (text := _worth_reading(reading, wanted))
    ]
    alone = Counter(sound(fold(m.surface)) for *_, found in looked for m in found if _is_word(m))
    for reading, text, found in looked:
        # A word that stands alone more often than in the name is a word, and no name.
        kept = [
            m
            for m in found
            if not _is_word(m) or alone[key := sound(fold(m.surface))] <= lessons.told[key]
        ]
        if kept:
            reading.mentions = sorted(
                [*reading.mentions, *kept], key=lambda m: (m.start, m.end, m.kind)
            )
            reading.cues, reading.aliases = read_cues(reading.source, text, reading.mentions)


def _is_word(mention: Mention) -> bool:
    """Whether a short form is a plain word: it may be a name, or a word of the language."""
    return mention.rule == "learned_name"


def _worth_reading(reading: Reading, wanted: set[str]) -> Text | None:
    """The account's words, where any of them may be a short form; else None."""
    text = read_text(reading.source.text, reading.source.language)
    capitals = (key for key, caps in zip(text.folds, text.caps, strict=True) if caps)
    return None if wanted.isdisjoint({*text.folds, *map(sound, capitals)}) else text


def learn(readings: list[Reading]) -> Lessons:
    """The short forms of every full name, body and telephone of the accounts."""
    lessons = Lessons()
    for reading in readings:
        for mention in reading.mentions:
            if not mention.normal or not is_actor_mention(mention):
                continue
            if mention.kind == "person" and is_full(mention.surface):
                lessons.told.update(parts := _telling_parts(mention.surface))
                lessons.family |= parts
            elif mention.kind in _BODIES:
                _learn_body(mention, lessons)
            elif mention.kind == "phone" and mention.normal.startswith("+"):
                national = mention.normal[-rules("linkage")["national_digits"] :]
                lessons.numbers.setdefault(national, set()).add(mention.normal)
    return lessons


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
    heads = {*rules("cues_person")["civil_heads"], *rules("cues_person")["armed_heads"]}
    legal = set(rules("cues_person")["organisation_suffix"])
    told = [w for w in words if w not in small and w not in legal]
    if len(told) < 2 or is_arabic(normal):
        return
    last = told[-1]
    if len(last) > SHORTEST and last not in heads and last not in stop_words():
        lessons.tails.setdefault(last, set()).add(normal)
        lessons.told[sound(last)] += 1
    initials = "".join(word[0] for word in told)
    if len(initials) > 2:
        lessons.acronyms.setdefault(initials, set()).add(normal)
    if told[0] in heads:
        lessons.heads.setdefault(told[0], set()).add(normal)


def _read(
    text: Text, reading: Reading, lessons: Lessons, gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Mentions at words that no other mention holds."""
    spans = [(m.start, m.end) for m in reading.mentions if m.kind != "role"]
    for word in range(text.size):
        start, end = text.starts[word], text.ends[word]
        if any(low < end and start < high for low, high in spans):
            continue
        hit = _hit(text, word, lessons, gazetteer)
        if hit is not None:
            kind, normal, rule = hit
            yield Mention(start, end, text.text[start:end], kind, normal, rule)


def _hit(
    text: Text, word: int, lessons: Lessons, gazetteer: Gazetteer
) -> tuple[str, str, str] | None:
    """Kind, normal form and rule of a short form at `word`; None where nothing was learned."""
    key = text.folds[word]
    if key in lessons.numbers:
        return "phone", _only(lessons.numbers[key]) or f"tel:{key}", "learned_number"
    if not text.caps[word] or is_arabic(key):
        return None
    body = _body(text, word, lessons, gazetteer)
    if body is not None:
        return "organisation", *body
    is_free = len(key) > SHORTEST and key not in stop_words() and not is_town(key, gazetteer)
    if is_free and not text.is_shouted and sound(key) in lessons.family:
        return "person", key, "learned_name"
    return None


def _body(text: Text, word: int, lessons: Lessons, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The body that an acronym, the last word of a name or 'the Committee' stands for."""
    key = text.folds[word]
    is_acronym = text.surface(word, word).isupper() and not text.is_shouted
    if is_acronym and (body := _only(lessons.acronyms.get(key))):
        return body, "learned_acronym"
    body = _only(lessons.tails.get(key))
    if body and not is_known(key) and not is_town(key, gazetteer):
        return body, "learned_name"
    if _is_definite(text, word) and (body := _only(lessons.heads.get(key))):
        return body, "learned_head"
    return None


def _only(bodies: set[str] | None) -> str | None:
    """The one body that a short form can mean; None where there are several, or none.

    'Union Kokari' and 'Coopérative Union Kokari' are one: the fullest name holds all the others.
    """
    if not bodies:
        return None
    fullest = max(sorted(bodies), key=len)
    return fullest if all(name in fullest for name in bodies) else None


def _is_definite(text: Text, word: int) -> bool:
    """'le Comité', in mid-sentence, with nothing after it that would name another committee."""
    article = text.folds[word - 1] if word else ""
    gap = text.gap(word)
    follows = word + 1 < text.size and gap.strip() == ""
    is_named = follows and (
        text.caps[word + 1] or text.folds[word + 1] in ("de", "du", "des", "d", "of")
    )
    return article in ("le", "la", "l", "the", "du", "au") and not is_named
