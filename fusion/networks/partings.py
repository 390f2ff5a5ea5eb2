"""A group that leaves: when later incidents of a cluster fall into sides after a parting.

The trigger is told, not guessed: two independent origins with words of parting on one incident.
The sides must then be seen to act apart: later
incidents share no actor across them.
"""

from __future__ import annotations

from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence, Reals

LEAST_SIDE = 2  # incidents on either side: one alone is not a group


def part(evidence: Evidence, members: Members, week: int, telling: Reals) -> list[Members]:
    """The cluster, or its two sides: the one that stayed first, the one that left second.

    `telling` is the weight of each actor; groups the mission knows stand on both sides and
    count for neither.
    """
    trigger = _trigger(evidence, members, week)
    if trigger is None:
        return [members]
    later = [row for row in members if evidence.day[row] >= evidence.day[trigger]]
    left = _reachable(evidence, trigger, later, week, telling)
    others = [row for row in later if row not in left and _actors(evidence, row, week, telling)]
    stayed = tuple(row for row in members if row not in left)
    if len(left) < LEAST_SIDE or not others or len(stayed) < LEAST_SIDE:
        return [members]
    return [stayed, tuple(sorted(left))]


def _trigger(evidence: Evidence, members: Members, week: int) -> int | None:
    """The first incident that at least two independent origins describe as a parting."""
    for row in sorted(members, key=lambda r: (evidence.day[r], r)):
        telling = {
            origin.origin_id
            for origin in evidence.origins[row]
            if origin.week <= week
            and origin.is_independent
            and any(evidence.cues[a].parting for a in origin.account_ids if a in evidence.cues)
        }
        if len(telling) >= 2:
            return row
    return None


def _reachable(
    evidence: Evidence, start: int, later: list[int], week: int, telling: Reals
) -> set[int]:
    """Later incidents joined to `start` by shared actors, step by step."""
    found, frontier = {start}, {start}
    while frontier:
        actors = set().union(*(_actors(evidence, row, week, telling) for row in frontier))
        frontier = {
            row
            for row in later
            if row not in found and _actors(evidence, row, week, telling) & actors
        }
        found |= frontier
    return found


def _actors(evidence: Evidence, row: int, week: int, telling: Reals) -> set[int]:
    return {
        int(evidence.entry_actor[n])
        for n in evidence.entries_of_row.get(row, ())
        if evidence.entry_week[n] <= week and telling[evidence.entry_actor[n]] >= 0.3
    }
