"""Leads: clusters and hypotheses that are not shown, each with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fusion.networks.body import Body
from fusion.networks.clusters import Members
from fusion.networks.evidence import Evidence
from fusion.networks.living import Fold
from fusion.networks.wording import corridors_of, markets_of

Row = dict[str, Any]
Said = Mapping[str, tuple[str, Members]]


def lead_rows(evidence: Evidence, fold: Fold, withheld: Said, unraised: Said) -> list[Row]:
    """Rows of `lead`; `withheld` hypotheses and `unraised` clusters give reason and incidents."""
    both = [("withheld", withheld), ("not_raised", unraised)]
    return [
        _row(Body(evidence, rows, fold.end_of(evidence, rows)), kind, name, why)
        for kind, said in both
        for name, (why, rows) in sorted(said.items())
    ]


def _row(body: Body, kind: str, name: str, why: str) -> Row:
    evidence = body.evidence
    days = sorted(int(evidence.day[row]) for row in body.origins_of)
    return {
        "subject_id": name,
        "kind": kind,
        "reason": why,
        "n_incidents": len(body.origins_of),
        "n_origins": len(body.origins),
        "n_actors": len(body.rows_of_actor),
        "markets": markets_of(body) if days else [],
        "corridors": corridors_of(body) if days else [],
        "first_on": dt.date.fromordinal(days[0]) if days else None,
        "last_on": dt.date.fromordinal(days[-1]) if days else None,
        "incident_ids": sorted(evidence.incident_ids[row] for row in body.rows),
    }
