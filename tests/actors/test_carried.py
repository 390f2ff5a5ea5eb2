"""The law of the carried readings: reading only what is new gives the same bytes as reading all."""

from __future__ import annotations

import pickle
import random
from typing import Any

import joblib
import pyarrow as pa
import pytest

from fusion.actors.mentions import readings as reading_room
from fusion.actors.mentions.packed import pack, unpack
from fusion.actors.mentions.readings import read_all
from fusion.actors.resolve import nodes
from fusion.actors.stage import STAGE, resolve_actors, sources_of
from fusion.pipeline.fuse import fuse
from fusion.stage import Run
from fusion.store import Warehouse
from fusion.tables import TABLES
from tests.actors.support import inputs, read, run
from tests.support import make_table

TEXTS: list[str | tuple[str, dict[str, Any]]] = [
    "On 4 March Cdt Tarek Ag Wenzou of FFJ paid 200,000 XOF to Boukary Tenzoum at Gao.",
    ("Le Cdt Wenzou a été vu à Ansongo jeudi avec Boukary Tenzoum.", {"language": "fr"}),
    "Union Kokari sent two trucks from Gao; the driver called +223 70 11 22 33.",
    "Kokari denies it. On the slip: 70112233 and nothing more.",
    ("A trader told us that Wenzou crossed the river.",
     {"source_text": "Issouf Tanoust, guard", "has_protected_source": True}),
    "Issouf Tanoust was seen at the market of Gao. Tanoust left on 6 March 2026.",
    ("شوهد الرائد طارق اغ وينزو في غاو يوم الخميس", {"language": "ar"}),
    "Boukary Tenzoum alias le Borgne met Tarek Ag Wenzou near Ansongo on 7 March.",
]  # fmt: skip


CARRIED = ("account_reading", "actor_persona")
Tables = dict[str, pa.Table]


def stage(given: Tables, before: Tables | None = None, its_run: Run | None = None) -> Tables:
    carried = {name: before[name] if before else TABLES[name].empty() for name in CARRIED}
    return resolve_actors({**given, **carried}, its_run or run()).tables


def same(one: Tables, other: Tables) -> bool:
    return all(
        TABLES[name].conform(one[name]).equals(TABLES[name].conform(other[name]))
        for name in STAGE.writes
    )


@pytest.mark.parametrize("cuts", [(1, 8), (3, 4, 8), (5, 8), (8, 8)])
def test_day_by_day_equals_all_at_once_whatever_the_batches(cuts: tuple[int, ...]) -> None:
    tables = None
    for end in cuts:
        tables = stage(inputs(*TEXTS[:end]), tables)
    assert tables is not None and same(tables, stage(inputs(*TEXTS)))
    assert {"learned_name", "learned_number"} <= set(tables["mention"]["rule"].to_pylist())


def test_late_lost_withdrawn_and_changed_accounts_leave_no_trace() -> None:
    full = inputs(*TEXTS)
    late = {**full, "account": full["account"].slice(3)}
    assert same(stage(full, stage(late)), stage(full))
    assert same(stage(late, stage(full)), stage(late))
    gone = inputs(*TEXTS[:7], (str(TEXTS[7]), {"is_withdrawn": True}))
    assert same(stage(gone, stage(full)), stage(gone))
    other = inputs("Nobody was seen at Gao.", *TEXTS[1:])
    assert same(stage(other, stage(full)), stage(other))


def test_only_new_accounts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    held = stage(inputs(*TEXTS[:7]))
    seen: list[str] = []
    real = reading_room.read_account
    monkeypatch.setattr(
        reading_room, "read_account",
        lambda source, *rest: seen.append(source.account_id) or real(source, *rest),
    )  # fmt: skip
    again = stage(inputs(*TEXTS), held)
    assert seen == ["ACC-007"]
    seen.clear()
    assert same(stage(inputs(*TEXTS), again), again)
    assert not seen


def test_a_changed_profile_or_version_or_word_list_reads_all_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given, all_eight = inputs(*TEXTS), len(TEXTS)
    sources = sources_of(given)
    before = stage(given)
    held = before["account_reading"]
    assert read_all(sources, run(), held).n_new == 0
    changed = run().profile.model_copy(update={"known_groups": ()})
    other = Run(changed, run().as_of, run().seed)
    assert read_all(sources, other, held).n_new == all_eight
    assert same(stage(given, before, other), stage(given, None, other))
    monkeypatch.setattr(reading_room, "_data_sha256", lambda: "other lists")
    assert read_all(sources, run(), held).n_new == all_eight
    monkeypatch.undo()
    monkeypatch.setattr(reading_room, "VERSION", "next")
    assert read_all(sources, run(), held).n_new == all_eight


