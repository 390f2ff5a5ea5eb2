"""Where traffic would go if one corridor closed: balloon effects, said before they happen.

Shares follow a gravity rule (Huff 1963: attraction over distance): what the hypothesis already
does on another corridor, what anybody does there in its markets, damped by the way between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.networks.body import Body
from fusion.networks.wording import corridors_of, markets_of
from fusion.profile import Corridor
from fusion.profile.ground import distance_km

HALF_WAY_KM = 80.0  # a further day's drive on sand halves what moves over; ours
FARTHEST_KM = 400.0  # corridors farther apart than this serve other markets
LEAST_SHARE = 0.05
OWN, OTHERS = 1.0, 0.25  # an own incident on the way weighs as four of anybody's


@dataclass(frozen=True)
class SpillOver:
    """One way out of a closed corridor, with its share of what would move."""

    closed: str
    corridor: str
    share: float
    gap_km: float
    n_own: int
    n_market: int
    borders: tuple[str, ...]


def spill_overs(body: Body) -> list[SpillOver]:
    """For each corridor of a hypothesis, the others of the profile that would take its traffic."""
    corridors = {c.code: c for c in body.evidence.run.profile.corridors}
    found: list[SpillOver] = []
    for code in corridors_of(body):
        if code in corridors:
            found += _ways_out(corridors[code], list(corridors.values()), body)
    return found


def _ways_out(closed: Corridor, corridors: list[Corridor], body: Body) -> list[SpillOver]:
    own, market = _counts(body)
    weights, rows = [], []
    for other in corridors:
        gap = _gap_km(closed, other)
        if other.code == closed.code or gap > FARTHEST_KM:
            continue
        n_own, n_market = own.get(other.code, 0), market.get(other.code, 0)
        weights.append((1 + OWN * n_own + OTHERS * n_market) * 0.5 ** (gap / HALF_WAY_KM))
        rows.append((other, gap, n_own, n_market))
    total = sum(weights)
    ways = [
        SpillOver(closed.code, other.code, weight / total, gap, n_own, n_market, other.borders)
        for weight, (other, gap, n_own, n_market) in zip(weights, rows, strict=True)
    ]
    kept = [way for way in ways if way.share >= LEAST_SHARE]
    return sorted(kept, key=lambda way: (-way.share, way.corridor))


def _counts(body: Body) -> tuple[dict[str, int], dict[str, int]]:
    """Incidents by corridor: the hypothesis' own, and anybody's else in its markets."""
    evidence, markets = body.evidence, set(markets_of(body))
    own: dict[str, int] = {}
    market: dict[str, int] = {}
    for row, codes in enumerate(evidence.corridors):
        if evidence.week[row] > body.week or not evidence.is_incident[row]:
            continue
        is_own = row in body.origins_of
        if not is_own and not (markets & evidence.markets[row]):
            continue
        counts = own if is_own else market
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return own, market


def _gap_km(one: Corridor, two: Corridor) -> float:
    """Kilometres between the middles of two corridors' nearest legs: shared ends alone are 0.

    The mean of the distances from each point to the other corridor's nearest point: two ways that
    only meet in one town are not one way.
    """
    a = np.array([(p.latitude, p.longitude) for p in one.points])
    b = np.array([(p.latitude, p.longitude) for p in two.points])
    lat_a, lat_b = np.meshgrid(a[:, 0], b[:, 0], indexing="ij")
    lon_a, lon_b = np.meshgrid(a[:, 1], b[:, 1], indexing="ij")
    km = distance_km(lat_a, lon_a, lat_b, lon_b)
    return float((km.min(axis=1).mean() + km.min(axis=0).mean()) / 2)
