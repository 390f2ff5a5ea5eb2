"""Rows of the hand-over tables from judged hypotheses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fusion.networks.assess import embedment, five_elements, quiet_control
from fusion.networks.body import Body
from fusion.networks.breaking import breaking_tests, linchpin
from fusion.networks.cautions import cautions
from fusion.networks.cells import cell_rows
from fusion.networks.clusters import Members
from fusion.networks.confidence import confidence
from fusion.networks.evidence import Evidence
from fusion.networks.living import Fold, Living
from fusion.networks.members import Member
from fusion.networks.positions import positions
from fusion.networks.removals import removals
from fusion.networks.rivals import Ranking, separating
from fusion.networks.wording import (
    corridors_of,
    markets_of,
    name_of,
    reason_of,
    statement_of,
)
from fusion.stage import Run
from fusion.terms.identifiers import identifier

Row = dict[str, Any]
PARTS = (
    "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_account",
    "hypothesis_tie", "hypothesis_cell", "element", "rival",
    "breaking_test", "network_position", "removal", "caution",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A hypothesis that is handed over."""

    living: Living
    body: Body
    ranking: Ranking
    members: tuple[Member, ...]
    closeness: Mapping[int, float]
    name: str | None
    sides: Mapping[str, str]


def rows_of(shown: list[Shown], run: Run) -> dict[str, list[Row]]:
    """Rows by table. One that merged into another keeps its own row and lineage only."""
    out: dict[str, list[Row]] = {name: [] for name in PARTS}
    for number, one in enumerate(shown):
        run.on_progress("weighing hypotheses", number, len(shown))
        tests = breaking_tests(one.body)
        elements = five_elements(one.body)
        mine = {"hypothesis_id": one.living.hypothesis_id}
        pin = linchpin(tests)
        level, reasons = confidence(one.body, one.ranking, tests, elements)
        out["hypothesis"].append(_hypothesis(one) | {
            "confidence": level,
            "confidence_reasons": reasons,
            "linchpin_origin_id": pin.left_out if pin else None,
        })  # fmt: skip
        if one.living.merged_into is not None:
            continue
        out["hypothesis_actor"] += [mine | _member(m) for m in one.members]
        for row in _tellings(one):
            is_incident = "incident_id" in row
            out["hypothesis_incident" if is_incident else "hypothesis_account"].append(mine | row)
        who = {m.actor_id for m in one.members}
        gone = [s.living.rows for s in shown if s.living.merged_into == one.living.hypothesis_id]
        out["hypothesis_cell"] += [mine | row for row in cell_rows(one.body, who, gone)]
        out["hypothesis_tie"] += [mine | row for row in _ties(one)]
        out["element"] += [mine | vars(e) for e in elements]
        out["rival"] += [mine | row for row in _rivals(one.ranking)]
        out["breaking_test"] += [mine | vars(t) for t in tests]
        for table, rows in _figures(one).items():
            out[table] += [mine | row for row in rows]
    return out


def _figures(one: Shown) -> dict[str, list[Row]]:
    """Positions, removals and cautions of one hypothesis."""
    placed = positions(one.body)
    roles: dict[str, set[str]] = {}
    for member in one.members:
        if member.role != "member":
            roles.setdefault(member.actor_id, set()).add(member.role)
    return {
        "network_position": [vars(p) for p in placed],
        "removal": [vars(r) for r in removals(one.body, placed, roles)],
        "caution": [vars(c) for c in cautions(one.body, one.sides)],
    }


def cluster_rows(
    clusters: list[Members], closeness: list[dict[int, float]], evidence: Evidence
) -> list[Row]:
    """Every incident that is in a cluster of this run, once.

    One where two clusters meet is listed with the one it is closer to, or else the first.
    """
    best: dict[int, tuple[float, str]] = {}
    for members, near in zip(clusters, closeness, strict=True):
        cluster_id = identifier("cluster", *sorted(evidence.incident_ids[row] for row in members))
        for row in members:
            if row not in best or near[row] > best[row][0]:
                best[row] = (near[row], cluster_id)
    return [
        {"cluster_id": cluster_id, "incident_id": evidence.incident_ids[row], "probability": near}
        for row, (near, cluster_id) in best.items()
    ]


def lineage_rows(fold: Fold, shown: set[str], evidence: Evidence) -> list[Row]:
    """What became of each shown hypothesis, week by week."""
    last = evidence.run.as_of.date()
    return [
        {
            "hypothesis_id": e.hypothesis_id,
            "as_of": min(evidence.sunday(e.week), last),
            "event": e.event,
            "other_id": e.other_id,
            "overlap": e.overlap,
            "n_incidents": e.n_incidents,
            "n_actors": e.n_actors,
            "strength": e.strength,
        }
        for e in fold.events
        if e.hypothesis_id in shown
    ]


def _hypothesis(one: Shown) -> Row:
    body, living = one.body, one.living
    days = [int(body.evidence.day[row]) for row in body.origins_of]
    quiet = quiet_control(body)
    return {
        "hypothesis_id": living.hypothesis_id,
        "name": one.name or name_of(body),
        "statement": statement_of(body),
        "status": living.status,
        "markets": markets_of(body),
        "corridors": corridors_of(body),
        "first_on": dt.date.fromordinal(min(days)),
        "last_on": dt.date.fromordinal(max(days)),
        "n_actors": len({m.actor_id for m in one.members}),
        "n_incidents": len(body.incident_rows),
        "n_origins": len(body.origins),
        "strength": body.strength,
        "previous_strength": living.previous_strength,
        "embedment": embedment(body),
        "quiet_control": quiet is not None,
        "quiet_days_before": quiet.days_before if quiet else None,
        "quiet_days_since": quiet.days_since if quiet else None,
        "quiet_violent_before": quiet.violent_before if quiet else None,
        "quiet_violent_since": quiet.violent_since if quiet else None,
    }


def _member(member: Member) -> Row:
    return {
        "actor_id": member.actor_id,
        "role": member.role,
        "probability": member.probability,
        "n_origins": member.n_origins,
        "claim_ids": list(member.claim_ids),
        "is_bridge": False,  # settled when all hypotheses are known
    }


def _tellings(one: Shown) -> list[Row]:
    """Rows of hypothesis_incident and, with account_id, of hypothesis_account."""
    evidence, rows = one.body.evidence, []
    for row in sorted(one.body.origins_of):
        key = "incident_id" if evidence.is_incident[row] else "account_id"
        # Only an analyst can put an incident in that shares nothing with the others.
        probability = one.closeness[row] or 1.0
        reason = reason_of(one.body, row)
        rows.append({key: evidence.incident_ids[row], "probability": probability, "reason": reason})
    return rows


def _ties(one: Shown) -> list[Row]:
    members = {m.actor_id for m in one.members}
    return [
        {"tie_id": tie["tie_id"], "n_origins": len(origins)}
        for tie, origins in one.body.ties
        if tie["source_id"] in members and tie["target_id"] in members
    ]


def _rivals(ranking: Ranking) -> list[Row]:
    return [
        {
            "rival": name,
            "rank": rank,
            "weight": ranking.weight[name],
            "stability": ranking.stability[name],
            "evidence_for": ranking.evidence_for[name],
            "evidence_against": ranking.evidence_against[name],
            "separating_evidence": separating(name) if rank > 1 else None,
        }
        for rank, name in enumerate(ranking.rivals, 1)
    ]
