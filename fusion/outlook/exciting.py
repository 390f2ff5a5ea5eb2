"""A self-exciting count model: each event raises the chance of more, there and nearby.

The mean is a sum of discounted own past, neighbours' past, shared past and a background, with
weights that cannot be negative: a discrete Hawkes process with exponential kernels (Mohler and
others 2011, near-repeat). Weights and spread are learnt from all series together on the CRPS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook import features
from fusion.outlook.crps_fit import SIZE_LOG, fit_additive, with_one
from fusion.outlook.distributions import Counts, NegativeBinomial, Reals
from fusion.outlook.features import Sight
from fusion.outlook.history import History

NAME = "self_exciting"
TRAINED_ON = 72  # periods; with the half-life below older ones weigh under a quarter
HALF_LIFE = 36.0
FIRST = 12  # a period enters training once a year of months lies before it
LEAST_ROWS = 120  # ten rows for each parameter
RIDGE = 0.1  # a third and three times as much did as well before the test period
# Drawn to persistence: the own past at three speeds, a fifth of it recent.
PRIOR = np.array([0.0, 0.2, 0.4, 0.4] + [0.0] * (features.LEVELS - len(features.HALF_LIVES)))
MOST_ROWS = 6_000  # more rows move no weight by a hundredth; series are then thinned evenly


@dataclass(frozen=True)
class Fitted:
    """Weights of the levels and of the log size, with the scaling of the shape."""

    weights: Reals
    sizes: Reals
    centre: Reals
    scale: Reals

    def predict(self, sight: Sight) -> NegativeBinomial:
        """Distributions for everything in sight."""
        size = np.exp(
            np.clip(with_one(sight.shape, self.centre, self.scale) @ self.sizes, *SIZE_LOG)
        )
        return NegativeBinomial(sight.levels @ self.weights + 1e-4, size)


def fit(history: History, sights: dict[int, Sight], origin: int, horizon: int) -> Fitted | None:
    """Learn from all pairs known at `origin`; None where they are too few.

    `sights` holds what was seen at every earlier origin from FIRST on.
    """
    past = training_origins(history, origin, horizon)
    if not len(past):
        return None
    rows = thinned(len(history.keys), len(past))
    outcome = history.known(origin)[rows][:, past + horizon].T.ravel()
    if len(past) * len(history.keys) < LEAST_ROWS or outcome.sum() < 8:
        return None
    levels = np.concatenate([sights[o].levels[rows] for o in past])
    shape = np.concatenate([sights[o].shape[rows] for o in past])
    weight = np.repeat(0.5 ** ((origin - horizon - past) / HALF_LIFE), len(rows))
    centre, scale = shape.mean(axis=0), shape.std(axis=0) + 1e-6
    weights, sizes = fit_additive(
        levels, with_one(shape, centre, scale), outcome, weight, PRIOR, RIDGE
    )
    return Fitted(weights, sizes, centre, scale)


def training_origins(history: History, origin: int, horizon: int) -> Counts:
    """Origins whose outcome at the horizon is known at `origin`, oldest first."""
    first = max(min(FIRST, history.n_periods) - 1, origin - horizon - TRAINED_ON + 1)
    return np.arange(first, origin - horizon + 1)


def thinned(n_series: int, n_past: int) -> Counts:
    """Series that training looks at: all, or evenly spread ones where there are very many."""
    step = max(1, -(-n_series * n_past // MOST_ROWS))
    return np.arange(0, n_series, step)
