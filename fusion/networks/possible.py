"""Whom analysts would look at next: incidents outside every hypothesis that lie where one acts.

They share nobody with it. What is told of the same trade near by and at about the same time speaks
for it in proportion (a kernel estimate, Parzen 1962: each telling by its distance, lapse of time
and likeness of words). The result is *possible*, never more: below one half, in a table of its own,
and nothing rests on it: nobody is a member for a trade and a place. Where two hypotheses fit alike,
or others ply the same trade there, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.spatial import cKDTree

from fusion.networks.blocks import Ints
from fusion.networks.evidence import Evidence, Reals
from fusion.networks.markets import specific
from fusion.networks.reading import read_evidence
from fusion.networks.record import Record
from fusion.networks.vectors import index_in, vectors_of
from fusion.networks.weights import LEAST_TELLING
from fusion.networks.whole import OUT
from fusion.profile.ground import EARTH_KM
from fusion.tables import TABLES

Row = dict[str, Any]
# One in three, whatever the share: in planted missions of seeds 0-14
# (benchmarks/planted_possibles.py) nearly half of those attached belonged where as many plied the
# trade on their own, and a larger share told no better. Of twice as many, a third is right.
PROBABILITY = 1 / 3
# Share of the trade told there that must be the hypothesis', and by how much it must exceed the
# next. Chosen on the same seeds: from here on fewer than one in twenty of those attached were
# others than members and people whom no report tells from them.
LEAST_SHARE = 0.3
LEAST_LEAD = 2.0
REACH_KM = 80.0  # a day's drive on sand
FARTHEST_KM = 200.0
PLACED_KM = 100.0  # a wider place is no place
LAPSE_DAYS = 60.0
LONGEST_DAYS = 183
NEAREST = 32  # tellings of the trade that are compared
WORDS = 1.0  # the likest words count a telling double
UNKNOWN = 0.5  # what a lone telling weighs against: that nobody told of is always possible


@dataclass(frozen=True)
class Ground:
    """Where and when each telling was, degrees and days; the placed incidents of each trade."""

    points: Reals
    radius: Reals
    day: Ints
    trades: Mapping[str, Ints]


@dataclass(frozen=True)
class Pieces:
    """Tellings outside every hypothesis, by the cluster they lie in: `piece_of` each row, -1 for
    those inside one or best read as something else; `home` the hypothesis of each row, or -1."""

    piece_of: Ints
    home: Ints
    names: tuple[str, ...]


def possible_table(
    tables: Mapping[str, pa.Table], inputs: Mapping[str, pa.Table], record: Record
) -> pa.Table:
    """Rows of `possible_incident`: incidents outside every hypothesis that may belong to one."""
    pieces, ground = _pieces(tables, record), _ground(record)
    found = _fitting(pieces, ground, record)
    if not found:
        return TABLES["possible_incident"].empty()
    seated = set(tables["hypothesis_actor"]["actor_id"].to_pylist())
    rows = np.flatnonzero(np.isin(pieces.piece_of, sorted(found)))
    evidence = read_evidence(inputs, record.run, record, np.unique(record.blocks[0][rows]))
    out: list[Row] = []
    for piece, (home, share) in sorted(found.items()):
        inside = pa.array(np.flatnonzero(pieces.piece_of == piece))
        ids = record.telling_id.take(inside).to_pylist()
        out += _rows(pieces.names[home], ids, _named(evidence, ids, seated), share)
    return TABLES["possible_incident"].build(out)


def _pieces(tables: Mapping[str, pa.Table], record: Record) -> Pieces:
    n = len(record.telling)
    hypothesis = tables["hypothesis"]
    stands = pc.invert(pc.is_in(hypothesis["status"], value_set=pa.array(OUT)))
    names = hypothesis.filter(stands)["hypothesis_id"].sort()
    home = np.full(n, -1, dtype=np.int64)
    for name, key in (("hypothesis_incident", "incident_id"), ("hypothesis_account", "account_id")):
        row = record.rows_of(tables[name][key])
        number = index_in(tables[name]["hypothesis_id"], names)
        home[row[number >= 0]] = number[number >= 0]
    piece_of = np.arange(n, dtype=np.int64)
    cluster = tables["cluster"]
    if cluster.num_rows:
        row = record.rows_of(cluster["incident_id"])
        number = np.asarray(cluster["cluster_id"].combine_chunks().dictionary_encode().indices)
        first = np.full(number.max() + 1, n, dtype=np.int64)
        np.minimum.at(first, number, row)
        piece_of[row] = first[number]
    read = tables["lead"]
    # Clusters best read as licit trade or chance, and hypotheses that fell, have had their say.
    other = read.filter(pc.invert(pc.starts_with(read["reason"], "a lead")))
    spent = record.rows_of(pa.chunked_array([other["incident_ids"].combine_chunks().flatten()]))
    piece_of[spent[spent >= 0]] = -1
    piece_of[home >= 0] = -1
    return Pieces(piece_of, home, tuple(names.to_pylist()))


def _ground(record: Record) -> Ground:
    names = ("latitude", "longitude", "radius_km", "occurred_from", "markets")
    rows = np.flatnonzero(record.is_incident)
    told = record.inputs["incident"].select(names).take(pa.array(record.telling[rows]))
    lat, lon, radius = (np.asarray(told[c].cast(pa.float64())) for c in names[:3])
    placed = np.flatnonzero(~np.isnan(lat) & ~(radius > PLACED_KM))
    listed = told["markets"].take(pa.array(placed)).to_pylist()
    trades: dict[str, list[int]] = {}
    for row, markets in zip(rows[placed].tolist(), listed, strict=True):
        for market in specific(set(markets or ())):
            trades.setdefault(market, []).append(row)
    points, spread = np.zeros((len(record.telling), 3)), np.zeros(len(record.telling))
    points[rows], spread[rows] = _on_sphere(np.nan_to_num(lat), np.nan_to_num(lon)), radius
    day = np.zeros(len(record.telling), dtype=np.int64)
    day[rows] = np.asarray(pc.fill_null(told["occurred_from"].cast(pa.int32()), 0))
    found = {market: np.array(found, dtype=np.int64) for market, found in sorted(trades.items())}
    return Ground(points, np.nan_to_num(spread), day, found)


def _fitting(pieces: Pieces, ground: Ground, record: Record) -> dict[int, tuple[int, float]]:
    """Hypothesis and share of the local trade, 0-1, for each piece that clearly fits one."""
    names_somebody = np.zeros(len(record.telling), dtype=bool)
    names_somebody[record.entry.row[record.may_link & ~record.is_group[record.entry.actor]]] = True
    scores: dict[tuple[int, int], float] = {}
    total: dict[int, float] = {}
    for rows in ground.trades.values():
        asking = rows[(pieces.piece_of[rows] >= 0) & names_somebody[rows]]
        if not len(asking) or not (pieces.home[rows] >= 0).any():
            continue
        one, two, weight = _near(asking, rows, ground, record)
        apart = pieces.piece_of[one] != pieces.piece_of[two]
        piece_of, home_of = pieces.piece_of[one[apart]].tolist(), pieces.home[two[apart]].tolist()
        for piece, home, w in zip(piece_of, home_of, weight[apart].tolist(), strict=True):
            total[piece] = total.get(piece, 0.0) + w
            if home >= 0:
                scores[piece, home] = scores.get((piece, home), 0.0) + w
    best: dict[int, list[tuple[float, int]]] = {}
    for (piece, home), score in scores.items():
        best.setdefault(piece, []).append((score / (total[piece] + UNKNOWN), home))
    found = {}
    for piece, ranked in best.items():
        (share, home), *rest = sorted(ranked, key=lambda item: (-item[0], item[1]))
        if share >= LEAST_SHARE and share >= LEAST_LEAD * (rest[0][0] if rest else 0.0):
            found[piece] = (home, share)
    return found


def _near(
    asking: Ints, rows: Ints, ground: Ground, record: Record
) -> tuple[Ints, Ints, Reals]:  # fmt: skip
    """Each asking row with the nearest tellings of the trade, and how much each weighs, 0-2."""
    k = min(NEAREST + 1, len(rows))
    away, place = cKDTree(ground.points[rows]).query(
        ground.points[asking], k=k, distance_upper_bound=FARTHEST_KM / EARTH_KM
    )
    away, place = away.reshape(len(asking), k), place.reshape(len(asking), k)
    hit = place < len(rows)
    one, two = np.repeat(asking, k)[hit.reshape(-1)], rows[place[hit]]
    gap = np.abs(ground.day[one] - ground.day[two])
    soon = (gap <= LONGEST_DAYS) & (one != two)
    one, two, gap, km = one[soon], two[soon], gap[soon], away[hit][soon] * EARTH_KM
    km = np.maximum(0.0, km - np.minimum(ground.radius[one] + ground.radius[two], PLACED_KM))
    weight = np.exp(-km / REACH_KM) * np.exp(-gap / LAPSE_DAYS)
    return one, two, weight * (1 + WORDS * _likeness(one, two, record))


def _on_sphere(lat: Reals, lon: Reals) -> Reals:
    """Points on the unit sphere, (n, 3): chords differ from arcs by a metre in 200 km."""
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)


def _likeness(one: Ints, two: Ints, record: Record) -> Reals:
    """Cosine of words above that of any two tellings, 0-1; 0 without vectors."""
    wanted, back = np.unique(np.concatenate([one, two]), return_inverse=True)
    vectors, has = vectors_of(record.inputs, record.leads(wanted))
    a, b = back[: len(one)], back[len(one) :]
    if not has.any():
        return np.zeros(len(one))
    usual = max((c.usual_cosine for c in record.commons.values()), default=0.0)
    cosine = np.einsum("ij,ij->i", vectors[a].astype(float), vectors[b].astype(float))
    above = np.clip((cosine - usual) / max(1 - usual, 1e-6), 0, 1)
    return np.where(has[a] & has[b], np.round(above, 6), 0.0)


def _named(evidence: Evidence, ids: list[str], seated: set[str]) -> list[str]:
    """Actors of these tellings who may be members at all; nobody where an account speaks of licit
    trade, or where a telling names a member of some hypothesis."""
    row_of = {name: n for n, name in enumerate(evidence.incident_ids)}
    found: set[str] = set()
    for row in (row_of[name] for name in ids):
        if any(evidence.cues[a].licit for o in evidence.origins[row] for a in o.account_ids):
            return []
        found |= {actor for actor, _, _ in evidence.named_in_row.get(row, ())}
    if found & seated:
        return []
    return sorted(
        actor
        for actor in found - evidence.bystanders - evidence.busy.keys()
        if evidence.telling_of[actor] >= LEAST_TELLING and evidence.kind_of_actor[actor] != "group"
    )


def _rows(hypothesis_id: str, ids: list[str], actors: list[str], share: float) -> list[Row]:
    reason = (
        f"of what is told of this trade near by and at about the same time about "
        f"{10 * round(10 * share)} % is this network's; it shares nobody with it"
    )
    said = {"hypothesis_id": hypothesis_id, "actor_ids": actors, "probability": PROBABILITY}
    return [said | {"incident_id": name, "reason": reason} for name in ids] if actors else []
