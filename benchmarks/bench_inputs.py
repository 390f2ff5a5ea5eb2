"""Two inputs that nobody here wrote, each with a profile made as `fusion init` makes it."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa

from fusion.pipeline import new_mission
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published

Tables = dict[str, pa.Table]
CRESCENT = {"police": "fbi*", "regional_office": "cia*", "military": "se*"}
UN_REPORTS = {"panel_of_experts": "*.pdf"}
COUNTED = (
    "document", "report", "quarantine", "issue", "account", "mention", "place", "actor", "claim",
    "tie", "incident", "hypothesis", "judgement_evidence",
)  # fmt: skip


def rows(data: Path | None) -> list[Row]:
    """Counts of what came out of both, and for the training case what its key says of it."""
    return [
        *_counted("Crescent", data, Path("crescent/reports"), CRESCENT, dt.date(2002, 1, 1)),
        *_counted("UN reports", data, Path("un-reports"), UN_REPORTS, dt.date(2024, 1, 1)),
    ]


def _counted(
    name: str, data: Path | None, part: Path, folders: dict[str, str], first: dt.date
) -> list[Row]:
    inbox = (data or Path()) / part
    if data is None or not inbox.is_dir():
        return [Row(f"{name}: all", "–", f"absent: {part}", None)]
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "mission.yaml"
        new_mission.write(profile, name[:4].upper(), name, first, [], folders, "dateline", 1)
        mission = Mission.open(profile, inbox, Path(folder) / "home")
        running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
        tables = Published(mission.home.published).tables()
    counts = [Row(f"{name}: {t}", "–", str(tables[t].num_rows), None) for t in COUNTED]
    return [*counts, *(_against_key(tables, data) if name == "Crescent" else [])]


def _against_key(tables: Tables, data: Path) -> list[Row]:
    """Stated aliases put together, and what of the hypotheses' evidence is core or distractor."""
    role = {row["doc"]: row["role"] for row in _csv(data / "crescent/derived_gold_docs.csv")}
    stem = {r["report_id"]: Path(r["path"]).stem for r in tables["report"].to_pylist()}
    held: dict[str, set[str]] = {}
    for row in tables["account_report"].to_pylist():
        held.setdefault(row["account_id"], set()).add(stem[row["report_id"]])
    inside = {r["incident_id"] for r in tables["hypothesis_incident"].to_pylist()}
    documents = {
        document
        for row in tables["incident_account"].to_pylist()
        if row["incident_id"] in inside
        for document in held[row["account_id"]]
    }
    core = sum(role.get(document) == "core" for document in documents)
    names = [
        {name.casefold() for name in (row["name"], *row["aliases"])}
        for row in tables["actor"].to_pylist()
    ]
    aliases = [r for r in _csv(data / "crescent/derived_gold_aliases.csv") if r["basis"] == "alias"]
    joined = sum(
        any({r["name_a"].casefold(), r["name_b"].casefold()} <= known for known in names)
        for r in aliases
    )
    return [
        Row("Crescent: core documents behind hypotheses", "–", f"{core} of {len(documents)}", None),
        Row("Crescent: stated aliases joined", "all", f"{joined} of {len(aliases)}",
            joined == len(aliases)),
    ]  # fmt: skip


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
