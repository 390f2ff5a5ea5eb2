"""From any identifier back to documents and page, row or paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fusion.pipeline.reach import KEY_OF, TABLE_OF, Row, Tables, reports_of, rows_of
from fusion.tables import TABLES
from fusion.terms.errors import NotFound

_SHOWN_CHARACTERS = 400


@dataclass(frozen=True)
class Source:
    """One report that the explained thing rests on; `quote` are the words that count."""

    report_id: str
    path: str
    locator: str
    component: str
    grade: str
    origin_id: str
    text: str
    quote: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Explanation:
    """A thing, what is recorded of it, and the reports it rests on."""

    name: str
    kind: str
    facts: list[tuple[str, str]]
    sources: list[Source] = field(default_factory=list)


def explain(name: str, tables: Tables) -> Explanation:
    """What `name` (any identifier) is and rests on. Raises NotFound with what to try."""
    kind = TABLE_OF.get(name.partition("-")[0], "")
    if not kind or kind not in TABLES:
        raise NotFound("kind of thing", name, f"Identifiers begin with {', '.join(TABLE_OF)}.")
    rows = rows_of(tables, kind, KEY_OF.get(kind, f"{kind}_id"), [name])
    if not rows:
        raise NotFound(kind, name, "Look it up in the current version: 'fusion status'.")
    facts = [
        (column, _plain(value)) for column, value in rows[0].items() if value not in (None, [])
    ]
    quotes = _quotes(name, kind, rows[0], tables)
    return Explanation(name, kind, facts, _sources(reports_of(name, kind, tables), tables, quotes))


def explain_pair(a: str, b: str, tables: Tables) -> Explanation:
    """What joins two actors: their ties, and the words that show each. Raises NotFound."""
    for name in (a, b):
        if not rows_of(tables, "actor", "actor_id", [name]):
            raise NotFound("actor", name, "A pair is explained by two ACT- identifiers.")
    ties = [
        row for row in rows_of(tables, "tie", "source_id", [a, b])
        if {row["source_id"], row["target_id"]} == {a, b}
    ]  # fmt: skip
    if not ties:
        raise NotFound("tie between", f"{a} and {b}", "Ask why of each: 'fusion explain'.")
    inside = {row["tie_id"]: row["hypothesis_id"] for row in tables["hypothesis_tie"].to_pylist()}
    facts = [("from", a), ("to", b)]
    for tie in sorted(ties, key=lambda row: -row["strength"]):
        way = f"{tie['source_id']} -> {tie['target_id']}" if tie["is_directed"] else "both ways"
        where = f", in {inside[tie['tie_id']]}" if tie["tie_id"] in inside else ""
        text = f"{tie['tie_id']}, {way}, strength {tie['strength']:.2f}{where}"
        facts.append((tie["kind"], text))
    claims = [key for tie in ties for key in tie["claim_ids"]]
    quotes = _quotes_of_claims(claims, tables)
    return Explanation(f"{a} {b}", "pair", facts, _sources(quotes, tables, quotes))


def _quotes(name: str, kind: str, row: Row, tables: Tables) -> dict[str, tuple[str, str]]:
    """Words and direction by report, where the thing points at words."""
    if kind == "judgement":
        rows = rows_of(tables, "judgement_evidence", "judgement_id", [name])
        return {item["report_id"]: (item["quote"] or "", item["direction"]) for item in rows}
    if kind == "tie":
        return _quotes_of_claims(row["claim_ids"], tables)
    return _quotes_of_claims([name], tables) if kind == "claim" else {}


def _quotes_of_claims(claims: Iterable[str], tables: Tables) -> dict[str, tuple[str, str]]:
    rows = rows_of(tables, "claim", "claim_id", claims)
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row["report_id"], row["start_at"])):
        said = found.setdefault(row["report_id"], [])
        said += [row["quote"]] if row["quote"] not in said else []
    denied = {row["report_id"] for row in rows if row["polarity"] == "denied"}
    return {
        report: (" … ".join(said), "against" if report in denied else "for")
        for report, said in found.items()
    }


def _sources(
    reports: Iterable[str], tables: Tables, quotes: Mapping[str, tuple[str, str]]
) -> list[Source]:  # fmt: skip
    wanted = set(reports)
    account_of = {
        row["report_id"]: row["account_id"]
        for row in rows_of(tables, "account_report", "report_id", wanted)
    }
    origin_of = {
        row["account_id"]: row["origin_id"]
        for row in rows_of(tables, "origin", "account_id", account_of.values())
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
            *(" ".join(part.split()) for part in quotes.get(row["report_id"], ("", ""))),
        )
        for row in sorted(
            rows_of(tables, "report", "report_id", wanted),
            key=lambda row: (row["received_at"], row["path"], row["ordinal"]),
        )
    ]


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
