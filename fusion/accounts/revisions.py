"""Two tellings of one event in other words: a later edition of the same register.

An editor rewrites a note, corrects its date, names the place anew; nothing says so. What stays is
the day, most of the rare words, and that no other note is nearer, in both directions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix

from fusion.accounts.words import Index, Words, read_words

Reals = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
# Share of the weighted words that a note and its revision have in common at least. The middle of
# the plateau on other events (docs/accounts.md), not the best value of any set.
MINIMUM = 0.1
MOST_DAYS = 2  # between the days that both give; a corrected date moves by one or two
_DAY_WEIGHT = 0.1  # what each day between them takes from the likeness
_BLOCK = 2048


@dataclass(frozen=True)
class Revisions:
    """Pairs (first of one list, first of the other) and the score of each, 0-1."""

    first: Index
    second: Index
    score: Reals


def revisions(
    one: pa.Array, other: pa.Array, one_day: Days, other_day: Days, minimum: float = MINIMUM
) -> Revisions:
    """Which text of `other` is the revision of which text of `one`: each has at most one.

    Both are Arrow strings with the day of the event (days since 1970). Two texts are paired when
    they are each other's nearest among those at most MOST_DAYS away, and their score is at least
    `minimum`: cosine of their words and word pairs, weighted by rarity, less a tenth for each
    day between them.
    """
    matrix = _weighted(read_words(pa.concat_arrays([one, other])))
    left, right = matrix[: len(one)], matrix[len(one) :].T.tocsc()
    best = np.full(len(one), -1, np.int64)
    best_score = np.zeros(len(one))
    back = np.full(len(other), -1, np.int64)
    back_score = np.zeros(len(other))
    for start in range(0, len(one), _BLOCK):
        block = (left[start : start + _BLOCK] @ right).tocoo()
        row, column = block.row + start, block.col
        apart = np.abs(one_day[row] - other_day[column])
        score = np.where(apart <= MOST_DAYS, block.data - _DAY_WEIGHT * apart, 0.0)
        _keep_best(best, best_score, row, column, score)
        _keep_best(back, back_score, column, row, score)
    chosen = np.flatnonzero(best >= 0)
    chosen = chosen[(back[best[chosen]] == chosen) & (best_score[chosen] >= minimum)]
    return Revisions(chosen, best[chosen], best_score[chosen])


def _keep_best(best: Index, held: Reals, of: Index, what: Index, score: Reals) -> None:
    """The highest score of each `of`, the first where two are equal."""
    order = np.lexsort((what, -score, of))
    first = np.concatenate([[True], of[order][1:] != of[order][:-1]])[: len(order)]
    top = order[first]
    better = top[score[top] > held[of[top]]]
    best[of[better]], held[of[better]] = what[better], score[better]


def _weighted(words: Words) -> csr_matrix:
    """Texts by words and word pairs, each weighted by 1 + log(texts / texts that hold it)."""
    owner = np.repeat(np.arange(len(words)), words.count)
    start = np.repeat(words.begin - np.cumsum(words.count) + words.count, words.count)
    single = words.hashes[start + np.arange(len(owner))]
    inside = owner[1:] == owner[:-1] if len(owner) else np.zeros(0, np.bool_)
    double = single[:-1] * np.uint64(0x9E3779B97F4A7C15) + single[1:]
    hashes = np.concatenate([single, double[inside]])
    rows = np.concatenate([owner, owner[:-1][inside]])
    _values, column = np.unique(hashes, return_inverse=True)
    shape = (len(words), int(column.max(initial=-1)) + 1)
    matrix = csr_matrix((np.ones(len(rows)), (rows, column)), shape=shape)
    matrix.data[:] = 1.0
    frequency = np.bincount(matrix.indices, minlength=shape[1])
    weight = 1 + np.log(len(words) / np.maximum(frequency, 1))
    matrix = matrix.multiply(weight[None, :]).tocsr()
    norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(matrix.multiply(1 / np.maximum(norm, 1e-12)[:, None]))
