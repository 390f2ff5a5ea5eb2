"""One document's bytes to rows: the function that every executor calls."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from fusion.intake import limits, media
from fusion.intake.arrivals import Arrival
from fusion.intake.body import Body, Note, Refusal, Refused
from fusion.intake.clean import one_line
from fusion.intake.context import Context
from fusion.intake.fields.cues import marking_in
from fusion.intake.ledger import Ledger, Reading, too_long
from fusion.intake.parsers import cut
from fusion.intake.readers import read_bytes
from fusion.intake.rows import rows_of
from fusion.stage import Run
from fusion.terms.identifiers import identifier


def read(arrival: Arrival, content: bytes, run: Run, sha256: str | None = None) -> Reading:
    """Documents, reports, quarantine and issues of one arrival and of what is attached to it.

    Depends on nothing but the bytes, the arrival and the profile. `sha256` (hex) is taken as
    given where the content was not loaded (`arrival.refusal`), else computed. Never raises for
    what the bytes hold: a file that cannot be read becomes a refused document and a quarantine row.
    """
    ledger = Ledger()
    _read_one(arrival, content, run, ledger, None, 0, sha256)
    return ledger.reading()


def _read_one(
    arrival: Arrival,
    content: bytes,
    run: Run,
    ledger: Ledger,
    container: str | None,
    depth: int,
    sha256: str | None = None,
) -> None:
    digest = sha256 or hashlib.sha256(content).hexdigest()
    context = Context(
        arrival.path, digest, arrival.component or "", arrival.received_at, run.profile
    )
    is_known = arrival.refusal is None
    form = media.sniff(content, arrival.path) if is_known else media.BINARY
    body, reports, refusal = _understood(arrival, content, form, depth, context, ledger)
    if refusal is not None:
        body.refusals.insert(0, refusal)
    if is_known and media.is_mislabelled(form, arrival.path):
        body.notes.append(_mislabelled(arrival.path, form))
    context = _dated(context, reports)
    ledger.take([*arrival.notes, *body.notes], body.refusals, context)
    ledger.report += reports
    partly = "partly_read" if body.refusals else "read"
    status = "refused" if refusal is not None else partly
    ledger.document.append(_document(arrival, context, form, body, status, len(reports), container))
    _read_children(arrival, body, context, run, ledger, depth)


def _understood(
    arrival: Arrival, content: bytes, form: str, depth: int, context: Context, ledger: Ledger
) -> tuple[Body, list[dict[str, Any]], Refusal | None]:
    """(body, its reports, why it was refused): exactly one of the last two says something."""
    if (refusal := _refusal(arrival, content, depth)) is not None:
        return Body(), [], refusal
    try:
        body = read_bytes(content, form)
        if not body.is_empty or body.refusals:
            return body, _reports(body, context, ledger), None
        why = "Ask the sender whether it should."
        return body, [], Refusal("text_present", "The file holds no text.", why)
    except Refused as refused:
        return Body(), [], refused.refusal
    except Exception as error:  # hostile or broken in a way that no library foresaw
        reason = f"The file cannot be read ({type(error).__name__}: {one_line(str(error), 100)})."
        advice = "Ask the sender for the file again, in another format."
        return Body(), [], Refusal("file_readable", reason, advice)


def _refusal(arrival: Arrival, content: bytes, depth: int) -> Refusal | None:
    """Why the content is not looked at."""
    if arrival.refusal is not None:
        return arrival.refusal
    if arrival.component is None:
        folder = arrival.path.split("/")[0] if "/" in arrival.path else "the inbox itself"
        return Refusal(
            "folder_of_component",
            f"No component of the mission profile has the folder '{one_line(folder, 60)}'.",
            "Move the file to the folder of the component that sent it.",
        )
    if depth > limits.DEPTH:
        reason = f"It is attached more than {limits.DEPTH} levels deep."
        return Refusal("attachment_depth", reason, "Ask the sender for the file itself.")
    if len(content) > limits.FILE_BYTES:
        reason = f"The file has {len(content):,} bytes; the limit is {limits.FILE_BYTES:,}."
        return Refusal("file_within_limits", reason, "Split it, or send the text without pictures.")
    return None


def _reports(body: Body, context: Context, ledger: Ledger) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = []
    marking = _marking(body)
    cuts = cut(body, context.component, context.path)
    for part in cuts:
        found, notes = rows_of(part, context, marking)
        body.notes += notes
        body.title = body.title or part.head.title
        body.refusals += [
            too_long(row) for row in found if len(row["text"]) > limits.REPORT_CHARACTERS
        ]
        reports += [row for row in found if len(row["text"]) <= limits.REPORT_CHARACTERS]
    ledger.n_set_aside += sum(len(part.set_aside) for part in cuts)
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
    """Receipt by dateline: the latest time of writing found in it, else the file's time."""
    if context.profile.received != "dateline":
        return context
    written = [row["written_at"] for row in reports if row["written_at"] is not None]
    if not written:
        return context
    at = max(written)
    for row in reports:
        row["received_at"] = at
    return replace(context, received_at=at)


def _document(
    arrival: Arrival,
    context: Context,
    form: str,
    body: Body,
    status: str,
    n_reports: int,
    container: str | None,
) -> dict[str, Any]:
    return {
        "document_id": context.document_id,
        "path": arrival.path,
        "sha256": context.sha256,
        "size_bytes": arrival.size,
        "media_type": form,
        "component": arrival.component,
        "received_at": context.received_at,
        "received_by": arrival.received_by,
        "container_id": container,
        "title": one_line(body.title, 300) if body.title else None,
        "marking": _marking(body),
        "status": status,
        "reason": body.refusals[0].reason if body.refusals else None,
        "n_reports": n_reports,
    }


def _read_children(
    arrival: Arrival, body: Body, context: Context, run: Run, ledger: Ledger, depth: int
) -> None:
    taken: set[str] = set()
    for number, (given, content) in enumerate(body.children, start=1):
        name = given if given not in taken else f"{number}-{given}"
        taken.add(name)
        path = f"{arrival.path}/{name}"
        ledger.attachments.append((path, content))
        child = Arrival(
            path, len(content), arrival.component, context.received_at, arrival.received_by
        )
        _read_one(child, content, run, ledger, context.document_id, depth + 1)


def _marking(body: Body) -> str | None:
    """As printed in the header or footer, the title, the first lines or the last."""
    edges = [block.text for block in [*body.blocks[:6], *body.blocks[-2:]]]
    return marking_in("\n".join([*body.printed, body.title or "", *edges]))


def _mislabelled(path: str, form: str) -> Note:
    detail = f"The name says {media.claimed(path)}, the content is {form}."
    return Note("mislabelled", detail, "Read as what it is; tell the sender.")
