"""Forecasts behind the honesty gate: a number counts only where it beat history in back-test."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fusion.outlook import combining
from fusion.outlook.backtest import backtest
from fusion.outlook.baselines import WINDOW
from fusion.outlook.calibration import Calibrated
from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import (
    Distribution,
    Reals,
    at_least_one,
    exceeding,
    quantiles,
)
from fusion.outlook.gate import Verdict, distribution_for, recent_history
from fusion.outlook.history import History
from fusion.outlook.resolution import WAIT_DAYS
from fusion.outlook.series import ALL, VIOLENCE, Calendar, Key, series_id
from fusion.outlook.track import Lesson
from fusion.terms.data_files import load
from fusion.terms.identifiers import identifier

HORIZONS = {"week": (1, 2, 4, 8, 12), "month": (1, 3, 6)}  # weeks, months
FINE = tuple(round(0.05 * k, 2) for k in range(1, 20))  # what the ledger keeps
LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
# Members of a hypothesis are found with hindsight, so its own record flatters any model.
HINDSIGHT = "its members were found with hindsight, so a back-test on them would flatter the model"

Scopes = Mapping[str, tuple[list[Key], History]]
Forecasters = Mapping[str, Forecaster]
Rows = list[dict[str, Any]]


def forecast_rows(
    scopes: Scopes,
    forecasters: Forecasters,
    calendar: Calendar,
    seed: int,
    lesson: Lesson | None = None,
) -> tuple[Rows, Rows]:
    """Rows of forecast and forecast_score. Nothing is made on fewer than twelve periods.

    `forecasters` has one for each scope; `lesson` is what the track record taught about the
    machine's own probabilities.
    """
    forecasts: Rows = []
    scores: Rows = []
    last = len(calendar.starts) - 1
    if last < WINDOW - 1:
        return forecasts, scores
    for scope, (keys, history) in scopes.items():
        name = f"{scope}·{calendar.period}"
        horizons = HORIZONS[calendar.period]
        forecaster = forecasters[scope]
        rows, verdicts = backtest(forecaster, name, range(WINDOW - 1, last), horizons, seed)
        scores += [asdict(row) for row in rows]
        by_horizon = {v.horizon: v for v in verdicts}
        for horizon in horizons:
            verdict = _allowed(scope, by_horizon.get(horizon), horizon)
            model, found = distribution_for(forecaster, verdict, last)
            made = _Made(horizon, model, verdict.has_skill and model == combining.NAME,
                         verdict.reason, lesson)  # fmt: skip
            forecasts += _rows(keys, calendar, made, found, history)
    return forecasts, scores


def _allowed(scope: str, verdict: Verdict | None, horizon: int) -> Verdict:
    if verdict is None:
        reason = "no past forecast at this horizon has come due: recent history is the best guide"
        return Verdict(horizon, "conflictology", False, reason)
    if scope == "hypothesis":
        return Verdict(horizon, verdict.guide, False, HINDSIGHT)
    return verdict


@dataclass(frozen=True)
class _Made:
    """What the forecasts of one scope and horizon share."""

    horizon: int
    model: str
    has_skill: bool
    reason: str
    lesson: Lesson | None


def _rows(
    keys: list[Key], calendar: Calendar, made: _Made, found: Distribution, history: History
) -> Rows:
    made_on = calendar.end - dt.timedelta(days=1)
    number = len(calendar.starts) - 1 + made.horizon
    starts_on = calendar.first_day(number)
    resolves_on = calendar.first_day(number + 1) - dt.timedelta(days=1)
    usual = recent_history(history, "conflictology", history.n_periods - 1)
    at_least = np.floor(usual.mean).astype(np.int64) + 1
    tails = found.tails if isinstance(found, Calibrated) else (LEVELS[0], LEVELS[-1])
    levels = quantiles(found, (tails[0], *LEVELS[1:-1], tails[1]))
    p_any, mean = at_least_one(found), np.asarray(found.mean)
    many, many_usual = quantiles(found, FINE), quantiles(usual, FINE)
    lesson = made.lesson
    p_above, p_usual = exceeding(found, at_least), exceeding(usual, at_least)
    rows = []
    for n, key in enumerate(keys):
        series = series_id(key, calendar.period)
        rows.append(
            {
                "forecast_id": identifier("forecast", series, made_on, made.horizon, made.model),
                "series_id": series,
                "question": _question(key, starts_on, resolves_on),
                "resolution_rule": (
                    f"Independent incidents of this series whose first day lies in the period, as "
                    f"known {WAIT_DAYS // 7} weeks after {resolves_on.isoformat()}."
                ),
                "made_on": made_on,
                "horizon": made.horizon,
                "resolves_on": resolves_on,
                "model": made.model,
                "mean": float(mean[n]),
                **{f"q{round(100 * q):02d}": float(levels[n, k]) for k, q in enumerate(LEVELS)},
                "p_any": float(p_any[n]),
                "has_skill": made.has_skill,
                "reason": made.reason,
                "at_least": int(at_least[n]),
                "p_at_least": float(p_above[n]),
                "p_history": float(p_usual[n]),
                "mean_history": float(usual.mean[n]),
                "p_recalibrated": lesson.apply(float(p_above[n])) if lesson else None,
                "starts_on": starts_on,
                "quantiles": _as_json(many[n]),
                "history_quantiles": _as_json(many_usual[n]),
            }
        )
    return rows


def _as_json(values: Reals) -> str:
    return json.dumps(
        {f"{q:g}": float(v) for q, v in zip(FINE, values, strict=True)}, separators=(",", ":")
    )


def _question(key: Key, starts_on: dt.date, ends_on: dt.date) -> str:
    what = {ALL: "incidents", VIOLENCE: "violent incidents"}.get(key.market)
    if what is None:
        title = load("markets").get(key.market, {"en": key.market})["en"]
        what = f"incidents of {title}"
    where = {
        "mission": "in the mission's area",
        "admin2": f"in {key.area}",
        "corridor": f"on corridor {key.area}",
        "segment": f"on the leg {key.area}",
        "hypothesis": f"of hypothesis {key.area}",
    }[key.area_kind]
    return f"How many {what} {where} from {starts_on.isoformat()} to {ends_on.isoformat()}?"
