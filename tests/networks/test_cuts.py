"""Two networks that meet: what one origin tells is a bridge, what two tell joins them."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from fusion.networks import STAGE
from fusion.networks.affinity import find_candidates, probabilities
from fusion.networks.body import Body
from fusion.networks.bridges import BridgeCache, facilitator_cut, split_at_bridges
from fusion.networks.clusters import ClusterCache, cut_clusters
from fusion.networks.cuts import severed
from fusion.networks.reading import read_evidence
from tests.networks.planted import World, ring
from tests.support import make_run

FAR = (17.5, 3.9)


def two_rings(market: str, place: tuple[float, float] = FAR) -> World:
    """Two rings of six incidents with one facilitator, named in all of them."""
    world = World()
    ring(world, "a", range(0, 6), markets=("fuel_smuggling",))
    ring(world, "b", range(0, 6), markets=(market,), place=place)
    world.actor("broker")
    for name in ("a", "b"):
        for k in range(6):
            account = f"ACC-INC-{name}-{k:02d}-0"
            world.rows["actor_mention"].append(
                {"actor_id": "broker", "mention_id": f"{account}-k", "account_id": account,
                 "score": 0.95}
            )  # fmt: skip
    return world


def meeting(world: World, n_origins: int) -> World:
    """One incident in which people of both rings are named."""
    world.incident("INC-z", 5, ["a1", "b1"], n_origins=n_origins, markets=())
    return world


def parts(world: World) -> list[set[str]]:
    evidence = read_evidence(world.tables(), make_run())
    everything = tuple(range(len(evidence.incident_ids)))
    found = split_at_bridges(evidence, everything, 25)
    return [{evidence.incident_ids[row] for row in part} for part in found]


def test_an_uncorroborated_meeting_stands_in_both_networks() -> None:
    found = parts(meeting(two_rings("arms_trafficking"), 1))
    assert len(found) == 2
    assert found[0] & found[1] == {"INC-z"}
    assert all(len({name[:5] for name in part} - {"INC-z"}) == 1 for part in found)


def test_a_meeting_that_two_origins_saw_joins_them() -> None:
    assert len(parts(meeting(two_rings("arms_trafficking"), 2))) == 1


@pytest.mark.parametrize(
    ("market", "place", "n_parts"),
    [
        ("arms_trafficking", FAR, 2),
        ("arms_trafficking", (15.0, 0.5), 1),  # two ways, one town
        ("fuel_smuggling", FAR, 1),  # two ways, one trade
    ],
)
def test_two_ways_between_the_sides_part_only_what_differs_in_trade_and_place(
    market: str, place: tuple[float, float], n_parts: int
) -> None:
    assert len(parts(meeting(two_rings(market, place), 1))) == n_parts


def test_people_of_one_side_are_no_members_of_the_other_for_a_meeting() -> None:
    tables = STAGE.function(meeting(two_rings("arms_trafficking"), 1).tables(), make_run()).tables
    members: dict[str, set[str]] = {}
    for row in tables["hypothesis_actor"].to_pylist():
        members.setdefault(row["hypothesis_id"], set()).add(row["actor_id"])
    assert len(members) == 2
    one, two = members.values()
    assert one & two == {"broker"}
    assert len(set(tables["cluster"]["incident_id"].to_pylist())) == tables["cluster"].num_rows


def test_a_cluster_is_parted_once_until_something_new_is_known() -> None:
    evidence = read_evidence(two_rings("arms_trafficking").tables(), make_run())
    everything, cache = tuple(range(len(evidence.incident_ids))), BridgeCache()
    assert cache.part(evidence, everything, 20) is cache.part(evidence, everything, 25)
    assert cache.part(evidence, everything, 1) is not cache.part(evidence, everything, 25)


def test_cuts_agree_with_trying_every_vertex_and_pair() -> None:
    """Sixty drawn bodies, read at once, because reading takes longer than cutting."""
    rng, world, bodies = np.random.default_rng(5), World(), []
    for n in range(60):
        # Two sides that share one actor, and now and then a meeting.
        naming = [
            {*rng.integers(4 * side, 4 * side + 5, 3).tolist()}
            | ({int(rng.integers(0, 9))} if rng.random() < 0.1 else set())
            for side in rng.integers(0, 2, rng.integers(8, 12)).tolist()
        ]
        for k, actors in enumerate(naming):
            who = [f"p{n:02d}-{actor}" for actor in sorted(actors)]
            world.incident(f"INC-{n:02d}-{k}", 0, who, n_origins=1 + k % 2)
        bodies.append(len(naming))
    evidence = read_evidence(world.tables(), make_run())
    ends = np.cumsum(bodies)
    found = [
        agree_on_cuts(Body(evidence, tuple(range(end - size, end)), 25))
        for end, size in zip(ends.tolist(), bodies, strict=True)
    ]
    assert sum(found) > 20


def agree_on_cuts(body: Body) -> int:
    """Hold the cuts of a body against every vertex and pair; how many there are."""
    evidence = body.evidence
    said = {(s.actors, s.rows) for s in severed(body, pairs=True)}
    graph = nx.Graph((a, row) for a, rows in body.rows_of_actor.items() for row in rows)
    may: list[str | int] = [a for a, rows in body.rows_of_actor.items() if len(rows) > 1]
    may += [row for row in body.rows if graph.degree(row) > 1 and len(evidence.origins[row]) < 2]
    for size in (1, 2):
        for taken in combinations(may, size):
            actors = tuple(sorted(v for v in taken if isinstance(v, str)))
            if len(actors) != 1:  # a meeting alone is no facilitator
                continue
            rows = tuple(v for v in taken if isinstance(v, int))
            rest: nx.Graph[str | int] = graph.subgraph(set(graph) - set(taken))
            cores = [p for p in nx.connected_components(rest) if is_core(graph, p)]
            is_least = all(
                nx.number_connected_components(graph.subgraph({*rest, v}))
                < nx.number_connected_components(rest)
                for v in taken
            )
            assert ((actors, rows) in said) == (is_least and len(cores) > 1), taken
    return len(said)


def is_core(graph: nx.Graph, part: set[object]) -> bool:
    rows = {v for v in part if isinstance(v, int)}
    actors = part - rows
    return min(len(rows), len(actors)) > 2 and any(len(set(graph[v]) & rows) > 1 for v in actors)


def test_doing_only_touched_clusters_again_is_the_same_as_doing_all() -> None:
    world = meeting(two_rings("arms_trafficking"), 1)
    ring(world, "c", range(8, 20), markets=("gold",), place=(13.0, -2.0))
    evidence = read_evidence(world.tables(), make_run())
    candidates, n = find_candidates(evidence), len(evidence.incident_ids)
    kept, bridges, fresh = ClusterCache(), BridgeCache(), 0
    for week in range(evidence.n_weeks):
        chance = probabilities(evidence, candidates, week)
        alone = ClusterCache()
        full = cut_clusters(candidates, chance, n, alone)
        fresh += alone.n_done
        assert cut_clusters(candidates, chance, n, kept) == full
        for members in full:
            parted = bridges.part(evidence, members, week)
            assert parted == split_at_bridges(evidence, members, week)
    assert kept.n_done < fresh / 2


def test_one_ring_has_no_cut() -> None:
    world = World()
    ring(world, "a", range(0, 8))
    evidence = read_evidence(world.tables(), make_run())
    assert facilitator_cut(Body(evidence, tuple(range(8)), 25)).value == 0
