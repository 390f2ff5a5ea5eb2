"""Which reports a thing rests on, through claims, accounts, incidents and hypotheses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.terms.identifiers import PREFIXES

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]
TABLE_OF = {prefix: kind for kind, prefix in PREFIXES.items()}
KEY_OF = {"origin": "origin_id", "cluster": "cluster_id"}


def reports_of(name: str, kind: str, tables: Tables) -> Iterable[str]:
    """Reports that a thing of a kind rests on, through whatever lies between."""
    if kind in {"judgement", "brief"}:
        judgements = rows_of(tables, "judgement", f"{kind}_id", [name])
        sentences = [row["judgement_id"] for row in judgements]
        rows = rows_of(tables, "judgement_evidence", "judgement_id", sentences)
        return [row["report_id"] for row in rows]
    if kind == "decision":
        return _reports_decided(rows_of(tables, kind, "decision_id", [name])[0], tables)
    if kind in {"document", "issue", "quarantine"}:
        owner = rows_of(tables, kind, f"{kind}_id", [name])[0]["document_id"]
        return [row["report_id"] for row in rows_of(tables, "report", "document_id", [owner])]
    if kind == "report":
        return [name]
    accounts = _accounts(name, tables)
    return [row["report_id"] for row in rows_of(tables, "account_report", "account_id", accounts)]


def _reports_decided(decision: Row, tables: Tables) -> Iterable[str]:
    """Reports behind what a decision is about, as far as that is still there."""
    reports: list[str] = []
    for name in filter(None, (decision["subject_id"], decision["object_id"])):
        kind = TABLE_OF.get(name.partition("-")[0], "")
        if kind and rows_of(tables, kind, KEY_OF.get(kind, f"{kind}_id"), [name]):
            reports.extend(reports_of(name, kind, tables))
    return reports


def _accounts(name: str, tables: Tables) -> Iterable[str]:
    """Accounts behind an identifier, through whatever lies between."""
    kind = TABLE_OF.get(name.partition("-")[0], "")
    finder = _FINDERS.get(kind)
    return finder(name, tables) if finder else []


def _via(table: str, column: str, wanted: str) -> Callable[[str, Tables], list[str]]:
    """Finder: rows of `table` whose `column` is the name give identifiers in `wanted`."""

    def find(name: str, tables: Tables) -> list[str]:
        """Accounts and identifiers one step on from the name."""
        found: list[str] = []
        for row in rows_of(tables, table, column, [name]):
            value = row[wanted]
            for item in value if isinstance(value, list) else [value]:
                if item is None:
                    continue
                found.extend([item] if str(item).startswith("ACC-") else _accounts(item, tables))
        return found

    return find


def _of_contradiction(name: str, tables: Tables) -> list[str]:
    row = rows_of(tables, "contradiction", "contradiction_id", [name])[0]
    return [row["account_a"], row["account_b"]]


def _of_series(name: str, tables: Tables) -> list[str]:
    """Incidents counted by a series; those of a corridor are given by market alone."""
    row = rows_of(tables, "series", "series_id", [name])[0]
    if row["area_kind"] == "hypothesis":
        return list(_accounts(row["area"], tables))
    chosen = [
        item["incident_id"]
        for item in tables["incident"].to_pylist()
        if (row["market"] in ("all", "violence") or row["market"] in item["markets"])
        and (row["area_kind"] != "admin2" or item["admin2"] == row["area"])
    ]
    return [
        found["account_id"] for found in rows_of(tables, "incident_account", "incident_id", chosen)
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
    "displacement": _via("displacement", "displacement_id", "from_series_id"),
    "indicator": _via("indicator", "indicator_id", "evidence_ids"),
    "requirement": _via("requirement", "requirement_id", "evidence_ids"),
    "option": _via("option", "option_id", "scope"),
}


def rows_of(tables: Tables, table: str, column: str, values: Iterable[str]) -> list[Row]:
    """Rows of a table whose `column` is one of the values."""
    wanted = pa.array(sorted(set(values)), pa.string())
    held = tables[table]
    rows: list[Row] = held.filter(pc.is_in(held[column], value_set=wanted)).to_pylist()
    return rows
