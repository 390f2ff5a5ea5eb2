"""What a forecaster at one origin can see of every series: own, neighbours' and shared past.

All levels are means of past counts, so a model with an identity link can add them up. Only
`history.known(origin)` is used: shifting later data changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook.distributions import Counts, Reals
from fusion.outlook.history import History

HALF_LIVES = (0.7, 2.0, 6.0, 18.0)  # periods: from 'just now' to a year and a half of months
NEAR_WIDTHS = (1, 3, 12)  # what the neighbours had lately
SHARED_WIDTHS = (3, 12)  # what all series had lately
BESIDE_WIDTHS, BESIDE_USUAL = (1, 3, 12), 36  # of what is counted beside, against what is usual
RATE_WIDTHS = (3, 12)  # of counts for each report
LEVELS = len(HALF_LIVES) + len(NEAR_WIDTHS) + len(SHARED_WIDTHS) + 1
WIDTH = 72  # periods looked at: four of the longest half-lives
NEIGHBOURS = 6  # an area of second level borders on about six others
RELEARN = 12  # neighbours, and models that are costly to fit, are learnt anew so often
CORRELATED_OVER = 120
ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Sight:
    """Levels (S, LEVELS), shape (S, 3) and season (2,) as seen at one origin.

    Levels: own discounted means, neighbours' means, shared means, one. Shape: log mean, log
    variance-to-mean ratio and share of non-zero periods of the last twelve, which tell the spread.
    Beside: reporting effort and the corridors' past where they are counted, else no column.
    """

    levels: Reals
    shape: Reals
    quiet_for: Reals
    long_run: Reals
    beside: Reals


def learnt_at(origin: int) -> int:
    """The origin at which what is costly was last learnt: never later than `origin`."""
    return origin - origin % RELEARN


def neighbours(history: History, origin: int) -> tuple[Counts, Reals]:
    """For each series the others that moved most like it, with weights that sum to one.

    Correlation of smoothed log counts over CORRELATED_OVER periods; (S, k) indices and weights.
    """
    known = history.known(origin)[:, -CORRELATED_OVER:].astype(float)
    n = len(known)
    k = min(NEIGHBOURS, n - 1)
    if k < 1:
        return np.zeros((n, 1), dtype=np.int64), np.zeros((n, 1))
    smooth = np.log1p(_smoothed(known, half_life=3.0))
    centred = smooth - smooth.mean(axis=1, keepdims=True)
    unit = centred / (np.sqrt((centred**2).sum(axis=1, keepdims=True)) + 1e-9)
    chosen, weight = np.zeros((n, k), dtype=np.int64), np.zeros((n, k))
    # Of series that moved just alike the first is the nearer one, by less than rounding leaves.
    later = np.arange(n) * (4e-10 / n)
    for start in range(0, n, ROWS_AT_ONCE):
        rows = np.arange(start, min(n, start + ROWS_AT_ONCE))
        alike = np.round(unit[rows] @ unit.T, 9) - later  # rounded: alike on every machine
        alike[np.arange(len(rows)), rows] = -2
        best = np.argpartition(-alike, k - 1, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(alike, best, axis=1), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        chosen[rows] = best
        weight[rows] = np.maximum(np.take_along_axis(alike, best, axis=1), 0.01)
    return chosen, weight / weight.sum(axis=1, keepdims=True)


def look(history: History, origin: int, near: tuple[Counts, Reals]) -> Sight:
    """What can be seen at `origin`; `near` are the neighbours as learnt then or earlier."""
    known = history.known(origin)[:, -WIDTH:].astype(float)
    means = {width: known[:, -width:].mean(axis=1) for width in {*NEAR_WIDTHS, *SHARED_WIDTHS}}
    index, weight = near
    columns = [known @ _discounts(known.shape[1], half_life) for half_life in HALF_LIVES]
    columns += [(means[width][index] * weight).sum(axis=1) for width in NEAR_WIDTHS]
    columns += [np.full(len(known), means[width].mean()) for width in SHARED_WIDTHS]
    columns += [np.ones(len(known))]
    year = known[:, -12:]
    mean, variance = year.mean(axis=1), year.var(axis=1)
    shape = np.column_stack(
        [np.log1p(mean), np.log((variance + 0.3) / (mean + 0.3)), (year > 0).mean(axis=1)]
    )
    levels, lately = np.column_stack(columns), beside(history, origin)
    return Sight(levels, shape, _quiet_for(known), known.mean(axis=1), lately)


def beside(history: History, origin: int) -> Reals:
    """What was counted beside each series lately, in logs; as known at `origin`, (S, columns).

    For each thing its means over BESIDE_WIDTHS against what is usual there; for effort also the
    counts for each report over RATE_WIDTHS, at the usual number of reports. Reports that were
    still on their way are missing here as their incidents are from the counts.
    """
    columns = []
    counts = history.windows(origin, BESIDE_USUAL).astype(float)
    for other in history.beside:
        known = other.known(origin, BESIDE_USUAL).astype(float)
        usual = known[:, -min(origin + 1, BESIDE_USUAL) :].mean(axis=1) + 1
        for width in BESIDE_WIDTHS:
            lately = known[:, -min(origin + 1, width) :].mean(axis=1)
            columns.append(np.log((lately + 1) / usual))
        for width in RATE_WIDTHS if other.is_effort else ():
            rate = (counts[:, -width:].sum(axis=1) + 0.3) / (known[:, -width:].sum(axis=1) + 1)
            columns.append(np.log(rate * usual + 0.1))
    return np.column_stack(columns) if columns else np.zeros((len(history.keys), 0))


def directions(history: History, width: int) -> Counts:
    """For each of `width` columns which way it may move a forecast: -1 down, 1 up, 0 either.

    With the counts as they are, more reports can only mean that less happens. Left free, a model
    takes a campaign of reporting for what it reports: it rises with the reports alone.
    """
    found: list[int] = []
    for other in history.beside:
        found += [-int(other.is_effort)] * len(BESIDE_WIDTHS)
        found += [1] * (len(RATE_WIDTHS) if other.is_effort else 0)
    return np.array([0] * (width - len(found)) + found, dtype=np.int64)


def season(history: History, period: int) -> Reals:
    """First harmonic of the year for a period, which needs its length: 12 months or 52 weeks."""
    angle = 2 * np.pi * period / history.per_year
    return np.array([np.sin(angle), np.cos(angle)])


def _quiet_for(known: Reals) -> Reals:
    """Periods since the last count above zero, at most the width looked at."""
    reverse = known[:, ::-1] > 0
    first = np.where(reverse.any(axis=1), reverse.argmax(axis=1), known.shape[1])
    return np.asarray(first, dtype=np.float64)


def _discounts(width: int, half_life: float) -> Reals:
    weights = 0.5 ** (np.arange(width)[::-1] / half_life)
    return np.asarray(weights / weights.sum())


def _smoothed(known: Reals, half_life: float) -> Reals:
    keep = 0.5 ** (1 / half_life)
    out, level, total = np.zeros_like(known), np.zeros(len(known)), 0.0
    for period in range(known.shape[1]):
        level, total = keep * level + known[:, period], keep * total + 1
        out[:, period] = level / total
    return out
