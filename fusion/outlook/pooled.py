"""A pooled count regression: what follows a past like this one, learnt from all series.

Poisson regression (log link, ridge) on eight features of the past counts, and on what is counted
beside them (reporting effort, the corridors' incidents) where it is. Recent periods weigh more;
over-dispersion is estimated per class of expected size, so that thin series borrow their spread
from each other. The forecast is a linear pool of the regression and of the series' own negative
binomial, which keeps it near the record of the unit itself.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import PoissonRegressor
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from fusion.outlook.baselines import WINDOW, negative_binomial
from fusion.outlook.distributions import (
    POISSON_SIZE,
    Counts,
    Distribution,
    Mixture,
    NegativeBinomial,
    Reals,
)
from fusion.outlook.exciting import thinned
from fusion.outlook.features import beside, directions
from fusion.outlook.history import History

NAME = "pooled_regression"
DEPTH = 36  # periods of the past that the features look at
HALF_LIFE = 24.0  # weight of a training period halves in this many periods
TRAINED_ON = 72  # older periods weigh under an eighth and are left out
FIRST = 6  # a period enters training once this many periods lie before it
OWN = 8  # features of the past counts
ROWS_EACH = 15  # rows for each feature; below them no regression is fitted
RIDGE = 0.03  # on standardised features; keeps collinear windows from swinging
OWN_SHARE = 0.3  # of the own record in the linear pool: between a quarter and a half all do alike
CLASSES = 6  # classes of expected size with their own over-dispersion
# One thread: sums come out the same on every machine, and the problem is small.
_THREADS = ThreadpoolController()
WIDEST = 20.0  # a predicted mean may not pass this multiple of the largest window value plus one


def features(history: History, origin: int) -> Reals:
    """Features of every series at `origin`, (S, OWN or more): logs of recent and pooled means.

    Last value, means over 3, 6, 12, 24 and 36 periods (as far as the record goes), the largest of
    the last 12, and the mean of all series over the last 3, which carries what they share; then
    what is counted beside, in logs against what is usual.
    """
    known = history.known(origin)[:, -DEPTH:].astype(float)
    recent = [known[:, -width:].mean(axis=1) for width in (1, 3, 6, 12, 24, DEPTH)]
    largest = known[:, -12:].max(axis=1)
    shared = np.full(len(known), known[:, -3:].mean())
    own = np.log(np.stack([*recent, largest, shared], axis=1) + 0.1)
    return np.column_stack([own, beside(history, origin)])


def feature_cube(history: History) -> Reals:
    """Features at every origin, shape (T, S, OWN or more); origins before FIRST are zeros."""
    width = features(history, 0).shape[1]
    cube = np.zeros((history.n_periods, len(history.keys), width))
    for origin in range(FIRST - 1, history.n_periods):
        cube[origin] = features(history, origin)
    return cube


def predict(history: History, cube: Reals, origin: int, horizon: int) -> Distribution | None:
    """Distributions of the count `horizon` periods after `origin`; None where data are too few.

    Only what was known at the end of `origin` is used: features of each earlier origin as known
    then, outcomes as known at `origin`.
    """
    first = max(FIRST - 1, origin - horizon - TRAINED_ON + 1)
    past = np.arange(first, origin - horizon + 1)
    n_series = len(history.keys)
    if len(past) * n_series < ROWS_EACH * cube.shape[2]:
        return None
    rows = thinned(n_series, len(past))
    outcome = history.known(origin)[rows][:, past + horizon].T.ravel().astype(float)
    if outcome.sum() < cube.shape[2]:  # one event per feature at the least
        return None
    x = cube[past][:, rows].reshape(-1, cube.shape[2])
    weight = np.repeat(0.5 ** ((origin - horizon - past) / HALF_LIFE), len(rows))
    centre, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    x, now = (x - centre) / scale, (cube[origin] - centre) / scale
    with _THREADS.limit(limits=1):
        model, used = _fitted(x, outcome, weight, directions(history, x.shape[1]))
        fitted, mean = model.predict(x[:, used]), model.predict(now[:, used])
    windows = history.windows(origin, WINDOW)
    mean = np.clip(mean, 1e-4, WIDEST * (1 + windows.max(axis=1)))
    learnt = NegativeBinomial(mean, _size_by_class(fitted, outcome, weight, mean))
    own = negative_binomial(windows, np.zeros(n_series, dtype=np.int64))
    share = np.full(n_series, OWN_SHARE)
    return Mixture((learnt, own), (1 - share, share))


def _fitted(
    x: Reals, outcome: Reals, weight: Reals, signs: Counts
) -> tuple[PoissonRegressor, Counts]:
    """The regression and the columns it uses: those whose sign may not be are left out."""
    used = np.arange(x.shape[1])
    while True:
        model = PoissonRegressor(alpha=RIDGE, solver="newton-cholesky", max_iter=50)
        model.fit(x[:, used], outcome, sample_weight=weight)
        wrong = signs[used] * model.coef_ < 0
        if not wrong.any():
            return model, used
        used = used[~wrong]


def _size_by_class(fitted: Reals, outcome: Reals, weight: Reals, mean: Reals) -> Reals:
    """Size by the weighted moment estimate within classes of the fitted mean.

    E[(y - mu)² - mu] = mu² / size, summed over a class (Breslow 1984's moment equation).
    """
    edges = np.quantile(fitted, np.linspace(0, 1, CLASSES + 1)[1:-1])
    label, wanted = np.searchsorted(edges, fitted), np.searchsorted(edges, mean)
    excess = np.bincount(label, weight * ((outcome - fitted) ** 2 - fitted), CLASSES)
    square = np.bincount(label, weight * fitted**2, CLASSES)
    overall = excess.sum() / max(square.sum(), 1e-12)
    # Each class is shrunk to the overall value with the weight of twenty rows of its own.
    rows = np.bincount(label, weight, CLASSES)
    own = np.divide(excess, square, out=np.full(CLASSES, overall), where=square > 0)
    inverse = (rows * own + 20 * overall) / (rows + 20)
    size = np.clip(1 / np.maximum(inverse, 1 / POISSON_SIZE), 0.02, POISSON_SIZE)
    return np.asarray(size[wanted])