def test_a_reading_comes_back_as_it_was_packed() -> None:
    for given in TEXTS:
        text, fields = given if isinstance(given, tuple) else (given, {})
        one = read(text, **{k: v for k, v in fields.items() if k in ("language", "source_text")})
        two = unpack(pack(one), one.source)
        one.words = frozenset()
        assert two == one


def test_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = sources_of(inputs(*TEXTS))
    empty = TABLES["account_reading"].empty()
    alone = read_all(sources, run(), empty)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(reading_room, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(reading_room, "SHARE", 3)
    monkeypatch.setattr(reading_room.joblib, "cpu_count", lambda: 2)
    watched = Run(
        run().profile, run().as_of, run().seed, lambda _, done, total: told.append((done, total))
    )
    with joblib.parallel_config(backend="threading"):  # processes take seconds to start
        together = read_all(sources, watched, empty)
    assert together.table.equals(alone.table)
    assert told == [(3, 8), (6, 8), (8, 8)]
    assert pickle.loads(pickle.dumps((sources, run().profile))) == (sources, run().profile)


NAMES = ("Tarek Ag Wenzou", "Oumar Maiga", "Boukary Tenzoum", "Cdt Wenzou", "Salou Kimba")
TOWNS = ("Gao", "Ansongo", "Bourem", "Menaka")


def told(n: int, seed: int) -> list[str | tuple[str, dict[str, Any]]]:
    """Accounts of few people in few towns, months apart at times: many of one name."""
    draw = random.Random(seed)
    return [
        f"On {draw.randint(1, 28)} March {draw.choice(NAMES)} of FFJ met {draw.choice(NAMES)} "
        f"at {draw.choice(TOWNS)}."
        for _ in range(n)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_persons_placed_before_are_not_weighed_again_and_come_out_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = told(40, seed)
    before = stage(inputs(*texts[:37]))
    full = stage(inputs(*texts))
    weighed: list[str] = []
    real = nodes._home
    monkeypatch.setattr(
        nodes, "_home", lambda persona, *rest: weighed.append("x") or real(persona, *rest)
    )
    assert same(stage(inputs(*texts), before), full)
    n_few = len(weighed)
    weighed.clear()
    assert same(stage(inputs(*texts), full), full)
    assert not weighed
    stage(inputs(*texts))
    assert n_few < len(weighed) / 2


@pytest.mark.parametrize("seed", range(3))
def test_what_came_between_late_or_was_withdrawn_places_persons_anew(seed: int) -> None:
    texts = told(30, seed)
    full = inputs(*texts)
    fewer = {**full, "account": pa.concat_tables(
        [full["account"].slice(0, 9), full["account"].slice(12)])}  # fmt: skip
    assert same(stage(full, stage(fewer)), stage(full))
    assert same(stage(fewer, stage(full)), stage(fewer))
    gone = inputs(*texts[:9], (str(texts[9]), {"is_withdrawn": True}), *texts[10:])
    assert same(stage(gone, stage(full)), stage(gone))


def test_the_index_of_words_finds_every_account_that_holds_one() -> None:
    found = read_all(sources_of(inputs(*TEXTS)), run(), TABLES["account_reading"].empty())
    assert {2, 3} <= set(found.holding({"kokari"}))
    assert found.holding({"xyzzyqq"}) == [] == found.holding(set())


def test_the_warehouse_carries_the_readings_forward(tmp_path: Any) -> None:
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        for end in (5, 8):
            fuse((STAGE,), warehouse, inputs(*TEXTS[:end]), run())
        assert fuse((STAGE,), warehouse, inputs(*TEXTS), run())[0].is_skipped
        full = stage(inputs(*TEXTS))
        for name in set(STAGE.writes) - {"issue"}:
            assert warehouse.read(name).equals(TABLES[name].conform(full[name])), name


def test_a_table_of_no_accounts_is_read() -> None:
    empty = {name: TABLES[name].empty() for name in STAGE.reads}
    assert stage(empty)["account_reading"].num_rows == 0
    assert make_table("account_reading").num_rows == 0
