"""Other ways to find cells, beside the product's own; none sees the truth.

Every choice (number of groups, resolution) is made by a criterion of the method itself: modularity
or the silhouette.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.special import xlogy
from sklearn.metrics import silhouette_score

GROUPS = range(2, 9)
STARTS = 60
HUBS = 0.95  # actors above this quantile of betweenness are cell heads and agents


def labels_by_method(actors: np.ndarray, near: np.ndarray) -> dict[str, list[int]]:
    """Group of each document by each method, from documents by actors, 0/1, and their nearness."""
    bonds = _bonds(actors)
    largest = bonds.max() or 1.0
    return {
        "Louvain on shared actors, hubs weighing least": _louvain(bonds),
        "modularity of documents and actors (Barber's, BRIM)": _brim(actors),
        "communities of actors without hubs, documents by vote": _by_actors(actors),
        "block model of documents and actors, groups by description length": _blocks(actors),
        "places alone, average linkage": _linked(1 - near),
        "actors and places, average linkage": _linked(1 - (bonds / largest + near) / 2),
    }


def _bonds(actors: np.ndarray) -> np.ndarray:
    """Shared actors, each worth one over the square of the documents that name it."""
    weight = 1 / np.maximum(actors.sum(axis=0), 1) ** 2
    bonds = (actors * weight) @ actors.T
    np.fill_diagonal(bonds, 0)
    return np.asarray(bonds)


def cosine(things: np.ndarray) -> np.ndarray:
    often = things.sum(axis=0)
    kept = things[:, often > 1] * np.log(len(things) / often[often > 1])
    length = np.linalg.norm(kept, axis=1, keepdims=True)
    unit = np.divide(kept, length, out=np.zeros_like(kept), where=length > 0)
    return np.asarray(unit @ unit.T)


def _labels(groups: Iterable[Iterable[Any]], n: int) -> list[int]:
    label = list(range(n, 2 * n))  # who is in no group stands alone
    for number, group in enumerate(groups):
        for row in group:
            label[row] = number
    return label


def _louvain(bonds: np.ndarray) -> list[int]:
    graph = nx.from_numpy_array(bonds)
    return _labels(nx.community.louvain_communities(graph, seed=1), len(bonds))


def _brim(actors: np.ndarray) -> list[int]:
    """Best of several starts and numbers of groups, by bipartite modularity (Barber 2007)."""
    excess = actors - np.outer(actors.sum(axis=1), actors.sum(axis=0)) / actors.sum()
    best: tuple[float, list[int]] = (-np.inf, [])
    for k in GROUPS:
        for seed in range(STARTS):
            seats = np.eye(k)[np.random.default_rng([k, seed]).integers(0, k, len(actors))]
            for _ in range(100):
                things = np.eye(k)[(excess.T @ seats).argmax(axis=1)]
                before, seats = seats, np.eye(k)[(excess @ things).argmax(axis=1)]
                if (before == seats).all():
                    break
            value = float(np.trace(seats.T @ excess @ things))
            if value > best[0]:
                best = (value, seats.argmax(axis=1).tolist())
    return best[1]


def _blocks(actors: np.ndarray) -> list[int]:
    """Degree-corrected block model (Karrer and Newman 2011) of the two sides, by alternate moves;
    the number of groups with the shortest description (after Peixoto 2013)."""
    n, m = actors.shape
    total = float(actors.sum())
    best: tuple[float, list[int]] = (np.inf, [])
    for k in range(1, GROUPS.stop):
        for seed in range(STARTS // 4):
            rng = np.random.default_rng([k, seed])
            one, two = np.asarray(rng.integers(0, k, n)), np.asarray(rng.integers(0, k, m))
            for _ in range(40):
                before = one
                two = (actors.T @ np.eye(k)[one] @ _rates(actors, one, two, k)).argmax(axis=1)
                one = (actors @ np.eye(k)[two] @ _rates(actors, one, two, k).T).argmax(axis=1)
                if (before == one).all():
                    break
            edges = np.eye(k)[one].T @ actors @ np.eye(k)[two]
            fit = sum(
                float(xlogy(x, x).sum()) * sign
                for x, sign in ((edges, 1), (edges.sum(0), -1), (edges.sum(1), -1))
            )
            length = float((n + m) * np.log(k) + k * k * np.log(max(total, 2)) / 2 - fit)
            if length < best[0]:
                best = (length, [int(x) for x in one])
    return best[1]


def _rates(actors: np.ndarray, one: np.ndarray, two: np.ndarray, k: int) -> np.ndarray:
    """Log of how much more often two groups meet than their sizes have it, (k, k)."""
    edges = np.eye(k)[one].T @ actors @ np.eye(k)[two] + 0.1
    return np.asarray(np.log(edges / np.outer(edges.sum(axis=1), edges.sum(axis=0))))


def _by_actors(actors: np.ndarray) -> list[int]:
    graph: nx.Graph[int] = nx.Graph()
    weight = 1 / actors.sum(axis=0)
    for named in actors:
        for a, b in combinations(np.flatnonzero(named).tolist(), 2):
            said = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
            graph.add_edge(a, b, weight=said + weight[a] * weight[b])
    between = nx.betweenness_centrality(graph)
    limit = np.quantile(list(between.values()), HUBS)
    rest = graph.subgraph([v for v in graph if between[v] < limit])
    home = {v: k for k, group in enumerate(nx.community.louvain_communities(rest, seed=1))
            for v in group}  # fmt: skip
    groups: dict[int, list[int]] = defaultdict(list)
    for row, named in enumerate(actors):
        votes: dict[int, float] = defaultdict(float)
        for actor in np.flatnonzero(named).tolist():
            if actor in home:
                votes[home[actor]] += weight[actor]
        if votes:
            groups[max(sorted(votes), key=votes.__getitem__)].append(row)
    return _labels(groups.values(), len(actors))


def _linked(distance: np.ndarray) -> list[int]:
    """Average linkage, cut where the silhouette is best."""
    distance = np.clip((distance + distance.T) / 2, 0, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    cuts = [fcluster(tree, k, "maxclust") for k in GROUPS]
    cuts = [cut for cut in cuts if 1 < len(set(cut)) < len(cut)]
    if not cuts:
        return [0] * len(distance)
    best = max(cuts, key=lambda cut: silhouette_score(distance, cut, metric="precomputed"))
    return [int(x) for x in best]
