"""Ties told in Arabic with the verb before both names: 'دفع A مبلغا إلى B', 'شوهد A مع B'."""

from __future__ import annotations

import re
from functools import cache

from fusion.actors.claims.scene import Scene
from fusion.actors.fold import is_arabic
from fusion.actors.model import Cue, Mention
from fusion.actors.rules import rules

_REACH = 24  # characters before the first name in which its verb stands; ours


def verb_first_tie(scene: Scene, one: Mention, two: Mention) -> Cue | None:
    """The tie that a verb before `one` and the word that leads to `two` say; None where none does.

    The span begins at a word that denies the verb, so that the claim carries its polarity.
    """
    if not is_arabic(one.surface):
        return None
    low = max(scene.text.sentence_span(one.start)[0], one.start - _REACH)
    before, middle = scene.said(low, one.start), scene.said(one.end, two.start)
    for kind, verb, link in _patterns():
        found = verb.search(before)
        if found and link.search(middle):
            start = low + found.start()
            return scene.cue("tie", kind, one, two, (start, two.end), f"verb_first_{kind}")
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    """Kind, verb that ends where the first name begins, and what leads to the second name."""
    return [
        (
            row["kind"],
            re.compile(rf"(?<!\w)(?:(?:لم|لن|لا)\s)?[وف]?(?:{row['verbs']})\s(?:[^\W\d_]+\s)?$"),
            re.compile(rf"(?<!\w)(?:{row['links']})\s?$"),
        )
        for row in rules("claims")["verb_first"]
    ]
