"""Who stands at the edge of a part, once a cluster is parted at a bridge.

The cut of a component is by averages over all of it, so an incident far away may push another out
at the edge. Where a cluster comes apart, each part is asked again on its own: what the cut left
outside joins the part that it is near to on average, by the same measure and at the same bound.
So a part changes with its own incidents only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from fusion.networks.affinity import Candidates
from fusion.networks.clusters import Members, best_chains, cost_of
from fusion.networks.evidence import Ints, Reals
from fusion.networks.weights import weights


@dataclass(frozen=True)
class Bonds:
    """Likely pairs of one week: `chance` is one probability for each of the candidates."""

    candidates: Candidates
    chance: Reals
    n_rows: int

    @cached_property
    def cost(self) -> csr_matrix:
        """What a step from one row to another costs, both ways, (rows, rows); no step if zero."""
        keep = self.chance >= float(weights()["cluster"]["edge"])
        a, b = self.candidates.a[keep], self.candidates.b[keep]
        cost = cost_of(self.chance[keep])
        both = (np.concatenate([a, b]), np.concatenate([b, a]))
        return csr_matrix((np.concatenate([cost, cost]), both), shape=(self.n_rows, self.n_rows))


def take_in(parts: Sequence[Members], clustered: set[int], bonds: Bonds) -> list[Members]:
    """The parts with what none of the clusters holds and one part is near to; the nearest has it.

    `clustered` are the rows of all clusters of the block. Among equally near parts, the first.
    """
    nearest: dict[int, tuple[float, int]] = {}
    for number, part in enumerate(parts):
        for row, distance in _near(part, clustered, bonds):
            nearest[row] = min(nearest.get(row, (np.inf, number)), (distance, number))
    joined = [set(part) for part in parts]
    for row, (_, number) in nearest.items():
        joined[number].add(row)
    return [tuple(sorted(rows)) for rows in joined]


def _near(part: Members, clustered: set[int], bonds: Bonds) -> list[tuple[int, float]]:
    """Rows outside with a bond to the part, whose mean distance to its rows is within the cut."""
    around = bonds.cost[list(part)]
    outside = np.array([r for r in np.unique(around.indices) if int(r) not in clustered], dtype=int)
    if not len(outside):
        return []
    distance = 1 - np.exp(-_chains(part, around, outside))
    mean = distance.mean(axis=1)
    within = mean <= float(weights()["cluster"]["cut"])
    return [(int(r), float(d)) for r, d in zip(outside[within], mean[within], strict=True)]


def _chains(part: Members, around: csr_matrix, outside: Ints) -> Reals:
    """Cost of the best chain through the part, from each row outside to each inside, (k, n)."""
    inside = around[:, list(part)].tocoo()
    through = best_chains(inside.row, inside.col, inside.data, len(part))
    steps = around[:, outside].tocsc()
    ends = [slice(*steps.indptr[k : k + 2]) for k in range(len(outside))]
    return np.stack(
        [(steps.data[s, None] + through[steps.indices[s]]).min(axis=0) for s in ends]
    )  # fmt: skip
