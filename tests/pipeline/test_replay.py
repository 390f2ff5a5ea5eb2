"""A replay week by week tells what was known then, and where the published past knows better."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from fusion.cli.replay_command import week_line
from fusion.pipeline import replay
from fusion.pipeline.layout import Mission
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused
from tests.laws import missions
from tests.laws.fixtures import base, base_run
from tests.support import make_table

__all__ = ["base", "base_run"]

KNOWN = dt.datetime(2026, 5, 18, tzinfo=dt.UTC)


def test_a_replay_says_where_it_departs_from_the_published_lineage(base: Mission) -> None:
    lineage = missions.rows_of(base)["hypothesis_lineage"]
    # The week that the run broke off in is no complete one: its day is not a Sunday.
    told = sorted({row["as_of"] for row in lineage
                   if row["event"] != "continued" and row["as_of"].weekday() == 6})  # fmt: skip
    last = told[-1]  # a week in which something happened, seen from the week before on
    weeks = list(replay.weekly(base, missions.NOW, lambda *_: None,
                               last - dt.timedelta(days=7), last))  # fmt: skip
    assert [week.ends_on for week in weeks] == [last - dt.timedelta(days=7), last]
    for week in weeks:
        published = {
            (row["event"], row["hypothesis_id"], row["other_id"])
            for row in lineage if row["as_of"] == week.ends_on
        }  # fmt: skip
        # The published past knows by now who is who; the replay knows what was known then.
        assert week.differs is not None
        assert set(week.events) ^ set(week.differs) == published
    assert weeks[0].n_reports <= weeks[1].n_reports <= len(missions.rows_of(base)["report"])
    assert weeks[-1].strengths and weeks[-1].strengths.keys() == weeks[-1].names.keys()
    assert not (base.home.folder / "weekly").exists()


def test_a_line_says_what_became_of_whom_and_what_is_published_otherwise() -> None:
    week = replay.Week(
        dt.date(2026, 5, 10), 9, 4, {"HYP-AAAA11": 0.5}, {"HYP-AAAA11": "Fuel, Gao"},
        (("continued", "HYP-BBBB11", None), ("new", "HYP-AAAA11", "HYP-BBBB11")),
        {"HYP-CCCC11": "best read as coincidence"}, (("continued", "HYP-BBBB11", None),),
    )  # fmt: skip
    assert week_line(week) == (
        "2026-05-10 | 9 reports, 4 incidents | HYP-AAAA:0.50 | HYP-AAAA new HYP-BBBB (Fuel, Gao), "
        "HYP-CCCC no longer raised: best read as coincidence | "
        "not published: HYP-AAAA new HYP-BBBB"
    )
    known = replace(week, published=(*week.events, ("dormant", "HYP-CCCC11", None)))
    assert week_line(known).endswith("| published since: HYP-CCCC dormant")
    assert week_line(replace(week, published=week.events)).endswith("| as published")
    assert "publish" not in week_line(replace(week, published=None))


def test_whoever_is_gone_without_an_event_has_a_reason() -> None:
    day = dt.date(2026, 5, 10)
    line = {"as_of": day, "event": "continued", "other_id": None, "overlap": 1.0,
            "n_incidents": 3, "n_actors": 3, "strength": 0.5}  # fmt: skip
    lead = {"subject_id": "HYP-A", "kind": "withheld", "reason": "best read as coincidence",
            "n_incidents": 3, "n_origins": 3, "n_actors": 3}  # fmt: skip
    held = {replay.LINEAGE: make_table(replay.LINEAGE, line | {"hypothesis_id": "HYP-C"}),
            "lead": make_table("lead", lead)}  # fmt: skip
    warehouse = SimpleNamespace(read=lambda name: held.get(name, TABLES[name].empty()))
    week = replay.known_of(day, warehouse, None, {"HYP-A", "HYP-B", "HYP-C"})  # type: ignore[arg-type]
    assert week.withheld == {"HYP-A": "best read as coincidence", "HYP-B": replay.READ_OTHERWISE}


def test_a_week_counts_when_it_is_over() -> None:
    found = replay.sundays(dt.date(2026, 5, 4), dt.date(2026, 5, 31), KNOWN)
    assert found == [dt.date(2026, 5, 10), dt.date(2026, 5, 17)]
    assert replay.sundays(dt.date(2026, 5, 10), dt.date(2026, 5, 10), KNOWN) == [found[0]]
    with pytest.raises(DecisionRefused):
        replay.sundays(dt.date(2026, 5, 11), dt.date(2026, 5, 16), KNOWN)
