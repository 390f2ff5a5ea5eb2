"""Identities last: new, dormant, revived, merged, split; a later run rewrites no earlier week."""

from __future__ import annotations

import datetime as dt

import pytest

from fusion.networks import STAGE
from fusion.networks.living import Fold, Living, returning
from fusion.stage import Output
from tests.networks.planted import MONDAY, World, once, ring
from tests.support import make_run


def run_at(world: World, week: int) -> Output:
    """The stage as of the Monday after `week`."""
    as_of = dt.datetime(2026, 1, 5, tzinfo=dt.UTC) + dt.timedelta(weeks=week + 1)
    return STAGE.function(world.tables(), make_run(as_of))


def events(output: Output, *, all_weeks: bool = False) -> list[tuple[str, str, str | None]]:
    rows = output.tables["hypothesis_lineage"].sort_by("as_of").to_pylist()
    return [
        (r["event"], r["hypothesis_id"], r["other_id"])
        for r in rows
        if all_weeks or r["event"] != "continued"
    ]


def test_a_network_keeps_its_identity_while_it_grows() -> None:
    world = World()
    ring(world, "a", range(0, 20))
    output = run_at(world, 20)
    assert len(events(output)) == 1
    assert output.tables["hypothesis"].num_rows == 1
    assert output.tables["hypothesis"]["n_incidents"].to_pylist() == [20]


def test_a_later_run_keeps_every_earlier_row_of_the_lineage() -> None:
    world = World()
    ring(world, "a", range(0, 18))
    ring(world, "b", range(6, 22), place=(18.0, 2.0), markets=("gold",))
    early, late = run_at(world, 11), run_at(world, 21)
    rows = late.tables["hypothesis_lineage"].to_pylist()
    kept = [r for r in rows if r["as_of"] <= (MONDAY + dt.timedelta(weeks=11, days=6)).date()]
    assert kept == early.tables["hypothesis_lineage"].to_pylist()
    assert len(kept) < len(rows)


def test_quiet_then_active_again_is_dormant_then_revived() -> None:
    world = World()
    ring(world, "a", range(0, 5))
    for k, week in enumerate((16, 17)):
        world.incident(f"INC-a-9{k}", week, ["a0", "a1", "a2"])
    found = events(run_at(world, 20))
    assert [event for event, _, _ in found] == ["new", "dormant", "revived"]
    assert len({name for _, name, _ in found}) == 1
    assert events(run_at(world, 13))[-1][0] == "dormant"


def test_two_networks_that_act_together_merge_into_the_one_that_is_more_alike() -> None:
    world = World()
    ring(world, "a", range(0, 6), markets=("kidnapping",))
    ring(world, "b", range(0, 5), markets=("human_smuggling",), place=(15.4, 0.9))
    assert run_at(world, 8).tables["hypothesis"].num_rows == 2
    for k in range(4):
        world.incident(f"INC-j-{k}", 10 + k, ["a0", "a1", "a2", "b0", "b1", "b2"],
                       markets=("kidnapping", "human_smuggling"))  # fmt: skip
    output = run_at(world, 15)
    merged = [e for e in events(output) if e[0] == "merged_into"]
    assert len(merged) == 1
    by_status = dict(
        zip(
            output.tables["hypothesis"]["hypothesis_id"].to_pylist(),
            output.tables["hypothesis"]["status"].to_pylist(),
            strict=True,
        )
    )
    assert by_status[merged[0][1]] == "merged_into"
    assert merged[0][1] not in output.tables["hypothesis_incident"]["hypothesis_id"].to_pylist()


def test_a_told_parting_with_sides_that_act_apart_is_a_split() -> None:
    world = World()
    ring(world, "a", range(0, 8))
    world.incident("INC-p", 9, ["a3", "a4", "x1"], n_origins=3,
                   text="he left with eleven men and set up his own barrier")  # fmt: skip
    for k in range(3):
        world.incident(f"INC-q{k}", 10 + k, ["a3", "a4", "x1"])
        world.incident(f"INC-r{k}", 10 + k, ["a0", "a1", "a2"])
    found = events(run_at(world, 14))
    assert [e for e, _, _ in found] == ["new", "split_from"]
    assert found[1][2] == found[0][1]


