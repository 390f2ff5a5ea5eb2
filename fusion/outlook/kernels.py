"""Loops over the counts of negative binomials, compiled: one pass per forecast, no table between.

Every row is computed by itself and in one order, so results depend neither on the other rows nor
on the machine's number of cores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F) -> F:
    """`function` as machine code, kept on disk where a folder for it can be written."""
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True)(function))


@_compiled
def running_sum(size, mean, top):
    """CDF over 0..top, shape (N, top + 1), by f(k+1) = f(k) (k + r) / (k + 1) m / (r + m)."""
    out = np.empty((len(size), top + 1))
    for row in range(len(size)):
        r = size[row]
        share = r / (r + mean[row])
        mass = np.exp(r * np.log(share))
        total = mass
        out[row, 0] = min(total, 1.0)
        for k in range(top):
            mass *= (1 - share) * (k + r) / (k + 1)
            total += mass
            out[row, k + 1] = min(total, 1.0)
    return out


@_compiled
def crps_slopes(mean, size, outcome, reach):
    """CRPS of each row over 0..reach, and its derivatives by mean and by size."""
    out = np.zeros((3, len(mean)))
    for row in range(len(mean)):
        m, r, y = mean[row], size[row], outcome[row]
        inverse = 1 / (r + m)
        share = r * inverse
        slope_log = np.log(share) + 1 - share
        mass = np.exp(r * np.log(share))
        cdf, cdf_slope = 0.0, 0.0
        score, by_mean, by_size = 0.0, 0.0, 0.0
        for k in range(reach[row] + 1):
            cdf += mass
            cdf_slope += mass * slope_log
            error = cdf - 1.0 if y <= k else cdf
            score += error * error
            by_mean -= 2 * error * (r + k) * mass * inverse
            by_size += 2 * error * cdf_slope
            mass *= m * inverse * (k + r) / (k + 1)
            slope_log += 1 / (k + r) - inverse
        out[0, row], out[1, row], out[2, row] = score, by_mean, by_size
    return out
