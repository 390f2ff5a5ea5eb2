"""Where traffic would go if one corridor closed: balloon effects, said before they happen.

Shares follow a gravity rule (Huff 1963: attraction over distance): what the hypothesis already
does on another corridor, what anybody does there in its markets, damped by the way between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fusion.networks.blocks import Ints
from fusion.networks.record import Record
from fusion.networks.vectors import index_in
from fusion.profile import Corridor
from fusion.profile.ground import distance_km, on_corridors
from fusion.tables import TABLES

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


def spill_over_table(tables: Mapping[str, pa.Table], record: Record) -> pa.Table:
    """Ways out of each corridor of each hypothesis that holds incidents."""
    corridors = record.run.profile.corridors
    if not corridors or not tables["hypothesis"].num_rows:
        return TABLES["spill_over"].empty()
    near, trade = _ground(record)
    gaps = {(a.code, b.code): _gap_km(a, b) for a in corridors for b in corridors}
    held: dict[str, list[int]] = {}
    inside = tables["hypothesis_incident"]
    place = index_in(inside["incident_id"], record.telling["incident_id"])
    for name, row in zip(inside["hypothesis_id"].to_pylist(), place.tolist(), strict=True):
        held.setdefault(name, []).append(row)
    rows = []
    dealing: dict[frozenset[str], Ints] = {}
    for one in tables["hypothesis"].select(["hypothesis_id", "corridors", "markets"]).to_pylist():
        own, markets = held.get(one["hypothesis_id"], []), frozenset(one["markets"])
        if not own or not one["corridors"]:
            continue
        if markets not in dealing:
            dealing[markets] = sum((n for m, n in trade.items() if m & markets), 0 * near[0])
        mine = sum((near[row] for row in own if trade_of(record, row) & markets), 0 * near[0])
        others = dealing[markets] - mine
        rows += [
            {"hypothesis_id": one["hypothesis_id"], **vars(way)}
            for code in one["corridors"]
            for way in ways_out(code, corridors, gaps, near[own].sum(axis=0), others)
        ]
    return TABLES["spill_over"].build(rows)


def trade_of(record: Record, row: int) -> frozenset[str]:
    """Markets of one incident."""
    return frozenset(record.telling["markets"][row].as_py() or ())


def _ground(record: Record) -> tuple[Ints, dict[frozenset[str], Ints]]:
    """Corridors each telling lies on, 0/1 (tellings, corridors); incidents by markets on each."""
    corridors, told = record.run.profile.corridors, record.telling
    points = np.stack([np.asarray(told[c].cast(pa.float64())) for c in ("latitude", "longitude")])
    where, back = np.unique(points, axis=1, return_inverse=True)
    codes = on_corridors(where[0], where[1], corridors)
    flags = np.array([[c.code in found for c in corridors] for found in codes], dtype=np.int64)
    near = flags.reshape(-1, len(corridors))[back.reshape(-1)]
    trade: dict[frozenset[str], Ints] = {}
    counted = zip(told["markets"].to_pylist(), told["is_incident"].to_pylist(), strict=True)
    for row, (markets, is_incident) in enumerate(counted):
        if is_incident and markets and near[row].any():
            kind = frozenset(markets)
            trade[kind] = trade.get(kind, 0 * near[row]) + near[row]
    return near, trade


def ways_out(
    code: str, corridors: Sequence[Corridor], gaps: Mapping[tuple[str, str], float], own: Ints,
    others: Ints,
) -> list[SpillOver]:  # fmt: skip
    """Where traffic would go if the corridor `code` closed; `own` and `others` are incidents on
    each corridor, of the hypothesis and of anybody else in its markets."""
    weights, found = [], []
    for n, other in enumerate(corridors):
        gap = gaps.get((code, other.code), np.inf)
        if other.code == code or gap > FARTHEST_KM:
            continue
        weights.append((1 + OWN * own[n] + OTHERS * others[n]) * 0.5 ** (gap / HALF_WAY_KM))
        found.append((other, gap, int(own[n]), int(others[n])))
    total = sum(weights)
    ways = [
        SpillOver(code, other.code, float(weight / total), gap, n_own, n_others, other.borders)
        for weight, (other, gap, n_own, n_others) in zip(weights, found, strict=True)
    ]
    kept = [way for way in ways if way.share >= LEAST_SHARE]
    return sorted(kept, key=lambda way: (-way.share, way.corridor))


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
