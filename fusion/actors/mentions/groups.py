"""Groups, organisations and named boats: the profile's known ones, then names by their shape."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fusion.actors.fold import fold, is_arabic
from fusion.actors.lexicon import Lexicon, forms
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text
from fusion.profile.model import KnownGroup

_ACRONYM = re.compile(r"^\s*\(([A-Z]{2,6})\)")
_MAX_WORDS = 8  # longest name of a body that is read by its shape


@lru_cache(maxsize=8)
def known_lexicon(groups: tuple[KnownGroup, ...]) -> Lexicon:
    """The profile's groups by name and alias; the code is the group's name."""
    return Lexicon(
        (phrase, group.kind, group.name)
        for group in groups
        for phrase in (group.name, *group.aliases)
    )


def read_groups(text: Text, groups: tuple[KnownGroup, ...], taken: list[bool]) -> list[Mention]:
    """Mentions of groups, organisations and named boats; marks their words as taken."""
    found = _known(text, groups, taken)
    found += _movements(text, taken)
    word = 0
    while word < text.size:
        if not taken[word] and (span := _shaped(text, word)):
            first, last, kind, rule = span
            found.append(_mention(text, first, last, kind, None, rule))
            taken[first : last + 1] = [True] * (last + 1 - first)
            acronym = _ACRONYM.match(text.text[text.ends[last] :])
            if acronym:
                found.append(_acronym(text, last, acronym, kind, found[-1]))
                taken[last + 1] = True
            word = last + 1
        else:
            word += 1
    return found


def _known(text: Text, groups: tuple[KnownGroup, ...], taken: list[bool]) -> list[Mention]:
    found = []
    for hit in known_lexicon(groups).find(text):
        surface = text.surface(hit.first, hit.last)
        # A single Latin word must be written as a name: 'vigiles' or 'le comité' may be anybody's.
        is_word = hit.first == hit.last and not is_arabic(surface)
        if is_word and not text.caps[hit.first]:
            continue
        if is_word and len(surface) <= 4 and not surface.isupper():
            continue
        found.append(
            _mention(text, hit.first, hit.last, hit.kind, f"known:{hit.code}", "known_group")
        )
        taken[hit.first : hit.last + 1] = [True] * (hit.last + 1 - hit.first)
    return found


@cache
def _movement_lexicon() -> Lexicon:
    return Lexicon(
        (phrase, "group", name)
        for name, spelled in rules("cues_person")["movements"].items()
        for phrase in (name, *spelled)
    )


def _movements(text: Text, taken: list[bool]) -> list[Mention]:
    """Armed movements that the world knows by one name, whatever the mission."""
    found = []
    for hit in _movement_lexicon().find(text):
        surface = text.surface(hit.first, hit.last)
        is_named = is_arabic(surface) or text.caps[hit.first]
        is_code = hit.first == hit.last and len(surface) <= 4 and not is_arabic(surface)
        if any(taken[hit.first : hit.last + 1]) or not is_named:
            continue
        if is_code and (not surface.isupper() or text.is_shouted):
            continue
        found.append(_mention(text, hit.first, hit.last, "group", hit.code, "movement"))
        taken[hit.first : hit.last + 1] = [True] * (hit.last + 1 - hit.first)
    return found


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in rules("cues_person")[name])


def _shaped(text: Text, word: int) -> tuple[int, int, str, str] | None:
    """A body named by its head ('Société …') or tail ('… SARL') that begins at `word`."""
    key = text.folds[word]
    if is_arabic(key):
        return _arabic_body(text, word)
    if key in _cues("vessels"):
        return _vessel(text, word)
    if not text.caps[word] or text.is_shouted:
        return None
    is_armed = key in _cues("armed_heads") or (
        key == "ansar" and word + 1 < text.size and text.folds[word + 1] in _cues("helpers")
    )
    kind = "group" if is_armed else "organisation"
    if kind == "group" or key in _cues("civil_heads"):
        last = _name_end(text, word, allow_connectors=True)
        return (word, last, kind, "organisation_head") if last > word else None
    last = _name_end(text, word, allow_connectors=True)
    for end in range(last, word, -1):
        if text.folds[end] in _tails():
            return word, end, "organisation", "organisation_tail"
    return None


@cache
def _tails() -> frozenset[str]:
    return _cues("organisation_suffix") | _cues("tails")


def _name_end(text: Text, word: int, *, allow_connectors: bool) -> int:
    """The last word of a capitalised name that begins at `word`."""
    last = word
    step = word
    while step + 1 < text.size and step - word < _MAX_WORDS:
        gap = text.gap(step)
        if gap.strip(" -'’\u00a0&") or "\n" in gap:
            break
        step += 1
        if is_arabic(text.folds[step]):
            break
        if text.caps[step] and not text.text[text.starts[step]].isdigit():
            last = step
        elif not (allow_connectors and _is_joint(text, step)):
            break
    return last


def _is_joint(text: Text, word: int) -> bool:
    """A connector, or a lower-case noun between connectors ('Comité de gestion des puits')."""
    key = text.folds[word]
    before = text.folds[word - 1] if word else ""
    return key in _cues("connectors") or before in _cues("connectors")


def _vessel(text: Text, word: int) -> tuple[int, int, str, str] | None:
    if word + 1 < text.size and text.caps[word + 1] and not text.gap(word).strip(" \"'«“"):
        return word, word + 1, "vehicle", "named_vessel"
    return None


def _arabic_body(text: Text, word: int) -> tuple[int, int, str, str] | None:
    for form in forms(text.folds[word]):
        is_armed = form in _cues("armed_heads")
        if is_armed or form in _cues("civil_heads"):
            last = word
            while (
                last + 1 < text.size and last - word < 3 and text.folds[last + 1].startswith("ال")
            ):
                last += 1
            if last > word:
                return word, last, "group" if is_armed else "organisation", "organisation_head"
    return None


def _mention(
    text: Text, first: int, last: int, kind: str, normal: str | None, rule: str
) -> Mention:
    start, end = text.starts[first], text.ends[last]
    surface = text.text[start:end]
    name = " ".join(text.folds[first : last + 1])
    return Mention(start, end, surface, kind, normal or name, rule)


def _acronym(text: Text, last: int, match: re.Match[str], kind: str, of: Mention) -> Mention:
    start = text.ends[last] + match.start(1)
    return Mention(start, start + len(match[1]), match[1], kind, of.normal, "acronym_of")
