"""Forecasts behind the honesty gate: a number counts only where it beat history in back-test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from fusion.outlook import pooled
from fusion.outlook.backtest import Verdict, backtest, distribution_for
from fusion.outlook.baselines import WINDOW
from fusion.outlook.distributions import Distribution, at_least_one, quantiles
from fusion.outlook.history import History
from fusion.outlook.series import ALL, VIOLENCE, Calendar, Key, series_id
from fusion.terms.data_files import load
from fusion.terms.identifiers import identifier

HORIZONS = {"week": (1, 2, 4, 8, 12), "month": (1, 3, 6)}
LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
# What the resolution waits for: as long as late reports are still folded in.
WAIT_WEEKS = 4
# Members of a hypothesis are found with hindsight, so its own record flatters any model.
HINDSIGHT = "its members were found with hindsight, so a back-test on them would flatter the model"

Scopes = Mapping[str, tuple[list[Key], History]]
Rows = list[dict[str, Any]]


def forecast_rows(scopes: Scopes, calendar: Calendar, seed: int) -> tuple[Rows, Rows]:
    """Rows of forecast and forecast_score. Nothing is made on fewer than twelve periods."""
    forecasts: Rows = []
    scores: Rows = []
    last = len(calendar.starts) - 1
    if last < WINDOW - 1:
        return forecasts, scores
    for scope, (keys, history) in scopes.items():
        name = f"{scope}·{calendar.period}"
        horizons = HORIZONS[calendar.period]
        rows, verdicts = backtest(history, name, range(WINDOW - 1, last), horizons, seed)
        scores += [asdict(row) for row in rows]
        by_horizon = {v.horizon: v for v in verdicts}
        cube = pooled.feature_cube(history)
        for horizon in horizons:
            verdict = _allowed(scope, by_horizon.get(horizon), horizon)
            model, found = distribution_for(history, verdict, last, cube)
            has_skill = verdict.has_skill and model == pooled.NAME
            forecasts += _rows(keys, calendar, horizon, model, found, has_skill, verdict.reason)
    return forecasts, scores


def _allowed(scope: str, verdict: Verdict | None, horizon: int) -> Verdict:
    if verdict is None:
        reason = "no past forecast at this horizon has come due: recent history is the best guide"
        return Verdict(horizon, "conflictology", False, reason)
    if scope == "hypothesis":
        return Verdict(horizon, verdict.guide, False, HINDSIGHT)
    return verdict


def _rows(
    keys: list[Key], calendar: Calendar, horizon: int, model: str, found: Distribution,
    has_skill: bool, reason: str,
) -> Rows:  # fmt: skip
    made_on = calendar.end - dt.timedelta(days=1)
    number = len(calendar.starts) - 1 + horizon
    starts_on = calendar.first_day(number)
    resolves_on = calendar.first_day(number + 1) - dt.timedelta(days=1)
    levels, p_any = quantiles(found, LEVELS), at_least_one(found)
    mean = np.asarray(found.mean)
    rows = []
    for n, key in enumerate(keys):
        series = series_id(key, calendar.period)
        rows.append(
            {
                "forecast_id": identifier("forecast", series, made_on, horizon, model),
                "series_id": series,
                "question": _question(key, starts_on, resolves_on),
                "resolution_rule": (
                    f"Independent incidents of this series whose first day lies in the period, as "
                    f"known {WAIT_WEEKS} weeks after {resolves_on.isoformat()}."
                ),
                "made_on": made_on,
                "horizon": horizon,
                "resolves_on": resolves_on,
                "model": model,
                "mean": float(mean[n]),
                **{f"q{round(100 * q):02d}": float(levels[n, k]) for k, q in enumerate(LEVELS)},
                "p_any": float(p_any[n]),
                "has_skill": has_skill,
                "reason": reason,
            }
        )
    return rows


def _question(key: Key, starts_on: dt.date, ends_on: dt.date) -> str:
    what = {ALL: "incidents", VIOLENCE: "violent incidents"}.get(key.market)
    if what is None:
        title = load("markets").get(key.market, {"en": key.market})["en"]
        what = f"incidents of {title}"
    where = {
        "mission": "in the mission's area",
        "admin2": f"in {key.area}",
        "corridor": f"on corridor {key.area}",
        "hypothesis": f"of hypothesis {key.area}",
    }[key.area_kind]
    return f"How many {what} {where} from {starts_on.isoformat()} to {ends_on.isoformat()}?"
