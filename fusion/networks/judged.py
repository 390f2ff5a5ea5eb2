"""Blocks that were read, worked out: their hypotheses and everything for and against them.

Nothing but the portion is looked at, so that any process may do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fusion.networks.affinity import Candidates, find_candidates, probabilities
from fusion.networks.blocks import Ints
from fusion.networks.body import Body
from fusion.networks.carried import STATE
from fusion.networks.clusters import Members
from fusion.networks.decisions import Rulings, apply_rulings
from fusion.networks.evidence import Evidence
from fusion.networks.fold import fold_weeks
from fusion.networks.leads import lead_rows
from fusion.networks.living import Fold, Living
from fusion.networks.members import Member, members_of, settle_drawn
from fusion.networks.rivals import NOT_A_NETWORK, Ranking, is_network, rank_rivals
from fusion.networks.rows import Shown, cluster_rows, lineage_rows, rows_of
from fusion.networks.weekly import LEAST_INCIDENTS
from fusion.networks.whole import block_rows
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

# Tables by name, and the blocks that decisions take out of the portion.
Found = tuple[dict[str, pa.Table], Ints]


@dataclass(frozen=True)
class Portion:
    """Some blocks of the record: what is told in them, their prints by block, the block of each
    row of the evidence, and the side that the source of an account speaks for.

    `is_settled` where decisions on what is founded here have been looked for; `named` are the
    blocks whose incidents decisions name.
    """

    evidence: Evidence
    rulings: Rulings
    prints: Mapping[int, int]
    block_of_row: Ints
    sides: Mapping[str, str]
    named: frozenset[int]
    is_settled: bool


@dataclass(frozen=True)
class Judged:
    """A hypothesis after the last week, with its body and the ranking of its rivals."""

    living: Living
    body: Body
    ranking: Ranking


def results_of(portion: Portion) -> Found:
    """Tables of a portion. Where decisions speak of what is founded in it, only the blocks in
    which that is: they are to be done together with whatever else decisions speak of."""
    evidence, rulings = portion.evidence, portion.rulings
    candidates = find_candidates(evidence)
    fold = fold_weeks(evidence, candidates, is_network)
    none = np.zeros(0, dtype=np.int64)
    if not portion.is_settled and len(decided := _decided(portion, fold)):
        return {}, decided
    born = {name: living.rows for name, living in fold.hypotheses.items()}
    apply_rulings(fold, rulings, evidence)
    kept, withheld = _judge(fold, rulings, evidence)
    unraised = _unraised(fold, evidence)
    shown = _shown(kept, fold, candidates, portion)
    rows = rows_of(shown, evidence.run)
    near = _closeness(fold.clusters, candidates, evidence)
    rows["cluster"] = cluster_rows(fold.clusters, near, evidence)
    names = {s.living.hypothesis_id for s in shown}
    rows["hypothesis_lineage"] = lineage_rows(fold, names, evidence)
    rows["lead"] = lead_rows(evidence, fold, withheld, unraised)
    rows[STATE] = block_rows(portion.prints, portion.block_of_row, rulings, born, portion.named)
    return {name: TABLES[name].build(found) for name, found in rows.items()}, none


def awake() -> None:
    """Nothing: a process that has done it has read this room's code."""


def _decided(portion: Portion, fold: Fold) -> Ints:
    """Blocks of the hypotheses founded here that a decision speaks of."""
    named = fold.hypotheses.keys() & portion.rulings.hypotheses()
    rows = sorted({row for name in named for row in fold.hypotheses[name].rows})
    return np.unique(portion.block_of_row[np.array(rows, dtype=np.int64)])


