"""What a run would do now, and why: nothing is changed by asking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fusion.pipeline import fuse, ingest
from fusion.pipeline.layout import Mission
from fusion.pipeline.order import set_stages
from fusion.pipeline.run import dated, outside_tables, start
from fusion.review import DecisionLog
from fusion.store import Warehouse


@dataclass(frozen=True)
class Plan:
    """Files to read and stages to run, each with its reason; empty where nothing is pending."""

    as_of: dt.datetime
    files: dict[str, str]
    stages: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """A run would change nothing."""
        return not self.files and not self.stages


def plan(mission: Mission, now: dt.datetime, as_of: dt.datetime | None = None) -> Plan:
    """Files and stages that are pending. A stage after a pending one is pending as well."""
    decisions = DecisionLog(mission.home.decisions_url).until(as_of)
    mission, found, run = start(mission, as_of, now, lambda *_: None)
    order = set_stages(mission.profile.encoder)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        files = ingest.pending(found, mission, warehouse)
        run = dated(run, found, warehouse, as_of, now, mission)
        given = outside_tables(warehouse, mission, run, decisions)
        stages = {
            stage.name: reason
            for stage in order
            if (reason := fuse.why_pending(stage, warehouse, given, run))
        }
    if files and order:
        for stage in order:
            stages.setdefault(stage.name, "if the new reports change its input")
    return Plan(run.as_of, files, stages)
