"""What a network would lose without one actor, and who would step in.

A network answers a removal: a stand-in with the same role, the same contacts or the same family
takes over (Duijn, Kashirin and Sloot 2014 found drug networks more efficient after removals).
The figures warn of that; they recommend nobody's removal.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import networkx as nx

from fusion.networks.body import Body
from fusion.networks.less import less_actor
from fusion.networks.positions import Position, edge_chances, graph_of

TRIED = 5  # actors left out: the best placed
LEAST_BROKERAGE = 0.01  # who stands between nobody leaves no gap
LIKELY_EDGE = 0.3  # an edge less probable than this holds nothing together; ours
# What makes a stand-in, and from which sum on somebody is one; ours.
SAME_ROLE, CLOSE_TIE, SAME_CONTACTS = 0.4, 0.3, 0.6
LEAST_FIT = 0.35
QUICK_SHARE = 0.5  # the stand-in already knows half of the contacts
CLOSE_KINDS = frozenset({"family", "command"})


@dataclass(frozen=True)
class Removal:
    """An actor left out: who is cut off, and the actor that would most likely take its place."""

    actor_id: str
    n_cut_off: int
    strength_left: float
    successor_id: str | None
    fit: float
    reasons: tuple[str, ...]
    recovery: str


def removals(body: Body, placed: list[Position], roles: Mapping[str, Set[str]]) -> list[Removal]:
    """The best placed persons and bodies left out one at a time, in order of brokerage."""
    likely = [edge for edge, chance in edge_chances(body).items() if chance >= LIKELY_EDGE]
    graph = graph_of(sorted(body.rows_of_actor), likely)
    people = [
        p.actor_id for p in placed if p.actor_id in body.persons and p.brokerage >= LEAST_BROKERAGE
    ]
    return [_left_out(actor, body, graph, roles) for actor in people[:TRIED]]


def _left_out(
    actor: str, body: Body, graph: nx.Graph[str], roles: Mapping[str, Set[str]]
) -> Removal:
    rest = graph.copy()
    rest.remove_node(actor)
    whole = nx.node_connected_component(graph, actor)
    parts = sorted((len(c & whole) for c in nx.connected_components(rest)), reverse=True)
    cut_off = len(whole) - 1 - (parts[0] if parts else 0)
    left = less_actor(body, actor)
    successor, fit, reasons = _successor(actor, body, graph, roles)
    known = set(graph[actor]) & set(graph[successor]) if successor else set()
    is_quick = bool(successor) and len(known) >= QUICK_SHARE * max(1, len(graph[actor]) - 1)
    recovery = "unknown" if successor is None else "quick" if is_quick else "slow"
    return Removal(actor, cut_off, left.strength, successor, fit, reasons, recovery)


def _successor(
    actor: str, body: Body, graph: nx.Graph[str], roles: Mapping[str, Set[str]]
) -> tuple[str | None, float, tuple[str, ...]]:
    """The person most like the one left out, how like (0-1), and in what."""
    close = {
        tie["target_id"] if tie["source_id"] == actor else tie["source_id"]
        for tie, _ in body.strong_ties
        if tie["kind"] in CLOSE_KINDS and actor in (tie["source_id"], tie["target_id"])
    }
    contacts = set(graph[actor])
    best: tuple[float, str | None, tuple[str, ...]] = (0.0, None, ())
    kind = body.evidence.kind_of_actor
    for other in sorted(body.persons - {actor}):
        if kind[other] != kind[actor]:
            continue  # a company does not stand in for a person
        shared = contacts & set(graph[other])
        joint = (contacts | set(graph[other])) - {actor, other}
        parts = {
            "same_role": SAME_ROLE if (roles.get(actor, set()) & roles.get(other, set())) else 0.0,
            "close_tie": CLOSE_TIE if other in close else 0.0,
            "same_contacts": SAME_CONTACTS * len(shared) / max(1, len(joint)),
        }
        fit = min(1.0, sum(parts.values()))
        if fit > best[0]:
            best = (fit, other, tuple(name for name, value in parts.items() if value > 0))
    fit, successor, reasons = best
    return (successor, fit, reasons) if fit >= LEAST_FIT else (None, fit, ())
