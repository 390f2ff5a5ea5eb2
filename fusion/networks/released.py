"""What becomes of the parts that a bridge held together, once it is parted.

The cut of a component is by averages over all of it: a part may have been put to the network that
its bridge leads to, though by itself it is near to another, and an incident at the edge may be
pushed out by one far away. So each released part is asked again on its own, by the same measure
and at the same bound: first whether it belongs to another cluster, then which single incidents
outside belong to it. A part then changes with what it is near to only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


@dataclass(frozen=True)
class Piece:
    """Rows that stay together; `released` by a bridge from the others of the same `cluster`."""

    rows: Members
    cluster: int
    released: bool


def settle(
    clusters: Sequence[Sequence[Members]], bonds: Bonds, is_two: Callable[[Members], bool]
) -> tuple[list[Members], set[Members]]:
    """Clusters of a block in order of rows, and those of them that a bridge released.

    `clusters` are the parts of each; one that is whole has one part. `is_two` says whether a
    bridge would part these rows again: such are not put together.
    """
    pieces = {
        Piece(rows, number, len(parts) > 1)
        for number, parts in enumerate(clusters)
        for rows in parts
    }
    if not any(piece.released for piece in pieces):
        return sorted(piece.rows for piece in pieces), set()
    pieces = _rejoined(pieces, bonds, is_two)
    released = sorted(piece.rows for piece in pieces if piece.released)
    clustered = {row for piece in pieces for row in piece.rows}
    wider = take_in(released, clustered, bonds)
    return sorted([*wider, *(p.rows for p in pieces if not p.released)]), set(wider)


def _rejoined(pieces: set[Piece], bonds: Bonds, is_two: Callable[[Members], bool]) -> set[Piece]:
    """Released pieces together with the piece of another cluster that each is near to by itself,
    the nearest first."""
    found, refused = set(pieces), set[Members]()
    while True:
        best: tuple[float, Members, Members] | None = None
        for piece, other in _neighbours(found, bonds):
            joined = tuple(sorted({*piece.rows, *other.rows}))
            if joined in refused:
                continue
            distance = _apart(piece.rows, other.rows, bonds)
            if distance <= float(weights()["cluster"]["cut"]):
                best = min(best or (np.inf, (), ()), (distance, piece.rows, other.rows))
        if best is None:
            return found
        together = tuple(sorted({*best[1], *best[2]}))
        if is_two(together):
            refused.add(together)
            continue
        one, other = (next(p for p in found if p.rows == rows) for rows in best[1:])
        found -= {one, other}
        found.add(Piece(together, one.cluster, released=True))


def _neighbours(pieces: set[Piece], bonds: Bonds) -> Iterator[tuple[Piece, Piece]]:
    """Released pieces with those of other clusters that some bond joins them to."""
    for piece in sorted((p for p in pieces if p.released), key=lambda p: p.rows):
        near = set(bonds.cost[list(piece.rows)].indices.tolist())
        for other in sorted(pieces, key=lambda p: p.rows):
            if other.cluster != piece.cluster and not near.isdisjoint(other.rows):
                yield piece, other


def _apart(one: Members, other: Members, bonds: Bonds) -> float:
    """Mean distance over the best chains within the two, 0-1."""
    rows = [*one, *other]
    steps = bonds.cost[rows][:, rows].tocoo()
    chains = best_chains(steps.row, steps.col, steps.data, len(rows))
    return float((1 - np.exp(-chains[: len(one), len(one) :])).mean())


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
