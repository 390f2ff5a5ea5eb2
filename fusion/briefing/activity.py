"""What will go on: a market, violence on a corridor, traffic that moved; from base rates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator

from fusion.briefing import confidence, recurrence, subject
from fusion.briefing.evidence import choose, claims_of
from fusion.briefing.holdings import VIOLENT, Holdings, Row
from fusion.briefing.recurrence import SURE, UNSURE, Rate
from fusion.briefing.relevance import implication
from fusion.briefing.sentence import Sentence
from fusion.briefing.wording import (
    Both,
    count,
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
MONTH_DAYS = 30  # window of the indicator of displacement
NEARBY_WEEKS = 12  # weeks over which a network's share of a corridor is counted
# Order among candidates: traffic that moves is what leadership can still prevent.
WEIGHTS = {"displacement": 1.3, "violence": 1.0, "market": 0.95}


def activity(holdings: Holdings) -> Iterator[Sentence]:
    """Candidates: one for each market and corridor with a base rate, and each displacement."""
    yield from markets(holdings)
    yield from violence(holdings)
    yield from displacements(holdings)


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
    return _judged(
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
        yield _judged(holdings, "violence", series_id, text, rate, incidents, users, ["violence"],
                      WEIGHTS["violence"] * holdings.priority(users[0]))  # fmt: skip


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
        sentence = _judged(
            holdings, "displacement", row["hypothesis_id"], text, rate, fresh, [row],
            row["markets"], WEIGHTS["displacement"] * holdings.priority(row), chance,
        )  # fmt: skip
        sentence.basis = say(
            "basis_displacement", chance=percent(rate.probability), share=percent(share),
            pace=percent(pace), p=percent(chance), tried=_tried(rate),
        )  # fmt: skip
        old = [c for c in row["corridors"] if c != code]
        sentence.would_change = say(
            "displacement_would_change", where=subject.area(holdings, "corridor", code),
            old=subject.area(holdings, "corridor", old[0]) if old else say("in_mission"),
        )  # fmt: skip
        yield sentence


def moved(holdings: Holdings) -> list[tuple[Row, str, list[Row]]]:
    """Hypothesis, corridor and incidents where a network shows on a corridor new to it.

    The indicator of the outlook says which incidents; the corridor is the one of the hypothesis
    that most of them lie nearest to.
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


def percent(chance: float) -> str:
    """Rounded to the five per cent that such a number bears."""
    return str(5 * round(20 * chance))


def _tried(rate: Rate) -> Both:
    return uncapitalised(say("basis_tried", n=rate.tried.n, brier=figure(rate.tried.brier, 2)))


def basis(rate: Rate) -> Both:
    """Where a base rate comes from: the own record, all like records, how the rule was tried."""
    rule = rate.tried.rule
    how = "state" if rule.uses_state else "recent" if rule.half_life else "plain"
    return say(
        f"basis_{how}", k=rate.k, n=rate.n, pool_k=rate.pool_k, pool_n=rate.pool_n,
        p=percent(rate.probability), tried=_tried(rate),
    )  # fmt: skip


def _judged(
    holdings: Holdings, kind: str, scope: str, proposition: Both, rate: Rate,
    incidents: Iterable[Row], rows: list[Row], codes: Iterable[str], weight: float,
    chance: float | None = None,
) -> Sentence:  # fmt: skip
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