def test_the_same_incidents_without_a_told_parting_stay_one() -> None:
    world = World()
    ring(world, "a", range(0, 8))
    for k in range(3):
        world.incident(f"INC-q{k}", 10 + k, ["a3", "a4", "x1"])
        world.incident(f"INC-r{k}", 10 + k, ["a0", "a1", "a2"])
    assert [e for e, _, _ in events(run_at(world, 14))] == ["new"]


def test_twelve_weeks_of_churn_make_no_spurious_identity() -> None:
    world = World()
    rings = [
        ring(world, f"n{k}-", range(0, 24), place=(13 + k, k - 2), markets=(market,))
        for k, market in enumerate(("gold", "arms_trafficking", "kidnapping", "fuel_smuggling"))
    ]
    output = run_at(world, 25)
    assert len(events(output)) == len(rings)
    groups: dict[str, set[str]] = {}
    for row in output.tables["hypothesis_incident"].to_pylist():
        groups.setdefault(row["hypothesis_id"], set()).add(row["incident_id"])
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, rings))


@pytest.mark.parametrize(("name", "week"), [("INC-g", 2), ("INC-a-99", 7)])
def test_what_is_withdrawn_before_a_split_does_not_rename_who_left(name: str, week: int) -> None:
    world = World()
    ring(world, "a", range(0, 8))
    world.incident("INC-p", 9, ["a3", "a4", "x1"], n_origins=3,
                   text="he left with eleven men and set up his own barrier")  # fmt: skip
    for k in range(3):
        world.incident(f"INC-q{k}", 10 + k, ["a3", "a4", "x1"])
        world.incident(f"INC-r{k}", 10 + k, ["a0", "a1", "a2"])
    before = [e for e in events(run_at(world, 14)) if e[0] == "split_from"]
    world.incident(name, week, ["a3", "a4"], n_origins=1)
    world.withdraw(f"ACC-{name}-0")
    world.rows["incident"][-1]["is_standing"] = False
    assert [e for e in events(run_at(world, 14)) if e[0] == "split_from"] == before


def test_what_was_taken_together_and_is_seen_apart_comes_back_under_its_name() -> None:
    gone = Living("HYP-gone", (5, 6, 7), "merged_into", 5, merged_into="HYP-a")
    fold = Fold(blocks={0: [Living("HYP-a", (0, 1, 2), "continued", 0), gone]})
    assert returning(fold, 0, (6, 7, 8)) is gone
    assert returning(fold, 0, (7, 8, 9)) is None  # another group, which holds one of its incidents
    assert returning(fold, 1, (5, 6, 7)) is None
    assert returning(fold, 0, (0, 1, 2)) is None  # the living keep their own


def test_what_is_told_apart_at_a_bridge_is_new_and_names_what_it_was_read_as() -> None:
    world = World()
    for k in range(6):
        world.incident(f"INC-a-{k}", k, ["a0", f"a{1 + k % 3}", "broker"][: 2 + k % 2])
    for k in range(2):  # too few to stand alone: taken for a part of the first
        world.incident(f"INC-b-{k}", 6 + k, ["broker", "b0", "b1"], markets=("arms_trafficking",))
    early = events(run_at(world, 8))
    assert [event for event, _, _ in early] == ["new"]
    for k in range(3):
        world.incident(f"INC-c-{k}", 9 + k, ["b0", "b1", "b2"], markets=("arms_trafficking",))
    found = [e for e in events(run_at(world, 14)) if e[0] != "dormant"]
    assert [event for event, _, _ in found] == ["new", "new"]
    assert found[0][2] is None and found[1][2] == found[0][1] == early[0][1]


def test_what_happened_once_is_no_network_whatever_is_told_beside() -> None:
    def raised(n_incidents: int) -> int:
        world = World()
        for k in range(n_incidents):
            world.incident(f"INC-{k}", k, ["a0", "a1", "a2"], n_origins=3)
        for k in range(4 - n_incidents):
            world.account(f"ACC-own-{k}", 3 + k, ["a0", "a1", "a2"])
        return once(world, make_run()).tables["hypothesis"].num_rows

    assert raised(1) == 0
    assert raised(2) == 1
