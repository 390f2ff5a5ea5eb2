"""What one edition shows, as rows: every export is written from these and from nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from fusion.briefing.exports import lines
from fusion.briefing.exports.incidents import incident
from fusion.briefing.exports.plain import opaque, plain
from fusion.briefing.exports.sheets import SHEETS
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row


@dataclass(frozen=True)
class Shown:
    """One edition in one language. Rows are made on first use and carry no other edition's data.

    `content` is the composed edition (as every format of the brief is rendered from), `view`
    the same edition's eyes on actors, ties and incidents, which the pages only draw.
    """

    view: View
    content: Node

    @property
    def issue(self) -> Node:
        """Masthead of the edition: number, date, marking, state."""
        found: Node = self.content["issue"]
        return found

    @property
    def is_draft(self) -> bool:
        """The issue is not approved."""
        return bool(self.issue["state"] != "approved")

    @property
    def as_of(self) -> dt.datetime:
        """Date of the issue."""
        return self.view.holdings.run.as_of

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """Rows of each sheet in key order, text made safe, marked in every row."""
        made = {
            "hypothesis": lines.hypotheses(self.view, self.pages), "actor": self._actors(),
            "member": self.members, "tie": list(self._ties.values()),
            "incident": list(self._incidents.values()), "hypothesis_incident": self._parts,
            "rival": lines.rivals(self.view, self.pages),
            "judgement": lines.judgements(self.content, self.pages, self.cited),
            "option": lines.options(self.content), "report": lines.reports(self.content),
            "waypoint": lines.waypoints(self.view, self.pages),
        }  # fmt: skip
        ending = {"marking": self.issue["banner"], "state": self.issue["state"]}
        return {
            sheet.name: sorted(
                (_plain({**row, **ending}) for row in made[sheet.name]),
                key=lambda row, key=sheet.key: [row[name] for name in key],  # type: ignore[misc]
            )
            for sheet in SHEETS
        }

    @cached_property
    def cited(self) -> set[str]:
        """Reports in the edition's source list."""
        return {row["id"] for row in self.content.get("sources", [])}

    @cached_property
    def pages(self) -> list[Node]:
        """Pages of hypotheses that the edition does not withhold."""
        return [page for page in self.content.get("hypotheses", []) if not page["is_withheld"]]

    def may_rest_on(self, reports: Iterable[str]) -> bool:
        """At least one of the reports may be cited in this edition."""
        held = self.view.holdings.reports
        return any(self.view.holds_report(held[key]) for key in reports if key in held)

    def citations(self, reports: Iterable[str]) -> list[str]:
        """Those of the reports that stand in the edition's source list, once each."""
        return sorted(set(reports) & self.cited)

    def actor_id(self, actor: str) -> str:
        """Identifier of an actor in exports."""
        return f"actor-{opaque(self.view.holdings, actor)}"

    @cached_property
    def members(self) -> list[Row]:
        """Members of the shown hypotheses whose evidence the edition may cite."""
        rows = []
        for page in self.pages:
            for row in self.view.holdings.of("hypothesis_actor").get(page["id"], []):
                reports = self._reports_of_member(row)
                if not self.may_rest_on(reports):
                    self.view.count_withheld("member")
                    continue
                rows.append({
                    "hypothesis_id": page["id"], "actor_id": self.actor_id(row["actor_id"]),
                    "role": row["role"], "probability": round(row["probability"], 1),
                    "n_origins": row["n_origins"], "is_bridge": row["is_bridge"],
                    "citations": self.citations(reports[:3]), "_actor": row["actor_id"],
                })  # fmt: skip
        return rows

    def _reports_of_member(self, row: Row) -> list[str]:
        claims = self.view.holdings.claims
        found = [claims[key]["report_id"] for key in row["claim_ids"] if key in claims]
        return found or self.view.reports_of(row["actor_id"], row["hypothesis_id"])

    def _actors(self) -> list[Row]:
        names = self.view.guard.names
        rows = []
        for key in sorted({row["_actor"] for row in self.members}):
            label, code = self.view.name(key), names.code(key)
            kind = self.view.holdings.actors.get(key, {"kind": "person"})["kind"]
            rows.append({
                "actor_id": self.actor_id(key), "label": label, "code": code, "kind": kind,
                "is_named": label != code,
            })  # fmt: skip
        return rows

    @cached_property
    def _ties(self) -> dict[str, Row]:
        """Ties between members of one hypothesis, once each, by their own identifier."""
        inside: dict[str, set[str]] = {}
        for row in self.members:
            inside.setdefault(row["hypothesis_id"], set()).add(row["_actor"])
        rows: dict[str, Row] = {}
        for key, actors in inside.items():
            for item in self.view.holdings.of("hypothesis_tie").get(key, []):
                tie = self.view.holdings.ties.get(item["tie_id"])
                if tie and {tie["source_id"], tie["target_id"]} <= actors:
                    found = self._tie(tie, item["n_origins"])
                    rows |= {tie["tie_id"]: found} if found else {}
        return rows

    def _tie(self, tie: Row, n_origins: int) -> Row | None:
        claims = [
            row for key in tie["claim_ids"] if (row := self.view.holdings.claims.get(key))
        ]  # fmt: skip
        reports = [row["report_id"] for row in claims]
        if not self.may_rest_on(reports):
            self.view.count_withheld("tie")
            return None
        return {
            "tie_id": f"tie-{opaque(self.view.holdings, tie['tie_id'])}", "kind": tie["kind"],
            "source_id": self.actor_id(tie["source_id"]),
            "target_id": self.actor_id(tie["target_id"]), "is_directed": tie["is_directed"],
            "n_origins": n_origins,
            "credibility": min((row["credibility"] for row in claims), default="6"),
            # The brief cites no report for a tie: only who may read the texts gets the way to them.
            "citations": self.citations(reports) if self.view.edition.holds_source_text else [],
        }  # fmt: skip

    @cached_property
    def _incidents(self) -> dict[str, Row]:
        """Standing incidents of the shown hypotheses that the edition may cite a report for."""
        held = self.view.holdings
        rows: dict[str, Row] = {}
        for page in self.pages:
            for row in held.incidents_of(page["id"]):
                accounts = held.accounts_of.get(row["incident_id"], [])
                reports = [held.accounts[key]["lead_report_id"] for key in accounts]
                if self.may_rest_on(reports):
                    rows[row["incident_id"]] = incident(self.view, row, self._lead(row))
                else:
                    self.view.count_withheld("incident")
        return rows

    def _lead(self, row: Row) -> list[str]:
        """The lead report of an incident, where the edition cites it: as in the brief's table."""
        lead = self.view.holdings.accounts.get(row["lead_account_id"])
        return self.citations([lead["lead_report_id"]]) if lead else []

    @cached_property
    def _parts(self) -> list[Row]:
        return [
            {"hypothesis_id": page["id"], "incident_id": row["incident_id"]}
            for page in self.pages
            for row in self.view.holdings.incidents_of(page["id"])
            if row["incident_id"] in self._incidents
        ]


def _plain(row: Row) -> Row:
    """The row with safe text, without what is only for making it."""
    return {
        key: plain(value) if isinstance(value, str)
        else [plain(item) for item in value] if isinstance(value, list) else value
        for key, value in row.items() if not key.startswith("_")
    }  # fmt: skip
