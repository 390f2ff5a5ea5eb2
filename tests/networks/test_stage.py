"""Laws of the stage: same bytes, any order, as of, withdrawal, counts that add up."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from fusion.networks import STAGE
from fusion.stage import Output
from fusion.tables import TABLES
from fusion.terms.data_files import load
from tests.networks.planted import NAMES, World, ring
from tests.support import make_run

LICIT = "the cooperative paid its members in public, papers in order, nothing was found"


def big_world() -> World:
    world = World()
    ring(world, "a", range(0, 12), text="each driver paid 150,000 XOF")
    ring(world, "b", range(3, 12), place=(18.0, 2.0), markets=("arms_trafficking",), grade="F6")
    ring(world, "c", range(2, 9), place=(14.0, -1.0), markets=(), text=LICIT)
    world.tie("payment", "a0", "a1", "ACC-INC-a-00-0")
    world.tie("command", "a1", "a2", "ACC-INC-a-01-0")
    for k in range(12):
        world.incident(f"INC-z{k:02d}", k, [f"z{k}"], markets=(), place=(13 + k % 5, k % 4))
    return world


def go(world: World, **how: object) -> Output:
    return STAGE.function(world.tables(), make_run(**how))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def output() -> Output:
    return go(big_world())


def test_running_again_gives_the_same_tables(output: Output) -> None:
    again = go(big_world())
    assert {n: t.to_pydict() for n, t in again.tables.items()} == {
        n: t.to_pydict() for n, t in output.tables.items()
    }
    assert again.notes == output.notes


def test_order_of_the_input_rows_does_not_matter(output: Output) -> None:
    turned = {
        name: table.take(pa.array(range(table.num_rows), pa.int64())[::-1])
        for name, table in big_world().tables().items()
    }
    again = STAGE.function(turned, make_run())
    for name, table in output.tables.items():
        assert again.tables[name].equals(table), name


def test_every_table_is_conformed_and_counts_add_up(output: Output) -> None:
    assert set(output.tables) == set(STAGE.writes)
    for name, table in output.tables.items():
        assert table.schema.equals(TABLES[name].schema)
    assert output.flow.adds_up
    assert output.flow.n_out == len(
        set(output.tables["hypothesis_incident"]["incident_id"].to_pylist())
    )


def test_empty_inputs_give_empty_tables() -> None:
    empty = {name: TABLES[name].empty() for name in NAMES}
    result = STAGE.function(empty, make_run())
    assert all(t.num_rows == 0 for name, t in result.tables.items() if name != "coverage")
    assert set(result.tables["coverage"]["state"].to_pylist()) == {"no_coverage"}
    assert result.flow.adds_up


def test_the_licit_cooperative_is_not_raised_and_the_note_says_why(output: Output) -> None:
    raised = output.tables["hypothesis_incident"]["incident_id"].to_pylist()
    assert not [i for i in raised if i.startswith("INC-c")]
    assert any("licit livelihood" in note for note in output.notes.values())
    clustered = output.tables["cluster"]["incident_id"].to_pylist()
    assert [i for i in clustered if i.startswith("INC-c")]


def test_no_more_is_known_than_had_been_received() -> None:
    world = big_world()
    as_of = dt.datetime(2026, 2, 16, tzinfo=dt.UTC)
    late = go(world, as_of=as_of)
    early_only = World()
    early_only.rows = {
        name: [r for r in rows if r.get("received_at", as_of) <= as_of]
        for name, rows in world.rows.items()
    }
    kept = {row["account_id"] for row in early_only.rows["account"]}
    for name in ("incident_account", "actor_mention", "origin", "claim"):
        early_only.rows[name] = [r for r in world.rows[name] if r["account_id"] in kept]
    seen = {row["incident_id"] for row in early_only.rows["incident_account"]}
    early_only.rows["incident"] = [r for r in world.rows["incident"] if r["incident_id"] in seen]
    again = go(early_only, as_of=as_of)
    for name in STAGE.writes:
        assert again.tables[name].equals(late.tables[name]), name


def test_a_withdrawn_origin_takes_what_rested_on_it(output: Output) -> None:
    world = big_world()
    for n in (0, 1):
        world.withdraw(f"ACC-INC-a-05-{n}")
    before = set(output.tables["hypothesis_incident"]["incident_id"].to_pylist())
    changed = go(world)
    after = set(changed.tables["hypothesis_incident"]["incident_id"].to_pylist())
    assert before - after == {"INC-a-05"}
    other = output.tables["rival"].to_pylist()
    same = {r["hypothesis_id"] for r in changed.tables["hypothesis"].to_pylist()}
    assert {r["hypothesis_id"] for r in other} >= same


def test_a_single_origin_repeated_by_relays_raises_nothing() -> None:
    world = World()
    ring(world, "a", range(0, 5), n_origins=1)
    for row in world.rows["origin"]:
        row["origin_id"] = "ORI-one"
    for row in world.rows["incident_account"]:
        row["origin_id"] = "ORI-one"
    assert go(world).tables["hypothesis"].num_rows == 0


def test_names_and_statements_hold_no_person(output: Output) -> None:
    people = [row["name"] for row in big_world().rows["actor"]]
    for row in output.tables["hypothesis"].to_pylist():
        for person in people:
            assert person not in row["name"] + row["statement"]
    for row in output.tables["hypothesis_incident"].to_pylist():
        assert "Given" not in row["reason"]


def test_a_shared_actor_is_marked_as_a_bridge() -> None:
    world = World()
    a = ring(world, "a", range(0, 6), place=(18.5, 2.0), markets=("fuel_smuggling",))
    b = ring(world, "b", range(0, 6), place=(14.0, -1.0), markets=("arms_trafficking",))
    world.actor("broker")
    for account in (f"ACC-{a[1]}-0", f"ACC-{b[2]}-0"):
        world.rows["actor_mention"].append(
            {"actor_id": "broker", "mention_id": f"{account}-k", "account_id": account,
             "score": 0.95}
        )  # fmt: skip
    rows = go(world).tables["hypothesis_actor"].to_pylist()
    assert {r["actor_id"] for r in rows if r["is_bridge"]} == {"broker"}
    assert len({r["hypothesis_id"] for r in rows if r["actor_id"] == "broker"}) == 2


def test_values_stay_in_their_vocabularies(output: Output) -> None:
    words = load("typologies")
    for row in output.tables["hypothesis"].to_pylist():
        assert 0 <= row["strength"] <= 1
        assert row["confidence"] in ("low", "moderate", "high")
        assert row["embedment"] in words["embedment"]
    assert set(output.tables["element"]["element"].to_pylist()) == set(words["elements"])
    assert set(output.tables["hypothesis_actor"]["role"].to_pylist()) <= set(words["roles"])


def test_hostile_text_is_only_searched() -> None:
    world = World()
    ring(world, "a", range(0, 5), text="'); drop table account; -- <script>alert(1)</script>")
    rows = go(world).tables["hypothesis"].to_pylist()
    assert rows
    assert "script" not in str(rows)


def test_claims_of_unknown_accounts_do_not_count() -> None:
    world = big_world()
    world.withdraw("ACC-INC-a-00-0")
    rows = go(world).tables["hypothesis_tie"].to_pylist()
    assert "TIE-payment-a0-a1" not in {r["tie_id"] for r in rows}


def test_the_reads_are_enough(output: Output) -> None:
    only = {n: t for n, t in big_world().tables().items() if n in STAGE.reads}
    assert isinstance(only["account"], pa.Table)
    assert STAGE.function(only, make_run()).tables["hypothesis"].equals(output.tables["hypothesis"])
