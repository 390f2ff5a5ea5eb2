"""Speed of the outlook: 5,000 series, 6 horizons, 60 origins, quantiles of every forecast.

Beside it StatsForecast (Apache-2.0, not needed by the product): its models for intermittent counts
on some of the same series, points only, for that is what they give. It needs an older pandas than
the product, so uv runs it in an environment of its own; without uv or the registry the row says
so. Series are drawn: a drifting level, negative binomial counts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import quantiles
from fusion.outlook.history import History
from fusion.outlook.shares import by_horizon
from fusion.pipeline.bench import Row

N_SERIES, N_PERIODS = 5000, 160
HORIZONS = (1, 2, 3, 4, 5, 6)
ORIGINS = range(94, 154)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
LIMIT_S = 600.0
# StatsForecast is timed on so many series and origins and its time scaled up: its cost is the same
# for each series and each origin.
PEER = "statsforecast==2.1.1"
PEER_SERIES, PEER_ORIGINS = 500, 6
SCRIPT = Path(__file__).parent / "statsforecast_counts.py"


def rows(_data: Path | None) -> list[Row]:
    """Time of ours, and of StatsForecast's count models where it can be had."""
    history = drawn()
    return [ours(history), _peer(history)]


def ours(history: History) -> Row:
    """Wall and processor seconds of every forecast, each process's own and its start among them."""
    wall = time.perf_counter()
    made = by_horizon(everything, history, HORIZONS, len(ORIGINS))
    wall = time.perf_counter() - wall
    n, cpu = (sum(column) for column in zip(*made, strict=True))
    test = f"outlook: {N_SERIES:,} series × {len(HORIZONS)} horizons × {len(ORIGINS)} origins"
    told = (
        f"{wall:.0f} s on {min(joblib.cpu_count(), len(HORIZONS))} processes, {cpu:.0f} s of "
        f"processor ({n:,} forecasts with five quantiles)"
    )
    return Row(test, "under 10 minutes on two cores", told, wall < LIMIT_S)


def drawn(n_series: int = N_SERIES, seed: int = 1) -> History:
    """Series whose log level walks; four in five are thin."""
    rng = np.random.default_rng(seed)
    start = np.log(rng.gamma(0.6, 1.5, n_series) + 0.05)
    walk = start[:, None] + np.cumsum(rng.normal(0, 0.12, (n_series, N_PERIODS)), axis=1)
    level = np.exp(np.clip(walk, -4, 3))
    counts = rng.poisson(level * rng.gamma(2.0, 0.5, level.shape))
    return History(tuple(f"s{k}" for k in range(n_series)), counts)


def everything(forecaster: Forecaster, horizon: int) -> tuple[int, float]:
    """Make every forecast of a horizon with its quantiles: their number, and processor seconds."""
    made, cpu = 0, time.process_time()
    for origin in ORIGINS:
        found = forecaster.predict(origin, horizon)
        if found is not None:
            made += len(quantiles(found, LEVELS))
    return made, time.process_time() - cpu


def _peer(history: History) -> Row:
    test = "outlook: the same by StatsForecast's count models, points only"
    found = _timed(history.counts[:: N_SERIES // PEER_SERIES, : ORIGINS[-1] + HORIZONS[-1] + 1])
    if found is None:
        return Row(test, "–", f"absent: needs uv and {PEER} from the registry", None)
    scale = N_SERIES / PEER_SERIES * len(ORIGINS) / PEER_ORIGINS
    told = (
        f"{found['wall_s'] * scale:.0f} s, {found['cpu_s'] * scale:.0f} s of processor, scaled up "
        f"{scale:.0f} times from {PEER_SERIES} series and {PEER_ORIGINS} origins "
        f"({len(found['models'])} models: {', '.join(found['models'])}; {found['version']})"
    )
    return Row(test, "–", told, None)


def _timed(counts: np.ndarray) -> dict[str, Any] | None:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.npy"
        np.save(path, counts)
        command = [uv, "run", "--no-project", "--python", "3.11", "--with", PEER, "python",
                   str(SCRIPT), str(path), str(PEER_ORIGINS), str(HORIZONS[-1])]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


if __name__ == "__main__":  # ours alone: python -m benchmarks.bench_forecast_speed
    print(ours(drawn()).measured)
