"""The law of the index: comparing only what is new gives the same bytes as comparing all."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pyarrow as pa
import pytest

from fusion.accounts import STAGE
from fusion.accounts import fold_reports as folding
from fusion.accounts.sketch import meetings, meetings_of_new, sketch_texts
from fusion.pipeline.fuse import fuse
from fusion.store import Warehouse
from fusion.tables import TABLES
from tests.support import AS_OF, make_run, make_table

START = AS_OF - dt.timedelta(days=60)
WORDS = [f"{a}{b}{c}" for a in ("kar", "mon", "tel", "sab", "dru") for b in ("ata", "ile", "ou")
         for c in ("ben", "rak", "stu", "vil", "zan", "pho")]  # fmt: skip
PRODUCTS = ("account", "account_report", "account_sketch", "account_pair", "issue")


def texts(n: int, seed: int = 4) -> list[str]:
    """Random texts, every third a copy of an earlier one: cut, edited, headed, equal, renewed."""
    chosen = random.Random(seed)
    made: list[str] = []
    for number in range(n):
        if number % 3 or not made:
            words = chosen.choices(WORDS, k=chosen.randint(6, 50))
            made.append(f"On {chosen.randint(1, 28)} May 2029 " + " ".join(words))
            continue
        old = chosen.choice(made)
        words = old.split()
        made.append(chosen.choice((
            " ".join(words[: max(6, len(words) // 2)]), "FROM: desk TO: all\n" + old, old.upper(),
            " ".join(w if chosen.random() > 0.1 else "changed" for w in words),
            f"UPDATE 1: {old}", f"UPDATE 2 to REF 00{number % 7}: toll {number} now",
        )))  # fmt: skip
    return made


def reports(n: int, seed: int = 4) -> list[dict[str, object]]:
    return [
        {
            "report_id": f"RPT-{number:03d}", "text": text, "ordinal": 1, "path": f"{number:03d}",
            "received_at": START + dt.timedelta(hours=6 * number),
            "component": ("police", "military")[number % 2], "reference": f"REF 00{number % 7}",
        }
        for number, text in enumerate(texts(n, seed))
    ]  # fmt: skip


def run(rows, before=None, decisions=None):
    inputs = {name: TABLES[name].empty() for name in STAGE.reads}
    inputs["report"] = make_table("report", *rows)
    for name in ("account_sketch", "account_pair"):
        inputs[name] = before[name] if before else inputs[name]
    inputs["decision"] = decisions if decisions is not None else inputs["decision"]
    return STAGE.function(inputs, make_run()).tables


def same(one, other) -> bool:
    return all(
        TABLES[name].conform(one[name]).equals(TABLES[name].conform(other[name]))
        for name in PRODUCTS
    )


@pytest.mark.parametrize("seed", range(6))
def test_incremental_equals_full_whatever_the_batches(seed: int) -> None:
    rows = reports(90, seed)
    full = run(rows)
    assert full["account_pair"].num_rows > 5
    held = None
    for end in (30, 31, 70, 90):
        held = run(rows[:end], held)
    assert held is not None and same(held, full)


@pytest.mark.parametrize("seed", range(3))
def test_late_and_lost_and_changed_reports_leave_no_trace(seed: int) -> None:
    rows = reports(60, seed)
    early_missing = run(rows[10:])
    assert same(run(rows, early_missing), run(rows))
    assert same(run(rows[:20] + rows[25:], run(rows)), run(rows[:20] + rows[25:]))
    changed = [{**row, "text": row["text"] if i != 5 else rows[2]["text"]}
               for i, row in enumerate(rows)]  # fmt: skip
    assert same(run(changed, run(rows)), run(changed))


def test_a_decision_that_parts_equal_reports_is_carried_through() -> None:
    rows = reports(40)
    rows.append({**rows[3], "report_id": "RPT-900", "path": "900", "ordinal": 2,
                 "received_at": START + dt.timedelta(days=40)})  # fmt: skip
    apart = make_table("decision", {"decision_id": "DEC-1", "sequence": 1, "kind": "different",
                                    "subject_id": "RPT-900", "object_id": "RPT-003"})  # fmt: skip
    assert same(run(rows, run(rows), apart), run(rows, decisions=apart))


def test_only_new_reports_are_sketched_and_compared(monkeypatch) -> None:
    rows = reports(90)
    held = run(rows[:85])
    seen: list[int] = []
    real = folding.likeness

    def likeness(words, first, second):
        seen.extend(np.unique(second).tolist())
        return real(words, first, second)

    monkeypatch.setattr(folding, "likeness", likeness)
    again = run(rows, held)
    assert len(seen) <= 5
    seen.clear()
    run(rows[:85], held)
    assert not seen and same(again, run(rows))


@pytest.mark.parametrize("n_new", [1, 7, 40])
def test_meetings_of_the_new_are_those_of_all(n_new: int) -> None:
    sketches = sketch_texts(pa.array(texts(120, 9)))
    present = np.arange(120) % 11 != 5
    is_new = np.arange(120) >= 120 - n_new
    met = set(zip(*(side.tolist() for side in meetings(sketches, present)), strict=True))
    new = meetings_of_new(sketches.part(0, 120 - n_new), sketches.part(120 - n_new, 120), present)
    assert set(zip(*(side.tolist() for side in new), strict=True)) == {
        (a, b) for a, b in met if is_new[b]
    }


def test_the_warehouse_carries_the_index_forward(tmp_path) -> None:
    rows = reports(50)
    given = {"decision": TABLES["decision"].empty()}
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        for end in (30, 50):
            done = fuse((STAGE,), warehouse, {**given, "report": make_table("report", *rows[:end])},
                        make_run())  # fmt: skip
            assert not done[0].is_skipped
        again = fuse((STAGE,), warehouse, {**given, "report": make_table("report", *rows)},
                     make_run())  # fmt: skip
        assert again[0].is_skipped
        full = run(rows)
        for name in ("account", "account_report", "account_sketch", "account_pair"):
            assert warehouse.read(name).equals(TABLES[name].conform(full[name]))
