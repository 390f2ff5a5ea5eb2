"""What a network was some weeks ago, from the weekly lineage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, count, figure, say

NEW_DAYS = 28  # a birth is news for four issues


@dataclass(frozen=True)
class Past:
    """A hypothesis then and now; pairs are (then, now). `weeks` lie between."""

    weeks: int
    n_incidents: tuple[int, int]
    n_actors: tuple[int, int]
    strength: tuple[float, float]
    silent_weeks: int  # weeks that it lay dormant in between
    is_new: bool  # it did not stand then

    @property
    def basis(self) -> Both:
        """The figures behind a sentence on growth or silence."""
        return say(
            "basis_lineage", weeks=count(self.weeks, "week"),
            old=figure(self.n_incidents[0]), new=figure(self.n_incidents[1]),
            old_strength=figure(self.strength[0], 2), strength=figure(self.strength[1], 2),
        )  # fmt: skip


def events_of(holdings: Holdings, hypothesis_id: str) -> list[Row]:
    """Weekly rows of a hypothesis, earliest first."""
    rows = holdings.of("hypothesis_lineage").get(hypothesis_id, [])
    return sorted(rows, key=lambda row: (row["as_of"], row["event"]))


def past_of(holdings: Holdings, hypothesis_id: str, weeks: int) -> Past | None:
    """The hypothesis `weeks` ago beside now; its birth where it is younger. None without rows."""
    rows = events_of(holdings, hypothesis_id)
    if not rows:
        return None
    start = holdings.week_end - dt.timedelta(weeks=weeks)
    before = [row for row in rows if row["as_of"] <= start]
    then, now = (before or rows)[-1 if before else 0], rows[-1]
    return Past(
        weeks=max(1, min(weeks, (holdings.week_end - then["as_of"]).days // 7)),
        n_incidents=(then["n_incidents"], now["n_incidents"]),
        n_actors=(then["n_actors"], now["n_actors"]),
        strength=(then["strength"], now["strength"]),
        silent_weeks=_silence(rows, start),
        is_new=not before
        and then["event"] in ("new", "split_from")
        and (holdings.week_end - then["as_of"]).days < NEW_DAYS,
    )


def _silence(rows: list[Row], start: dt.date) -> int:
    """Weeks between falling dormant and coming back, for a return since `start`."""
    longest = 0
    for earlier, later in pairwise(rows):
        if earlier["event"] == "dormant" and later["event"] == "revived" and later["as_of"] > start:
            longest = max(longest, (later["as_of"] - earlier["as_of"]).days // 7)
    return longest
