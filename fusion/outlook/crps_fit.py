"""Fitting count regressions to the score they are judged by: the CRPS of a negative binomial.

The sum over k of (F(k) - [y <= k])² has exact derivatives by mean and size, since F does: for
mean m and size r, dF(k)/dm = -(r + k) / (r + m) f(k), and dF/dr is the running sum of
f(k) d log f(k) / dr, both by the recursion f(k+1) = f(k) (k + r) / (k + 1) m / (r + m).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from fusion.outlook import kernels
from fusion.outlook.distributions import Counts, Reals

SIZE_LOG = (-4.0, 5.0)  # from nearly degenerate to nearly Poisson
STEPS = 20  # of the minimiser: scores no longer move in the fourth digit
_THREADS = ThreadpoolController()
BEYOND = 5  # counts enumerated past the largest outcome: the rest is alike for all parameters


def crps_with_slopes(mean: Reals, size: Reals, outcome: Counts) -> tuple[Reals, Reals, Reals]:
    """CRPS of each row (N,), with its derivatives by mean and by size."""
    reach = np.ceil(mean + 4 * np.sqrt(mean + mean**2 / size) + 4)
    reach = np.minimum(np.maximum(reach, outcome + 1), outcome.max(initial=0) + BEYOND)
    found = kernels.crps_slopes(mean, size, outcome, reach.astype(np.int64))
    return found[0], found[1], found[2]


def with_one(shape: Reals, centre: Reals, scale: Reals) -> Reals:
    """Standardised columns with a constant before them."""
    return np.column_stack([np.ones(len(shape)), (shape - centre) / scale])


def fit_additive(
    levels: Reals, shape: Reals, outcome: Counts, weight: Reals, prior: Reals, ridge: float
) -> tuple[Reals, Reals]:
    """Weights of the levels, none negative, and coefficients of the log size.

    The mean is `levels @ weights`: an identity link cannot explode as a log link does when a
    conflict breaks out. `weight` (N,) weighs rows; `ridge` draws the weights to `prior`.
    """
    p, share = levels.shape[1], weight / weight.sum()
    scale = float((share * np.abs(outcome - share @ outcome)).sum()) + 1e-6

    def loss(theta: Reals) -> tuple[float, Reals]:
        """Scaled CRPS with the pull towards the prior, and its slopes."""
        weights, sizes = theta[:p], theta[p:]
        size = np.exp(np.clip(shape @ sizes, *SIZE_LOG))
        score, by_mean, by_size = crps_with_slopes(levels @ weights + 1e-4, size, outcome)
        pull = np.concatenate([weights - prior, [0.0], sizes[1:]])
        slope = np.concatenate([levels.T @ (share * by_mean), shape.T @ (share * by_size * size)])
        return float(share @ score) / scale + ridge * float(pull @ pull), (
            slope / scale + 2 * ridge * pull
        )

    start = np.concatenate([prior + 0.01, np.zeros(shape.shape[1])])
    bounds = [(0.0, None)] * p + [SIZE_LOG] + [(-3.0, 3.0)] * (shape.shape[1] - 1)
    found = _least(loss, start, bounds)
    return found[:p], found[p:]


def fit_size(mean: Reals, shape: Reals, outcome: Counts, weight: Reals) -> Reals:
    """Coefficients of the log size for means that are given."""
    share = weight / weight.sum()
    scale = float((share * np.abs(outcome - share @ outcome)).sum()) + 1e-6

    def loss(sizes: Reals) -> tuple[float, Reals]:
        """Scaled CRPS of dispersions alone, and its slopes."""
        size = np.exp(np.clip(shape @ sizes, *SIZE_LOG))
        score, _, by_size = crps_with_slopes(mean, size, outcome)
        pull = np.concatenate([[0.0], sizes[1:]])
        value = float(share @ score) / scale + 0.01 * float(pull @ pull)
        return value, shape.T @ (share * by_size * size) / scale + 0.02 * pull

    bounds = [SIZE_LOG] + [(-3.0, 3.0)] * (shape.shape[1] - 1)
    start = np.zeros(shape.shape[1])
    return _least(loss, start, bounds)


def _least(
    loss: Callable[[Reals], tuple[float, Reals]], start: Reals, bounds: list[tuple[Any, Any]]
) -> Reals:
    # One thread: the matrices are small, and waiting for a second costs more than it brings.
    with _THREADS.limit(limits=1):
        found = minimize(
            loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}
        )
    return np.asarray(found.x)
