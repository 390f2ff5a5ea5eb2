"""The benchmarks of names, places and the outlook: nothing is skipped, every bar is held to."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import bench_names, bench_outlook, bench_places
from fusion.outlook import combining
from fusion.outlook.backtest import Row as Scored
from fusion.pipeline.bench import Row, benches

MODEL = Scored("s", combining.NAME, 1, 100, 0.90, 1.0, 5.0, 0.90, 0.10, 0.1, 0.02, 0.2, False,
               0.4, "2")  # fmt: skip
BASELINE = Scored("s", "conflictology", 1, 100, 1.0, 1.1, 6.0, 0.92, 0.12, 0.0, None, None, True,
                  0.3, None)  # fmt: skip


def models(**changes: float) -> dict[str, list[Scored]]:
    return {combining.NAME: [replace(MODEL, **changes)], "conflictology": [BASELINE]}


def holds(rows: list[Row]) -> list[bool | None]:
    return [row.holds for row in rows]


@pytest.mark.parametrize(
    ("bench", "n_sets"), [(bench_names, 2), (bench_places, 3), (bench_outlook, 1)]
)
def test_an_absent_set_is_said_to_be_absent(bench, n_sets, tmp_path) -> None:
    for data in (None, tmp_path):
        rows = bench.rows(data)
        assert len(rows) == n_sets
        assert all(row.measured.startswith("absent: ") and row.holds is None for row in rows)


def test_fusion_bench_finds_them() -> None:
    assert {"names", "places", "outlook"} <= benches(Path("benchmarks")).keys()


def test_skill_of_ten_percent_holds_and_of_four_does_not() -> None:
    assert holds(bench_outlook.skill_rows(models(), "Events")) == [True, True, True]
    weak = models(crps=0.96, skill_low=-0.01)
    assert holds(bench_outlook.skill_rows(weak, "Events")) == [False, False, False]
    assert holds(bench_outlook.skill_rows(weak, "Fatalities")) == [None, True, False]


def test_without_an_interval_skill_is_not_judged() -> None:
    row = bench_outlook.skill_rows(models(skill_low=None), "Events")[-1]
    assert row.holds is None and "too few origins" in row.measured


def test_coverage_and_onset_are_judged_and_what_is_not_measured_is_named() -> None:
    assert holds(bench_outlook.calibration_rows(models(), "Events")) == [True, True, True]
    wide = models(coverage=0.96, brier_onset=0.13, average_precision=0.2)
    assert holds(bench_outlook.calibration_rows(wide, "Events")) == [False, False, False]


def test_name_measures_take_equal_scores_together() -> None:
    truth = np.array([1.0, 0.0, 1.0, 0.0])
    perfect = bench_names.measures(truth, np.array([0.9, 0.1, 0.8, 0.2]))
    assert list(perfect.values()) == [1.0, 1.0, 1.0]
    level = bench_names.measures(truth, np.full(4, 0.5))
    assert level[bench_names.AP] == 0.5 and level[bench_names.RECALL] == 0.0


def test_names_are_scored_from_a_folder(tmp_path) -> None:
    (tmp_path / "names").mkdir()
    with (tmp_path / "names" / "name_pairs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name1", "name2", "is_match"])
        writer.writerow(["Sidi Ag Tanoust", "Sidi ag Tanoust", "true"])
        writer.writerow(["Sidi Ag Tanoust", "Boubou Kelessi", "false"])
    rows = {row.test: row for row in bench_names.rows(tmp_path)}
    assert rows["names: name_pairs, all (2), best F1"].holds is True
    assert rows["names: un_list_pairs"].measured.startswith("absent")
