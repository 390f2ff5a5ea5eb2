"""FollowTheMoney 4: an edition as entities, and as statements that say where each value is from.

Written without the library, which needs a compiler and ICU to install; the tests load every file
back with it. Members are Person, Organization, Vehicle and so on, ties are links between them,
incidents are Events, hypotheses Notes on their members: nothing says that a network is a body.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fusion.briefing.exports.files import lines_bytes
from fusion.briefing.exports.plain import plain
from fusion.briefing.exports.shown import Shown
from fusion.briefing.rows import Row

_LANGUAGES = {"en": "eng", "fr": "fra"}  # ISO 639-2, as FollowTheMoney keeps languages


@dataclass
class Entity:
    """An entity: identifier, schema, values by property, and the reports behind it."""

    id: str
    schema: str
    values: dict[str, list[str]]
    citations: list[str] = field(default_factory=list)


@cache
def _terms() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "followthemoney.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entities(shown: Shown) -> bytes:
    """Entities, one JSON object a line: id, schema, properties, datasets, first_seen, last_seen."""
    name, now = dataset(shown), f"{shown.as_of:%Y-%m-%dT%H:%M:%S}"
    return lines_bytes(
        {"id": entity.id, "schema": entity.schema, "properties": entity.values,
         "datasets": [name], "first_seen": _first_seen(shown, entity), "last_seen": now}
        for entity in _entities(shown)
    )  # fmt: skip


def statements(shown: Shown) -> bytes:
    """Statements, one JSON object a line: every value with dataset, origin and first_seen."""
    return lines_bytes(
        row for entity in _entities(shown) for row in _statements(shown, entity)
    )  # fmt: skip


def dataset(shown: Shown) -> str:
    """Name of the dataset: mission, issue, edition, language; '_draft' where it is one."""
    mission = shown.view.holdings.run.profile.code
    parts = [mission, f"{shown.issue['number']:03d}", shown.view.edition.code,
             shown.view.language, *(["draft"] if shown.is_draft else [])]  # fmt: skip
    text = "_".join(parts).lower()
    return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in text)


def _statements(shown: Shown, entity: Entity) -> Iterator[Row]:
    """Origin is the report's code in the brief; 'brief' where the sentence is ours."""
    name, now = dataset(shown), f"{shown.as_of:%Y-%m-%dT%H:%M:%S}"
    labels = {row["report_id"]: row["label"] for row in shown.tables["report"]}
    origin = ";".join(labels[key] for key in entity.citations if key in labels) or "brief"
    for prop, values in sorted(entity.values.items()):
        for value in values:
            key = f"{name}.{entity.id}.{prop}.{value}"
            yield {
                "canonical_id": entity.id, "entity_id": entity.id, "prop": prop,
                "schema": entity.schema, "value": value, "dataset": name, "lang": None,
                "original_value": None, "first_seen": _first_seen(shown, entity),
                "last_seen": now, "external": False, "origin": origin,
                # The library's own identifier of a statement: a checksum, no protection.
                "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
            }  # fmt: skip


def _first_seen(shown: Shown, entity: Entity) -> str:
    """When the first of its cited reports was received, where the edition may be so exact."""
    reports = shown.view.holdings.reports
    known = [reports[key]["received_at"] for key in entity.citations if key in reports]
    moment = min(known) if known and shown.view.is_exact else shown.as_of
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def _entities(shown: Shown) -> Iterator[Entity]:
    """All entities of an edition, in the order of their kind and identifier."""
    yield _document(shown)
    schemata: dict[str, str] = {}
    for row in shown.tables["actor"]:
        entity = _actor(shown, row)
        schemata[entity.id] = entity.schema
        yield entity
    for row in shown.tables["tie"]:
        yield _tie(row, schemata)
    for row in shown.tables["incident"]:
        yield _event(row)
    for row in shown.tables["hypothesis"]:
        yield _note(shown, row)


def _document(shown: Shown) -> Entity:
    issue = shown.issue
    state = f" · {issue['state_label'].upper()}" if shown.is_draft else ""
    name = f"{issue['brief_id']}-{shown.view.edition.code}-{shown.view.language}"
    title = plain(f"{issue['mission']} · {issue['number']}")
    return Entity(_proof(shown), "Document", {
        "name": [title], "title": [title], "fileName": [name],
        "summary": [plain(f"{issue['banner']}{state}")],
        "publishedAt": [f"{shown.as_of:%Y-%m-%d}"], "language": [_LANGUAGES[shown.view.language]],
    })  # fmt: skip


def _proof(shown: Shown) -> str:
    return f"issue-{shown.issue['brief_id']}"


def _actor(shown: Shown, row: Row) -> Entity:
    schema = _terms()["actor"][row["kind"]]
    members = [item for item in shown.tables["member"] if item["actor_id"] == row["actor_id"]]
    values = {"name": [row["label"]], "proof": [_proof(shown)]}
    if number := _terms()["number"].get(schema):
        values[number] = [row["label"]]
    values["notes"] = [f"{item['role']} · {item['hypothesis_id']}" for item in members]
    cited = sorted({key for item in members for key in item["citations"]})
    return Entity(row["actor_id"], schema, values, cited)


def _tie(row: Row, schemata: dict[str, str]) -> Entity:
    ends = f"{schemata[row['source_id']]}>{schemata[row['target_id']]}"
    unknown = ["UnknownLink", "subject", "object", "role"]
    schema, source, target, word = _terms()["tie"].get(row["kind"], {}).get(ends, unknown)
    return Entity(row["tie_id"], schema, {
        source: [row["source_id"]], target: [row["target_id"]],
        word: [row["kind"].replace("_", " ")],
    }, row["citations"])  # fmt: skip


def _event(row: Row) -> Entity:
    values = {"name": [row["what"]], "location": [row["place"]]}
    if row["country"]:
        values["country"] = [row["country"].lower()]
    if row["first_on"] and row["precision"] == "exact":
        values["date"] = [row["first_on"].isoformat()]
    elif row["first_on"]:
        values |= {"startDate": [row["first_on"].isoformat()],
                   "endDate": [row["last_on"].isoformat()]}  # fmt: skip
    return Entity(row["incident_id"], "Event", values, row["citations"])


def _note(shown: Shown, row: Row) -> Entity:
    """A hypothesis: what it says, and which members and incidents it is about."""
    key = row["hypothesis_id"]
    about = {m["actor_id"] for m in shown.tables["member"] if m["hypothesis_id"] == key}
    about |= {
        item["incident_id"] for item in shown.tables["hypothesis_incident"]
        if item["hypothesis_id"] == key
    }  # fmt: skip
    return Entity(key, "Note", {
        "name": [row["title"]], "description": [row["statement"]],
        "summary": [f"{row['portion']} {row['status']}"], "entity": sorted(about),
        "proof": [_proof(shown)],
    })  # fmt: skip
