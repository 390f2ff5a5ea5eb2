"""Steps of fuse as a scheduler runs them: up to one table at a time, then the publication.

Each runs in a process of its own, holds the only slot of the writer's pool, and can be run again
with the same result: what has not changed is skipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from fusion.pipeline import fuse, ingest, products
from fusion.pipeline.ingest_tasks import Counts, log_progress
from fusion.pipeline.layout import Mission
from fusion.pipeline.order import set_stages
from fusion.pipeline.run import outside_tables
from fusion.review import DecisionLog
from fusion.stage import Run
from fusion.store import Warehouse


def fuse_until(mission: Mission, table: str, now: dt.datetime) -> Counts:
    """Run what is pending up to the stage that writes `table`; rows of each stage that ran."""
    order = set_stages(mission.profile.encoder)
    last = max(number for number, stage in enumerate(order) if table in stage.writes)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        run, given, _decisions = _inputs(mission, warehouse, now)
        return _counts(fuse.fuse(order[: last + 1], warehouse, given, run))


def publish(mission: Mission, now: dt.datetime) -> dict[str, Any]:
    """Finish the fusion and publish a version; its folder and the counts of what still ran.

    Reports or decisions may have come in between two steps. So all stages are looked at once
    more while the lock is held: the version is of one moment, whatever happened before.
    """
    order = set_stages(mission.profile.encoder)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        run, given, decisions = _inputs(mission, warehouse, now)
        done = fuse.fuse(order, warehouse, given, run)
        tables = products.product_tables(warehouse, order, {**given, "decision": decisions})
    version, is_new = products.publish(tables, mission, run)
    return {"version": str(version), "is_new": is_new, **_counts(done)}


def _inputs(
    mission: Mission, warehouse: Warehouse, now: dt.datetime
) -> tuple[Run, dict[str, pa.Table], pa.Table]:
    """The run, the tables from outside the warehouse, and the decisions, as they stand now.

    The date follows from the arrivals that are committed: one that came in since changes
    nothing before it is ingested.
    """
    committed = warehouse.entries(ingest.STAGE)
    found = [item for item in ingest.arrivals(mission) if item.path in committed]
    moment = ingest.clock(found, mission, warehouse, now)
    run = Run(mission.profile, moment, mission.profile.seed, log_progress)
    decisions = DecisionLog(mission.home.decisions_url).until()
    return run, outside_tables(warehouse, mission, run, decisions), decisions


def _counts(done: Sequence[fuse.Done]) -> Counts:
    return {item.stage: item.flow.n_out for item in done if not item.is_skipped}
