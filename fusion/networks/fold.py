"""Lasting identity: week by week, clusters are matched to living hypotheses.

The lineage is a fold over the complete weeks of the mission, each seen with what had been
received by its Sunday night. So it is a function of the data alone. Who is who, and which accounts
tell of one incident, is taken as it is known today: where later reports taught better, the past
is told better too. `fusion replay` shows what was known then, and where the two differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Set
from dataclasses import replace

import numpy as np

from fusion.networks.affinity import Candidates, probabilities
from fusion.networks.body import Body
from fusion.networks.bridges import BridgeCache, state_of
from fusion.networks.clusters import ClusterCache, Members, cut_clusters
from fusion.networks.evidence import Evidence, Ints
from fusion.networks.living import SETTLED, Event, Fold, Living, names_for, news_of, returning
from fusion.networks.matching import LEAST_OVERLAP, Before, match, overlap, shared
from fusion.networks.partings import part

# Birth: fewer incidents or origins are a lead for an analyst, not yet a network (doctrine §9).
LEAST_INCIDENTS = 3
LEAST_ORIGINS = 3

# A side that nobody told to have left must be seen apart for so many weeks in a row before it is
# called a split: near the threshold, one report moves a boundary to and fro.
WEEKS_APART = 3
Gate = Callable[[Body], bool]


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
                _stay(fold, evidence, living, week)
        found = _cut(evidence, candidates, week, active, cache)
        by_block: dict[int, list[Members]] = {block: [] for block in active}
        for members in found:
            by_block[int(block_of[members[0]])].append(members)
        for block in sorted(active):
            cut = by_block[block]
            clusters_of[block] = _one_block(fold, evidence, block, cut, week, gate, bridges)
    fold.clusters = sorted(c for clusters in clusters_of.values() for c in clusters)
    fold.n_cut = cache.n_done
    return fold


def _cut(
    evidence: Evidence, candidates: Candidates, week: int, active: Set[int], cache: ClusterCache
) -> list[Members]:
    """Clusters of the active blocks in one week."""
    if not active or not len(candidates.a):
        return []
    block = evidence.surroundings.block_of_row[candidates.a]
    chance = probabilities(evidence, candidates, week)
    chance = np.where(np.isin(block, sorted(active)), chance, 0.0)
    return cut_clusters(candidates, chance, len(evidence.incident_ids), cache)


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


def _one_block(
    fold: Fold,
    evidence: Evidence,
    block: int,
    cut: list[Members],
    week: int,
    may_rise: Gate,
    bridges: BridgeCache,
) -> list[Members]:
    """Part what is to be parted, match it to the living; the clusters of the block."""
    whole = [bridges.part(evidence, members, week) for members in cut]
    sides = [part(evidence, w, week) for parts in whole for w in parts]
    told = {side for pair in sides if len(pair) > 1 for side in pair}
    clusters = _wait(fold, block, sorted(side for pair in sides for side in pair), told)
    bridged = {side for parts in whole if len(parts) > 1 for side in parts}
    _one_week(fold, evidence, block, clusters, week, may_rise, bridged - told)
    return clusters


def _stay(fold: Fold, evidence: Evidence, living: list[Living], week: int) -> None:
    """A week in which nothing new is known: hypotheses carry on, or fall dormant."""
    for hypothesis in living:
        if hypothesis.merged_into is not None:
            continue
        hypothesis.previous_strength = hypothesis.strength
        event = "continued"
        if _is_quiet(evidence, hypothesis.rows, week):
            if hypothesis.status == "dormant":
                continue
            event = "dormant"
        hypothesis.status = event
        last = fold.last[hypothesis.hypothesis_id]
        fold.add(replace(last, week=week, event=event, other_id=None, overlap=1.0))


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


def _one_week(
    fold: Fold,
    evidence: Evidence,
    block: int,
    clusters: list[Members],
    week: int,
    may_rise: Gate,
    bridged: Set[Members],
) -> None:
    living = fold.living(block)
    common = shared(living, clusters)
    matched, before = match(living, clusters, common), Before(living)
    overlaps = [
        {c: overlap(h, clusters[c], n) for c, n in touched.items()}
        for h, touched in zip(living, common, strict=True)
    ]
    holder: dict[int, Living] = {}
    for h, hypothesis in enumerate(living):
        if h in matched:
            holder[matched[h]] = hypothesis
            hypothesis.rows = clusters[matched[h]]
    for h, hypothesis in enumerate(living):
        if h in matched:
            _carry_on(fold, evidence, hypothesis, week, overlaps[h][matched[h]])
        else:
            swallowed = _swallowed_by(overlaps[h], holder)
            _carry_on(fold, evidence, hypothesis, week, 1.0, swallowed)
    for c, rows in enumerate(clusters):
        if c not in holder:
            _birth(fold, evidence, block, rows, week, may_rise, before, rows in bridged)


def _swallowed_by(
    overlaps: Mapping[int, float], holder: Mapping[int, Living]
) -> tuple[Living, float] | None:
    """The hypothesis whose cluster now holds most of this one, if any."""
    held = [c for c in overlaps if c in holder]
    best = max(held, key=lambda c: (overlaps[c], -c), default=None)
    if best is None or overlaps[best] < LEAST_OVERLAP:
        return None
    return holder[best], overlaps[best]


def _carry_on(
    fold: Fold,
    evidence: Evidence,
    hypothesis: Living,
    week: int,
    overlap: float,
    swallowed: tuple[Living, float] | None = None,
) -> None:
    """Record continued, merged_into, dormant or revived; a dormant week leaves no row."""
    body = Body(evidence, hypothesis.rows, week)
    hypothesis.previous_strength, hypothesis.strength = hypothesis.strength, body.strength
    is_quiet = _is_quiet(evidence, hypothesis.rows, week)
    other = None
    if swallowed is not None:
        event, (into, overlap) = "merged_into", swallowed
        other = hypothesis.merged_into = into.hypothesis_id
    elif is_quiet:
        if hypothesis.status == "dormant":
            return
        event = "dormant"
    else:
        event = "revived" if hypothesis.status == "dormant" else "continued"
    hypothesis.status = event
    fold.add(_event(hypothesis, week, event, other, overlap, body))


def _is_quiet(evidence: Evidence, rows: Members, week: int) -> bool:
    """No incident for as many weeks as the profile says."""
    known: Ints = evidence.day[[row for row in rows if evidence.week[row] <= week]]
    last = dt.date.fromordinal(int(known.max()))
    allowed = evidence.run.profile.thresholds.quiet_weeks_to_dormant
    return (evidence.sunday(week) - last).days > 7 * allowed


def _birth(
    fold: Fold,
    evidence: Evidence,
    block: int,
    rows: Members,
    week: int,
    may_rise: Gate,
    before: Before,
    is_bridged: bool,
) -> None:
    """A new hypothesis, or one that split from the living one that held most of its incidents.

    Two that were taken for one until the bridge was seen did not split: one is new, and its
    event names the one that it was read as part of.
    """
    former = before.parent(rows)
    parent = None if is_bridged else former
    least = LEAST_INCIDENTS if parent is None else 2  # a side of a known group is known already
    if len(rows) < least:
        return
    body = Body(evidence, rows, week)
    if len(body.origins_of) < least or len(body.origins) < LEAST_ORIGINS or not body.stands:
        return
    if not body.incident_rows:
        return  # nothing happened that anybody tells of
    if parent is None and not may_rise(body):
        return  # a side of a known network was read as one already
    again = returning(fold, block, rows)
    if again is not None:
        again.come_back(rows, body.strength)
        fold.add(_event(again, week, "revived", former, 1.0, body))
        return
    rest = tuple(sorted(before.rows[parent] - set(rows))) if parent else ()
    names = names_for(evidence, body, Body(evidence, rest, week) if parent else None)
    hypothesis_id = next(name for name in names if name not in fold.hypotheses)
    event = "new" if parent is None else "split_from"
    founder = min(body.origins_of, key=lambda row: (evidence.week[row], evidence.incident_ids[row]))
    hypothesis = Living(hypothesis_id, rows, event, founder, body.strength)
    fold.hypotheses[hypothesis_id] = hypothesis
    fold.blocks.setdefault(block, []).append(hypothesis)
    held = before.rows[parent] if parent else frozenset(rows)
    part_held = len(held & set(rows)) / len(rows)
    fold.add(_event(hypothesis, week, event, former, part_held, body))


def _event(
    hypothesis: Living, week: int, event: str, other: str | None, overlap: float, body: Body
) -> Event:
    return Event(
        hypothesis.hypothesis_id, week, event, other, overlap, len(body.incident_rows),
        len(body.rows_of_actor), hypothesis.strength,
    )  # fmt: skip
