"""The stage: bad rows to quarantine with their reason, a bad batch stops the run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fusion.stage import Flow, Inputs, Output, Run
from fusion.tables import TABLES
from fusion.terms.errors import BatchRefused
from fusion.terms.identifiers import identifier
from fusion.validation.frames import LOOKS_BACK, memory_from, parameters, report_frame
from fusion.validation.suites import Broken, Rule, rules

LARGE_BATCH = 100
"""From here on the share of held rows is bounded: reason in expectations/report_outcome.json."""
UNREADABLE = "unreadable"
"""Key that intake leaves in report.fields: declared dates that no calendar has, by column."""
_VALUE_CHARACTERS = 200


def validate(inputs: Inputs, run: Run) -> Output:
    """Reports that keep every row rule, quarantine for the others, issues for old dates.

    Raises BatchRefused, before anything is handed over, where a batch rule fails.
    """
    reports = inputs["report"]
    if reports.num_rows == 0:
        return _output(TABLES["report"].empty(), [], [], 0)
    _refuse("report_batch", reports.to_pandas())
    reports = TABLES["report"].conform(reports)
    held = broken_rows(reports, run)
    if reports.num_rows >= LARGE_BATCH:
        is_held = [int(row in held) for row in range(reports.num_rows)]
        _refuse("report_outcome", pd.DataFrame({"is_held": is_held}))
    keep = pa.array([row not in held for row in range(reports.num_rows)])
    quarantine = [
        _quarantine(row, rule, column, seen)
        for position, row in _rows(reports, held)
        for rule, value in held[position]
        for column, seen in _columns(row, rule, value)
    ]
    accepted = reports.filter(keep)
    return _output(accepted, quarantine, _old_dates(accepted, run), len(held))


def check_documents(documents: pa.Table) -> None:
    """Raise BatchRefused where the documents of one arrival break a batch rule."""
    if documents.num_rows:
        _refuse("document_batch", documents.to_pandas())


def broken_rows(reports: pa.Table, run: Run) -> dict[int, list[tuple[Rule, str | None]]]:
    """Positions of reports that break row rules, each with its rules and offending values."""
    held: dict[int, list[tuple[Rule, str | None]]] = {}
    failed: list[str] = []
    for found in _check("report_rows", report_frame(reports, run.profile), parameters(run.profile)):
        if found.row < 0:
            failed.append(f"{found.rule.name} ({found.value})")
        else:
            held.setdefault(found.row, []).append((found.rule, found.value))
    if failed:
        raise BatchRefused("report_rows", failed)
    return held


def _refuse(name: str, frame: pd.DataFrame) -> None:
    known = set(frame.columns)
    missing = [
        rule
        for rule in rules(name).values()
        if rule.type != "expect_table_columns_to_match_set" and not known.issuperset(rule.columns)
    ]
    failures = [f"{rule.name} (column missing)" for rule in missing]
    if not missing:
        failures = [f"{found.rule.name} ({found.value})" for found in _check(name, frame)]
    if failures:
        raise BatchRefused(name, failures)


def _rows(reports: pa.Table, held: Mapping[int, object]) -> list[tuple[int, dict[str, Any]]]:
    positions = sorted(held)
    rows = reports.take(pa.array(positions, pa.int64())).to_pylist()
    return list(zip(positions, rows, strict=True))


def _columns(
    row: dict[str, Any], rule: Rule, value: str | None
) -> list[tuple[str | None, str | None]]:
    """The fields to mend: of dates that do not exist, the ones that intake could not fill."""
    if rule.column != "fields":
        return [(rule.column, value)]
    unreadable: dict[str, str] = json.loads(row["fields"])[UNREADABLE]
    return list(unreadable.items())


def _quarantine(
    row: dict[str, Any], rule: Rule, column: str | None, value: str | None
) -> dict[str, Any]:
    return {
        "quarantine_id": identifier(
            "quarantine", row["document_id"], row["locator"], rule.name, column
        ),
        "document_id": row["document_id"],
        "path": row["path"],
        "locator": row["locator"],
        "report_id": row["report_id"],
        "stage": "validation",
        "rule": rule.name,
        "column_name": column,
        "value": value[:_VALUE_CHARACTERS] if value is not None else None,
        "reason": rule.reason,
        "advice": rule.advice,
        "row": json.dumps(row, ensure_ascii=False, sort_keys=True, default=lambda t: t.isoformat()),
        "status": "held",
    }


def _old_dates(accepted: pa.Table, run: Run) -> list[dict[str, Any]]:
    """Issues for those who look back by profession: their old dates stand, and are said."""
    looks_back = pc.is_in(accepted["component"], pa.array(LOOKS_BACK))
    start = pa.scalar(memory_from(run.profile), pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    is_old = pc.fill_null(pc.less(accepted["observed_from"], start), False)
    return [_old_date(row) for row in accepted.filter(pc.and_(looks_back, is_old)).to_pylist()]


def _old_date(row: dict[str, Any]) -> dict[str, Any]:
    detail = f"Observed on {row['observed_from']:%Y-%m-%d}, long before the mission began."
    return {
        "issue_id": identifier("issue", "validation", row["report_id"], "retrospective_date"),
        "stage": "validation",
        "document_id": row["document_id"],
        "locator": row["locator"],
        "kind": "retrospective_date",
        "detail": detail,
        "advice": "Nothing to do where the report looks back; else correct the date in review.",
    }


def _output(
    accepted: pa.Table, quarantine: list[dict[str, Any]], issues: list[dict[str, Any]], n_held: int
) -> Output:
    tables = {
        "report": TABLES["report"].conform(accepted),
        "quarantine": TABLES["quarantine"].build(quarantine),
        "issue": TABLES["issue"].build(issues),
    }
    n_out = tables["report"].num_rows
    return Output(tables, Flow("report", n_out + n_held, n_out, n_quarantined=n_held))


def _check(name: str, frame: pd.DataFrame, values: dict[str, float] | None = None) -> list[Broken]:
    # The library takes seconds to import: a run with nothing to check must not wait for it.
    from fusion.validation.engine import check  # noqa: PLC0415

    return check(name, frame, values)
