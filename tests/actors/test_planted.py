"""Planted people under several spellings: found again, in any order of the mentions."""

from __future__ import annotations

import random

from benchmarks.bench_resolution import planted
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Persona
from fusion.actors.resolve.nodes import nodes_of
from fusion.actors.resolve.persons import link

Together = set[frozenset[str]]


def together(personas: list[Persona]) -> Together:
    """Mentions by the actor they were resolved to."""
    likeness = Likeness()
    nodes = nodes_of(personas, likeness)
    held = {node.key: [p.spots[0].mention_id for p in node.personas] for node in nodes}
    clusters = link(nodes, [], [], likeness).clusters
    return {frozenset(m for key in keys for m in held[key]) for keys in clusters}


def test_planted_people_are_found_under_their_spellings() -> None:
    personas, truth = planted(400)
    found = together(personas)
    people = {int(m.removeprefix("MEN-")): who for who, ms in enumerate(found) for m in ms}
    wrong = sum(len({truth[int(m.removeprefix("MEN-"))] for m in ms}) > 1 for ms in found)
    assert wrong == 0
    assert len(people) == 400
    assert len(found) <= 1.2 * len(set(truth))


def test_clusters_do_not_depend_on_the_order_of_mentions() -> None:
    personas, _ = planted(200)
    shuffled = list(personas)
    random.Random(3).shuffle(shuffled)
    assert together(shuffled) == together(personas)
