"""The edge of a part: judged by the part alone."""

from __future__ import annotations

import numpy as np

from fusion.networks.affinity import Candidates
from fusion.networks.clusters import ClusterCache, cut_clusters
from fusion.networks.taken_in import Bonds, take_in


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
