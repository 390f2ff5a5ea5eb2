"""Releases a held row after a mend: the same rules judge it again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from fusion.stage import Run
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused
from fusion.validation.checking import UNREADABLE, broken_rows

# Identity and receipt are facts of the archive: a mend changes what was written, not what came in.
FIXED = frozenset(
    {"report_id", "document_id", "path", "locator", "ordinal", "component", "received_at"}
)


def mend(quarantine_row: Mapping[str, Any], changes: Mapping[str, str], run: Run) -> pa.Table:
    """The held report with `changes` (column: new value as text, '' for none), as one row.

    Raises DecisionRefused where the row cannot be released: a file that was never read, a column
    that is unknown or fixed, a value of the wrong kind, or a rule that is still broken.
    """
    content = quarantine_row.get("row")
    if not content:
        raise DecisionRefused(
            f"{quarantine_row['locator']} of {quarantine_row['path']} was never read as a report.",
            f"{quarantine_row['advice']} A new file is read by the next run.",
        )
    row = _typed(json.loads(content))
    for name, text in changes.items():
        row[name] = _changed(name, text)
    row["fields"] = _without_mended_dates(row.get("fields"), changes)
    report = TABLES["report"].build([row])
    broken = broken_rows(report, run).get(0, [])
    if broken:
        named = "; ".join(f"{rule.name} ({rule.column}): {rule.reason}" for rule, _ in broken)
        raise DecisionRefused(f"The row still breaks: {named}", broken[0][0].advice)
    return report


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """The JSON row with its times as times."""
    times = {c.name for c in TABLES["report"].columns if pa.types.is_timestamp(c.type)}
    return {
        name: dt.datetime.fromisoformat(value) if name in times and value else value
        for name, value in row.items()
    }


def _changed(name: str, text: str) -> Any:
    columns = {column.name: column for column in TABLES["report"].columns}
    column = columns.get(name)
    if column is None or name in FIXED:
        allowed = ", ".join(sorted(columns.keys() - FIXED))
        why = "is fixed by the archive" if name in FIXED else "is no column of a report"
        raise DecisionRefused(f"'{name}' {why}.", f"Columns that can be mended: {allowed}.")
    if not text.strip():
        if column.is_required:
            raise DecisionRefused(f"'{name}' cannot be empty.", column.meaning)
        return None
    try:
        return _reader(column.type)(text.strip())
    except ValueError as error:
        raise DecisionRefused(
            f"'{text}' is no value for '{name}' ({column.meaning}).",
            "Write times as 2026-01-31T12:00:00Z, numbers with a point, flags as true or false.",
        ) from error


def _reader(kind: pa.DataType) -> Callable[[str], Any]:
    if pa.types.is_timestamp(kind):
        return _time
    if pa.types.is_floating(kind):
        return float
    if pa.types.is_integer(kind):
        return int
    return _flag if pa.types.is_boolean(kind) else str


def _time(text: str) -> dt.datetime:
    """An ISO time; without an offset it is UTC."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo is not None else at.replace(tzinfo=dt.UTC)


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _without_mended_dates(fields: str | None, changes: Mapping[str, str]) -> str | None:
    """The left-over fields without the unreadable dates that the mend has replaced."""
    if not fields:
        return fields
    left: dict[str, Any] = json.loads(fields)
    unreadable = left.get(UNREADABLE)
    if not isinstance(unreadable, dict):
        return fields
    remaining = {name: value for name, value in unreadable.items() if name not in changes}
    left.pop(UNREADABLE)
    if remaining:
        left[UNREADABLE] = remaining
    return json.dumps(left, ensure_ascii=False, sort_keys=True) if left else None
