"""Which cluster of this week is which hypothesis: an assignment by shared incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from fusion.networks.clusters import Members

# A cluster keeps a hypothesis' identity when it shares at least this part of the smaller of both.
LEAST_OVERLAP = 0.5

# What the founding incident weighs against a share of all: so that a name does not depend on when
# two sides were told apart, and yet follows the bulk of a group that grew away from its beginning.
FOUNDER = 1 / 3
# Of two that lie wholly in one cluster the larger takes the other up.
BULK = 0.1

Shared = list[dict[int, int]]  # for each hypothesis: incidents shared with each cluster it touches


class Holder(Protocol):
    """A hypothesis: its identifier, its incidents, and the one that it is named after."""

    hypothesis_id: str
    rows: Members
    founder: int


class Before:
    """Which hypothesis held which incidents a week ago."""

    def __init__(self, living: Sequence[Holder]) -> None:
        self.rows = {h.hypothesis_id: frozenset(h.rows) for h in living}
        self._holders: dict[int, list[str]] = {}
        for name, rows in self.rows.items():
            for row in rows:
                self._holders.setdefault(row, []).append(name)

    def parent(self, rows: Members) -> str | None:
        """The hypothesis that held most of these incidents, if it held at least half."""
        counts = Counter(name for row in rows for name in self._holders.get(row, ()))
        best = max(counts, key=lambda name: (counts[name], name), default=None)
        if best is None or counts[best] < LEAST_OVERLAP * len(rows):
            return None
        return best


def shared(living: Sequence[Holder], clusters: Sequence[Members]) -> Shared:
    """Shared incidents, cluster by cluster; clusters that share none do not stand."""
    homes: dict[int, list[int]] = {}
    for c, rows in enumerate(clusters):
        for row in rows:
            homes.setdefault(row, []).append(c)
    return [dict(Counter(c for row in h.rows for c in homes.get(row, ()))) for h in living]


def overlap(hypothesis: Holder, cluster: Members, n_shared: int) -> float:
    """Shared incidents over the smaller side, 0-1."""
    return n_shared / max(1, min(len(hypothesis.rows), len(cluster)))


def match(living: Sequence[Holder], clusters: Sequence[Members], common: Shared) -> dict[int, int]:
    """One to one, hypothesis to cluster, so that most incidents stay where they were.

    Of two sides that lay in one hypothesis, the one with the incident that it is named after keeps
    its identity, unless the other is more than twice as large; the older hypothesis (lower row)
    wins ties: a millionth per row decides, and nothing else. Solved
    apart for each group of hypotheses and clusters that touch.
    """
    kept = {
        (h, c): n / len(living[h].rows)
        + FOUNDER * (living[h].founder in clusters[c])
        + BULK * n / len(clusters[c])
        for h, touched in enumerate(common)
        for c, n in touched.items()
        if overlap(living[h], clusters[c], n) >= LEAST_OVERLAP
    }
    if not kept:
        return {}
    if len({h for h, _ in kept}) == len({c for _, c in kept}) == len(kept):
        return dict(kept.keys())  # nobody contends for anything
    found: dict[int, int] = {}
    for hs, cs in _groups(kept, len(living), len(clusters)):
        cost = np.array([[-kept.get((h, c), -1.0) for c in cs] for h in hs])
        seniority = 1e-6 * np.arange(len(hs))[:, None]
        rows, columns = linear_sum_assignment(np.where(cost < 0, cost + seniority, 1.0))
        pairs = ((hs[r], cs[k]) for r, k in zip(rows, columns, strict=True))
        found |= {h: c for h, c in pairs if (h, c) in kept}
    return found


def _groups(
    kept: Mapping[tuple[int, int], float], n_living: int, n_clusters: int
) -> list[tuple[list[int], list[int]]]:
    """Hypotheses and clusters that are joined by pairs, directly or by turns."""
    h, c = np.array(sorted(kept), dtype=np.int64).T
    size = n_living + n_clusters
    label = connected_components(coo_matrix((np.ones(len(h)), (h, n_living + c)), (size, size)))[1]
    groups: dict[int, tuple[set[int], set[int]]] = {}
    for one, two in zip(h.tolist(), c.tolist(), strict=True):
        hs, cs = groups.setdefault(int(label[one]), (set(), set()))
        hs.add(one)
        cs.add(two)
    return [(sorted(hs), sorted(cs)) for hs, cs in groups.values()]
