"""The fall next door as an observable: what left one area may be on its way to the one beside it.

A fall is half or less of what 30 days usually hold, where people still report: an area from which
nobody writes has not calmed. Earlier windows are counted as they were known on their last day, so
late reports alone make no fall. It is one kind of sign; the warning needs a second one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from fusion.outlook.facts import Effort, Facts, Incident
from fusion.outlook.indicators import (
    LEAST_HISTORY_DAYS,
    WINDOW_DAYS,
    Row,
    by_number,
    ground_of,
    row_of,
)
from fusion.outlook.scenarios import FALL, RISE

CODE = "fall_beside"
NAME = "incidents fell by half or more next door while people there still report"
LEAST_USUAL = 3.0  # incidents in 30 days: fewer fall to half by chance alone
MORE = 2  # so that one incident after none is no rise
WINDOWS = 26  # half a year of weeks tells what is usual


@dataclass(frozen=True)
class Level:
    """What an area usually has in 30 days, what it has now, and who still reports from it."""

    usual: float
    recent: float
    reporting: tuple[Effort, ...]

    @property
    def lost(self) -> float:
        """Incidents that are missing; none where nobody reports, or where there were few."""
        return self.usual - self.recent if self.reporting and self.usual >= LEAST_USUAL else 0.0

    @property
    def has_fallen(self) -> bool:
        """Whether half or less is left."""
        return self.lost > 0 and self.recent <= FALL * self.usual


def fall_rows(facts: Facts, kind: str, beside: Mapping[str, Sequence[str]]) -> list[Row]:
    """One indicator for each area of a kind (corridor or admin2); `beside` names its neighbours.

    watch: a neighbour has fallen; raised: and here it is half as many again as usual, and two more.
    """
    levels = _levels(facts, kind, beside)
    return [_row(facts, kind, area, levels, others) for area, others in sorted(beside.items())]


def _row(
    facts: Facts, kind: str, area: str, levels: Mapping[str, Level], others: Sequence[str]
) -> Row:
    here, known = levels[area], [levels[other] for other in others if other in levels]
    has_record = (facts.today - facts.first_monday).days >= LEAST_HISTORY_DAYS
    fallen = [level for level in known if level.has_fallen] if has_record else []
    most = max(fallen or known, key=lambda level: level.lost, default=Level(0.0, 0.0, ()))
    state = "quiet"
    if fallen and not here.has_fallen:
        has_risen = here.recent >= max(RISE * here.usual, here.usual + MORE)
        state = "raised" if has_risen else "watch"
    seen = [account for level in fallen for account in level.reporting]
    who = by_number(Counter(account.component for account in seen))
    return row_of(
        facts, kind, area, CODE,
        observable=NAME, value=max(0.0, most.lost), base_rate=0.0,
        threshold=max(most.usual, LEAST_USUAL) * (1 - FALL), state=state, horizon="immediate",
        who_can_see=who or sorted(c.name for c in facts.run.profile.components),
        evidence_ids=sorted({a.account_id for a in seen}) if state != "quiet" else [],
    )  # fmt: skip


def _levels(facts: Facts, kind: str, areas: Iterable[str]) -> dict[str, Level]:
    start = facts.today - dt.timedelta(days=WINDOW_DAYS)
    ends = [start - dt.timedelta(weeks=n) for n in range(WINDOWS)]
    first = facts.first_monday + dt.timedelta(days=WINDOW_DAYS - 1)
    ends = [end for end in ends if end >= first]
    incidents: dict[str, list[Incident]] = {}
    reporting: dict[str, list[Effort]] = {}
    for incident in facts.incidents:
        for area in ground_of(incident, kind):
            incidents.setdefault(area, []).append(incident)
    for account in facts.effort:
        for area in ground_of(account, kind) if account.day > start else ():
            reporting.setdefault(area, []).append(account)
    found = {}
    for area in areas:
        listed = incidents.get(area, [])
        usual = fmean(_count(listed, end) for end in ends) if ends else 0.0
        recent = float(_count(listed, facts.today))
        found[area] = Level(usual, recent, tuple(reporting.get(area, ())))
    return found


def _count(incidents: Sequence[Incident], end: dt.date) -> int:
    """Incidents of the 30 days up to `end`, as known then."""
    start = end - dt.timedelta(days=WINDOW_DAYS)
    return sum(start < i.day <= end and i.known_on <= end for i in incidents)