def _judge(
    fold: Fold, rulings: Rulings, evidence: Evidence
) -> tuple[list[Judged], dict[str, tuple[str, Members]]]:
    """Hypotheses that stand at as_of; the others with why they are withheld, and their rows."""
    kept: list[Judged] = []
    notes: dict[str, tuple[str, Members]] = {}
    for hypothesis_id, living in fold.hypotheses.items():
        body = Body(evidence, living.rows, fold.end_of(evidence, living.rows))
        if not body.origins_of:
            why = "none of its incidents stands any more"
            notes[hypothesis_id] = (why, living.rows)
            continue
        ranking = rank_rivals(body)
        is_held = hypothesis_id in rulings.pinned | rulings.accepted | rulings.rejected
        if not is_held and living.merged_into is None:
            if not body.stands:
                why = "fewer than three members in one chain remain"
                notes[hypothesis_id] = (why, living.rows)
                continue
            if ranking.first in NOT_A_NETWORK:
                why = f"best read as {ranking.first.replace('_', ' ')}"
                notes[hypothesis_id] = (why, living.rows)
                continue
        kept.append(Judged(living, body, ranking))
    return kept, notes


def _unraised(fold: Fold, evidence: Evidence) -> dict[str, tuple[str, Members]]:
    """Clusters of the last week that no hypothesis holds: how they are best read, their rows."""
    held = {row for h in fold.hypotheses.values() for row in h.rows}
    notes = {}
    for rows in fold.clusters:
        if held & set(rows):
            continue
        body = Body(evidence, rows, fold.end_of(evidence, rows))
        # Two incidents alone are a lead however they read.
        first = rank_rivals(body).first if len(rows) >= LEAST_INCIDENTS else None
        why = f"best read as {str(first).replace('_', ' ')}"
        if first not in NOT_A_NETWORK:
            why = "a lead, not yet a hypothesis"
        incidents = sorted(evidence.incident_ids[row] for row in rows)
        notes[identifier("cluster", *incidents)] = (why, rows)
    return notes


def _shown(kept: list[Judged], fold: Fold, candidates: Candidates, portion: Portion) -> list[Shown]:
    evidence, rulings = portion.evidence, portion.rulings
    closeness = _closeness([j.living.rows for j in kept], candidates, evidence)
    members: dict[str, list[Member]] = {}
    homes: dict[int, frozenset[int]] = {}
    for number, rows in enumerate(fold.clusters):
        homes |= {row: homes.get(row, frozenset()) | {number} for row in rows}
    for judged in kept:
        mine = judged.living.hypothesis_id
        members[mine] = members_of(
            judged.body,
            barred={actor for h, actor in rulings.barred if h == mine},
            added={a for h, a in rulings.added if h == mine and a in evidence.kind_of_actor},
            homes=homes,
        )
    living = [j.living.hypothesis_id for j in kept if j.living.merged_into is None]
    blocks = {j.living.hypothesis_id: j.body.blocks for j in kept}
    members |= settle_drawn({h: members[h] for h in living}, blocks)
    return [
        Shown(
            living=j.living,
            body=j.body,
            ranking=j.ranking,
            members=tuple(members[j.living.hypothesis_id]),
            closeness=near,
            name=rulings.names.get(j.living.hypothesis_id),
            sides=portion.sides,
        )
        for j, near in zip(kept, closeness, strict=True)
    ]


def _closeness(
    groups: list[Members], candidates: Candidates, evidence: Evidence
) -> list[dict[int, float]]:
    """For each incident of each group: probability of its best link to another of the group."""
    chance = probabilities(evidence, candidates, max(0, evidence.n_weeks - 1))
    order = np.argsort(candidates.a, kind="stable")
    starts = np.searchsorted(candidates.a[order], np.arange(len(evidence.incident_ids) + 1))
    out = []
    for rows in groups:
        near = dict.fromkeys(sorted(rows), 0.0)
        for row in near:
            for pair in order[starts[row] : starts[row + 1]].tolist():
                other, p = int(candidates.b[pair]), float(chance[pair])
                if other in near:
                    near[row] = max(near[row], p)
                    near[other] = max(near[other], p)
        out.append(near)
    return out
