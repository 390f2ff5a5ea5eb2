"""Series, forecasts, indicators and requirements of a small invented mission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pytest

from fusion.outlook import STAGE
from fusion.outlook.facts import read_facts
from fusion.outlook.series import months, weeks
from fusion.stage import Output
from fusion.tables import TABLES
from tests.support import make_run, make_table

MONDAY = dt.date(2026, 1, 5)
PROFILE: dict[str, Any] = {
    "corridors": [
        {"code": "river", "name": "River road", "points": [
            {"name": "A", "latitude": 15.0, "longitude": 0.5},
            {"name": "B", "latitude": 16.0, "longitude": 0.5}]},
        {"code": "west", "name": "West track", "points": [
            {"name": "C", "latitude": 15.0, "longitude": -2.0},
            {"name": "D", "latitude": 16.0, "longitude": -2.0}]},
    ],
    "requirements": [
        {"code": "PIR 1", "text_en": "who taxes", "text_fr": "qui taxe",
         "markets": ["fuel_smuggling"], "components": ["justice"]},
    ],
}  # fmt: skip
RIVER, WEST = (15.5, 0.5), (15.5, -2.0)


class Mission:
    """Rows of the inputs, incident by incident."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in STAGE.reads}
        for place_id, (lat, lon), unit in (("PLC-r", RIVER, "East"), ("PLC-w", WEST, "West")):
            self.rows["place"].append(
                {"place_id": place_id, "latitude": lat, "longitude": lon, "admin2": unit}
            )

    def account(
        self, account_id: str, day: dt.date, *, place: str = "PLC-r", late: int = 1,
        text: str = "seen", component: str = "military", n_reports: int = 1,
    ) -> None:  # fmt: skip
        received = dt.datetime.combine(day + dt.timedelta(days=late), dt.time(9), dt.UTC)
        self.rows["account"].append(
            {"account_id": account_id, "component": component, "n_reports": n_reports,
             "received_at": received, "text": text, "is_withdrawn": False,
             "observed_from": dt.datetime.combine(day, dt.time(6), dt.UTC)}
        )  # fmt: skip
        self.rows["account_place"].append({"account_id": account_id, "place_id": place})

    def incident(
        self, name: str, day: dt.date, *, place: str = "PLC-r", hypothesis: str | None = None,
        event_type: str = "battles", markets: tuple[str, ...] = ("fuel_smuggling",), **how: Any,
    ) -> None:  # fmt: skip
        self.account(f"ACC-{name}", day, place=place, **how)
        lat, lon = RIVER if place == "PLC-r" else WEST
        self.rows["incident"].append(
            {"incident_id": f"INC-{name}", "event_type": event_type, "markets": list(markets),
             "latitude": lat, "longitude": lon, "admin2": "East" if place == "PLC-r" else "West",
             "occurred_from": day, "is_standing": True, "killed_best": 0}
        )  # fmt: skip
        self.rows["incident_account"].append(
            {"incident_id": f"INC-{name}", "account_id": f"ACC-{name}", "origin_id": f"O-{name}"}
        )
        if hypothesis:
            self.rows["hypothesis_incident"].append(
                {"hypothesis_id": hypothesis, "incident_id": f"INC-{name}"}
            )

    def tables(self) -> Mapping[str, pa.Table]:
        return {
            name: make_table(name, *rows) if rows else TABLES[name].empty()
            for name, rows in self.rows.items()
        }

    def run(self, **changes: Any) -> Output:
        return STAGE.function(self.tables(), make_run(**{**PROFILE, **changes}))


def day(week: int, weekday: int = 2) -> dt.date:
    return MONDAY + dt.timedelta(weeks=week, days=weekday)


def half_year() -> Mission:
    mission = Mission()
    mission.rows["hypothesis"].append(
        {"hypothesis_id": "HYP-1", "markets": ["fuel_smuggling"], "status": "continued",
         "strength": 0.7}
    )  # fmt: skip
    for week in range(26):
        mission.incident(f"{week:02d}", day(week), hypothesis="HYP-1")
        mission.account(f"ACC-w{week:02d}", day(week), place="PLC-w", component="police")
    return mission


@pytest.fixture(scope="module")
def output() -> Output:
    return half_year().run()


def counts(output: Output, market: str, area: str) -> list[int]:
    rows = output.tables["series"].sort_by("starts_on").to_pylist()
    return [
        r["n_incidents"]
        for r in rows
        if (r["market"], r["area"], r["period"]) == (market, area, "week")
    ]


def test_tables_are_conformed_counts_add_up_and_a_second_run_is_the_same(output: Output) -> None:
    assert set(output.tables) == set(STAGE.writes)
    assert output.flow.adds_up
    turned = {
        name: table.take(pa.array(range(table.num_rows), pa.int64())[::-1])
        for name, table in half_year().tables().items()
    }
    again = STAGE.function(turned, make_run(**PROFILE))
    for name, table in output.tables.items():
        assert table.schema.equals(TABLES[name].schema)
        assert again.tables[name].equals(table), name


