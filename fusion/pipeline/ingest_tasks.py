"""Steps of ingest as a scheduler runs them: discover, read on any worker, commit once.

Each runs in a process of its own, takes and gives names, paths and counts only, and can be run
again with the same result; data passes as Parquet. Those that open the warehouse have to hold
the only slot of the writer's pool. Nothing here imports the stages that come after: a reading
step is short, and their libraries take seconds to load.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from fusion.intake import Arrival
from fusion.pipeline import ingest
from fusion.pipeline.fuse import ANALYTIC_DECISIONS
from fusion.pipeline.layout import Mission
from fusion.review import DecisionLog
from fusion.stage import Run
from fusion.store import Archive, Published, Warehouse

# A scheduler's hop costs over a second and the imports as much again, so up to this many files
# make one partition; a backlog is shared out among eight, twice what a small machine runs at once.
_FILES_PER_PARTITION = 64
_MOST_PARTITIONS = 8
# What sets the stages going; the other kinds only concern the release of a brief.
_BEARING = ANALYTIC_DECISIONS | {"release"}

Counts = dict[str, int]


class _Partition(BaseModel):
    """What one reading step has to read, and the date of the run it belongs to."""

    as_of: dt.datetime
    arrivals: list[Arrival]


def discover(mission: Mission, now: dt.datetime) -> list[str]:
    """Paths of partition files in the staging folder, each listing arrivals to read; none if idle.

    What an ingest that did not finish left in the folder goes: its arrivals are still pending.
    """
    found = ingest.arrivals(mission)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        reasons = ingest.pending(found, mission, warehouse)
    todo = [item for item in found if item.path in reasons]
    shutil.rmtree(mission.home.staging, ignore_errors=True)
    mission.home.staging.mkdir(parents=True)
    count = min(_MOST_PARTITIONS, -(-len(todo) // _FILES_PER_PARTITION))
    as_of = ingest.latest_receipt(found, now)
    paths = []
    for number in range(count):
        path = mission.home.staging / f"{number:02d}.json"
        # Every count-th file: folders of large files are spread over the partitions.
        partition = _Partition(as_of=as_of, arrivals=todo[number::count])
        path.write_text(partition.model_dump_json(), encoding="utf-8")
        paths.append(str(path))
    return paths


def read(mission: Mission, partition: str) -> str:
    """Read the arrivals of one partition into Parquet; the folder of this part.

    A file that cannot be used ends in the part's quarantine table; its bytes are archived.
    """
    run, arrivals = _partition(mission, Path(partition))
    archive = Archive(mission.home.archive)
    parts = []
    for number, item in enumerate(arrivals):
        run.on_progress(f"reading {item.path}", number, len(arrivals))
        parts.append(ingest.read_part(item, mission, archive, run))
    folder = Path(partition).with_suffix("")
    folder.mkdir(exist_ok=True)
    for name in ingest.READ_TABLES:
        pq.write_table(pa.concat_tables([part.tables[name] for part in parts]),
                       folder / f"{name}.parquet")  # fmt: skip
    rows = [
        {"input_sha256": part.input_sha256, **{n: part.tables[n].num_rows for n in part.tables}}
        for part in parts
    ]
    (folder / "parts.json").write_text(json.dumps(rows), encoding="utf-8")
    return str(folder)


def commit(mission: Mission, folders: Sequence[str]) -> Counts:
    """Validate all parts as one batch and commit it in one transaction; counts of reports.

    Raises BatchRefused before anything is committed. The parts stay until the next `discover`:
    a step that is cut off after its commit can be run again.
    """
    parts: list[ingest.Part] = []
    for folder in map(Path, folders):
        run, arrivals = _partition(mission, folder.with_suffix(".json"))
        parts += _parts(folder, arrivals)
    # The order of one machine reading alone: the warehouse comes out the same.
    parts.sort(key=lambda part: part.arrival.path)
    with Warehouse.open(mission.home.warehouse) as warehouse:
        ingest.commit_parts(parts, mission, warehouse, run)
    return {"files": len(parts), "reports": sum(p.tables["report"].num_rows for p in parts)}


def new_decisions(mission: Mission) -> int:
    """How many decisions that bear on the analysis the published version does not hold yet."""
    published = Published(mission.home.published)
    known = published.tables()["decision"].num_rows if published.current else 0
    rows = DecisionLog(mission.home.decisions_url).until().sort_by("sequence").to_pylist()
    return sum(row["kind"] in _BEARING for row in rows[known:])


def log_progress(what: str, number: int, total: int) -> None:
    """Progress as lines of the step's log."""
    logging.getLogger("fusion").info("%s (%d of %d)", what, number, total)


def _partition(mission: Mission, path: Path) -> tuple[Run, list[Arrival]]:
    listed = _Partition.model_validate_json(path.read_text(encoding="utf-8"))
    return Run(mission.profile, listed.as_of, mission.profile.seed, log_progress), listed.arrivals


def _parts(folder: Path, arrivals: Sequence[Arrival]) -> list[ingest.Part]:
    """Parts of the arrivals, cut out of the folder's tables by their numbers of rows."""
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in ingest.READ_TABLES}
    rows = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    starts = dict.fromkeys(tables, 0)
    parts = []
    for item, row in zip(arrivals, rows, strict=True):
        cut = {name: table.slice(starts[name], row[name]) for name, table in tables.items()}
        starts = {name: starts[name] + row[name] for name in tables}
        parts.append(ingest.Part(item, row["input_sha256"], cut))
    return parts
