"""Which accounts to compare: near in time and place, or sharing something rare, or in meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from fusion.incidents.content import EPOCH, WINDOW_DAYS, Index
from fusion.incidents.likeness import Likeness, Marks
from fusion.incidents.tellings import Telling

NEAR_DAYS = 5  # an event is dated within days even by hearsay
CELL_DEGREES = 0.5  # about 55 km: the reach of 'east of', a four-figure grid and a radius
CROWDED = 40  # accounts in one cell and window of days: beyond that only like types are paired


def candidate_pairs(tellings: list[Telling], like: Likeness) -> tuple[Index, Index]:
    """Pairs (first < second, by order of writing), each once, sorted."""
    found = {*_near(tellings), *_rare(tellings, like.details), *like.content.nearest}
    ordered = np.array(sorted(found), np.int64).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


def rare_bound(n: int) -> int:
    """Accounts that may hold a particular for it to count as rare: 4, growing with the root."""
    return max(4, round(0.3 * float(np.sqrt(n))))


def _near(tellings: list[Telling]) -> Iterator[tuple[int, int]]:
    """Accounts of neighbouring cells whose days lie within NEAR_DAYS."""
    by_key: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    for index, telling in enumerate(tellings):
        for key in _keys(telling):
            by_key[key].add(index)
    for (slot, row, column), members in by_key.items():
        around = {
            other
            for s in (slot, slot + 1)
            for r in (row - 1, row, row + 1)
            for c in (column - 1, column, column + 1)
            for other in by_key.get((s, r, c), ())
        }
        is_crowded = len(around) > CROWDED
        for one in members:
            for other in around:
                if one != other and _within(tellings[one], tellings[other], is_crowded):
                    yield min(one, other), max(one, other)


def _keys(telling: Telling) -> Iterator[tuple[int, int, int]]:
    slots = {(day - EPOCH).days // NEAR_DAYS for day in telling.told}
    for spot in telling.spots[:3]:
        row = int(np.floor(spot.latitude / CELL_DEGREES))
        column = int(np.floor(spot.longitude / CELL_DEGREES))
        yield from ((slot, row, column) for slot in slots)


def gap_days(one: Telling, other: Telling) -> int:
    """Days between the nearest days that the two speak of."""
    return min(abs((a - b).days) for a in one.told for b in other.told)


def _within(one: Telling, other: Telling, is_crowded: bool) -> bool:
    if gap_days(one, other) > NEAR_DAYS:
        return False
    if not is_crowded:
        return True
    return one.event.get("event_type") == other.event.get("event_type")


def _rare(tellings: list[Telling], marks: Marks) -> Iterator[tuple[int, int]]:
    """Accounts that share a rare detail or a rare actor within the window."""
    bound = rare_bound(len(tellings))
    holders: dict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        for mark in marks.rare(index, bound):
            holders[mark].append(index)
        for actor in telling.actors:
            holders[actor].append(index)
    for members in holders.values():
        if len(members) > bound:
            continue
        for one, other in combinations(members, 2):
            if _weeks_apart(tellings[one], tellings[other]) <= WINDOW_DAYS:
                yield one, other


def _weeks_apart(one: Telling, other: Telling) -> int:
    """Days between what they speak of, or between their writing, whichever is less."""
    direct = gap_days(one, other)
    written = abs((one.written_at.date() - other.written_at.date()).days)
    return min(direct, written)
