"""The combination: several models pooled by what each added in the past, then calibrated.

The CRPS of a linear pool is a quadratic form in its weights: with E = F_i(k) - [y <= k], it is
w' (sum E_i E_j) w. So the weights that would have scored best on settled forecasts follow from
small matrices, one per past origin. Only forecasts settled at the origin are used.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fusion.outlook import boosted, exciting, features, filtering, pooled, quantile_boosted
from fusion.outlook.baselines import WINDOW, negative_binomial
from fusion.outlook.calibration import Calibrated, learnt_tail, shares_inside
from fusion.outlook.distributions import (
    Counts,
    Distribution,
    Mixture,
    NegativeBinomial,
    Reals,
    blocks,
)
from fusion.outlook.features import Sight
from fusion.outlook.history import History

NAME = "combination"
VERSION = "4"  # stored with every score; goes up when forecasts may change
PART_NAMES = (
    "negative_binomial", filtering.NAME, filtering.SHARP, exciting.NAME, pooled.NAME,
    boosted.NAME, quantile_boosted.NAME,
)  # fmt: skip
REMEMBERED = 36  # settled origins that weights are learnt from
MEMORY = 0.5 ** (1 / 18)  # their weight halves in 18 periods
# Pull to equal weights, relative to the mean score. Weights learnt more freely followed noise: at a
# tenth of it the combination scored worse on 2012-2019, of events and of fatalities.
EQUALITY = 0.1
MOST_SERIES = 400  # weights are learnt on so many series at most, evenly spread

Parts = dict[str, Distribution]
Fitted = exciting.Fitted | boosted.Fitted | quantile_boosted.Fitted
FITTING: dict[str, Callable[[History, dict[int, Sight], int, int], Fitted | None]] = {
    exciting.NAME: exciting.fit,
    boosted.NAME: boosted.fit,
    quantile_boosted.NAME: quantile_boosted.fit,
}


class Forecaster:
    """Forecasts of one history. What is costly is kept; all of it is as of its origin."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._cube: Reals | None = None
        self._sights: dict[int, Sight] = {}
        self._near: dict[int, tuple[Counts, Reals]] = {}
        self._fits: dict[tuple[str, int, int], Fitted | None] = {}
        self._parts: dict[tuple[int, int], Parts] = {}
        self._filters: dict[int, NegativeBinomial] = {}
        self._grams: dict[tuple[int, int], Reals | None] = {}
        self._inside: dict[tuple[int, int], Reals | None] = {}
        self._rows = np.arange(0, len(history.keys), -(-len(history.keys) // MOST_SERIES) or 1)

    def parts(self, origin: int, horizon: int) -> Parts:
        """Distributions by model; models that have too little to learn from are left out."""
        if (origin, horizon) not in self._parts:
            self._parts[origin, horizon] = self._made(origin, horizon)
        return self._parts[origin, horizon]

    def predict(self, origin: int, horizon: int) -> Calibrated | None:
        """The combination; None while too little is known to learn from."""
        parts = self.parts(origin, horizon)
        if exciting.NAME not in parts:
            return None
        pool = self._pool(origin, horizon)
        return Calibrated(pool.parts, pool.weights, self._tail(origin, horizon))

    def weights(self, origin: int, horizon: int) -> dict[str, float]:
        """Weights of the parts, which sum to one."""
        names = list(self.parts(origin, horizon))
        total = np.zeros((len(PART_NAMES), len(PART_NAMES)))
        for past, share in self._settled(origin, horizon):
            gram = self._gram(past, horizon)
            if gram is not None:
                total += share * gram
        places = [PART_NAMES.index(name) for name in names]
        found = simplex_weights(total[np.ix_(places, places)])
        return dict(zip(names, found.tolist(), strict=True))

    def _pool(self, origin: int, horizon: int) -> Mixture:
        parts, weights = self.parts(origin, horizon), self.weights(origin, horizon)
        n = len(self.history.keys)
        return Mixture(list(parts.values()), [np.full(n, weights[name]) for name in parts])

    def _tail(self, origin: int, horizon: int) -> float:
        settled = [(self._held(o, horizon), share) for o, share in self._settled(origin, horizon)]
        return learnt_tail([(held, share) for held, share in settled if held is not None])

    def _settled(self, origin: int, horizon: int) -> list[tuple[int, float]]:
        """Earlier origins whose outcome is final at `origin`, with their weights."""
        last = origin - horizon - self.history.settles_after
        first = max(exciting.FIRST, last - REMEMBERED + 1)
        return [(past, MEMORY ** (last - past)) for past in range(first, last + 1)]

    def _gram(self, origin: int, horizon: int) -> Reals | None:
        if (origin, horizon) not in self._grams:
            parts = self.parts(origin, horizon)
            # Only origins at which every model spoke can weigh them against each other.
            full = len(parts) == len(PART_NAMES)
            self._grams[origin, horizon] = self._measured(parts, origin + horizon) if full else None
        return self._grams[origin, horizon]

    def _measured(self, parts: Parts, period: int) -> Reals:
        outcome = self.history.counts[:, period]
        everything = Mixture(list(parts.values()), [np.ones(len(outcome))] * len(parts))
        gram = np.zeros((len(parts), len(parts)))
        for rows, top in blocks(everything, outcome, self._rows):
            happened = outcome[rows, None] <= np.arange(top + 1)
            errors = np.stack([(part.cdf(rows, top) - happened).ravel() for part in parts.values()])
            gram += errors @ errors.T
        return gram / len(self._rows)

    def _held(self, origin: int, horizon: int) -> Reals | None:
        if (origin, horizon) not in self._inside:
            found = None
            if exciting.NAME in self.parts(origin, horizon):
                outcome = self.history.counts[:, origin + horizon]
                found = shares_inside(self._pool(origin, horizon), outcome, self._rows)
            self._inside[origin, horizon] = found
        return self._inside[origin, horizon]

    def _made(self, origin: int, horizon: int) -> Parts:
        windows = self.history.windows(origin, WINDOW)
        parts: Parts = {
            "negative_binomial": negative_binomial(windows, np.zeros(len(windows), dtype=np.int64)),
            filtering.NAME: self._filtered(origin),
            filtering.SHARP: filtering.sharp(self._filtered(origin)),
        }
        learnt = self._fit(exciting.NAME, origin, horizon)
        if isinstance(learnt, exciting.Fitted):
            parts[exciting.NAME] = learnt.predict(self._sight(origin))
        if self._cube is None:
            self._cube = pooled.feature_cube(self.history)
        regression = pooled.predict(self.history, self._cube, origin, horizon)
        if regression is not None:
            parts[pooled.NAME] = regression
        for name in (boosted.NAME, quantile_boosted.NAME):
            trees = self._fit(name, origin, horizon)
            if isinstance(trees, boosted.Fitted | quantile_boosted.Fitted):
                parts[name] = trees.predict(self.history, self._sight(origin), origin + horizon)
        return parts

    def _filtered(self, origin: int) -> NegativeBinomial:
        if origin not in self._filters:
            self._filters[origin] = filtering.predict(self.history, origin)
        return self._filters[origin]

    def _fit(self, name: str, origin: int, horizon: int) -> Fitted | None:
        at = features.learnt_at(origin)
        key = (name, at, horizon)
        if key not in self._fits:
            for past in exciting.training_origins(self.history, at, horizon):
                self._sight(int(past))
            self._fits[key] = FITTING[name](self.history, self._sights, at, horizon)
        return self._fits[key]

    def _sight(self, origin: int) -> Sight:
        if origin not in self._sights:
            at = features.learnt_at(origin)
            if at not in self._near:
                self._near[at] = features.neighbours(self.history, at)
            self._sights[origin] = features.look(self.history, origin, self._near[at])
        return self._sights[origin]


def simplex_weights(gram: Reals, steps: int = 300) -> Reals:
    """Weights (none negative, sum one) that minimise w' gram w, pulled a little to equality.

    Exponentiated gradient (Kivinen and Warmuth 1997) from equal weights: without any settled
    forecast they stay equal.
    """
    n = len(gram)
    weights, equal = np.full(n, 1 / n), 1 / n
    scale = float(np.trace(gram)) / n
    if scale <= 0:
        return weights
    scaled = gram / scale
    rate = 4 / (float(np.linalg.eigvalsh(scaled)[-1]) + EQUALITY)
    for _ in range(steps):
        weights = weights * np.exp(-rate * (scaled @ weights + EQUALITY * (weights - equal)))
        weights = weights / weights.sum()
    return np.asarray(weights)
