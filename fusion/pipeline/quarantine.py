"""Held rows: looking at one, and releasing it mended."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from fusion import validation
from fusion.pipeline.layout import Mission
from fusion.review import Decision, DecisionLog
from fusion.stage import Run
from fusion.store import Published
from fusion.terms.errors import NotFound


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
