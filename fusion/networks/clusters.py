"""Incidents that belong together, from pair probabilities; split so that they do not chain.

Components of the sparse graph are cut by average linkage over the best chain of
evidence between any two of their incidents. A long chain is weak by construction, and two groups
that one facilitator joins are far from each other on average although one pair is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, shortest_path
from sklearn.cluster import AgglomerativeClustering

from fusion.networks.affinity import Candidates
from fusion.networks.evidence import Ints, Reals
from fusion.networks.weights import weights

Members = tuple[int, ...]
SMALL = 80  # vertices up to which a dense table is quicker than a search


@dataclass
class ClusterCache:
    """Components already cut, by members and probabilities: only touched ones are done again."""

    known: dict[tuple[Members, bytes], list[Members]] = field(default_factory=dict)
    n_done: int = 0


def cut_clusters(
    candidates: Candidates, probability: Reals, n_incidents: int, cache: ClusterCache
) -> list[Members]:
    """Clusters of at least two incidents, each a sorted tuple of rows, in order of first row."""
    keep = probability >= float(weights()["cluster"]["edge"])
    a, b, p = candidates.a[keep], candidates.b[keep], probability[keep]
    graph = csr_matrix((p, (a, b)), shape=(n_incidents, n_incidents))
    label = connected_components(graph, directed=False)[1]
    edges_of = np.argsort(label[a], kind="stable")
    starts = np.searchsorted(label[a][edges_of], np.unique(label[a]))
    found: list[Members] = []
    for position in np.split(edges_of, starts[1:]):
        if not len(position):
            continue
        members = np.unique(np.concatenate([a[position], b[position]]))
        found.extend(_cut_component(members, a[position], b[position], p[position], cache))
    return sorted(found)


def _cut_component(members: Ints, a: Ints, b: Ints, p: Reals, cache: ClusterCache) -> list[Members]:
    order = np.lexsort((b, a))
    # Rounding keeps a component untouched when a probability moved in the fourth decimal.
    key = (
        tuple(int(m) for m in members),
        a[order].tobytes() + b[order].tobytes() + np.round(p[order], 3).tobytes(),
    )
    if key not in cache.known:
        cache.n_done += 1
        cache.known[key] = _linkage(members, a, b, np.round(p, 3))
    return cache.known[key]


def _linkage(members: Ints, a: Ints, b: Ints, p: Reals) -> list[Members]:
    table = weights()["cluster"]
    n = len(members)
    if n > table["largest"]:
        return _cut_higher(members, a, b, p)
    left, right = np.searchsorted(members, a), np.searchsorted(members, b)
    distance = 1 - np.exp(-best_chains(left, right, cost_of(p), n))
    np.fill_diagonal(distance, 0.0)
    if distance.max() <= table["cut"]:  # no mean of distances can lie above the largest
        return [tuple(int(m) for m in members)]
    label = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=table["cut"]
    ).fit_predict(distance)
    groups = (members[label == value] for value in np.unique(label))
    return sorted(tuple(int(m) for m in group) for group in groups if len(group) > 1)


def cost_of(p: Reals) -> Reals:
    """Cost of a step of this probability: costs add up along a chain as probabilities multiply."""
    return np.asarray(-np.log(np.clip(np.round(p, 3), 1e-6, 0.999)))


def best_chains(left: Ints, right: Ints, cost: Reals, n: int) -> Reals:
    """Cost of the best chain between any two of n vertices, (n, n)."""
    if n > SMALL:
        graph = csr_matrix((cost, (left, right)), shape=(n, n))
        return np.asarray(shortest_path(graph, directed=False))
    table = np.full((n, n), np.inf)
    table[left, right] = table[right, left] = cost
    np.fill_diagonal(table, 0.0)
    for k in range(n):  # Floyd and Warshall 1962, a row and a column at a time
        np.minimum(table, table[:, k, None] + table[None, k, :], out=table)
    return table


def _cut_higher(members: Ints, a: Ints, b: Ints, p: Reals) -> list[Members]:
    """A component too large for a dense matrix falls apart at its weaker half of edges first."""
    keep = p > np.median(p)
    if not keep.any():
        return [tuple(int(m) for m in members)]
    a, b, p = a[keep], b[keep], p[keep]
    n = len(members)
    left, right = np.searchsorted(members, a), np.searchsorted(members, b)
    label = connected_components(csr_matrix((p, (left, right)), shape=(n, n)), directed=False)[1]
    found: list[Members] = []
    for value in np.unique(label[left]):
        inside = label[left] == value
        group = np.unique(np.concatenate([a[inside], b[inside]]))
        found.extend(_linkage(group, a[inside], b[inside], p[inside]))
    return sorted(found)
