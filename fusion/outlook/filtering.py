"""A count filter with discounted memory: the exact Gamma-Poisson update of Harvey and Fernandes.

Each series has a level whose information is discounted by MEMORY every period (Harvey and
Fernandes 1989, Journal of Business & Economic Statistics 7). The pool lends every series a little
information, and its spread: errors of one step ahead give the over-dispersion, shrunk to the
pool's, which is what keeps thin series honest (hierarchical shrinkage).
"""

from __future__ import annotations

import numpy as np

from fusion.outlook.distributions import NegativeBinomial, Reals
from fusion.outlook.history import History

NAME = "filter"
# The same level with no more spread than Poisson: a linear pool of honest members is wider than
# each, and one that is too narrow by itself takes that back (before 2018 the pool gained 0.6 %).
SHARP = "sharp_filter"
SHARP_SIZE = 1e5  # variance within a thousandth of Poisson's at a mean of a hundred
# Five periods' worth of information. A second filter with twelve added nothing to the combination
# before the test years (2012-2019), of events and of fatalities.
MEMORY = 0.80
LENT = 0.3  # periods of information that the pool lends to a series
POOLED_SPREAD = 3.0  # mean series' worth of the pool's spread beside the own
PERIODS = 120  # of the past that are filtered: older ones weigh under a thousandth
LEAST_INVERSE = 0.01  # a size above 100 cannot be told from Poisson at these counts


def predict(history: History, origin: int) -> NegativeBinomial:
    """Distributions after `origin`, the same at every horizon: the level has no trend."""
    known = history.known(origin)[:, -PERIODS:]
    n = len(known)
    total, information = np.zeros(n), 0.0
    excess, square = np.zeros(n), np.zeros(n)
    for period in range(known.shape[1]):
        count = known[:, period]
        if period:
            mean = _level(total, information)
            excess = MEMORY * excess + (count - mean) ** 2 - mean
            square = MEMORY * square + mean**2
        total, information = MEMORY * total + count, MEMORY * information + 1
    usual = max(float(square.mean()), 1e-9)
    shared = float(excess.sum()) / max(float(square.sum()), 1e-9)
    inverse = (excess + POOLED_SPREAD * shared * usual) / (square + POOLED_SPREAD * usual)
    size = 1 / np.clip(inverse, LEAST_INVERSE, 20.0)
    return NegativeBinomial(_level(total, information), size)


def sharp(found: NegativeBinomial) -> NegativeBinomial:
    """Nearly Poisson around the same means."""
    return NegativeBinomial(found.mean, np.full(len(found.mean), SHARP_SIZE))


def _level(total: Reals, information: float) -> Reals:
    shared = total.mean() / max(information, 1e-9)
    return np.asarray((total + LENT * shared) / (information + LENT))
