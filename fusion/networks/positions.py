"""Who stands between the others, and how surely, when the edges themselves are only reported.

Betweenness (Freeman 1977, shortest paths through an actor over all shortest paths) on graphs drawn
edge by edge with the probability that the edge is real. What we know is a sample of the network:
a rank is given with its 90 % interval over the draws, never as one number (Borgatti, Carley and
Krackhardt 2006 on centrality under missing edges).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor

import networkx as nx
import numpy as np

from fusion.networks.body import Body
from fusion.networks.evidence import Reals

BESIDE = 0.15  # chance that being named in one incident together is a working relation; ours
MOST = 60  # actors drawn; the rest hang on by one weak edge
WORK = 2400  # actors times draws: about a second for the largest hypothesis
FEWEST_DRAWS = 40

Edge = tuple[str, str]


@dataclass(frozen=True)
class Position:
    """An actor's place in the middle: share of shortest paths, rank and its 90 % interval."""

    actor_id: str
    brokerage: float
    rank: int
    rank_low: int
    rank_high: int


def edge_chances(body: Body) -> dict[Edge, float]:
    """Chance that two actors work together: stated ties and joint incidents, noisy-or."""
    miss: dict[Edge, float] = {}
    for tie, _ in body.ties:
        if tie["kind"] == "conflict" or tie["source_id"] == tie["target_id"]:
            continue
        edge = _edge(tie["source_id"], tie["target_id"])
        miss[edge] = miss.get(edge, 1.0) * (1 - min(0.95, body.strength_of(tie)))
    together: dict[int, list[str]] = {}
    for actor, rows in body.rows_of_actor.items():
        for row in rows:
            together.setdefault(row, []).append(actor)
    for actors in together.values():
        for edge in combinations(sorted(actors), 2):
            miss[edge] = miss.get(edge, 1.0) * (1 - BESIDE)
    return {edge: 1 - miss[edge] for edge in sorted(miss)}


def positions(body: Body) -> list[Position]:
    """Every actor of the body by brokerage, most first; ties by identifier."""
    actors = sorted(body.rows_of_actor, key=lambda a: (-len(body.rows_of_actor[a]), a))[:MOST]
    if len(actors) < 3:
        return []
    chances = {e: p for e, p in edge_chances(body).items() if set(e) <= set(actors)}
    drawn = _drawn_betweenness(sorted(actors), chances, body.evidence.run.seed)
    ranks = shared_ranks(-drawn)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0)
    mean = drawn.mean(axis=0)
    order = np.lexsort((np.arange(len(actors)), -np.round(mean, 6)))
    return [
        Position(sorted(actors)[n], float(mean[n]), rank, floor(low[n]), ceil(high[n]))
        for rank, n in enumerate(order, 1)
    ]


def shared_ranks(values: Reals) -> Reals:
    """Rank of each value in its row, the least first; equals share the middle of their ranks.

    Who stands between nobody in a draw shares the middle of the last ranks.
    """
    one, other = values[:, :, None], values[:, None, :]
    return np.asarray((other < one).sum(axis=2) + ((other == one).sum(axis=2) + 1) / 2)


def _drawn_betweenness(actors: list[str], chances: dict[Edge, float], seed: int) -> Reals:
    """Betweenness 0-1 of each actor in each drawn graph, (draws, actors)."""
    n_draws = max(FEWEST_DRAWS, WORK // len(actors))
    place = {actor: n for n, actor in enumerate(actors)}
    ends = np.array([[place[a], place[b]] for a, b in chances], dtype=np.int64).reshape(-1, 2)
    chance = np.array(list(chances.values()))
    is_there = np.random.default_rng(seed).random((n_draws, len(ends))) < chance
    graphs = np.zeros((n_draws, len(actors), len(actors)))
    graphs[:, ends[:, 0], ends[:, 1]] = is_there
    graphs[:, ends[:, 1], ends[:, 0]] = is_there
    return betweenness(graphs)


def betweenness(graphs: Reals) -> Reals:
    """Share of shortest paths through each vertex, (graphs, n), of graphs as 0/1 (graphs, n, n).

    All graphs at once: path lengths and counts by repeated products, then for each vertex the
    pairs whose shortest paths pass it. Cost n^3 per graph, with small n.
    """
    n = graphs.shape[1]
    length = np.where(np.eye(n, dtype=bool), 0.0, np.full_like(graphs, np.inf))
    count = np.broadcast_to(np.eye(n), graphs.shape).copy()
    edge = count.copy()
    for step in range(1, n):
        ways = edge @ graphs
        edge = np.where((ways > 0) & np.isinf(length), ways, 0.0)
        if not edge.any():
            break
        length[edge > 0] = step
        count += edge
    out = np.zeros(graphs.shape[:2])
    share = np.where(count > 0, 1 / np.maximum(count, 1), 0.0)
    for v in range(n):
        passes = length[:, :, v, None] + length[:, None, v, :] == length
        passes &= np.isfinite(length)
        passes[:, v, :] = passes[:, :, v] = passes[:, range(n), range(n)] = False
        out[:, v] = (passes * count[:, :, v, None] * count[:, None, v, :] * share).sum(axis=(1, 2))
    return np.asarray(out / max(1, (n - 1) * (n - 2)))


def graph_of(actors: Iterable[str], edges: Iterable[Edge]) -> nx.Graph[str]:
    """An undirected graph with nodes in the given order."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from(edges)
    return graph


def _edge(one: str, two: str) -> Edge:
    return (one, two) if one < two else (two, one)
