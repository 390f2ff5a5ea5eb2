"""What accounts tell of, compared: meaning and concepts, against each one's own neighbourhood.

Reports of one mission are alike in theme, and short texts are close to everything. So each
account's likeness is taken off: the mean of its nearest neighbours (local scaling, as in CSLS of
Conneau et al. 2018). What is left says how much closer two accounts lie than accounts usually do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Reals = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

WINDOW_DAYS = 45  # a like meaning within six weeks; Panels of Experts meet by particulars
LOCAL = 5  # neighbours that make up an account's neighbourhood
NEIGHBOURS = 10
# In an inbox of a few reports nobody has neighbours: likeness is held against what three accounts
# in four of a full one have at least (0.27 and 0.28 on two sets).
LEAST_AROUND = 0.25
# Concepts beside meaning: they lift average precision on independent accounts from 0.32 to 0.46
# on hand-written reports and leave it (0.56, 0.57) on the sample mission.
CONCEPT_SHARE = 0.5
BLOCK = 256
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Content:
    """Rows of all accounts in one space, each with its neighbourhood.

    `vectors` and `concepts` hold unit rows; `around` is the mean likeness to the LOCAL nearest
    of the same weeks; `nearest` are the pairs (lower number first) of each with its NEIGHBOURS.
    """

    vectors: Reals | None
    concepts: csr_matrix
    around: Reals
    nearest: frozenset[tuple[int, int]]

    def closeness(self, first: Index, second: Index) -> Reals:
        """Likeness of each pair above that of their neighbourhoods: 0 is 'as near as any'."""
        if not len(first):
            return np.zeros(0)
        shared = self.concepts[first].multiply(self.concepts[second]).sum(axis=1)
        alike: Reals = CONCEPT_SHARE * np.asarray(shared).ravel()
        if self.vectors is not None:
            alike = alike + np.einsum("ij,ij->i", self.vectors[first], self.vectors[second])
        difference: Reals = alike - (self.around[first] + self.around[second]) / 2
        return difference


def compare(vectors: Reals | None, concepts: csr_matrix, days: Index) -> Content:
    """Content of accounts (rows) told on `days` (days since 1970).

    Cost grows with the number of accounts times those of one window, not with the square.
    """
    lengths = np.sqrt(np.asarray(concepts.multiply(concepts).sum(axis=1)).ravel())
    unit = csr_matrix(concepts.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))
    around = np.zeros(len(days))
    nearest: set[tuple[int, int]] = set()
    for rows, others, scores in _blocks(vectors, unit, days):
        k = min(NEIGHBOURS, scores.shape[1])
        # by score, then by number: ties must not depend on the machine
        best = np.lexsort((np.broadcast_to(others, scores.shape), -scores.round(6)))[:, :k]
        found = np.take_along_axis(scores, best, axis=1)
        local = np.where(found[:, :LOCAL] > 0, found[:, :LOCAL], 0)
        around[rows] = local.sum(axis=1) / LOCAL
        for one, near, score in zip(rows, others[best], found, strict=True):
            nearest |= {
                (min(one, n), max(one, n)) for n, s in zip(near, score, strict=True) if s > 0
            }
    around = np.maximum(around, LEAST_AROUND)
    return Content(vectors, unit, around.round(9), frozenset((int(a), int(b)) for a, b in nearest))


def _blocks(
    vectors: Reals | None, concepts: csr_matrix, days: Index
) -> Iterator[tuple[Index, Index, Reals]]:
    """(accounts, those of the same weeks, likeness of each to each); beyond the weeks -2."""
    order = np.argsort(days, kind="stable")
    sorted_days = days[order]
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        low = int(np.searchsorted(sorted_days, days[rows].min() - WINDOW_DAYS))
        high = int(np.searchsorted(sorted_days, days[rows].max() + WINDOW_DAYS, side="right"))
        others = order[low:high]
        scores = CONCEPT_SHARE * (concepts[rows] @ concepts[others].T).toarray()
        if vectors is not None:
            scores = scores + vectors[rows] @ vectors[others].T
        scores[rows[:, None] == others[None, :]] = -2
        scores[np.abs(days[rows][:, None] - days[others][None, :]) > WINDOW_DAYS] = -2
        yield rows, others, scores
