"""Set stages: done again when, and only when, what they read has changed."""

import dataclasses

import pyarrow as pa
import pytest

from fusion.pipeline.fuse import analytic, fuse
from fusion.stage import Flow, Output, Stage
from fusion.store import Warehouse
from fusion.terms.errors import ContractBroken
from tests.support import make_run, make_table

CALLS: list[str] = []


def _accounts(inputs, run):
    CALLS.append("accounts")
    rows = [
        {"account_id": f"ACC-{r}", "text": str(run.seed)}
        for r in inputs["report"]["report_id"].to_pylist()
    ]
    return Output({"account": make_table("account", *rows)}, Flow("reports", len(rows), len(rows)))


def _origins(inputs, run):
    CALLS.append("origins")
    rows = [{"account_id": name} for name in inputs["account"]["account_id"].to_pylist()]
    return Output({"origin": make_table("origin", *rows)}, Flow("accounts", len(rows), len(rows)))


STAGES = (
    Stage("accounts", "1", ("report",), ("account",), _accounts),
    Stage("origins", "1", ("account",), ("origin",), _origins),
)


def given(*names):
    return {"report": make_table("report", *({"report_id": name} for name in names))}


@pytest.fixture
def warehouse(tmp_path):
    CALLS.clear()
    with Warehouse.open(tmp_path / "w.duckdb") as opened:
        yield opened


def test_a_second_run_does_nothing(warehouse):
    fuse(STAGES, warehouse, given("R1"), make_run())
    again = fuse(STAGES, warehouse, given("R1"), make_run())
    assert CALLS == ["accounts", "origins"]
    assert all(done.is_skipped for done in again)


def test_a_change_that_leaves_a_stage_the_same_stops_there(warehouse):
    fuse(STAGES, warehouse, given("R1"), make_run())
    newer = dataclasses.replace(STAGES[0], version="2")
    done = fuse((newer, STAGES[1]), warehouse, given("R1"), make_run())
    assert CALLS == ["accounts", "origins", "accounts"]
    assert [d.reason for d in done] == ["version 1 -> 2", "unchanged"]


@pytest.mark.parametrize(
    ("tables", "run", "why"),
    [
        (given("R1", "R2"), make_run(), "input changed"),
        (given("R1"), dataclasses.replace(make_run(), seed=8), "profile, date or seed changed"),
        (given("R1"), make_run(yardstick="phia"), "profile, date or seed changed"),
    ],
)
def test_what_makes_a_stage_pending_is_said(warehouse, tables, run, why):
    fuse(STAGES, warehouse, given("R1"), make_run())
    assert fuse(STAGES, warehouse, tables, run)[0].reason == why


def test_a_crash_in_the_second_stage_keeps_the_first_and_the_next_run_ends_the_same(tmp_path):
    def crash(_inputs, _run):
        raise MemoryError

    broken = (STAGES[0], dataclasses.replace(STAGES[1], function=crash))
    with Warehouse.open(tmp_path / "crashed.duckdb") as one:
        with pytest.raises(MemoryError):
            fuse(broken, one, given("R1"), make_run())
        done = fuse(STAGES, one, given("R1"), make_run())
        assert [d.is_skipped for d in done] == [True, False]
        after = one.read("origin")
    with Warehouse.open(tmp_path / "straight.duckdb") as other:
        fuse(STAGES, other, given("R1"), make_run())
        assert other.read("origin") == after


def test_a_table_that_a_stage_promised_and_did_not_write_is_a_defect(warehouse):
    forgetful = dataclasses.replace(STAGES[0], writes=("account", "issue"))
    with pytest.raises(ContractBroken, match="issue"):
        fuse((forgetful,), warehouse, given("R1"), make_run())


def test_an_approval_does_not_set_the_analysis_going():
    kinds = ("approve", "reject", "release", "same")
    rows = [{"decision_id": f"DEC-{k}", "kind": k, "sequence": n} for n, k in enumerate(kinds)]
    assert set(analytic(make_table("decision", *rows))["kind"].to_pylist()) == {"reject", "same"}
    assert isinstance(analytic(make_table("decision")), pa.Table)
