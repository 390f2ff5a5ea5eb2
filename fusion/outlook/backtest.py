"""Rolling-origin back-test: six baselines and the model on the same origins, scored step by step.

At each origin only what was known then is used. Skill is 1 - CRPS / CRPS of the best baseline,
with a block bootstrap over origins, because forecasts made in neighbouring periods err together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fusion.outlook import pooled
from fusion.outlook.baselines import BASELINES, WINDOW, negative_binomial
from fusion.outlook.distributions import Counts, Distribution, Reals
from fusion.outlook.history import History
from fusion.outlook.scoring import Scores, score

REPLICATES = 1000
# With fewer origins a block bootstrap has too few blocks (under seven at the shortest horizon) and
# its interval comes out too narrow to open the gate on.
LEAST_ORIGINS = 20
# Zero and the last value can win on CRPS where hardly anything happens, but they are no guide: they
# give no chance to what has happened before. They judge the model; they are never published.
GUIDES = ("window_mean", "conflictology", "mixture", "negative_binomial")
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


@dataclass(frozen=True)
class Verdict:
    """What may be printed at one horizon: the model with skill, else `guide`, a baseline."""

    horizon: int
    guide: str
    has_skill: bool
    reason: str


def backtest(
    history: History, scope: str, origins: Sequence[int], horizons: Sequence[int], seed: int
) -> tuple[list[Row], list[Verdict]]:
    """Score all models at each horizon over the origins whose outcome is known.

    `origins` number periods of `history`: the last known one, from WINDOW - 1 on. Returns the
    rows, baselines first, and one verdict per horizon with at least one scored origin.
    """
    cube = pooled.feature_cube(history)
    rows: list[Row] = []
    verdicts: list[Verdict] = []
    for horizon in horizons:
        usable = [o for o in origins if o >= WINDOW - 1 and o + horizon < history.n_periods]
        if not usable or not history.keys:
            continue
        scored = _score_all(history, cube, usable, horizon)
        new, verdict = _judge(scope, horizon, scored, history, origins=usable, seed=seed)
        rows.extend(new)
        verdicts.append(verdict)
    return rows, verdicts


def _score_all(
    history: History, cube: Reals, origins: Sequence[int], horizon: int
) -> dict[str, Scores]:
    """Scores by model, in order of origin, then series."""
    windows = np.concatenate([history.windows(o, WINDOW) for o in origins])
    group = np.repeat(np.arange(len(origins)), len(history.keys))
    outcome = np.concatenate([history.counts[:, o + horizon] for o in origins])
    scored = {name: score(make(windows, group), outcome) for name, make in BASELINES.items()}
    learnt = [pooled.predict(history, cube, o, horizon) for o in origins]
    # While too little is known to fit a model, its user falls back on the own record.
    if 2 * sum(d is not None for d in learnt) >= len(origins):
        parts = [
            score(d or _own_record(history, o), history.counts[:, o + horizon])
            for d, o in zip(learnt, origins, strict=True)
        ]
        scored[pooled.NAME] = Scores(
            *(np.concatenate([getattr(p, f) for p in parts]) for f in Scores.__annotations__)
        )
    return scored


def _own_record(history: History, origin: int) -> Distribution:
    windows = history.windows(origin, WINDOW)
    return negative_binomial(windows, np.zeros(len(windows), dtype=np.int64))


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
    best = min(BASELINES, key=lambda name: (float(scored[name].crps.mean()), name))
    reference = scored[best].crps
    rows = []
    bounds: tuple[float, float] | None = None
    for name, scores in scored.items():
        interval = None
        if name not in BASELINES and n_origins >= LEAST_ORIGINS:
            bounds = skill_interval(scores.crps, reference, n_origins, horizon, seed)
            interval = bounds
        figures = _figures(scores, reference, interval, quiet)
        rows.append(Row(scope, name, horizon, is_baseline=name in BASELINES, **figures))
    guide = min(GUIDES, key=lambda name: (float(scored[name].crps.mean()), name))
    return rows, _verdict(horizon, best, guide, n_origins, bounds, has_model=pooled.NAME in scored)


def _figures(
    scores: Scores,
    reference: Reals,
    interval: tuple[float, float] | None,
    quiet: NDArray[np.bool_],
) -> dict[str, Any]:
    return {
        "n": len(scores.crps),
        "crps": float(scores.crps.mean()),
        "ignorance": float(scores.ignorance.mean()),
        "interval_score": float(scores.interval.mean()),
        "coverage": float(scores.inside.mean()),
        "brier_onset": float(scores.brier_any[quiet].mean()) if quiet.any() else None,
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
    length = min(n_origins, max(horizon, round(n_origins ** (1 / 3))))
    n_blocks = -(-n_origins // length)
    starts = np.random.default_rng(seed).integers(0, n_origins, (REPLICATES, n_blocks, 1))
    drawn: Counts = ((starts + np.arange(length)) % n_origins).reshape(REPLICATES, -1)
    drawn = drawn[:, :n_origins]
    skill = 1 - by_origin[drawn].sum(axis=1) / np.maximum(against[drawn].sum(axis=1), 1e-12)
    low, high = np.quantile(skill, [0.025, 0.975])
    return float(low), float(high)


def _verdict(
    horizon: int,
    best: str,
    guide: str,
    n_origins: int,
    bounds: tuple[float, float] | None,
    *,
    has_model: bool,
) -> Verdict:
    if not has_model:
        reason = "the record is too thin to fit a model: recent history is the best guide"
    elif bounds is None:
        reason = (
            f"only {n_origins} past origins could be tested, {LEAST_ORIGINS} are needed: "
            "recent history is the best guide"
        )
    elif bounds[0] <= 0:
        reason = (
            f"in back-test the model did not beat {best.replace('_', ' ')} with certainty "
            f"(skill {bounds[0]:+.0%} to {bounds[1]:+.0%}): recent history is the best guide"
        )
    else:
        reason = (
            f"in back-test over {n_origins} origins the model beat {best.replace('_', ' ')}, the "
            f"best baseline (skill {bounds[0]:+.1%} to {bounds[1]:+.1%})"
        )
        return Verdict(horizon, guide, True, reason)
    return Verdict(horizon, guide, False, reason)


def distribution_for(
    history: History, verdict: Verdict, origin: int, cube: Reals
) -> tuple[str, Distribution]:
    """The distribution that may be published at `origin`, with the name of what made it."""
    if verdict.has_skill:
        learnt = pooled.predict(history, cube, origin, verdict.horizon)
        if learnt is not None:
            return pooled.NAME, learnt
    windows = history.windows(origin, WINDOW)
    group = np.zeros(len(windows), dtype=np.int64)
    return verdict.guide, BASELINES[verdict.guide](windows, group)
