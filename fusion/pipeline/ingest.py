"""From files to accepted reports: discover, archive, read, validate, commit once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fusion import intake, validation
from fusion.intake import Arrival
from fusion.pipeline.layout import Mission
from fusion.stage import Flow, Run
from fusion.store import Archive, Entry, Warehouse, sha256_of
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint

STAGE = "ingest"
READ_TABLES = ("document", "report", "quarantine", "issue")


@dataclass(frozen=True)
class Part:
    """What reading one arrival gave: its tables, and the fingerprint of what it was read from."""

    arrival: Arrival
    input_sha256: str
    tables: dict[str, pa.Table]


def arrivals(mission: Mission) -> list[Arrival]:
    """Files in the inbox, in order of their paths."""
    found = intake.discover(mission.inbox, mission.profile)
    return sorted(found, key=lambda item: item.path)


def come_by(found: Sequence[Arrival], mission: Mission, moment: dt.datetime) -> list[Arrival]:
    """What had been received by then; all of it where only reading a dateline can tell."""
    is_told_later = _is_by_dateline(mission)
    return [item for item in found if is_told_later or item.received_at <= moment]


def _is_by_dateline(mission: Mission) -> bool:
    return mission.profile.received == "dateline"


def clock(
    found: Sequence[Arrival], mission: Mission, warehouse: Warehouse, now: dt.datetime
) -> dt.datetime:
    """The mission's own clock once its arrivals are read: datelines stand inside the files."""
    if not _is_by_dateline(mission):
        return latest_receipt(found, now)
    return _midnight_after(warehouse.read("document")["received_at"].to_pylist(), now)


def latest_receipt(found: Sequence[Arrival], now: dt.datetime) -> dt.datetime:
    """Midnight after the last receipt: the mission's own clock, the same on every machine.

    A receipt in the future of `now` (a slip in the register) does not move it beyond today.
    """
    return _midnight_after([item.received_at for item in found], now)


def _midnight_after(times: Sequence[dt.datetime], now: dt.datetime) -> dt.datetime:
    last = max((min(time, now) for time in times), default=now)
    midnight = last.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + dt.timedelta(days=1)


def pending(found: Iterable[Arrival], mission: Mission, warehouse: Warehouse) -> dict[str, str]:
    """Paths that have to be read, each with its reason."""
    known = warehouse.entries(STAGE)
    settings = _settings(mission)
    reasons: dict[str, str] = {}
    for item in found:
        entry = known.get(item.path)
        if entry is None:
            reasons[item.path] = "new"
        elif entry.input_sha256 != input_sha256(item, mission):
            reasons[item.path] = "file or its receipt changed"
        elif entry.version != intake.VERSION + validation.STAGE.version:
            reasons[item.path] = "readers or rules changed"
        elif entry.settings_sha256 != settings:
            reasons[item.path] = "profile changed"
    return reasons


def input_sha256(item: Arrival, mission: Mission) -> str:
    """Fingerprint of the bytes and of what the register says about them."""
    return _fingerprint(item, _content_sha256(item, mission), mission)


def _content_sha256(item: Arrival, mission: Mission) -> str:
    """SHA-256 of the bytes; of the path where they must not or cannot be opened."""
    path = mission.inbox / item.path
    try:
        return fingerprint([item.path]) if _is_outside(item) else sha256_of(path)
    except OSError:
        return fingerprint([item.path])


def _is_outside(item: Arrival) -> bool:
    return item.refusal is not None and item.refusal.rule == "file_inside_inbox"


def _fingerprint(item: Arrival, content: str, mission: Mission) -> str:
    # A file's own time is no part of it where its content says when it came: copies differ in it.
    received = None if _is_by_dateline(mission) else item.received_at.isoformat()
    return fingerprint([item.path, item.component, received, item.received_by, content])


def read_part(item: Arrival, mission: Mission, archive: Archive, run: Run) -> Part:
    """Read one arrival; its bytes and those of its attachments go to the archive first.

    Bytes that must not be loaded (too many of them) are archived without; those that cannot be
    opened, or lie outside the inbox, are not there to be kept.
    """
    path = mission.inbox / item.path
    content, sha256 = b"", _content_sha256(item, mission)
    if item.refusal is None:
        content = path.read_bytes()
        sha256 = archive.keep(content)
    elif item.refusal.rule == "file_within_limits":
        sha256 = archive.keep_file(path)
    reading = intake.read(item, content, run, sha256)
    for _, attached in reading.attachments:
        archive.keep(attached)
    return Part(item, _fingerprint(item, sha256, mission), reading.tables)


