"""What a hypothesis is called after: the markets that a good part of it names."""

from __future__ import annotations

from fusion.networks.wording import markets_of, name_of
from tests.networks.planted import World
from tests.networks.test_judging import body_of

PEOPLE = ["a0", "a1", "a2"]


def _named(markets: list[tuple[str, ...]]) -> list[str]:
    world = World()
    for week, named in enumerate(markets):
        world.incident(f"INC-{week:02d}", week, PEOPLE, markets=named)
    return markets_of(body_of(world))


def test_markets_stand_in_the_order_of_their_incidents() -> None:
    assert _named([("gold",), ("fuel", "gold"), ("fuel",), ("gold",)]) == ["gold", "fuel"]


def test_one_mention_in_a_large_group_does_not_name_it() -> None:
    assert _named([("excisable_goods",), *[()] * 7]) == []
    assert _named([("excisable_goods",), *[("gold",)] * 7]) == ["gold"]


def test_one_mention_in_a_small_group_does() -> None:
    assert _named([("gold",), (), ()]) == ["gold"]


def test_a_group_without_a_market_is_called_so() -> None:
    world = World()
    for week in range(3):
        world.incident(f"INC-{week}", week, PEOPLE, markets=())
    assert name_of(body_of(world)).startswith("Unattributed activity")
