"""The stage: from incidents and actors to hypotheses that last, compete and can be broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.affinity import Candidates, find_candidates, probabilities
from fusion.networks.blocks import Ints
from fusion.networks.body import Body
from fusion.networks.carried import STATE, brought_up, carry
from fusion.networks.clusters import Members
from fusion.networks.coverage import coverage_rows, source_sides
from fusion.networks.decisions import Rulings, apply_rulings, read_rulings
from fusion.networks.evidence import Evidence
from fusion.networks.fold import LEAST_INCIDENTS, fold_weeks
from fusion.networks.leads import lead_rows
from fusion.networks.living import Fold, Living
from fusion.networks.members import Member, members_of, settle_drawn
from fusion.networks.prints import Prints, prints_of
from fusion.networks.reading import read_evidence
from fusion.networks.record import Record, read_record
from fusion.networks.rivals import NOT_A_NETWORK, Ranking, is_network, rank_rivals
from fusion.networks.rows import Shown, cluster_rows, lineage_rows, rows_of
from fusion.networks.spill_over import spill_over_table
from fusion.networks.whole import block_rows, with_bridges
from fusion.stage import Flow, Inputs, Output, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint, identifier

WRITES = (
    "cluster", "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_account",
    "hypothesis_tie", "hypothesis_cell",
    "hypothesis_lineage", "element", "rival", "breaking_test", "network_position", "removal",
    "spill_over", "caution", "coverage", "lead", "network_block",
)  # fmt: skip
VERSION = "9"


@dataclass(frozen=True)
class Judged:
    """A hypothesis after the last week, with its body and the ranking of its rivals."""

    living: Living
    body: Body
    ranking: Ranking


def networks(inputs: Inputs, run: Run) -> Output:
    """Clusters, hypotheses and everything that speaks for and against them.

    Clusters that are best read as licit livelihood or coincidence are not raised: they stand in
    `cluster`, and `lead` says why. Withdrawn origins and accounts count for nothing. Blocks of
    the record in which nothing changed since an earlier run are not done again.
    """
    record, rulings = read_record(inputs, run), read_rulings(inputs["decision"])
    prints = prints_of(record, fingerprint([VERSION, run.profile.model_dump_json(), run.seed]))
    carried = carry(inputs, record, prints, rulings)
    fresh, n_cut = _done_again(inputs, run, record, carried.touched, prints, rulings)
    old = brought_up(carried.tables, run, record.n_weeks)
    tables = {name: pa.concat_tables([old[name], fresh[name]]) for name in old}
    tables[STATE] = pa.concat_tables([carried.state, fresh[STATE]])
    tables["hypothesis_actor"] = with_bridges(tables["hypothesis_actor"], tables["hypothesis"])
    tables["spill_over"] = spill_over_table(tables, record)
    tables["coverage"] = TABLES["coverage"].build(coverage_rows(inputs, run))
    tables = {name: TABLES[name].conform(tables[name]) for name in WRITES}
    n_in = inputs["incident"].num_rows
    n_inside = len(pc.unique(tables["hypothesis_incident"]["incident_id"]))
    leads = tables["lead"].to_pydict()
    notes = dict(zip(leads["subject_id"], leads["reason"], strict=True))
    notes["components cut anew"] = str(n_cut)
    flow = Flow("incident", n_in, n_inside, n_set_aside=n_in - n_inside)
    return Output(tables, flow, dict(sorted(notes.items())))


def _done_again(
    inputs: Inputs, run: Run, record: Record, touched: Ints, prints: Prints, rulings: Rulings
) -> tuple[dict[str, pa.Table], int]:
    """Results of some blocks as tables, and the number of components that were cut."""
    added = {name for _, name in rulings.added}
    evidence = read_evidence(inputs, run, record, touched, added)
    candidates = find_candidates(evidence)
    fold = fold_weeks(evidence, candidates, is_network)
    born = {name: living.rows for name, living in fold.hypotheses.items()}
    apply_rulings(fold, rulings, evidence)
    kept, withheld = _judge(fold, rulings, evidence)
    unraised = _unraised(fold, evidence)
    accounts = {a for found in evidence.origins for o in found for a in o.account_ids}
    sides = source_sides(inputs, run, accounts)
    shown = _shown(kept, fold, rulings, candidates, evidence, sides)
    rows = rows_of(shown, run)
    rows["cluster"] = cluster_rows(fold.clusters, _closeness(fold.clusters, candidates, evidence),
                                   evidence)  # fmt: skip
    rows["hypothesis_lineage"] = lineage_rows(
        fold, {s.living.hypothesis_id for s in shown}, evidence
    )
    rows["lead"] = lead_rows(evidence, fold, withheld, unraised)
    rows[STATE] = block_rows(evidence, record, prints, rulings, born, touched)
    return {name: TABLES[name].build(found) for name, found in rows.items()}, fold.n_cut


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
    return [
        Shown(
            living=j.living,
            body=j.body,
            ranking=j.ranking,
            members=tuple(members[j.living.hypothesis_id]),
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
