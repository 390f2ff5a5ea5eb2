"""Where traffic would go if one corridor closed: balloon effects, said before they happen.

Shares follow a gravity rule (Huff 1963: attraction over distance): what the hypothesis already
does on another corridor, what anybody does there in its markets, damped by the way between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.networks.blocks import Flags, Ints
from fusion.networks.record import Record
from fusion.profile import Corridor
from fusion.profile.ground import corridor_flags, distance_km
from fusion.tables import TABLES

HALF_WAY_KM = 80.0  # a further day's drive on sand halves what moves over; ours
FARTHEST_KM = 400.0  # corridors farther apart than this serve other markets
LEAST_SHARE = 0.05
OWN, OTHERS = 1.0, 0.25  # an own incident on the way weighs as four of anybody's
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """Incidents on the ground: `near` flags the corridors each lies on (incidents, corridors),
    `kind` numbers its set of markets in `kinds`; `row_of` is its place by row of the record."""

    near: Flags
    kind: Ints
    kinds: list[frozenset[str]]
    row_of: Ints


def spill_over_table(tables: Mapping[str, pa.Table], record: Record) -> pa.Table:
    """Ways out of each corridor of each hypothesis that holds incidents."""
    corridors, hypothesis = record.run.profile.corridors, tables["hypothesis"]
    if not corridors or not hypothesis.num_rows or not tables["hypothesis_incident"].num_rows:
        return TABLES["spill_over"].empty()
    ground = _ground(record)
    own, others, has_any = _moved(tables, record, ground)
    codes = hypothesis["corridors"].combine_chunks()
    holder = np.asarray(pc.list_parent_indices(codes))
    known = pa.array([corridor.code for corridor in corridors])
    closed = np.asarray(pc.fill_null(pc.index_in(pc.list_flatten(codes), known), -1))
    held = has_any[holder] & (closed >= 0)
    holder, closed = holder[held], closed[held]
    gaps = np.array([[_gap_km(a, b) for b in corridors] for a in corridors])
    share = shares(own[holder], others[holder], gaps[closed], closed)
    row, way = np.nonzero(share >= LEAST_SHARE)
    borders = pa.array([list(corridor.borders) for corridor in corridors], pa.list_(pa.string()))
    return TABLES["spill_over"].conform(pa.table({
        "hypothesis_id": hypothesis["hypothesis_id"].take(pa.array(holder[row])),
        "closed": known.take(pa.array(closed[row])),
        "corridor": known.take(pa.array(way)),
        "share": share[row, way],
        "gap_km": gaps[closed[row], way],
        "n_own": own[holder[row], way],
        "n_market": others[holder[row], way],
        "borders": borders.take(pa.array(way)),
    }))  # fmt: skip


def shares(own: Ints, others: Ints, gap_km: Reals, closed: Ints) -> Reals:
    """Share of what would move over to each corridor (rows, corridors), when the one numbered in
    `closed` is shut; `own` and `others` are incidents there, `gap_km` the way to it."""
    weight = (1 + OWN * own + OTHERS * others) * 0.5 ** (gap_km / HALF_WAY_KM)
    weight[gap_km > FARTHEST_KM] = 0.0
    weight[np.arange(len(closed)), closed] = 0.0
    return np.asarray(weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-300))


def _ground(record: Record) -> Ground:
    corridors = record.run.profile.corridors
    number = pa.array(record.telling[record.is_incident])
    told = record.inputs["incident"].select(["latitude", "longitude", "markets"]).take(number)
    lat, lon = (np.asarray(told[c].cast(pa.float64())) for c in ("latitude", "longitude"))
    markets = told["markets"].combine_chunks()
    listed = pc.binary_join(markets, "|").dictionary_encode()
    row_of = np.cumsum(record.is_incident) - 1
    return Ground(
        corridor_flags(lat, lon, corridors), np.asarray(listed.indices).astype(np.int64),
        [frozenset(kind.split("|")) - {""} for kind in listed.dictionary.to_pylist()], row_of,
    )  # fmt: skip


def _moved(
    tables: Mapping[str, pa.Table], record: Record, ground: Ground
) -> tuple[Ints, Ints, Flags]:
    """Incidents on each corridor (hypotheses, corridors): of the hypothesis, of others in its
    markets; and whether it holds any."""
    hypothesis, inside = tables["hypothesis"], tables["hypothesis_incident"]
    markets = [frozenset(found) for found in hypothesis["markets"].to_pylist()]
    sets = list(dict.fromkeys(markets))
    number = {kind: n for n, kind in enumerate(sets)}
    trade = np.array([number[kind] for kind in markets], dtype=np.int64)
    meets = np.array([[bool(kind & one) for one in sets] for kind in ground.kinds], dtype=np.int64)
    row = ground.row_of[record.rows_of(inside["incident_id"])]
    where = pc.index_in(inside["hypothesis_id"], hypothesis["hypothesis_id"].combine_chunks())
    holder = np.asarray(where).astype(np.int64)
    shape = len(markets), ground.near.shape[1]
    own, mine = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    near = ground.near[row].astype(np.int64)
    np.add.at(own, holder, near)
    np.add.at(mine, holder, near * meets[ground.kind[row], trade[holder], None])
    of_kind = np.zeros((len(ground.kinds), shape[1]), np.int64)
    for n in range(shape[1]):
        met = ground.kind[ground.near[:, n]]
        of_kind[:, n] = np.bincount(met, minlength=len(ground.kinds))
    others = (meets.T @ of_kind)[trade] - mine
    return own, others, np.bincount(holder, minlength=len(markets)) > 0


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
