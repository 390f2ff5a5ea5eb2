"""One document's bytes to rows: the function that every executor calls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from fusion.intake import limits, media
from fusion.intake.arrivals import Arrival
from fusion.intake.body import Body, Note, Refusal, Refused
from fusion.intake.clean import one_line
from fusion.intake.context import Context
from fusion.intake.fields.cues import marking_in
from fusion.intake.parsers import cut
from fusion.intake.readers import read_bytes
from fusion.intake.rows import rows_of
from fusion.stage import Flow, Run
from fusion.tables import TABLES
from fusion.terms.identifiers import identifier


@dataclass(frozen=True)
class Reading:
    """What one document gave: tables by name, attachments to archive, and counts of its items."""

    tables: dict[str, pa.Table]
    attachments: list[tuple[str, bytes]]
    flow: Flow


@dataclass
class _Rows:
    document: list[dict[str, Any]] = field(default_factory=list)
    report: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    issue: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    n_set_aside: int = 0


def read(arrival: Arrival, content: bytes, run: Run, sha256: str | None = None) -> Reading:
    """Documents, reports, quarantine and issues of one arrival and of what is attached to it.

    Depends on nothing but the bytes, the arrival and the profile. `sha256` (hex) is taken as
    given where the content was not loaded (`arrival.refusal`), else computed. Never raises for
    what the bytes hold: a file that cannot be read becomes a refused document and a quarantine row.
    """
    rows = _Rows()
    _read_one(arrival, content, run, rows, None, 0, sha256)
    flow = Flow(
        "report",
        n_in=len(rows.report) + len(rows.quarantine) + rows.n_set_aside,
        n_out=len(rows.report),
        n_quarantined=len(rows.quarantine),
        n_set_aside=rows.n_set_aside,
    )
    names = ("document", "report", "quarantine", "issue")
    tables = {name: TABLES[name].build(getattr(rows, name)) for name in names}
    return Reading(tables, rows.attachments, flow)


def _read_one(
    arrival: Arrival,
    content: bytes,
    run: Run,
    rows: _Rows,
    container: str | None,
    depth: int,
    sha256: str | None = None,
) -> None:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    context = Context(
        arrival.path, digest, arrival.component or "", arrival.received_at, run.profile
    )
    form = media.sniff(content, arrival.path) if arrival.refusal is None else media.BINARY
    body, refusal = _body(arrival, content, form, depth)
    if media.is_mislabelled(form, arrival.path) and arrival.refusal is None:
        body.notes.append(
            Note(
                "mislabelled",
                f"The name says {media.claimed(arrival.path)}, the content is {form}.",
                "Read as what it is; tell the sender.",
            )
        )
    if refusal is not None:
        body.refusals.insert(0, refusal)
        reports: list[dict[str, Any]] = []
    else:
        reports = _reports(body, context, rows)
    context = _dated(context, reports)
    issues = _with_locators([*arrival.notes, *body.notes])
    rows.issue += [_issue(note, context) for note in issues]
    rows.quarantine += [_quarantine(item, context) for item in body.refusals]
    rows.report += reports
    status = "refused" if refusal is not None else "partly_read" if body.refusals else "read"
    rows.document.append(
        {
            "document_id": context.document_id,
            "path": arrival.path,
            "sha256": digest,
            "size_bytes": arrival.size,
            "media_type": form,
            "component": arrival.component,
            "received_at": context.received_at,
            "received_by": arrival.received_by,
            "container_id": container,
            "title": one_line(body.title, 300) if body.title else None,
            "marking": _marking(body, run),
            "status": status,
            "reason": body.refusals[0].reason if body.refusals else None,
            "n_reports": len(reports),
        }
    )
    _read_children(arrival, body, context, run, rows, depth)


def _body(arrival: Arrival, content: bytes, form: str, depth: int) -> tuple[Body, Refusal | None]:
    """The body, or an empty one with the reason why there is none."""
    if arrival.refusal is not None:
        return Body(), arrival.refusal
    if arrival.component is None:
        folder = arrival.path.split("/")[0] if "/" in arrival.path else "the inbox itself"
        return Body(), Refusal(
            "folder_of_component",
            f"No component of the mission profile has the folder '{one_line(folder, 60)}'.",
            "Move the file to the folder of the component that sent it.",
        )
    if depth > limits.DEPTH:
        return Body(), Refusal(
            "attachment_depth",
            f"It is attached more than {limits.DEPTH} levels deep.",
            "Ask the sender for the file itself.",
        )
    if len(content) > limits.FILE_BYTES:
        reason = f"The file has {len(content):,} bytes; the limit is {limits.FILE_BYTES:,}."
        return Body(), Refusal(
            "file_within_limits", reason, "Split it, or send the text without pictures."
        )
    try:
        body = read_bytes(content, form)
    except Refused as refused:
        return Body(), refused.refusal
    except Exception as error:  # the file is hostile or broken in a way no library foresaw
        return Body(), Refusal(
            "file_readable",
            f"The file cannot be read ({type(error).__name__}: {one_line(str(error), 100)}).",
            "Ask the sender for the file again, in another format.",
        )
    if body.is_empty and not body.refusals:
        return body, Refusal(
            "text_present", "The file holds no text.", "Ask the sender whether it should."
        )
    return body, None


def _reports(body: Body, context: Context, rows: _Rows) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = []
    marking = _marking_of(body)
    for part in cut(body, context.component, context.path):
        found, notes = rows_of(part, context, marking)
        body.notes += notes
        rows.n_set_aside += len(part.set_aside)
        for row in found:
            if len(row["text"]) > limits.REPORT_CHARACTERS:
                body.refusals.append(_too_long(row))
            else:
                reports.append(row)
    _make_distinct(reports)
    return [{**row, "ordinal": number} for number, row in enumerate(reports, start=1)]


def _make_distinct(reports: list[dict[str, Any]]) -> None:
    """Two items of one locator (a number printed twice) are told apart by a count."""
    seen: dict[str, int] = {}
    for row in reports:
        locator = row["locator"]
        seen[locator] = seen.get(locator, 0) + 1
        if seen[locator] > 1:
            row["locator"] = f"{locator} ({seen[locator]})"
            row["report_id"] = identifier("report", row["path"], row["locator"], row["text"])


def _dated(context: Context, reports: list[dict[str, Any]]) -> Context:
    """Receipt by dateline: the latest time of writing found in the document, else the file's time."""
    if context.profile.received != "dateline":
        return context
    written = [row["written_at"] for row in reports if row["written_at"] is not None]
    if not written:
        return context
    at = max(written)
    for row in reports:
        row["received_at"] = at
    return replace(context, received_at=at)


