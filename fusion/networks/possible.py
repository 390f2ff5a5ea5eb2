"""Whom analysts would look at next: incidents outside every hypothesis that lie where one acts.

They share nobody with it. What is told of the same trade near by and at about the same time speaks
for it in proportion (a kernel estimate, Parzen 1962: each telling by its distance, lapse of time
and likeness of words). The result is *possible*, never more: below one half, counted nowhere, and
nothing rests on it. Where two hypotheses fit alike, or others ply the same trade there, nobody is
attached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.spatial import cKDTree

from fusion.networks.blocks import Flags, Ints
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
ROLE = "possible"
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
class Pieces:
    """Tellings outside every hypothesis, by the cluster they lie in: `piece_of` each row, -1 for
    those inside one or best read as something else; `home` the hypothesis of each row, or -1."""

    piece_of: Ints
    home: Ints
    names: tuple[str, ...]


def counted(member: pa.Table) -> pa.Table:
    """Members without the possible ones, of this run or of an earlier one."""
    return member.filter(pc.not_equal(member["role"], ROLE))


def with_possible(
    tables: Mapping[str, pa.Table], inputs: Mapping[str, pa.Table], record: Record
) -> dict[str, pa.Table]:
    """`hypothesis_actor` with possible members, and `possible_incident` that says why."""
    member = tables["hypothesis_actor"]
    pieces = _pieces(tables, record)
    found = _fitting(pieces, inputs, record)
    actors: list[Row] = []
    reasons: list[Row] = []
    if found:
        seated = set(member["actor_id"].to_pylist())
        rows = np.flatnonzero(np.isin(pieces.piece_of, sorted(found)))
        evidence = read_evidence(inputs, record.run, record, np.unique(record.blocks[0][rows]))
        for piece, (home, share) in sorted(found.items()):
            inside = pa.array(np.flatnonzero(pieces.piece_of == piece))
            ids = record.telling["incident_id"].take(inside).to_pylist()
            attached = _attached(evidence, ids, seated)
            mine = {"hypothesis_id": pieces.names[home], "probability": PROBABILITY}
            actors += _actor_rows(attached, mine)
            reasons += _reason_rows(attached, mine, ids, share)
    return {
        "hypothesis_actor": pa.concat_tables([member, TABLES["hypothesis_actor"].build(actors)]),
        "possible_incident": TABLES["possible_incident"].build(reasons),
    }


def _pieces(tables: Mapping[str, pa.Table], record: Record) -> Pieces:
    told = record.telling["incident_id"]
    hypothesis = tables["hypothesis"]
    stands = pc.invert(pc.is_in(hypothesis["status"], value_set=pa.array(OUT)))
    names = hypothesis.filter(stands)["hypothesis_id"].sort()
    home = np.full(told.length(), -1, dtype=np.int64)
    for name, key in (("hypothesis_incident", "incident_id"), ("hypothesis_account", "account_id")):
        row = index_in(tables[name][key], told)
        number = index_in(tables[name]["hypothesis_id"], names)
        home[row[number >= 0]] = number[number >= 0]
    piece_of = np.arange(told.length(), dtype=np.int64)
    cluster = tables["cluster"]
    if cluster.num_rows:
        row = index_in(cluster["incident_id"], told)
        number = np.asarray(cluster["cluster_id"].combine_chunks().dictionary_encode().indices)
        first = np.full(number.max() + 1, told.length(), dtype=np.int64)
        np.minimum.at(first, number, row)
        piece_of[row] = first[number]
    read = tables["lead"]
    # Clusters best read as licit trade or chance, and hypotheses that fell, have had their say.
    other = read.filter(pc.invert(pc.starts_with(read["reason"], "a lead")))
    spent = index_in(other["incident_ids"].combine_chunks().flatten(), told)
    piece_of[spent[spent >= 0]] = -1
    piece_of[home >= 0] = -1
    return Pieces(piece_of, home, tuple(names.to_pylist()))


def _fitting(
    pieces: Pieces, inputs: Mapping[str, pa.Table], record: Record
) -> dict[int, tuple[int, float]]:
    """Hypothesis and share of the local trade, 0-1, for each piece that clearly fits one."""
    named = np.zeros(record.telling.num_rows, dtype=bool)
    named[record.entry_row[record.may_link & ~record.is_group[record.entry_actor]]] = True
    trades = _trades(record)
    scores: dict[tuple[int, int], float] = {}
    total: dict[int, float] = {}
    for rows in trades.values():
        asking = rows[(pieces.piece_of[rows] >= 0) & named[rows]]
        if not len(asking) or not (pieces.home[rows] >= 0).any():
            continue
        one, two, weight = _near(asking, rows, inputs, record)
        apart = pieces.piece_of[one] != pieces.piece_of[two]
        for a, b, w in zip(one[apart].tolist(), two[apart].tolist(), weight[apart].tolist(),
                           strict=True):  # fmt: skip
            piece = int(pieces.piece_of[a])
            total[piece] = total.get(piece, 0.0) + w
            if pieces.home[b] >= 0:
                key = (piece, int(pieces.home[b]))
                scores[key] = scores.get(key, 0.0) + w
    best: dict[int, list[tuple[float, int]]] = {}
    for (piece, home), score in scores.items():
        best.setdefault(piece, []).append((score / (total[piece] + UNKNOWN), home))
    found = {}
    for piece, ranked in best.items():
        (share, home), *rest = sorted(ranked, key=lambda item: (-item[0], item[1]))
        if share >= LEAST_SHARE and share >= LEAST_LEAD * (rest[0][0] if rest else 0.0):
            found[piece] = (home, share)
    return found


def _trades(record: Record) -> dict[str, Ints]:
    """Placed incidents that tell of each specific market."""
    told = record.telling
    lat, radius = (np.asarray(told[c].cast(pa.float64())) for c in ("latitude", "radius_km"))
    is_placed: Flags = ~np.isnan(lat) & ~(radius > PLACED_KM) & np.asarray(told["is_incident"])
    out: dict[str, list[int]] = {}
    placed = np.flatnonzero(is_placed)
    named = told["markets"].take(pa.array(placed)).to_pylist()
    for row, markets in zip(placed.tolist(), named, strict=True):
        for market in specific(set(markets or ())):
            out.setdefault(market, []).append(row)
    return {market: np.array(rows, dtype=np.int64) for market, rows in sorted(out.items())}


def _near(
    asking: Ints, rows: Ints, inputs: Mapping[str, pa.Table], record: Record
) -> tuple[Ints, Ints, Reals]:
    """Each asking row with the nearest tellings of the trade, and how much each weighs, 0-2."""
    told = record.telling
    lat, lon, radius = (
        np.nan_to_num(np.asarray(told[c].cast(pa.float64()).combine_chunks()))
        for c in ("latitude", "longitude", "radius_km")
    )
    day = np.asarray(pc.fill_null(told["occurred_from"].cast(pa.int32()), 0)).astype(np.int64)
    points = _on_sphere(lat, lon)
    tree = cKDTree(points[rows])
    k = min(NEAREST + 1, len(rows))
    away, place = tree.query(points[asking], k=k, distance_upper_bound=FARTHEST_KM / EARTH_KM)
    away, place = away.reshape(len(asking), k), place.reshape(len(asking), k)
    hit = place < len(rows)
    one = np.repeat(asking, k)[hit.reshape(-1)]
    two = rows[place[hit]]
    gap = np.abs(day[one] - day[two])
    soon = (gap <= LONGEST_DAYS) & (one != two)
    one, two, gap, km = one[soon], two[soon], gap[soon], away[hit][soon] * EARTH_KM
    km = np.maximum(0.0, km - np.minimum(radius[one] + radius[two], PLACED_KM))
    weight = np.exp(-km / REACH_KM) * np.exp(-gap / LAPSE_DAYS)
    return one, two, weight * (1 + WORDS * _likeness(one, two, inputs, record))


def _on_sphere(lat: Reals, lon: Reals) -> Reals:
    """Points on the unit sphere, (n, 3): chords differ from arcs by a metre in 200 km."""
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)


def _likeness(one: Ints, two: Ints, inputs: Mapping[str, pa.Table], record: Record) -> Reals:
    """Cosine of words above that of any two tellings, 0-1; 0 without vectors."""
    wanted, back = np.unique(np.concatenate([one, two]), return_inverse=True)
    vectors, has = vectors_of(inputs, record.telling.take(pa.array(wanted)))
    a, b = back[: len(one)], back[len(one) :]
    if not has.any():
        return np.zeros(len(one))
    usual = max((c.usual_cosine for c in record.commons.values()), default=0.0)
    cosine = np.einsum("ij,ij->i", vectors[a].astype(float), vectors[b].astype(float))
    above = np.clip((cosine - usual) / max(1 - usual, 1e-6), 0, 1)
    return np.where(has[a] & has[b], np.round(above, 6), 0.0)


def _attached(evidence: Evidence, ids: list[str], seated: set[str]) -> dict[str, int]:
    """Origins of each actor of these tellings who may be a member at all; nobody where an account
    speaks of licit trade, or where a telling names a member of some hypothesis."""
    row_of = {name: n for n, name in enumerate(evidence.incident_ids)}
    found: dict[str, set[str]] = {}
    for row in (row_of[name] for name in ids):
        if any(evidence.cues[a].licit for o in evidence.origins[row] for a in o.account_ids):
            return {}
        for actor, _, said in evidence.named_in_row.get(row, ()):
            if actor in seated:
                return {}
            found.setdefault(actor, set()).update(said)
    return {
        actor: len(said)
        for actor, said in sorted(found.items())
        if actor not in evidence.bystanders
        and actor not in evidence.busy
        and evidence.telling_of[actor] >= LEAST_TELLING
        and evidence.kind_of_actor[actor] != "group"
    }


def _actor_rows(attached: Mapping[str, int], mine: Row) -> list[Row]:
    """Rows of `hypothesis_actor`."""
    free: Row = {"role": ROLE, "claim_ids": [], "is_bridge": False}
    return [mine | free | {"actor_id": actor, "n_origins": n} for actor, n in attached.items()]


def _reason_rows(
    attached: Mapping[str, int], mine: Row, ids: list[str], share: float
) -> list[Row]:  # fmt: skip
    """Rows of `possible_incident`."""
    reason = (
        f"of what is told of this trade near by and at about the same time about "
        f"{10 * round(10 * share)} % is this network's; it shares nobody with it"
    )
    said = mine | {"actor_ids": list(attached), "reason": reason}
    return [said | {"incident_id": name} for name in ids] if attached else []
