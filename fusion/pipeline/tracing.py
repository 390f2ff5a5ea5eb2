"""Priority requirements down to the reports and the judgements that rest on them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from fusion.terms.errors import NotFound

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]


def statuses(tables: Tables) -> list[Row]:
    """One row for each priority requirement, unanswered ones first."""
    order = ("unanswered", "partly_answered", "answered")
    rows = sorted(
        tables["pir_status"].to_pylist(), key=lambda r: (order.index(r["state"]), r["pir"])
    )
    judged = _judged(tables)
    reports = _reports(tables)
    return [
        {
            "pir": row["pir"], "state": row["state"], "requirements": row["n_requirements"],
            "indicators": row["n_indicators"], "raised": row["n_raised"],
            "reports": row["n_reports"], "last 30 days": row["n_recent"],
            "origins": row["n_origins"],
            "judgements": len({j for r in reports.get(row["pir"], ()) for j in judged.get(r, ())}),
            "why": row["reason_en"],
        }
        for row in rows
    ]  # fmt: skip


def ways(tables: Tables, pir: str) -> list[Row]:
    """Each way from a requirement to a report, with the judgements that rest on it.

    Raises NotFound for a code that the profile does not have.
    """
    known = tables["pir_status"]["pir"].to_pylist()
    if pir not in known:
        raise NotFound("priority requirement", pir, f"Choose one of: {', '.join(known)}.")
    judged = _judged(tables)
    return [
        {
            "through": row["through_kind"], "id": row["through_id"], "report": row["report_id"],
            "judgements": " ".join(judged.get(row["report_id"], ())) or "–",
        }
        for row in tables["requirement_trace"].to_pylist()
        if row["pir"] == pir
    ]  # fmt: skip


def unused(tables: Tables) -> list[Row]:
    """Reports in no incident, indicator, requirement or judgement, newest first."""
    judged = _judged(tables)
    rows = [
        row for row in tables["report_use"].to_pylist()
        if row["use"] == "unused" and row["report_id"] not in judged
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["received_on"], row["report_id"]), reverse=True)
    return [
        {"report": r["report_id"], "component": r["component"], "received": str(r["received_on"])}
        for r in rows
    ]


def _judged(tables: Tables) -> dict[str, list[str]]:
    """Judgements by the report that they rest on."""
    found: dict[str, list[str]] = {}
    for row in tables["judgement_evidence"].to_pylist():
        found.setdefault(row["report_id"], []).append(row["judgement_id"])
    return found


def _reports(tables: Tables) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in tables["requirement_trace"].to_pylist():
        found.setdefault(row["pir"], set()).add(row["report_id"])
    return found
