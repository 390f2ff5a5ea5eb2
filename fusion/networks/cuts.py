"""Where a body comes apart: the few actors and incidents that all links between two sides pass.

A vertex cut of the graph of actors and incidents (Menger 1927: its least size is the number of
ways between the sides that share nothing). Cut vertices by depth-first search (Hopcroft and Tarjan
1973), once in the whole graph and once with each candidate taken out: all cuts of one and two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from fusion.networks.body import Body
from fusion.networks.weights import LEAST_TELLING

LEAST_SIDE = 3  # incidents on either side: fewer are a lead, not a network
# In larger bodies only cuts of one are looked for: pairs cost the square, and a body of that size
# that hangs on two vertices has been parted by the linkage already.
LARGEST = 150  # vertices

Vertex = tuple[str, str | int]  # ("actor", identifier) or ("row", number)


@dataclass(frozen=True)
class Severed:
    """What is taken out, and the sides that are left of it, largest first, as rows of Evidence."""

    actors: tuple[str, ...]
    rows: tuple[int, ...]
    sides: tuple[frozenset[int], ...]


def severed(body: Body, *, pairs: bool) -> Iterator[Severed]:
    """Every cut of one vertex, and of two if `pairs`, that leaves two sides that could stand alone.

    One is a person or body in several incidents. Two are such with an incident that a single
    origin tells of (what two origins saw together was together), or with a telephone, vehicle or
    account, which may be its own; neither is there for nothing: each parts what the loss of the
    other leaves. A thing alone is no facilitator: who shares a lorry works together.
    """
    if len(body.origins_of) < 2 * LEAST_SIDE:
        return
    graph = _graph(body)
    inner = sorted((v for v in graph if graph.degree[v] > 1 and _may_fall(v, body)), key=str)
    alone = set(nx.articulation_points(graph))
    least = body.evidence.run.profile.thresholds.minimum_members
    for one in inner:
        if one in alone and one[1] in body.persons:
            yield from _taken_out(graph, (one,), least)
    if not pairs or len(graph) > LARGEST:
        return
    parting = {v: set(nx.articulation_points(graph.subgraph(graph.nodes - {v}))) for v in inner}
    for one, two in combinations(inner, 2):
        if _go_together(body, one, two) and two in parting[one] and one in parting[two]:
            yield from _taken_out(graph, (one, two), least)


def _graph(body: Body) -> nx.Graph[Vertex]:
    """Incidents, the telling actors named in them, and ties that somebody stated."""
    telling = body.evidence.telling_of
    graph: nx.Graph[Vertex] = nx.Graph()
    for actor, rows in sorted(body.rows_of_actor.items()):
        if telling[actor] >= LEAST_TELLING:
            graph.add_edges_from((("actor", actor), ("row", row)) for row in sorted(rows))
    for tie, _ in body.strong_ties:
        ends = ("actor", tie["source_id"]), ("actor", tie["target_id"])
        if tie["kind"] != "conflict" and ends[0] in graph and ends[1] in graph:
            graph.add_edge(*ends)
    return graph


def _may_fall(vertex: Vertex, body: Body) -> bool:
    kind, name = vertex
    if kind == "actor":
        return len(body.rows_of_actor[str(name)]) > 1
    return sum(o.is_independent for o in body.origins_of[int(name)]) < 2


def _go_together(body: Body, one: Vertex, two: Vertex) -> bool:
    """Just one of the two is a person or body."""
    return (one[1] in body.persons) != (two[1] in body.persons)


def _taken_out(
    graph: nx.Graph[Vertex], cut: tuple[Vertex, ...], least_members: int
) -> Iterator[Severed]:
    rest = graph.subgraph(graph.nodes - set(cut))
    parts = [part for part in nx.connected_components(rest) if _stands(graph, part, least_members)]
    if len(parts) < 2:
        return
    sides = (frozenset(int(name) for kind, name in part if kind == "row") for part in parts)
    yield Severed(
        tuple(str(name) for kind, name in cut if kind == "actor"),
        tuple(int(name) for kind, name in cut if kind == "row"),
        tuple(sorted(sides, key=lambda side: (-len(side), min(side)))),
    )


def _stands(graph: nx.Graph[Vertex], part: set[Vertex], least_members: int) -> bool:
    """Incidents and members enough for a network, and an actor that returns in its incidents."""
    rows = sum(kind == "row" for kind, _ in part)
    if rows < LEAST_SIDE or len(part) - rows < least_members:
        return False
    return any(
        sum(other in part and other[0] == "row" for other in graph[v]) > 1
        for v in part
        if v[0] == "actor"
    )
