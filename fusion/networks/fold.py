"""Lasting identity: week by week, clusters are matched to living hypotheses.

The lineage is a fold over the complete weeks of the mission, each seen with what had been
received by its Sunday night. So it is a function of the data alone. Who is who, and which accounts
tell of one incident, is taken as it is known today: where later reports taught better, the past
is told better too. `fusion replay` shows what was known then, and where the two differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from fusion.networks.affinity import Candidates, probabilities
from fusion.networks.body import Body
from fusion.networks.bridges import BridgeCache
from fusion.networks.clusters import ClusterCache, Members, cut_clusters
from fusion.networks.evidence import Evidence, Ints
from fusion.networks.matching import LEAST_OVERLAP, Before, match, overlap, shared
from fusion.networks.partings import part
from fusion.terms.identifiers import identifier

# Birth: fewer incidents or origins are a lead for an analyst, not yet a network (doctrine §9).
LEAST_INCIDENTS = 3
LEAST_ORIGINS = 3

# A side that nobody told to have left must be seen apart for so many weeks in a row before it is
# called a split: near the threshold, one report moves a boundary to and fro.
WEEKS_APART = 3

Gate = Callable[[Body], bool]


@dataclass
class Living:
    """One hypothesis while the weeks go by."""

    hypothesis_id: str
    rows: Members
    status: str
    strength: float = 0.0
    previous_strength: float | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Event:
    """What became of a hypothesis in one week."""

    hypothesis_id: str
    week: int
    event: str
    other_id: str | None
    overlap: float
    n_incidents: int
    n_actors: int
    strength: float


@dataclass
class Fold:
    """Result: hypotheses in order of birth, their lineage, and the clusters of the last week."""

    hypotheses: dict[str, Living] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    clusters: list[Members] = field(default_factory=list)
    apart: dict[tuple[str, int], int] = field(default_factory=dict)
    n_cut: int = 0


def fold_weeks(evidence: Evidence, candidates: Candidates, may_rise: Gate) -> Fold:
    """Run the weeks. `may_rise` decides whether a body's best reading is a network at all."""
    fold, cache, bridges = Fold(), ClusterCache(), BridgeCache()
    for week in range(evidence.n_weeks):
        chance = probabilities(evidence, candidates, week)
        cut = cut_clusters(candidates, chance, len(evidence.incident_ids), cache)
        whole = [bridges.part(evidence, members, week) for members in cut]
        sides = [part(evidence, w, week) for parts in whole for w in parts]
        told = {side for pair in sides if len(pair) > 1 for side in pair}
        clusters = _wait(fold, sorted(side for pair in sides for side in pair), told)
        bridged = {side for parts in whole if len(parts) > 1 for side in parts}
        _one_week(fold, evidence, clusters, week, may_rise, bridged - told)
        fold.clusters = clusters
    fold.n_cut = cache.n_done
    return fold


def _wait(fold: Fold, clusters: list[Members], told: set[Members]) -> list[Members]:
    """Sides of a living hypothesis that have not been apart for long stay with it."""
    living = [h for h in fold.hypotheses.values() if h.merged_into is None]
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
        apart[mark] = fold.apart.get(mark, 0) + 1
        if apart[mark] < WEEKS_APART:
            joined[keeps[parent]] |= joined.pop(c)
    fold.apart = apart
    return sorted(tuple(sorted(rows)) for rows in joined.values())


def _one_week(
    fold: Fold,
    evidence: Evidence,
    clusters: list[Members],
    week: int,
    may_rise: Gate,
    bridged: Set[Members],
) -> None:
    living = [h for h in fold.hypotheses.values() if h.merged_into is None]
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
            # Two that were taken for one until the bridge was seen did not split: one is new.
            _birth(fold, evidence, rows, week, may_rise, None if rows in bridged else before)


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
    fold.events.append(_event(hypothesis, week, event, other, overlap, body))


def _is_quiet(evidence: Evidence, rows: Members, week: int) -> bool:
    """No incident for as many weeks as the profile says."""
    known: Ints = evidence.day[[row for row in rows if evidence.week[row] <= week]]
    last = dt.date.fromordinal(int(known.max()))
    allowed = evidence.run.profile.thresholds.quiet_weeks_to_dormant
    return (evidence.sunday(week) - last).days > 7 * allowed


def _birth(
    fold: Fold,
    evidence: Evidence,
    rows: Members,
    week: int,
    may_rise: Gate,
    before: Before | None,
) -> None:
    """A new hypothesis, or one that split from the living one that held most of its incidents."""
    parent = before.parent(rows) if before else None
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
    founding = sorted(evidence.incident_ids[row] for row in rows)
    hypothesis_id = identifier("hypothesis", *founding)
    if hypothesis_id in fold.hypotheses:
        return
    event = "new" if parent is None else "split_from"
    hypothesis = Living(hypothesis_id, rows, event, body.strength)
    fold.hypotheses[hypothesis_id] = hypothesis
    held = before.rows[parent] if before and parent else frozenset(rows)
    part_held = len(held & set(rows)) / len(rows)
    fold.events.append(_event(hypothesis, week, event, parent, part_held, body))


def _event(
    hypothesis: Living, week: int, event: str, other: str | None, overlap: float, body: Body
) -> Event:
    return Event(
        hypothesis.hypothesis_id, week, event, other, overlap, len(body.incident_rows),
        len(body.rows_of_actor), hypothesis.strength,
    )  # fmt: skip
