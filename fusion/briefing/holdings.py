"""The fused tables, cut down to what an issue of the brief speaks of and indexed for reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.briefing.rows import Row, grouped, pick
from fusion.stage import Run
from fusion.store import query
from fusion.tables import TABLES

EXPOSURE = Path(__file__).with_name("exposure.sql")
DROPPED = ("rejected", "merged_into")  # an analyst or the lineage says: no longer one of its own
VIOLENT = ("battles", "violence_against_civilians", "explosions_remote_violence", "riots")
HORIZON_DAYS = 28  # the outlook of a weekly issue: the four weeks that leadership plans in
FADE_WEEKS = 8.0  # a network not heard of for eight weeks counts half in the order of the brief


@dataclass(frozen=True)
class Holdings:
    """One run's tables. Everything derived is computed once, on first use."""

    tables: Mapping[str, pa.Table]
    run: Run

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What other modules of the room derive once for one issue, by their own keys."""
        return {}

    @cached_property
    def _sorted(self) -> dict[str, pa.Table]:
        return {}

    def get(self, name: str) -> pa.Table:
        """A declared table in key order, empty where the run has none.

        Key order makes every product independent of the order in which rows arrived.
        """
        if name not in self._sorted:
            declared = TABLES["judgement" if name == "previous_judgement" else name]
            table = self.tables.get(name, declared.empty())
            self._sorted[name] = table.sort_by([(key, "ascending") for key in declared.key])
        return self._sorted[name]

    @cached_property
    def last_day(self) -> dt.date:
        """Last day the issue covers: the day before a midnight as-of."""
        return (self.run.as_of - dt.timedelta(microseconds=1)).date()

    @cached_property
    def first_day(self) -> dt.date:
        """First day of the week that the issue covers."""
        return self.last_day - dt.timedelta(days=6)

    @cached_property
    def week_end(self) -> dt.date:
        """Sunday of the week that the issue covers: the date of its row in a lineage."""
        return self.last_day + dt.timedelta(days=6 - self.last_day.weekday())

    @cached_property
    def horizon(self) -> dt.date:
        """Last day of the outlook."""
        return self.last_day + dt.timedelta(days=HORIZON_DAYS)

    @cached_property
    def hypotheses(self) -> list[Row]:
        """Living hypotheses, those that leadership needs first in front."""
        rows = [row for row in self.get("hypothesis").to_pylist() if row["status"] not in DROPPED]
        return sorted(rows, key=lambda row: (-self.priority(row), row["hypothesis_id"]))

    def priority(self, row: Row) -> float:
        """Strength, fading with silence, a quarter more where it answers a priority requirement."""
        weeks = max(0, (self.last_day - row["last_on"]).days) / 7
        asked = {code for pir in self.run.profile.requirements for code in pir.markets}
        weight = 1.25 if asked & set(row["markets"]) else 1.0
        return float(row["strength"]) * float(0.5 ** (weeks / FADE_WEEKS)) * weight

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Living hypotheses by identifier."""
        return {row["hypothesis_id"]: row for row in self.hypotheses}

    def of(self, name: str) -> dict[str, list[Row]]:
        """Rows of a hypothesis table by hypothesis."""
        if name not in self._groups:
            self._groups[name] = grouped(
                pick(self.get(name), "hypothesis_id", self.by_id), "hypothesis_id"
            )
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    @cached_property
    def series_rows(self) -> list[Row]:
        """Periods of the last 53 weeks: what an issue shows of the past."""
        series = self.get("series")
        since = pa.scalar(self.last_day - dt.timedelta(weeks=53), pa.date32())
        rows: list[Row] = series.filter(pc.greater(series["starts_on"], since)).to_pylist()
        return rows

    @cached_property
    def incidents(self) -> dict[str, Row]:
        """Incidents of living hypotheses, and contradicted ones, by identifier."""
        wanted = {
            row["incident_id"] for rows in self.of("hypothesis_incident").values() for row in rows
        }
        wanted |= set(self.get("contradiction")["incident_id"].to_pylist())
        return {
            row["incident_id"]: row for row in pick(self.get("incident"), "incident_id", wanted)
        }

    def incidents_of(self, hypothesis_id: str) -> list[Row]:
        """Incidents of a hypothesis that still stand, earliest first."""
        rows = [
            self.incidents[row["incident_id"]]
            for row in self.of("hypothesis_incident").get(hypothesis_id, [])
            if row["incident_id"] in self.incidents
        ]
        return sorted(
            (row for row in rows if row["is_standing"]),
            key=lambda row: (str(row["occurred_from"] or ""), row["incident_id"]),
        )

    @cached_property
    def accounts_of(self) -> dict[str, list[str]]:
        """Accounts by incident."""
        rows = pick(self.get("incident_account"), "incident_id", self.incidents)
        return {
            key: [row["account_id"] for row in group]
            for key, group in grouped(rows, "incident_id").items()
        }

    @cached_property
    def claims(self) -> dict[str, Row]:
        """Claims behind the members and ties of living hypotheses."""
        wanted = {
            claim
            for rows in self.of("hypothesis_actor").values()
            for row in rows
            for claim in row["claim_ids"]
        }
        wanted |= {claim for tie in self.ties.values() for claim in tie["claim_ids"]}
        return {row["claim_id"]: row for row in pick(self.get("claim"), "claim_id", wanted)}

    @cached_property
    def ties(self) -> dict[str, Row]:
        """Ties of living hypotheses."""
        wanted = {row["tie_id"] for rows in self.of("hypothesis_tie").values() for row in rows}
        return {row["tie_id"]: row for row in pick(self.get("tie"), "tie_id", wanted)}

    @cached_property
    def accounts(self) -> dict[str, Row]:
        """Accounts that the issue may cite."""
        wanted = {account for group in self.accounts_of.values() for account in group}
        wanted |= {claim["account_id"] for claim in self.claims.values()}
        for row in self.get("contradiction").to_pylist():
            wanted |= {row["account_a"], row["account_b"]}
        wanted |= set(self.withdrawn)
        for row in self.get("indicator").to_pylist():
            wanted |= {key for key in row["evidence_ids"] if key.startswith("ACC-")}
        return {row["account_id"]: row for row in pick(self.get("account"), "account_id", wanted)}

    @cached_property
    def withdrawn(self) -> list[str]:
        """Accounts that were withdrawn, by their originator or through their origin."""
        accounts, origins = self.get("account"), self.get("origin")
        found = set(accounts.filter(accounts["is_withdrawn"])["account_id"].to_pylist())
        found |= set(origins.filter(origins["is_withdrawn"])["account_id"].to_pylist())
        return sorted(found)

    @cached_property
    def origins(self) -> dict[str, Row]:
        """Origin of each account that the issue may cite."""
        return {
            row["account_id"]: row for row in pick(self.get("origin"), "account_id", self.accounts)
        }

    @cached_property
    def reports(self) -> dict[str, Row]:
        """Lead reports of those accounts, and the reports that withdrew one."""
        wanted = {row["lead_report_id"] for row in self.accounts.values()}
        return {row["report_id"]: row for row in pick(self.get("report"), "report_id", wanted)}

    @cached_property
    def account_of_report(self) -> dict[str, Row]:
        """Account by its lead report."""
        return {row["lead_report_id"]: row for row in self.accounts.values()}

    @cached_property
    def documents(self) -> dict[str, Row]:
        """Documents of those reports."""
        wanted = {row["document_id"] for row in self.reports.values()}
        return {
            row["document_id"]: row for row in pick(self.get("document"), "document_id", wanted)
        }

    @cached_property
    def actors(self) -> dict[str, Row]:
        """Members of living hypotheses, and the other ends of their ties."""
        wanted = {row["actor_id"] for rows in self.of("hypothesis_actor").values() for row in rows}
        wanted |= {tie[end] for tie in self.ties.values() for end in ("source_id", "target_id")}
        return {row["actor_id"]: row for row in pick(self.get("actor"), "actor_id", wanted)}

    @cached_property
    def _sources(self) -> dict[tuple[int, int, bool], dict[str, int]]:
        return {}

    def sources_at(self, place: int, time: int, is_access_told: bool) -> dict[str, int]:
        """Possible sources of each account where place and time are told so precisely.

        Steps of place and time are those of `exposure.PLACES` and `exposure.TIMES`, and one more
        for each: not told at all.
        """
        key = (place, time, is_access_told)
        if key not in self._sources:
            names = ("account", "incident_account", "incident", "place", "origin")
            tables = {name: self.get(name) for name in names}
            steps = {"place": place, "time": time, "is_access_told": is_access_told}
            rows = query(EXPOSURE, steps, **tables).to_pylist()
            self._sources[key] = {row["account_id"]: row["k"] for row in rows}
        return self._sources[key]

    @property
    def possible_sources(self) -> dict[str, int]:
        """Possible sources of each account by second-level unit, week and access."""
        return self.sources_at(1, 1, True)

    @cached_property
    def places(self) -> dict[str, Row]:
        """Places of those incidents."""
        wanted = {row["place_id"] for row in self.incidents.values() if row["place_id"]}
        return {row["place_id"]: row for row in pick(self.get("place"), "place_id", wanted)}

    @cached_property
    def mentions(self) -> dict[str, list[Row]]:
        """Mentions in the accounts that may be cited, by account."""
        return grouped(pick(self.get("mention"), "account_id", self.accounts), "account_id")

    @cached_property
    def actor_of_mention(self) -> dict[str, str]:
        """Actor by mention, for those mentions."""
        rows = pick(self.get("actor_mention"), "account_id", self.accounts)
        return {row["mention_id"]: row["actor_id"] for row in rows}
