"""Gradient boosting with quantile losses: the shape of the distribution without a family.

Counts are made continuous by adding an evenly spread fraction (Machado and Santos Silva 2005,
Journal of the American Statistical Association 100), divided by the persistent level, and each
quantile is boosted by itself; crossing quantiles are sorted (Chernozhukov and others 2010). Between
the learnt quantiles the distribution is linear, beyond the last it falls off exponentially.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from fusion.outlook import boosted
from fusion.outlook.distributions import TAIL, Counts, Reals
from fusion.outlook.features import Sight, directions
from fusion.outlook.history import History

NAME = "quantile_boosted"
TAUS = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95)
# Smaller trees than for the mean, chosen on 2014-2019: each quantile has less to learn from.
SETTINGS = boosted.SETTINGS | {"loss": "quantile", "max_leaf_nodes": 4}
GOLDEN = 0.6180339887498949  # multiples of it, modulo one, are spread evenly
LEAST_STEP = 1e-6  # between knots, so that no ramp is vertical
_THREADS = ThreadpoolController()


@dataclass(frozen=True)
class Quantiles:
    """Counts by the quantiles TAUS of their continuous form: `knots` (N, len(TAUS)), rising."""

    knots: Reals

    @property
    def mean(self) -> Reals:
        """Expected counts."""
        rows = np.arange(len(self.knots), dtype=np.int64)
        return np.asarray((1 - self.cdf(rows, int(self.top.max(initial=0)))).sum(axis=1))

    @property
    def top(self) -> Counts:
        """Where less than TAIL is left."""
        beyond = np.log((1 - TAUS[-1]) / TAIL) * self._scale
        return np.asarray(np.ceil(self.knots[:, -1] + beyond), dtype=np.int64)

    @property
    def _scale(self) -> Reals:
        # The last two quantiles tell how fast an exponential tail falls off.
        width = self.knots[:, -1] - self.knots[:, -2]
        return np.asarray(width / np.log((1 - TAUS[-2]) / (1 - TAUS[-1])))

    def cdf(self, rows: Counts, top: int) -> Reals:
        """See Distribution: P(count <= k) is P(continuous form <= k + 1)."""
        knots = np.column_stack([np.zeros(len(rows)), self.knots[rows]])
        levels = (0.0, *TAUS)
        at = np.arange(1, top + 2, dtype=float)[None, :]
        out = np.zeros((len(rows), top + 1))
        for n in range(len(TAUS)):
            width = knots[:, n + 1] - knots[:, n]
            share = np.clip((at - knots[:, n, None]) / width[:, None], 0, 1)
            out += (levels[n + 1] - levels[n]) * share
        beyond = np.maximum(at - knots[:, -1:], 0) / self._scale[rows, None]
        return np.asarray(out + (1 - TAUS[-1]) * (1 - np.exp(-beyond)))


@dataclass(frozen=True)
class Fitted:
    """Trees of each quantile, with the edges of their bins."""

    trees: tuple[HistGradientBoostingRegressor, ...]
    edges: Reals

    def predict(self, history: History, sight: Sight, period: int) -> Quantiles:
        """Distributions of the counts of `period`."""
        x = boosted.binned(boosted.columns(history, sight, period), self.edges)
        with _THREADS.limit(limits=1):
            found = np.column_stack([tree.predict(x) for tree in self.trees])
        knots = np.sort(found, axis=1) * boosted.offset(sight.levels)[:, None]
        steps = np.diff(knots, axis=1, prepend=0.0)
        return Quantiles(np.cumsum(np.maximum(steps, LEAST_STEP), axis=1))


def fit(history: History, sights: dict[int, Sight], origin: int, horizon: int) -> Fitted | None:
    """Learn from all pairs known at `origin`; None where they are too few."""
    known = boosted.examples(history, sights, origin, horizon)
    if known is None:
        return None
    fraction = (np.arange(len(known.outcome)) * GOLDEN) % 1
    target = (known.outcome + fraction) / known.offset
    weight = known.weight * known.offset  # errors count in counts, not in shares of the level
    signs = directions(history, known.x.shape[1])
    with _THREADS.limit(limits=1):
        trees = tuple(
            HistGradientBoostingRegressor(**SETTINGS, quantile=tau, monotonic_cst=signs).fit(
                known.x, target, sample_weight=weight
            )
            for tau in TAUS
        )
    return Fitted(trees, known.edges)
