"""What was known week by week: the pipeline run again and again, each time with what had come."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import pyarrow as pa

from fusion.pipeline import fuse, ingest
from fusion.pipeline.layout import Home, Mission
from fusion.pipeline.order import set_stages
from fusion.pipeline.run import dated, outside_tables
from fusion.review import DecisionLog
from fusion.stage import Progress, Run, Stage
from fusion.store import Archive, Published, Warehouse
from fusion.terms.errors import DecisionRefused

Event = tuple[str, str, str | None]  # event, hypothesis, other hypothesis
LINEAGE = "hypothesis_lineage"
# Of one that is no lead either: it would not have been founded, had all been known that is now.
READ_OTHERWISE = "what came since reads its incidents otherwise"


@dataclass(frozen=True)
class Week:
    """What was known at the end of a week (its Sunday): counts, and what became of hypotheses.

    `withheld` gives the reason of those that are no longer raised, although they were a week ago.
    """

    ends_on: dt.date
    n_reports: int
    n_incidents: int
    strengths: dict[str, float]  # of living hypotheses
    names: dict[str, str]
    events: tuple[Event, ...]  # of this week
    withheld: dict[str, str]
    published: tuple[Event, ...] | None  # what is published of this week; None where nothing is

    @property
    def differs(self) -> tuple[Event, ...] | None:
        """What only one of the two tells of: what was known then and what is published."""
        if self.published is None:
            return None
        return tuple(sorted(set(self.events) ^ set(self.published), key=str))


def weekly(
    mission: Mission, now: dt.datetime, on_progress: Progress,
    first: dt.date | None = None, last: dt.date | None = None,
    stages: Sequence[Stage] | None = None,
) -> Iterator[Week]:  # fmt: skip
    """Each complete week from the one of `first` to that of `last`, oldest first.

    One store is carried from week to week, as a mission's own would have been, and given up at
    the end; nothing is published. Stages after the networks are left out. Decisions count from
    the day they were recorded.
    """
    everything = ingest.arrivals(mission)
    order = _until_lineage(
        stages if stages is not None else set_stages(mission.profile.encoder)
    )  # fmt: skip
    folder = mission.home.folder / "weekly"
    shutil.rmtree(folder, ignore_errors=True)
    carried = Mission(mission.profile, mission.inbox, Home(folder, mission.home.folder))
    end = ingest.latest_receipt(everything, now)
    published, before = _published(mission), set[str]()
    try:
        with Warehouse.open(carried.home.warehouse) as warehouse:
            for sunday in sundays(first or mission.profile.starts_on, last or end.date(), end):
                midnight = dt.datetime.combine(sunday, dt.time(), dt.UTC) + dt.timedelta(days=1)
                decisions = DecisionLog(mission.home.decisions_url).until(midnight)
                found = ingest.come_by(everything, carried, midnight)
                run = Run(mission.profile, midnight, mission.profile.seed, on_progress)
                archive = Archive(carried.home.archive)
                ingest.ingest(found, carried, warehouse, archive, run, midnight)
                run = dated(run, found, warehouse, midnight, now, carried)
                fuse.fuse(order, warehouse, outside_tables(warehouse, carried, run, decisions), run)
                week = known_of(sunday, warehouse, published, before)
                before = set(week.strengths)
                yield week
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sundays(first: dt.date, last: dt.date, known: dt.datetime) -> list[dt.date]:
    """Ends of the complete weeks from that of `first`, not after `last` nor what is known.

    Raises DecisionRefused where there is none.
    """
    sunday = first + dt.timedelta(days=6 - first.weekday())
    final = min(last, (known - dt.timedelta(microseconds=1)).date())
    found = []
    while sunday <= final:
        found.append(sunday)
        sunday += dt.timedelta(days=7)
    if not found:
        raise DecisionRefused(
            f"No complete week lies between {first} and {final}.", "Weeks end on Sunday night."
        )
    return found


def _until_lineage(stages: Sequence[Stage]) -> list[Stage]:
    """The stages up to the one that writes the lineage of hypotheses."""
    at = next(number for number, stage in enumerate(stages) if LINEAGE in stage.writes)
    return list(stages[: at + 1])


def _published(mission: Mission) -> pa.Table | None:
    found = Published(mission.home.published)
    return found.tables()[LINEAGE] if found.current else None


def known_of(
    sunday: dt.date, warehouse: Warehouse, published: pa.Table | None, before: Set[str]
) -> Week:
    """What a warehouse knows of the week that ends on a Sunday; `before` lived a week ago."""
    now = sorted(events(warehouse.read(LINEAGE), sunday), key=str)
    known = sorted(events(published, sunday), key=str) if published is not None else None
    living = {
        row["hypothesis_id"]: row
        for row in warehouse.read("hypothesis").to_pylist()
        if row["status"] not in ("merged_into", "rejected")
    }
    gone = before - living.keys() - {name for _, name, _ in now}
    leads = warehouse.read("lead").select(["subject_id", "reason"]).to_pydict()
    reasons = dict(zip(leads["subject_id"], leads["reason"], strict=True))
    return Week(
        sunday,
        warehouse.read("report").num_rows,
        warehouse.read("incident").num_rows,
        {name: row["strength"] for name, row in living.items()},
        {name: row["name"] for name, row in living.items()},
        tuple(now),
        {name: reasons.get(name, READ_OTHERWISE) for name in sorted(gone)},
        None if known is None else tuple(known),
    )


def events(lineage: pa.Table, sunday: dt.date) -> set[Event]:
    """What became of which hypothesis in the week that ends on a Sunday."""
    return {
        (row["event"], row["hypothesis_id"], row["other_id"])
        for row in lineage.to_pylist()
        if row["as_of"] == sunday
    }
