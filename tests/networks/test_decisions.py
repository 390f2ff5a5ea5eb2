"""Analysts outrank the machine: accept, reject, merge, split, pin, rename, add, bar."""

from __future__ import annotations

from typing import Any

from fusion.stage import Output
from tests.networks.planted import World, once, ring
from tests.support import make_run

LICIT = "the cooperative paid its members in public, papers in order, nothing was found"


def two_rings() -> World:
    world = World()
    ring(world, "a", range(0, 8), place=(18.5, 2.0))
    ring(world, "b", range(0, 8), place=(14.0, -1.0), markets=("gold",))
    return world


def go(world: World) -> Output:
    return once(world, make_run())


def names(output: Output) -> dict[str, str]:
    """Hypothesis by the ring that it is about."""
    rows = output.tables["hypothesis_incident"].to_pylist()
    return {row["incident_id"][4]: row["hypothesis_id"] for row in rows}


def row_of(output: Output, hypothesis_id: str) -> dict[str, Any]:
    rows = output.tables["hypothesis"].to_pylist()
    return next(row for row in rows if row["hypothesis_id"] == hypothesis_id)


def decided(kind: str, ring_name: str = "a", **how: Any) -> tuple[Output, dict[str, str]]:
    world = two_rings()
    known = names(go(world))
    how = {k: known.get(v, v) if k == "object_id" else v for k, v in how.items()}
    world.decide(kind, known[ring_name], **how)
    return go(world), known


def test_accept_reject_and_rename() -> None:
    output, known = decided("accept")
    assert row_of(output, known["a"])["status"] == "accepted"
    output, known = decided("reject")
    assert row_of(output, known["a"])["status"] == "rejected"
    output, known = decided("rename", value="The river levy")
    assert row_of(output, known["a"])["name"] == "The river levy"


def test_the_latest_decision_counts_and_reopen_takes_it_back() -> None:
    world = two_rings()
    known = names(go(world))
    world.decide("reject", known["a"])
    world.decide("reopen", known["a"])
    assert row_of(go(world), known["a"])["status"] == "dormant"


def test_merge_puts_both_under_one_identity() -> None:
    output, known = decided("merge", object_id="b")
    assert row_of(output, known["b"])["status"] == "merged_into"
    assert row_of(output, known["a"])["n_incidents"] == 16
    assert set(output.tables["hypothesis_incident"]["hypothesis_id"].to_pylist()) == {known["a"]}
    events = output.tables["hypothesis_lineage"].to_pylist()
    merged = [e for e in events if e["event"] == "merged_into"]
    assert [(e["hypothesis_id"], e["other_id"]) for e in merged] == [(known["b"], known["a"])]


def test_split_takes_incidents_out_under_a_new_identity() -> None:
    wanted = ["INC-a-00", "INC-a-01", "INC-a-02"]
    output, known = decided("split", value=", ".join(wanted))
    events = output.tables["hypothesis_lineage"].to_pylist()
    child = next(e for e in events if e["event"] == "split_from")
    assert child["other_id"] == known["a"] and child["strength"] > 0 and child["n_actors"] > 2
    rows = output.tables["hypothesis_incident"].to_pylist()
    assert sorted(
        r["incident_id"] for r in rows if r["hypothesis_id"] == child["hypothesis_id"]
    ) == (wanted)
    assert row_of(output, known["a"])["n_incidents"] == 5


def test_an_incident_and_an_actor_can_be_added_or_barred() -> None:
    output, known = decided("different", object_id="INC-a-03")
    rows = output.tables["hypothesis_incident"].to_pylist()
    assert "INC-a-03" not in {r["incident_id"] for r in rows}
    output, known = decided("same", object_id="INC-b-03")
    rows = output.tables["hypothesis_incident"].to_pylist()
    assert (known["a"], "INC-b-03") in {(r["hypothesis_id"], r["incident_id"]) for r in rows}
    output, known = decided("different", object_id="a2")
    members = output.tables["hypothesis_actor"].to_pylist()
    assert "a2" not in {m["actor_id"] for m in members}
    output, known = decided("same", object_id="b1")
    members = output.tables["hypothesis_actor"].to_pylist()
    assert {m["hypothesis_id"] for m in members if m["actor_id"] == "b1"} == set(known.values())


def test_split_takes_one_incident_by_name_or_several_as_a_list() -> None:
    children = []
    for given in ({"object_id": "INC-a-00"}, {"value": "INC-a-00"},
                  {"object_id": "INC-a-00", "value": "INC-a-01, INC-a-02"}):  # fmt: skip
        world = two_rings()
        known = names(go(world))
        world.decide("split", known["a"], **given)
        mine = [r["incident_id"] for r in go(world).tables["hypothesis_incident"].to_pylist()
                if r["hypothesis_id"] == known["a"]]  # fmt: skip
        children.append(sorted({"INC-a-00", "INC-a-01", "INC-a-02"} - set(mine)))
    assert children == [["INC-a-00"], ["INC-a-00"], ["INC-a-00", "INC-a-01", "INC-a-02"]]


def test_a_rejected_hypothesis_does_not_come_back_under_another_name() -> None:
    world = two_rings()
    known = names(go(world))
    world.decide("split", known["a"], value="INC-a-00,INC-a-01,INC-a-02,INC-a-03")
    split = go(world)
    child = next(
        r["hypothesis_id"]
        for r in split.tables["hypothesis_lineage"].to_pylist()
        if r["event"] == "split_from"
    )
    world.decide("reject", known["a"])
    world.decide("same", known["a"], object_id="INC-a-00")
    world.decide("same", known["a"], object_id="INC-a-01")
    output = go(world)
    assert child not in output.tables["hypothesis"]["hypothesis_id"].to_pylist()
    assert row_of(output, known["a"])["status"] == "rejected"


def test_a_pinned_hypothesis_stays_although_it_reads_as_licit() -> None:
    world = two_rings()
    known = names(go(world))
    for row in world.rows["account"]:
        if "INC-a" in row["account_id"] and int(row["account_id"][10:12]) > 2:
            row["text"] = LICIT
    for row in world.rows["incident"]:
        if "INC-a" in row["incident_id"] and int(row["incident_id"][6:8]) > 2:
            row["markets"] = []
    assert known["a"] not in names(go(world)).values()
    assert "licit" in go(world).notes[known["a"]]
    world.decide("pin", known["a"])
    assert known["a"] in names(go(world)).values()


def test_decisions_about_the_unknown_change_nothing() -> None:
    world = two_rings()
    before = go(world)
    world.decide("reject", "HYP-000000000000")
    world.decide("approve", "BRF-000000000000")
    after = go(world)
    for name, table in before.tables.items():
        assert after.tables[name].equals(table), name
