"""The holdings cut down to what an edition may hold: its marking, and the restricted annex."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from fusion.briefing import marking
from fusion.briefing.holdings import Holdings
from fusion.profile import Edition


def under(holdings: Holdings, edition: Edition) -> Holdings:
    """Holdings in which nothing rests only on reports above the edition's ceiling.

    An incident, member, tie or contradiction stays where at least one report that the edition may
    hold shows it. Where the edition does not hold the annex on state embedment, its claims go,
    and persons known only as protectors. Names and protected mentions stay: the guard needs them
    to know what it must not let pass.
    """
    blocked = _blocked(holdings, edition)
    if not blocked and edition.embedment:
        return holdings
    tables = dict(holdings.tables)
    accounts = {row["account_id"] for row in holdings.accounts.values()
                if row["lead_report_id"] in blocked}  # fmt: skip
    claims = {key for key, row in holdings.claims.items()
              if row["report_id"] in blocked
              or (row["kind"] == "embedment" and not edition.embedment)}  # fmt: skip
    incidents = {key for key, found in holdings.accounts_of.items() if accounts.issuperset(found)}
    ties = {key for key, row in holdings.ties.items() if _is_gone(row["claim_ids"], claims)}
    gone = {
        "claim": ("claim_id", claims), "incident_account": ("account_id", accounts),
        "incident": ("incident_id", incidents), "hypothesis_incident": ("incident_id", incidents),
        "tie": ("tie_id", ties), "hypothesis_tie": ("tie_id", ties),
    }  # fmt: skip
    for name, (column, keys) in gone.items():
        tables[name] = _without(holdings.get(name), column, keys)
    for side in ("account_a", "account_b"):
        held = tables.get("contradiction", holdings.get("contradiction"))
        tables["contradiction"] = _without(held, side, accounts)
    tables["hypothesis_actor"] = _members(holdings, edition, claims, accounts)
    return Holdings(tables, holdings.run)


def _blocked(holdings: Holdings, edition: Edition) -> set[str]:
    """Reports that are marked higher than the edition may hold."""
    default, ceiling = (
        holdings.run.profile.default_marking,
        marking.rank(edition.marking_ceiling),
    )
    return {
        key for key, report in holdings.reports.items()
        if marking.rank(marking.of_report(report, default)) > ceiling
    }  # fmt: skip


def _is_gone(claim_ids: Iterable[str], gone: set[str]) -> bool:
    """All claims behind something are gone; what rests on none of them stays."""
    found = set(claim_ids)
    return bool(found) and found <= gone


def _without(table: pa.Table, column: str, keys: set[str]) -> pa.Table:
    values = pa.array(sorted(keys), pa.string())
    return table.filter(pc.invert(pc.is_in(table[column], value_set=values)))


def _members(
    holdings: Holdings, edition: Edition, claims: set[str], accounts: set[str]
) -> pa.Table:
    """Members whom a report that the edition may hold still shows."""
    seen: dict[str, set[str]] = {}
    for account, mentions in holdings.mentions.items():
        for mention in mentions:
            actor_id = holdings.actor_of_mention.get(mention["mention_id"])
            if actor_id:
                seen.setdefault(actor_id, set()).add(account)
    members = holdings.get("hypothesis_actor")
    kept = []
    for row in members.to_pylist():
        is_mentioned = not _is_gone(seen.get(row["actor_id"], set()), accounts)
        is_shown = not _is_gone(row["claim_ids"], claims) if row["claim_ids"] else is_mentioned
        actor = holdings.actors.get(row["actor_id"], {"kind": "person"})
        is_annex = row["role"] == "protector" and actor["kind"] == "person"
        kept.append(is_shown and is_mentioned and (edition.embedment or not is_annex))
    return members.filter(pa.array(kept, pa.bool_()))
