"""What the tests of intake share: one document read, its rows as dictionaries."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from fusion.intake import Arrival, Reading, read
from tests.support import make_run

RECEIVED = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)


@dataclass
class Result:
    """One reading with its tables as rows."""

    reading: Reading
    documents: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    held: list[dict[str, Any]]
    issues: list[dict[str, Any]]

    @property
    def kinds(self) -> set[str]:
        return {issue["kind"] for issue in self.issues}

    @property
    def texts(self) -> list[str]:
        return [report["text"] for report in self.reports]


def take(
    content: bytes | str, name: str = "a.txt", component: str | None = "military", **changes: Any
) -> Result:
    """Read one document as it would arrive in the folder of `component`."""
    data = content.encode() if isinstance(content, str) else content
    arrival = Arrival(f"{component}/{name}", len(data), component, RECEIVED)
    reading = read(arrival, data, make_run(**changes))
    rows = {table: part.to_pylist() for table, part in reading.tables.items()}
    reports = sorted(rows["report"], key=lambda row: (row["path"], row["ordinal"]))
    return Result(reading, rows["document"], reports, rows["quarantine"], rows["issue"])


def packed(**parts: bytes | str) -> bytes:
    """A zip of parts; '__' stands for '/' and '_DOT_' for '.' in names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return buffer.getvalue()
