"""Work on one history shared among processes, horizon by horizon.

Fits and forecasts of one horizon need nothing of another, and the interpreter runs one thread at a
time, so that processes are what uses a second core. Results are the same however they are shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import joblib

from fusion.outlook.combining import Forecaster
from fusion.outlook.history import History

T = TypeVar("T")
# Forecasts (series × origins × horizons) from which a process pays for the seconds of its start.
WORTH_A_PROCESS = 30_000


def by_horizon(
    task: Callable[[Forecaster, int], T], history: History, horizons: Sequence[int], n_origins: int
) -> list[T]:
    """`task` of each horizon, in their order; it must be a function of a module."""
    at_once = min(joblib.cpu_count(), len(horizons))
    if at_once < 2 or len(history.keys) * n_origins * len(horizons) < WORTH_A_PROCESS:
        return _of_share(task, history, horizons)
    # Far horizons have fewer pairs to learn from: dealt out in turn, shares are about equal.
    dealt = [horizons[n::at_once] for n in range(at_once)]
    made: Iterable[list[T]] = joblib.Parallel(at_once)(
        joblib.delayed(_of_share)(task, history, share) for share in dealt
    )
    found = dict(
        pair for share, results in zip(dealt, made, strict=True)
        for pair in zip(share, results, strict=True)
    )  # fmt: skip
    return [found[horizon] for horizon in horizons]


def _of_share(
    task: Callable[[Forecaster, int], T], history: History, share: Sequence[int]
) -> list[T]:
    forecaster = Forecaster(history)
    return [task(forecaster, horizon) for horizon in share]
