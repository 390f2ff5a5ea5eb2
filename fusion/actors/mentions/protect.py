"""Children, victims and sources among the persons of one account: marked, never resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from fusion.actors.fold import fold
from fusion.actors.mentions.numbers import word_number
from fusion.actors.model import Mention
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_BEFORE, _AFTER = 45, 60  # characters around a name in which a cue is taken to be about it; ours


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rules("protect")[name], re.IGNORECASE)


def protect(text: Text, mentions: list[Mention], strings: tuple[str, ...]) -> list[Mention]:
    """The mentions with those of children, victims, sources and profile strings marked.

    A protected string of the profile that no rule had found becomes a mention of its own.
    """
    # Where the whole account asks for silence or tells of sexual violence, every name in it that
    # is not an offender's or an official's is taken for the victim's.
    hushed = _hushed(text)
    marked = [
        m.protect()
        if m.kind == "person" and _is_protected(text, m, text.sentence(m.start) in hushed)
        else m
        for m in mentions
    ]
    return _protect_strings(text, marked, strings)


def _hushed(text: Text) -> range | frozenset[int]:
    """Sentences whose names are taken for victims': all of a short account, some of a long one.

    A call for silence holds for all of an account, however long.
    """
    everything = range(len(text.breaks) + 1)
    if _pattern("secret").search(text.text):
        return everything
    told = [text.sentence(match.start()) for match in _pattern("sexual").finditer(text.text)]
    if not told or len(text.text) < int(rules("protect")["far"]):
        return everything if told else frozenset()
    reach = int(rules("protect")["around"])
    return frozenset(n for at in told for n in range(at - reach, at + reach + 1))


def _is_protected(text: Text, mention: Mention, is_sexual: bool) -> bool:
    low, high = text.sentence_span(mention.start)
    before = text.text[max(low, mention.start - _BEFORE) : mention.start]
    after = text.text[mention.end : min(high, mention.end + _AFTER)]
    # 'Survivor Hawa Zibo': in capitals the word is read as part of the name.
    opening = f"{before} {mention.surface.partition(' ')[0]} "
    if _pattern("victim").search(opening[-32:]) and not _pattern("offender").search(before):
        return True
    return (
        _is_child(opening if text.opens_sentence(text.word_at(mention.start)) else before, after)
        or _is_source(before, after)
        or _is_victim(before, after)
        or (is_sexual and not _is_known_role(before, mention))
    )


def _is_known_role(before: str, mention: Mention) -> bool:
    """Whether a name in an account of sexual violence is an offender's or an official's."""
    return (
        mention.rule == "title"
        or _pattern("offender").search(before) is not None
        or _pattern("office").search(before) is not None
    )


def _is_child(before: str, after: str) -> bool:
    for part in (before, after):
        if _pattern("age_words").search(part) or any(
            map(_is_minor, _pattern("age").finditer(part))
        ):
            return True
    near_before, near_after = before[-25:], after[:15]
    return bool(_pattern("child").search(near_before) or _pattern("child").search(near_after))


def _is_minor(match: re.Match[str]) -> bool:
    told = next(group for group in match.groups() if group)
    years = int(told) if told.isdigit() else word_number(fold(told))
    return years is not None and 1 < years < int(rules("protect")["adult_age"])


def _is_source(before: str, after: str) -> bool:
    cue = _pattern("source")
    is_unnamed = _pattern("unnamed").search(after)
    return bool(is_unnamed or cue.search(before[-25:]) or cue.search(after[:25]))


def _is_victim(before: str, after: str) -> bool:
    if _pattern("offender").search(before):
        return False
    if _pattern("of_offender").search(before):
        return False
    near = before[-32:]
    return bool(
        _pattern("victim").search(near)
        or _pattern("taking").search(near)
        or _pattern("victim").search(after[:40])
        or _pattern("passive").search(after)
    )


def _protect_strings(
    text: Text, mentions: list[Mention], strings: tuple[str, ...]
) -> list[Mention]:
    out = list(mentions)
    for start, end in _spans(text, strings):
        covered = [m for m in out if m.start < end and start < m.end]
        out = [m.protect() if m in covered else m for m in out]
        if not any(m.start <= start and end <= m.end for m in covered):
            surface = text.text[start:end]
            normal = " ".join(fold(word) for word in surface.split())
            out.append(
                Mention(
                    start, end, surface, "person", normal, "protected_string", is_protected=True
                )
            )
    return out


def _spans(text: Text, strings: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Where the folded words of a protected string stand."""
    for string in strings:
        wanted = [fold(word) for word in re.findall(r"[^\W_]+", string)]
        for word in range(text.size - len(wanted) + 1 if wanted else 0):
            if text.folds[word] == wanted[0] and text.folds[word : word + len(wanted)] == wanted:
                yield text.starts[word], text.ends[word + len(wanted) - 1]
