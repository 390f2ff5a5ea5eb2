"""Forecasts that earned their number in back-test, as judgements."""

from __future__ import annotations

import datetime as dt

from fusion.briefing import confidence, subject
from fusion.briefing.activity import percent
from fusion.briefing.evidence import accounts_of, choose, claims_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.recurrence import SURE, UNSURE
from fusion.briefing.relevance import implication
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    figure,
    market_the,
    say,
    span,
    uncapitalised,
    with_likelihood,
)  # fmt: skip
from fusion.terms.yardsticks import band_of

FORECASTS = 2  # at most, so that one kind does not fill the page
WEIGHT = 1.1


def forecasts(holdings: Holdings) -> list[Sentence]:
    """Forecasts that may carry a number, those furthest from even chances first."""
    best: dict[str, Row] = {}
    for row in sorted(holdings.get("forecast").to_pylist(), key=lambda r: r["forecast_id"]):
        kept = best.get(row["series_id"])
        is_open = row["resolves_on"] > holdings.last_day and row["has_skill"]
        if is_open and (kept is None or row["horizon"] > kept["horizon"]):
            best[row["series_id"]] = row
    series = {row["series_id"]: row for row in holdings.series_rows}
    found = [
        sentence
        for key, row in best.items()
        if key in series and (sentence := forecast(holdings, row, series[key]))
    ]
    found.sort(key=lambda item: (-item.weight, item.key))
    # One forecast for each set of reports: the corridor and the network on it say the same.
    different: dict[tuple[str, ...], Sentence] = {}
    for item in found:
        different.setdefault(tuple(cited.report_id for cited in item.evidence), item)
    return [*list(different.values())[:FORECASTS]]


def forecast(holdings: Holdings, row: Row, series: Row) -> Sentence | None:
    """One forecast in words; None where nothing recorded could be cited for its area."""
    rows = _hypotheses_of(holdings, series)
    keys = [hypothesis["hypothesis_id"] for hypothesis in rows]
    accounts = [account for key in keys for account in accounts_of(holdings, key)]
    if not accounts:
        return None
    band = band_of(min(SURE, max(UNSURE, row["p_any"])), holdings.run.profile.yardstick)
    proposition = _proposition(holdings, row, series)
    code, stated = confidence.of_forecast(holdings, row, series["area_kind"])
    claims = {k: v for key in keys for k, v in claims_of(holdings, key).items()}
    return Sentence(
        section="key_judgement",
        kind="forecast",
        scope=row["series_id"],
        text=with_likelihood(band, uncapitalised(proposition)),
        band=band,
        probability=row["p_any"],
        basis=say("basis_forecast", model=row["model"].replace("_", " "), p=percent(row["p_any"])),
        confidence=code,
        confidence_text=stated,
        alternative=_history(holdings, series),
        would_change=say("forecast_would_change"),
        assumption=say("forecast_assumption"),
        implication=implication(holdings, [series["market"]]),
        evidence=choose(holdings, accounts, claims),
        weight=WEIGHT * max(holdings.priority(hypothesis) for hypothesis in rows),
    )


def _proposition(holdings: Holdings, row: Row, series: Row) -> Both:
    days = 6 if series["period"] == "week" else row["resolves_on"].day - 1
    when = span(row["resolves_on"] - dt.timedelta(days=days), row["resolves_on"])
    kind, area, code = series["area_kind"], series["area"], series["market"]
    if kind == "hypothesis":
        name = subject.name(holdings, holdings.by_id[area])
        return say("forecast_any_hypothesis", name=name, span=when)
    key = "forecast_any_all" if code == "all" else "forecast_any"
    where = subject.area(holdings, kind, area)
    return say(key, market=market_the(code), where=where, span=when)


def _hypotheses_of(holdings: Holdings, series: Row) -> list[Row]:
    """Hypotheses that a series speaks of: itself, those on the corridor, or those of the market."""
    kind, area = series["area_kind"], series["area"]
    if kind == "hypothesis":
        return [holdings.by_id[area]] if area in holdings.by_id else []
    if kind == "corridor":
        return [row for row in holdings.hypotheses if area in row["corridors"]]
    if kind == "mission":
        return [row for row in holdings.hypotheses if series["market"] in [*row["markets"], "all"]]
    return [
        row for row in holdings.hypotheses
        if any(item["admin2"] == area for item in holdings.incidents_of(row["hypothesis_id"]))
    ]  # fmt: skip


def _history(holdings: Holdings, series: Row) -> Both:
    past = [
        row["n_incidents"] for row in holdings.series_rows
        if row["series_id"] == series["series_id"] and row["is_covered"]
    ][-12:]  # fmt: skip
    mean = sum(past) / len(past) if past else 0.0
    return say("forecast_alternative", mean=figure(mean, 1), n=len(past))
