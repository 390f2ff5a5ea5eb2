"""What one arrival gave, as rows: documents, reports, quarantine, issues, attachments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fusion.intake import limits
from fusion.intake.body import Note, Refusal
from fusion.intake.clean import one_line
from fusion.intake.context import Context
from fusion.stage import Flow
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier

_TABLES = ("document", "report", "quarantine", "issue")


@dataclass(frozen=True)
class Reading:
    """What one document gave: tables by name, attachments to archive, and counts of its items."""

    tables: dict[str, pa.Table]
    attachments: list[tuple[str, bytes]]
    flow: Flow


@dataclass
class Ledger:
    """Rows as they come while a document and its attachments are read."""

    document: list[dict[str, Any]] = field(default_factory=list)
    report: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    issue: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    n_set_aside: int = 0

    def take(self, notes: list[Note], refusals: list[Refusal], context: Context) -> None:
        """Enter what was noticed and what was held back; the same thing said twice stands once."""
        self.issue += [issue_row(note, context) for note in dict.fromkeys(notes)]
        held = {row["quarantine_id"]: row for row in (held_row(r, context) for r in refusals)}
        self.quarantine += held.values()

    def reading(self) -> Reading:
        """The conformed tables and the counts that add up."""
        n_reports, n_held = len(self.report), len(self.quarantine)
        flow = Flow(
            "report",
            n_in=n_reports + n_held + self.n_set_aside,
            n_out=n_reports,
            n_quarantined=n_held,
            n_set_aside=self.n_set_aside,
        )
        return Reading({name: self._table(name) for name in _TABLES}, self.attachments, flow)

    def _table(self, name: str) -> pa.Table:
        rows = getattr(self, name)
        return TABLES[name].build(rows) if rows else TABLES[name].empty()


def issue_row(note: Note, context: Context) -> dict[str, Any]:
    """A row of the issue table."""
    key = (context.document_id, note.locator, note.kind, note.detail)
    return {
        "issue_id": identifier("issue", "intake", *key),
        "stage": "intake",
        "document_id": context.document_id,
        "locator": note.locator,
        "kind": note.kind,
        "detail": note.detail,
        "advice": note.advice,
    }


def held_row(item: Refusal, context: Context) -> dict[str, Any]:
    """A row of the quarantine table; intake holds what it could not read, so no report row."""
    key = (context.document_id, item.locator, item.rule, item.column)
    return {
        "quarantine_id": identifier("quarantine", *key),
        "document_id": context.document_id,
        "path": context.path,
        "locator": item.locator,
        "report_id": None,
        "stage": "intake",
        "rule": item.rule,
        "column_name": item.column,
        "value": item.value,
        "reason": item.reason,
        "advice": item.advice,
        "row": None,
        "status": "held",
    }


def too_long(row: dict[str, Any]) -> Refusal:
    """The refusal of a report whose text is longer than the limit."""
    size, limit = len(row["text"]), limits.REPORT_CHARACTERS
    return Refusal(
        "text_within_limit",
        f"The text has {size:,} characters; the limit is {limit:,}.",
        "Split the document and send the parts.",
        row["locator"],
        "text",
        one_line(row["text"], limits.VALUE_CHARACTERS),
    )
