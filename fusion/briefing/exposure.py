"""How many possible sources stand behind an account: place, week and access (k-anonymity)."""

from __future__ import annotations

from fusion.briefing.evidence import accounts_of
from fusion.briefing.holdings import Holdings, Row
from fusion.briefing.wording import Both, count, say, uncapitalised


def is_human(holdings: Holdings, account_id: str) -> bool:
    """The account's report speaks of a human source: only such an account can expose one."""
    account = holdings.accounts.get(account_id)
    report = holdings.reports.get(account["lead_report_id"]) if account else None
    return bool(report and (report["source_text"] or report["has_protected_source"]))


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
