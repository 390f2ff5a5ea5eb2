"""The back-test leaks nothing, the gate opens only on skill, and outside tables can be read."""

from __future__ import annotations

import csv
import itertools
from calendar import month_name
from pathlib import Path

import numpy as np
import pytest

from fusion.outlook import backtest_counts, boosted, combining, quantile_boosted
from fusion.outlook.backtest import backtest, skill_interval
from fusion.outlook.baselines import BASELINES
from fusion.outlook.combining import Forecaster, simplex_weights
from fusion.outlook.count_tables import read_counts
from fusion.outlook.distributions import quantiles
from fusion.outlook.gate import GUIDES, LEAST_ORIGINS
from fusion.outlook.history import History

LEVELS = tuple(np.linspace(0.05, 0.95, 19))


def history(n_series: int = 20, n_periods: int = 60, seed: int = 1) -> History:
    """Series whose level drifts, so that the past tells and a pooled model can learn."""
    rng = np.random.default_rng(seed)
    drift = np.cumsum(rng.normal(0, 0.25, (n_series, n_periods)), axis=1)
    counts = rng.poisson(np.exp(np.clip(drift + 0.3, -3, 3)))
    return History(tuple(f"s{n}" for n in range(n_series)), counts)


def test_data_after_the_origin_change_no_forecast() -> None:
    before = history()
    origin = 40
    changed = before.counts.copy()
    changed[:, origin + 1 :] = changed[:, origin + 1 :][::-1] * 7 + 3
    after = History(before.keys, changed)
    for horizon in (1, 8):
        forecasts = [Forecaster(h).predict(origin, horizon) for h in (before, after)]
        assert all(f is not None for f in forecasts)
        tables = [quantiles(f, LEVELS) for f in forecasts if f is not None]
        assert np.array_equal(tables[0], tables[1])
        assert np.array_equal(forecasts[0].mean, forecasts[1].mean)  # type: ignore[union-attr]


def test_late_reports_are_not_known_early() -> None:
    new = np.zeros((1, 6, 3), dtype=np.int64)
    new[0, 2, 0], new[0, 2, 2] = 4, 5  # four at once, five two periods late
    late = History(("s",), new.sum(axis=2), np.cumsum(new, axis=2))
    assert late.known(2)[0, 2] == 4
    assert late.known(3)[0, 2] == 4
    assert late.known(4)[0, 2] == 9


def test_all_six_baselines_and_the_model_are_scored_at_every_horizon() -> None:
    rows, verdicts = backtest(Forecaster(history(10)), "x·week", range(36, 59), (1, 4), seed=3)
    expected = {*BASELINES, *combining.PART_NAMES, combining.NAME}
    expected -= {boosted.NAME, quantile_boosted.NAME}  # too few rows
    for horizon, group in itertools.groupby(rows, key=lambda row: row.horizon):
        listed = list(group)
        assert {row.model for row in listed} >= expected
        assert {row.n for row in listed} == {10 * (59 - 36 - horizon + 1)}
    assert [v.horizon for v in verdicts] == [1, 4]
    assert min(r.crps for r in rows if r.is_baseline) == pytest.approx(
        next(r.crps for r in rows if r.is_baseline and r.skill == pytest.approx(0))
    )


def test_the_gate_opens_where_there_is_something_to_learn() -> None:
    _, verdicts = backtest(Forecaster(history(16, 60)), "x·week", range(36, 59), (1,), seed=3)
    assert verdicts[0].has_skill
    assert "beat" in verdicts[0].reason


def test_the_gate_stays_shut_on_pure_noise_and_on_a_short_record() -> None:
    counts = np.random.default_rng(5).poisson(2.0, (8, 60))
    noise = History(tuple(f"s{n}" for n in range(8)), counts)
    rows, verdicts = backtest(Forecaster(noise), "x·week", range(30, 59), (1,), seed=3)
    model = next(row for row in rows if row.model == combining.NAME)
    assert verdicts[0].has_skill == (model.skill_low is not None and model.skill_low > 0)
    short, shut = backtest(Forecaster(history(20, 26)), "x·week", range(11, 25), (1,), seed=3)
    assert not shut[0].has_skill
    assert str(LEAST_ORIGINS) in shut[0].reason
    assert all(row.skill_low is None for row in short)


def test_zero_is_never_the_published_guide() -> None:
    counts = np.zeros((10, 40), dtype=np.int64)
    counts[0, 20] = 1
    empty = History(tuple(f"s{n}" for n in range(10)), counts)
    _, verdicts = backtest(Forecaster(empty), "x·week", range(11, 39), (1,), seed=3)
    assert verdicts[0].guide in GUIDES
    assert not verdicts[0].has_skill


def test_skill_interval_holds_a_known_skill() -> None:
    rng = np.random.default_rng(0)
    reference = rng.gamma(2, 1, 60 * 10)
    low, high = skill_interval(0.9 * reference, reference, 60, 1, seed=1)
    assert low == pytest.approx(0.1)
    assert high == pytest.approx(0.1)
    low, high = skill_interval(rng.permutation(reference), reference, 60, 1, seed=1)
    assert low < 0 < high


def test_the_same_seed_gives_the_same_rows() -> None:
    first = backtest(Forecaster(history()), "x·week", range(46, 59), (2,), seed=3)
    assert backtest(Forecaster(history()), "x·week", range(46, 59), (2,), seed=3) == first


def test_an_outside_table_is_read_and_scored(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    counts = history(6, 60).counts
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Admin2 Pcode", "Month", "Year", "Events"])
        for series, period in itertools.product(range(6), range(60)):
            year, month = 2018 + period // 12, month_name[period % 12 + 1]
            writer.writerow([f"XX{series}", month, year, counts[series, period]])
    read = read_counts(path, "Events", "Admin2 Pcode")
    assert read.first == 2018 * 12
    assert np.array_equal(read.history.counts, counts)
    found = backtest_counts(path, first=(2019, 6), last=(2022, 11), horizons=(1, 3))
    scored = {row.horizon: row.n for row in found.rows}
    assert scored == {1: 6 * 42, 3: 6 * 40}  # each horizon on the origins that have an outcome
    assert {row.n_origins for row in found.moved} <= {42, 40}


def test_weights_go_to_what_scored_well_and_stay_equal_without_a_past() -> None:
    assert simplex_weights(np.zeros((3, 3))) == pytest.approx(np.full(3, 1 / 3))
    found = simplex_weights(np.array([[0.1, 0.1], [0.1, 0.9]]))
    assert found.sum() == pytest.approx(1)
    assert found[0] > 0.9
    # Two that err in opposite ways share the weight.
    assert simplex_weights(np.array([[1.0, -0.5], [-0.5, 1.0]])) == pytest.approx([0.5, 0.5])


def test_forecasts_do_not_depend_on_which_origins_were_asked_before() -> None:
    fresh, used = Forecaster(history()), Forecaster(history())
    for origin in (58, 30, 52):
        used.predict(origin, 2)
    a, b = fresh.predict(45, 2), used.predict(45, 2)
    assert a is not None and b is not None
    assert np.array_equal(quantiles(a, LEVELS), quantiles(b, LEVELS))
    assert fresh.weights(45, 2) == used.weights(45, 2)
