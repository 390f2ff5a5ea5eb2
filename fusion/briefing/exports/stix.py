"""STIX 2.1: an edition as a bundle. Nobody is a threat actor, nothing asserts guilt.

Actors are identities, ties are relationships, hypotheses groupings, sentences and rival readings
notes, and the issue is a report. Identifiers are UUIDv5 of the mission's own identifiers, so that
a later issue updates what an earlier one brought (specification, section 3.3 on versioning).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from fusion.briefing.exports.files import json_bytes, timestamp
from fusion.briefing.exports.incidents import iso, when_where
from fusion.briefing.exports.plain import plain, stable_uuid
from fusion.briefing.exports.shown import Shown
from fusion.briefing.rows import Row
from fusion.terms.grades import stix_confidence

Object = dict[str, Any]


@cache
def _terms() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "stix.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def stix(shown: Shown) -> bytes:
    """The bundle of an edition, UTF-8 JSON; the same bytes in every run."""
    return json_bytes(_Bundle(shown).build())


class _Bundle:
    """Makes the objects of one edition; every one carries both markings."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.issue = shown.issue
        profile = shown.view.holdings.run.profile
        self.mission = profile.code
        # A lasting thing was 'created' on the mission's first day: stable in every issue, and it
        # tells nobody when a source first spoke.
        self.begun = f"{profile.starts_on:%Y-%m-%d}T00:00:00.000Z"
        self.now = timestamp(shown.as_of)
        self.author = self.key("identity", "mission")
        self.extension = self.key("extension-definition", "fusion")
        self.name = f"{self.issue['brief_id']}|{shown.view.edition.code}|{shown.view.language}"
        self.statement = self.key("marking-definition", f"{self.name}|{self.issue['state']}")
        self.tlp = _terms()["tlp"]["marking"][self.issue["tlp"]]
        self.labels = ["draft"] if shown.is_draft else []

    def key(self, kind: str, name: str) -> str:
        """STIX identifier of a thing of ours."""
        return f"{kind}--{stable_uuid(self.mission, kind, name)}"

    def build(self) -> Object:
        """The bundle."""
        objects = [*self.frame(), *self.actors(), *self.incidents(), *self.ties(),
                   *self.hypotheses(), *self.rivals(), *self.judgements()]  # fmt: skip
        objects.append(self.report([item["id"] for item in objects if _is_content(item)]))
        return {"type": "bundle", "id": self.key("bundle", self.name), "objects": objects}

    def frame(self) -> list[Object]:
        """Mission, markings and the extension that our own properties are declared in."""
        terms = _terms()
        tlp, ours = terms["tlp"], terms["extension"]
        level = self.issue["tlp"]
        mission = self._object("identity", "mission", self.begun, self.begun)
        mission |= {"name": self.issue["mission"], "identity_class": "organization"}
        marking: Object = {
            "type": "marking-definition", "spec_version": "2.1", "id": tlp["marking"][level],
            "created": tlp["created"], "name": f"TLP:{level}",
            "extensions": {tlp["extension"]: {
                "extension_type": "property-extension", "tlp_2_0": level.lower()}},
        }  # fmt: skip
        statement = {
            "type": "marking-definition", "spec_version": "2.1", "id": self.statement,
            "created_by_ref": self.author, "created": self.now, "name": self.issue["banner"],
            "definition_type": "statement", "definition": {"statement": self._statement()},
        }  # fmt: skip
        definition = self._object("extension-definition", "fusion", self.begun, self.begun)
        definition |= {key: ours[key] for key in ("name", "description", "schema", "version")}
        definition["extension_types"] = ["property-extension"]
        return [mission, marking, statement, definition]

    def _statement(self) -> str:
        draft = f" {self.issue['state_label'].upper()}." if self.shown.is_draft else ""
        return plain(
            f"UN {self.issue['marking']}.{draft} {self.issue['mission']}, brief no. "
            f"{self.issue['number']} ({self.issue['brief_id']}), {self.issue['edition_title']}. "
            f"{self.issue['marking_reason']}"
        )

    def actors(self) -> list[Object]:
        """Members as identities, by name or by code."""
        roles: dict[str, list[str]] = {}
        for row in self.shown.tables["member"]:
            name = f"{self.key('grouping', row['hypothesis_id'])} {row['role']}"
            roles.setdefault(row["actor_id"], []).append(name)
        return [
            self._object("identity", row["actor_id"], self.begun, self.now)
            | {"name": row["label"]}
            | _class_of(row["kind"])
            | self._own(kind=row["kind"], code=row["code"], role=roles[row["actor_id"]])
            for row in self.shown.tables["actor"]
        ]

    def ties(self) -> list[Object]:
        """Ties as relationships. The kind stands in our extension: STIX has no word for it."""
        return [
            self._object("relationship", row["tie_id"], self.begun, self.now)
            | {"relationship_type": "related-to", "description": row["kind"].replace("_", " "),
               "source_ref": self.key("identity", row["source_id"]),
               "target_ref": self.key("identity", row["target_id"])}
            | _confidence(stix_confidence(row["credibility"]))
            | self._own(kind=row["kind"], n_origins=row["n_origins"], grade=row["credibility"],
                        citations=row["citations"])
            for row in self.shown.tables["tie"]
        ]  # fmt: skip

    def incidents(self) -> list[Object]:
        """Incidents, each with its location and the relationship between the two."""
        objects = []
        for row in self.shown.tables["incident"]:
            key = row["incident_id"]
            objects.append(
                self._object("incident", key, self.begun, self.now)
                | {"name": row["what"], "description": when_where(row)}
                | _confidence(stix_confidence(row["credibility"]))
                | self._own(
                    n_origins=row["n_origins"], grade=row["credibility"],
                    first_on=iso(row["first_on"]), last_on=iso(row["last_on"]),
                    precision=row["precision"], event_type=row["event_type"],
                    event_subtype=row["event_subtype"], market=row["market"],
                    citations=row["citations"],
                )
            )  # fmt: skip
            if row["latitude"] is not None or row["country"]:
                objects += self._located(row)
        return objects

    def _located(self, row: Row) -> list[Object]:
        key = row["incident_id"]
        place = self._object("location", key, self.begun, self.now) | {"name": row["place"]}
        if row["country"]:
            place["country"] = row["country"]
        if row["latitude"] is not None:
            place |= {"latitude": row["latitude"], "longitude": row["longitude"],
                      "precision": 1000.0 * row["precision_km"]}  # fmt: skip
        link = self._object("relationship", f"{key} place", self.begun, self.now)
        link |= {"relationship_type": "related-to", "description": "located at",
                 "source_ref": self.key("incident", key),
                 "target_ref": self.key("location", key)}  # fmt: skip
        return [place, link]

    def hypotheses(self) -> list[Object]:
        """Hypotheses as groupings of members, ties and incidents; context unspecified."""
        inside: dict[str, list[str]] = {}
        for row in self.shown.tables["member"]:
            refs = inside.setdefault(row["hypothesis_id"], [])
            refs.append(self.key("identity", row["actor_id"]))
        for row in self.shown.tables["hypothesis_incident"]:
            refs = inside.setdefault(row["hypothesis_id"], [])
            refs.append(self.key("incident", row["incident_id"]))
        return [
            self._object("grouping", row["hypothesis_id"], self.begun, self.now)
            | {"name": row["title"], "description": row["statement"], "context": "unspecified",
               "object_refs": sorted(set(inside.get(row["hypothesis_id"], [self.author])))}
            | _confidence(_terms()["confidence"].get(row["confidence"]))
            | self._own(status=row["status"], strength=row["strength"],
                        n_origins=row["n_origins"], portion=row["portion"])
            for row in self.shown.tables["hypothesis"]
        ]  # fmt: skip

    def rivals(self) -> list[Object]:
        """Rival readings as notes on their grouping."""
        return [
            self._object("note", f"{row['hypothesis_id']}|{row['rival']}", self.begun, self.now)
            | {"abstract": row["rival"].replace("_", " "), "content": row["reading"],
               "object_refs": [self.key("grouping", row["hypothesis_id"])]}
            | self._own(kind="rival", rank=row["rank"], weight=row["weight"])
            for row in self.shown.tables["rival"]
        ]  # fmt: skip

    def judgements(self) -> list[Object]:
        """Sentences as notes: confidence of the note is that of the judgement."""
        notes = []
        for row in self.shown.tables["judgement"]:
            about = row["hypothesis_id"]
            refs = [self.key("grouping", about)] if about else [self.author]
            notes.append(
                self._object("note", row["judgement_id"], self.now, self.now)
                | {"abstract": row["section"].replace("_", " "), "content": row["text"],
                   "object_refs": refs}
                | _confidence(_terms()["confidence"].get(row["confidence"]))
                | self._own(
                    kind=row["kind"], likelihood=row["likelihood"], band_low=row["band_low"],
                    band_high=row["band_high"], portion=row["portion"],
                    citations=row["citations"],
                )
            )  # fmt: skip
        return notes

    def report(self, refs: list[str]) -> Object:
        """The issue."""
        return self._object("report", self.name, self.now, self.now) | {
            "name": f"{self.issue['mission']} · {self.issue['number']}",
            "description": self._statement(), "published": self.now,
            "object_refs": sorted(set(refs)) or [self.author],
        }  # fmt: skip

    def _object(self, kind: str, name: str, created: str, modified: str) -> Object:
        found: Object = {
            "type": kind, "spec_version": "2.1", "id": self.key(kind, name),
            "created_by_ref": self.author, "created": created,
            "modified": max(created, modified),
            "object_marking_refs": [self.tlp, self.statement],
        }  # fmt: skip
        return found | ({"labels": self.labels} if self.labels else {})

    def _own(self, **values: object) -> Object:
        """Our own properties, declared by the extension; those without a value are left out."""
        kept = {key: value for key, value in values.items() if value not in (None, [])}
        return {"extensions": {
            self.extension: {"extension_type": "property-extension", **kept}}}  # fmt: skip


def _class_of(kind: str) -> Object:
    found = _terms()["identity_class"].get(kind)
    return {"identity_class": found} if found else {}


def _confidence(value: int | None) -> Object:
    """The property, or nothing: what cannot be judged has no number."""
    return {} if value is None else {"confidence": value}


def _is_content(item: Object) -> bool:
    return item["type"] not in ("marking-definition", "extension-definition")