def _read_children(
    arrival: Arrival, body: Body, context: Context, run: Run, rows: _Rows, depth: int
) -> None:
    taken: set[str] = set()
    for number, (name, content) in enumerate(body.children, start=1):
        name = name if name not in taken else f"{number}-{name}"
        taken.add(name)
        path = f"{arrival.path}/{name}"
        if depth < limits.DEPTH + 1:
            rows.attachments.append((path, content))
        child = Arrival(
            path, len(content), arrival.component, context.received_at, arrival.received_by
        )
        _read_one(child, content, run, rows, context.document_id, depth + 1)


def _marking_of(body: Body) -> str | None:
    first = [block.text for block in body.blocks[:6]] + [block.text for block in body.blocks[-2:]]
    return marking_in("\n".join([*body.printed, body.title or "", *first]))


def _marking(body: Body, _run: Run) -> str | None:
    return _marking_of(body)


def _too_long(row: dict[str, Any]) -> Refusal:
    reason = (
        f"The text has {len(row['text']):,} characters; the limit is {limits.REPORT_CHARACTERS:,}."
    )
    return Refusal(
        "text_within_limit",
        reason,
        "Split the document and send the parts.",
        row["locator"],
        "text",
        one_line(row["text"], limits.VALUE_CHARACTERS),
    )


def _with_locators(notes: list[Note]) -> list[Note]:
    return list(dict.fromkeys(notes))


def _issue(note: Note, context: Context) -> dict[str, Any]:
    return {
        "issue_id": identifier(
            "issue", "intake", context.document_id, note.locator, note.kind, note.detail
        ),
        "stage": "intake",
        "document_id": context.document_id,
        "locator": note.locator,
        "kind": note.kind,
        "detail": note.detail,
        "advice": note.advice,
    }


def _quarantine(item: Refusal, context: Context) -> dict[str, Any]:
    return {
        "quarantine_id": identifier(
            "quarantine", context.document_id, item.locator, item.rule, item.column
        ),
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
