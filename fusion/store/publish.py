"""Publication: a new version folder first, then one pointer, moved last."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fusion.tables import TABLES
from fusion.terms.errors import NotFound


class Published:
    """The folder of published versions. A failed run leaves yesterday's version in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def current(self) -> str | None:
        """Name of the current version, or None before the first."""
        pointer = self.folder / "current.json"
        if not pointer.exists():
            return None
        return str(json.loads(pointer.read_text(encoding="utf-8"))["version"])

    @property
    def versions(self) -> list[str]:
        """All published versions, the current one first, the others from the latest."""
        names = sorted((p.name for p in self.folder.glob("[!.]*") if p.is_dir()), reverse=True)
        return sorted(names, key=lambda name: name != self.current)

    def begin(self, version: str) -> Path:
        """An empty working folder for `version`, beside the published ones."""
        working = self.folder / f".{version}.partial"
        shutil.rmtree(working, ignore_errors=True)
        (working / "tables").mkdir(parents=True)
        return working

    def finish(self, version: str, working: Path) -> Path:
        """Move the finished folder to its name, then the pointer."""
        target = self.folder / version
        if target.exists():
            shutil.rmtree(target)
        working.replace(target)
        self._point(version)
        return target

    def tables(self, version: str | None = None) -> dict[str, pa.Table]:
        """All product tables of a version (the current one by default). Raises NotFound."""
        name = version or self.current
        if name is None or not (self.folder / name / "tables").is_dir():
            raise NotFound("published version", name or "current", "Run 'fusion run' first.")
        folder = self.folder / name / "tables"
        return {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}

    def path(self, version: str | None = None) -> Path:
        """Folder of a version. Raises NotFound."""
        name = version or self.current
        if name is None or not (self.folder / name).is_dir():
            raise NotFound("published version", name or "current", "Run 'fusion run' first.")
        return self.folder / name

    def _point(self, version: str) -> None:
        partial = self.folder / f".current.{os.getpid()}.json"
        partial.write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
        partial.replace(self.folder / "current.json")


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Every declared product table as Parquet; one that no stage wrote is written empty."""
    for name, declared in TABLES.items():
        table = tables.get(name, declared.empty())
        pq.write_table(
            table, folder / f"{name}.parquet", compression="zstd", write_statistics=False
        )