def ingest(
    found: Sequence[Arrival],
    mission: Mission,
    warehouse: Warehouse,
    archive: Archive,
    run: Run,
    until: dt.datetime | None = None,
) -> Flow:
    """Read what is pending, validate it as one batch and commit it in one transaction.

    What turns out to have been received after `until` (a replay) is left for later. Raises
    BatchRefused before anything is committed. Items found = accepted + quarantined + set aside,
    over all documents ever read.
    """
    reasons = pending(found, mission, warehouse)
    todo = [item for item in found if item.path in reasons]
    if not todo:
        return _total(warehouse)
    parts = []
    for number, item in enumerate(todo):
        run.on_progress(f"reading {item.path}", number, len(todo))
        part = read_part(item, mission, archive, run)
        if until is None or _received(part) <= until:
            parts.append(part)
    run.on_progress("validating", len(todo), len(todo))
    if parts:
        commit_parts(parts, mission, warehouse, run)
    return _total(warehouse)


def _received(part: Part) -> dt.datetime:
    """When the file was received, by its own dateline where the profile takes that."""
    top = next(r for r in part.tables["document"].to_pylist() if r["path"] == part.arrival.path)
    received: dt.datetime = top["received_at"]
    return received


def commit_parts(parts: Sequence[Part], mission: Mission, warehouse: Warehouse, run: Run) -> None:
    """Validate the parts as one batch and commit them with a ledger row for each arrival."""
    read = {
        name: pa.concat_tables([part.tables[name] for part in parts]).combine_chunks()
        for name in READ_TABLES
    }
    validation.check_documents(read["document"])
    checked = validation.STAGE.function({"report": read["report"]}, run)
    documents = set(read["document"]["document_id"].to_pylist()) | _earlier(parts, warehouse)
    merge = {
        "document": read["document"],
        "report@intake": read["report"],
        "quarantine@intake": read["quarantine"],
        "issue@intake": read["issue"],
        "report": checked.tables["report"],
        "quarantine@validation": checked.tables["quarantine"],
        "issue@validation": checked.tables["issue"],
    }
    conformed = {
        name: TABLES[name.partition("@")[0]].conform(table) for name, table in merge.items()
    }
    accepted = set(checked.tables["report"]["report_id"].to_pylist())
    entries = [_entry(part, accepted, mission) for part in parts]
    warehouse.commit(entries, merge=conformed, documents=sorted(documents))


def _earlier(parts: Sequence[Part], warehouse: Warehouse) -> set[str]:
    """Documents that an earlier reading of the same arrivals gave: their rows are replaced.

    What is attached to a file has the file's path as its first part, and a container.
    """
    paths = {part.arrival.path for part in parts}
    held = warehouse.read("document").select(["document_id", "path", "container_id"]).to_pylist()
    tops = {row["document_id"] for row in held if row["path"] in paths}
    grown = True
    while grown:
        inside = {row["document_id"] for row in held if row["container_id"] in tops}
        grown = not inside <= tops
        tops |= inside
    return tops


def _entry(part: Part, accepted: set[str], mission: Mission) -> Entry:
    read = set(part.tables["report"]["report_id"].to_pylist())
    unread = part.tables["quarantine"].num_rows  # items that intake itself could not read
    aside = part.tables["issue"]["kind"].to_pylist().count("set_aside")
    n_out = len(read & accepted)
    flow = Flow(
        part.arrival.path,
        n_in=len(read) + unread + aside,
        n_out=n_out,
        n_quarantined=len(read) - n_out + unread,
        n_set_aside=aside,
    )
    version = intake.VERSION + validation.STAGE.version
    return Entry(STAGE, part.arrival.path, part.input_sha256, version, _settings(mission), flow)


def _settings(mission: Mission) -> str:
    return fingerprint([mission.profile.model_dump_json()])


def _total(warehouse: Warehouse) -> Flow:
    flows = [entry.flow for entry in warehouse.entries(STAGE).values()]
    return Flow(
        "reports",
        sum(flow.n_in for flow in flows),
        sum(flow.n_out for flow in flows),
        sum(flow.n_quarantined for flow in flows),
        sum(flow.n_set_aside for flow in flows),
    )
