"""Predictive distributions of counts, held exactly as cumulative probabilities, not as draws.

Every family answers two questions for many forecasts at once: how far up must the counts be
enumerated, and what is P(count <= k) there. Scores and quantiles follow exactly, so a forecast
depends on its own past alone: no random draw can carry news from one series to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincinv, pdtr

from fusion.outlook import kernels

Reals = NDArray[np.float64]
Counts = NDArray[np.int64]

# Cells enumerated at once: 4 million doubles are 32 MB, which stays kind to two cores.
CELLS = 4_000_000
# Beyond it a size parameter cannot be told from Poisson (variance within 0.01 % at mean 100).
POISSON_SIZE = 1e6
LEAST_LOG = -600.0  # of a mass that the recursion can start from
# What may lie beyond the last enumerated count.
TAIL = 1e-4


class Distribution(Protocol):
    """Predictive distributions of N forecasts."""

    @property
    def mean(self) -> Reals:
        """Expected counts, shape (N,)."""

    @property
    def top(self) -> Counts:
        """Counts beyond which less than TAIL is left, shape (N,)."""

    def cdf(self, rows: Counts, top: int) -> Reals:
        """P(count <= k) for the given rows and k = 0..top, shape (len(rows), top + 1)."""


@dataclass(frozen=True)
class NegativeBinomial:
    """Negative binomial by mean and size (variance = mean + mean² / size); Poisson from 1e6."""

    mean: Reals
    size: Reals

    @property
    def top(self) -> Counts:
        """The tail of the mixing gamma, and four deviations of a Poisson count beyond it."""
        size = np.minimum(self.size, POISSON_SIZE)
        rate = gammaincinv(size, 1 - TAIL) * self.mean / size
        return np.asarray(np.ceil(rate + 4 * np.sqrt(rate) + 5), dtype=np.int64)

    def cdf(self, rows: Counts, top: int) -> Reals:
        """See Distribution."""
        mean, size = self.mean[rows, None], self.size[rows, None]
        k = np.arange(top + 1, dtype=float)[None, :]
        is_poisson = size >= POISSON_SIZE
        out = np.empty((len(rows), top + 1))
        flat = is_poisson[:, 0]
        out[flat] = pdtr(k, mean[flat])
        r, m = size[~flat, 0], np.maximum(mean[~flat, 0], 1e-12)
        out[~flat] = _running_sum(r, m, top)
        return out


def _running_sum(size: Reals, mean: Reals, top: int) -> Reals:
    """CDF of negative binomials over 0..top, by the recursion of their masses.

    The incomplete beta function takes the few rows where the mass of zero is too small for a
    double.
    """
    out: Reals = kernels.running_sum(size, mean, top)
    log_share = np.log(size / (size + mean))
    lost = size * log_share < LEAST_LOG
    if lost.any():
        above = np.arange(top + 1, dtype=float)[None, :] + 1
        out[lost] = betainc(size[lost, None], above, np.exp(log_share[lost, None]))
    return out


@dataclass(frozen=True)
class Resampled:
    """Own past values, each as likely as any other: `values` has shape (N, number of values)."""

    values: Counts

    @property
    def mean(self) -> Reals:
        """Expected counts."""
        return np.asarray(self.values.mean(axis=1), dtype=np.float64)

    @property
    def top(self) -> Counts:
        """The largest past value."""
        return np.asarray(self.values.max(axis=1), dtype=np.int64)

    def cdf(self, rows: Counts, top: int) -> Reals:
        """See Distribution."""
        values = self.values[rows]
        n = len(rows)
        flat = np.arange(n)[:, None] * (top + 1) + np.minimum(values, top)
        pmf = np.bincount(flat.ravel(), minlength=n * (top + 1)).reshape(n, top + 1)
        return np.asarray(np.cumsum(pmf, axis=1) / values.shape[1])


@dataclass(frozen=True)
class Shared:
    """One distribution for groups of forecasts: `table[group]` is the CDF over 0..width-1."""

    table: Reals
    group: Counts

    @property
    def mean(self) -> Reals:
        """Expected counts."""
        return np.asarray((1 - self.table).sum(axis=1)[self.group])

    @property
    def top(self) -> Counts:
        """Width of the table."""
        return np.full(len(self.group), self.table.shape[1] - 1, dtype=np.int64)

    def cdf(self, rows: Counts, top: int) -> Reals:
        """See Distribution."""
        table = self.table[self.group[rows]]
        if top < table.shape[1]:
            return np.asarray(table[:, : top + 1])
        filler = np.ones((len(rows), top + 1 - table.shape[1]))
        return np.concatenate([table, filler], axis=1)


@dataclass(frozen=True)
class Mixture:
    """A linear pool: `weights` (one per part, or one per part and forecast) sum to one."""

    parts: Sequence[Distribution]
    weights: Sequence[Reals]

    @property
    def mean(self) -> Reals:
        """Expected counts."""
        pairs = zip(self.parts, self.weights, strict=True)
        return np.asarray(sum(w * part.mean for part, w in pairs))

    @property
    def top(self) -> Counts:
        """The farthest of its parts."""
        return np.asarray(np.max([part.top for part in self.parts], axis=0))

    def cdf(self, rows: Counts, top: int) -> Reals:
        """See Distribution."""
        out = np.zeros((len(rows), top + 1))
        for part, weight in zip(self.parts, self.weights, strict=True):
            out += weight[rows, None] * part.cdf(rows, top)
        return out


def chunks(
    distribution: Distribution, at_least: Counts, only: Counts | None = None
) -> Iterator[tuple[Counts, Reals]]:
    """Rows in order of their reach with their CDFs, so that memory stays bounded.

    Arguments as of `blocks`.
    """
    for rows, top in blocks(distribution, at_least, only):
        yield rows, distribution.cdf(rows, top)


def blocks(
    distribution: Distribution, at_least: Counts, only: Counts | None = None
) -> Iterator[tuple[Counts, int]]:
    """Rows in order of their reach, with how far up their counts must be enumerated.

    `at_least` (N,) makes sure that an outcome is enumerated too, up to a factor of ten; `only`
    names the rows wanted (all by default).
    """
    top = distribution.top
    reach = np.maximum(top, np.minimum(at_least, 10 * top + 50))
    order = np.argsort(reach, kind="stable")
    if only is not None:
        order = order[np.isin(order, only)]
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order):
            ahead = min(len(order), start + 2 * (stop - start))
            if (ahead - start) * (int(reach[order[ahead - 1]]) + 1) > CELLS or ahead == stop:
                break
            stop = ahead
        rows = order[start:stop]
        yield rows, int(reach[rows[-1]])
        start = stop


def quantiles(distribution: Distribution, levels: Sequence[float]) -> Reals:
    """Smallest counts whose CDF reaches each level, shape (N, len(levels))."""
    n = len(distribution.mean)
    out = np.zeros((n, len(levels)))
    for rows, cdf in chunks(distribution, np.zeros(n, dtype=np.int64)):
        for column, level in enumerate(levels):
            out[rows, column] = (cdf < level - 1e-12).sum(axis=1)
    return out


def at_least_one(distribution: Distribution) -> Reals:
    """P(count >= 1), shape (N,)."""
    rows = np.arange(len(distribution.mean), dtype=np.int64)
    return np.asarray(1.0 - distribution.cdf(rows, 0)[:, 0])


def exceeding(found: Distribution, at_least: Counts) -> Reals:
    """P(count >= at_least) of each forecast, (N,)."""
    out = np.zeros(len(at_least))
    for rows, cdf in chunks(found, at_least):
        before = np.minimum(at_least[rows] - 1, cdf.shape[1] - 1)
        out[rows] = np.where(at_least[rows] > 0, 1 - cdf[np.arange(len(rows)), before], 1.0)
    return np.clip(out, 0.0, 1.0)
