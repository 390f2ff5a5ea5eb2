"""A group that leaves: when later incidents of a cluster fall into sides after a parting.

The trigger is told, not guessed: an incident that two independent origins describe in words of
parting, or that is typed as a change of group. The sides must then be seen to act apart: later
incidents share no actor across them.
"""

from __future__ import annotations

from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence
from fusion.networks.weights import LEAST_TELLING

LEAST_SIDE = 2  # incidents on either side: one alone is not a group


def part(evidence: Evidence, members: Members, week: int) -> list[Members]:
    """The cluster, or its two sides: the one that stayed first, the one that left second.

    Groups the mission knows stand on both sides and count for neither.
    """
    trigger = _trigger(evidence, members, week)
    if trigger is None:
        return [members]
    later = [row for row in members if evidence.day[row] >= evidence.day[trigger]]
    left = _reachable(evidence, trigger, later, week)
    others = [row for row in later if row not in left and _actors(evidence, row, week)]
    stayed = tuple(row for row in members if row not in left)
    if len(left) < LEAST_SIDE or not others or len(stayed) < LEAST_SIDE:
        return [members]
    return [stayed, tuple(sorted(left))]


def _trigger(evidence: Evidence, members: Members, week: int) -> int | None:
    """The first incident that at least two independent origins report as a parting."""
    for row in sorted(members, key=lambda r: (evidence.day[r], r)):
        is_typed = evidence.incidents[row]["event_subtype"] == "change_to_group"
        reported_by = {
            origin.origin_id
            for origin in evidence.origins[row]
            if origin.week <= week
            and origin.at(week).is_independent
            and (is_typed or any(evidence.cues[a].parting for a in origin.account_ids))
        }
        if len(reported_by) >= 2:
            return row
    return None


def _reachable(evidence: Evidence, start: int, later: list[int], week: int) -> set[int]:
    """Later incidents joined to `start` by shared actors, step by step."""
    found, frontier = {start}, {start}
    while frontier:
        actors = set().union(*(_actors(evidence, row, week) for row in frontier))
        frontier = {
            row for row in later if row not in found and _actors(evidence, row, week) & actors
        }
        found |= frontier
    return found


def _actors(evidence: Evidence, row: int, week: int) -> set[str]:
    telling = evidence.telling_of
    return {
        actor
        for actor, since, _ in evidence.named_in_row.get(row, ())
        if since <= week and telling[actor] >= LEAST_TELLING
    }
