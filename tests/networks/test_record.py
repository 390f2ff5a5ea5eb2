"""Reading all of the record at once: in portions, in any order, and without sorting again."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fusion.networks import STAGE, again
from fusion.networks.key_order import carry_rows, in_key_order, put_together
from fusion.networks.survey import read_record
from fusion.networks.usual import in_order
from fusion.networks.vectors import index_in, taken
from fusion.profile.ground import corridor_flags, distance_km
from fusion.tables import TABLES
from tests.networks.planted import World, ring
from tests.support import make_profile, make_run

ROUTE = {
    "code": "WAY", "name": "Way", "borders": [], "width_km": 40,
    "points": [{"name": "A", "latitude": 14.0, "longitude": -2.0},
               {"name": "B", "latitude": 16.0, "longitude": 3.0}],
}  # fmt: skip


def three_rings() -> World:
    world = World()
    for n, name in enumerate("abc"):
        ring(world, name, range(n, n + 6), place=(14.0 + 2 * n, n))
    return world


def test_portions_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    world = three_rings()
    whole = STAGE.function(world.tables(), make_run())
    held = {r["incident_id"][4]: r["hypothesis_id"]
            for r in whole.tables["hypothesis_incident"].to_pylist()}  # fmt: skip
    world.decide("merge", held["a"], object_id=held["c"])
    world.decide("rename", held["b"], value="The well")
    ruled = STAGE.function(world.tables(), make_run())
    monkeypatch.setattr(again, "PORTION", 5)
    assert STAGE.function(world.tables(), make_run()).tables == ruled.tables
    assert ruled.tables != whole.tables


class Elsewhere:
    """Stands for the pool of processes: everything goes there and back as bytes, which is what
    may go wrong. Starting two would take as long as a sixth of this room's tests."""

    def __init__(self, n_processes: int, return_as: str) -> None:
        assert (n_processes, return_as) == (2, "generator")

    def __call__(self, tasks: Iterable[Any]) -> Iterator[Any]:
        for task in tasks:
            function, args, kwargs = pickle.loads(pickle.dumps(task))
            yield pickle.loads(pickle.dumps(function(*args, **kwargs)))


def test_processes_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    world, seen = three_rings(), list[tuple[str, int, int]]()
    run = replace(make_run(), on_progress=lambda *told: seen.append(told))
    alone = STAGE.function(world.tables(), run)
    monkeypatch.setattr(again, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(again, "LARGE", 0)
    monkeypatch.setattr("joblib.cpu_count", lambda: 2)
    monkeypatch.setattr("joblib.Parallel", Elsewhere)
    together = STAGE.function(world.tables(), run)
    assert together.tables == alone.tables and together.notes == alone.notes
    assert seen[-1] == ("blocks done again", 2, 2)  # told of in this process, share by share


def test_shares_are_as_many_as_processes_and_no_larger_than_a_portion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(again, "PORTION", 30)
    blocks, size = np.arange(10), np.array([3, 4, 2, 50, 6, 5, 4, 3, 9, 8])
    for n_processes in (1, 2, 5):
        shares = again.shared_out(blocks, size, n_processes)
        assert np.concatenate(shares).tolist() == blocks.tolist() and len(shares) >= 2
        assert all(size[share].sum() <= 30 + size[share[-1]] for share in shares)
    assert again.shared_out(blocks[:0], size[:0], 2) == []


def test_actors_and_accounts_of_no_incident_are_in_the_record_in_any_order() -> None:
    world = three_rings()
    world.account("ACC-own", 3, ["a0", "x"])
    world.account("ACC-late", 30, ["a0"])
    world.account("ACC-empty", 3, [])
    world.withdraw("ACC-INC-a-00-0")
    world.withdraw("ACC-INC-a-00-1")
    tables = world.tables()
    turned = {name: table.take(pa.array(range(table.num_rows), pa.int64())[::-1])
              for name, table in tables.items()}  # fmt: skip
    seen = []
    for given in (tables, turned):
        record = read_record(given, make_run())
        ids = record.telling_id.to_pylist()
        assert "ACC-own" in ids and not {"ACC-late", "ACC-empty", "INC-a-00"} & set(ids)
        assert set(record.ghost["incident_id"].to_pylist()) == {"INC-a-00"}
        blocks = record.blocks[0]
        seen.append({frozenset(np.array(ids)[blocks == b].tolist()) for b in set(blocks.tolist())})
        named = given["actor"]["actor_id"].take(pa.array(record.entry.actor)).to_pylist()
        rows = zip(record.entry.row.tolist(), named, strict=True)
        assert {a for row, a in rows if ids[row] == "ACC-own"} == {"a0", "x"}
    assert seen[0] == seen[1] and len(seen[0]) == 3


def test_positions_are_found_from_either_side() -> None:
    known = pa.chunked_array([["d", "b", "a"] * 40, ["c", "b"]])
    for values in (["b", "z", "c"], ["a", "d", "z", "b"] * 60):
        first = {name: known.to_pylist().index(name) for name in "abcd"} | {"z": -1}
        expected = [first[value] for value in values]
        assert index_in(pa.chunked_array([values]), known).tolist() == expected


def test_values_are_taken_from_any_chunks_in_any_order() -> None:
    column = pa.chunked_array([[[1, 2], None], [], [[3], [4, 5], []]], pa.list_(pa.int64()))
    for rows in ([4, 0, 3, 3, 1], [2], []):
        expected = [column.to_pylist()[row] for row in rows]
        assert taken(column, np.array(rows, dtype=np.int64)).to_pylist() == expected


@pytest.mark.parametrize("names", [[], ["b"], ["a", "b", "c"], ["c", "a", "b"]])
def test_positions_by_name(names: list[str]) -> None:
    order = in_order(pa.chunked_array([pa.array(names, pa.string())]))
    assert [names[n] for n in order.tolist()] == sorted(names)


def rivals(*names: str) -> pa.Table:
    rows = [{"hypothesis_id": n, "rival": r, "rank": 1, "weight": 0.5, "stability": 1.0,
             "evidence_for": [], "evidence_against": []} for n in names for r in "xy"]  # fmt: skip
    return TABLES["rival"].build(rows)


def test_tables_put_together_are_as_conformed() -> None:
    old, new = rivals("b", "c", "f"), [rivals("e", "a"), rivals("g"), rivals("d")]
    expected = rivals(*"abcdefg")
    assert put_together(carry_rows("rival", old), new).equals(expected)
    turned = old.take(pa.array([5, 4, 3, 2, 1, 0]))
    assert not in_key_order(turned, ("hypothesis_id", "rival"))
    assert put_together(carry_rows("rival", turned), new).equals(expected)
    assert put_together(carry_rows("rival", old), []).equals(old)
    assert put_together(carry_rows("rival", old.slice(0, 0)), new).num_rows == 8


def test_only_what_lies_near_a_corridors_box_is_measured_and_nothing_is_missed() -> None:
    (corridor,) = make_profile(corridors=[ROUTE]).corridors
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(12, 18, 3000), rng.uniform(-4, 5, 3000)
    t = np.linspace(0, 1, 2000)
    way_lat, way_lon = 14 + 2 * t, -2 + 5 * t
    near = np.array([
        distance_km(np.full(2000, a), np.full(2000, b), way_lat, way_lon).min()
        for a, b in zip(lat.tolist(), lon.tolist(), strict=True)
    ])  # fmt: skip
    flags = corridor_flags(lat, lon, [corridor])[:, 0]
    clear = np.abs(near - corridor.width_km) > 1.0  # one plane beside the sphere
    assert (flags == (near <= corridor.width_km))[clear].all() and flags.any()
