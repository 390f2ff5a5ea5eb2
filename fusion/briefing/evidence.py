"""What a sentence rests on: one report for each origin, lowest marking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fusion.briefing import marking
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.terms.identifiers import identifier

CITED = 6  # reports under one sentence: more are not read, and each shown one is one more exposed
CARRYING = 3  # independent origins that let a sentence stand at a lower marking


@dataclass(frozen=True)
class Cited:
    """A report behind a sentence, with the words that count and which way they point."""

    report_id: str
    account_id: str
    origin_id: str
    quote: str | None
    direction: str = "for"


def origin_of(holdings: Holdings, account_id: str) -> str:
    """Origin of an account; one of its own where none was assigned."""
    row = holdings.origins.get(account_id)
    return row["origin_id"] if row else identifier("origin", account_id)


def standing(holdings: Holdings, accounts: Iterable[str]) -> list[Row]:
    """Accounts that were not withdrawn, best graded and earliest first."""
    gone = set(holdings.withdrawn)
    rows = [holdings.accounts[key] for key in set(accounts) - gone if key in holdings.accounts]
    return sorted(
        (row for row in rows if row["lead_report_id"] in holdings.reports),
        key=lambda row: (
            row["reliability"],
            row["credibility"],
            row["received_at"],
            row["account_id"],
        ),
    )


def choose(
    holdings: Holdings, accounts: Iterable[str], claims: Mapping[str, list[Row]], limit: int = CITED
) -> list[Cited]:
    """The best account of each origin, best graded first, at most `limit`.

    Over-marking is an error too: where enough origins (three, or all there are) stand on lower
    marked reports, only those are cited.
    """
    rows = standing(holdings, accounts)
    default = holdings.run.profile.default_marking
    levels = {
        row["account_id"]: marking.rank(
            marking.of_report(holdings.reports[row["lead_report_id"]], default)
        )
        for row in rows
    }
    needed = min(CARRYING, len({origin_of(holdings, key) for key in levels}))
    for level in sorted(set(levels.values())):
        allowed = [row for row in rows if levels[row["account_id"]] <= level]
        best: dict[str, Row] = {}
        for row in allowed:
            best.setdefault(origin_of(holdings, row["account_id"]), row)
        if len(best) >= needed:
            return [_cited(holdings, row, claims) for row in list(best.values())[:limit]]
    return []


def _cited(holdings: Holdings, row: Row, claims: Mapping[str, list[Row]]) -> Cited:
    mine = claims.get(row["account_id"], [])
    denied = bool(mine) and all(claim["polarity"] == "denied" for claim in mine)
    return Cited(
        report_id=row["lead_report_id"],
        account_id=row["account_id"],
        origin_id=origin_of(holdings, row["account_id"]),
        quote=mine[0]["quote"] if mine else first_words(row["text"]),
        direction="against" if denied else "for",
    )


def first_words(text: str, limit: int = 160) -> str:
    """The first line of a text, cut at a word: what is marked where no claim points at a span."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0]


def claims_of(holdings: Holdings, hypothesis_id: str) -> dict[str, list[Row]]:
    """Claims behind a hypothesis' members and ties, by account, in order of the text."""
    wanted = {
        claim
        for row in holdings.of("hypothesis_actor").get(hypothesis_id, [])
        for claim in row["claim_ids"]
    }
    for row in holdings.of("hypothesis_tie").get(hypothesis_id, []):
        wanted |= set(holdings.ties.get(row["tie_id"], {}).get("claim_ids", []))
    found: dict[str, list[Row]] = {}
    for key in sorted(wanted & holdings.claims.keys()):
        found.setdefault(holdings.claims[key]["account_id"], []).append(holdings.claims[key])
    for rows in found.values():
        rows.sort(key=lambda row: (row["start_at"], row["claim_id"]))
    return found


def accounts_of(holdings: Holdings, hypothesis_id: str) -> list[str]:
    """Accounts of a hypothesis: of its standing incidents and of its claims."""
    found = {
        account
        for row in holdings.incidents_of(hypothesis_id)
        for account in holdings.accounts_of.get(row["incident_id"], [])
    }
    return sorted(found | claims_of(holdings, hypothesis_id).keys())


def evidence_of(holdings: Holdings, row: Row) -> list[Cited]:
    """The reports a hypothesis is cited with."""
    key = row["hypothesis_id"]
    return choose(holdings, accounts_of(holdings, key), claims_of(holdings, key))


def marking_of(holdings: Holdings, cited: Iterable[Cited]) -> str:
    """High-water mark of cited reports."""
    default = holdings.run.profile.default_marking
    return marking.highest(
        [marking.of_report(holdings.reports[item.report_id], default) for item in cited]
        or [default]
    )
