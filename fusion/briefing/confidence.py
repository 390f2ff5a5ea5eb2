"""Confidence in its own sentence, with reasons that come from the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fusion.briefing import subject
from fusion.briefing.evidence import Cited, accounts_of, origin_of, standing
from fusion.briefing.holdings import Holdings
from fusion.briefing.recurrence import COIN, Rate
from fusion.briefing.rows import Row
from fusion.briefing.wording import Both, component, count, figure, say, uncapitalised

PROVEN = frozenset("ABC")  # graded at least fairly reliable, as the networks count it
# Share of draws over grades: below, one draw in four puts another reading first.
FIRM = 0.75
LOOK_BACK_WEEKS = 8  # coverage is judged over two months, as the quiet-control windows are


def of_hypothesis(holdings: Holdings, row: Row) -> Both:
    """The confidence sentence of a hypothesis: level and reasons, never a likelihood."""
    told = (_origins, _graded, _corroborated, _reading, _tests, _contradictions, _gap)
    stated = [reason for each in told if (reason := each(holdings, row))]
    return say("confidence", level=level(row["confidence"]), reasons=_listed(stated))


def level(code: str) -> Both:
    """'low', 'moderate' or 'high' in both languages."""
    return uncapitalised(say(f"confidence_{code}"))


def of_count(cited: Sequence[Cited]) -> tuple[str, Both]:
    """Level and sentence for an observation: by how many origins stand behind it."""
    origins = len({item.origin_id for item in cited})
    code = "high" if origins >= 5 else "moderate" if origins >= 2 else "low"
    return code, say("confidence_observed", level=level(code), origins=count(origins, "origin"))


def of_rate(rate: Rate) -> tuple[str, Both]:
    """Level and sentence for a base rate, from how its rule did when replayed over the past.

    Moderate at most, and only where it erred a fifth less than saying one half each time.
    """
    tried = rate.tried
    code = "moderate" if tried.n >= 60 and tried.brier <= 0.8 * COIN else "low"
    return code, say(
        "rate_confidence", level=level(code), n=tried.n, brier=figure(tried.brier, 2),
        coin=figure(COIN, 2),
    )  # fmt: skip


def of_forecast(holdings: Holdings, forecast: Row, scope: str) -> tuple[str, Both]:
    """Level and sentence for a forecast, from the back-test of its model.

    Moderate at most: a back-test shows skill on the past, the world may change.
    """
    rows = [
        row for row in holdings.get("forecast_score").to_pylist()
        if row["model"] == forecast["model"] and row["scope"].startswith(scope)
    ]  # fmt: skip
    rows.sort(key=lambda row: (abs(row["horizon"] - forecast["horizon"]), row["scope"]))
    if not rows or rows[0]["skill"] <= 0:
        return "low", say("forecast_confidence_bare", level=level("low"))
    best = rows[0]
    code = "moderate" if best["n"] >= 100 and (best["skill_low"] or 0) > 0 else "low"
    return code, say(
        "forecast_confidence", level=level(code), n=best["n"],
        skill=round(100 * best["skill"]), coverage=round(100 * best["coverage"]),
    )  # fmt: skip


def components_of(holdings: Holdings, row: Row) -> list[str]:
    """Components that observed: of each origin behind a hypothesis, the one that told it first."""
    firsts = (told[0] for told in _by_origin(holdings, row).values())
    return sorted({account["component"] for account in firsts})


def _by_origin(holdings: Holdings, row: Row) -> dict[str, list[Row]]:
    """Standing accounts of each origin behind a hypothesis, the earliest first."""
    accounts = standing(holdings, accounts_of(holdings, row["hypothesis_id"]))
    accounts.sort(key=lambda account: (account["received_at"], account["account_id"]))
    found: dict[str, list[Row]] = {}
    for account in accounts:
        found.setdefault(origin_of(holdings, account["account_id"]), []).append(account)
    return found


def silent_weeks(holdings: Holdings, kind: str, area: str) -> tuple[int, int]:
    """Weeks without any report from an area among the last eight, and how many have a row."""
    since = holdings.last_day - dt.timedelta(weeks=LOOK_BACK_WEEKS)
    weeks: dict[dt.date, bool] = {}
    for row in holdings.series_rows:
        is_here = row["area_kind"] == kind and row["area"] == area and row["period"] == "week"
        if is_here and row["starts_on"] > since:
            weeks[row["starts_on"]] = weeks.get(row["starts_on"], False) or row["is_covered"]
    return sum(not covered for covered in weeks.values()), len(weeks)


def _origins(holdings: Holdings, row: Row) -> Both:
    n_components = len(components_of(holdings, row))
    return uncapitalised(
        say(
            "reason_origins",
            origins=count(row["n_origins"] or len(_by_origin(holdings, row)), "origin"),
            components=count(n_components, "component"),
        )
    )


def _graded(holdings: Holdings, row: Row) -> Both | None:
    """How many accounts come from a source graded at least fairly reliable."""
    accounts = standing(holdings, accounts_of(holdings, row["hypothesis_id"]))
    proven = sum(account["reliability"] in PROVEN for account in accounts)
    if not accounts or proven == len(accounts):
        return None
    ungraded = sum(account["reliability"] == "F" for account in accounts)
    return uncapitalised(say("reason_graded", n=proven, of=len(accounts), ungraded=ungraded))


def _corroborated(holdings: Holdings, row: Row) -> Both | None:
    """How many incidents have two independent origins."""
    incidents = list(holdings.incidents_of(row["hypothesis_id"]))
    if not incidents:
        return None
    n = sum(incident["n_origins"] >= 2 for incident in incidents)
    return uncapitalised(say("reason_corroborated", n=n, of=len(incidents)))


def _reading(holdings: Holdings, row: Row) -> Both | None:
    """That the first reading would not stay first with other grades, where it would not."""
    rivals = sorted(
        holdings.of("rival").get(row["hypothesis_id"], []), key=lambda r: (r["rank"], r["rival"])
    )
    if len(rivals) < 2 or rivals[0]["stability"] >= FIRM:
        return None
    n = round(100 * (1 - rivals[0]["stability"]))
    return uncapitalised(say("reason_open", rival=subject.reading(rivals[1]["rival"]), n=n))


def _tests(holdings: Holdings, row: Row) -> Both | None:
    tests = holdings.of("breaking_test").get(row["hypothesis_id"], [])
    for test in tests:
        if test["kind"] == "component" and not test["survives"]:
            return uncapitalised(
                say("reason_component_falls", component=component(test["left_out"]))
            )
    origins = [test for test in tests if test["kind"] == "origin"]
    if not origins:
        return None
    holds = all(test["survives"] for test in origins)
    return uncapitalised(say("reason_linchpin_holds" if holds else "reason_linchpin_falls"))


def _contradictions(holdings: Holdings, row: Row) -> Both | None:
    mine = {incident["incident_id"] for incident in holdings.incidents_of(row["hypothesis_id"])}
    found = {
        other for other in holdings.get("contradiction")["incident_id"].to_pylist() if other in mine
    }
    if not found:
        return None
    return uncapitalised(say("reason_contradicted", incidents=count(len(found), "incident")))


def _gap(holdings: Holdings, row: Row) -> Both | None:
    for code in row["corridors"]:
        silent, weeks = silent_weeks(holdings, "corridor", code)
        if weeks and silent:
            where = subject.area_name(holdings, "corridor", code)
            return uncapitalised(say("reason_gap", area=where, weeks=count(silent, "week")))
    return None


def _listed(reasons: Sequence[Both]) -> Both:
    """Reasons with semicolons: each holds commas of its own."""
    return Both("; ".join(r.en for r in reasons), "\u202f; ".join(r.fr for r in reasons))