def test_incidents_are_counted_and_never_reports() -> None:
    mission = Mission()
    mission.incident("a", day(3), n_reports=9)
    for k in range(4):  # four more tellings of the same incident
        mission.account(f"ACC-more{k}", day(3))
        mission.rows["incident_account"].append(
            {"incident_id": "INC-a", "account_id": f"ACC-more{k}", "origin_id": "O-a"}
        )
    result = mission.run()
    assert counts(result, "all", "TESTM")[3] == 1
    row = next(
        r for r in result.tables["series"].to_pylist()
        if (r["area"], r["starts_on"], r["market"]) == ("TESTM", day(3, 0), "all")
    )  # fmt: skip
    assert (row["n_incidents"], row["n_reports"], row["n_components"]) == (1, 13, 1)


def test_silence_is_not_calm() -> None:
    mission = Mission()
    mission.incident("a", day(3))
    rows = mission.run().tables["series"].to_pylist()
    east = {r["starts_on"]: r["is_covered"] for r in rows if r["area"] == "East"}
    assert east[day(3, 0)]
    assert not east[day(4, 0)]


def test_withdrawn_or_not_standing_incidents_are_nowhere() -> None:
    mission = half_year()
    mission.rows["incident"][5]["is_standing"] = False
    mission.rows["account"][12]["is_withdrawn"] = True  # the only account of incident 06
    assert counts(mission.run(), "all", "TESTM")[5:8] == [0, 0, 1]


def test_strategic_developments_without_a_market_make_no_trend() -> None:
    mission = Mission()
    mission.incident("a", day(3), event_type="strategic_developments", markets=())
    mission.incident("b", day(3), event_type="strategic_developments")
    result = mission.run()
    assert counts(result, "all", "TESTM")[3] == 1
    assert counts(result, "violence", "TESTM")[3] == 0
    assert counts(result, "fuel_smuggling", "TESTM")[3] == 1
    assert result.notes["no trend"].startswith("1 ")


def test_an_incident_lies_on_the_corridor_it_is_near(output: Output) -> None:
    assert sum(counts(output, "all", "river")) == 26
    assert sum(counts(output, "all", "west")) == 0


def test_calendars_hold_complete_periods_only() -> None:
    facts = read_facts(Mission().tables(), make_run(dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)))
    assert weeks(facts).starts[-1] == dt.date(2026, 2, 23)
    assert weeks(facts).end == dt.date(2026, 3, 2)
    assert [d.month for d in months(facts).starts] == [2]
    assert weeks(facts).place(dt.date(2026, 1, 4)) == -1
    assert weeks(facts).first_day(len(weeks(facts).starts) + 1) == dt.date(2026, 3, 9)


def test_without_skill_recent_history_is_the_guide(output: Output) -> None:
    rows = output.tables["forecast"].to_pylist()
    assert rows
    for row in rows:
        assert not row["has_skill"]
        assert row["q05"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]
        assert 0 <= row["p_any"] <= 1
        assert row["model"] not in ("zero", "last_value")
        assert row["resolves_on"] == row["made_on"] + dt.timedelta(weeks=row["horizon"])
        assert "guide" in row["reason"] or "hindsight" in row["reason"]


def test_a_short_record_gives_no_forecast() -> None:
    mission = Mission()
    mission.incident("a", day(3))
    result = mission.run(starts_on="2026-05-04")
    assert result.tables["forecast"].num_rows == 0


def test_the_past_as_known_then_is_what_an_earlier_run_would_have_seen() -> None:
    mission = half_year()
    as_of = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
    early = STAGE.function(mission.tables(), make_run(as_of, **PROFILE))
    late = mission.run().tables["series"].to_pylist()
    first = early.tables["series"].to_pylist()
    known = {(r["series_id"], r["starts_on"]): r["n_incidents"] for r in late}
    assert all(known[r["series_id"], r["starts_on"]] == r["n_incidents"] for r in first)


def indicator(output: Output, scope: str, words: str) -> dict[str, Any]:
    rows = output.tables["indicator"].to_pylist()
    return next(r for r in rows if r["scope"] == scope and words in r["observable"])


def test_a_surge_above_every_earlier_month_is_raised_with_its_incidents() -> None:
    mission = half_year()
    for k in range(8):
        mission.incident(f"s{k}", day(24, k % 7), hypothesis="HYP-1")
    row = indicator(mission.run(), "HYP-1", "more incidents")
    assert row["state"] == "raised"
    assert row["value"] >= row["threshold"] > row["base_rate"]
    assert {f"INC-s{k}" for k in range(8)} <= set(row["evidence_ids"])
    assert indicator(half_year().run(), "HYP-1", "more incidents")["state"] != "raised"


