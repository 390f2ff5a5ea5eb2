"""Who belongs where two networks meet: the one who came alone stands in both."""

from __future__ import annotations

import pytest

from fusion.networks.body import Body
from fusion.networks.bridges import split_at_bridges
from fusion.networks.members import members_of
from fusion.networks.reading import read_evidence
from tests.networks.planted import World, ring
from tests.support import make_run


def members_where_two_meet(guests: list[str]) -> tuple[set[str], set[str]]:
    """Members of the hosts and of the guests, by name, when guests come to b0 and b1."""
    world = World()
    ring(world, "a", range(0, 6))
    ring(world, "b", range(0, 6), markets=("arms_trafficking",))
    world.incident("INC-a-90", 5, ["broker", "a0", "a1"])
    world.incident("INC-meeting", 6, [*guests, "b0", "b1"])
    evidence = read_evidence(world.tables(), make_run())
    row = {name: n for n, name in enumerate(evidence.incident_ids)}
    sides = [{n for name, n in row.items() if f"-{s}-" in name} for s in "ba"]
    meeting = row["INC-meeting"]
    homes = {n: frozenset({k}) for k, side in enumerate(sides) for n in side}
    homes[meeting] = frozenset({0, 1})
    bodies = [Body(evidence, tuple(sorted(side | {meeting})), 25) for side in sides]
    hosts, own = ({m.actor_id for m in members_of(b, set(), set(), homes)} for b in bodies)
    return hosts, own


def test_who_comes_alone_to_the_others_is_a_member_of_both() -> None:
    hosts, own = members_where_two_meet(["broker"])
    assert "broker" in hosts and "broker" in own
    assert not own & {"b0", "b1"}


def test_who_comes_with_his_people_stays_with_them() -> None:
    hosts, own = members_where_two_meet(["broker", "a0"])
    assert not hosts & {"broker", "a0"}
    assert not own & {"b0", "b1"}


@pytest.mark.parametrize(
    ("sideline", "n_parts"), [(("cattle_rustling", "fuel_smuggling"), 1), (("cattle_rustling",), 2)]
)
def test_an_incident_that_names_the_common_trade_beside_another_is_common(
    sideline: tuple[str, ...], n_parts: int
) -> None:
    world = World()
    ring(world, "a", range(0, 6))
    ring(world, "b", range(0, 6), markets=sideline)
    for name in ("INC-a-00", "INC-b-00", "INC-a-03", "INC-b-03"):
        for mention in [m for m in world.rows["actor_mention"] if f"-{name}-" in m["mention_id"]]:
            world.rows["actor_mention"].append(
                {**mention, "actor_id": "broker", "mention_id": f"{mention['mention_id']}-k"}
            )
    world.actor("broker")
    evidence = read_evidence(world.tables(), make_run())
    everything = tuple(range(len(evidence.incident_ids)))
    assert len(split_at_bridges(evidence, everything, 25)) == n_parts
