"""Incremental equals full: to the byte, whatever came late, was withdrawn or was decided."""

from __future__ import annotations

import copy
import datetime as dt

import numpy as np
import pyarrow as pa

from fusion.networks import STAGE
from fusion.stage import Output
from tests.networks.planted import MONDAY, World, once, ring
from tests.support import make_run

FRONT = [{"name": "Right Bank Front"}]


def world_of(seed: int) -> World:
    """Three rings, strangers, a busy prefect, a group the mission knows, ties and roles."""
    rng, world = np.random.default_rng(seed), World()
    ring(world, "a", range(0, 9), place=(18.5, 2.0))
    ring(world, "b", range(2, 10), place=(14.0, -1.0), markets=("gold",))
    ring(world, "c", range(0, 4), place=(16.0, 0.0), markets=("kidnapping",))
    world.actor("front", "group", "Right Bank Front")
    for k in range(70):
        who = ["prefect", f"z{rng.integers(0, 60)}"]
        week = int(rng.integers(0, 14))
        world.incident(f"INC-z{k:02d}", week, who, n_origins=1, markets=())
    for n, (kind, ends) in enumerate(
        (("payment", ("a0", "a1")), ("command", ("front", "b1")), ("conflict", ("a0", "b0")),
         ("payment", ("prefect", "c0")), ("supply", ("front", "c1")))
    ):  # fmt: skip
        world.tie(kind, *ends, f"ACC-INC-{'abc'[n % 3]}-0{n % 3}-0")
    world.rows["claim"].append(
        {"claim_id": "CLM-role", "account_id": "ACC-INC-a-01-0", "kind": "role",
         "predicate": "financier", "subject_id": "a0", "polarity": "affirmed",
         "modality": "stated"}
    )  # fmt: skip
    return world


def go(world: World, week: int, held: Output | None = None, day: int = 0) -> Output:
    as_of = MONDAY.replace(hour=0) + dt.timedelta(weeks=week + 1, days=-day)
    run = make_run(as_of, known_groups=FRONT)
    if held is None:
        return once(world, run)
    return STAGE.function(dict(world.tables()) | held.tables, run)


def same(one: Output, two: Output) -> bool:
    for name in STAGE.writes:
        assert one.tables[name].equals(two.tables[name]), name
    drop = "blocks done again"
    assert {k: v for k, v in one.notes.items() if k != drop} == {
        k: v for k, v in two.notes.items() if k != drop
    }
    return True


def test_week_by_week_is_the_same_as_all_at_once() -> None:
    world, held = world_of(4), None
    for week in (3, 8, 9, 12, 20, 25):
        held = go(world, week, held)
    assert same(held or go(world, 0), go(world, 25))


def test_a_later_week_or_day_without_news_is_the_same() -> None:
    world = world_of(4)
    for first, then, day in ((14, 26, 3), (26, 15, 0), (15, 33, 0)):
        held = go(world, first)
        assert same(go(world, then, held, day), go(world, then, day=day))


def test_late_and_withdrawn_reports_are_the_same() -> None:
    world = world_of(4)
    before = go(world, 25)
    late = copy.deepcopy(world)
    late.incident("INC-late", 4, ["a0", "b1"], place=(16.0, 0.5))
    assert same(go(late, 25, before), go(late, 25))
    gone = copy.deepcopy(world)
    for n in (0, 1):
        gone.withdraw(f"ACC-INC-a-00-{n}")
    assert same(go(gone, 25, before), go(gone, 25))
    assert same(go(world, 25, go(gone, 25)), before)


def test_decisions_and_their_end_are_the_same() -> None:
    world = world_of(4)
    before = go(world, 25)
    held = {
        row["incident_id"][4]: row["hypothesis_id"]
        for row in before.tables["hypothesis_incident"].to_pylist()
    }
    ruled = copy.deepcopy(world)
    ruled.decide("merge", held["a"], object_id=held["b"])
    ruled.decide("same", held["a"], object_id="INC-z03")
    ruled.decide("rename", held["b"], value="The shaft")
    after = go(ruled, 25, before)
    assert same(after, go(ruled, 25))
    assert same(go(world, 25, after), before)


def test_only_what_changed_is_done_again() -> None:
    world = world_of(4)
    before = go(world, 25)
    assert go(world, 25, before).notes["blocks done again"] == "0"
    world.incident("INC-b-99", 24, ["b0", "b1"], place=(14.0, -1.0), markets=("gold",))
    some = int(go(world, 25, before).notes["blocks done again"])
    assert 0 < some < int(before.notes["blocks done again"])


def test_order_of_rows_makes_no_other_print() -> None:
    world = world_of(7)
    turned = {
        name: table.take(pa.array(range(table.num_rows), pa.int64())[::-1])
        for name, table in world.tables().items()
    }
    run = make_run(known_groups=FRONT)
    one = STAGE.function(world.tables(), run).tables["network_block"]
    assert STAGE.function(turned, run).tables["network_block"].equals(one)


def test_claims_of_accounts_yet_to_come_do_no_harm() -> None:
    """As of the first week the tables may hold claims of later ones."""
    world = world_of(1)
    for n in range(40):
        world.tie("payment", f"late{n}", f"later{n}", "ACC-INC-a-08-0")
    assert same(go(world, 0), go(world, 0, go(world, 0)))
