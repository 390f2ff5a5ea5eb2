"""Bodies by the word that closes them: 'Syrian Democratic Forces', 'Malian soldiers', 'the SDF'.

A body named in capitals is an organisation. One that is only told ('Malian soldiers', 'militia
fighters') is a mention of the kind without a name: it is counted and shown, and is no actor.
"""

from __future__ import annotations

from functools import cache

from fusion.actors.fold import fold, is_arabic
from fusion.actors.gazetteer.world import world
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_LONGEST = 6  # words of a body's name
_GAPS = frozenset({" ", "-", "\u00a0", "'", "’", ".", ". "})
NAMED, TOLD = "body_tail", "lexicon"  # 'lexicon' is the rule of every mention that names a kind


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in rules("cues_person")[name])


def read_bodies(text: Text, groups: list[Mention], taken: list[bool]) -> list[Mention]:
    """Mentions of such bodies, in order; marks their words as taken."""
    if text.is_shouted:
        return []
    ends = {mention.end: mention.start for mention in groups}
    found = []
    for word in range(1, text.size):
        key = text.folds[word]
        is_tail = key in _cues("body_tails") or key in _cues("body_people")
        if taken[word] or not is_tail:
            continue
        first, is_named = _opening(text, word, taken, ends)
        if first == word:
            continue
        # In capitals throughout a heading is as likely as a name: 'ARRIVEE POLICE'.
        named = is_named and text.caps[word] and not text.surface(first, word).isupper()
        start, end = text.starts[first], text.ends[word]
        normal = " ".join(text.folds[first : word + 1])
        found.append(
            Mention(start, end, text.text[start:end], "organisation", normal,
                    NAMED if named else TOLD)
        )  # fmt: skip
        taken[first : word + 1] = [True] * (word + 1 - first)
    return found


def _opening(text: Text, tail: int, taken: list[bool], ends: dict[int, int]) -> tuple[int, bool]:
    """The first word of a body that a tail closes, and whether capitals name it."""
    first, is_named, is_anchored = tail, False, False
    word = tail - 1
    while word >= 0 and tail - word < _LONGEST and text.gap(word) in _GAPS:
        key = text.folds[word]
        if text.gap(word).startswith(".") and len(key) > 1:
            break  # a sentence has ended, unlike behind the letters of 'U.S.'
        if taken[word]:
            if text.ends[word] in ends:  # 'FFJ fighters': the group before is a mention of its own
                return text.word_at(ends[text.ends[word]]), False
            break
        known = world().get(key)
        is_letter = _is_letter(text, word)
        if is_letter or (text.caps[word] and not is_arabic(key) and not _is_plain(text, word)):
            is_named |= not (is_letter or known or key in _cues("body_plain"))
            is_anchored, first = True, word
        elif key in _cues("body_inside") and tail - word < 4:
            first = word
        else:
            break
        word -= 1
    return (first, is_named) if is_anchored else (tail, False)


def _is_letter(text: Text, word: int) -> bool:
    """A letter of 'U.S.': with a dot behind and another such letter beside it."""
    if len(text.folds[word]) != 1 or not text.text[text.starts[word]].isupper():
        return False
    return text.gap(word) == "." or (text.gap(word) == ". " and text.gap(word - 1) == ".")


def _is_plain(text: Text, word: int) -> bool:
    """A capital that only opens its sentence, or a word that begins no name."""
    return text.folds[word] in _plain() or len(text.folds[word]) < 2


@cache
def _plain() -> frozenset[str]:
    return (
        frozenset(fold(w) for w in rules("names")["stop"]["words"].split()[:400])
        - _cues("body_inside")
        - {"united", "nations", "central", "national", "army", "police", "north", "south"}
    )


def read_states(text: Text, places: list[Mention]) -> list[Mention]:
    """Countries that act: 'Syria has accused …' is the State, told as a body without a name."""
    found = []
    for place in places:
        last = text.word_at(place.end) - 1
        if not _is_country(place) or last + 1 >= text.size or text.gap(last) != " ":
            continue
        is_after = place.start > 0 and text.folds[max(0, text.word_at(place.start) - 1)] in _LEADS
        if text.folds[last + 1] in _cues("state_acts") and not is_after:
            found.append(
                Mention(place.start, place.end, place.surface, "organisation", "state", TOLD)
            )
    return found


_LEADS = frozenset({"in", "from", "of", "to", "near", "en", "au", "du", "de", "for", "with", "by"})


def _is_country(place: Mention) -> bool:
    known = world().get((place.normal or "").removeprefix("abroad:"))
    return known is not None and known.kind == "country"
