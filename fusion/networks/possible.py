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

from fusion.networks.blocks import Flags, Ints
from fusion.networks.bystanders import is_bystander
from fusion.networks.evidence import Evidence, Reals
from fusion.networks.near_trade import Ground, likeness, nearest
from fusion.networks.reading import read_evidence
from fusion.networks.record import Record
from fusion.networks.vectors import index_in
from fusion.networks.weights import LEAST_TELLING
from fusion.networks.whole import OUT
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
# Incidents looked at, those heard of last first: a bound on the work, far above what a mission's
# analysts can follow up. Whoever was heard of before has had his turn.
MOST = 2_000
UNKNOWN = 0.5  # what a lone telling weighs against: that nobody told of is always possible


@dataclass(frozen=True)
class Pieces:
    """Tellings outside every hypothesis, by the cluster they lie in: `piece_of` each row, -1 for
    those inside one or best read as something else; `home` the hypothesis of each row, or -1."""

    piece_of: Ints
    home: Ints
    names: tuple[str, ...]


def possible_table(
    tables: Mapping[str, pa.Table], inputs: Mapping[str, pa.Table], record: Record, ground: Ground
) -> pa.Table:
    """Rows of `possible_incident`: incidents outside every hypothesis that may belong to one."""
    pieces = _pieces(tables, record)
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


def _fitting(pieces: Pieces, ground: Ground, record: Record) -> dict[int, tuple[int, float]]:
    """Hypothesis and share of the local trade, 0-1, for each piece that clearly fits one."""
    asked = _asked(pieces, record)
    scored: list[tuple[Ints, Ints, Reals]] = []
    for rows in ground.trades.values():
        asking = rows[asked[rows]]
        if not len(asking) or not (pieces.home[rows] >= 0).any():
            continue
        one, two, weight = nearest(asking, rows, ground)
        apart = pieces.piece_of[one] != pieces.piece_of[two]
        one, two, weight = one[apart], two[apart], weight[apart]
        # Words at most double a telling: who falls short of half the share cannot reach it.
        coarse = _best(pieces.piece_of[one], pieces.home[two], weight)
        near = [piece for piece, (_, share, _) in coarse.items() if 2 * share >= LEAST_SHARE]
        kept = np.isin(pieces.piece_of[one], near)
        one, two, weight = one[kept], two[kept], weight[kept]
        weight = weight * (1 + likeness(one, two, record))
        scored.append((pieces.piece_of[one], pieces.home[two], weight))
    if not scored:
        return {}
    best = _best(*(np.concatenate(column) for column in zip(*scored, strict=True)))
    return {
        piece: (home, share)
        for piece, (home, share, second) in best.items()
        if share >= LEAST_SHARE and share >= LEAST_LEAD * second
    }


def _asked(pieces: Pieces, record: Record) -> Flags:
    """Rows outside every hypothesis that name somebody who may link, the newest MOST of them."""
    asked = np.zeros(len(record.telling), dtype=np.bool_)
    asked[record.entry.row[record.may_link & ~record.is_group[record.entry.actor]]] = True
    asked &= pieces.piece_of >= 0
    week = np.zeros(len(asked), dtype=np.int64)
    np.maximum.at(week, record.link.row, record.link.week)
    rows = np.flatnonzero(asked)
    if len(rows) <= MOST:
        return asked
    last = np.sort(week[rows])[-MOST]
    newer, level = rows[week[rows] > last], rows[week[rows] == last]
    names = record.telling_id.take(pa.array(level))
    chosen = np.asarray(pc.sort_indices(names))[: MOST - len(newer)]
    asked[:] = False
    asked[np.append(newer, level[chosen])] = True
    return asked


def _best(piece: Ints, home: Ints, weight: Reals) -> dict[int, tuple[int, float, float]]:
    """For each piece the hypothesis with the largest share of its weights, that share, 0-1, and
    the next one's; rows of no hypothesis (-1) count in the whole."""
    if not len(piece):
        return {}
    pieces, at = np.unique(piece, return_inverse=True)
    total = np.bincount(at, weights=weight) + UNKNOWN
    held = home >= 0
    keys, where = np.unique(np.stack([at[held], home[held]]), axis=1, return_inverse=True)
    share = np.bincount(where.reshape(-1), weights=weight[held]) / total[keys[0]]
    order = np.lexsort((keys[1], -share, keys[0]))
    out: dict[int, tuple[int, float, float]] = {}
    for n in order.tolist():
        name = int(pieces[keys[0, n]])
        if name not in out:
            out[name] = (int(keys[1, n]), float(share[n]), 0.0)
        elif not out[name][2]:
            out[name] = (*out[name][:2], float(share[n]))
    return out


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
        for actor in found - evidence.busy.keys()
        if not is_bystander(evidence.bystanders.get(actor, {}))
        and evidence.telling_of[actor] >= LEAST_TELLING
        and evidence.kind_of_actor[actor] != "group"
    )


def _rows(hypothesis_id: str, ids: list[str], actors: list[str], share: float) -> list[Row]:
    reason = (
        f"of what is told of this trade near by and at about the same time about "
        f"{10 * round(10 * share)} % is this network's; it shares nobody with it"
    )
    said = {"hypothesis_id": hypothesis_id, "actor_ids": actors, "probability": PROBABILITY}
    return [said | {"incident_id": name, "reason": reason} for name in ids] if actors else []
