"""What will go on: a market, violence on a corridor; from base rates of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from fusion.briefing import confidence, recurrence, subject
from fusion.briefing.evidence import choose, claims_of
from fusion.briefing.holdings import VIOLENT, Holdings
from fusion.briefing.recurrence import Rate
from fusion.briefing.relevance import implication
from fusion.briefing.roads import spot
from fusion.briefing.rows import Row
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    day_short,
    figure,
    market,
    month_name,
    say,
    uncapitalised,
    with_likelihood,
    words,
)  # fmt: skip
from fusion.terms.yardsticks import band_of

RECENT_WEEKS = 12  # a market that nobody mentioned for a quarter is no news of this issue
FRESH_DAYS = 28  # an act of the last four weeks presses more than an older one
WEIGHTS = {"violence": 1.0, "market": 0.95}  # order among candidates


def activity(holdings: Holdings) -> Iterator[Sentence]:
    """Candidates: one for each market and corridor with a base rate."""
    yield from markets(holdings)
    yield from violence(holdings)


def markets(holdings: Holdings) -> Iterator[Sentence]:
    """A further act of a market of living networks, anywhere in the mission area."""
    named = {code for row in holdings.hypotheses for code in row["markets"]}
    pool = recurrence.records(holdings, "mission", lambda m: m not in ("all", "violence"))
    rates = recurrence.rates(pool)
    for series_id, code in _series(holdings, "mission").items():
        if code in named and series_id in rates:
            sentence = _market(holdings, series_id, code, rates[series_id])
            if sentence:
                yield sentence


def _series(holdings: Holdings, kind: str) -> dict[str, str]:
    """Market of each weekly series of a kind of area."""
    return {
        row["series_id"]: row["market"] for row in holdings.series_rows
        if row["area_kind"] == kind and row["period"] == "week"
    }  # fmt: skip


def _market(holdings: Holdings, series_id: str, code: str, rate: Rate) -> Sentence | None:
    since = holdings.last_day - dt.timedelta(weeks=RECENT_WEEKS)
    found = [
        (item, row) for row in holdings.hypotheses
        for item in holdings.incidents_of(row["hypothesis_id"])
        if code in item["markets"] and item["occurred_from"] and item["occurred_from"] > since
    ]  # fmt: skip
    if not found:
        return None

    def pressing(pair: tuple[Row, Row]) -> tuple[float, dt.date, str]:
        """How soon leadership needs an incident of a network; fresh ones first."""
        item, row = pair
        fresh = (holdings.last_day - item["occurred_from"]).days < FRESH_DAYS
        return holdings.priority(row) * (1.3 if fresh else 0.7), item["occurred_from"], row["name"]

    # The last incident of the network that leadership needs first among those in the market.
    last, row = max(found, key=pressing)
    acts = words("activities")["acts"]
    act = Both(acts[code]["en"], acts[code]["fr"]) if code in acts else _any_act(code)
    where = spot(holdings, row, last) or subject.where(holdings, row) or say("in_mission")
    text = say(
        "market_again", act=act, horizon=day_short(holdings.horizon),
        name=subject.name(holdings, row), where=uncapitalised(where),
        month=month_name(last["occurred_from"]),
    )  # fmt: skip
    return judged(
        holdings, "market", series_id, text, rate, [item for item, _ in found], [row], [code],
        WEIGHTS["market"] * pressing((last, row))[0],
    )  # fmt: skip


def _any_act(code: str) -> Both:
    row, named = words("activities")["acts"]["any"], market(code)
    return Both(row["en"].format(market=named.en), row["fr"].format(market=named.fr))


def violence(holdings: Holdings) -> Iterator[Sentence]:
    """A further violent incident on a corridor that living networks use."""
    rates = recurrence.rates(
        recurrence.records(holdings, "corridor", lambda market: market == "violence")
    )
    for series_id, rate in rates.items():
        code = next(r["area"] for r in holdings.series_rows if r["series_id"] == series_id)
        users = [row for row in holdings.hypotheses if code in row["corridors"]]
        incidents = [
            item for row in users for item in holdings.incidents_of(row["hypothesis_id"])
            if item["event_type"] in VIOLENT
        ]  # fmt: skip
        if not incidents:
            continue
        text = say(
            "violence_again", where=subject.area(holdings, "corridor", code),
            name=subject.name(holdings, users[0]), horizon=day_short(holdings.horizon),
        )  # fmt: skip
        yield judged(holdings, "violence", series_id, text, rate, incidents, users, ["violence"],
                      WEIGHTS["violence"] * holdings.priority(users[0]))  # fmt: skip


def percent(chance: float) -> str:
    """Rounded to the five per cent that such a number bears."""
    return str(5 * round(20 * chance))


def tried_on(rate: Rate) -> Both:
    """On how many past spans a rate was tried, and how far off it was (Brier score)."""
    return uncapitalised(say("basis_tried", n=rate.tried.n, brier=figure(rate.tried.brier, 2)))


def basis(rate: Rate) -> Both:
    """Where a base rate comes from: the own record, all like records, how the rule was tried."""
    rule = rate.tried.rule
    how = "state" if rule.uses_state else "recent" if rule.half_life else "plain"
    return say(
        f"basis_{how}", k=rate.k, n=rate.n, pool_k=rate.pool_k, pool_n=rate.pool_n,
        p=percent(rate.probability), tried=tried_on(rate),
    )  # fmt: skip


def judged(
    holdings: Holdings, kind: str, scope: str, proposition: Both, rate: Rate,
    incidents: Iterable[Row], rows: list[Row], codes: Iterable[str], weight: float,
    chance: float | None = None,
) -> Sentence:  # fmt: skip
    """A key judgement on a proposition: its band, its reasons, its reports and its weight.

    Its likelihood is `chance` where that is given, else the base rate's own.
    """
    probability = rate.probability if chance is None else chance
    band = band_of(probability, holdings.run.profile.yardstick)
    accounts = [
        account for item in incidents
        for account in holdings.accounts_of.get(item["incident_id"], [])
    ]  # fmt: skip
    claims = {k: v for row in rows for k, v in claims_of(holdings, row["hypothesis_id"]).items()}
    code, stated = confidence.of_rate(rate)
    return Sentence(
        section="key_judgement",
        kind=kind,
        scope=scope,
        text=with_likelihood(band, uncapitalised(proposition)),
        band=band,
        probability=probability,
        basis=basis(rate),
        confidence=code,
        confidence_text=stated,
        alternative=effort(holdings),
        would_change=say("forecast_would_change"),
        assumption=say("forecast_assumption"),
        implication=implication(holdings, codes),
        evidence=choose(holdings, accounts, claims),
        weight=weight,
        about=rows[0]["hypothesis_id"],
    )


def effort(holdings: Holdings) -> Both:
    """The rival that reporting moved rather than the world: reports now beside those before."""
    weeks: dict[dt.date, int] = {}
    for row in holdings.series_rows:
        if row["area_kind"] == "mission" and row["period"] == "week":
            weeks[row["starts_on"]] = max(weeks.get(row["starts_on"], 0), row["n_reports"])
    ordered = [weeks[on] for on in sorted(weeks)]
    late, early = ordered[-4:], ordered[-16:-4]
    if not late or not early:
        return say("rival_effort_unknown")
    return say(
        "rival_effort", late=figure(sum(late) / len(late)), early=figure(sum(early) / len(early))
    )
