"""An incident as one edition tells it: what, where and when, as precisely as it may."""

from __future__ import annotations

import calendar
import datetime as dt
import math

from fusion.briefing.pages.view import View
from fusion.briefing.rows import Row
from fusion.briefing.wording import market, words
from fusion.terms.data_files import load

KM_PER_DEGREE = 111.2  # of latitude, mean sphere
PRECISION = ("exact", "week", "month", "untold")
CELL_DEGREES = (0.0, 0.5, 1.0, 2.0)  # of the cell that a point stands for, by step; as View.point


def incident(view: View, row: Row, citations: list[str]) -> Row:
    """The row of sheet 'incident': place, point and date come from the edition's view alone."""
    at, told = view.point(row), view.told(row)
    first, last = period(row["occurred_from"], told.time)
    return {
        "incident_id": row["incident_id"], "event_type": row["event_type"],
        "event_subtype": row["event_subtype"], "market": next(iter(row["markets"]), None),
        "what": _what(view, row), "place": view.place(row), "country": row["country"],
        "latitude": at and round(at[0], 5), "longitude": at and round(at[1], 5),
        "precision_km": at and _radius(row, told.place), "first_on": first, "last_on": last,
        "precision": PRECISION[told.time], "n_origins": row["n_origins"],
        "credibility": row["credibility"], "citations": citations,
    }  # fmt: skip


def period(on: dt.date | None, step: int) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of what an edition says of a day: itself, its week, its month, nothing."""
    if on is None or step > 2:
        return None, None
    if step == 0:
        return on, on
    if step == 1:
        monday = on - dt.timedelta(days=on.weekday())
        return monday, monday + dt.timedelta(days=6)
    return on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1])


def when_where(row: Row) -> str:
    """Day or period and place of a row of sheet 'incident', in one line."""
    days = " – ".join(dict.fromkeys(filter(None, map(iso, (row["first_on"], row["last_on"])))))
    return ", ".join(filter(None, (days, row["place"])))


def iso(on: dt.date | None) -> str | None:
    """The day in ISO 8601; None where there is none."""
    return on.isoformat() if on else None


def _radius(row: Row, step: int) -> float:
    """Kilometres from the point to the farthest place it may stand for: a cell's half diagonal."""
    if step == 0:
        return float(round(row["radius_km"] or 0.0, 1))
    cell = CELL_DEGREES[min(step, len(CELL_DEGREES) - 1)]
    return round(cell / 2 * math.sqrt(2) * KM_PER_DEGREE, 1)


def _what(view: View, row: Row) -> str:
    """Type and market in words: no sentence of a report."""
    group = load("incident_types").get(row["event_type"] or "", {"subtypes": {}})
    named = group["subtypes"] if view.language == "en" else words("subtypes")
    kind = named.get(row["event_subtype"] or "")
    first = [view.t(market(code)) for code in row["markets"][:1]]
    return " · ".join([part for part in (kind, *first) if part]) or "–"
