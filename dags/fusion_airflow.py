"""What the four DAG files share: the mission, the clock, the pool, the assets, the retry rule.

Read by the scheduler every few seconds with each DAG file, so nothing heavy is imported here.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule, Variable

if TYPE_CHECKING:
    from fusion.pipeline.layout import Mission

ROOT = Path(__file__).resolve().parents[1]

# One slot: DuckDB lets one process write, and while it does no other can even read.
WRITER = "fusion_writer"

ACCEPTED = Asset("accepted_reports")
DECISIONS = Asset("decisions")
FUSED = Asset("fused")
ISSUED = Asset("issued_brief")

# A lock passes; a refused batch, a leak or a missing approval stands until somebody acts.
_RETRY = ExceptionRetryPolicy(
    [
        RetryRule("fusion.terms.errors.StoreBusy", RetryAction.RETRY, dt.timedelta(minutes=1)),
        RetryRule("fusion.terms.errors.FusionError", RetryAction.FAIL),
    ]
)
# No start date: with one, the last interval before the installation would be run at once.
COMMON: dict[str, Any] = {
    "catchup": False,
    "max_active_runs": 1,
    "tags": ["fusion"],
    "default_args": {
        "retries": 3,
        "retry_delay": dt.timedelta(minutes=2),
        "retry_policy": _RETRY,
    },
}


def setting(name: str) -> str | None:
    """An Airflow Variable, else the environment variable of the same name. For tasks only."""
    return Variable.get(name, default=None) or os.environ.get(name)


def mission() -> Mission:
    """The mission that FUSION_MISSION, FUSION_INBOX and FUSION_HOME name; else the sample mission.

    State lies where the command line keeps it, wherever a worker was started.
    """
    from fusion.pipeline.layout import Home, Mission  # noqa: PLC0415

    profile = Path(setting("FUSION_MISSION") or ROOT / "sample_reports" / "mission.yaml")
    inbox, home = setting("FUSION_INBOX"), setting("FUSION_HOME")
    opened = Mission.open(profile, Path(inbox) if inbox else None, Path(home) if home else None)
    return replace(opened, home=Home(ROOT / opened.home.folder))


def backups() -> Path:
    """Where backups go: FUSION_BACKUPS, which should be another disk; else beside the state."""
    return Path(setting("FUSION_BACKUPS") or mission().home.folder / "backups")


def now() -> dt.datetime:
    """The clock: read here, at the entrance, and nowhere below."""
    return dt.datetime.now(dt.UTC)
