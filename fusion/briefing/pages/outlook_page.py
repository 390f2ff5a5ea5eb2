"""Outlook: fans against history, the numbers that may be printed, and the track record."""

from __future__ import annotations

import datetime as dt

from fusion.briefing import subject
from fusion.briefing.pages import record_page
from fusion.briefing.pages.displacement_page import displacement
from fusion.briefing.pages.view import Node, View
from fusion.briefing.pictures import fan_picture
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, count, day, market
from fusion.briefing.wording import label as label_of

SERIES = 12  # rows of the table: those of the first networks and corridors
CHARTS = 3  # fans on the page: the series of the first hypotheses and corridors
HISTORY = 26  # periods of history beside a fan: half a year of weeks
KINDS = ("corridor", "hypothesis", "admin2", "mission")


def page(view: View, sentences: list[Node]) -> Node:
    """Charts, table, honesty gate and track record."""
    latest = _latest(view)
    series = {row["series_id"]: row for row in view.holdings.series_rows}
    known = {key: rows for key, rows in latest.items() if key in series}
    order = sorted(known, key=lambda key: _order(view, series[key], known[key]))
    skilled = [key for key in order if any(row["has_skill"] for row in known[key])]
    gate = ""
    if order:
        key = "outlook_gate" if skilled else "outlook_gate_none"
        gate = view.say(key, skilled=len(skilled), n=len(order))
    return {
        "sentences": sentences,
        "gate": gate,
        "figures": [_chart(view, series[key], known[key]) for key in order[:CHARTS]],
        "table": _table(view, [(series[key], known[key]) for key in order[:SERIES]], len(order)),
        "track": record_page.track_record(view),
        "backtests": record_page.backtests(view),
        "calibration": record_page.calibration(view),
        "scenarios": record_page.scenarios(view),
        "displacement": displacement(view),
    }


def _latest(view: View) -> dict[str, list[Row]]:
    """The newest forecasts of each series that are still open, nearest horizon first."""
    rows = [
        row for row in view.holdings.get("forecast").to_pylist()
        if row["resolves_on"] > view.holdings.last_day
    ]  # fmt: skip
    newest: dict[str, dt.date] = {}
    for row in rows:
        newest[row["series_id"]] = max(newest.get(row["series_id"], row["made_on"]), row["made_on"])
    found: dict[str, dict[int, Row]] = {}
    for row in sorted(rows, key=lambda r: (not r["has_skill"], r["forecast_id"])):
        if row["made_on"] == newest[row["series_id"]]:
            found.setdefault(row["series_id"], {}).setdefault(row["horizon"], row)
    return {key: [by[h] for h in sorted(by)] for key, by in found.items()}


def _order(view: View, series: Row, rows: list[Row]) -> tuple[object, ...]:
    kind = series["area_kind"]
    used = {code for row in view.holdings.hypotheses[:4] for code in row["corridors"]}
    is_first = series["area"] in used or series["area"] in view.holdings.by_id
    is_skilled = any(row["has_skill"] for row in rows)
    at = KINDS.index(kind) if kind in KINDS else len(KINDS)
    return (not is_skilled, not is_first, at, series["market"] != "all", series["series_id"])


def _name(view: View, series: Row) -> str:
    code = series["market"]
    what = label_of("all_markets") if code == "all" else market(code)
    where = subject.area_name(view.holdings, series["area_kind"], series["area"])
    if series["area_kind"] == "hypothesis":
        return view.clean(view.t(where))
    return view.clean(view.t(Both(f"{where.en}: {what.en}", f"{where.fr} : {what.fr}")))


def _chart(view: View, series: Row, rows: list[Row]) -> Node:
    past = [
        fan_picture.Past(row["starts_on"], row["n_incidents"] if row["is_covered"] else None)
        for row in view.holdings.series_rows if row["series_id"] == series["series_id"]
    ][-HISTORY:]  # fmt: skip
    has_skill = any(row["has_skill"] for row in rows)
    ahead = [
        fan_picture.Ahead(_start(row, series), row["q05"], row["q25"], row["q50"], row["q75"],
                          row["q95"])
        for row in rows if row["has_skill"]
    ]  # fmt: skip
    name = _name(view, series)
    recent = sum(point.n or 0 for point in past[-4:])
    note = view.l("fan_note" if has_skill else "fan_gate")
    told = f"{view.t(count(recent, 'incident'))} ({view.l('last_four')})"
    alt = f"{view.l('figure_fan')}: {name}; {told}. {note}"
    return {
        "kind": "fan",
        "caption": f"{name} – {note}",
        "alt": alt,
        "svg": fan_picture.draw(past, ahead, (view.l("week_axis"), view.l("incidents_axis"))),
        "table": _data(view, past, ahead),
    }


def _data(view: View, past: list[fan_picture.Past], ahead: list[fan_picture.Ahead]) -> Node:
    """What the chart shows, as numbers: recorded periods, then median and 90 % interval."""
    rows = [
        [view.t(day(point.starts_on)), view.l("state_no_coverage") if point.n is None
         else str(point.n)]
        for point in past
    ]  # fmt: skip
    rows += [
        [view.t(day(point.starts_on)),
         f"{round(point.q50)} ({round(point.q05)}–{round(point.q95)})"]
        for point in ahead
    ]  # fmt: skip
    return view.table("fan_table", ("week_axis", "n_incidents"), rows)


def _start(row: Row, series: Row) -> dt.date:
    end: dt.date = row["resolves_on"]
    return end - dt.timedelta(days=6) if series["period"] == "week" else end.replace(day=1)


def _table(view: View, items: list[tuple[Row, list[Row]]], n_series: int) -> Node:
    """One row a series: last four periods, and the numbers where the model has earned them."""
    rows = []
    for series, forecasts in items:
        past = [r for r in view.holdings.series_rows if r["series_id"] == series["series_id"]]
        recent = str(sum(r["n_incidents"] for r in past[-4:]))
        best = next((f for f in reversed(forecasts) if f["has_skill"]), None)
        if best is None:
            rows.append([_name(view, series), recent, "–", "–", view.l("recent_history")])
            continue
        low, high = round(best["q05"]), round(best["q95"])
        rows.append([
            _name(view, series), recent, f"{low}–{high}",
            f"{5 * round(20 * min(0.95, max(0.05, best['p_any'])))}\u202f%", _when(view, best),
        ])  # fmt: skip
    head = ("series", "last_four", "interval", "p_any", "period")
    table = view.table("outlook_table", head, rows)
    left = n_series - len(rows)
    table["note"] = f"+ {left} {view.l('more_rows')}" if left > 0 else ""
    return table


def _when(view: View, row: Row) -> str:
    end: dt.date = row["resolves_on"]
    return (
        f"→ {end.day:02d}.{end.month:02d}.{end.year}"
        if view.language == "fr"
        else (f"to {end.day:02d}.{end.month:02d}.{end.year}")
    )
