"""Which cluster of this week is which hypothesis: an assignment by shared incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment

from fusion.networks.clusters import Members
from fusion.networks.evidence import Reals

# A cluster keeps a hypothesis' identity when it shares at least this part of the smaller of both.
LEAST_OVERLAP = 0.5


class Holder(Protocol):
    """Anything that holds incidents."""

    rows: Members


def overlaps(living: Sequence[Holder], clusters: Sequence[Members]) -> Reals:
    """Shared incidents over the smaller side, shape (living, clusters)."""
    table = np.zeros((len(living), len(clusters)))
    sets = [frozenset(rows) for rows in clusters]
    for h, hypothesis in enumerate(living):
        mine = frozenset(hypothesis.rows)
        for c, rows in enumerate(sets):
            table[h, c] = len(mine & rows) / min(len(mine), len(rows)) if mine else 0.0
    return table


def match(overlap: Reals, living: Sequence[Holder], clusters: Sequence[Members]) -> dict[int, int]:
    """One to one, hypothesis to cluster, so that most incidents stay where they were.

    Of two sides that lay in one hypothesis, the one that holds more of it keeps its identity; the
    older hypothesis (lower row) wins ties: a millionth per row decides, and nothing else.
    """
    if not overlap.size:
        return {}
    allowed = overlap >= LEAST_OVERLAP
    sizes = np.array([[min(len(h.rows), len(c)) for c in clusters] for h in living], dtype=float)
    mine = np.array([max(1, len(h.rows)) for h in living], dtype=float)[:, None]
    seniority = 1e-6 * np.arange(len(overlap))[:, None]
    kept = np.where(allowed, -overlap * sizes / mine + seniority, 1.0)
    rows, columns = linear_sum_assignment(kept)
    return {int(h): int(c) for h, c in zip(rows, columns, strict=True) if allowed[h, c]}
