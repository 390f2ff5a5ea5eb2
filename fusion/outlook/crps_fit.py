"""Fitting count regressions to the score they are judged by: the CRPS of a negative binomial.

The sum over k of (F(k) - [y <= k])² has exact derivatives by mean and size, since F does: for
mean m and size r, dF(k)/dm = -(r + k) / (r + m) f(k), and dF/dr is the running sum of
f(k) d log f(k) / dr, both by the recursion f(k+1) = f(k) (k + r) / (k + 1) m / (r + m).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from fusion.outlook.distributions import Counts, Reals

SIZE_LOG = (-4.0, 5.0)  # from nearly degenerate to nearly Poisson
STEPS = 20  # of the minimiser: scores no longer move in the fourth digit
BEYOND = 5  # counts enumerated past the largest outcome: the rest is alike for all parameters


def crps_with_slopes(mean: Reals, size: Reals, outcome: Counts) -> tuple[Reals, Reals, Reals]:
    """CRPS of each row (N,), with its derivatives by mean and by size.

    Rows are taken in order of their reach, so that thin series cost little.
    """
    reach = np.ceil(mean + 4 * np.sqrt(mean + mean**2 / size) + 4)
    reach = np.minimum(np.maximum(reach, outcome + 1), outcome.max(initial=0) + BEYOND)
    order = np.argsort(reach, kind="stable")
    out = np.zeros((3, len(mean)))
    for part in np.array_split(order, max(1, min(8, len(order) // 200))):
        if len(part):
            out[:, part] = _block(mean[part], size[part], outcome[part], int(reach[part].max()))
    return out[0], out[1], out[2]


def _block(mean: Reals, size: Reals, outcome: Counts, top: int) -> tuple[Reals, Reals, Reals]:
    inverse = 1 / (size + mean)
    share = size * inverse
    slope_log = np.log(share) + 1 - share
    mass = np.exp(size * np.log(share))
    cdf, cdf_slope = np.zeros_like(mean), np.zeros_like(mean)
    score, by_mean, by_size = np.zeros_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    for k in range(top + 1):
        cdf = cdf + mass
        cdf_slope = cdf_slope + mass * slope_log
        error = cdf - (outcome <= k)
        score += error**2
        by_mean -= 2 * error * (size + k) * mass * inverse
        by_size += 2 * error * cdf_slope
        mass = mass * (mean * inverse) * (k + size) / (k + 1)
        slope_log = slope_log + 1 / (k + size) - inverse
    return score, by_mean, by_size


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
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}
    )
    return np.asarray(found.x[:p]), np.asarray(found.x[p:])


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
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}
    )
    return np.asarray(found.x)
