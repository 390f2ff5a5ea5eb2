"""A second look with what the mission has taught: what one report names in full, others cut short.

'Union Kokari' in one report makes 'Kokari' in another a mention; so do a rare family name, an
acronym of a body's words, and a telephone without its country code. Each is read as a short form:
whom it means is resolution's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from fusion.actors.claims.read import read_cues
from fusion.actors.fold import fold, is_arabic, sound
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.mentions.lessons import SHORTEST, Lessons, head_of, learn, words_met
from fusion.actors.mentions.person_rules import stop_words
from fusion.actors.mentions.sites import is_town
from fusion.actors.model import Mention, Reading
from fusion.actors.names.lexicon import is_known
from fusion.actors.tokens import Text, read_text

Holding = Callable[[set[str]], Iterable[int]]
_ARTICLES = ("le", "la", "l", "the", "du", "au")
_DEFINITE = ("ال", "لل", "وال", "بال", "فال")


def read_again(
    readings: list[Reading], gazetteer: Gazetteer, holding: Holding | None = None
) -> None:
    """Add the mentions that only the other accounts make readable; their cues are read anew.

    `holding` tells the places of the readings whose texts may hold any of some words.
    """
    lessons = learn(readings)
    wanted = set().union(
        lessons.family, lessons.bynames, lessons.tails, lessons.openers, lessons.vessels,
        lessons.acronyms, lessons.heads, lessons.numbers,
    )  # fmt: skip
    if not wanted:
        return
    near = range(len(readings)) if holding is None else holding(wanted)
    looked = [
        (readings[place], text, list(_read(text, readings[place], lessons, gazetteer)))
        for place in near
        if (text := _worth_reading(readings[place], wanted))
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
            reading.cues, reading.aliases = read_cues(
                reading.source, text, reading.mentions,
                tells_of_market=bool(reading.event["markets"]),
            )  # fmt: skip


def _is_word(mention: Mention) -> bool:
    """Whether a short form is a plain word: it may be a name, or a word of the language."""
    return mention.rule == "learned_name"


def _worth_reading(reading: Reading, wanted: set[str]) -> Text | None:
    """The account's words, where any of them may be a short form; else None."""
    text = read_text(reading.source.text, reading.source.language)
    return None if wanted.isdisjoint(words_met(text)) else text


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
    if is_arabic(key):
        heads = lessons.heads.get(head_of(key)) if _is_definite(text, word) else None
        body = _only(heads)
        return ("organisation", body, "learned_head") if body else None
    if not text.caps[word]:
        return None
    named = _body(text, word, lessons, gazetteer)
    if named is not None:
        return "organisation", *named
    is_led = word > 0 and text.folds[word - 1] in _ARTICLES
    return None if text.is_shouted else _word(key, lessons, gazetteer, is_led=is_led)


def _word(
    key: str, lessons: Lessons, gazetteer: Gazetteer, *, is_led: bool
) -> tuple[str, str, str] | None:
    """A byname or a boat behind its article, or a rare part of a person's name."""
    if is_led and key in lessons.bynames:
        return "person", key, "learned_byname"
    vessel = _only(lessons.vessels.get(key))
    if vessel and is_led:
        return "vehicle", vessel, "learned_vessel"
    is_free = len(key) > SHORTEST and key not in stop_words() and not is_town(key, gazetteer)
    return ("person", key, "learned_name") if is_free and sound(key) in lessons.family else None


def _body(text: Text, word: int, lessons: Lessons, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The body that an acronym, the last word of a name or 'the Committee' stands for."""
    key = text.folds[word]
    is_acronym = text.surface(word, word).isupper() and not text.is_shouted
    if is_acronym and (body := _only(lessons.acronyms.get(key))):
        return body, "learned_acronym"
    body = _only(lessons.tails.get(key)) or _only(lessons.openers.get(key))
    if body and not is_known(key) and not is_town(key, gazetteer):
        return body, "learned_name"
    if _is_definite(text, word) and (body := _only(lessons.heads.get(head_of(key)))):
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
    """'le Comité', اللجنة, with nothing after it that would name another committee."""
    if is_arabic(text.folds[word]):
        after = text.folds[word + 1] if text.gap(word) == " " else ""
        return text.folds[word].startswith(_DEFINITE) and not after.startswith("ال")
    article = text.folds[word - 1] if word else ""
    gap = text.gap(word)
    follows = word + 1 < text.size and gap.strip() == ""
    is_named = follows and (
        (text.caps[word + 1] and not is_arabic(text.folds[word + 1]))
        or text.folds[word + 1] in ("de", "du", "des", "d", "of")
    )
    return article in _ARTICLES and not is_named
