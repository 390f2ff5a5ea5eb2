"""Back-test of the outlook on real monthly counts: six baselines and the model, in one run.

    python benchmarks/bench_outlook.py --data DIR [--value Events] [--json]

DIR holds counts/mali_admin2_month.csv (ACLED through HDX, terms of use; never copied here).
Prints the mean CRPS over horizons, coverage, and skill over the best baseline with its interval.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from fusion.outlook.backtest import Row
from fusion.outlook.outside import backtest_counts

TABLE = Path("counts") / "mali_admin2_month.csv"


def main() -> None:
    """Run the back-test and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the evaluation data")
    parser.add_argument("--value", default="Events", help="column to forecast: Events, Fatalities")
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    options = parser.parse_args()
    if not (options.data / TABLE).exists():
        print(f"absent: {options.data / TABLE}")
        return
    started = time.perf_counter()
    rows = backtest_counts(
        options.data / TABLE, value=options.value, first=(2018, 1), last=(2023, 6)
    )
    summary = summarise(rows)
    if options.json:
        print(json.dumps(summary, indent=1))
        return
    print(f"{options.value}, origins 2018-01..2023-06, horizons 1, 2, 3, 6 months")
    print(f"{'model':20} {'CRPS':>7} {'ign.':>6} {'MIS90':>7} {'cover':>6} {'onset':>6} by horizon")
    for line in summary:
        print(
            f"{line['model']:20} {line['crps']:7.4f} {line['ignorance']:6.3f} "
            f"{line['interval_score']:7.3f} {line['coverage']:6.3f} {line['brier_onset']:6.3f}  "
            + " ".join(f"{x:.3f}" for x in line["by_horizon"])
        )
    for row in rows:
        if not row.is_baseline and row.skill_low is not None and row.skill_high is not None:
            print(
                f"skill of {row.model} over the best baseline, horizon {row.horizon}: "
                f"{row.skill:+.3f} (95 % {row.skill_low:+.3f} to {row.skill_high:+.3f})"
            )
    print(f"{time.perf_counter() - started:.1f} s")


def summarise(rows: list[Row]) -> list[dict[str, object]]:
    """Means over horizons by model, best CRPS first."""
    by_model: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    lines: list[dict[str, object]] = [
        {
            "model": model,
            **{
                field: fmean(getattr(row, field) for row in group)
                for field in ("crps", "ignorance", "interval_score", "coverage")
            },
            "brier_onset": fmean(row.brier_onset or 0.0 for row in group),
            "by_horizon": [row.crps for row in group],
        }
        for model, group in by_model.items()
    ]
    return sorted(lines, key=lambda line: float(str(line["crps"])))


if __name__ == "__main__":
    main()
