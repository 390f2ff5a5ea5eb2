"""Persons in Arabic script: no capitals, so cue words, particles and known names decide."""

from __future__ import annotations

from functools import cache

from fusion.actors.fold import fold, is_arabic
from fusion.actors.lexicon import forms, things
from fusion.actors.model import Mention
from fusion.actors.names.bynames import is_byname
from fusion.actors.names.lexicon import is_known, words
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_MAX_WORDS = 6


@cache
def _stop() -> frozenset[str]:
    listed = rules("names")["stop"]["arabic"].split() + rules("cues_person")["never_arabic"]
    return frozenset(fold(w) for w in listed)


@cache
def _cue_words() -> frozenset[str]:
    cues = [fold(w) for w in rules("cues_person")["alias"]]
    return frozenset(cue for cue in cues if is_arabic(cue))


def read_arabic_persons(text: Text, taken: list[bool]) -> list[Mention]:
    """Mentions of persons, in order; marks their words as taken."""
    found = []
    word = 0
    while word < text.size:
        span = None if taken[word] or not is_arabic(text.folds[word]) else _span(text, word, taken)
        if span is None:
            word += 1
            continue
        first, last, n_titles, rule = span
        start = text.ends[first] - len(_bare(text.text[text.starts[first] : text.ends[first]]))
        normal = [_bare(text.folds[first]), *text.folds[first + 1 : last + 1]][n_titles:]
        surface = text.text[start : text.ends[last]]
        found.append(Mention(start, text.ends[last], surface, "person", " ".join(normal), rule))
        taken[first : last + 1] = [True] * (last + 1 - first)
        word = last + 1
    return found


def _bare(word: str) -> str:
    """A first word without a grown-on 'and', 'by' or 'for', where that leaves a known name."""
    for prefix in ("و", "ب", "ل", "ف"):
        rest = word[1:]
        if word.startswith(prefix) and not is_known(fold(word)) and _is_name_or_title(fold(rest)):
            return rest
    return word


def _is_name_or_title(key: str) -> bool:
    vocabulary = words()
    return is_known(key) or key in vocabulary.titles or key in vocabulary.kunya


def _span(text: Text, word: int, taken: list[bool]) -> tuple[int, int, int, str] | None:
    """First and last word, number of titles and rule of the name that begins at `word`."""
    vocabulary = words()
    first = _bare(text.folds[word])
    n_titles = 1 if first in vocabulary.titles else 0
    at = word + n_titles
    if at >= text.size or taken[at]:
        return None
    last = _extend(text, at, taken, is_led=_follows_cue(text, word))
    if last < at:
        return None
    keys = [_bare(text.folds[at]), *text.folds[at + 1 : last + 1]]
    names = [k for k in keys if k not in vocabulary.descent and k not in vocabulary.kunya]
    has_particle = len(names) < len(keys)
    if n_titles:
        return word, last, n_titles, "title"
    if has_particle:
        return word, last, 0, "particle"
    if _follows_cue(text, word):
        return word, last, 0, "alias"
    n_known = sum(is_known(key) for key in names)
    return (word, last, 0, "known_name") if len(names) > 1 and n_known else None


def _follows_cue(text: Text, word: int) -> bool:
    return word > 0 and any(form in _cue_words() for form in forms(text.folds[word - 1]))


def _extend(text: Text, at: int, taken: list[bool], *, is_led: bool) -> int:
    """The last word of the name from `at`; `at` - 1 where no name stands there."""
    vocabulary = words()
    first = _bare(text.folds[at])
    has_descent_next = at + 1 < text.size and text.folds[at + 1] in vocabulary.descent
    opens = is_known(first) or first in vocabulary.kunya or has_descent_next or is_led
    if not opens or not _may_be_name(text, at, first):
        return at - 1
    last = at
    while last + 1 < text.size and last + 1 - at < _MAX_WORDS and text.gap(last) == " ":
        step = last + 1
        key = text.folds[step]
        if taken[step] or key in _stop():
            break
        if last == at and is_byname(key) and is_known(first):
            return step
        if key in vocabulary.descent | vocabulary.kunya | vocabulary.slave:
            if step + 1 >= text.size or not _may_be_name(text, step + 1, text.folds[step + 1]):
                break
            last = step + 1
        elif is_known(key):
            last = step
        elif last == at and first not in vocabulary.kunya and _may_be_name(text, step, key):
            # One unknown word after a given name is a father's, unless it looks like a verb.
            if key.startswith(("ال", "و", "ب", "ي", "ت", "ل")):
                break
            last = step
        else:
            break
    if first in vocabulary.kunya and last == at and at + 1 < text.size:
        return at + 1 if _may_be_name(text, at + 1, text.folds[at + 1]) else at - 1
    return last


def _is_ali(text: Text, word: int, key: str) -> bool:
    """'علي' behind a title is a name; 'على', which folds alike, is the preposition 'on'."""
    is_led = word > 0 and _bare(text.folds[word - 1]) in words().titles
    return is_led and is_known(key) and text.text[text.ends[word] - 1] == "ي"


def _may_be_name(text: Text, word: int, key: str) -> bool:
    if not is_arabic(key) or len(key) < 2:
        return False
    if key in _stop() and not _is_ali(text, word, key):
        return False
    return is_known(key) or things().at(text, word) is None
