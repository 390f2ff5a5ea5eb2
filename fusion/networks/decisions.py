"""What analysts decided about hypotheses. They outrank the machine; the latest decision counts.

accept, reject, pin, rename act on one hypothesis. merge puts `object_id` into `subject_id`. split
takes the incident in `object_id`, and those listed in `value` (comma-separated), out into a
hypothesis of their own. same and different, with a hypothesis as subject, add or bar an incident
or actor as its member.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from fusion.networks.body import Body
from fusion.networks.evidence import Evidence
from fusion.networks.living import Event, Fold, Living
from fusion.networks.matching import LEAST_OVERLAP
from fusion.terms.identifiers import identifier


@dataclass
class Rulings:
    """Decisions in force."""

    accepted: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    pinned: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    merges: list[tuple[str, str]] = field(default_factory=list)
    splits: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    added: set[tuple[str, str]] = field(default_factory=set)
    barred: set[tuple[str, str]] = field(default_factory=set)

    def hypotheses(self) -> set[str]:
        """Hypotheses that some decision speaks of."""
        pairs = {name for pair in self.merges for name in pair}
        pairs |= {name for name, _ in [*self.splits, *self.added, *self.barred]}
        return self.accepted | self.rejected | self.pinned | set(self.names) | pairs

    def members(self) -> set[str]:
        """Incidents and actors that decisions put in or take out."""
        taken = {name for _, names in self.splits for name in names}
        return taken | {name for _, name in [*self.added, *self.barred]}


def read_rulings(decision: pa.Table) -> Rulings:
    """Decisions on hypotheses in order of recording.

    Which were known is settled before: a run of today honours one of today, although the date of
    the run is that of the last receipt.
    """
    out = Rulings()
    for row in decision.sort_by("sequence").to_pylist():
        subject, other, value = row["subject_id"], row["object_id"] or "", row["value"] or ""
        if not subject.startswith("HYP-"):
            continue
        kind = row["kind"]
        if kind in ("accept", "reject", "reopen"):
            out.accepted.discard(subject)
            out.rejected.discard(subject)
            if kind != "reopen":
                (out.accepted if kind == "accept" else out.rejected).add(subject)
        elif kind == "pin":
            out.pinned.add(subject)
        elif kind == "rename" and value.strip():
            out.names[subject] = value.strip()
        elif kind == "merge" and other:
            out.merges.append((subject, other))
        elif kind == "split":
            taken = {name.strip() for name in (other, *value.split(","))} - {""}
            out.splits.append((subject, tuple(sorted(taken))))
        elif kind in ("same", "different") and other:
            pair = (subject, other)
            (out.barred if kind == "same" else out.added).discard(pair)
            (out.added if kind == "same" else out.barred).add(pair)
    return out


def apply_rulings(fold: Fold, rulings: Rulings, evidence: Evidence) -> None:
    """Change the state after the last week as the analysts decided. Lineage gets their events."""
    week = max(0, evidence.n_weeks - 1)
    place = {incident: row for row, incident in enumerate(evidence.incident_ids)}
    for subject, incidents in rulings.splits:
        _split(fold, subject, tuple(place[i] for i in incidents if i in place), week, evidence)
    for subject, other in rulings.merges:
        _merge(fold, subject, other, week)
    for hypothesis_id, member in sorted(rulings.added):
        if hypothesis_id in fold.hypotheses and member in place:
            hypothesis = fold.hypotheses[hypothesis_id]
            hypothesis.rows = tuple(sorted({*hypothesis.rows, place[member]}))
    for hypothesis_id, member in sorted(rulings.barred):
        if hypothesis_id in fold.hypotheses and member in place:
            hypothesis = fold.hypotheses[hypothesis_id]
            hypothesis.rows = tuple(row for row in hypothesis.rows if row != place[member])
    _bar_returns(fold, rulings)
    for hypothesis_id, hypothesis in fold.hypotheses.items():
        if hypothesis.merged_into is None and hypothesis_id in rulings.accepted:
            hypothesis.status = "accepted"
        if hypothesis_id in rulings.rejected:
            hypothesis.status = "rejected"


def _split(fold: Fold, subject: str, rows: tuple[int, ...], week: int, evidence: Evidence) -> None:
    parent = fold.hypotheses.get(subject)
    if parent is None or not rows:
        return
    rows = tuple(row for row in rows if row in parent.rows)
    if not rows or len(rows) == len(parent.rows):
        return
    founding = sorted(evidence.incident_ids[row] for row in rows)
    # The parent is part of the identity: the founding members of the parent may be taken out too.
    child_id = identifier("hypothesis", *founding, subject)
    child = Living(child_id, tuple(sorted(rows)), "split_from", min(rows))
    if child.hypothesis_id in fold.hypotheses:
        return
    fold.hypotheses[child.hypothesis_id] = child
    parent.rows = tuple(row for row in parent.rows if row not in rows)
    body = Body(evidence, child.rows, week)
    child.strength = body.strength
    fold.events.append(
        Event(child.hypothesis_id, week, "split_from", subject, 1.0, len(body.incident_rows),
              len(body.rows_of_actor), body.strength)
    )  # fmt: skip


def _merge(fold: Fold, subject: str, other: str, week: int) -> None:
    into, gone = fold.hypotheses.get(subject), fold.hypotheses.get(other)
    if into is None or gone is None or into is gone or into.merged_into or gone.merged_into:
        return
    into.rows = tuple(sorted({*into.rows, *gone.rows}))
    gone.merged_into, gone.status = subject, "merged_into"
    fold.events = [e for e in fold.events if not (e.hypothesis_id == other and e.week == week)]
    fold.events.append(
        Event(other, week, "merged_into", subject, 1.0, len(gone.rows), 0, gone.strength)
    )


def _bar_returns(fold: Fold, rulings: Rulings) -> None:
    """A rejected hypothesis does not come back under another name."""
    refused = [fold.hypotheses[h] for h in sorted(rulings.rejected) if h in fold.hypotheses]
    for hypothesis_id, hypothesis in list(fold.hypotheses.items()):
        if hypothesis_id in rulings.rejected or hypothesis_id in rulings.accepted:
            continue
        mine = set(hypothesis.rows)
        for no in refused:
            shared = len(mine & set(no.rows)) / max(1, min(len(mine), len(no.rows)))
            if shared >= LEAST_OVERLAP and hypothesis.merged_into is None:
                fold.hypotheses.pop(hypothesis_id, None)
                fold.events = [e for e in fold.events if e.hypothesis_id != hypothesis_id]
                break
