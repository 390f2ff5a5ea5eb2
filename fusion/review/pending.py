"""What waits for a decision, most consequential first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from fusion.review.log import standing


@dataclass(frozen=True)
class Pending:
    """One open question for an analyst: what it is about and what can be decided."""

    subject_id: str
    question: str
    choices: tuple[str, ...]
    object_id: str | None = None


def pending(tables: Mapping[str, pa.Table]) -> list[Pending]:
    """Open questions of the published tables that no decision has answered.

    Order: the brief, blocked options, hypotheses, contradictory grades and pairs under the
    automatic threshold, quarantine.
    """
    decided = _answered(tables["decision"])
    found = [
        *_briefs(tables), *_options(tables), *_hypotheses(tables), *_pairs(tables),
        *_quarantined(tables),
    ]  # fmt: skip
    return [item for item in found if (item.subject_id, item.object_id) not in decided]


def _answered(decisions: pa.Table) -> set[tuple[str, str | None]]:
    return {(row["subject_id"], row["object_id"]) for row in standing(decisions).to_pylist()}


def _briefs(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["brief_id"], f"Release issue no. {row['number']}?", ("approve", "return", "refuse")
        )
        for row in tables["brief"].to_pylist()
        if row["state"] == "draft"
    ]


def _options(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["option_id"],
            f"Record the human rights due diligence on '{row['title_en']}'?",
            ("hrddp",),
        )
        for row in tables["option"].to_pylist()
        if row["hrddp_state"] == "blocked"
    ]


def _hypotheses(tables: Mapping[str, pa.Table]) -> list[Pending]:
    living = {"new", "continued", "split_from", "revived"}
    rows = sorted(
        tables["hypothesis"].to_pylist(), key=lambda r: (-r["strength"], r["hypothesis_id"])
    )
    return [
        Pending(
            row["hypothesis_id"],
            f"{row['name']} ({row['status']}, {row['n_origins']} origins): does it stand?",
            ("accept", "reject", "rename", "pin"),
        )
        for row in rows
        if row["status"] in living
    ]


def _pairs(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["account_a"],
            f"Same incident as {row['account_b']}? Match probability {row['score']:.2f}.",
            ("same", "different"),
            row["account_b"],
        )
        for row in tables["incident_link"].to_pylist()
        if not row["is_linked"] and row["score"] >= 0.5
    ]


def _quarantined(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["quarantine_id"], f"{row['path']} {row['locator']}: {row['reason']}", ("release",)
        )
        for row in tables["quarantine"].to_pylist()
        if row["status"] == "held" and row["row"]
    ]
