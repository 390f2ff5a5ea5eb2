"""Clusters: planted rings come back; a facilitator, a chain or a theme does not merge them."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.networks.affinity import find_candidates, probabilities
from fusion.networks.clusters import ClusterCache, cut_clusters
from fusion.networks.reading import read_evidence
from tests.networks.planted import World, ring
from tests.support import make_run

NORTH, SOUTH = (18.5, 2.0), (14.0, -1.0)


def clusters_of(world: World, week: int = 25) -> list[set[str]]:
    evidence = read_evidence(world.tables(), make_run())
    candidates = find_candidates(evidence)
    chance = probabilities(evidence, candidates, week)
    found = cut_clusters(candidates, chance, len(evidence.incident_ids), ClusterCache())
    return [{evidence.incident_ids[row] for row in rows} for rows in found]


def noise(world: World, n: int = 30) -> None:
    for k in range(n):
        world.incident(f"INC-Z{k:02d}", k % 20, [f"z{k}"], markets=(), place=(13 + k % 5, k % 4))


def test_planted_rings_come_back_whole_and_one_offs_stay_outside() -> None:
    world = World()
    a = ring(world, "a", range(0, 8), place=NORTH)
    b = ring(world, "b", range(4, 12), place=SOUTH, markets=("gold",))
    noise(world)
    assert sorted(map(sorted, clusters_of(world))) == sorted([sorted(a), sorted(b)])


def test_a_shared_facilitator_does_not_merge_two_networks() -> None:
    world = World()
    a = ring(world, "a", range(0, 6), place=NORTH, markets=("fuel_smuggling",))
    b = ring(world, "b", range(0, 6), place=SOUTH, markets=("arms_trafficking",))
    for account in (f"ACC-{a[1]}-0", f"ACC-{a[4]}-0", f"ACC-{b[2]}-0", f"ACC-{b[5]}-0"):
        world.actor("broker")
        world.rows["actor_mention"].append(
            {"actor_id": "broker", "mention_id": f"{account}-broker", "account_id": account,
             "score": 0.95}
        )  # fmt: skip
    noise(world)
    assert {frozenset(c) for c in clusters_of(world)} == {frozenset(a), frozenset(b)}


def test_same_place_market_and_week_without_a_shared_particular_is_no_link() -> None:
    world = World()
    for k in range(6):
        world.incident(f"INC-{k}", 5, [f"only{k}"])
    assert clusters_of(world) == []


def test_a_group_the_mission_knows_links_nothing() -> None:
    world = World()
    world.actor("front", "group", "Right Bank Front")
    for k in range(4):
        world.incident(f"INC-{k}", k, ["front"], place=(14 + k, k), markets=())
    run = make_run(known_groups=[{"name": "Right Bank Front"}])
    evidence = read_evidence(world.tables(), run)
    candidates = find_candidates(evidence)
    assert probabilities(evidence, candidates, 25).max(initial=0.0) < 0.2


@pytest.mark.parametrize(("kind", "name"), [("phone", "+223 40"), ("vehicle", "AB 1234 MD")])
def test_a_phone_or_plate_is_more_telling_than_a_single_first_name(kind: str, name: str) -> None:
    def link(actor_kind: str, actor_name: str) -> float:
        world = World()
        world.actor("x", actor_kind, actor_name)
        world.incident("INC-1", 1, ["x"], markets=())
        world.incident("INC-2", 3, ["x"], markets=(), place=(15.3, 0.9))
        noise(world, 20)
        evidence = read_evidence(world.tables(), make_run())
        candidates = find_candidates(evidence)
        return float(probabilities(evidence, candidates, 25).max())

    assert link(kind, name) > 0.5 > link("person", "Oumar")


def test_rarity_weighs(n_common: int = 14) -> None:
    def link(n: int) -> float:
        world = World()
        for k in range(n):
            world.incident(f"INC-{k:02d}", k, ["same"], markets=(), place=(13 + k % 6, k % 5))
        noise(world, 20)
        evidence = read_evidence(world.tables(), make_run())
        candidates = find_candidates(evidence)
        pair = (candidates.a == 0) & (candidates.b == 1)
        return float(probabilities(evidence, candidates, 25)[pair][0])

    assert link(2) > link(n_common) + 0.1


def test_a_long_chain_does_not_become_one_cluster() -> None:
    world = World()
    for k in range(40):  # each incident shares one actor with the next and nothing with others
        world.incident(f"INC-{k:02d}", k % 26, [f"p{k}", f"p{k + 1}"], place=(13 + k / 10, k / 10),
                       markets=())  # fmt: skip
    sizes = [len(c) for c in clusters_of(world)]
    assert max(sizes) <= 12


def test_stated_ties_link_incidents_without_a_common_actor() -> None:
    def link(*, tied: bool) -> float:
        world = World()
        world.incident("INC-1", 1, ["x"])
        world.incident("INC-2", 2, ["y"])
        if tied:
            world.tie("payment", "x", "y", "ACC-INC-1-0")
        evidence = read_evidence(world.tables(), make_run())
        chance = probabilities(evidence, find_candidates(evidence), 25)
        return float(chance.max(initial=0.0))

    assert link(tied=True) > 0.5
    assert link(tied=False) == 0.0


def test_only_touched_components_are_cut_again() -> None:
    world = World()
    ring(world, "a", range(0, 6), place=NORTH)
    ring(world, "b", range(0, 6), place=SOUTH, markets=("gold",))
    evidence = read_evidence(world.tables(), make_run())
    candidates = find_candidates(evidence)
    cache = ClusterCache()
    chance = probabilities(evidence, candidates, 10)
    first = cut_clusters(candidates, chance, len(evidence.incident_ids), cache)
    assert cache.n_done == 2
    again = cut_clusters(candidates, chance, len(evidence.incident_ids), cache)
    assert (again, cache.n_done) == (first, 2)
    touched = np.where(candidates.b < 6, chance * 0.9, chance)
    cut_clusters(candidates, touched, len(evidence.incident_ids), cache)
    assert cache.n_done == 3
