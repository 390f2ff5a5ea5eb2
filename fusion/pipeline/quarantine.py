"""Held rows: looking at one, and releasing it mended."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion import validation
from fusion.pipeline.layout import Mission
from fusion.review import Decision, DecisionLog
from fusion.stage import Run
from fusion.store import Published
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused, NotFound


def held(mission: Mission, quarantine_id: str) -> dict[str, Any]:
    """The row of a quarantine identifier. Raises NotFound."""
    rows = Published(mission.home.published).tables()["quarantine"].to_pylist()
    for row in rows:
        if row["quarantine_id"] == quarantine_id:
            return dict(row)
    raise NotFound("quarantined row", quarantine_id, "'fusion quarantine list' names them.")


def release(
    mission: Mission,
    quarantine_id: str,
    changes: dict[str, str],
    reason: str,
    by: str,
    now: dt.datetime,
) -> str:
    """Record the release of a mended row. Raises DecisionRefused if a rule is still broken."""
    row = held(mission, quarantine_id)
    validation.mend(row, changes, Run(mission.profile, now, mission.profile.seed))
    decision = Decision(
        kind="release",
        subject_id=quarantine_id,
        value=json.dumps(changes, ensure_ascii=False, sort_keys=True),
        reason=reason,
        decided_by=by,
        decided_at=now,
    )
    return DecisionLog(mission.home.decisions_url).append(decision)


def released(held_rows: pa.Table, decisions: pa.Table, run: Run) -> tuple[pa.Table, pa.Table]:
    """(mended reports, quarantine with their state) from the recorded releases.

    Worked out anew in each run, so that a file that is read again does not undo a release. A
    row whose mend no longer passes the rules stays held: the rules may have become stricter.
    """
    changes = {
        row["subject_id"]: json.loads(row["value"])
        for row in decisions.filter(pc.equal(decisions["kind"], "release")).to_pylist()
    }
    reports: dict[str, pa.Table] = {}
    rows = held_rows.to_pylist()
    for row in rows:
        if row["quarantine_id"] in changes:
            try:
                mended = validation.mend(row, changes[row["quarantine_id"]], run)
            except DecisionRefused:
                continue
            reports[row["report_id"]] = mended
    for row in rows:  # one report may be held for several reasons: all of them are mended
        if row["report_id"] in reports:
            row["status"] = "released"
    table = pa.concat_tables([TABLES["report"].empty(), *reports.values()])
    return TABLES["report"].conform(table), TABLES["quarantine"].build(rows)
