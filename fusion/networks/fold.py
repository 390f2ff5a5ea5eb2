"""Lasting identity: week by week, clusters are matched to living hypotheses.

The lineage is a fold over the complete weeks of the mission, each seen with what had been
received by its Sunday night. So it is a function of the data alone. Who is who, and which accounts
tell of one incident, is taken as it is known today: where later reports taught better, the past
is told better too. `fusion replay` shows what was known then, and where the two differ.
"""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from fusion.networks.affinity import Candidates, probabilities
from fusion.networks.body import Body
from fusion.networks.bridges import BridgeCache, state_of
from fusion.networks.clusters import ClusterCache, Members, cut_clusters
from fusion.networks.evidence import Evidence
from fusion.networks.living import SETTLED, Fold, news_of
from fusion.networks.matching import Before, match, shared
from fusion.networks.partings import part
from fusion.networks.released import Bonds, settle
from fusion.networks.weekly import Gate, one_week, stay

# A side that nobody told to have left must be seen apart for so many weeks in a row before it is
# called a split: near the threshold, one report moves a boundary to and fro.
WEEKS_APART = 3


def fold_weeks(evidence: Evidence, candidates: Candidates, may_rise: Gate) -> Fold:
    """Run the weeks. `may_rise` decides whether a body's best reading is a network at all.

    A block is looked at in the weeks in which it learns something, and while sides of it wait to
    be parted; in all others its hypotheses carry on as they are.
    """
    fold, cache, bridges = Fold(), ClusterCache(), BridgeCache()
    gate = _remembered(may_rise, evidence)
    news, block_of = news_of(evidence), evidence.surroundings.block_of_row
    clusters_of: dict[int, list[Members]] = {}
    fold.ends = {
        block: min(evidence.n_weeks - 1, max(weeks) + SETTLED) for block, weeks in news.items()
    }
    learning: dict[int, set[int]] = {}
    for block, weeks in news.items():
        for week in weeks:
            learning.setdefault(week, set()).add(block)
    for week in range(evidence.n_weeks):
        active = learning.get(week, set()) | {b for b, marks in fold.apart.items() if marks}
        for block, living in fold.blocks.items():
            if block not in active:
                stay(fold, evidence, living, week)
        bonds = _bonds(evidence, candidates, week, active)
        found = cut_clusters(candidates, bonds.chance, bonds.n_rows, cache)
        by_block: dict[int, list[Members]] = {block: [] for block in active}
        for members in found:
            by_block[int(block_of[members[0]])].append(members)
        for block in sorted(active):
            parted = _parted(evidence, by_block[block], week, bridges, bonds)
            clusters_of[block] = _one_block(fold, evidence, block, parted, week, gate)
    fold.clusters = sorted(c for clusters in clusters_of.values() for c in clusters)
    fold.n_cut = cache.n_done
    return fold


def _bonds(evidence: Evidence, candidates: Candidates, week: int, active: Set[int]) -> Bonds:
    """Likely pairs of the active blocks in one week."""
    chance = np.zeros(len(candidates.a))
    if active and len(candidates.a):
        block = evidence.surroundings.block_of_row[candidates.a]
        is_active = np.isin(block, sorted(active))
        chance = np.where(is_active, probabilities(evidence, candidates, week), 0.0)
    return Bonds(candidates, chance, len(evidence.incident_ids))


def _remembered(may_rise: Gate, evidence: Evidence) -> Gate:
    """The gate, asked once for each state of a body."""
    known: dict[tuple[Members, int, int, int], bool] = {}

    def ask(body: Body) -> bool:
        """The answer, from memory where nothing new is known."""
        key = state_of(evidence, body.rows, body.week)
        if key not in known:
            known[key] = may_rise(body)
        return known[key]

    return ask


def _parted(
    evidence: Evidence, cut: list[Members], week: int, bridges: BridgeCache, bonds: Bonds
) -> tuple[list[Members], set[Members]]:
    """Clusters of a block, parted at bridges, and those that a bridge released."""
    whole = [bridges.part(evidence, members, week) for members in cut]
    return settle(whole, bonds, lambda rows: len(bridges.part(evidence, rows, week)) > 1)


def _one_block(
    fold: Fold,
    evidence: Evidence,
    block: int,
    parted: tuple[list[Members], set[Members]],
    week: int,
    may_rise: Gate,
) -> list[Members]:
    """Part whom reports say to have left, match all to the living; the clusters of the block."""
    whole, released = parted
    sides = [part(evidence, rows, week) for rows in whole]
    told = {side for pair in sides if len(pair) > 1 for side in pair}
    clusters = _wait(fold, block, sorted(side for pair in sides for side in pair), told)
    one_week(fold, evidence, block, clusters, week, may_rise, released - told)
    return clusters


def _wait(
    fold: Fold, block: int, clusters: list[Members], told: set[Members]
) -> list[Members]:  # fmt: skip
    """Sides of a living hypothesis that have not been apart for long stay with it."""
    living = fold.living(block)
    matched = match(living, clusters, shared(living, clusters))
    before, taken = Before(living), set(matched.values())
    keeps = {living[h].hypothesis_id: c for h, c in matched.items()}
    joined = {c: set(clusters[c]) for c in range(len(clusters))}
    apart: dict[tuple[str, int], int] = {}
    for c, rows in enumerate(clusters):
        parent = None if c in taken or rows in told else before.parent(rows)
        if parent is None or parent not in keeps:
            continue
        mark = (parent, min(before.rows[parent] & set(rows)))
        apart[mark] = fold.apart.get(block, {}).get(mark, 0) + 1
        if apart[mark] < WEEKS_APART:
            joined[keeps[parent]] |= joined.pop(c)
    fold.apart[block] = {mark: n for mark, n in apart.items() if n < WEEKS_APART}
    return sorted(tuple(sorted(rows)) for rows in joined.values())
