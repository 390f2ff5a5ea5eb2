"""Which accounts to compare: near in time and place, or sharing something rare, or in meaning."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from fusion.incidents.likeness import Index, Likeness, Marks, Reals
from fusion.incidents.tellings import Telling

NEAR_DAYS = 5  # an event is dated within days even by hearsay
CELL_DEGREES = 0.5  # about 55 km: the reach of 'east of', a four-figure grid and a radius
WINDOW_DAYS = 45  # a rare particular or a like meaning within six weeks
NEIGHBOURS = 10
CROWDED = 40  # accounts in one cell and window of days: beyond that only like types are paired
EPOCH = dt.date(1970, 1, 1)


def candidate_pairs(tellings: list[Telling], like: Likeness) -> tuple[Index, Index]:
    """Pairs (first < second, by order of writing), each once, sorted."""
    found = {*_near(tellings), *_rare(tellings, like.details), *_alike(tellings, like.vectors)}
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
    slot = (telling.told_on - EPOCH).days // NEAR_DAYS
    for spot in telling.spots[:3]:
        row = int(np.floor(spot.latitude / CELL_DEGREES))
        yield slot, row, int(np.floor(spot.longitude / CELL_DEGREES))


def _within(one: Telling, other: Telling, is_crowded: bool) -> bool:
    if abs((one.told_on - other.told_on).days) > NEAR_DAYS:
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
            if _gap_days(tellings[one], tellings[other]) <= WINDOW_DAYS:
                yield one, other


def _gap_days(one: Telling, other: Telling) -> int:
    """Days between the events, or between event and writing, whichever is less."""
    direct = abs((one.told_on - other.told_on).days)
    written = abs((one.written_at.date() - other.written_at.date()).days)
    return min(direct, written)


def _alike(tellings: list[Telling], vectors: Reals | None) -> Iterator[tuple[int, int]]:
    """Nearest neighbours in meaning among accounts written within the window, block by block.

    Cost grows with the number of accounts times those of one window, not with the square.
    """
    if vectors is None:
        return
    day = np.array([(t.told_on - EPOCH).days for t in tellings], np.int64)
    order = np.argsort(day, kind="stable")
    days = day[order]
    for start in range(0, len(order), 256):
        rows = order[start : start + 256]
        low = int(np.searchsorted(days, day[rows].min() - WINDOW_DAYS))
        high = int(np.searchsorted(days, day[rows].max() + WINDOW_DAYS, side="right"))
        others = order[low:high]
        scores = vectors[rows] @ vectors[others].T
        scores[rows[:, None] == others[None, :]] = -2
        scores[np.abs(day[rows][:, None] - day[others][None, :]) > WINDOW_DAYS] = -2
        k = min(NEIGHBOURS, scores.shape[1])
        # sort by score, then by order of writing: ties must not depend on the machine
        best = np.lexsort((np.broadcast_to(others, scores.shape), -scores.round(6)))[:, :k]
        for one, near, score in zip(rows, best, scores, strict=True):
            for at in near:
                if score[at] > 0:
                    yield int(min(one, others[at])), int(max(one, others[at]))
