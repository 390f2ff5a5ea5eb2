"""Incidents that may belong by trade, place and time alone: below one half, nobody a member."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pytest

from fusion.networks import STAGE
from fusion.networks.possible import PROBABILITY
from tests.networks.planted import World, ring
from tests.support import make_run


def outcome(world: World) -> Mapping[str, pa.Table]:
    """Tables of the stage."""
    return STAGE.function(world.tables(), make_run()).tables


def possible_of(world: World) -> set[str]:
    """Actors named in incidents that may belong to some hypothesis."""
    rows = outcome(world)["possible_incident"].to_pylist()
    return {actor for row in rows for actor in row["actor_ids"]}


def world_with(**how: object) -> World:
    """A ring, and an incident that shares nobody with it."""
    world = World()
    ring(world, "a", range(0, 6))
    world.incident("INC-apart", 3, ["armourer"], **how)  # type: ignore[arg-type]
    return world


def test_who_is_told_of_in_the_same_trade_near_by_is_possible_and_no_more() -> None:
    tables = outcome(world_with())
    assert tables["hypothesis"]["n_actors"].to_pylist() == [5]
    assert "armourer" not in tables["hypothesis_actor"]["actor_id"].to_pylist()
    assert "INC-apart" not in tables["hypothesis_incident"]["incident_id"].to_pylist()
    said = tables["possible_incident"].to_pylist()
    assert [(r["incident_id"], r["actor_ids"]) for r in said] == [("INC-apart", ["armourer"])]
    assert said[0]["probability"] == PROBABILITY < 0.5
    assert "shares nobody" in said[0]["reason"]


@pytest.mark.parametrize(
    "how",
    [
        {"markets": ()},
        {"markets": ("gold",)},
        {"place": (18.0, 3.0)},
        {"radius_km": 150.0},
        {"text": "the cooperative showed its permits, papers in order"},
        {"text": "the killing of armourer was reported"},
        {"text": "armourer, a witness, told the patrol"},
    ],
    ids=["no trade", "another trade", "elsewhere", "anywhere", "licensed", "victim", "witness"],
)
def test_others_are_not(how: Mapping[str, object]) -> None:
    assert possible_of(world_with(**how)) == set()


def test_nobody_is_attached_half_a_year_later() -> None:
    world = World()
    ring(world, "a", range(0, 4))
    world.incident("INC-apart", 25, ["armourer"], occurred_from=None, occurred_to=None)
    late = world.rows["incident"][-1]
    late["occurred_from"] = late["occurred_to"] = make_run().as_of.date().replace(year=2027)
    assert possible_of(world) == set()


def test_nobody_is_attached_where_two_hypotheses_fit_alike() -> None:
    world = world_with()
    ring(world, "b", range(0, 6))
    assert possible_of(world) == set()


def test_groups_that_the_mission_knows_are_not_attached() -> None:
    world = world_with()
    world.actor("armourer")
    next(r for r in world.rows["actor"] if r["actor_id"] == "armourer")["kind"] = "group"
    assert possible_of(world) == set()


def test_a_day_more_gives_what_a_rebuild_gives() -> None:
    world = world_with()
    before = outcome(world)
    ring(world, "z", range(6, 9), place=(20.0, 9.0), markets=("gold",))
    tables = world.tables()
    held = {name: before[name] for name in STAGE.writes}
    again = STAGE.function({**tables, **held}, make_run()).tables
    anew = STAGE.function(tables, make_run()).tables
    for name in ("possible_incident", "hypothesis"):
        assert again[name].to_pylist() == anew[name].to_pylist()


def test_the_newest_are_looked_at_first_whatever_the_order_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = world_with()
    for week, who in ((5, "seller"), (4, "keeper")):
        world.incident(f"INC-apart-{who}", week, [who])
    assert possible_of(world) == {"armourer", "seller", "keeper"}
    monkeypatch.setattr("fusion.networks.possible.MOST", 1)
    assert possible_of(world) == {"seller"}
    for rows in world.rows.values():
        rows.reverse()
    assert possible_of(world) == {"seller"}
