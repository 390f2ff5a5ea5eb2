"""One week of one block: which hypotheses carry on, fall dormant, merge, split or are born."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Set
from dataclasses import replace

from fusion.networks.body import Body
from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence, Ints
from fusion.networks.living import Event, Fold, Living, names_for, returning
from fusion.networks.matching import LEAST_OVERLAP, Before, match, overlap, shared

# Birth: fewer incidents or origins are a lead for an analyst, not yet a network (doctrine §9).
LEAST_INCIDENTS = 3
LEAST_ORIGINS = 3
LEAST_HAPPENED = 2  # of the incidents and accounts, incidents: what happened once is no network

Gate = Callable[[Body], bool]


def stay(fold: Fold, evidence: Evidence, living: list[Living], week: int) -> None:
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


def one_week(
    fold: Fold,
    evidence: Evidence,
    block: int,
    clusters: list[Members],
    week: int,
    may_rise: Gate,
    bridged: Set[Members],
) -> None:
    """Match the clusters of a block to its living hypotheses and record what became of each.

    `bridged` are clusters parted at a facilitator in this week.
    """
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
    if len(body.incident_rows) < LEAST_HAPPENED:
        return  # accounts of no incident tell of habits and of who owns what: they found nothing
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
