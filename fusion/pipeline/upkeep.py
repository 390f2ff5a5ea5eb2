"""Upkeep: a backup of what cannot be derived, the proof that it restores, and two reports.

Documents, decisions and issued briefs are not derived: with them and the profile, everything else
can be made again. The copy of the archive is shared by all backups and only grows, so that a
day's backup costs a day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fusion import validation
from fusion.pipeline.layout import Home, Mission
from fusion.review import Decision, DecisionLog
from fusion.store import Archive, Published, Warehouse, table_sha256
from fusion.terms.errors import BackupBroken, NotFound

_COPIED = ("issued", "readers")
_DECISION_FIELDS = tuple(Decision.__dataclass_fields__)

Counts = dict[str, int]


def backup(mission: Mission, into: Path, now: dt.datetime) -> Path:
    """Copy documents, decisions and issued briefs below `into`; the folder of this backup.

    The folder gets its name last: one that was cut off is never taken for a backup.
    """
    names = _keep(_documents(mission.home.archive), into / "archive")
    folder = into / now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H%M%SZ")
    partial = into / f".{folder.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    pq.write_table(pa.table({"sha256": pa.array(names, pa.string())}), partial / "document.parquet")
    decisions = _decisions(mission.home)
    pq.write_table(decisions, partial / "decision.parquet")
    for name in _COPIED:
        if (mission.home.folder / name).is_dir():
            shutil.copytree(mission.home.folder / name, partial / name)
    manifest = {
        "mission": mission.profile.code,
        "decisions": table_sha256(decisions),
        "files": _hashes(partial),
    }
    (partial / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    return partial.replace(folder)


def restore(folder: Path, home: Home) -> Counts:
    """Rebuild documents, decisions and issued briefs of a backup in a new home; their counts.

    Raises BackupBroken where anything differs from what was backed up, NotFound where the home
    is in use. 'fusion run' makes the rest again.
    """
    if home.folder.exists() and any(home.folder.iterdir()):
        raise NotFound("empty folder", str(home.folder), "Restore into a new one, then move it.")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    names = pq.read_table(folder / "document.parquet")["sha256"].to_pylist()
    wrong = _restore_documents(names, folder.parent / "archive", Archive(home.archive))
    log = DecisionLog(home.decisions_url)
    for row in pq.read_table(folder / "decision.parquet").to_pylist():
        log.append(Decision(**{name: row[name] for name in _DECISION_FIELDS}))
    for name in _COPIED:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, home.folder / name)
    decisions = _decisions(home)
    if table_sha256(decisions) != manifest["decisions"]:
        wrong.append("decisions")
    before, after = manifest["files"], _hashes(home.folder)
    wrong += sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    if wrong:
        raise BackupBroken(str(folder), wrong)
    return {"documents": len(names), "decisions": decisions.num_rows, "files": len(after)}


def restore_check(mission: Mission, folder: Path) -> Counts:
    """Restore a backup into a temporary home and compare; counts of what came back.

    Raises BackupBroken also where a document of the published version is not in the backup.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as temporary:
        home = Home(Path(temporary) / "home")
        counts = restore(folder, home)
        published = Published(mission.home.published)
        if published.current:
            held = {path.name for path in _documents(home.archive)}
            wanted = set(published.tables()["document"]["sha256"].to_pylist())
            if missing := sorted(wanted - held):
                raise BackupBroken(str(folder), missing)
    return counts


def overdue(mission: Mission, now: dt.datetime) -> Path:
    """Write which documents are older than the profile's retention; the report's path.

    Nothing is deleted: disposal is a decision of the mission's records officer.
    """
    limit = now - dt.timedelta(days=mission.profile.retention_days)
    published = Published(mission.home.published)
    rows = published.tables()["document"].to_pylist() if published.current else []
    listed = [
        {
            "document_id": row["document_id"],
            "path": row["path"],
            "received_at": row["received_at"].isoformat(),
        }
        for row in sorted(rows, key=lambda row: (row["received_at"], row["document_id"]))
        if row["received_at"] < limit
    ]
    report = {
        "retention_days": mission.profile.retention_days,
        "received_before": limit.isoformat(),
        "n_documents": len(rows),
        "n_overdue": len(listed),
        "overdue": listed,
    }
    path = mission.home.folder / "upkeep" / "retention.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def build_data_docs(mission: Mission) -> Path:
    """Great Expectations' pages on everything that intake ever handed over; their first page."""
    with Warehouse.open(mission.home.warehouse) as warehouse:
        reports = warehouse.read("report", "report@intake")
        documents = warehouse.read("document")
        held = warehouse.read("quarantine", "quarantine@validation")
    return validation.build_data_docs(
        mission.home.data_docs, reports, documents, held, mission.profile
    )


def _decisions(home: Home) -> pa.Table:
    """All decisions in their order. Their numbers are left out: a database may skip some."""
    found = DecisionLog(home.decisions_url).until().sort_by("sequence")
    return found.drop_columns("sequence").combine_chunks()


def _documents(archive: Path) -> list[Path]:
    """Archived documents in the order of their names; half-written ones are left out."""
    return sorted(path for path in archive.glob("??/*") if not path.suffix)


def _keep(sources: Iterable[Path], archive: Path) -> list[str]:
    """Copy what the archive's copy does not hold yet; the names of all sources."""
    archive.mkdir(parents=True, exist_ok=True)
    names = []
    for source in sources:
        target = archive / source.parent.name / source.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            partial = target.with_suffix(".partial")
            shutil.copyfile(source, partial)
            partial.replace(target)
        names.append(source.name)
    return names


def _restore_documents(names: Iterable[str], source: Path, archive: Archive) -> list[str]:
    """Put the named documents into the archive; those that are missing or altered."""
    wrong = []
    for name in names:
        path = source / name[:2] / name
        if not path.exists() or archive.keep(path.read_bytes()) != name:
            wrong.append(name)
    return wrong


def _hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every copied file by its path below the folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in _COPIED
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }
