"""Invented accounts for the tests of this room."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pyarrow as pa

from fusion.actors.gazetteer import Gazetteer, gazetteer_of
from fusion.actors.mentions.read import read_account
from fusion.actors.model import Mention, Reading, Source
from fusion.actors.stage import resolve_actors
from fusion.profile import Profile
from fusion.stage import Run
from fusion.tables import TABLES
from tests.support import make_run, make_table

DAY = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
GROUPS = [
    {
        "name": "Front du Fleuve Jaune",
        "aliases": ["FFJ", "Yellow River Front", "جبهة النهر الأصفر"],
    },
]
CORRIDORS = [
    {
        "code": "RIVER", "name": "River road", "aliases": ["route du fleuve"],
        "points": [
            {"name": "Gao", "latitude": 16.27, "longitude": -0.04},
            {"name": "Ansongo", "latitude": 15.66, "longitude": 0.50},
        ],
    }
]  # fmt: skip


@cache
def run() -> Run:
    """The run of the test mission with one known group, a corridor and a protected string."""
    return make_run(known_groups=GROUPS, corridors=CORRIDORS, protected_strings=["Zenabou Ahar"])


def profile() -> Profile:
    """The test mission."""
    return run().profile


def gazetteer() -> Gazetteer:
    """Its gazetteer, kept in memory."""
    return gazetteer_of(profile())


def source(text: str, language: str = "en", **changes: Any) -> Source:
    """An account's text as this room reads it."""
    fields: dict[str, Any] = {
        "account_id": "ACC-1", "report_id": "RPT-1", "language": language, "text": text,
        "received_at": DAY, "written_at": DAY, "observed_from": None, "observed_to": None,
        "reliability": "B", "credibility": "2", "place_text": None, "mgrs": None,
        "latitude": None, "longitude": None, "radius_km": None, "source_text": None,
        "has_protected_source": False, "category_text": None,
    }  # fmt: skip
    return Source(**{**fields, **changes})


def read(text: str, language: str = "en", **changes: Any) -> Reading:
    """One account read."""
    return read_account(source(text, language, **changes), profile(), gazetteer())


def mentions(text: str, kind: str, language: str = "en") -> list[Mention]:
    """The mentions of one kind."""
    return [m for m in read(text, language).mentions if m.kind == kind]


def surfaces(text: str, kind: str, language: str = "en") -> list[str]:
    """Their words."""
    return [m.surface for m in mentions(text, kind, language)]


def inputs(
    *texts: str | tuple[str, dict[str, Any]], decisions: pa.Table | None = None
) -> dict[str, pa.Table]:
    """Input tables of one account per text; a text may bring fields of its account or report."""
    accounts, reports = [], []
    for number, given in enumerate(texts):
        text, fields = given if isinstance(given, tuple) else (given, {})
        report_fields = {k: v for k, v in fields.items() if k in TABLES["report"].schema.names}
        account_fields = {k: v for k, v in fields.items() if k in TABLES["account"].schema.names}
        when = DAY + dt.timedelta(days=number)
        accounts.append(
            {
                "account_id": f"ACC-{number:03}", "lead_report_id": f"RPT-{number:03}",
                "received_at": when, "written_at": when, "text": text, **account_fields,
            }
        )  # fmt: skip
        reports.append({"report_id": f"RPT-{number:03}", "text": text, **report_fields})
    return {
        "account": make_table("account", *accounts),
        "report": TABLES["report"].conform(_reports(reports)),
        "account_report": TABLES["account_report"].empty(),
        "decision": decisions if decisions is not None else TABLES["decision"].empty(),
    }


def _reports(rows: list[dict[str, Any]]) -> pa.Table:
    return make_table("report", *rows)


def resolve(
    *texts: str | tuple[str, dict[str, Any]], decisions: pa.Table | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The stage's tables as rows."""
    output = resolve_actors(inputs(*texts, decisions=decisions), run())
    return {name: table.to_pylist() for name, table in output.tables.items()}


def actor_of(tables: dict[str, list[dict[str, Any]]], surface: str) -> set[str]:
    """Actors that a spelling was resolved to."""
    return {row["actor_id"] for row in tables["actor_mention"] if row["surface"] == surface}
