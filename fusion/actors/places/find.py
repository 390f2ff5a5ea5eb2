"""Spans of a text that name places, with their possible readings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.fuzz import ratio

from fusion.actors.fold import fold, is_arabic, skeleton, sound
from fusion.actors.gazetteer import Gazetteer, Site
from fusion.actors.lexicon import forms
from fusion.actors.names.lexicon import is_known
from fusion.actors.places.abroad import is_abroad
from fusion.actors.places.context import Names, is_part
from fusion.actors.places.within import unit_behind
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_ALIKE = 85  # least likeness (0-100) of sound for a seat that no corridor passes; ours
MAX_WORDS = 4  # words in the longest place name that is looked up
SEAT_PRIOR = 1.2  # from this prior on (seats and corridor points near the area) no cue is needed
WAYPOINT_PRIOR = 1.4  # the same for looser spellings
_NAMES_ONLY = re.compile(r"(?:[^\W\d_][\w'’. -]*,\s*){1,2}")
_INFLECTED = re.compile(r"(?:ها|هم|هن|كم)$|^[يت].{2,}ون$")
_INNER_GAPS = frozenset({" ", "-", "'", "’", "\u2013", "\u00a0"})


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span that names a place, and the places it may be. `has_cue` where a word says so.

    `is_unit` where the words speak of a region, or name in brackets what holds the place before.
    `within` is the folded name of the unit whose code stands behind: all readings lie there.
    """

    first: int
    last: int
    key: str
    start: int
    end: int
    sites: tuple[Site, ...]
    rule: str
    has_cue: bool
    is_unit: bool = False
    within: str | None = None


@cache
def _cue_set(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in rules("places")["cues"][name])


@cache
def _stop() -> frozenset[str]:
    listed = rules("places")["stop"]["words"].split()
    return frozenset(fold(word) for word in listed) | frozenset(
        fold(w) for w in rules("names")["stop"]["arabic"].split()
    )


@cache
def _names_stop() -> frozenset[str]:
    return frozenset(fold(w) for w in rules("names")["stop"]["words"].split())


@cache
def _plain_words() -> frozenset[str]:
    """Words of the language that some hamlet is called: 'University', 'Airport'."""
    return Names.get().never | Names.get().features


def find_places(text: Text, gazetteer: Gazetteer, taken: list[bool]) -> list[Toponym]:
    """Toponyms in order, not overlapping; a lower-case word is never one. Marks words as taken."""
    found: list[Toponym] = []
    word = 0
    while word < text.size:
        place = None if taken[word] or not text.caps[word] else _at(text, word, gazetteer, taken)
        if place is None:
            word += 1
            continue
        found.append(place)
        taken[place.first : place.last + 1] = [True] * (place.last + 1 - place.first)
        word = place.last + 1
    return found


def _at(text: Text, word: int, gazetteer: Gazetteer, taken: list[bool]) -> Toponym | None:
    """The longest place name that begins at `word`."""
    if is_arabic(text.folds[word]) and text.folds[word] in _stop() and text.gap(word) != "-":
        return None
    for last in range(_reach(text, word, taken), word - 1, -1):
        key = "".join(text.folds[word : last + 1])
        if last == word and (key in _stop() or len(key) < 3):
            continue
        if is_arabic(key):
            place = _arabic_at(text, word, last, key, gazetteer)
            if place:
                return place
            continue
        sites, rule = gazetteer.find(key)
        within = unit_behind(text, last, gazetteer)
        if within:
            sites = [site for site in sites if site.admin1 and fold(site.admin1) == within]
        if sites and _is_cut(text, word, last, sites, gazetteer):
            continue
        # 'Lama Vakih', 'Ain Zoura': a hamlet's name that is but part of the name that stands here.
        is_hamlet = bool(sites) and max(site.prior for site in sites) < SEAT_PRIOR
        if is_hamlet and not within and (key in _plain_words() or is_part(text, word, last, taken)):
            continue
        if sites and (within or _is_accepted(text, word, last, sites, rule)):
            has_cue = _has_cue(text, word, last, "before")
            return Toponym(
                word, last, key, text.starts[word], text.ends[last], tuple(sites), rule, has_cue,
                _is_unit(text, word, last), within,
            )  # fmt: skip
    return None


def _is_unit(text: Text, first: int, last: int) -> bool:
    """'région de Gao', 'Gao Region', or the brackets of 'Tessit (Ansongo, Gao)'."""
    before = text.folds[max(0, first - 2) : first]
    after = text.folds[last + 1 : last + 2]
    if any(word in _cue_set("unit") for word in [*before[-1:], *after]):
        return True
    if len(before) == 2 and before[0] in _cue_set("unit") and before[1] in ("de", "of", "d", "du"):
        return True
    start = text.starts[first]
    opening = text.text.rfind("(", max(0, start - 60), start)
    inside = text.text[opening + 1 : start]
    return opening > 0 and (not inside.strip() or _NAMES_ONLY.fullmatch(inside) is not None)


