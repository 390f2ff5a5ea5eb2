"""Stated ties with the weeks in which somebody said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

Tie = dict[str, Any]


def dated(
    tie: Tie, claims: Mapping[str, Mapping[str, Any]], week_of: Callable[[dt.date], int]
) -> Tie | None:
    """The tie with `weeks`, one for each account that states it and counts, and `since`.

    None where no account that counts states it. A tie without claims is known from its first day.
    """
    if not tie["claim_ids"]:
        weeks = [week_of(tie["first_on"]) if tie["first_on"] else 0]
    else:
        found = (claims.get(claim_id) for claim_id in tie["claim_ids"])
        said: dict[str, int] = {}
        for claim in (c for c in found if c is not None and c["polarity"] != "denied"):
            week = int(claim["week"])
            said[claim["account_id"]] = min(week, said.get(claim["account_id"], week))
        weeks = sorted(said.values())
    return {**tie, "weeks": weeks, "since": weeks[0]} if weeks else None


def strength_at(tie: Tie, week: int) -> float:
    """Strength 0-1 from the accounts that state it by then: noisy-or, each alike.

    What later accounts add is not known yet, and what was withdrawn is gone.
    """
    known = sum(since <= week for since in tie["weeks"])
    share = known / max(len(tie["weeks"]), int(tie["n_accounts"] or 0), 1)
    return float(1 - (1 - min(0.999, float(tie["strength"]))) ** share)
