"""The stage: from incidents and actors to hypotheses that last, compete and can be broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fusion.networks.affinity import Candidates, find_candidates, probabilities
from fusion.networks.body import Body
from fusion.networks.clusters import Members
from fusion.networks.coverage import coverage_rows, source_sides
from fusion.networks.decisions import Rulings, apply_rulings, read_rulings
from fusion.networks.evidence import Evidence
from fusion.networks.fold import LEAST_INCIDENTS, fold_weeks
from fusion.networks.living import Fold, Living
from fusion.networks.members import Member, members_of, settle_drawn
from fusion.networks.reading import read_evidence
from fusion.networks.rivals import NOT_A_NETWORK, Ranking, is_network, rank_rivals
from fusion.networks.rows import Shown, cluster_rows, lineage_rows, rows_of
from fusion.stage import Flow, Inputs, Output, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

WRITES = (
    "cluster", "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_account",
    "hypothesis_tie",
    "hypothesis_lineage", "element", "rival", "breaking_test", "network_position", "removal",
    "spill_over", "caution", "coverage",
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A hypothesis after the last week, with its body and the ranking of its rivals."""

    living: Living
    body: Body
    ranking: Ranking


def networks(inputs: Inputs, run: Run) -> Output:
    """Clusters, hypotheses and everything that speaks for and against them.

    Clusters that are best read as licit livelihood or coincidence are not raised: they stand in
    `cluster`, and the notes say why. Withdrawn origins and accounts count for nothing.
    """
    evidence = read_evidence(inputs, run)
    candidates = find_candidates(evidence)
    fold = fold_weeks(evidence, candidates, is_network)
    rulings = read_rulings(inputs["decision"])
    apply_rulings(fold, rulings, evidence)
    kept, notes = _judge(fold, rulings, evidence)
    notes |= _unraised(fold, evidence)
    sides = source_sides(inputs, run)
    shown = _shown(kept, fold, rulings, candidates, evidence, sides)
    rows = rows_of(shown, run)
    rows["cluster"] = cluster_rows(fold.clusters, _closeness(fold.clusters, candidates, evidence),
                                   evidence)  # fmt: skip
    rows["hypothesis_lineage"] = lineage_rows(
        fold, {s.living.hypothesis_id for s in shown}, evidence
    )
    rows["coverage"] = coverage_rows(inputs, run)
    tables = {name: TABLES[name].build(rows[name]) for name in WRITES}
    inside = {row["incident_id"] for row in rows["hypothesis_incident"]}
    n_in = inputs["incident"].num_rows
    notes["components cut anew"] = str(fold.n_cut)
    flow = Flow("incident", n_in, len(inside), n_set_aside=n_in - len(inside))
    return Output(tables, flow, dict(sorted(notes.items())))


def _judge(fold: Fold, rulings: Rulings, evidence: Evidence) -> tuple[list[Judged], dict[str, str]]:
    """Hypotheses that stand at as_of; the others with the reason why they are withheld."""
    kept: list[Judged] = []
    notes: dict[str, str] = {}
    for hypothesis_id, living in fold.hypotheses.items():
        body = Body(evidence, living.rows, fold.end_of(evidence, living.rows))
        if not body.origins_of:
            notes[hypothesis_id] = "withheld: none of its incidents stands any more"
            continue
        ranking = rank_rivals(body)
        is_held = hypothesis_id in rulings.pinned | rulings.accepted | rulings.rejected
        if not is_held and living.merged_into is None:
            if not body.stands:
                notes[hypothesis_id] = "withheld: fewer than three members in one chain remain"
                continue
            if ranking.first in NOT_A_NETWORK:
                notes[hypothesis_id] = f"withheld: best read as {ranking.first.replace('_', ' ')}"
                continue
        kept.append(Judged(living, body, ranking))
    return kept, notes


def _unraised(fold: Fold, evidence: Evidence) -> dict[str, str]:
    """Clusters of the last week that no hypothesis holds, with how they are best read."""
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
            why = (
                f"a lead, not yet a hypothesis: {len(body.origins_of)} incidents, "
                f"{len(body.origins)} independent origins, {body.largest_chain} actors in one chain"
            )
        incidents = sorted(evidence.incident_ids[row] for row in rows)
        notes[identifier("cluster", *incidents)] = f"not raised: {why}"
    return notes


def _shown(
    kept: list[Judged],
    fold: Fold,
    rulings: Rulings,
    candidates: Candidates,
    evidence: Evidence,
    sides: Mapping[str, str],
) -> list[Shown]:
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
    standing = [j for j in kept if j.living.status not in ("merged_into", "rejected")]
    seats = Counter(
        actor for j in standing for actor in {m.actor_id for m in members[j.living.hypothesis_id]}
    )
    bridges = frozenset(actor for actor, n in seats.items() if n > 1)
    return [
        Shown(
            living=j.living,
            body=j.body,
            ranking=j.ranking,
            members=tuple(members[j.living.hypothesis_id]),
            bridges=bridges,
            closeness=near,
            name=rulings.names.get(j.living.hypothesis_id),
            sides=sides,
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
