"""Back-test of the outlook on real monthly counts: six baselines and the model.

`fusion bench outlook --data DIR`: DIR holds counts/mali_admin2_month.csv (ACLED through HDX, terms
of use; never copied here). Means are over the horizons; each horizon has its own interval.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from fusion.outlook import combining
from fusion.outlook.backtest import Row as Scored
from fusion.outlook.combining import Forecaster
from fusion.outlook.count_tables import read_counts
from fusion.outlook.displaced import Tested
from fusion.outlook.history import History
from fusion.outlook.outside import backtest_counts
from fusion.pipeline.bench import Row

TABLE = Path("counts") / "mali_admin2_month.csv"
# The table ends in 2023-12: six months ahead it has outcomes of origins to 2023-06 only. At each
# horizon all origins with an outcome count.
FIRST, LAST = (2018, 1), (2023, 9)
HORIZONS = (1, 2, 3, 6)
# Mean CRPS that other tools' baselines reached with origins to 2023-06 at every horizon (November
# 2026): three months fewer than ours at horizons 1 to 3.
PEERS = {
    "Events": {
        "zero": 1.602, "last_value": 0.973, "window_mean": 0.778, "conflictology": 0.781,
        "mixture": 0.774, "negative_binomial": 0.764, "pooled_regression": 0.746,
    },
    "Fatalities": {"conflictology": 3.307, "mixture": 3.284, "negative_binomial": 3.258},
}  # fmt: skip
Models = Mapping[str, Sequence[Scored]]


def rows(data: Path | None) -> list[Row]:
    """Measured rows for events and fatalities; says that the table is absent where it is."""
    path = (data or Path()) / TABLE
    if data is None or not path.is_file():
        return [Row("outlook: cercles of Mali by month", "–", f"absent: {path}", None)]
    started = time.perf_counter()
    events, moved = _back_test(path, "Events")
    seconds = time.perf_counter() - started
    fatalities, _ = _back_test(path, "Fatalities")
    return [
        *baseline_rows(events, "Events"), *skill_rows(events, "Events"),
        *calibration_rows(events, "Events"), *displacement_rows(moved),
        *baseline_rows(fatalities, "Fatalities"), *skill_rows(fatalities, "Fatalities"),
        *calibration_rows(fatalities, "Fatalities"),
        _as_of_row(path),
        Row(f"outlook: back-test of the events, {len(events)} models, and of displacement", "–",
            f"{seconds:.1f} s", None),
    ]  # fmt: skip


def _back_test(path: Path, value: str) -> tuple[Models, Sequence[Tested]]:
    by_model: dict[str, list[Scored]] = defaultdict(list)
    found = backtest_counts(path, value=value, first=FIRST, last=LAST, horizons=HORIZONS)
    for row in found.rows:
        by_model[row.model].append(row)
    return by_model, found.moved


def displacement_rows(moved: Sequence[Tested]) -> list[Row]:
    """How well the rise of a neighbour is told after an area fell, at each horizon.

    Nothing is asked of a size; the gate prints a number only where the interval lies above zero.
    """
    rows = []
    for row in moved:
        test = f"outlook, displacement to a neighbour at month +{row.horizon}"
        told = f"{row.n} falls beside, {row.n_rises} rises"
        if row.brier is None or row.skill_low is None or row.skill_high is None:
            rows.append(Row(test, "–", f"{told}; {row.reason}", None))
            continue
        shut = "" if row.has_skill else "; no number is printed"
        rows += [
            Row(f"{test}, Brier score", "below base rate and history",
                f"{row.brier:.4f} against {row.brier_best:.4f} ({_words(row.best_baseline)}; base "
                f"rate {row.brier_base:.4f}; skill {row.skill_low:+.1%} to {row.skill_high:+.1%}; "
                f"{told}{shut})", row.has_skill),
            Row(f"{test}, average precision", "above the best baseline's",
                f"{row.average_precision or 0:.3f} against {row.average_precision_base or 0:.3f}",
                (row.average_precision or 0) > (row.average_precision_base or 0)),
        ]  # fmt: skip
    return rows


def baseline_rows(models: Models, value: str) -> list[Row]:
    """Mean CRPS of each model, best first, beside what peers reached; nothing is asked of it."""
    crps = {name: _mean_crps(models, name) for name in models}
    return [
        Row(f"outlook, {value}: CRPS of {_words(name)}", _peer(value, name), f"{crps[name]:.3f}",
            None)
        for name in sorted(crps, key=lambda name: (crps[name], name))
    ]  # fmt: skip


def skill_rows(models: Models, value: str) -> list[Row]:
    """What the model gains on conflictology and on the best baseline, and at each horizon."""
    test = f"outlook, {value}: CRPS of the model below"
    if combining.NAME not in models:
        return [Row(f"{test} the best baseline", "–", "too few data to fit the model", None)]
    best = _best(models, lambda name: _mean_crps(models, name))
    # Issue: 8 % and 5 % for events; for fatalities any gain whose interval lies above zero.
    least = {"Events": (0.08, 0.05)}.get(value, (None, 0.0))
    pairs = [("conflictology", "conflictology", least[0]), ("the best baseline", best, least[1])]
    gains = [_gain_row(models, test, label, name, bar) for label, name, bar in pairs]
    return gains + [_horizon_row(row, value) for row in models[combining.NAME]]


def _gain_row(models: Models, test: str, label: str, name: str, bar: float | None) -> Row:
    ours, theirs = _mean_crps(models, combining.NAME), _mean_crps(models, name)
    gain = 1 - ours / max(theirs, 1e-12)
    asked = "–" if bar is None else f"≥ {bar:.0%}" if bar else "> 0 %"
    holds = None if bar is None else gain >= bar and gain > 0
    measured = f"{gain:.1%} ({ours:.3f} against {theirs:.3f}, {_words(name)})"
    return Row(f"{test} {label}", asked, measured, holds)


def _horizon_row(row: Scored, value: str) -> Row:
    test = f"outlook, {value}: skill over the best baseline at month +{row.horizon}"
    asked = "95 % interval above zero"
    if row.skill_low is None or row.skill_high is None:
        return Row(test, asked, f"{row.skill:+.1%} (too few origins for an interval)", None)
    interval = f"{row.skill_low:+.1%} to {row.skill_high:+.1%}"
    return Row(test, asked, f"{row.skill:+.1%} ({interval})", row.skill_low > 0)


def calibration_rows(models: Models, value: str) -> list[Row]:
    """Coverage of the model's 90 % interval, and onset against the best baseline."""
    if combining.NAME not in models:
        return []
    coverage = fmean(row.coverage for row in models[combining.NAME])
    onset = f"outlook, {value}: onset after three quiet months"
    brier = {name: _mean_brier(group) for name, group in models.items()}
    best = _best(models, lambda name: brier[name])
    return [
        Row(f"outlook, {value}: coverage of the 90 % interval", "0.87–0.93", f"{coverage:.3f}",
            0.87 <= coverage <= 0.93),
        Row(f"{onset}, Brier score", "below the best baseline's",
            f"{brier[combining.NAME]:.4f} against {brier[best]:.4f} ({_words(best)})",
            brier[combining.NAME] < brier[best]),
        _precision_row(models, onset),
    ]  # fmt: skip


