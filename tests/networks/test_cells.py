"""Cells of a hypothesis: found where planted, absent where chance parts as well, told as rows."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from benchmarks.planted_cells import NOBODY, planted
from fusion.networks import STAGE, cells
from fusion.networks.body import Body
from fusion.networks.cells import LEAST_ROWS, agglomerated, cell_rows, cells_of
from fusion.networks.evidence import Reals
from fusion.networks.reading import read_evidence
from fusion.networks.scene import Scene
from tests.networks.planted import MONDAY, World
from tests.support import make_run

CELLS = (("a1", "a2", "a3"), ("b1", "b2", "b3"), ("c1", "c2", "c3"))


def three_cells(world: World, *, joined_by: str = "head") -> None:
    """Three cells of four incidents at three places; one person is named in one of each."""
    for number, cell in enumerate(CELLS):
        for n in range(4):
            named = [cell[n % 3], cell[(n + 1) % 3], *([joined_by] if n == 0 else ())]
            world.incident(f"INC-{number}{n}", n, named, place=(15.0 + number, 0.5))


def body_of(world: World) -> Body:
    evidence = read_evidence(world.tables(), make_run())
    return Body(evidence, tuple(np.flatnonzero(evidence.is_incident).tolist()), 25)


def test_planted_cells_are_found_and_the_one_who_joins_them_goes_between() -> None:
    world = World()
    three_cells(world)
    rows = cell_rows(body_of(world), {*sum(CELLS, ()), "head"})
    found = {
        frozenset(r["subject_id"] for r in rows if r["cell"] == n and r["subject_kind"] == "actor")
        for n in (1, 2, 3)
    }
    assert found == {frozenset({*cell, "head"}) for cell in CELLS}
    between = {r["subject_id"] for r in rows if r["is_go_between"]}
    assert between == {"head"}
    told = [r["subject_id"] for r in rows if r["subject_kind"] == "incident"]
    assert len(told) == len(set(told)) == 12  # an incident is of one cell


def test_who_is_no_member_is_in_no_cell() -> None:
    world = World()
    three_cells(world)
    rows = cell_rows(body_of(world), {"a1", "head"})
    assert {r["subject_id"] for r in rows if r["subject_kind"] == "actor"} == {"a1", "head"}


def test_a_ring_whose_members_all_meet_has_no_cells() -> None:
    world = World()
    people = sum(CELLS, ())
    for n in range(12):
        named = [people[(n * k) % 9] for k in (1, 2, 4)]
        world.incident(f"INC-{n:02d}", n, sorted({*named, "head"}))
    assert cells_of(body_of(world)) == []


def test_few_incidents_have_no_cells() -> None:
    world = World()
    for n in range(LEAST_ROWS - 1):
        world.incident(f"INC-{n}", n, [f"{'ab'[n % 2]}{k}" for k in range(3)])
    assert cells_of(body_of(world)) == []


def test_a_hypothesis_that_merged_into_another_stays_a_cell_of_it() -> None:
    world = World()
    for n in range(5):
        world.incident(f"INC-{n}", n, [f"a{n % 3}", f"a{(n + 1) % 3}"])
    for n in range(5, 8):
        world.incident(f"INC-{n}", n, ["b0", "b1", *(["a0"] if n == 5 else [])])
    body = body_of(world)
    assert cells_of(body) == []
    host, branch = cells_of(body, [(5, 6, 7)])
    assert set(branch.rows) == {5, 6, 7} and set(branch.actors) == {"b0", "b1", "a0"}
    assert set(host.rows) == set(range(5)) and set(host.actors) == {"a0", "a1", "a2"}


def test_sharing_names_near_by_and_not_far_away_shows_cells_in_a_small_network() -> None:
    rng = np.random.default_rng(1)
    presence = np.zeros((12, 8))
    for row in range(12):
        presence[row, [row // 6 * 4 + row % 4, row // 6 * 4 + (row + 1) % 4]] = 1.0
    presence[3, 4] = presence[9, 0] = 1.0
    west = np.where(np.arange(12) < 6, 0.0, 3.0) + rng.normal(0, 0.05, 12)
    apart = Scene(presence, np.zeros((8, 8)), np.full(12, 15.0), west)
    mixed = Scene(presence, np.zeros((8, 8)), np.full(12, 15.0), west[rng.permutation(12)])
    assert cells._is_near(apart, np.random.default_rng(1))
    assert not cells._is_near(mixed, np.random.default_rng(1))


def test_the_order_of_incidents_and_actors_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    is_own = np.arange(12)[:, None] // 4 == np.arange(9)[None, :] // 3
    presence: Reals = np.where(is_own & (rng.random((12, 9)) < 0.8), 1.0, 0.0)
    scene = Scene(presence, np.zeros((9, 9)), np.full(12, np.nan), np.full(12, np.nan))
    order = rng.permutation(12)
    moved = Scene(presence[order], scene.tied, scene.latitude, scene.longitude)
    one, other = cells.grouped(scene, 1), cells.grouped(moved, 1)
    assert one is not None and other is not None
    same = one[0][order][:, None] == one[0][order][None, :]
    assert (same == (other[0][:, None] == other[0][None, :])).all()


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_modularity_is_that_of_networkx_and_merging_never_lowers_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 12))
    bonds = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.4), 1)
    bonds += bonds.T
    if not bonds.any():
        return
    labels, value = agglomerated(bonds[None])
    groups = [set(np.flatnonzero(labels[0] == k).tolist()) for k in np.unique(labels[0])]
    graph = nx.from_numpy_array(bonds)
    assert value[0] == pytest.approx(nx.community.modularity(graph, groups))
    alone = nx.community.modularity(graph, [{v} for v in graph])
    assert value[0] >= alone - 1e-9


def test_graphs_are_merged_together_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    bonds = rng.random((4, 9, 9)) * (rng.random((4, 9, 9)) < 0.3)
    bonds += bonds.transpose(0, 2, 1)
    bonds[:, range(9), range(9)] = 0
    together = agglomerated(bonds)
    for k in range(4):
        alone = agglomerated(bonds[k : k + 1])
        assert (alone[0][0] == together[0][k]).all() and alone[1][0] == together[1][k]


def test_a_tie_between_two_incidents_that_share_nobody_joins_them() -> None:
    nowhere = np.full(2, np.nan)
    presence = np.eye(2)
    tied = np.array([[0.0, 0.8], [0.8, 0.0]])
    assert (
        cells._bonds(presence[None], Scene(presence, np.zeros((2, 2)), nowhere, nowhere)).sum() == 0
    )
    assert cells._bonds(presence[None], Scene(presence, tied, nowhere, nowhere))[0, 0, 1] > 0


def test_the_stage_hands_cells_over_with_members_and_incidents_of_their_hypothesis() -> None:
    world = World()
    three_cells(world)
    out = STAGE.function(world.tables(), make_run()).tables
    members = {(r["hypothesis_id"], r["actor_id"]) for r in out["hypothesis_actor"].to_pylist()}
    inside = {(r["hypothesis_id"], r["incident_id"])
              for r in out["hypothesis_incident"].to_pylist()}  # fmt: skip
    assert out["hypothesis_cell"].num_rows
    for row in out["hypothesis_cell"].to_pylist():
        held = members if row["subject_kind"] == "actor" else inside
        assert (row["hypothesis_id"], row["subject_id"]) in held
        assert 0 <= row["share"] <= 1


def test_cells_carried_over_are_those_found_anew() -> None:
    world = World()
    three_cells(world)
    first = STAGE.function(world.tables(), make_run(as_of=MONDAY + dt.timedelta(weeks=6)))
    assert first.tables["hypothesis_cell"].num_rows
    run = make_run(as_of=MONDAY + dt.timedelta(weeks=9))
    again = STAGE.function({**world.tables(), **first.tables}, run).tables["hypothesis_cell"]
    assert again.equals(STAGE.function(world.tables(), run).tables["hypothesis_cell"])


def test_groups_of_invented_plots_agree_with_their_cells() -> None:
    found = []
    for seed in range(12):
        plot = planted(seed)
        group = cells.consensus(plot.scene, np.random.default_rng(seed))[0]
        inside = [n for n, cell in enumerate(plot.truth) if cell != NOBODY]
        truth = [plot.truth[n] for n in inside]
        found.append(adjusted_rand_score(truth, group[inside]))
    assert np.mean(found) >= 0.4  # 0.49 over a hundred plots (`fusion bench cells`)
