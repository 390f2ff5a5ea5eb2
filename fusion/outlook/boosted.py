"""Gradient boosting of the count rate: what no sum of past levels can say.

Trees on logs of the levels, of the time since the last event, of the long-run mean, of reporting
effort and the corridors' past beside the series, and on the season, learn a factor on the
persistent level (Poisson loss on count / level, weighted by the level: a Poisson model with an
offset). The spread is learnt on the CRPS of blocks left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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
            factor = self.trees.predict(binned(columns(history, sight, period), self.edges))
        size = np.exp(
            np.clip(with_one(sight.shape, self.centre, self.scale) @ self.sizes, *SIZE_LOG)
        )
        return NegativeBinomial(np.maximum(factor * offset(sight.levels), 1e-4), size)


@dataclass(frozen=True)
class Examples:
    """Pairs of what was seen and what came, R rows: binned columns, outcomes and their weights."""

    x: Reals
    edges: Reals
    outcome: Counts
    offset: Reals
    shape: Reals
    weight: Reals
    fold: Counts


def examples(
    history: History, sights: dict[int, Sight], origin: int, horizon: int
) -> Examples | None:
    """All pairs known at `origin`; None where they are too few."""
    past = exciting.training_origins(history, origin, horizon)
    rows = exciting.thinned(len(history.keys), max(1, len(past)))
    if len(past) * len(rows) < LEAST_ROWS:
        return None
    outcome = history.known(origin)[rows][:, past + horizon].T.ravel()
    if outcome.sum() < 40:  # one event for each tree at the least
        return None
    x = np.concatenate([columns(history, sights[o], o + horizon)[rows] for o in past])
    edges = np.quantile(x, np.linspace(0, 1, BINS + 1)[1:-1], axis=0)
    return Examples(
        binned(x, edges), edges, outcome,
        np.concatenate([offset(sights[o].levels[rows]) for o in past]),
        np.concatenate([sights[o].shape[rows] for o in past]),
        np.repeat(0.5 ** ((origin - horizon - past) / exciting.HALF_LIFE), len(rows)),
        np.repeat(past // BLOCK % FOLDS, len(rows)),
    )  # fmt: skip


def fit(history: History, sights: dict[int, Sight], origin: int, horizon: int) -> Fitted | None:
    """Learn from all pairs known at `origin`; None where they are too few."""
    known = examples(history, sights, origin, horizon)
    if known is None:
        return None
    trees = HistGradientBoostingRegressor(
        **SETTINGS, monotonic_cst=features.directions(history, known.x.shape[1])
    )
    mean = np.zeros(len(known.outcome))
    with _THREADS.limit(limits=1):
        for number in range(FOLDS):
            learn, left = known.fold != number, known.fold == number
            # Half a record of a country at peace may hold no event at all: nothing to learn there.
            if left.any() and known.outcome[learn].sum() > 0:
                _fit(trees, known, learn)
                mean[left] = trees.predict(known.x[left]) * known.offset[left]
        _fit(trees, known, np.ones(len(mean), dtype=bool))
    centre, scale = known.shape.mean(axis=0), known.shape.std(axis=0) + 1e-6
    shape = with_one(known.shape, centre, scale)
    sizes = fit_size(np.maximum(mean, 1e-3), shape, known.outcome, known.weight)
    return Fitted(trees, known.edges, sizes, centre, scale)


def _fit(trees: HistGradientBoostingRegressor, known: Examples, rows: NDArray[np.bool_]) -> None:
    offset = known.offset[rows]
    trees.fit(
        known.x[rows], known.outcome[rows] / offset, sample_weight=known.weight[rows] * offset
    )


def binned(x: Reals, edges: Reals) -> Reals:
    """Columns as numbers of their bins: weighted quantiles within the trees cost seconds."""
    return np.column_stack(
        [np.searchsorted(edges[:, k], x[:, k], side="right") for k in range(x.shape[1])]
    ).astype(float)


def offset(levels: Reals) -> Reals:
    """The persistent level that trees learn a factor on, (S,)."""
    return np.asarray(levels @ exciting.PRIOR + 0.05)


def columns(history: History, sight: Sight, period: int) -> Reals:
    """What trees see: logs of the levels and of times, the shape, the season of `period`, and what
    is counted beside.
    """
    varying = sight.levels[:, : features.LEVELS - len(features.SHARED_WIDTHS) - 1]
    seasonal = np.broadcast_to(features.season(history, period), (len(varying), 2))
    return np.column_stack(
        [np.log1p(varying), np.log1p(sight.quiet_for), np.log1p(sight.long_run), sight.shape,
         seasonal, sight.beside]
    )  # fmt: skip
