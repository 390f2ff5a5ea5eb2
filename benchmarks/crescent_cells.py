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
from scipy.special import xlogy
from sklearn.metrics import adjusted_rand_score, silhouette_score

from benchmarks.worked_mission import Tables
from fusion.networks.cells import consensus
from fusion.networks.scene import Scene
from fusion.pipeline.bench import Row

GROUPS = range(2, 9)
STARTS = 60
HUBS = 0.95  # actors above this quantile of betweenness are cell heads and agents


def rows(tables: Tables, documents: dict[str, str], cell: dict[str, str]) -> list[Row]:
    """Adjusted Rand index of each method over the core documents."""
    names = sorted(cell)
    truth = [cell[name] for name in names]
    account = {r["mention_id"]: r["account_id"] for r in tables["mention"].to_pylist()}
    actors = _presence(names, ((r["actor_id"], documents[account[r["mention_id"]]])
                               for r in tables["actor_mention"].to_pylist()))  # fmt: skip
    places = _presence(names, ((re.sub(r"[^a-z]", "", r["surface"].lower()),
                                documents[r["account_id"]])
                               for r in tables["mention"].to_pylist()
                               if r["kind"] == "place"))  # fmt: skip
    found = {
        "the product's grouping, core documents given, without its test against chance": _ours(
            actors
        )
    } | labels_by_method(actors, _cosine(places))
    return _of_the_product(tables, documents, cell) + [
        Row(f"crescent cells, tried: {name}", "–",
            f"ARI {adjusted_rand_score(truth, label):.3f}, {len(set(label))} groups", None)
        for name, label in found.items()
    ]  # fmt: skip


def _ours(actors: np.ndarray) -> list[int]:
    n, m = actors.shape
    nowhere = np.full(n, np.nan)
    scene = Scene(actors, np.zeros((m, m)), nowhere, nowhere)
    return [int(group) for group in consensus(scene, np.random.default_rng(1))[0]]


def _of_the_product(tables: Tables, documents: dict[str, str], cell: dict[str, str]) -> list[Row]:
    """Cells of the hypotheses against the four cells of the plot, over core documents.

    An incident of a hypothesis that shows cells has its cell, and so has an account of it that lies
    in another one; of a hypothesis that shows none its hypothesis; outside hypotheses its cluster.
    A document in none of them stands alone.
    """
    cluster = {r["incident_id"]: r["cluster_id"] for r in tables["cluster"].to_pylist()}
    whole = _by_hypothesis(tables)
    parts = {
        r["subject_id"]: f"{r['hypothesis_id']} {r['cell']}"
        for r in tables["hypothesis_cell"].to_pylist()
        if r["subject_kind"] != "actor"
    }
    parted = {name.split()[0] for name in parts.values()}
    cells = {k: parts.get(k, k if name in parted else name) for k, name in whole.items()} | parts
    alone = {incident: incident for incident in tables["incident"]["incident_id"].to_pylist()}
    rows = []
    for what, label in (
        ("clusters", cluster), ("hypotheses, and clusters outside them", cluster | whole),
        ("cells of hypotheses, and clusters outside them", cluster | cells),
        ("the same, and incidents of which several documents tell outside clusters",
         alone | cluster | cells),
    ):  # fmt: skip
        index, n_in, n_groups = _agreement(tables, documents, cell, label)
        is_asked = what.startswith("cells")
        rows.append(
            Row(f"crescent: {what} against the four cells, over core documents",
                "ARI ≥ 0.55" if is_asked else "–",
                f"{index:.3f}; {n_in} of {len(cell)} in {n_groups} groups",
                index >= 0.55 if is_asked else None)
        )  # fmt: skip
    return rows


def _by_hypothesis(tables: Tables) -> dict[str, str]:
    """Hypothesis of each incident, and of each account that tells of none."""
    found: dict[str, str] = {}
    for kind in ("incident", "account"):
        for row in tables[f"hypothesis_{kind}"].to_pylist():
            found.setdefault(row[f"{kind}_id"], row["hypothesis_id"])
    return found


def _agreement(
    tables: Tables, documents: dict[str, str], cell: dict[str, str], group: dict[str, str]
) -> tuple[float, int, int]:
    """ARI of groups of incidents and accounts with the cells; documents in groups; groups."""
    label = {name: name for name in cell}
    for row in tables["incident_account"].to_pylist():
        if row["incident_id"] in group and documents[row["account_id"]] in cell:
            label[documents[row["account_id"]]] = group[row["incident_id"]]
    for telling, found in group.items():
        if documents.get(telling) in cell:  # an account of no incident
            label[documents[telling]] = found
    names = sorted(cell)
    index = float(adjusted_rand_score([cell[n] for n in names], [label[n] for n in names]))
    inside = {label[name] for name in names} - set(names)
    return index, sum(label[name] != name for name in names), len(inside)


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


def _presence(names: list[str], pairs: Iterable[tuple[str, str]]) -> np.ndarray:
    """Documents by things, 0/1, in order."""
    held: dict[str, set[str]] = defaultdict(set)
    for thing, document in pairs:
        held[thing].add(document)
    things = [held[thing] for thing in sorted(held) if held[thing] & set(names)]
    return np.array([[name in thing for thing in things] for name in names], dtype=float)


def _bonds(actors: np.ndarray) -> np.ndarray:
    """Shared actors, each worth one over the square of the documents that name it."""
    weight = 1 / np.maximum(actors.sum(axis=0), 1) ** 2
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
