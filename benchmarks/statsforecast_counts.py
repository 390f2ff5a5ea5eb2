"""StatsForecast's models for intermittent counts, timed; run by bench_forecast_speed.

    python statsforecast_counts.py COUNTS.npy N_ORIGINS HORIZON

COUNTS.npy holds (series, periods). Prints one line of JSON: version, models, wall and processor
seconds. Apart from the package because StatsForecast needs an older pandas than the product.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pandas as pd
import statsforecast
from statsforecast import models


def main(path: str, n_origins: int, horizon: int) -> None:
    """Rolling-origin forecasts of every series by every model, on one core."""
    counts = np.load(path)
    count_models = [
        models.CrostonClassic(), models.CrostonOptimized(), models.CrostonSBA(), models.ADIDA(),
        models.IMAPA(), models.TSB(0.2, 0.2),
    ]  # fmt: skip
    engine = statsforecast.StatsForecast(models=count_models, freq=1, n_jobs=1)
    engine.cross_validation(df=_frame(counts[:2]), h=horizon, n_windows=1)  # compiled, untimed
    frame = _frame(counts)
    wall, cpu = time.perf_counter(), time.process_time()
    made = engine.cross_validation(df=frame, h=horizon, n_windows=n_origins, step_size=1)
    told = {
        "version": statsforecast.__version__,
        "models": [model.alias for model in count_models],
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "n_forecasts": len(made) * len(count_models),
    }
    print(json.dumps(told))


def _frame(counts: np.ndarray) -> pd.DataFrame:
    n, periods = counts.shape
    return pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(n), periods),
            "ds": np.tile(np.arange(periods), n),
            "y": counts.ravel().astype(np.float32),
        }
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
