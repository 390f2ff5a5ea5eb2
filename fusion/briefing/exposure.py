"""How many possible sources stand behind an account: place, time and access (k-anonymity)."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.briefing.evidence import accounts_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, count, say, uncapitalised
from fusion.profile import Edition

PLACES = ("exact", "admin2", "admin1", "country")  # steps of place; one more: anywhere
TIMES = ("day", "week", "month")  # steps of time; one more: whenever
ANYWHERE, EVER = len(PLACES), len(TIMES)


@dataclass(frozen=True)
class Precision:
    """How exactly a place and a day are told: positions in PLACES and TIMES."""

    place: int
    time: int

    def coarser(self) -> Precision:
        """One step coarser in both, as far as there are steps."""
        return Precision(min(ANYWHERE, self.place + 1), min(EVER, self.time + 1))

    @property
    def is_coarsest(self) -> bool:
        """Nothing is told any more."""
        return self.place == ANYWHERE and self.time == EVER


def precision_of(edition: Edition) -> Precision:
    """The finest that an edition tells."""
    return Precision(PLACES.index(edition.place_precision), TIMES.index(edition.time))


def is_human(holdings: Holdings, account_id: str) -> bool:
    """The account's report speaks of a human source: only such an account can expose one."""
    report = _report(holdings, account_id)
    return bool(report and (report["source_text"] or report["has_protected_source"]))


def _report(holdings: Holdings, account_id: str) -> Row | None:
    account = holdings.accounts.get(account_id)
    return holdings.reports.get(account["lead_report_id"]) if account else None


def needs_cover(holdings: Holdings, edition: Edition, account_id: str) -> bool:
    """The edition must not tell its reader who stands behind the account.

    Whoever reads the report's own text learns place and day from it; what stays to be hidden
    there is the source that asked for protection.
    """
    if not edition.holds_source_text:
        return is_human(holdings, account_id)
    report = _report(holdings, account_id)
    return bool(report and report["has_protected_source"])


def possible(holdings: Holdings, edition: Edition, account_id: str, at: Precision) -> int:
    """Possible sources of an account, told at a precision; 1 where nothing is known of it."""
    is_access_told = edition.source_detail == "descriptor"
    return holdings.sources_at(at.place, at.time, is_access_told).get(account_id, 1)


def is_covered(holdings: Holdings, edition: Edition, account_id: str, at: Precision) -> bool:
    """The account may be told at this precision: it has no human source, or one among k."""
    if not needs_cover(holdings, edition, account_id):
        return True
    k = holdings.run.profile.thresholds.k_anonymity
    return possible(holdings, edition, account_id, at) >= k


def precision(holdings: Holdings, edition: Edition, incident: Row) -> Precision:
    """The finest precision at which an edition may tell an incident without exposing a source."""
    at = precision_of(edition)
    accounts = holdings.accounts_of.get(incident["incident_id"], [])
    while not at.is_coarsest and not all(
        is_covered(holdings, edition, key, at) for key in accounts
    ):
        at = at.coarser()
    return at


def exposed(holdings: Holdings, row: Row) -> list[str]:
    """Accounts of a hypothesis whose human source is one of fewer than k possible ones."""
    k = holdings.run.profile.thresholds.k_anonymity
    return [
        key for key in accounts_of(holdings, row["hypothesis_id"])
        if holdings.possible_sources.get(key, 1) < k and is_human(holdings, key)
    ]  # fmt: skip


def risk_line(holdings: Holdings, row: Row) -> Both:
    """The risk to sources that an option on this hypothesis would bring, in words."""
    k = holdings.run.profile.thresholds.k_anonymity
    found = exposed(holdings, row)
    if not found:
        return uncapitalised(say("risk_none", k=k))
    # Three or more exposed sources: one of them will be guessed right (ours).
    level = uncapitalised(say("risk_high" if len(found) >= k else "risk_moderate"))
    return uncapitalised(say("risk_some", level=level, reports=count(len(found), "report"), k=k))
