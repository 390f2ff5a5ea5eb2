"""Accounts that have words and numbers in common and nothing else: no relay of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fusion.incidents.lineage import Descent
from fusion.incidents.linkage import Link
from fusion.incidents.tellings import Telling

# Levels of levels.sql at which two accounts agree in nobody, nowhere and in no week.
STRANGERS = {("actors", "other actors"), ("place", "elsewhere"), ("time", "further apart")}


def without_strangers(
    found: Iterable[Descent], links: Iterable[Link], tellings: Sequence[Telling]
) -> list[Descent]:
    """Those that keep who, where or when: what agrees in none of them tells of something else,
    however like in words and numbers, unless it says itself that it passes on."""
    strange = {
        (link.first, link.second)
        for link in links
        if {(name, level) for name, level, _ in link.waterfall} >= STRANGERS
    }
    return [
        descent
        for descent in found
        if (min(descent.parent, descent.child), max(descent.parent, descent.child)) not in strange
        or tellings[descent.child].cues.relay
    ]
