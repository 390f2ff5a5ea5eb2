"""Published forecasts are resolved, scored and learnt from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from fusion.outlook.resolution import quantile_crps
from fusion.outlook.series import Key, series_id
from fusion.outlook.track import Lesson, learn, lessons, track_rows
from tests.outlook.test_stage import Mission, day, half_year
from tests.support import make_table


def entry(name: str, probability: float, **changes: Any) -> dict[str, Any]:
    return {
        "entry_id": name, "forecast_id": f"FOR-{name}", "made_by": "machine",
        "series_id": series_id(Key("mission", "TESTM", "all"), "week"),
        "starts_on": day(10, 0), "resolves_on": day(10, 6), "made_on": day(9, 6),
        "at_least": 1, "probability": probability, "p_history": 0.5,
        "quantiles": '{"0.05":0,"0.5":1,"0.95":3}', "history_quantiles": '{"0.5":0}', **changes,
    }  # fmt: skip


def resolved(mission: Mission, *entries: dict[str, Any]) -> dict[str, dict[str, Any]]:
    mission.rows["forecast_ledger"] = list(entries)
    rows = mission.run().tables["forecast_resolution"].to_pylist()
    return {row["entry_id"]: row for row in rows}


def test_a_forecast_is_settled_by_the_incidents_of_its_period() -> None:
    found = resolved(
        half_year(), entry("a", 0.9), entry("b", 0.2, at_least=2),
        entry("open", 0.5, starts_on=day(25, 0), resolves_on=day(25, 6)),
    )  # fmt: skip
    assert set(found) == {"a", "b"}  # the last week is not over by four weeks
    assert (found["a"]["outcome"], found["a"]["happened"]) == (1, True)
    assert found["a"]["brier"] == pytest.approx(0.01)
    assert found["a"]["brier_history"] == pytest.approx(0.25)
    assert found["a"]["is_inside"]
    assert not found["b"]["happened"]


def test_an_incident_that_became_known_too_late_does_not_settle_it() -> None:
    mission = half_year()
    mission.incident("late", day(10), late=60)
    assert resolved(mission, entry("a", 0.9))["a"]["outcome"] == 1


def test_machine_and_analyst_stand_side_by_side_with_history() -> None:
    mission = half_year()
    mission.rows["forecast_ledger"] = [
        entry("a", 0.9), entry("b", 0.6, made_by="analyst", quantiles=None, forecast_id="FOR-a"),
    ]  # fmt: skip
    tables = mission.run().tables
    record = {row["made_by"]: row for row in tables["track_record"].to_pylist()}
    assert {name: row["n"] for name, row in record.items()} == {
        "machine": 1, "analyst": 1, "history": 1,
    }  # fmt: skip
    assert record["analyst"]["brier"] == pytest.approx(0.16)
    assert record["analyst"]["crps"] is None and record["machine"]["crps"] is not None
    bins = tables["calibration_bin"].to_pylist()
    assert sum(row["n"] for row in bins) == 3


def test_no_ledger_no_record() -> None:
    assert track_rows([]) == ([], [])
    assert lessons([]) == {}


def test_under_confidence_is_learnt_and_a_few_forecasts_teach_little() -> None:
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.02, 0.98, 4000)
    happened = (rng.random(4000) < truth).astype(float)
    timid = 1 / (1 + np.exp(-0.5 * np.log(truth / (1 - truth))))
    lesson = learn(timid, happened)
    assert lesson.slope == pytest.approx(2.0, abs=0.15)
    assert lesson.intercept == pytest.approx(0.0, abs=0.1)
    assert lesson.apply(0.7) == pytest.approx(0.845, abs=0.03)
    few = learn(timid[:3], happened[:3])
    assert abs(few.slope - 1) < 0.3
    assert Lesson().apply(0.37) == pytest.approx(0.37)


def test_quantile_crps_is_the_mean_pinball_loss() -> None:
    assert quantile_crps({}, 3) is None
    assert quantile_crps({0.5: 1.0}, 3) == pytest.approx(2.0)  # the absolute error of the median
    exact = {q: float(np.floor(10 * q)) for q in np.linspace(0.05, 0.95, 19)}
    far = quantile_crps(exact, 40)
    near = quantile_crps(exact, 5)
    assert far is not None and near is not None and far > near > 0


def test_a_ledger_entry_keeps_its_declared_form() -> None:
    table = make_table("forecast_ledger", entry("a", 0.4))
    assert table["probability"].to_pylist() == [0.4]
    assert table["known_from"][0].as_py().tzinfo is not None
    assert isinstance(table["resolves_on"][0].as_py(), dt.date)
