"""Markets that agree, corridors on the ground, and clusters split where one actor holds them."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.networks import STAGE
from fusion.networks.bridges import split_at_bridges
from fusion.networks.markets import agreement
from fusion.networks.reading import read_evidence
from fusion.profile import Corridor
from fusion.profile.ground import distance_km, on_corridors
from tests.networks.planted import World, ring
from tests.support import make_run


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"gold"}, {"gold", "extortion"}, 1.0),
        ({"gold"}, {"non_renewable_resources"}, 1.0),  # a sub-market and its Index market
        ({"gold"}, {"fuel_smuggling"}, -1.0),  # two sub-markets of one Index market
        ({"gold", "extortion"}, {"fuel_smuggling", "extortion"}, 0.0),  # only the levy is shared
        ({"extortion"}, {"extortion"}, 0.5),
        ({"gold"}, set(), 0.0),
        ({"gold"}, {"kidnapping"}, -1.0),
    ],
)
def test_markets_agree(left: set[str], right: set[str], expected: float) -> None:
    assert agreement(left, right) == expected
    assert agreement(right, left) == expected


def world_with_a_broker(second_market: str) -> World:
    """Two rings in one town that share one man, named often."""
    world = World()
    ring(world, "a", range(0, 6))
    ring(world, "b", range(0, 6), markets=(second_market,))
    world.actor("broker")
    for row in list(world.rows["account"]):
        if row["account_id"].endswith("-0"):
            world.rows["actor_mention"].append(
                {"actor_id": "broker", "mention_id": f"{row['account_id']}-k",
                 "account_id": row["account_id"], "score": 0.95}
            )  # fmt: skip
    return world


@pytest.mark.parametrize(("market", "n_parts"), [("arms_trafficking", 2), ("fuel_smuggling", 1)])
def test_one_actor_across_two_trades_is_cut_and_within_one_trade_is_not(
    market: str, n_parts: int
) -> None:
    evidence = read_evidence(world_with_a_broker(market).tables(), make_run())
    everything = tuple(range(len(evidence.incident_ids)))
    parts = split_at_bridges(evidence, everything, 25)
    assert len(parts) == n_parts
    assert sorted(row for part in parts for row in part) == list(everything)


def test_a_stated_tie_between_the_sides_keeps_them_together() -> None:
    world = world_with_a_broker("arms_trafficking")
    world.tie("payment", "a0", "b0", "ACC-INC-a-00-0")
    evidence = read_evidence(world.tables(), make_run())
    assert len(split_at_bridges(evidence, tuple(range(12)), 25)) == 1


def test_a_broker_in_the_same_town_is_a_bridge_of_two_hypotheses() -> None:
    tables = STAGE.function(world_with_a_broker("arms_trafficking").tables(), make_run()).tables
    assert tables["hypothesis"].num_rows == 2
    rows = tables["hypothesis_actor"].to_pylist()
    assert {r["actor_id"] for r in rows if r["is_bridge"]} == {"broker"}


def test_distances_and_corridors() -> None:
    one_degree = distance_km(np.array([15.0]), np.array([0.0]), np.array([16.0]), np.array([0.0]))
    assert one_degree[0] == pytest.approx(111.2, abs=0.1)
    river = Corridor.model_validate(
        {"code": "river", "name": "River road", "width_km": 20, "points": [
            {"name": "A", "latitude": 15, "longitude": 0.5},
            {"name": "B", "latitude": 16, "longitude": 0.5}]}
    )  # fmt: skip
    lat = np.array([15.5, 15.5, 16.1, 17.0, np.nan])
    lon = np.array([0.6, 1.5, 0.5, 0.5, 0.5])
    found = on_corridors(lat, lon, [river])
    assert [bool(codes) for codes in found] == [True, False, True, False, False]
