"""Three to seven key judgements: readings, forecasts with skill, and observations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from fusion.briefing import confidence, subject
from fusion.briefing.evidence import Cited, accounts_of, choose, claims_of
from fusion.briefing.holdings import Holdings, Row
from fusion.briefing.observations import lineage, quiet_control, tempo
from fusion.briefing.relevance import implication
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    component,
    count,
    day,
    figure,
    joined,
    market_the,
    say,
    span,
    uncapitalised,
    with_likelihood,
)  # fmt: skip
from fusion.terms.yardsticks import band_of

FEWEST, MOST = 3, 7  # what leadership reads (issue of the brief, doctrine §1)
LISTED = 3  # longer lists become a number
READINGS, FORECASTS = 4, 2  # of each kind at most, so that one kind does not fill the page
# No rule of ours knows the world better than nineteen times in twenty.
SURE, UNSURE = 0.95, 0.05
# Order among candidates of one hypothesis: what leadership must not misread comes first.
WEIGHTS = {"reading": 1.0, "forecast": 0.9}


def key_judgements(holdings: Holdings) -> list[Sentence]:
    """The judgements of this issue, most needed first; each has at least one citation."""
    rows = holdings.hypotheses
    # What a silent network will do next is not a judgement: its silence is observed instead.
    active = [row for row in rows if row["status"] != "dormant"]
    candidates = [reading(holdings, row) for row in active[:READINGS]]
    candidates += forecasts(holdings)
    candidates += [quiet_control(holdings, row) for row in rows]
    candidates += [lineage(holdings, row) for row in rows]
    chosen = _best(candidates, MOST)
    if len(chosen) < FEWEST:
        chosen += _best((tempo(holdings, row) for row in rows), FEWEST - len(chosen))
    for sentence in chosen:
        sentence.section = "key_judgement"
    return chosen


def _best(candidates: Iterable[Sentence | None], most: int) -> list[Sentence]:
    cited = [item for item in candidates if item and item.evidence]
    return sorted(cited, key=lambda item: (-item.weight, item.key))[:most]


def reading(holdings: Holdings, row: Row) -> Sentence | None:
    """Which reading of the evidence will still hold at the end of the outlook."""
    rivals = sorted(
        holdings.of("rival").get(row["hypothesis_id"], []), key=lambda r: (r["rank"], r["rival"])
    )
    if not rivals:
        return None
    first = rivals[0]
    band = band_of(leading_probability(rivals), holdings.run.profile.yardstick)
    where = subject.where(holdings, row)
    about = subject.markets_the(row["markets"])
    about = about + Both(f" {where.en}", f" {where.fr}") if where else about
    rival = rivals[1]["rival"] if len(rivals) > 1 else "coincidence"
    proposition = say(
        "reading_holds",
        horizon=day(holdings.horizon), subject=about,
        reading=subject.reading(first["rival"]), rival=subject.reading(rival),
    )  # fmt: skip
    names = confidence.components_of(holdings, row)
    components = (
        count(len(names), "component")
        if len(names) > LISTED
        else joined([component(name) for name in names])
    )
    return Sentence(
        section="key_judgement",
        kind="reading",
        scope=row["hypothesis_id"],
        text=with_likelihood(band, uncapitalised(proposition)),
        band=band,
        confidence=row["confidence"],
        confidence_text=confidence.of_hypothesis(holdings, row),
        alternative=_alternative(rivals),
        would_change=_would_change(rivals),
        assumption=say("reading_assumption", components=components),
        implication=implication(holdings, row["markets"]),
        evidence=evidence_of(holdings, row),
        weight=WEIGHTS["reading"] * holdings.priority(row),
    )


def leading_probability(rivals: list[Row]) -> float:
    """Probability that the first reading still leads at the horizon, between 0.05 and 0.95.

    Mean of two views: how often it led when grades were drawn anew (stability), and its weight
    against that of the runner-up. Ours; stated on the method page.
    """
    first = rivals[0]
    second = rivals[1]["weight"] if len(rivals) > 1 else 0.0
    total = first["weight"] + second
    share = first["weight"] / total if total else 0.5
    return float(min(SURE, max(UNSURE, (first["stability"] + share) / 2)))


def evidence_of(holdings: Holdings, row: Row) -> list[Cited]:
    """The reports a hypothesis is cited with."""
    key = row["hypothesis_id"]
    return choose(holdings, accounts_of(holdings, key), claims_of(holdings, key))


def _alternative(rivals: list[Row]) -> Both:
    if len(rivals) < 2:
        return say("reading_alone")
    first, second = rivals[0], rivals[1]
    lines = {line for rival in rivals for line in rival["evidence_for"]}
    return say(
        "reading_alternative",
        rival=subject.reading(second["rival"]),
        k=len(set(second["evidence_for"])), m=len(set(first["evidence_for"])), n=len(lines),
    )  # fmt: skip


def _would_change(rivals: list[Row]) -> Both:
    other = rivals[1]["rival"] if len(rivals) > 1 else "coincidence"
    return say("reading_would_change", rival=subject.reading(other))


def forecasts(holdings: Holdings) -> list[Sentence | None]:
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
        confidence=code,
        confidence_text=stated,
        alternative=_history(holdings, series),
        would_change=say("forecast_would_change"),
        assumption=say("forecast_assumption"),
        implication=implication(holdings, [series["market"]]),
        evidence=choose(holdings, accounts, claims),
        weight=WEIGHTS["forecast"] * max(holdings.priority(hypothesis) for hypothesis in rows),
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
