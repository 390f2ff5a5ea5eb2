"""Persons in Latin script: titles, particles, known name parts, aliases, then short forms."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold, is_arabic, sound
from fusion.actors.gazetteer import Gazetteer
from fusion.actors.model import Mention
from fusion.actors.names.lexicon import WEIGHT_COMMON, is_known, weight_of, words
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

MAX_WORDS = 7  # longest name read in one piece: title, chain of two ancestors, epithet
_PLAIN_GAP = re.compile(r"^(?:[ \u00a0]|[-'’]|\.[ -]?)$")
_SIGNS = re.compile(
    r"^\W*(?:from|de|signed|signe|signature|drafted by|prepared by|reported by|written by|author|"
    r"auteur|redacteur|redige par|rapporteur|reporting officer|officer|cc|to|a)\b[^:]{0,20}[:)]\s*$"
)
_EPITHET = frozenset({"le", "la", "l"})


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
    return listed | (roles - words().known - words().titles.keys()) | {"herder", "farmer", "trader"}


@cache
def _cues(name: str) -> frozenset[tuple[str, ...]]:
    listed = rules("cues_person")[name]
    return frozenset(tuple(fold(w) for w in re.findall(r"[^\W_]+", cue)) for cue in listed)


def read_persons(text: Text, gazetteer: Gazetteer, taken: list[bool]) -> list[Mention]:
    """Mentions of persons, in order; marks their words as taken."""
    found = []
    word = 0
    while word < text.size:
        run = None if taken[word] or is_arabic(text.folds[word]) else _run(text, word, taken)
        if run is None:
            word += 1
            continue
        rule = _classify(text, run, gazetteer)
        if rule:
            rule = "signature" if _is_signature(text, run) else rule
            found.append(_mention(text, run, rule))
            taken[run.first : run.last + 1] = [True] * (run.last + 1 - run.first)
            word = run.last + 1
        else:
            word += 1
    found.extend(_short_forms(text, found, taken))
    return sorted(found, key=lambda m: m.start)


def _mention(text: Text, run: Run, rule: str) -> Mention:
    start, end = text.starts[run.first], text.ends[run.last]
    normal = " ".join(text.folds[run.first + run.n_titles : run.last + 1])
    return Mention(start, end, text.text[start:end], "person", normal, rule)


def _is_particle(key: str) -> bool:
    vocabulary = words()
    return key in vocabulary.descent or key in vocabulary.kunya or key in vocabulary.slave


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
    if word + 2 < text.size and key + text.folds[word + 1] in titles and len(key) <= 9:
        if text.gap(word) in (" ", "-") and _opens_name(text, word + 2):
            return 2
    if key not in titles or word + 1 >= text.size or not _opens_name(text, word + 1):
        return 0
    if not _joins(text, word):
        return 0
    # 'le chef Moussa' is a title, 'chef de poste' is none; weak ones need their capital.
    if key in words().weak and not text.caps[word]:
        return 0
    if len(key) == 1 and not text.gap(word).startswith("."):
        return 0
    return 1


def _opens_name(text: Text, word: int) -> bool:
    return text.caps[word] and text.folds[word] not in stop_words() - {"a", "i"}


def _may_open(text: Text, word: int) -> bool:
    if not _is_name_word(text, word):
        return False
    return not (text.is_shouted and not _is_strong(text, word))


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
    is_particle = _is_particle(key) or key in words().article
    return is_particle and text.caps[word + 1] and text.folds[word + 1] not in stop_words()


def _classify(text: Text, run: Run, gazetteer: Gazetteer) -> str | None:
    """The rule by which a run is a person; None where it is not."""
    keys = text.folds[run.first + run.n_titles : run.last + 1]
    names = [k for k in keys if not _is_particle(k) and k not in words().article]
    n_known = sum(is_known(key) for key in names)
    has_particle = (
        len(keys) > len(names) and len(names) >= 1 and any(_is_particle(k) for k in keys[:-1])
    )
    has_initial = any(len(key) == 1 for key in names)
    longer = [key for key in names if len(key) > 1]
    if not longer:
        return None
    site = _is_place(keys, gazetteer)
    if run.n_titles and not (site and run.n_titles == 1 and text.folds[run.first] in words().weak):
        return "title"
    if has_particle and not site:
        return "particle"
    if len(names) >= 2 and not site:
        if n_known:
            return "known_name"
        if has_initial and len(longer) == 1 and not text.is_shouted:
            return "initial"
        if len(names) <= 3 and not text.is_shouted and _has_cue(text, run):
            return "name_with_cue"
        return None
    if _after_alias(text, run):
        return "alias"
    is_single = len(names) == 1 and n_known == 1 and not text.is_shouted
    return "single_name" if is_single and not site else None


def _is_signature(text: Text, run: Run) -> bool:
    """Whether a name signs or drafts the report: staff are no actors of it."""
    start, end = text.starts[run.first], text.ends[run.last]
    line_start = text.text.rfind("\n", 0, start) + 1
    line_end = text.text.find("\n", end)
    lead, tail = text.plain[line_start:start], text.text[end : line_end if line_end >= 0 else None]
    if _SIGNS.search(lead):
        return True
    is_alone = len(lead.strip()) <= 6 and not tail.strip(" ,.)") and "\n" in text.text
    return is_alone and start > 0.6 * len(text.text)


def _is_place(keys: list[str], gazetteer: Gazetteer) -> bool:
    """Whether the whole run is the name of a place near the mission's area."""
    sites, _ = gazetteer.find("".join(keys))
    return any(site.is_near or site.population > 0 for site in sites)


def _after_alias(text: Text, run: Run) -> bool:
    return any(
        run.first >= len(cue) and tuple(text.folds[run.first - len(cue) : run.first]) == cue
        for cue in _cues("alias")
    )


def _has_cue(text: Text, run: Run) -> bool:
    """A word before or after that goes with persons, in the same sentence."""
    if _after_alias(text, run):
        return True
    for cue in _cues("before"):
        if tuple(text.folds[max(0, run.first - len(cue)) : run.first]) == cue:
            return True
    return any(
        tuple(text.folds[run.last + 1 : run.last + 1 + len(cue)]) == cue for cue in _cues("after")
    ) and not text.opens_sentence(run.first)


def _short_forms(text: Text, found: list[Mention], taken: list[bool]) -> list[Mention]:
    """Single words that repeat a telling part of a fuller name in the same account."""
    parts = set()
    for mention in found:
        names = [k for k in (mention.normal or "").split() if not _is_particle(k) and len(k) > 3]
        if len(names) > 1:
            parts |= {
                sound(k) for k in names if weight_of(words().group.get(k, k)) >= WEIGHT_COMMON
            }
    short = []
    for word in range(text.size):
        key = text.folds[word]
        if not taken[word] and text.caps[word] and len(key) > 3 and sound(key) in parts:
            taken[word] = True
            short.append(_mention(text, Run(word, word, 0), "short_form"))
    return short
