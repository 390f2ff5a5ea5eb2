"""Back-test, an analyst's own forecast and traced requirements, as a script sees them."""

from __future__ import annotations

import csv
from calendar import month_name
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from fusion.pipeline import ledger, products
from fusion.pipeline.layout import Mission
from fusion.stage import Run
from tests.cli.support import fusion
from tests.laws import missions


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    drawn = np.random.default_rng(1).poisson(1.5, (4, 96))
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Area", "Month", "Year", "Events"])
        for (series, month), count in np.ndenumerate(drawn):
            name = month_name[month % 12 + 1]
            writer.writerow([f"A{series}", name, 2015 + month // 12, count])
    return path


def test_backtest_prints_plots_and_keeps_the_scores_of_an_outside_table(
    counts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "scores"
    shown = fusion("backtest", "--counts", counts, "--unit", "Area", "--first", "2021-01",
                   "--last", "2021-06", "--out", out)  # fmt: skip
    assert shown.code == 0 and "conflictology" in shown.out
    scores = pq.read_table(out / "forecast_score.parquet").to_pylist()
    assert {row["horizon"] for row in scores} == {1, 2, 3, 6}
    assert {row["n"] for row in scores} == {24}
    assert (out / "backtest.svg").read_text(encoding="utf-8").startswith("<svg")


def test_backtest_says_what_is_wrong_with_its_input(counts: Path, tmp_path: Path) -> None:
    assert fusion("backtest", "--counts", tmp_path / "none.csv").code == 6
    wrong = fusion("backtest", "--counts", counts, "--unit", "Area", "--first", "May")
    assert wrong.code == 2 and "2018-01" in wrong.err


@pytest.fixture
def mission(few: Mission, tmp_path: Path) -> Mission:
    return missions.copied(few, tmp_path / "m")


def test_backtest_prints_the_missions_own_scores(mission: Mission, tmp_path: Path) -> None:
    found = fusion("backtest", "--out", tmp_path, "--json", mission=mission).json
    assert found and {row["scope"].partition("·")[2] for row in found} <= {"week", "month"}
    assert pq.read_table(tmp_path / "forecast_score.parquet").num_rows == len(found)


def test_requirements_and_unused_reports_are_listed(mission: Mission) -> None:
    found = fusion("requirements", "--json", mission=mission).json
    assert {row["pir"] for row in found} == {r.code for r in mission.profile.requirements}
    one = fusion("requirements", found[0]["pir"], mission=mission)
    assert one.code == 0
    assert fusion("requirements", "PIR 99", mission=mission).code == 6
    listed = fusion("requirements", "--unused", "--json", mission=mission).json
    used = {row["report_id"] for row in missions.rows_of(mission)["report_use"]
            if row["use"] != "unused"}  # fmt: skip
    assert not used & {row["report"] for row in listed}


def test_an_analysts_forecast_needs_an_open_question(mission: Mission) -> None:
    assert fusion("forecast", mission=mission).code == 0
    missing = fusion("forecast", "FOR-000000000000", "-p", "0.4", "-r", "why", mission=mission)
    assert missing.code == 6


def test_a_release_enters_its_forecasts_once_and_later_runs_know_them(mission: Mission) -> None:
    brief = missions.rows_of(mission)["brief"][0]
    missions.decide(mission, "approve", brief["brief_id"])
    products.release(mission, brief["brief_id"])
    entries = ledger.everything(mission)
    products.release(mission, brief["brief_id"])
    assert ledger.everything(mission).equals(entries)
    same = Run(mission.profile, brief["as_of"], mission.profile.seed)
    assert ledger.known(mission, same).num_rows == 0  # the run that made it does not see it
