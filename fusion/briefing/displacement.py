"""Traffic that moved: whether a network will be seen again where it is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fusion.briefing import recurrence, subject
from fusion.briefing.activity import judged, percent, tried_on
from fusion.briefing.holdings import Holdings
from fusion.briefing.recurrence import SURE, UNSURE, Rate
from fusion.briefing.roads import MONTH_DAYS, moved
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import count, day_short, say

WEIGHT = 1.3  # traffic that moves is what leadership can still prevent
NEARBY_WEEKS = 12  # weeks over which a network's share of a corridor is counted


def displacements(holdings: Holdings) -> Iterator[Sentence]:
    """Traffic of a network on a corridor where it had not been reported before."""
    rates = recurrence.rates(
        recurrence.records(holdings, "corridor", lambda market: market == "all")
    )
    area = {row["area"]: row["series_id"] for row in holdings.series_rows
            if row["area_kind"] == "corridor" and row["market"] == "all"
            and row["period"] == "week"}  # fmt: skip
    for row, code, fresh in moved(holdings):
        rate = rates.get(area.get(code, ""))
        if rate is None:
            continue
        chance, share, pace = _own_chance(holdings, rate, area[code], len(fresh))
        text = say(
            "displacement_again", name=subject.name(holdings, row),
            where=subject.area(holdings, "corridor", code), horizon=day_short(holdings.horizon),
            incidents=count(len(fresh), "incident"),
        )  # fmt: skip
        sentence = judged(
            holdings, "displacement", row["hypothesis_id"], text, rate, fresh, [row],
            row["markets"], WEIGHT * holdings.priority(row), chance,
        )  # fmt: skip
        sentence.basis = say(
            "basis_displacement", chance=percent(rate.probability), share=percent(share),
            pace=percent(pace), p=percent(chance), tried=tried_on(rate),
        )  # fmt: skip
        old = [c for c in row["corridors"] if c != code]
        sentence.would_change = say(
            "displacement_would_change", where=subject.area(holdings, "corridor", code),
            old=subject.area(holdings, "corridor", old[0]) if old else say("in_mission"),
        )  # fmt: skip
        yield sentence


def _own_chance(
    holdings: Holdings, rate: Rate, series_id: str, own: int
) -> tuple[float, float, float]:
    """Chance for this network alone; its share of the corridor; the chance at its own pace.

    Mean of two views: the corridor's rate thinned to the network's share of its incidents
    (Poisson), and the pace of the network's own incidents of the last month (Jeffreys prior).
    """
    since = holdings.last_day - dt.timedelta(weeks=NEARBY_WEEKS)
    total = sum(
        row["n_incidents"] for row in holdings.series_rows
        if row["series_id"] == series_id and row["starts_on"] > since
    )  # fmt: skip
    share = min(1.0, (own + 0.5) / (max(total, own) + 1.0))
    thinned = 1.0 - (1.0 - rate.probability) ** share
    pace = recurrence.sign_rate(own, 0.0, 2 * MONTH_DAYS)
    chance = (thinned + pace) / 2
    return float(min(SURE, max(UNSURE, chance))), share, pace
