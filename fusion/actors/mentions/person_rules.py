"""When a run of capitalised words is a person: title, particle, known part, cue."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.gazetteer.world import world
from fusion.actors.mentions.sites import is_place
from fusion.actors.names.bynames import is_byname
from fusion.actors.names.lexicon import is_known, opens_known, words
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_SIGNS = re.compile(
    r"^\W*(?:from|de|signed|signe|signature|drafted by|prepared by|reported by|written by|author|"
    r"auteur|redacteur|redige par|rapporteur|reporting officer|officer|cc|to|a)\b[^:]{0,20}[:)]\s*$"
)


_QUOTES = "\"«“'‘"
_HAILED = re.compile(
    r"\b(?:greet|address|hail|know|call|nam|salu|interpell|connu|appel)\w*\b[^.;\n]{0,40}"
    r"\b(?:as|comme|sous le nom de)$"
)


class Run(NamedTuple):
    """Capitalised words in a row, by number; `n_titles` of them lead as titles."""

    first: int
    last: int
    n_titles: int


@cache
def stop_words() -> frozenset[str]:
    """Capitalised words that belong to no name."""
    roles = {fold(w) for listed in rules("terms")["role"].values() for w in listed if " " not in w}
    listed = frozenset(fold(w) for w in rules("names")["stop"]["words"].split())
    return (
        listed
        | (roles - words().known - words().titles.keys())
        | {"herder", "farmer", "trader"}
        | {fold(w) for w in rules("cues_person")["never"]}
    )


@cache
def _cues(name: str) -> frozenset[tuple[str, ...]]:
    listed = rules("cues_person")[name]
    return frozenset(tuple(fold(w) for w in re.findall(r"[^\W_]+", cue)) for cue in listed)


@cache
def plain_titles() -> frozenset[str]:
    """Titles that are also plain words; only their capital makes them titles."""
    return frozenset(rules("cues_person")["plain_titles"])


def is_people(key: str) -> bool:
    """Whether a word is the people of a country: 'Haitian President' names nobody."""
    return (known := world().get(key)) is not None and known.kind == "people"


def is_country(key: str) -> bool:
    """Whether a folded key is a country or a region of the world."""
    return (known := world().get(key)) is not None and known.kind in ("country", "region")


def is_particle(key: str) -> bool:
    """Whether a folded word only leads to a name: of descent, of a kunya, 'servant of'."""
    return key in words().descent or key in words().kunya or key in words().slave


def classify(text: Text, run: Run, gazetteer: Gazetteer) -> str | None:
    """The rule by which a run is a person; None where it is not."""
    keys = text.folds[run.first + run.n_titles : run.last + 1]
    names = [k for k in keys if not is_particle(k) and k not in words().article]
    n_known = sum(is_known(key) for key in names)
    has_particle = (
        len(keys) > len(names)
        and len(names) >= 1
        and any(is_particle(k) and (len(k) > 1 or at) for at, k in enumerate(keys[:-1]))
    )
    has_initial = any(
        _is_initial(text, run, word) for word in range(run.first + run.n_titles, run.last + 1)
    )
    longer = [key for key in names if len(key) > 1]
    is_axis = "-" in text.gap(run.first) and all(gazetteer.has_key(key) for key in names)
    site = bool(longer) and (is_axis or is_place(keys, gazetteer))
    is_weak_title = run.n_titles == 1 and text.folds[run.first] in words().weak
    if _is_of_the_world(text, run, names):
        return None
    if not longer or (site and (is_weak_title or not run.n_titles)):
        return "alias" if longer and _after_alias(text, run) and n_known else None
    if run.n_titles:
        return "title"
    if has_particle:
        return "particle"
    if len(names) == 1:
        is_single = n_known == 1 and not text.is_shouted
        return "alias" if _after_alias(text, run) else ("single_name" if is_single else None)
    return _many(text, run, len(names), n_known, has_initial=has_initial and len(longer) == 1)


_COMMON = re.compile(r"(?:[ct]ions?|ities|isms?|ics|ical|arian|omic|ives|ising|izing|cing)$")


def _is_common(key: str) -> bool:
    """Whether a word is one of the language rather than a name: by list or by its ending."""
    return key in rules("cues_person")["headings"] or (
        len(key) > 5 and _COMMON.search(key) is not None
    )


def _is_initial(text: Text, run: Run, word: int) -> bool:
    """A single letter of a name, with its dot where it stands last; no point of the compass.

    'They drove S. Kiosk people heard it': a letter of the compass after a plain word ends the
    sentence, unless a word for persons goes with the run.
    """
    if len(text.folds[word]) != 1 or "-" in (text.gap(word - 1), text.gap(word)):
        return False
    if word == run.last and not text.gap(word).startswith("."):
        return False
    # 'B. Enhancing dialogue' is the heading of a part, and 'V. Quintar' signs.
    is_heading = word == run.first and any(map(_is_common, text.folds[word + 1 : run.last + 1]))
    is_compass = text.folds[word] in rules("cues_person")["compass"] and word == run.first
    is_after_word = word > 0 and text.gap(word - 1) == " " and not text.caps[word - 1]
    return not (is_heading or (is_compass and is_after_word)) or goes_with_persons(text, run)


def _is_of_the_world(text: Text, run: Run, names: list[str]) -> bool:
    """A country or its people by themselves, two places side by side, or a people and a word."""
    if run.n_titles and len(names) == 1 and is_people(names[0]):
        return True  # 'President Haitian' is a slip of word order, not a name
    if run.first > 0 and text.folds[run.first - 1] in ("operation", "exercise", "exercice"):
        return True  # 'Operation Inherent Resolve'
    if any(len(key) == 1 for key in names) and any(map(is_country, names)):
        return True  # 'U.S.-Iraq'
    titles = words().titles
    if all(
        is_people(key) or is_country(key) or key in stop_words() or (run.n_titles and key in titles)
        for key in names
    ):
        return True  # 'Prosecutor General' is an office as well
    if len(names) > 1 and not run.n_titles and world().get("".join(names)) is not None:
        return True
    # 'Detroit Michigan': a town and the unit that holds it.
    pair = [world().get(key) for key in names]
    return (
        len(names) == 2
        and not run.n_titles
        and bool(
            pair[0] and pair[1] and pair[0].kind in ("city", "admin1") and pair[1].kind != "city"
        )
    )


def _many(text: Text, run: Run, n_names: int, n_known: int, *, has_initial: bool) -> str | None:
    """Two words or more that are no place: one is known, or an initial or a cue speaks for them."""
    if n_known:
        return "known_name"
    if n_names == 2 and is_byname(text.folds[run.first]) and opens_known(text.folds[run.last]):
        return "byname"
    if text.is_shouted:
        return None
    if has_initial:
        return "initial"
    # Two or three capitals abbreviate a body or a state ('Orbit PCS'), no person.
    is_body = any(
        text.surface(word, word).isupper() and 1 < len(text.folds[word]) <= 3
        for word in range(run.first, run.last + 1)
    )
    return (
        "name_with_cue" if n_names <= 3 and not is_body and goes_with_persons(text, run) else None
    )


def is_listed(text: Text, run: Run, last_end: int, gazetteer: Gazetteer) -> bool:
    """Two or three capitalised words joined by 'and' to a person that ends at `last_end`."""
    n_words = run.last - run.first + 1
    joint = text.folds[run.first - 1] if run.first >= 2 else ""
    if joint not in ("and", "et") or text.ends[run.first - 2] != last_end or text.is_shouted:
        return False
    keys = text.folds[run.first : run.last + 1]
    is_lettered = not any(text.surface(w, w).isupper() for w in range(run.first, run.last + 1))
    return 2 <= n_words <= 3 and is_lettered and not is_place(keys, gazetteer)


def is_signature(text: Text, run: Run) -> bool:
    """Whether a name signs or drafts the report: staff are no actors of it."""
    start, end = text.starts[run.first], text.ends[run.last]
    line_start = text.text.rfind("\n", 0, start) + 1
    line_end = text.text.find("\n", end)
    lead, tail = text.plain[line_start:start], text.text[end : line_end if line_end >= 0 else None]
    if _SIGNS.search(lead):
        return True
    is_alone = len(lead.strip()) <= 6 and not tail.strip(" ,.)") and "\n" in text.text
    return is_alone and start > 0.6 * len(text.text)


def _ends_before(text: Text, word: int, name: str) -> bool:
    """Whether a cue of the list ends right before a word; one look-up for each length."""
    cues, folds = _cues(name), text.folds
    return any(tuple(folds[word - size : word]) in cues for size in _sizes(name) if word >= size)


@cache
def _sizes(name: str) -> tuple[int, ...]:
    """Numbers of words that the cues of a list have."""
    return tuple(sorted({len(cue) for cue in _cues(name)}))


def _after_alias(text: Text, run: Run) -> bool:
    # 'qu'ils appellent "Le Rabot"': the article is the nickname's own.
    first = run.first
    if first > 1 and text.folds[first - 1] in ("le", "la") and text.caps[first - 1]:
        first -= 1
    return _ends_before(text, first, "alias") or _is_hailed(text, run)


def _is_hailed(text: Text, run: Run) -> bool:
    """'greeted by a herder as "Souley"': in quotes, behind a verb of addressing somebody."""
    lead = text.plain[max(0, text.starts[run.first] - 60) : text.starts[run.first]]
    return lead[-1:] in _QUOTES and _HAILED.search(lead.rstrip(_QUOTES + " ")) is not None


def goes_with_persons(text: Text, run: Run) -> bool:
    """A word before or after that goes with persons, in the same sentence."""
    if _after_alias(text, run) or _ends_before(text, run.first, "before"):
        return True
    after = run.last + 1
    return any(
        tuple(text.folds[after : after + size]) in _cues("after") for size in _sizes("after")
    ) and not text.opens_sentence(run.first)
