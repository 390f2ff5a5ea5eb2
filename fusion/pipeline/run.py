"""The main job: from the inbox to a draft of the brief, doing only what is pending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from fusion import validation
from fusion.intake import Arrival
from fusion.pipeline import fuse, ingest, ledger, products, quarantine
from fusion.pipeline.grading import graded
from fusion.pipeline.layout import Mission
from fusion.pipeline.order import set_stages
from fusion.review import DecisionLog, standing
from fusion.stage import Flow, Progress, Run, Stage
from fusion.store import Archive, Warehouse


@dataclass(frozen=True)
class Summary:
    """What a run did: counts of each stage, the version, and whether anything was new."""

    as_of: dt.datetime
    n_documents: int
    n_read: int
    flows: tuple[fuse.Done, ...]
    ingested: Flow
    version: Path
    is_new: bool


def start(
    mission: Mission, as_of: dt.datetime | None, now: dt.datetime, on_progress: Progress
) -> tuple[Mission, list[Arrival], Run]:
    """Fix the date of the run and what had been received by then.

    Without `as_of` it is the midnight after the last receipt: a second run over the same inbox
    is the same run. With it, the run is a replay with a state of its own. Where receipt is told
    by the dateline, the date is only final once `dated` was called after reading.
    """
    everything = ingest.arrivals(mission)
    moment = as_of or ingest.latest_receipt(everything, now)
    found = ingest.come_by(everything, mission, moment)
    run = Run(mission.profile, moment, mission.profile.seed, on_progress)
    if as_of is not None:
        mission = Mission(mission.profile, mission.inbox, mission.home.as_of(as_of))
    return mission, found, run


def dated(
    run: Run, found: list[Arrival], warehouse: Warehouse, as_of: dt.datetime | None,
    now: dt.datetime, mission: Mission,
) -> Run:  # fmt: skip
    """The run with its final date, when what was found has been read."""
    return replace(run, as_of=as_of or ingest.clock(found, mission, warehouse, now))


def outside_tables(
    warehouse: Warehouse, mission: Mission, run: Run, decisions: pa.Table
) -> dict[str, pa.Table]:
    """Tables the set stages read that no stage writes: decisions, mended rows, the last issue.

    Decisions that were taken back are not among them.
    """
    decisions = standing(decisions)
    held = warehouse.read("quarantine", "quarantine@validation")
    mended, checked = quarantine.released(held, decisions, run)
    accepted = warehouse.read("report")
    return {
        "decision": fuse.analytic(decisions),
        "report": graded(pa.concat_tables([accepted, mended]), decisions),
        "quarantine@validation": checked,
        "previous_judgement": products.previous_judgements(mission, run),
        "issued_evidence": products.issued_evidence(mission, run),
        "forecast_ledger": ledger.known(mission, run),
    }


def run(
    mission: Mission,
    now: dt.datetime,
    on_progress: Progress,
    as_of: dt.datetime | None = None,
    stages: Sequence[Stage] | None = None,
) -> Summary:
    """Do what is pending and publish a version with the draft of the brief.

    Raises BatchRefused, LeakFound, StoreBusy; in each case the version before stays current.
    """
    # A replay has a state of its own, but the analysts' decisions are one log.
    decisions = DecisionLog(mission.home.decisions_url).until(as_of)
    mission, found, this = start(mission, as_of, now, on_progress)
    order = stages if stages is not None else set_stages(mission.profile.encoder)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        pending = ingest.pending(found, mission, warehouse)
        ingested = ingest.ingest(
            found, mission, warehouse, Archive(mission.home.archive), this, as_of
        )
        this = dated(this, found, warehouse, as_of, now, mission)
        given = outside_tables(warehouse, mission, this, decisions)
        if pending:
            _data_docs(warehouse, mission)
        done = fuse.fuse(order, warehouse, given, this)
        shown = {**given, "decision": decisions}
        tables = products.product_tables(warehouse, order, shown)
    version, is_new = products.publish(tables, mission, this)
    return Summary(this.as_of, len(found), len(pending), tuple(done), ingested, version, is_new)


def _data_docs(warehouse: Warehouse, mission: Mission) -> None:
    """The validation site shows the last state; it is no product, since it holds run times."""
    validation.build_data_docs(
        mission.home.data_docs,
        warehouse.read("report", "report@intake"),
        warehouse.read("document"),
        warehouse.read("quarantine", "quarantine@validation"),
        mission.profile,
    )