def _arabic_at(text: Text, first: int, last: int, key: str, gazetteer: Gazetteer) -> Toponym | None:
    """A place in Arabic script: spelled as the gazetteer has it, or romanised and well known here.

    Without capitals almost any word sounds like some hamlet, so only seats and corridor points are
    heard, and hamlets after a word for village, well or market, with every vowel in agreement.
    """
    has_cue = _has_cue(text, first, last, "before")
    for form in forms(key):
        grown = len(key) - len(form)
        if form in _stop() or len(form) < (3 if has_cue or grown == 0 else 4):
            continue
        sites, rule = gazetteer.find(form)
        heard = [site for site in sites if _is_heard(text, first, last, form, site, rule)]
        if heard:
            start = text.starts[first] + grown
            return Toponym(first, last, form, start, text.ends[last], tuple(heard), rule, has_cue)
    return None


def _is_heard(text: Text, first: int, last: int, form: str, site: Site, rule: str) -> bool:
    if rule == "gazetteer":
        return site.prior >= SEAT_PRIOR or _has_cue(text, first, last, "strong")
    if form.startswith("ال") or is_known(form):
        return False
    # 'their lights', 'they trust': a pronoun that grew on, a verb; places are met so by sound only.
    if _INFLECTED.search(form) and not _has_cue(text, first, last, "strong"):
        return False
    is_equal = sound(form) == sound(site.key)
    is_alike = ratio(sound(form), sound(site.key)) >= _ALIKE
    has_cue = _has_cue(text, first, last, "before")
    if site.prior >= WAYPOINT_PRIOR:
        return is_equal or len(skeleton(form)) >= 3
    if site.prior >= SEAT_PRIOR and has_cue:
        return is_equal or (is_alike and len(skeleton(form)) >= 3)
    return is_equal and first == last and _has_cue(text, first, last, "strong")


def _reach(text: Text, word: int, taken: list[bool]) -> int:
    last = word
    while last + 1 < text.size and last + 1 - word < MAX_WORDS:
        step = last + 1
        if taken[step] or text.gap(last) not in _INNER_GAPS:
            break
        if not text.caps[step] and text.gap(last) == " ":
            break
        last = step
    return last


def _is_accepted(text: Text, first: int, last: int, sites: list[Site], rule: str) -> bool:
    """Whether the words are the place here, and not a name, a word or a guess."""
    best = max(sites, key=lambda site: site.prior)
    key = text.folds[first]
    if any(word in _cue_set("water") for word in text.folds[max(0, first - 1) : last + 2]):
        return False  # 'the Niger River' is neither the country nor a town
    if best.prior < SEAT_PRIOR and is_abroad("".join(text.folds[first : last + 1])):
        return False
    is_led = _has_cue(text, first, last, "before") or _is_unit(text, first, last)
    is_certain = _has_cue(text, first, last, "strong") or _has_cue(text, first, last, "after")
    if rule == "gazetteer_sound":
        is_word = first == last and key in _names_stop()
        is_likely = best.prior >= WAYPOINT_PRIOR or (is_certain and best.is_near)
        is_opening = text.opens_sentence(first) and not text.surface(first, last).isupper()
        return is_likely and not is_word and (is_led or not is_opening)
    if last > first:  # letters that stand apart ('S I') spell a heading, no place
        words = text.folds[first : last + 1]
        is_spelled = all(len(word) == 1 for word in words)
        is_listed = best.prior >= SEAT_PRIOR or not all(word in _names_stop() for word in words)
        return is_listed and not is_spelled
    if best.prior >= SEAT_PRIOR:
        return is_led or not is_known(key)
    return key not in _names_stop() and (is_certain or _is_plain(text, first, best, is_led))


def _is_cut(text: Text, first: int, last: int, sites: list[Site], gazetteer: Gazetteer) -> bool:
    """A piece of a hyphenated name ('Port-au' of 'Port-au-Prince'), not of an axis of places."""
    if max(site.prior for site in sites) >= SEAT_PRIOR:
        return False
    beside = [last + 1] if text.gap(last) == "-" else []
    beside += [first - 1] if first > 0 and text.gap(first - 1) == "-" else []
    return any(
        not text.folds[word].isdigit() and not gazetteer.find(text.folds[word])[0]
        for word in beside
    )


def _is_plain(text: Text, word: int, best: Site, is_led: bool) -> bool:
    """A village near the area, led by a preposition or at least not opening its sentence."""
    key = text.folds[word]
    # 'AKABAR, found …': staff write the place of a paragraph in capitals.
    is_heading = text.surface(word, word).isupper() and not text.is_shouted
    is_hidden = text.is_shouted or (text.opens_sentence(word) and not is_heading)
    return best.is_near and len(key) >= 4 and not is_known(key) and (is_led or not is_hidden)


def _has_cue(text: Text, first: int, last: int, kind: str) -> bool:
    """Whether the word before (or, for 'after', behind) goes with places."""
    if kind == "after":
        word = last + 1
        return word < text.size and text.gap(last) == " " and text.folds[word] in _cue_set("after")
    word = first - 1
    if word < 0 or text.gap(word).strip(" '’\"«(\u00a0"):
        return False
    if text.folds[word] == "a" and text.language == "en" and text.text[text.starts[word]] in "aA":
        return False  # the English article, not « à »
    return any(form in _cue_set(kind) for form in forms(text.folds[word]))


def follows_event_cue(text: Text, first: int) -> bool:
    """Whether 'at', 'à', 'في' or the like stands before: something happened there."""
    return _has_cue(text, first, first, "event")
