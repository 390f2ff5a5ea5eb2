"""Positions under sampled edges, removals, ways out of a corridor, cautions, coverage."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from fusion.networks import STAGE
from fusion.networks.body import Body
from fusion.networks.cautions import cautions
from fusion.networks.coverage import coverage_rows, source_sides
from fusion.networks.positions import (
    betweenness,
    edge_chances,
    graph_of,
    positions,
    shared_ranks,
)
from fusion.networks.reading import read_evidence
from fusion.networks.removals import removals
from tests.networks.planted import World, ring
from tests.support import make_run

WAY = [{"name": "A", "latitude": 15.0, "longitude": 0.5},
       {"name": "B", "latitude": 15.4, "longitude": 0.5}]  # fmt: skip


def body_of(world: World, **profile: Any) -> Body:
    evidence = read_evidence(world.tables(), make_run(**profile))
    return Body(evidence, tuple(np.flatnonzero(evidence.is_incident).tolist()), 25)


def star(world: World) -> None:
    """A broker who meets three others, each apart; nobody else meets."""
    for week, other in enumerate(("b", "c", "d")):
        world.incident(f"INC-{week}", week, ["broker", other])
        world.tie("supply", "broker", other, f"ACC-INC-{week}-0")


def route(code: str, shift: float) -> dict[str, object]:
    points = [{**p, "longitude": 0.5 + shift} for p in WAY]
    return {"code": code, "name": code.title(), "points": points, "borders": ["ML-NE"]}


def test_who_stands_between_the_others_comes_first_and_alone() -> None:
    world = World()
    star(world)
    first, *rest = positions(body_of(world))
    assert first.actor_id == "broker" and first.rank_low == 1
    assert first.brokerage > 0.3 and all(p.brokerage == 0 for p in rest)
    assert {p.rank_high for p in rest} == {3}  # they share the middle of the other ranks


def test_brokerage_of_certain_edges_is_betweenness() -> None:
    world = World()
    star(world)
    body = body_of(world)
    graph = graph_of(sorted(body.rows_of_actor), edge_chances(body))
    exact = nx.betweenness_centrality(graph)
    for tie in world.rows["tie"]:
        tie["strength"] = 0.95
    drawn = {p.actor_id: p.brokerage for p in positions(body_of(world))}
    assert exact["broker"] == 1.0 and drawn["broker"] == pytest.approx(0.95, abs=0.1)


def test_a_rank_that_rests_on_weak_edges_has_a_wide_interval() -> None:
    world = World()
    ring(world, "a", range(0, 8))
    widths = [p.rank_high - p.rank_low for p in positions(body_of(world))]
    assert max(widths) >= 3


def test_the_one_with_role_and_contacts_in_common_would_step_in() -> None:
    world = World()
    for week, pair in enumerate((("x", "p"), ("x", "q"), ("y", "p"), ("y", "q"), ("x", "y"))):
        world.incident(f"INC-{week}", week, list(pair))
        world.tie("supply", *pair, f"ACC-INC-{week}-0")
    world.tie("family", "x", "y", "ACC-INC-4-1")
    roles = {"x": {"transporter"}, "y": {"transporter"}}
    body = body_of(world)
    by_actor = {r.actor_id: r for r in removals(body, positions(body), roles)}
    removal = by_actor["x"]
    assert removal.successor_id == "y" and removal.recovery == "quick"
    assert set(removal.reasons) == {"same_role", "close_tie", "same_contacts"}


def test_without_the_broker_of_a_star_the_rest_is_cut_off_and_nobody_steps_in() -> None:
    world = World()
    star(world)
    body = body_of(world)
    (removal,) = removals(body, positions(body), {})
    assert (removal.actor_id, removal.n_cut_off, removal.successor_id) == ("broker", 2, None)
    assert removal.recovery == "unknown" and removal.strength_left < body.strength


def test_traffic_moves_to_the_near_way_that_the_network_already_knows() -> None:
    routes = [route("HOME", 0.0), route("NEAR", 0.6), route("FAR", 2.5)]
    world = World()
    ring(world, "a", range(0, 5))
    for k in range(2):
        world.incident(f"INC-a-9{k}", k, ["a0", "a1"], place=(15.2, 1.1))
    world.incident("INC-z", 3, ["z"], place=(15.2, 1.1))
    world.incident("INC-y", 3, ["y"], place=(15.2, 1.1), markets=("gold",))
    table = STAGE.function(world.tables(), make_run(corridors=routes)).tables["spill_over"]
    ways = {w["corridor"]: w for w in table.to_pylist() if w["closed"] == "HOME"}
    assert ways["NEAR"]["share"] > 0.8 and ways["NEAR"]["n_own"] == 2
    assert ways["NEAR"]["n_market"] == 1  # the other trade is none of theirs
    assert sum(w["share"] for w in ways.values()) <= 1.0 and "HOME" not in ways


def test_one_voice_grown_loud_is_a_caution_and_many_voices_are_none() -> None:
    lone, many = World(), World()
    for world, n_origins in ((lone, 1), (many, 4)):
        ring(world, "a", range(0, 3), n_origins=2)
        for k in range(4):
            world.incident(f"INC-z-{k}", 22 + k, ["a0", "a1"], n_origins=n_origins)
    assert [c.kind for c in cautions(body_of(lone), {})] == ["single_source_surge"]
    assert cautions(body_of(many), {}) == []


def test_an_accuser_with_a_quarrel_is_named_as_a_caution() -> None:
    world = World()
    ring(world, "a", range(0, 5))
    world.actor("rival")
    world.tie("conflict", "rival", "a0", "ACC-INC-a-00-0")
    (found,) = cautions(body_of(world), {})
    assert (found.kind, found.subject) == ("accuser_has_a_quarrel", "rival")
    assert found.evidence_ids == ("a0", "ACC-INC-a-00-0")


def test_who_always_told_most_is_no_surge_and_other_quarrels_are_no_caution() -> None:
    steady = World()
    for week in range(26):  # one patrol, one report a week, all along
        steady.incident(f"INC-{week:02d}", week, ["a0", "a1", f"b{week % 3}"], n_origins=1)
    assert cautions(body_of(steady), {}) == []
    world = World()
    ring(world, "a", range(0, 5))
    world.tie("conflict", "a0", "a1", "ACC-INC-a-00-0")  # a quarrel among members
    world.actor("rival")
    world.account("ACC-aside", 3, ["rival", "a0"])
    world.tie("conflict", "rival", "a0", "ACC-aside")  # told by who says nothing else of them
    evidence = read_evidence(world.tables(), make_run())
    rows = tuple(n for n, name in enumerate(evidence.incident_ids) if name.startswith("INC-"))
    assert cautions(Body(evidence, rows, 25), {}) == []


def test_a_source_that_speaks_for_one_group_is_a_caution_unless_it_is_a_member() -> None:
    world = World()
    ring(world, "a", range(0, 5))
    sides = {"ACC-INC-a-00-0": "Front for Fun", "ACC-INC-a-01-0": "Given a1"}
    assert [c.subject for c in cautions(body_of(world), sides)] == ["Front for Fun"]


def test_sides_are_read_from_the_source_alone_and_only_where_one_group_is_named() -> None:
    group = {
        "name": "Front Fictif",
        "aliases": ["FFX"],
        "kind": "group",
        "type": "signatory_armed_group",
    }
    other = {
        "name": "Coalition Feinte",
        "aliases": [],
        "kind": "group",
        "type": "signatory_armed_group",
    }
    world = World()
    for n, said in enumerate(("FFX liaison officer", "FFX and Coalition Feinte", "a FFXY man")):
        world.account(f"ACC-{n}", 0, [])
        world.rows["report"].append({"report_id": f"RPT-{n}", "source_text": said})
        world.rows["account_report"].append(
            {"account_id": f"ACC-{n}", "report_id": f"RPT-{n}", "relation": "lead", "score": 1.0}
        )
    run = make_run(known_groups=[group, other])
    assert source_sides(world.tables(), run) == {"ACC-0": "Front Fictif"}


def test_who_falls_silent_is_no_coverage_and_who_never_spoke_as_well() -> None:
    world = World()
    world.account("ACC-old", 18, [], component="police")
    world.account("ACC-new", 24, [], component="military")
    world.rows["place"].append({"place_id": "PLC-1", "latitude": 15.1, "longitude": 0.5})
    for account in ("ACC-old", "ACC-new"):
        world.rows["account_place"].append(
            {"account_id": account, "place_id": "PLC-1", "part": "event"}
        )
    rows = coverage_rows(world.tables(), make_run(corridors=[route("HOME", 0.0)]))
    state = {(r["component"], r["area"]): r["state"] for r in rows}
    assert state["police", "HOME"] == "no_coverage" and state["military", "HOME"] == "covered"
    assert state["justice", "HOME"] == "no_coverage"


def test_the_stage_hands_all_figures_over_whatever_the_order_of_rows() -> None:
    world = World()
    ring(world, "a", range(0, 8))
    world.tie("command", "a0", "a1", "ACC-INC-a-00-0")
    tables = world.tables()
    turned = {name: table.take(pa.array(range(table.num_rows)[::-1], pa.int64()))
              for name, table in tables.items()}  # fmt: skip
    one, two = STAGE.function(tables, make_run()), STAGE.function(turned, make_run())
    for name in ("network_position", "removal", "spill_over", "caution", "coverage"):
        assert one.tables[name].equals(two.tables[name])
    assert one.tables["network_position"].num_rows == 5


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 9), st.floats(0.05, 0.9), st.integers(0, 10_000))
def test_betweenness_agrees_with_networkx(n: int, chance: float, seed: int) -> None:
    graphs = [nx.gnp_random_graph(n, chance, seed=seed + k) for k in range(3)]
    found = betweenness(np.stack([nx.to_numpy_array(g) for g in graphs]))
    for graph, values in zip(graphs, found, strict=True):
        assert values == pytest.approx(list(nx.betweenness_centrality(graph).values()))


def test_equals_share_the_middle_of_their_ranks() -> None:
    values = np.random.default_rng(2).integers(0, 4, (20, 7)).astype(float)
    assert np.array_equal(shared_ranks(values), rankdata(values, axis=1))
