"""Blocks that are done again: their hypotheses and everything that speaks for and against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from fusion.networks.affinity import Candidates, find_candidates, probabilities
from fusion.networks.blocks import Ints
from fusion.networks.body import Body
from fusion.networks.carried import STATE, ruled_blocks
from fusion.networks.clusters import Members
from fusion.networks.coverage import source_sides
from fusion.networks.decisions import Rulings, apply_rulings
from fusion.networks.evidence import Evidence
from fusion.networks.fold import fold_weeks
from fusion.networks.leads import lead_rows
from fusion.networks.living import Fold, Living
from fusion.networks.members import Member, members_of, settle_drawn
from fusion.networks.prints import Prints
from fusion.networks.reading import read_evidence
from fusion.networks.record import Record
from fusion.networks.rivals import NOT_A_NETWORK, Ranking, is_network, rank_rivals
from fusion.networks.rows import Shown, cluster_rows, lineage_rows, rows_of
from fusion.networks.weekly import LEAST_INCIDENTS
from fusion.networks.whole import block_rows
from fusion.stage import Inputs, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

# Tellings that are read at once: memory does not grow with the record.
PORTION = 20_000


@dataclass(frozen=True)
class Judged:
    """A hypothesis after the last week, with its body and the ranking of its rivals."""

    living: Living
    body: Body
    ranking: Ranking


@dataclass(frozen=True)
class Again:
    """What is wanted: the record with its prints, and the decisions in force."""

    inputs: Inputs
    run: Run
    record: Record
    prints: Prints
    rulings: Rulings

    def portions(self, touched: Ints) -> Iterator[dict[str, pa.Table]]:
        """Results of these blocks, some PORTION tellings at a time.

        Blocks know nothing of each other, unless an analyst's decision joins them: those that one
        speaks of are done together, after the others.
        """
        ruled = np.intersect1d(touched, ruled_blocks(self.inputs, self.record, self.rulings))
        for portion in _parted(self.record, np.setdiff1d(touched, ruled)):
            evidence, candidates, fold = self._folded(portion)
            decided = self._decided(evidence, fold)
            free = np.setdiff1d(portion, decided)
            if len(decided):
                ruled = np.union1d(ruled, decided)
                evidence, candidates, fold = self._folded(free)
            yield self._results(free, evidence, candidates, fold)
        if len(ruled):
            yield self._results(ruled, *self._folded(ruled))

    def _folded(self, blocks: Ints) -> tuple[Evidence, Candidates, Fold]:
        added = {name for _, name in self.rulings.added}
        evidence = read_evidence(self.inputs, self.run, self.record, blocks, added)
        candidates = find_candidates(evidence)
        return evidence, candidates, fold_weeks(evidence, candidates, is_network)

    def _decided(self, evidence: Evidence, fold: Fold) -> Ints:
        """Blocks of the hypotheses founded here that a decision speaks of."""
        named = fold.hypotheses.keys() & self.rulings.hypotheses()
        rows = sorted({row for name in named for row in fold.hypotheses[name].rows})
        ids = pa.chunked_array([pa.array([evidence.incident_ids[r] for r in rows], pa.string())])
        return np.unique(self.record.blocks[0][self.record.rows_of(ids)])

    def _results(
        self, blocks: Ints, evidence: Evidence, candidates: Candidates, fold: Fold
    ) -> dict[str, pa.Table]:
        born = {name: living.rows for name, living in fold.hypotheses.items()}
        apply_rulings(fold, self.rulings, evidence)
        kept, withheld = _judge(fold, self.rulings, evidence)
        unraised = _unraised(fold, evidence)
        accounts = {a for found in evidence.origins for o in found for a in o.account_ids}
        sides = source_sides(self.inputs, self.run, accounts)
        shown = _shown(kept, fold, self.rulings, candidates, evidence, sides)
        rows = rows_of(shown, self.run)
        near = _closeness(fold.clusters, candidates, evidence)
        rows["cluster"] = cluster_rows(fold.clusters, near, evidence)
        names = {s.living.hypothesis_id for s in shown}
        rows["hypothesis_lineage"] = lineage_rows(fold, names, evidence)
        rows["lead"] = lead_rows(evidence, fold, withheld, unraised)
        rows[STATE] = block_rows(evidence, self.record, self.prints, self.rulings, born, blocks)
        return {name: TABLES[name].build(found) for name, found in rows.items()}


def _parted(record: Record, blocks: Ints) -> Iterator[Ints]:
    """The blocks in portions of about PORTION tellings."""
    size = np.bincount(record.blocks[0])[blocks] if len(blocks) else blocks
    portion = np.cumsum(size) // PORTION
    for number in np.unique(portion):
        yield blocks[portion == number]


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
