"""Shared facilitators: what two networks share is a bridge, not a reason to merge them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field

import numpy as np

from fusion.networks.body import Body
from fusion.networks.clusters import Members
from fusion.networks.cuts import Severed, severed
from fusion.networks.evidence import Evidence
from fusion.networks.markets import agreement, specific
from fusion.profile.ground import distance_km

FAR_KM = 100.0  # two parts farther apart than a day's patrol are two places
# Parts that only lie apart may be one network; parts that deal in different things are two. In
# between both must point the same way: half the trade different, and nearly everything apart.
PLACE_WEIGHT = 0.5
DIFFERENT = 0.7
DEALT_IN = 0.2  # less than a fifth of what a side is told to do: a sideline, or a misreading
LEAST_DIFFERENCE = 0.25  # a leader holds his own group together


@dataclass(frozen=True)
class Cut:
    """What a cut does: 0-1, how different the sides are, who and which incidents are cut."""

    value: float = 0.0
    difference: float = 0.0
    actors: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    sides: tuple[frozenset[int], ...] = ()


def facilitator_cut(body: Body) -> Cut:
    """The cut between the two sides that are most different, or an empty one.

    The value is the smaller side's share of half the incidents, in full where the sides are wholly
    different and by half where they are alike.
    Where two vertices must fall, there are two ways between the sides: then both the trade and the
    place must be different.
    """
    best = Cut()
    for found in severed(body, pairs=_may_differ(body)):
        for side in found.sides[1:]:
            cut = _weighed(body, found, side)
            if (cut.difference, cut.value) > (best.difference, best.value):  # narrow ones first
                best = cut
    return best


def _may_differ(body: Body) -> bool:
    """Whether any two sides could differ in trade and place: only then are pairs looked for."""
    evidence, rows = body.evidence, frozenset(body.origins_of)
    trades = [specific(evidence.markets[row]) for row in rows]
    common = set.intersection(*found) if (found := [t for t in trades if t]) else set()
    return bool(found) and not common and _place_apart(evidence, rows, rows) > 0


def _weighed(body: Body, found: Severed, right: frozenset[int]) -> Cut:
    """One side of a cut against all others."""
    evidence = body.evidence
    left = frozenset().union(*(side for side in found.sides if side is not right))
    trade, place = _trade_apart(evidence, left, right), _place_apart(evidence, left, right)
    is_narrow = len(found.actors) + len(found.rows) == 1
    if not is_narrow and min(trade, place) < 0.5:
        return Cut()
    difference = max(LEAST_DIFFERENCE, 1 - (1 - trade) * (1 - PLACE_WEIGHT * place))
    # That two sides could stand alone says half of it, how different they are the other half.
    balance = min(1.0, 2 * len(right) / max(1, len(body.origins_of)))
    value = balance * (1 + difference) / 2
    return Cut(value, difference, found.actors, found.rows, (left, right))


@dataclass
class BridgeCache:
    """Clusters already parted, by what was known of them: only touched ones are done again."""

    known: dict[tuple[Members, int, int, int], list[Members]] = field(default_factory=dict)

    def part(self, evidence: Evidence, members: Members, week: int) -> list[Members]:
        """The parts of `split_at_bridges`, from memory where nothing new is known."""
        key = state_of(evidence, members, week)
        if key not in self.known:
            self.known[key] = split_at_bridges(evidence, members, week)
        return self.known[key]


def state_of(evidence: Evidence, members: Members, week: int) -> tuple[Members, int, int, int]:
    """A mark that changes when anything is learned about these rows or said around them."""
    named = evidence.named_in_row
    weeks = (since for row in members for _, since, _ in named.get(row, ()))
    origins = (o for row in members for o in evidence.origins[row])
    return (
        members,
        sum(since <= week for since in weeks),
        sum((o.week <= week) + (o.is_independent and o.independent_since <= week)
            for o in origins),
        sum(since <= week for since in _tie_weeks(evidence, members)),
    )  # fmt: skip


def _tie_weeks(evidence: Evidence, members: Members) -> list[int]:
    """Weeks in which accounts stated ties in the blocks of these rows."""
    around = evidence.surroundings
    blocks = around.blocks_of(members)
    return [week for block in sorted(blocks) for week in around.tie_weeks.get(block, ())]


def split_at_bridges(evidence: Evidence, members: Members, week: int) -> list[Members]:
    """The cluster, or the parts that a bridge alone holds together across different trades.

    An incident where both sides meet stands in both. One that names nobody but a bridging actor
    goes to the side whose trade and place it shares, and where that does not decide, to the
    larger one.
    """
    cut = facilitator_cut(Body(evidence, members, week))
    if cut.difference < DIFFERENT:
        return [members]
    sides = [set(cut.sides[0]), set(cut.sides[1])]
    for row in sorted(set(members) - sides[0] - sides[1] - set(cut.rows)):
        fit = [_fit(evidence, side, row) for side in cut.sides]
        sides[int(fit[1] > fit[0])].add(row)
    found = [tuple(sorted(side | set(cut.rows))) for side in sides]
    if any(len(part) == len(members) for part in found):
        return [members]
    return [part for side in found for part in split_at_bridges(evidence, side, week)]


def _fit(evidence: Evidence, side: Set[int], row: int) -> tuple[float, float]:
    """How well an incident goes with a side: by trade, then by nearness."""
    markets = {market for other in side for market in evidence.markets[other]}
    there = [o for o in side if not np.isnan(evidence.latitude[o])]
    if not there or np.isnan(evidence.latitude[row]):
        return agreement(markets, evidence.markets[row]), 0.0
    km = _kilometres(evidence, [row], there)
    return agreement(markets, evidence.markets[row]), -float(np.median(km))


def _trade_apart(evidence: Evidence, left: Set[int], right: Set[int]) -> float:
    """Share of the smaller side's incidents that tell of trade and of none that the larger deals
    in, 0-1; 0 if unknown. One that names a common trade beside another is common."""
    whole = _trade(evidence, left)
    if not whole:
        return 0.0
    dealt = {market for market, share in whole.items() if share >= DEALT_IN}
    told = [found for row in right if (found := specific(evidence.markets[row]))]
    return sum(agreement(found, dealt) < 0 for found in told) / max(1, len(told))


def _trade(evidence: Evidence, rows: Set[int]) -> dict[str, float]:
    """Share of each specific market in the incidents that tell of one."""
    counts: Counter[str] = Counter()
    for row in rows:
        own = specific(evidence.markets[row])
        counts.update(dict.fromkeys(own, 1 / len(own)) if own else {})
    total = sum(counts.values())
    return {market: n / total for market, n in sorted(counts.items())}


def _place_apart(evidence: Evidence, left: Set[int], right: Set[int]) -> float:
    """Share of pairs across the sides that lie far apart and on no common corridor, 0-1."""
    placed = [[r for r in sorted(s) if not np.isnan(evidence.latitude[r])] for s in (left, right)]
    if not all(placed):
        return 0.0
    far = _kilometres(evidence, *placed) > FAR_KM
    joined = [
        [bool(evidence.corridors[a] & evidence.corridors[b]) for b in placed[1]] for a in placed[0]
    ]
    return float((far & ~np.array(joined, dtype=bool)).mean())


def _kilometres(evidence: Evidence, left: list[int], right: list[int]) -> np.ndarray:
    """Distances, (left, right)."""
    points = [(evidence.latitude[rows], evidence.longitude[rows]) for rows in (left, right)]
    (lat_a, lon_a), (lat_b, lon_b) = points
    return distance_km(lat_a[:, None], lon_a[:, None], lat_b[None, :], lon_b[None, :])
