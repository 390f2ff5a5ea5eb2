"""Who earns without violence: nobody who was violent of late, or who lives from taking people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fusion.briefing.holdings import Holdings
from fusion.briefing.observations import institutional
from fusion.stage import Run
from fusion.tables import TABLES
from tests.briefing.sample import NETWORKS, sample_tables

KEY = NETWORKS[0]["id"]
CALM = {"event_type": "strategic_developments", "event_subtype": "other", "killed_best": None}


def said_of(run: Run, latest: dict[str, Any], markets: list[str]) -> bool:
    """Whether a network is said to earn without violence: all of its incidents calm and lately,
    but the last one as given."""
    tables = sample_tables()
    plain = Holdings(tables, run)
    own = [item["incident_id"] for item in plain.incidents_of(KEY)]
    rows = {row["incident_id"]: row for row in tables["incident"].to_pylist()}
    for n, key in enumerate(own):
        day = plain.last_day - dt.timedelta(days=3 * (len(own) - n))
        rows[key] |= CALM | {"markets": markets, "occurred_from": day, "occurred_to": day}
    rows[own[-1]] |= latest
    tables["incident"] = TABLES["incident"].build(rows.values())
    holdings = Holdings(tables, run)
    row = holdings.by_id[KEY] | {"quiet_control": False, "status": "continued"}
    return institutional(holdings, row) is not None


@pytest.mark.parametrize(
    ("latest", "markets", "expected"),
    [
        ({}, ["illicit_taxation"], True),
        ({"event_type": "battles"}, ["illicit_taxation"], False),
        ({"killed_best": 1}, ["illicit_taxation"], False),
        ({}, ["kidnapping"], False),
        ({}, ["fuel_smuggling", "human_trafficking"], False),
    ],
)
def test_only_who_is_calm_in_deed_and_trade_earns_without_violence(
    run: Run, latest: dict[str, Any], markets: list[str], expected: bool
) -> None:
    assert said_of(run, latest, markets) is expected
