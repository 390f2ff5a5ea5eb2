"""Other ways to find the cells of a plot, beside the stage's own clusters; none sees the truth.

Every choice (number of groups, resolution) is made by a criterion of the method itself: modularity
or the silhouette. Core documents are taken as given, as for the peers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score, silhouette_score

from benchmarks.worked_mission import Tables
from fusion.pipeline.bench import Row

GROUPS = range(2, 9)
STARTS = 60
HUBS = 0.95  # actors above this quantile of betweenness are cell heads and agents


def rows(tables: Tables, documents: dict[str, str], cell: dict[str, str]) -> list[Row]:
    """Adjusted Rand index of five methods over the core documents."""
    names = sorted(cell)
    truth = [cell[name] for name in names]
    account = {r["mention_id"]: r["account_id"] for r in tables["mention"].to_pylist()}
    actors = _presence(names, ((r["actor_id"], documents[account[r["mention_id"]]])
                               for r in tables["actor_mention"].to_pylist()))  # fmt: skip
    places = _presence(names, ((re.sub(r"[^a-z]", "", r["surface"].lower()),
                                documents[r["account_id"]])
                               for r in tables["mention"].to_pylist()
                               if r["kind"] == "place"))  # fmt: skip
    bonds, near = _bonds(actors), _cosine(places)
    found = {
        "Louvain on shared actors, hubs weighing least": _louvain(bonds),
        "modularity of documents and actors (Barber's, BRIM)": _brim(actors),
        "communities of actors without hubs, documents by vote": _by_actors(actors),
        "places alone, average linkage": _linked(1 - near),
        "actors and places, average linkage": _linked(1 - (bonds / bonds.max() + near) / 2),
    }
    return [
        Row(f"crescent cells, tried: {name}", "–",
            f"ARI {adjusted_rand_score(truth, label):.3f}, {len(set(label))} groups", None)
        for name, label in found.items()
    ]  # fmt: skip


def _presence(names: list[str], pairs: Iterable[tuple[str, str]]) -> np.ndarray:
    """Documents by things, 0/1, in order."""
    held: dict[str, set[str]] = defaultdict(set)
    for thing, document in pairs:
        held[thing].add(document)
    things = [held[thing] for thing in sorted(held) if held[thing] & set(names)]
    return np.array([[name in thing for thing in things] for name in names], dtype=float)


def _bonds(actors: np.ndarray) -> np.ndarray:
    """Shared actors, each worth one over the square of the documents that name it."""
    weight = 1 / actors.sum(axis=0) ** 2
    bonds = (actors * weight) @ actors.T
    np.fill_diagonal(bonds, 0)
    return np.asarray(bonds)


def _cosine(things: np.ndarray) -> np.ndarray:
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
    cuts = [cut for cut in cuts if len(set(cut)) > 1]
    best = max(cuts, key=lambda cut: silhouette_score(distance, cut, metric="precomputed"))
    return [int(x) for x in best]
