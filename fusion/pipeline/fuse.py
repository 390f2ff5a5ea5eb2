"""Set stages: each is done again when, and only when, what it reads has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fusion.stage import Flow, Run, Stage
from fusion.store import Entry, Warehouse, table_sha256
from fusion.tables import TABLES
from fusion.terms.errors import ContractBroken
from fusion.terms.identifiers import fingerprint

# Decisions that change what the machine concludes; the others concern the release of a brief.
ANALYTIC_DECISIONS = frozenset(
    {"accept", "reject", "merge", "split", "pin", "rename", "same", "different", "withdraw",
     "grade", "hrddp", "reopen"}
)  # fmt: skip

# Tables that several stages write: each keeps its own part in the warehouse.
SHARED_TABLES = frozenset({"issue", "quarantine"})

ALL = "all"  # the one unit of a set stage in the ledger


@dataclass(frozen=True)
class Done:
    """What became of one stage in this run."""

    stage: str
    is_skipped: bool
    flow: Flow
    reason: str


def stored_name(table: str, stage: str) -> str:
    """Name under which a stage's part of a table lies in the warehouse."""
    return f"{table}@{stage}" if table in SHARED_TABLES else table


def analytic(decisions: pa.Table) -> pa.Table:
    """Decisions that bear on analysis: an approval must not set the whole pipeline going."""
    kinds = pa.array(sorted(ANALYTIC_DECISIONS))
    return decisions.filter(pc.is_in(decisions["kind"], value_set=kinds))


def settings_sha256(run: Run) -> str:
    """Fingerprint of everything a stage may depend on beside its tables."""
    return fingerprint([run.profile.model_dump_json(), run.as_of.isoformat(), run.seed])


def input_sha256(stage: Stage, warehouse: Warehouse, given: dict[str, pa.Table]) -> str:
    """Fingerprint of a stage's input tables, without reading those in the warehouse.

    A table that the stage carries forward itself (vectors) is no input: it would never settle.
    """
    hashes = [
        table_sha256(given[name]) if name in given else warehouse.hash_of(name)
        for name in sorted(set(stage.reads) - set(stage.writes))
    ]
    return fingerprint(hashes)


def why_pending(stage: Stage, warehouse: Warehouse, given: dict[str, pa.Table], run: Run) -> str:
    """Why the stage has to run, in words; empty when it does not."""
    entry = warehouse.entries(stage.name).get(ALL)
    if entry is None:
        return "never run"
    if entry.version != stage.version:
        return f"version {entry.version} -> {stage.version}"
    if entry.settings_sha256 != settings_sha256(run):
        return "profile, date or seed changed"
    if entry.input_sha256 != input_sha256(stage, warehouse, given):
        return "input changed"
    return ""


def fuse(
    stages: Sequence[Stage], warehouse: Warehouse, given: dict[str, pa.Table], run: Run
) -> list[Done]:
    """Run each pending stage in its own transaction. A crash leaves the earlier ones done.

    `given` holds the tables that come from outside the warehouse by name (decisions, the last
    issue's judgements, the accepted reports with those released).
    """
    done = []
    for number, stage in enumerate(stages):
        run.on_progress(stage.name, number, len(stages))
        done.append(_one(stage, warehouse, given, run))
    run.on_progress("fused", len(stages), len(stages))
    return done


def _one(stage: Stage, warehouse: Warehouse, given: dict[str, pa.Table], run: Run) -> Done:
    reason = why_pending(stage, warehouse, given, run)
    if not reason:
        return Done(stage.name, True, warehouse.entries(stage.name)[ALL].flow, "unchanged")
    inputs = {name: given[name] if name in given else warehouse.read(name) for name in stage.reads}
    output = stage.function(inputs, run)
    if missing := set(stage.writes) - output.tables.keys():
        raise ContractBroken(sorted(missing)[0], f"stage '{stage.name}' did not write it")
    tables = {
        stored_name(name, stage.name): TABLES[name].conform(table)
        for name, table in output.tables.items()
    }
    flow = Flow(ALL, output.flow.n_in, output.flow.n_out, output.flow.n_quarantined,
                output.flow.n_set_aside)  # fmt: skip
    entry = Entry(
        stage.name, ALL, input_sha256(stage, warehouse, given), stage.version,
        settings_sha256(run), flow,
    )  # fmt: skip
    warehouse.commit([entry], replace=tables)
    return Done(stage.name, False, flow, reason)
