"""Speed of the outlook: 5,000 series, 6 horizons, 60 origins, quantiles of every forecast.

Beside it StatsForecast (Apache-2.0, not needed by the product) where it is installed: its models
for intermittent counts, on the same series and origins, with points only, for that is what they
give. Series are drawn: a drifting level, negative binomial counts.
"""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import numpy as np

from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import quantiles
from fusion.outlook.history import History
from fusion.pipeline.bench import Row

N_SERIES, N_PERIODS = 5000, 160
HORIZONS = (1, 2, 3, 4, 5, 6)
ORIGINS = range(94, 154)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
LIMIT_S = 600.0
# StatsForecast is timed on so many origins and its time scaled up: its cost is the same at each.
PEER_ORIGINS = 3
PEERS = ("CrostonOptimized", "CrostonSBA", "TSB", "ADIDA", "IMAPA")


def rows(_data: Path | None) -> list[Row]:
    """Time of ours, and of StatsForecast's count models where it is installed."""
    history = drawn()
    clock, cpu = time.perf_counter(), time.process_time()
    n = everything(history)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    test = f"outlook: {N_SERIES:,} series × {len(HORIZONS)} horizons × {len(ORIGINS)} origins"
    told = f"{clock:.0f} s ({cpu:.0f} s of one core; {n:,} forecasts with five quantiles)"
    return [Row(test, "under 10 minutes on two cores", told, clock < LIMIT_S), _peer(history)]


def drawn(n_series: int = N_SERIES, seed: int = 1) -> History:
    """Series whose log level walks; four in five are thin."""
    rng = np.random.default_rng(seed)
    start = np.log(rng.gamma(0.6, 1.5, n_series) + 0.05)
    walk = start[:, None] + np.cumsum(rng.normal(0, 0.12, (n_series, N_PERIODS)), axis=1)
    level = np.exp(np.clip(walk, -4, 3))
    counts = rng.poisson(level * rng.gamma(2.0, 0.5, level.shape))
    return History(tuple(f"s{k}" for k in range(n_series)), counts)


def everything(history: History) -> int:
    """Make every forecast with its quantiles; how many were made."""
    forecaster, made = Forecaster(history), 0
    for origin in ORIGINS:
        for horizon in HORIZONS:
            found = forecaster.predict(origin, horizon)
            if found is not None:
                made += len(quantiles(found, LEVELS))
    return made


def _peer(history: History) -> Row:
    test = f"StatsForecast, {len(PEERS)} count models on the same series and origins, points only"
    try:
        peer: Any = importlib.import_module("statsforecast.models")
    except ImportError:
        return Row(test, "–", "absent: pip install statsforecast", None)
    models = [_model(peer, name) for name in PEERS]
    for model in models:  # compiled once, outside the clock
        model.forecast(y=history.counts[0, :60].astype(np.float32), h=HORIZONS[-1])
    started = time.perf_counter()
    some = history.counts[:: N_SERIES // 250].astype(np.float32)
    for origin in list(ORIGINS)[:PEER_ORIGINS]:
        for series in some:
            for model in models:
                model.forecast(y=series[: origin + 1], h=HORIZONS[-1])
    seconds = time.perf_counter() - started
    scale = N_SERIES / len(some) * len(ORIGINS) / PEER_ORIGINS
    return Row(test, "–", f"{seconds * scale:.0f} s (scaled up from {seconds:.1f} s)", None)


def _model(peer: Any, name: str) -> Any:
    return peer.TSB(0.2, 0.2) if name == "TSB" else getattr(peer, name)()
