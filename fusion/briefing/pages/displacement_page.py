"""Where incidents fell, and which neighbour may rise after it."""

from __future__ import annotations

from fusion.briefing import subject
from fusion.briefing.pages.view import Node, View
from fusion.briefing.rows import Row
from fusion.briefing.wording import day_short, figure

LATEST = 12  # rows that a reader still scans; the rest stays in the tables
AHEAD_DAYS = 31  # the outlook of an issue reaches about a month: one horizon a pair is shown


def displacement(view: View) -> Node:
    """One row a fall and neighbour: usual and recent counts, what a rise would be, its chance.

    The chance is a number only where it beat base rate and recent history; else the share of
    earlier falls that a rise followed is shown as what it is.
    """
    rows = sorted(_one_horizon(view), key=lambda r: (not r["has_skill"], -_lost(r), _key(r)))
    body = [
        [_area(view, row, "from_area"), f"{_n(view, row['usual'])} / {_n(view, row['recent'])}",
         _area(view, row, "to_area"), f"≥ {row['at_least']}", view.t(day_short(row["resolves_on"])),
         _chance(view, row)]
        for row in rows[:LATEST]
    ]  # fmt: skip
    head = ("fell_in", "usual_recent", "may_rise_in", "a_rise_is", "by", "chance")
    table = view.table("displacement_table", head, body)
    left = len(rows) - len(body)
    table["note"] = f"+ {left} {view.l('more_rows')}" if left > 0 else ""
    return table


def _one_horizon(view: View) -> list[Row]:
    """Of each pair of areas the furthest horizon that the outlook of the issue reaches."""
    found: dict[tuple[str, str], Row] = {}
    for row in view.holdings.get("displacement").to_pylist():
        ahead = (row["resolves_on"] - view.holdings.last_day).days
        key = (row["from_series_id"], row["to_series_id"])
        held = found.get(key)
        if 0 < ahead <= AHEAD_DAYS and (held is None or held["resolves_on"] < row["resolves_on"]):
            found[key] = row
    return list(found.values())


def _lost(row: Row) -> float:
    return float(row["usual"] - row["recent"])


def _key(row: Row) -> tuple[str, str]:
    return row["from_area"], row["to_area"]


def _area(view: View, row: Row, side: str) -> str:
    return view.clean(view.t(subject.area_name(view.holdings, row["area_kind"], row[side])))


def _n(view: View, value: float) -> str:
    return view.t(figure(value, 0 if float(value).is_integer() else 1))


def _chance(view: View, row: Row) -> str:
    if row["has_skill"] and row["p_rise"] is not None:
        return _percent(row["p_rise"])
    return f"{view.l('base_rate_only')} {_percent(row['p_base'])}"


def _percent(p: float) -> str:
    """Rounded to five: finer would say more than counts of this size bear."""
    return f"{5 * round(20 * min(0.95, max(0.05, p)))}\u202f%"
