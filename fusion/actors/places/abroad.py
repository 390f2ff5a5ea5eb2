"""Places of the wide world: known by name, never located by a hamlet that is spelled the same."""

from __future__ import annotations

from functools import cache

from fusion.actors.fold import fold, is_arabic
from fusion.actors.gazetteer.world import Known, longest, ordinary, world
from fusion.actors.lexicon import forms
from fusion.actors.model import Mention
from fusion.actors.names.lexicon import is_known
from fusion.actors.places.context import Names, follows, is_part, is_side, led_by, widen
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

CITY = 300_000  # people from which on a town is told without a word for place before it; ours
_MAX_WORDS = 7  # 'Democratic Republic of the Congo'
_ACRONYM = 4  # letters up to which capitals abbreviate a body, and spell no town: 'WASH'
# Names of countries that are words without their capitals.
_CODES = frozenset(
    {
        "us",
        "uk",
        "eu",
        "usa",
        "uae",
        "car",
        "roc",
        "rca",
        "rdc",
        "drc",
        "opt",
        "eau",
        "mena",
        "dprk",
    }
)
_GAPS = frozenset({" ", "-", "'", "’", "\u2011", "\u2013", "\u00a0", ".", "- ", "\n"})


@cache
def _listed() -> frozenset[str]:
    names = rules("places")["abroad"]["names"].split()
    return frozenset(fold(name.replace("_", " ")) for name in names)


def is_abroad(key: str) -> bool:
    """Whether a folded key is a country, capital, large city or region of the wide world."""
    return key in _listed()


def read_abroad(text: Text, taken: list[bool]) -> list[Mention]:
    """Mentions of such places: a name without coordinates; marks their words as taken.

    A small or ordinary name needs a word for place before it, so that 'Reading' stays a word.
    """
    found = []
    word = 0
    while word < text.size:
        hit = None
        if not taken[word] and text.caps[word]:
            hit = _arabic(text, word) if is_arabic(text.folds[word]) else _latin(text, word, taken)
        if hit is None:
            word += 1
            continue
        first, last, key, rule = hit
        if rule != "people":
            first, last = widen(text, first, last, taken)
        start, end = text.starts[first], text.ends[last]
        surface = text.text[start:end]
        found.append(Mention(start, end, surface, "place", f"abroad:{key}", rule))
        taken[first : last + 1] = [True] * (last + 1 - first)
        word = last + 1
    return found


def _latin(text: Text, word: int, taken: list[bool]) -> tuple[int, int, str, str] | None:
    """The longest name of the world at `word`: its words, key and rule."""
    known, best = world(), None
    key, last = "", word
    while last < text.size and last - word < _MAX_WORDS and not taken[last]:
        key += text.folds[last]
        if len(key) > longest():
            break
        place = known.get(key)
        if place and text.caps[last] and _is_meant(text, word, last, key, place, taken):
            best = (word, last, key, "people" if place.kind == "people" else "abroad")
        if text.gap(last) not in _GAPS or (text.gap(last) == "." and len(text.folds[last]) > 1):
            break
        last += 1
    return best


def _arabic(text: Text, word: int) -> tuple[int, int, str, str] | None:
    """A country, region or large city in Arabic script, with or without a grown-on preposition."""
    for last in (word + 1, word):
        if last >= text.size or (last > word and text.gap(word) != " "):
            continue
        for form in forms(text.folds[word]):
            key = form + ("" if last == word else text.folds[last])
            place = world().get(key)
            if key in rules("world")["meant"] and not _is_led_by_one(text, word, key):
                continue
            if place and len(key) > 3 and (place.kind == "country" or key in _listed()):
                return word, last, key, "abroad"
    return None


def _is_meant(text: Text, first: int, last: int, key: str, place: Known, taken: list[bool]) -> bool:
    """Whether words that spell a name of the world name that place here."""
    is_wide = place.kind in ("country", "people", "region") or key in _listed()
    if key in Names.get().never and place.kind != "country":
        return False
    if key in rules("world")["meant"] and not _is_led_by_one(text, first, key):
        return False
    if is_wide:
        is_code = key in _CODES
        return not is_code or (text.surface(first, last).isupper() and not text.is_shouted)
    return _is_unit_or_town(text, first, last, key, place, taken)


def _is_unit_or_town(
    text: Text, first: int, last: int, key: str, place: Known, taken: list[bool]
) -> bool:
    """Whether the name of a unit or a town stands for it: small and ordinary ones need a cue."""
    is_code = first == last and text.surface(first, last).isupper() and len(key) <= _ACRONYM
    if text.is_shouted or is_code or is_part(text, first, last, taken):
        return False
    is_led = led_by(text, first, "within") or follows(text, last)
    if key in ordinary() or len(key) < 4:
        return is_led and follows(text, last)
    if last == first and (is_known(key) or is_side(key)):
        return is_led
    is_large = place.kind == "admin1" or place.population >= CITY
    is_plain = is_large and not text.opens_sentence(first)
    return is_led or is_plain or led_by(text, first, "weakly")


def _is_led_by_one(text: Text, first: int, key: str) -> bool:
    """Whether one of the words stands before that make the country of a word: « de la Réunion »."""
    return first > 0 and text.folds[first - 1] in rules("world")["meant"][key]
