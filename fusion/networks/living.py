"""Hypotheses while the weeks go by: their names, what became of them, when they can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from fusion.networks.blocks import NEVER
from fusion.networks.body import Body
from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence
from fusion.networks.matching import LEAST_OVERLAP
from fusion.terms.identifiers import identifier

# So many weeks after the last news nothing about a block changes but the date: sides have been
# parted, and no origin counts as recent any more (cautions look back four weeks).
SETTLED = 5

# Of those a withdrawn incident named: fewer are met in it and here by chance, or at a bridge.
GHOST_SHARE = 0.5
# What was known longer before a split than this lay with the whole: it names no part of it.
JUST_BEFORE = 3  # weeks


@dataclass
class Living:
    """One hypothesis while the weeks go by."""

    hypothesis_id: str
    rows: Members
    status: str
    founder: int
    strength: float = 0.0
    previous_strength: float | None = None
    merged_into: str | None = None

    def come_back(self, rows: Members, strength: float) -> None:
        """Stand again, with these incidents, after a time as part of another."""
        self.rows, self.merged_into, self.status = rows, None, "revived"
        self.previous_strength, self.strength = self.strength, strength


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
    """Result: hypotheses in order of birth, their lineage, and the clusters of the last week.

    `blocks` are the hypotheses of each block of the record, `ends` the last week in which
    anything about a block can change but the date.
    """

    hypotheses: dict[str, Living] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    clusters: list[Members] = field(default_factory=list)
    blocks: dict[int, list[Living]] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    apart: dict[int, dict[tuple[str, int], int]] = field(default_factory=dict)
    last: dict[str, Event] = field(default_factory=dict)
    n_cut: int = 0

    def add(self, event: Event) -> None:
        """Record what became of a hypothesis."""
        self.events.append(event)
        self.last[event.hypothesis_id] = event

    def end_of(self, evidence: Evidence, rows: Members) -> int:
        """The last week in which anything about these rows can change but the date."""
        blocks = evidence.surroundings.blocks_of(rows)
        return max((self.ends[b] for b in blocks if b in self.ends), default=0)

    def living(self, block: int) -> list[Living]:
        """Hypotheses of a block that did not merge into another."""
        return [h for h in self.blocks.get(block, ()) if h.merged_into is None]


def news_of(evidence: Evidence) -> dict[int, set[int]]:
    """Weeks in which each block with two rows or more learns something."""
    around = evidence.surroundings
    block = around.block_of_row
    sizes = np.bincount(block, minlength=1)
    out: dict[int, set[int]] = {}
    for row, found in enumerate(evidence.origins):
        if sizes[block[row]] > 1:
            weeks = out.setdefault(int(block[row]), set())
            weeks.update(w for o in found for w in (o.week, o.independent_since))
    rows = evidence.entry_incident
    busy = np.where(evidence.busy_since < NEVER, evidence.busy_since, 0)[evidence.entry_actor]
    for weeks_of in (evidence.entry_week, busy):
        for b, week in set(zip(block[rows].tolist(), weeks_of.tolist(), strict=True)):
            if b in out:
                out[b].add(week)
    for said in (around.tie_weeks, around.claim_weeks):
        for b in out.keys() & said.keys():
            out[b].update(said[b])
    return out


def returning(fold: Fold, block: int, rows: Members) -> Living | None:
    """The merged hypothesis that these rows are: taken together with another for a while, and seen
    apart again. It holds at least half of what the smaller of both holds; the older wins ties."""
    found = [
        (len(set(h.rows) & set(rows)) / min(len(h.rows), len(rows)), -n, h)
        for n, h in enumerate(fold.blocks.get(block, ()))
        if h.merged_into is not None
    ]
    best = max(found, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] >= LEAST_OVERLAP else None


def names_for(evidence: Evidence, body: Body, rest: Body | None = None) -> Iterator[str]:
    """Identifiers a new hypothesis may take, the first choice first.

    It is named after the first of its founding incidents that became known, so that neither what
    is withdrawn nor what comes late renames it. A withdrawn one still gives its name when half of
    those it named stand in the others; of a split only when fewer stand in `rest`, what it left.
    """
    known = {(evidence.week[row], evidence.incident_ids[row]) for row in body.origins_of}
    for actor in body.rows_of_actor:
        for ghost in evidence.ghosts_of_actor.get(actor, ()):
            shared = len(ghost.actors & body.rows_of_actor.keys())
            if rest is not None and (
                ghost.week < min(known)[0] - JUST_BEFORE
                or shared <= len(ghost.actors & rest.rows_of_actor.keys())
            ):
                continue
            if ghost.week <= body.week and shared >= GHOST_SHARE * len(ghost.actors):
                known.add((ghost.week, ghost.incident_id))
    ids = [name for _, name in sorted(known)]
    yield from (identifier("hypothesis", name) for name in ids)
    yield identifier("hypothesis", *ids, len(known))
