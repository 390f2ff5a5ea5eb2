"""Persons in Latin script: titles, particles, known name parts, aliases, then short forms."""

from __future__ import annotations

import re

from fusion.actors.fold import is_arabic, sound
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.mentions.epithets import epithets
from fusion.actors.mentions.person_rules import (
    Run,
    classify,
    is_country,
    is_listed,
    is_particle,
    is_people,
    is_signature,
    plain_titles,
    stop_words,
)
from fusion.actors.mentions.sites import is_town
from fusion.actors.model import Mention
from fusion.actors.names.lexicon import WEIGHT_COMMON, is_known, weight_of, words
from fusion.actors.tokens import Text

MAX_WORDS = 7  # longest name read in one piece: title, chain of two ancestors, epithet
_PLAIN_GAP = re.compile(r"^(?:[ \u00a0]|[-'’]|\.[ -]?)$")
_EPITHET = frozenset({"le", "la", "l"})


def read_persons(text: Text, gazetteer: Gazetteer, taken: list[bool]) -> list[Mention]:
    """Mentions of persons, in order; marks their words as taken."""
    found: list[Mention] = []
    word = 0
    while word < text.size:
        run = None if taken[word] or is_arabic(text.folds[word]) else _run(text, word, taken)
        if run is None:
            word += 1
            continue
        rule = classify(text, run, gazetteer)
        if rule is None and found and is_listed(text, run, found[-1].end, gazetteer):
            rule = "listed_with_person"
        if rule:
            rule = "signature" if is_signature(text, run) else rule
            found.append(_mention(text, run, rule))
            taken[run.first : run.last + 1] = [True] * (run.last + 1 - run.first)
            word = run.last + 1
        else:
            word += 1
    for run in epithets(text, taken, gazetteer):
        found.append(_mention(text, run, "epithet"))
        taken[run.first : run.last + 1] = [True] * (run.last + 1 - run.first)
    found.extend(_short_forms(text, found, taken, gazetteer))
    return sorted(found, key=lambda m: m.start)


def _mention(text: Text, run: Run, rule: str) -> Mention:
    start, end = text.starts[run.first], text.ends[run.last]
    normal = " ".join(text.folds[run.first + run.n_titles : run.last + 1])
    return Mention(start, end, text.text[start:end], "person", normal, rule)


def _run(text: Text, word: int, taken: list[bool]) -> Run | None:
    """The longest run of name words from `word`: titles, capitals, particles between them."""
    n_titles = 0
    at = word
    while at < text.size and n_titles < 3 and (width := _title_width(text, at)):
        n_titles += width
        at += width
    if at >= text.size or taken[at] or not _may_open(text, at):
        return None
    last = at
    while last + 1 < text.size and last - word < MAX_WORDS:
        step = last + 1
        if taken[step] or not _joins(text, last):
            break
        if _is_name_word(text, step):
            last = step
        elif _bridges(text, step, taken):
            last = step + 1
        else:
            break
    return Run(word, last, n_titles)


def _joins(text: Text, word: int) -> bool:
    gap = text.gap(word)
    if gap.startswith("."):
        key = text.folds[word]
        return bool(_PLAIN_GAP.match(gap)) and (len(key) == 1 or key in words().titles)
    return bool(_PLAIN_GAP.match(gap))


def _title_width(text: Text, word: int) -> int:
    """Number of words of the title that begins at `word` and is followed by a name; else 0."""
    titles = words().titles
    key = text.folds[word]
    is_pair = word + 2 < text.size and key + text.folds[word + 1] in titles and len(key) <= 10
    if is_pair and text.gap(word) in (" ", "-") and _opens_name(text, word + 2):
        return 2
    if key not in titles or word + 1 >= text.size or not _opens_name(text, word + 1):
        return 0
    if not _joins(text, word):
        return 0
    # 'le chef Moussa' is a title, 'chef de poste' is none; weak ones need their capital.
    if not text.caps[word] and (key in words().weak or key in plain_titles()):
        return 0
    if len(key) == 1 and not text.gap(word).startswith("."):
        return 0
    return 1


def _opens_name(text: Text, word: int) -> bool:
    is_initial = len(text.folds[word]) == 1 and text.gap(word).startswith(".")
    return text.caps[word] and (is_initial or text.folds[word] not in stop_words())


def _may_open(text: Text, word: int) -> bool:
    if not _is_name_word(text, word) or (is_people(text.folds[word]) and not _is_led(text, word)):
        return False
    return not (text.is_shouted and not _is_strong(text, word))


def _is_led(text: Text, word: int) -> bool:
    """Whether a title or particle stands before: 'Cdt German', 'al-Libi'."""
    key = text.folds[word - 1] if word else ""
    return key in words().titles or is_particle(key) or key in words().article


def _is_strong(text: Text, word: int) -> bool:
    """In capitals throughout, only known parts, particles and titles begin a name."""
    key = text.folds[word]
    is_next_particle = word + 1 < text.size and text.folds[word + 1] in words().descent
    return (
        is_known(key)
        or is_next_particle
        or key in words().kunya
        or (word > 0 and text.folds[word - 1] in words().titles)
    )


def _is_name_word(text: Text, word: int) -> bool:
    key = text.folds[word]
    if not key or not text.caps[word] or not key[0].isalpha() or is_arabic(key):
        return False
    if any(character.isdigit() for character in key):
        return False
    if key in stop_words():
        return len(key) == 1 and text.gap(word).startswith(".")
    return len(key) > 1 or text.gap(word).startswith((".", " ", "'", "’"))


def _bridges(text: Text, word: int, taken: list[bool]) -> bool:
    """A lower-case particle or an epithet's article that leads on to another name word."""
    key = text.folds[word]
    if word + 1 >= text.size or taken[word + 1] or not _joins(text, word):
        return False
    if key in _EPITHET:
        return text.caps[word + 1] and text.gap(word - 1) == " " and len(text.folds[word + 1]) > 3
    may_bridge = is_particle(key) or key in words().article
    return may_bridge and text.caps[word + 1] and text.folds[word + 1] not in stop_words()


def _may_stand_alone(key: str) -> bool:
    is_title = key in words().titles and not is_known(key)
    return not (is_particle(key) or is_people(key) or is_country(key) or is_title)


def _short_forms(
    text: Text, found: list[Mention], taken: list[bool], gazetteer: Gazetteer
) -> list[Mention]:
    """Single words that repeat a telling part of a fuller name in the same account."""
    parts = set()
    for mention in found:
        names = [k for k in (mention.normal or "").split() if len(k) > 3 and _may_stand_alone(k)]
        if len(names) > 1:
            parts |= {
                sound(k) for k in names if weight_of(words().group.get(k, k)) >= WEIGHT_COMMON
            }
    short = []
    for word in range(text.size):
        key = text.folds[word]
        is_free = not taken[word] and text.caps[word] and not is_town(key, gazetteer)
        is_free = is_free and _may_stand_alone(key)
        if is_free and len(key) > 3 and sound(key) in parts:
            taken[word] = True
            short.append(_mention(text, Run(word, word, 0), "short_form"))
    return short
