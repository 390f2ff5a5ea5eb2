"""Which of its corridors a network's incidents lie on, and where it is new."""

from __future__ import annotations

import datetime as dt
import math

from fusion.briefing import subject
from fusion.briefing.holdings import Holdings
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both

MONTH_DAYS = 30  # window of the outlook's indicator of displacement


def moved(holdings: Holdings) -> list[tuple[Row, str, list[Row]]]:
    """Hypothesis, corridor and incidents where a network shows on a corridor new to it.

    Each incident counts to the corridor of the hypothesis that it lies nearest to; new is one on
    which nothing older than a month lies.
    """
    start = holdings.last_day - dt.timedelta(days=MONTH_DAYS)
    found = []
    for row in holdings.hypotheses:
        incidents = holdings.incidents_of(row["hypothesis_id"])
        nearest = {i["incident_id"]: nearest_corridor(holdings, row, i) for i in incidents}
        earlier = {
            nearest[i["incident_id"]] for i in incidents
            if i["occurred_from"] and i["occurred_from"] <= start
        }  # fmt: skip
        fresh: dict[str, list[Row]] = {}
        for item in incidents:
            code = nearest[item["incident_id"]]
            if code and code not in earlier and item["occurred_from"]:
                fresh.setdefault(code, []).append(item)
        if fresh and any(earlier):
            code = max(fresh, key=lambda key: (len(fresh[key]), key))
            found.append((row, code, fresh[code]))
    return found


def nearest_corridor(holdings: Holdings, row: Row, incident: Row) -> str | None:
    """The hypothesis' corridor with the waypoint nearest to an incident; None without a place.

    Waypoints shared by several corridors (a town where they meet) tell nothing and are left out.
    """
    if incident["latitude"] is None:
        return None
    profile = holdings.run.profile
    known = [found for code in row["corridors"] if (found := subject.corridor(profile, code))]
    shared = [p.name for c in known for p in c.points]
    best: tuple[float, str] | None = None
    for one in known:
        for point in one.points:
            if shared.count(point.name) > 1:
                continue
            away = math.hypot(
                point.latitude - incident["latitude"],
                (point.longitude - incident["longitude"]) * math.cos(math.radians(point.latitude)),
            )
            if best is None or (away, one.code) < best:
                best = (away, one.code)
    return best[1] if best else None


def spot(holdings: Holdings, row: Row, incident: Row) -> Both | None:
    """'on the Western track' for an incident of a hypothesis."""
    code = nearest_corridor(holdings, row, incident)
    return subject.area(holdings, "corridor", code) if code else None
