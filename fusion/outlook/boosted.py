"""Gradient boosting of the count rate: what no sum of past levels can say.

Trees on logs of the levels, of the time since the last event, of the long-run mean and on the
season learn a factor on the persistent level (Poisson loss on count / level, weighted by the
level: a Poisson model with an offset). The spread is learnt on the CRPS of blocks left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from fusion.outlook import exciting, features
from fusion.outlook.crps_fit import SIZE_LOG, fit_size, with_one
from fusion.outlook.distributions import Counts, NegativeBinomial, Reals
from fusion.outlook.features import Sight
from fusion.outlook.history import History

NAME = "boosted"
LEAST_ROWS = 600  # ten leaves' worth of the smallest leaf
FOLDS, BLOCK = 2, 6  # left-out blocks of half a year of months: neighbouring periods err together
# Small trees, slow learning and large leaves: the field's plain boosting lost to every baseline.
SETTINGS = {
    "loss": "poisson", "max_iter": 40, "learning_rate": 0.07, "max_leaf_nodes": 6,
    "min_samples_leaf": 60, "l2_regularization": 5.0, "early_stopping": False, "random_state": 0,
}  # fmt: skip
BINS = 32
_THREADS = ThreadpoolController()


@dataclass(frozen=True)
class Fitted:
    """The trees, and the spread."""

    trees: HistGradientBoostingRegressor
    edges: Reals
    sizes: Reals
    centre: Reals
    scale: Reals

    def predict(self, history: History, sight: Sight, period: int) -> NegativeBinomial:
        """Distributions of the counts of `period`."""
        with _THREADS.limit(limits=1):
            factor = self.trees.predict(_binned(_columns(history, sight, period), self.edges))
        size = np.exp(
            np.clip(with_one(sight.shape, self.centre, self.scale) @ self.sizes, *SIZE_LOG)
        )
        return NegativeBinomial(np.maximum(factor * _offset(sight.levels), 1e-4), size)


def fit(history: History, sights: dict[int, Sight], origin: int, horizon: int) -> Fitted | None:
    """Learn from all pairs known at `origin`; None where they are too few."""
    past = exciting.training_origins(history, origin, horizon)
    rows = exciting.thinned(len(history.keys), max(1, len(past)))
    if len(past) * len(rows) < LEAST_ROWS:
        return None
    outcome = history.known(origin)[rows][:, past + horizon].T.ravel()
    if outcome.sum() < 40:  # one event for each tree at the least
        return None
    x = np.concatenate([_columns(history, sights[o], o + horizon)[rows] for o in past])
    edges = np.quantile(x, np.linspace(0, 1, BINS + 1)[1:-1], axis=0)
    x = _binned(x, edges)
    offset = np.concatenate([_offset(sights[o].levels[rows]) for o in past])
    shape = np.concatenate([sights[o].shape[rows] for o in past])
    weight = np.repeat(0.5 ** ((origin - horizon - past) / exciting.HALF_LIFE), len(rows))
    fold = np.repeat(past // BLOCK % FOLDS, len(rows))
    trees = HistGradientBoostingRegressor(**SETTINGS)
    mean = np.zeros(len(outcome))
    with _THREADS.limit(limits=1):
        for number in range(FOLDS):
            learn, left = fold != number, fold == number
            # Half a record of a country at peace may hold no event at all: nothing to learn there.
            if left.any() and outcome[learn].sum() > 0:
                _fit(trees, x[learn], outcome[learn], offset[learn], weight[learn])
                mean[left] = trees.predict(x[left]) * offset[left]
        _fit(trees, x, outcome, offset, weight)
    centre, scale = shape.mean(axis=0), shape.std(axis=0) + 1e-6
    shape = with_one(shape, centre, scale)
    sizes = fit_size(np.maximum(mean, 1e-3), shape, outcome, weight)
    return Fitted(trees, edges, sizes, centre, scale)


def _fit(
    trees: HistGradientBoostingRegressor, x: Reals, outcome: Counts, offset: Reals, weight: Reals
) -> None:
    trees.fit(x, outcome / offset, sample_weight=weight * offset)


def _binned(x: Reals, edges: Reals) -> Reals:
    """Columns as numbers of their bins: weighted quantiles within the trees cost seconds."""
    return np.column_stack(
        [np.searchsorted(edges[:, k], x[:, k], side="right") for k in range(x.shape[1])]
    ).astype(float)


def _offset(levels: Reals) -> Reals:
    return np.asarray(levels @ exciting.PRIOR + 0.05)


def _columns(history: History, sight: Sight, period: int) -> Reals:
    varying = sight.levels[:, : features.LEVELS - len(features.SHARED_WIDTHS) - 1]
    seasonal = np.broadcast_to(features.season(history, period), (len(varying), 2))
    return np.column_stack(
        [np.log1p(varying), np.log1p(sight.quiet_for), np.log1p(sight.long_run), sight.shape,
         seasonal]
    )  # fmt: skip
