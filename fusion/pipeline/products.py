"""Products: the tables of a version, the drafts of its brief, and their release to readers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fusion import briefing
from fusion.pipeline import ledger
from fusion.pipeline.fuse import SHARED_TABLES, stored_name
from fusion.pipeline.layout import Mission
from fusion.review import DecisionLog, standing
from fusion.stage import Run, Stage
from fusion.store import Published, Warehouse, table_sha256, write_tables
from fusion.tables import TABLES
from fusion.terms.errors import NotApproved, NotFound
from fusion.terms.identifiers import fingerprint

_VERDICTS = {"approve": "approved", "return": "returned", "refuse": "refused"}


def product_tables(
    warehouse: Warehouse, stages: Sequence[Stage], given: Mapping[str, pa.Table]
) -> dict[str, pa.Table]:
    """Every declared table as it stands: shared ones put together, brief states from decisions."""
    writers = ["intake", "validation", *(stage.name for stage in stages)]
    tables: dict[str, pa.Table] = {}
    for name, declared in TABLES.items():
        if name in given:
            tables[name] = given[name]
        elif name in SHARED_TABLES:
            stored = [stored_name(name, writer) for writer in writers]
            parts = [given[s] if s in given else warehouse.read(name, s) for s in stored]
            tables[name] = declared.conform(pa.concat_tables(parts))
        else:
            tables[name] = warehouse.read(name)
    tables["brief"] = with_state(tables["brief"], tables["decision"])
    return tables


def with_state(briefs: pa.Table, decisions: pa.Table) -> pa.Table:
    """Briefs with the state that the last decision on each gives them; draft without one."""
    states: dict[str, str] = {}
    for row in sorted(standing(decisions).to_pylist(), key=lambda row: row["sequence"]):
        if row["kind"] in _VERDICTS:
            states[row["subject_id"]] = _VERDICTS[row["kind"]]
    rows = [{**row, "state": states.get(row["brief_id"], "draft")} for row in briefs.to_pylist()]
    return TABLES["brief"].build(rows)


def version_of(tables: Mapping[str, pa.Table], run: Run) -> str:
    """Name of a version: its date, and a hash of what it holds and of what renders it."""
    hashes = [table_sha256(tables[name]) for name in sorted(TABLES)]
    content = fingerprint([*hashes, briefing.RENDER_VERSION, run.profile.model_dump_json()])
    return f"{run.as_of:%Y-%m-%d}-{content[:8]}"


def publish(tables: dict[str, pa.Table], mission: Mission, run: Run) -> tuple[Path, bool]:
    """The folder of this version and whether it had to be made.

    Drafts are rendered beside the tables. A leak or a lint failure leaves the version before
    in place: the pointer moves last.
    """
    published = Published(mission.home.published)
    version = version_of(tables, run)
    if published.current == version:
        return published.path(version), False
    working = published.begin(version)
    write_tables(working / "tables", tables)
    if tables["brief"].num_rows:
        briefing.render_all(tables, run, working / "drafts")
    return published.finish(version, working), True


def holding(mission: Mission, brief_id: str) -> tuple[str, dict[str, pa.Table]]:
    """The version that holds a brief, and its tables with the decisions as they stand now.

    Reports go on arriving while somebody reads a draft: what is decided is that draft, in the
    version that holds it. Raises NotFound.
    """
    published = Published(mission.home.published)
    for version in published.versions:
        tables = published.tables(version)
        if brief_id in tables["brief"]["brief_id"].to_pylist():
            tables["decision"] = DecisionLog(mission.home.decisions_url).until()
            tables["brief"] = with_state(tables["brief"], tables["decision"])
            return version, tables
    raise NotFound("brief", brief_id, "'fusion review' lists the one that waits.")


def release(mission: Mission, brief_id: str) -> Path:
    """Render the approved editions into the readers' folder. Raises NotApproved, NotFound.

    The decision log itself is asked, not the published copy of it: an approval counts from the
    moment that it is recorded, and its withdrawal as well.
    """
    version, tables = holding(mission, brief_id)
    held = tables["brief"].to_pylist()[0]
    _check_gate(mission, version, tables, held)
    issue = f"{held['number']:03d}-{held['as_of']:%Y-%m-%d}"
    target = mission.home.readers / issue
    partial = mission.home.readers / f".{issue}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    run = Run(mission.profile, held["as_of"], mission.profile.seed)
    briefing.render_all(tables, run, partial)
    note = {"brief_id": brief_id, "version": version}
    (partial / "released.json").write_text(json.dumps(note) + "\n", encoding="utf-8")
    _remember(mission, tables)
    ledger.remember(mission, tables)
    shutil.rmtree(target, ignore_errors=True)
    partial.replace(target)
    return target


def _check_gate(
    mission: Mission, version: str, tables: Mapping[str, pa.Table], held: dict[str, Any]
) -> None:
    """Approved, and nothing that it may rest on withdrawn since. Raises NotApproved."""
    if held["state"] != "approved":
        raise NotApproved(held["brief_id"])
    known = Published(mission.home.published).tables(version)["decision"]["decision_id"].to_pylist()
    later = {
        row["kind"] for row in tables["decision"].to_pylist() if row["decision_id"] not in known
    }
    if "withdraw" in later:
        raise NotApproved(held["brief_id"], "is older than a withdrawal")


def previous_judgements(mission: Mission, run: Run) -> pa.Table:
    """Judgements of the last released issue before this run's date; empty before the first."""
    folder = mission.home.issued
    earlier = [
        path for path in sorted(folder.glob("*.parquet")) if path.stem < f"{run.as_of:%Y-%m-%d}"
    ]
    if not earlier:
        return TABLES["judgement"].empty()
    return TABLES["judgement"].conform(pq.read_table(earlier[-1]))


def _remember(mission: Mission, tables: Mapping[str, pa.Table]) -> None:
    """Keep what was issued: later issues are compared with it, corrections refer to it."""
    folder = mission.home.issued
    folder.mkdir(parents=True, exist_ok=True)
    as_of = tables["brief"]["as_of"][0].as_py()
    pq.write_table(tables["judgement"], folder / f"{as_of:%Y-%m-%d}.parquet")
