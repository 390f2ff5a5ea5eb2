"""Rolling-origin back-test: baselines, models and their combination on the same origins.

Scored step by step; at each origin only what was known then is used. Skill is 1 - CRPS / CRPS of
the best baseline, with a block bootstrap over origins, because forecasts made in neighbouring
periods err together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fusion.outlook import combining
from fusion.outlook.baselines import BASELINES, WINDOW
from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import Counts, Reals
from fusion.outlook.gate import GUIDES, LEAST_ORIGINS, Verdict, recent_history, verdict_of
from fusion.outlook.history import History
from fusion.outlook.scoring import Scores, average_precision, score

REPLICATES = 1000
QUIET = 3  # onset: at least one event after this many quiet periods (issue: three quiet months)


@dataclass(frozen=True)
class Row:
    """One line of the back-test: how one model did at one horizon."""

    scope: str
    model: str
    horizon: int
    n: int
    crps: float
    ignorance: float
    interval_score: float
    coverage: float
    brier_onset: float | None
    skill: float
    skill_low: float | None
    skill_high: float | None
    is_baseline: bool
    average_precision: float | None
    model_version: str | None


def backtest(
    forecaster: Forecaster, scope: str, origins: Sequence[int], horizons: Sequence[int], seed: int
) -> tuple[list[Row], list[Verdict]]:
    """Score all models at each horizon over the origins whose outcome is known.

    `origins` number periods of the history: the last known one, from WINDOW - 1 on. Returns the
    rows, baselines first, and one verdict per horizon with at least one scored origin.
    """
    history = forecaster.history
    rows: list[Row] = []
    verdicts: list[Verdict] = []
    for horizon in horizons:
        usable = [o for o in origins if o >= WINDOW - 1 and o + horizon < history.n_periods]
        if not usable or not history.keys:
            continue
        scored = _score_all(forecaster, usable, horizon)
        new, verdict = _judge(scope, horizon, scored, history, origins=usable, seed=seed)
        rows.extend(new)
        verdicts.append(verdict)
    return rows, verdicts


def _score_all(forecaster: Forecaster, origins: Sequence[int], horizon: int) -> dict[str, Scores]:
    """Scores by model, in order of origin, then series."""
    history = forecaster.history
    windows = np.concatenate([history.windows(o, WINDOW) for o in origins])
    group = np.repeat(np.arange(len(origins)), len(history.keys))
    outcome = np.concatenate([history.counts[:, o + horizon] for o in origins])
    scored = {name: score(make(windows, group), outcome) for name, make in BASELINES.items()}
    # With so few origins the gate stays shut whatever the models did: their time is spared.
    models = (*combining.PART_NAMES, combining.NAME) if len(origins) >= LEAST_ORIGINS else ()
    for name in models:
        if name not in BASELINES:
            scored |= _score_model(name, forecaster, origins, horizon)
    return scored


def _score_model(
    name: str, forecaster: Forecaster, origins: Sequence[int], horizon: int
) -> dict[str, Scores]:
    """Scores of one model; nothing where it had too little to learn from most of the time."""
    history, parts = forecaster.history, []
    n_made = 0
    for origin in origins:
        made = (
            forecaster.predict(origin, horizon)
            if name == combining.NAME
            else forecaster.parts(origin, horizon).get(name)
        )
        n_made += made is not None
        # While too little is known to fit a model, its user falls back on the own record.
        parts.append(
            score(
                made or recent_history(history, "negative_binomial", origin),
                history.counts[:, origin + horizon],
            )
        )
    if 2 * n_made < len(origins):
        return {}
    fields = Scores.__annotations__
    return {name: Scores(*(np.concatenate([getattr(p, f) for p in parts]) for f in fields))}


def _judge(
    scope: str,
    horizon: int,
    scored: dict[str, Scores],
    history: History,
    *,
    origins: Sequence[int],
    seed: int,
) -> tuple[list[Row], Verdict]:
    n_origins = len(origins)
    quiet = np.concatenate([history.windows(o, QUIET).sum(axis=1) == 0 for o in origins])
    outcome = np.concatenate([history.counts[:, o + horizon] for o in origins])
    best = min(BASELINES, key=lambda name: (float(scored[name].crps.mean()), name))
    reference = scored[best].crps
    rows = []
    bounds: tuple[float, float] | None = None
    for name, scores in scored.items():
        interval = None
        if name not in BASELINES and n_origins >= LEAST_ORIGINS:
            interval = skill_interval(scores.crps, reference, n_origins, horizon, seed)
            bounds = interval if name == combining.NAME else bounds
        figures = _figures(scores, reference, interval, quiet, outcome)
        rows.append(
            Row(scope, name, horizon, is_baseline=name in BASELINES,
                model_version=None if name in BASELINES else combining.VERSION, **figures)
        )  # fmt: skip
    guide = min(GUIDES, key=lambda name: (float(scored[name].crps.mean()), name))
    return rows, verdict_of(
        horizon, best, guide, n_origins, bounds, has_model=combining.NAME in scored
    )


def _figures(
    scores: Scores,
    reference: Reals,
    interval: tuple[float, float] | None,
    quiet: NDArray[np.bool_],
    outcome: Counts,
) -> dict[str, Any]:
    happened = (outcome[quiet] > 0).astype(float)
    return {
        "n": len(scores.crps),
        "crps": float(scores.crps.mean()),
        "ignorance": float(scores.ignorance.mean()),
        "interval_score": float(scores.interval.mean()),
        "coverage": float(scores.inside.mean()),
        "brier_onset": float(scores.brier_any[quiet].mean()) if quiet.any() else None,
        "average_precision": average_precision(scores.p_any[quiet], happened),
        "skill": 1 - float(scores.crps.mean()) / max(float(reference.mean()), 1e-12),
        "skill_low": interval[0] if interval else None,
        "skill_high": interval[1] if interval else None,
    }


def skill_interval(
    model: Reals, reference: Reals, n_origins: int, horizon: int, seed: int
) -> tuple[float, float]:
    """95 % interval of the skill: circular blocks of origins (Politis and Romano 1992).

    `model` and `reference` are CRPS in order of origin, then series. Blocks are as long as the
    horizon, or the cube root of the number of origins where that is longer.
    """
    by_origin = model.reshape(n_origins, -1).sum(axis=1)
    against = reference.reshape(n_origins, -1).sum(axis=1)
    return interval_by_origin(by_origin, against, horizon, seed)


def interval_by_origin(
    by_origin: Reals, against: Reals, horizon: int, seed: int
) -> tuple[float, float]:
    """The same from the sums of the scores at each origin, (number of origins,) each."""
    n_origins = len(by_origin)
    length = min(n_origins, max(horizon, round(n_origins ** (1 / 3))))
    n_blocks = -(-n_origins // length)
    starts = np.random.default_rng(seed).integers(0, n_origins, (REPLICATES, n_blocks, 1))
    drawn: Counts = ((starts + np.arange(length)) % n_origins).reshape(REPLICATES, -1)
    drawn = drawn[:, :n_origins]
    skill = 1 - by_origin[drawn].sum(axis=1) / np.maximum(against[drawn].sum(axis=1), 1e-12)
    low, high = np.quantile(skill, [0.025, 0.975])
    return float(low), float(high)
