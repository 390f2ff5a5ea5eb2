"""Victims and magistrates are named in the incidents of a network and are no members of it."""

from __future__ import annotations

import pytest

from fusion.networks import STAGE
from fusion.networks.bystanders import is_bystander, read_bystanders
from tests.networks.planted import World, ring
from tests.support import make_run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The widow of Sarko Belem received two of us.", True),
        ("Sarko Belem et son garde ont été tués sur la route.", True),
        ("La boutique de Sarko Belem, rue du puits, a brûlé à deux heures.", True),
        ("La juge Sarko Belem a ouvert une information.", True),
        ("Le dossier de Sarko Belem, juge d'instruction, a été retiré.", True),
        ("Men of Sarko Belem killed a driver at the barrier.", False),
        ("Le greffier Sarko Belem a rendu le dossier.", False),
        ("Sarko Belem was seen at the depot. A driver was killed there.", False),
    ],
)
def test_the_words_around_a_name_say_whether_it_was_harmed_or_judges(
    text: str, expected: bool
) -> None:
    world = World()
    world.account("ACC-1", 0, ["b"], text=text)
    world.rows["actor_mention"][0]["surface"] = "Sarko Belem"
    tables = world.tables()
    found = read_bystanders(tables["actor_mention"], tables["account"])
    assert set(found) == ({"b"} if expected else set())
    assert is_bystander(found.get("b", {})) is expected


def world_with_a_victim() -> World:
    """A ring that robs the same trader twice."""
    world = World()
    ring(world, "a", range(0, 6))
    for k in (1, 3):
        world.incident(f"INC-v{k}", k, ["a0", "a1", "v"], text="they came for V, who was robbed")
    for row in world.rows["actor_mention"]:
        row["surface"] = "V" if row["actor_id"] == "v" else "?"
    return world


def members(world: World) -> set[str]:
    rows = STAGE.function(world.tables(), make_run()).tables["hypothesis_actor"].to_pylist()
    return {row["actor_id"] for row in rows}


def test_whom_a_network_robs_is_no_member_of_it() -> None:
    world = world_with_a_victim()
    assert "v" not in members(world)
    assert {"a0", "a1"} <= members(world)


def test_a_stated_tie_makes_a_member_all_the_same() -> None:
    world = world_with_a_victim()
    world.tie("payment", "a0", "v", "ACC-INC-v1-0")
    assert "v" in members(world)


def test_only_accounts_of_its_own_cases_say_whether_somebody_is_a_bystander() -> None:
    said = {"ACC-1": True, "ACC-2": False, "ACC-3": False, "ACC-4": False}
    assert not is_bystander(said)
    assert is_bystander(said, {"ACC-1", "ACC-2", "ACC-3"})
    assert not is_bystander(said, {"ACC-2"})
