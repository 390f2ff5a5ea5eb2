"""What waits for a decision, most consequential first."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.review.log import standing

LEAST_LIKELY = 0.5  # of pairs of accounts: below, nobody is asked
BEGINNING = 90  # characters of an account that show what it is about


@dataclass(frozen=True)
class Pending:
    """One open question for an analyst: what it is about and what can be decided."""

    subject_id: str
    question: str
    choices: tuple[str, ...]
    object_id: str | None = None


def pending(tables: Mapping[str, pa.Table]) -> list[Pending]:
    """Open questions of the published tables that no decision has answered.

    Order: the brief, blocked options, hypotheses, persons and incidents that may be one,
    quarantine.
    """
    decided = _answered(tables["decision"])
    found = [
        *_briefs(tables), *_options(tables), *_hypotheses(tables), *_persons(tables),
        *_pairs(tables), *_quarantined(tables),
    ]  # fmt: skip
    return [item for item in found if (item.subject_id, item.object_id) not in decided]


def _answered(decisions: pa.Table) -> set[tuple[str, str | None]]:
    return {(row["subject_id"], row["object_id"]) for row in standing(decisions).to_pylist()}


def _briefs(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["brief_id"], f"Release issue no. {row['number']}?", ("approve", "return", "refuse")
        )
        for row in tables["brief"].to_pylist()
        if row["state"] == "draft"
    ]


def _options(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["option_id"],
            f"Record the human rights due diligence on '{row['title_en']}'?",
            ("hrddp",),
        )
        for row in tables["option"].to_pylist()
        if row["hrddp_state"] == "blocked"
    ]


def _hypotheses(tables: Mapping[str, pa.Table]) -> list[Pending]:
    living = {"new", "continued", "split_from", "revived"}
    rows = sorted(
        tables["hypothesis"].to_pylist(), key=lambda r: (-r["strength"], r["hypothesis_id"])
    )
    return [
        Pending(
            row["hypothesis_id"],
            f"{row['name']} ({row['status']}, {row['n_origins']} origins): does it stand?",
            ("accept", "reject", "rename", "pin"),
        )
        for row in rows
        if row["status"] in living
    ]


def _persons(tables: Mapping[str, pa.Table]) -> list[Pending]:
    """Names that evidence can neither join nor part."""
    asked = tables["issue"].filter(pc.equal(tables["issue"]["kind"], "actor_review"))
    return [
        Pending(row["subject_id"], f"{row['detail']}.", ("same", "different"), row["object_id"])
        for row in asked.to_pylist()
    ]


def _pairs(tables: Mapping[str, pa.Table]) -> list[Pending]:
    """Accounts that may tell of one incident and stand in two; those of a hypothesis first."""
    links = tables["incident_account"].select(["account_id", "incident_id"])
    incident_of = dict(zip(*(column.to_pylist() for column in links.columns), strict=True))
    held = set(tables["hypothesis_incident"]["incident_id"].to_pylist())
    open_pairs = [
        row
        for row in tables["incident_link"].to_pylist()
        if not row["is_linked"] and row["score"] >= LEAST_LIKELY
        and incident_of.get(row["account_a"], 0) != incident_of.get(row["account_b"], 1)
    ]  # fmt: skip
    told = _told(tables, {row[end] for row in open_pairs for end in ("account_a", "account_b")})

    def order(row: dict[str, Any]) -> tuple[bool, float, str, str]:
        """Pairs of a hypothesis first, then the likeliest."""
        ends = row["account_a"], row["account_b"]
        return not any(incident_of.get(end) in held for end in ends), -row["score"], *ends

    return [
        Pending(
            row["account_a"],
            f"Same incident? {told[row['account_a']]} / {told[row['account_b']]} "
            f"Match probability {row['score']:.2f}.",
            ("same", "different"),
            row["account_b"],
        )
        for row in sorted(open_pairs, key=order)
    ]


def _told(tables: Mapping[str, pa.Table], accounts: Set[str]) -> dict[str, str]:
    """What each account is about: day, component and how it begins."""
    asked = pa.array(sorted(accounts), pa.string())
    rows = tables["account"].filter(pc.is_in(tables["account"]["account_id"], value_set=asked))
    found = dict.fromkeys(accounts, "an account that is no more.")
    for row in rows.to_pylist():
        day = row["observed_from"] or row["written_at"] or row["received_at"]
        begins = shorten(row["text"], BEGINNING, placeholder=" …")
        found[row["account_id"]] = f"{day:%-d %b %Y}, {row['component']}: “{begins}”"
    return found


def _quarantined(tables: Mapping[str, pa.Table]) -> list[Pending]:
    return [
        Pending(
            row["quarantine_id"], f"{row['path']} {row['locator']}: {row['reason']}", ("release",)
        )
        for row in tables["quarantine"].to_pylist()
        if row["status"] == "held" and row["row"]
    ]
