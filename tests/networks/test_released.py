"""What a bridge releases is judged by itself: to which cluster it belongs, who is at its edge."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fusion.networks.affinity import Candidates
from fusion.networks.clusters import ClusterCache, Members, cut_clusters
from fusion.networks.released import Bonds, settle, take_in


def bonds(pairs: dict[tuple[int, int], float], n: int) -> Bonds:
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    return Bonds(_candidates(a, b), np.array(list(pairs.values())), n)


def _candidates(a: np.ndarray, b: np.ndarray) -> Candidates:
    given = {name: np.zeros(0) for name in Candidates.__dataclass_fields__}
    return Candidates(**(given | {"a": a, "b": b}))


CORE = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9}
FAR = {(10, 11): 0.9, (11, 12): 0.9, (10, 12): 0.9}


def test_what_is_near_to_one_part_joins_it() -> None:
    found = take_in([(0, 1, 2), (10, 11, 12)], {0, 1, 2, 10, 11, 12},
                    bonds(CORE | FAR | {(2, 5): 0.4}, 13))  # fmt: skip
    assert found == [(0, 1, 2, 5), (10, 11, 12)]


def test_what_is_too_far_on_average_stays_outside() -> None:
    found = take_in([(0, 1, 2)], {0, 1, 2}, bonds(CORE | {(2, 5): 0.25}, 13))
    assert found == [(0, 1, 2)]


def test_the_nearer_part_has_it_in_whatever_order() -> None:
    pairs = bonds(CORE | FAR | {(2, 5): 0.5, (5, 10): 0.6}, 13)
    held = {0, 1, 2, 10, 11, 12}
    assert take_in([(0, 1, 2), (10, 11, 12)], held, pairs) == [(0, 1, 2), (5, 10, 11, 12)]
    assert take_in([(10, 11, 12), (0, 1, 2)], held, pairs) == [(5, 10, 11, 12), (0, 1, 2)]


def test_what_another_cluster_holds_is_not_taken() -> None:
    pairs = bonds(CORE | {(2, 5): 0.9, (5, 6): 0.9}, 13)
    assert take_in([(0, 1, 2)], {0, 1, 2, 5, 6}, pairs) == [(0, 1, 2)]


def test_chains_through_the_part_count_and_those_outside_it_do_not() -> None:
    chain = bonds({(0, 1): 0.9, (0, 5): 0.6, (5, 7): 0.9, (1, 7): 0.9}, 13)
    assert take_in([(0, 1)], {0, 1}, chain) == [(0, 1, 5, 7)]
    cost = chain.cost
    assert cost[0, 5] == cost[5, 0] == -np.log(0.6)


def test_without_parting_the_cut_of_the_whole_says_the_same_of_a_lone_edge() -> None:
    pairs = bonds(CORE | {(2, 5): 0.4}, 13)
    whole = cut_clusters(pairs.candidates, pairs.chance, 13, ClusterCache())
    assert take_in([(0, 1, 2)], {0, 1, 2}, pairs) == whole


SIDE = {(20, 21): 0.9, (21, 22): 0.9, (20, 22): 0.9}


def never(_rows: Members) -> bool:
    return False


def test_a_released_part_joins_the_other_cluster_that_it_is_near_to() -> None:
    near = bonds(CORE | FAR | SIDE | {(0, 20): 0.3, (1, 21): 0.3, (10, 20): 0.6}, 23)
    found, released = settle([[(0, 1, 2), (20, 21, 22)], [(10, 11, 12)]], near, never)
    assert found == [(0, 1, 2), (10, 11, 12, 20, 21, 22)]
    assert released == set(found)


def test_parts_of_one_bridge_are_not_put_together_again() -> None:
    near = bonds(CORE | SIDE | {(0, 20): 0.9, (1, 21): 0.9}, 23)
    found, _ = settle([[(0, 1, 2), (20, 21, 22)]], near, never)
    assert found == [(0, 1, 2), (20, 21, 22)]


def test_what_a_bridge_would_part_again_stays_apart() -> None:
    near = bonds(CORE | FAR | SIDE | {(10, 20): 0.9}, 23)
    clusters = [[(0, 1, 2), (20, 21, 22)], [(10, 11, 12)]]
    found, _ = settle(clusters, near, lambda rows: {10, 20} <= set(rows))
    assert found == [(0, 1, 2), (10, 11, 12), (20, 21, 22)]


def test_where_no_bridge_parts_anything_the_cut_stands() -> None:
    near = bonds(CORE | FAR | {(2, 10): 0.9, (2, 5): 0.9}, 13)
    assert settle([[(0, 1, 2)], [(10, 11, 12)]], near, never) == (
        [(0, 1, 2), (10, 11, 12)], set())  # fmt: skip


@given(order=st.permutations([0, 1, 2, 3]))
def test_the_order_of_clusters_does_not_matter(order: list[int]) -> None:
    pairs = CORE | FAR | SIDE | {(30, 31): 0.9, (10, 20): 0.6, (20, 30): 0.6, (0, 20): 0.4}
    parts: list[list[Members]] = [[(0, 1, 2), (20, 21, 22)], [(10, 11, 12)], [(30, 31)], [(5, 6)]]
    near = bonds(pairs | {(5, 6): 0.9}, 32)
    assert settle([parts[n] for n in order], near, never) == settle(parts, near, never)
