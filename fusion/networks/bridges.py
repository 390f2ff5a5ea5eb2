"""Shared facilitators: one actor in two networks is a bridge, not a reason to merge them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.networks.body import Body, joined_parts
from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence
from fusion.networks.markets import agreement, specific
from fusion.networks.weights import LEAST_TELLING
from fusion.profile.ground import distance_km

FAR_KM = 100.0  # two parts farther apart than a day's patrol are two places
# Parts that deal in different things are two networks; parts that only lie apart, or have a leader
# in common, may be one.
DIFFERENT = 1.0


@dataclass(frozen=True)
class Cut:
    """What an actor's removal does: 0-1, how different the parts are, who, and the parts."""

    value: float = 0.0
    difference: float = 0.0
    actor: str | None = None
    parts: tuple[frozenset[int], ...] = ()


def facilitator_cut(body: Body) -> Cut:
    """The actor whose removal best parts the body into two that share nothing else.

    The value is the smaller part's share of half the incidents, in full where the parts deal in
    different markets, by half where they lie far apart, by a quarter else: a leader holds his own
    group together. Stated ties between other actors hold a body together too.
    """
    telling = body.evidence.telling_of
    sharing = {
        actor: set(rows)
        for actor, rows in sorted(body.rows_of_actor.items())
        if telling[actor] >= LEAST_TELLING
    }
    tied = [
        (tie["source_id"], tie["target_id"])
        for tie, _ in body.strong_ties
        if tie["kind"] != "conflict"
    ]
    best = Cut()
    for actor, rows in sharing.items():
        if len(rows) < 2:
            continue
        groups = [r for other, r in sharing.items() if other != actor]
        groups += [
            sharing[a] | sharing[b]
            for a, b in tied
            if actor not in (a, b) and a in sharing and b in sharing
        ]
        parts = joined_parts(groups)
        if len(parts) < 2 or len(parts[1]) < 2:
            continue
        difference = _difference(body.evidence, parts[0], parts[1])
        value = min(1.0, 2 * len(parts[1]) / max(1, len(body.origins_of))) * difference
        if value > best.value:
            best = Cut(value, difference, actor, tuple(frozenset(p) for p in parts))
    return best


def split_at_bridges(evidence: Evidence, members: Members, week: int) -> list[Members]:
    """The cluster, or the parts that one actor alone holds together across different markets.

    An incident that names nobody but the bridge goes to the part whose markets it shares, and
    where that does not decide, to the larger one.
    """
    cut = facilitator_cut(Body(evidence, members, week))
    if cut.difference < DIFFERENT:
        return [members]
    sides = [set(cut.parts[0]), set(cut.parts[1])]
    for row in members:
        if not any(row in side for side in sides):
            fit = [agreement(_markets(evidence, side), evidence.markets[row]) for side in sides]
            sides[int(fit[1] > fit[0])].add(row)
    found = [tuple(sorted(side)) for side in sides]
    return [part for side in found for part in split_at_bridges(evidence, side, week)]


def _difference(evidence: Evidence, left: frozenset[int] | set[int], right: set[int]) -> float:
    markets = [specific(_markets(evidence, side)) for side in (left, right)]
    if agreement(markets[0], markets[1]) < 0:
        return DIFFERENT
    sides = [
        sorted(row for row in side if not np.isnan(evidence.latitude[row]))
        for side in (left, right)
    ]
    if not all(sides):
        return 0.25
    points = [
        (np.median(evidence.latitude[rows]), np.median(evidence.longitude[rows])) for rows in sides
    ]
    km = distance_km(*(np.array([x]) for point in points for x in point))
    return 0.5 if km[0] > FAR_KM else 0.25


def _markets(evidence: Evidence, rows: set[int] | frozenset[int]) -> set[str]:
    return {market for row in rows for market in evidence.markets[row]}
