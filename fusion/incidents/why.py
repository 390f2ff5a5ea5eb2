"""Why two reports or accounts are, or are not, one account, one origin, one incident."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.terms.errors import NotFound

Row = dict[str, Any]
Tables = Mapping[str, pa.Table]
_STEPS = 5  # the strongest pieces of evidence are named, not all


def why(a: str, b: str, tables: Tables) -> list[str]:
    """Plain lines on two reports (RPT-) or accounts (ACC-).

    `tables` holds account, account_report, origin, incident_account and incident_link. Raises
    NotFound for an identifier that stands in none of them.
    """
    first, second = _account(a, tables), _account(b, tables)
    if first == second:
        return _same_account(a, b, first, tables)
    return [
        f"{a} and {b} are two accounts: {first} and {second}.",
        *_origin_lines(first, second, tables),
        *_incident_lines(first, second, tables),
    ]


def _account(name: str, tables: Tables) -> str:
    if _rows(tables["account"], "account_id", name):
        return name
    rows = _rows(tables["account_report"], "report_id", name)
    if not rows:
        raise NotFound("report or account", name, "See 'fusion status' for what was read.")
    return str(rows[0]["account_id"])


def _same_account(a: str, b: str, account: str, tables: Tables) -> list[str]:
    lines = [f"{a} and {b} are one account, {account}: the same text."]
    for row in _rows(tables["account_report"], "account_id", account):
        if row["report_id"] in (a, b):
            lines.append(
                f"{row['report_id']} stands in it as {row['relation'].replace('_', ' ')} "
                f"(score {row['score']:.2f}; {row['rule']})."
            )
    return lines


def _origin_lines(first: str, second: str, tables: Tables) -> list[str]:
    one = _rows(tables["origin"], "account_id", first)
    other = _rows(tables["origin"], "account_id", second)
    if not one or not other:
        return ["No origin has been assigned yet."]
    a, b = one[0], other[0]
    same = a["origin_id"] == b["origin_id"]
    head = (
        f"One origin, {a['origin_id']}." if same
        else f"Two origins: {a['origin_id']} and {b['origin_id']}."
    )  # fmt: skip
    return [head, *(_lineage(row) for row in (a, b))]


def _lineage(row: Row) -> str:
    of = f" of {row['of_account_id']}" if row["of_account_id"] else ""
    gone = " It was withdrawn." if row["is_withdrawn"] else ""
    return (
        f"{row['account_id']}: {row['relation'].replace('_', ' ')}{of}, "
        f"{row['independence'].replace('_', ' ')} ({row['rule']}: {row['evidence']}).{gone}"
    )


def _incident_lines(first: str, second: str, tables: Tables) -> list[str]:
    members = {
        row["account_id"]: row["incident_id"]
        for name in (first, second)
        for row in _rows(tables["incident_account"], "account_id", name)
    }
    lines = [_incident_head(first, second, members)]
    a, b = sorted((first, second))
    found = [r for r in _rows(tables["incident_link"], "account_a", a) if r["account_b"] == b]
    if not found:
        return [*lines, "The two were not compared, or nothing speaks for one incident."]
    return [*lines, _evidence(found[0])]


def _incident_head(first: str, second: str, members: dict[str, str]) -> str:
    if first not in members or second not in members:
        absent = " and ".join(n for n in (first, second) if n not in members)
        return f"{absent} stands in no incident: background, or a withdrawal."
    if members[first] == members[second]:
        return f"One incident, {members[first]}."
    return f"Two incidents: {members[first]} and {members[second]}."


def _evidence(link: Row) -> str:
    steps = [s for s in json.loads(link["waterfall"]) if abs(s[2]) > 0]
    steps.sort(key=lambda step: -abs(step[2]))
    said = ", ".join(
        f"{name} {level} {bits:+.1f}".replace("  ", " ") for name, level, bits in steps[:_STEPS]
    )
    verdict = "linked" if link["is_linked"] else "not linked directly"
    return (
        f"Compared: {verdict}, probability {link['score']:.2f}; strongest evidence in bits: {said}."
    )


def _rows(table: pa.Table, column: str, value: str) -> list[Row]:
    rows: list[Row] = table.filter(pc.equal(table[column], value)).to_pylist()
    return rows
