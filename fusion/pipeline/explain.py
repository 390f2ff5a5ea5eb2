"""From any identifier back to documents and page, row or paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.tables import TABLES
from fusion.terms.errors import NotFound
from fusion.terms.identifiers import PREFIXES

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]
_TABLE_OF = {prefix: kind for kind, prefix in PREFIXES.items()}
_KEY_OF = {"origin": "origin_id", "cluster": "cluster_id"}
_SHOWN_CHARACTERS = 400


@dataclass(frozen=True)
class Source:
    """One report that the explained thing rests on."""

    report_id: str
    path: str
    locator: str
    component: str
    grade: str
    origin_id: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """A thing, what is recorded of it, and the reports it rests on."""

    name: str
    kind: str
    facts: list[tuple[str, str]]
    sources: list[Source] = field(default_factory=list)


def explain(name: str, tables: Tables) -> Explanation:
    """What `name` (any identifier) is and rests on. Raises NotFound with what to try."""
    kind = _TABLE_OF.get(name.partition("-")[0], "")
    if not kind or kind not in TABLES:
        raise NotFound("kind of thing", name, f"Identifiers begin with {', '.join(_TABLE_OF)}.")
    rows = _rows(tables, kind, _KEY_OF.get(kind, f"{kind}_id"), [name])
    if not rows:
        raise NotFound(kind, name, "Look it up in the current version: 'fusion status'.")
    facts = [
        (column, _plain(value)) for column, value in rows[0].items() if value not in (None, [])
    ]
    return Explanation(name, kind, facts, _sources(_reports_of(name, kind, tables), tables))


def _reports_of(name: str, kind: str, tables: Tables) -> Iterable[str]:
    if kind in {"judgement", "brief"}:
        judgements = _rows(tables, "judgement", f"{kind}_id", [name])
        sentences = [row["judgement_id"] for row in judgements]
        rows = _rows(tables, "judgement_evidence", "judgement_id", sentences)
        return [row["report_id"] for row in rows]
    if kind == "decision":
        return _reports_decided(_rows(tables, kind, "decision_id", [name])[0], tables)
    if kind in {"document", "issue", "quarantine"}:
        owner = _rows(tables, kind, f"{kind}_id", [name])[0]["document_id"]
        return [row["report_id"] for row in _rows(tables, "report", "document_id", [owner])]
    if kind == "report":
        return [name]
    accounts = _accounts(name, tables)
    return [row["report_id"] for row in _rows(tables, "account_report", "account_id", accounts)]


def _reports_decided(decision: Row, tables: Tables) -> Iterable[str]:
    """Reports behind what a decision is about, as far as that is still there."""
    reports: list[str] = []
    for name in filter(None, (decision["subject_id"], decision["object_id"])):
        kind = _TABLE_OF.get(name.partition("-")[0], "")
        if kind and _rows(tables, kind, _KEY_OF.get(kind, f"{kind}_id"), [name]):
            reports.extend(_reports_of(name, kind, tables))
    return reports


def _accounts(name: str, tables: Tables) -> Iterable[str]:
    """Accounts behind an identifier, through whatever lies between."""
    kind = _TABLE_OF.get(name.partition("-")[0], "")
    finder = _FINDERS.get(kind)
    return finder(name, tables) if finder else []


def _via(table: str, column: str, wanted: str) -> Callable[[str, Tables], list[str]]:
    """Finder: rows of `table` whose `column` is the name give identifiers in `wanted`."""

    def find(name: str, tables: Tables) -> list[str]:
        found: list[str] = []
        for row in _rows(tables, table, column, [name]):
            value = row[wanted]
            for item in value if isinstance(value, list) else [value]:
                found.extend([item] if str(item).startswith("ACC-") else _accounts(item, tables))
        return found

    return find


def _of_contradiction(name: str, tables: Tables) -> list[str]:
    row = _rows(tables, "contradiction", "contradiction_id", [name])[0]
    return [row["account_a"], row["account_b"]]


def _of_series(name: str, tables: Tables) -> list[str]:
    """Incidents counted by a series; those of a corridor are given by market alone."""
    row = _rows(tables, "series", "series_id", [name])[0]
    if row["area_kind"] == "hypothesis":
        return list(_accounts(row["area"], tables))
    chosen = [
        item["incident_id"]
        for item in tables["incident"].to_pylist()
        if (row["market"] in ("all", "violence") or row["market"] in item["markets"])
        and (row["area_kind"] != "admin2" or item["admin2"] == row["area"])
    ]
    return [
        found["account_id"] for found in _rows(tables, "incident_account", "incident_id", chosen)
    ]


_FINDERS: dict[str, Callable[[str, Tables], list[str]]] = {
    "account": lambda name, _tables: [name],
    "report": _via("account_report", "report_id", "account_id"),
    "origin": _via("origin", "origin_id", "account_id"),
    "incident": _via("incident_account", "incident_id", "account_id"),
    "mention": _via("mention", "mention_id", "account_id"),
    "place": _via("account_place", "place_id", "account_id"),
    "actor": _via("actor_mention", "actor_id", "account_id"),
    "claim": _via("claim", "claim_id", "account_id"),
    "tie": _via("tie", "tie_id", "claim_ids"),
    "cluster": _via("cluster", "cluster_id", "incident_id"),
    "hypothesis": _via("hypothesis_incident", "hypothesis_id", "incident_id"),
    "contradiction": _of_contradiction,
    "series": _of_series,
    "forecast": _via("forecast", "forecast_id", "series_id"),
    "indicator": _via("indicator", "indicator_id", "evidence_ids"),
    "requirement": _via("requirement", "requirement_id", "evidence_ids"),
    "option": _via("option", "option_id", "scope"),
}


def _rows(tables: Tables, table: str, column: str, values: Iterable[str]) -> list[Row]:
    wanted = pa.array(sorted(set(values)), pa.string())
    held = tables[table]
    rows: list[Row] = held.filter(pc.is_in(held[column], value_set=wanted)).to_pylist()
    return rows


def _sources(reports: Iterable[str], tables: Tables) -> list[Source]:
    wanted = set(reports)
    account_of = {
        row["report_id"]: row["account_id"]
        for row in _rows(tables, "account_report", "report_id", wanted)
    }
    origin_of = {
        row["account_id"]: row["origin_id"]
        for row in _rows(tables, "origin", "account_id", account_of.values())
    }
    return [
        Source(
            row["report_id"],
            row["path"],
            row["locator"],
            row["component"],
            row["reliability"] + row["credibility"],
            origin_of.get(account_of.get(row["report_id"], ""), ""),
            " ".join(row["text"].split())[:_SHOWN_CHARACTERS],
        )
        for row in sorted(
            _rows(tables, "report", "report_id", wanted),
            key=lambda row: (row["received_at"], row["path"], row["ordinal"]),
        )
    ]


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
