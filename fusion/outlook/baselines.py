"""The six baselines of the field (doctrine §8), each a full predictive distribution.

All take `windows`: the last WINDOW known counts of each forecast's series, shape (N, WINDOW),
newest last. None of them depends on the horizon.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fusion.outlook.distributions import (
    POISSON_SIZE,
    Counts,
    Distribution,
    Mixture,
    NegativeBinomial,
    Reals,
    Resampled,
    Shared,
)

WINDOW = 12  # ViEWS' conflictology: the unit's own last twelve periods
# Weight of the pool in the mixture: as much as one more value beside the own twelve.
POOL_WEIGHT = 1 / (WINDOW + 1)


def zero(windows: Counts, _group: Counts) -> Distribution:
    """Nothing will happen."""
    return _poisson(np.zeros(len(windows)))


def last_value(windows: Counts, _group: Counts) -> Distribution:
    """Poisson around the last known value."""
    return _poisson(windows[:, -1].astype(float))


def window_mean(windows: Counts, _group: Counts) -> Distribution:
    """Poisson around the mean of the window."""
    return _poisson(windows.mean(axis=1))


def conflictology(windows: Counts, _group: Counts) -> Distribution:
    """The own window, resampled."""
    return Resampled(windows)


def mixture(windows: Counts, group: Counts) -> Distribution:
    """Conflictology with a little of what was seen anywhere: the pool of positive counts.

    `group` (N,) numbers the origin of each forecast: the pool is of that origin's windows.
    """
    table = _pool(windows, group)
    n = len(windows)
    return Mixture(
        (Resampled(windows), Shared(table, group)),
        (np.full(n, 1 - POOL_WEIGHT), np.full(n, POOL_WEIGHT)),
    )


def negative_binomial(windows: Counts, _group: Counts) -> Distribution:
    """Negative binomial by the moments of the window; Poisson where it is not over-dispersed."""
    mean = windows.mean(axis=1)
    return NegativeBinomial(mean, size_by_moments(mean, windows.var(axis=1, ddof=1)))


BASELINES: dict[str, Callable[[Counts, Counts], Distribution]] = {
    "zero": zero,
    "last_value": last_value,
    "window_mean": window_mean,
    "conflictology": conflictology,
    "mixture": mixture,
    "negative_binomial": negative_binomial,
}


def size_by_moments(mean: Reals, variance: Reals) -> Reals:
    """Size of a negative binomial with these moments; POISSON_SIZE where variance <= mean."""
    excess = variance - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(excess > 1e-9, mean**2 / np.maximum(excess, 1e-12), POISSON_SIZE)
    return np.clip(size, 1e-2, POISSON_SIZE)


def _poisson(mean: Reals) -> Distribution:
    return NegativeBinomial(mean, np.full(len(mean), POISSON_SIZE))


def _pool(windows: Counts, group: Counts) -> Reals:
    """CDF of the positive counts per group; where there is none, zero is certain."""
    n_groups = int(group.max()) + 1 if len(group) else 0
    width = int(windows.max(initial=0)) + 1
    flat = (group[:, None] * width + windows).ravel()
    pmf = np.bincount(flat, minlength=n_groups * width).reshape(n_groups, width).astype(float)
    pmf[:, 0] = 0
    pmf[pmf.sum(axis=1) == 0, 0] = 1
    return np.asarray(np.cumsum(pmf / pmf.sum(axis=1, keepdims=True), axis=1))