def test_a_new_corridor_is_displacement() -> None:
    mission = half_year()
    mission.incident("d", day(25), place="PLC-w", hypothesis="HYP-1")
    row = indicator(mission.run(), "HYP-1", "corridor where it was not")
    assert (row["state"], row["evidence_ids"]) == ("raised", ["INC-d"])
    before = indicator(half_year().run(), "HYP-1", "corridor where it was not")
    assert before["state"] == "quiet"


@pytest.mark.parametrize(
    "text",
    [
        "SMS threatening two language assistants: leave them alone",
        "deux agents de la mission menacés par des inconnus, personnel menacé",
        "a leaflet was found at the gate",
    ],
)
def test_threats_to_staff_are_seen_in_english_and_french(text: str) -> None:
    mission = half_year()
    for k in range(2):
        mission.account(f"ACC-t{k}", day(25), text=text)
    row = indicator(mission.run(), "TESTM", "threats against")
    assert (row["state"], row["evidence_ids"]) == ("raised", ["ACC-t0", "ACC-t1"])


def test_nobody_reporting_is_no_coverage_and_asked_for() -> None:
    mission = Mission()
    mission.incident("a", day(1), place="PLC-w")
    result = mission.run()
    row = indicator(result, "west", "weeks since")
    assert row["state"] == "no_coverage"
    asked = [r for r in result.tables["requirement"].to_pylist() if r["kind"] == "coverage"]
    assert {r["scope"] for r in asked} == {"river", "west"}


def test_quiet_control_raises_the_institutional_horizon() -> None:
    mission = half_year()
    mission.rows["hypothesis"][0]["quiet_control"] = True
    row = indicator(mission.run(), "HYP-1", "levies")
    assert (row["state"], row["horizon"]) == ("raised", "institutional")


def test_the_acquisition_plan_asks_what_would_change_a_judgement() -> None:
    mission = half_year()
    mission.rows["contradiction"].append(
        {"contradiction_id": "CON-1", "incident_id": "INC-03", "field": "toll",
         "account_a": "ACC-03", "value_a": "1", "account_b": "ACC-04", "value_b": "3",
         "request": "How many were killed?"}
    )  # fmt: skip
    for rank, (rival, weight) in enumerate((("one_network", 0.6), ("licit_livelihood", 0.4)), 1):
        mission.rows["rival"].append(
            {"hypothesis_id": "HYP-1", "rival": rival, "rank": rank, "weight": weight,
             "separating_evidence": "customs records of the loads"}
        )  # fmt: skip
    mission.rows["breaking_test"].append(
        {"hypothesis_id": "HYP-1", "kind": "origin", "left_out": "O-03", "survives": False,
         "strength_left": 0.1}
    )  # fmt: skip
    mission.rows["element"].append(
        {"hypothesis_id": "HYP-1", "element": "material_benefit", "verdict": "unknown"}
    )
    rows = {
        (r["kind"], r["value"]): r for r in mission.run().tables["requirement"].to_pylist()
        if r["scope"] in ("HYP-1", "INC-03")
    }  # fmt: skip
    assert set(rows) == {
        ("contradiction", "high"), ("rival", "high"), ("gap", "high"), ("gap", "medium")
    }  # fmt: skip
    rival = rows["rival", "high"]
    assert "customs records" in rival["question"]
    assert rival["splits"] == "one network or licit livelihood"
    assert (rival["pir"], rival["components"][-1]) == ("PIR 1", "justice")
    assert "military" not in rows["gap", "high"]["components"]
    assert not any("IAP" in str(r) for r in rows.values())


def test_a_rejected_or_merged_hypothesis_has_no_outlook() -> None:
    mission = half_year()
    mission.rows["hypothesis"][0]["status"] = "rejected"
    result = mission.run()
    assert "HYP-1" not in result.tables["indicator"]["scope"].to_pylist()
    assert "hypothesis" not in result.tables["series"]["area_kind"].to_pylist()


def test_empty_inputs_are_no_error() -> None:
    empty = {name: TABLES[name].empty() for name in STAGE.reads}
    result = STAGE.function(empty, make_run(**PROFILE))
    assert result.flow.adds_up
    assert result.tables["requirement"].num_rows == 2  # silence on both corridors


def test_a_hypothesis_is_counted_by_market_and_forecast_as_a_whole() -> None:
    mission = half_year()
    mission.incident("x", day(9), hypothesis="HYP-1", markets=("arms_trafficking",))
    result = mission.run()
    whole, fuel, arms = (
        counts(result, market, "HYP-1") for market in ("all", "fuel_smuggling", "arms_trafficking")
    )
    assert (whole[9], fuel[9], arms[9]) == (2, 1, 1)
    assert [a + b for a, b in zip(fuel, arms, strict=True)] == whole
    rows = result.tables["series"].to_pylist()
    markets = {r["series_id"]: r["market"] for r in rows if r["area"] == "HYP-1"}
    asked = {r["series_id"] for r in result.tables["forecast"].to_pylist()} & markets.keys()
    assert {markets[name] for name in asked} == {"all"}