def _precision_row(models: Models, onset: str) -> Row:
    mean = {
        name: fmean(v for row in group if (v := row.average_precision) is not None)
        for name, group in models.items()
        if any(row.average_precision is not None for row in group)
    }
    if combining.NAME not in mean:
        return Row(f"{onset}, average precision", "above the best baseline's", "no onset", None)
    best = _best(models, lambda name: -mean.get(name, 0.0))
    return Row(
        f"{onset}, average precision", "above the best baseline's",
        f"{mean[combining.NAME]:.3f} against {mean[best]:.3f} ({_words(best)})",
        mean[combining.NAME] > mean[best],
    )  # fmt: skip


def _as_of_row(path: Path) -> Row:
    """Forecasts at two Januaries, before and after all later counts are changed."""
    table = read_counts(path, "Events")
    history, start = table.history, table.first
    # The first and the last January tested, nearest and farthest month: weights and tails of each
    # rest on six years of forecasts before it, so more of them would only take longer.
    origins = [year * 12 - start for year in (FIRST[0], LAST[0])]
    horizons = (HORIZONS[0], HORIZONS[-1])
    changed, known = 0, Forecaster(history)
    for origin in origins:
        counts = history.counts.copy()
        counts[:, origin + 1 :] = np.roll(counts[:, origin + 1 :], 1) + 7
        shifted = Forecaster(History(history.keys, counts))
        for horizon in horizons:
            before = _forecast(known, origin, horizon)
            changed += not np.array_equal(before, _forecast(shifted, origin, horizon))
    n = len(origins) * len(horizons)
    return Row("outlook: forecasts changed by data after the origin", "0",
               f"{changed} of {n} (origin, horizon)", changed == 0)  # fmt: skip


def _forecast(forecaster: Forecaster, origin: int, horizon: int) -> np.ndarray:
    known = forecaster.predict(origin, horizon)
    if known is None:
        return np.zeros(0)
    return known.cdf(np.arange(len(forecaster.history.keys)), int(known.top.max()))


def _mean_crps(models: Models, name: str) -> float:
    return fmean(row.crps for row in models[name])


def _mean_brier(group: Sequence[Scored]) -> float:
    # Without a quiet series nothing could begin: not a number, which no comparison calls better.
    scores = [row.brier_onset for row in group if row.brier_onset is not None]
    return fmean(scores) if scores else float("nan")


def _best(models: Models, loss: Callable[[str], float]) -> str:
    return min((name for name, group in models.items() if group[0].is_baseline), key=loss)


def _peer(value: str, name: str) -> str:
    figure = PEERS[value].get(name)
    return "–" if figure is None else f"– (peers {figure:.3f})"


def _words(name: str) -> str:
    return name.replace("_", " ")
