"""The committed suites: every rule is explained, names declared columns, and can be broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from fusion.tables import TABLES
from fusion.validation.checking import broken_rows
from fusion.validation.suites import DERIVED, FOLDER, rules, suite
from tests.support import make_run, make_table

RECEIVED = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
GOOD: dict[str, Any] = {
    "report_id": "RPT-0123456789AB",
    "text": "Four tankers were unloaded behind the mill at night.",
    "received_at": RECEIVED,
    "component": "police",
}
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
TOO_LATE = dt.datetime(2062, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

# One row per rule that breaks this rule (others may break with it).
BREAKERS: dict[str, dict[str, Any]] = {
    "text_long_enough": {"text": "see annex"},
    "text_within_limit": {"text": "x" * 1_000_001},
    "report_id_well_formed": {"report_id": "RPT-1"},
    "component_known": {"component": "navy"},
    "language_known": {"language": "de"},
    "reliability_known": {"reliability": "G", "native_scheme": "admiralty"},
    "credibility_known": {"credibility": "7", "native_scheme": "admiralty"},
    "scheme_known": {"native_scheme": "6x6"},
    "ungraded_is_f": {"reliability": "B"},
    "ungraded_is_6": {"credibility": "2"},
    "derived_never_1": {"native_scheme": "5x5x5", "is_grade_derived": True, "credibility": "1"},
    "dates_exist": {"fields": '{"a": 1, "unreadable": {"observed_from": "31/02/2026"}}'},
    "observed_not_in_future": {"observed_from": TOO_LATE},
    "observed_end_not_in_future": {"observed_to": TOO_LATE},
    "written_not_in_future": {"written_at": TOO_LATE},
    "observed_not_ancient": {"observed_from": LONG_AGO},
    "observed_in_order": {"observed_from": RECEIVED - DAY, "observed_to": RECEIVED - 2 * DAY},
    "latitude_in_area": {"latitude": 95.0, "longitude": 1.0},
    "longitude_in_area": {"latitude": 15.0, "longitude": -170.0},
    "latitude_with_longitude": {"longitude": 1.0},
    "longitude_with_latitude": {"latitude": 15.0},
    "radius_sensible": {"radius_km": 500.0},
}
# The table declaration already forbids a null text; the rule stands for other makers of batches.
FORBIDDEN_BY_THE_TABLE = {"text_present"}


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_every_rule_is_explained_and_names_known_columns(name: str) -> None:
    table = TABLES["document" if name.startswith("document") else "report"]
    declared = {column.name for column in table.columns} | DERIVED.keys()
    for rule in rules(name).values():
        assert rule.altitude in ("row", "batch")
        assert len(rule.reason) > 20
        assert len(rule.advice) > 20
        assert set(rule.columns) <= declared
    assert len(rules(name)) == len(suite(name)["expectations"])


def test_batch_suite_asks_for_every_declared_column() -> None:
    columns = rules("report_batch")["report_columns_present"].columns
    assert set(columns) == {column.name for column in TABLES["report"].columns}


def test_every_row_rule_has_a_breaker() -> None:
    assert set(rules("report_rows")) == BREAKERS.keys() | FORBIDDEN_BY_THE_TABLE


def table(*rows: dict[str, Any]) -> pa.Table:
    numbered = [
        {**GOOD, "report_id": f"RPT-{number:012X}", **row} for number, row in enumerate(rows)
    ]
    return make_table("report", *numbered)


def test_each_breaker_breaks_its_rule_and_the_good_row_none() -> None:
    rows = table({}, *BREAKERS.values())
    place = {row["report_id"]: number for number, row in enumerate(rows.to_pylist())}
    held = broken_rows(rows, make_run())
    for number, (name, change) in enumerate(BREAKERS.items(), start=1):
        identifier = change.get("report_id", f"RPT-{number:012X}")
        assert name in {rule.name for rule, _ in held[place[identifier]]}, name
    assert place[f"RPT-{0:012X}"] not in held


IN_ORDER: list[dict[str, Any]] = [
    {"observed_to": RECEIVED + DAY},  # end of the day after receipt: zones
    {"observed_from": LONG_AGO, "component": "panel_of_experts"},
    {"latitude": 20.0, "longitude": -8.5, "radius_km": 0.07},
    {"fields": '{"note": "\\"unreadable\\": {"}'},  # the words of a report, not our key
    {"text": "قصير لكنه كاف للقراءة"},
]


def test_rules_leave_alone_what_is_in_order() -> None:
    assert broken_rows(table(*IN_ORDER), make_run()) == {}
