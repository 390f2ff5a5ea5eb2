"""Displacement scored and published: the test against base rate and history, and what holds now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fusion.outlook import combining
from fusion.outlook.backtest import interval_by_origin
from fusion.outlook.displacement import FIRST, Displacements, Near, Pairs
from fusion.outlook.distributions import Counts, Reals
from fusion.outlook.forecasts import HORIZONS, Forecasters, Scopes
from fusion.outlook.gate import GUIDES, LEAST_ORIGINS
from fusion.outlook.scoring import average_precision
from fusion.outlook.series import Calendar, Key, series_id
from fusion.terms.identifiers import identifier

BASE_RATE = "base_rate"

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Tested:
    """How the chance of displacement did at one horizon; columns of displacement_score."""

    scope: str
    horizon: int
    n_origins: int
    n: int
    n_rises: int
    brier: float | None
    brier_base: float
    best_baseline: str
    brier_best: float
    average_precision: float | None
    average_precision_base: float | None
    skill: float | None
    skill_low: float | None
    skill_high: float | None
    has_skill: bool
    reason: str
    model_version: str


def displacement_test(
    found: Displacements, scope: str, origins: Sequence[int], horizons: Sequence[int], seed: int
) -> list[Tested]:
    """Brier score and average precision at each horizon, over origins whose outcome is known.

    Horizons without a single fall are left out.
    """
    rows = []
    for horizon in horizons:
        usable = [o for o in origins if o >= FIRST and o + horizon < found.history.n_periods]
        told = [k for k, o in enumerate(usable) if len(found.pairs(o).target)]
        if told:
            rows.append(_tested(found, scope, usable, told, horizon, seed))
    return rows


def _tested(
    found: Displacements, scope: str, usable: Sequence[int], told: Sequence[int], horizon: int,
    seed: int,
) -> Tested:  # fmt: skip
    """`told` numbers the usable origins at which some area had fallen."""
    at = [usable[k] for k in told]
    happened = np.concatenate([found.rose(o, horizon) for o in at])
    given = _baselines(found, at, horizon)
    brier = {name: float(((p - happened) ** 2).mean()) for name, p in given.items()}
    best = min(brier, key=lambda name: (brier[name], name))
    ours = _model(found, at, horizon) if len(usable) >= LEAST_ORIGINS else None
    bounds = None
    if ours is not None:
        place = np.repeat(told, [len(found.pairs(o).target) for o in at])
        bounds = _bounds(place, len(usable), ours - happened, given[best] - happened, horizon, seed)
    has_skill, reason = _verdict(best, len(usable), bounds)
    score = None if ours is None else float(((ours - happened) ** 2).mean())
    precision = [average_precision(p, happened) for p in given.values()]
    return Tested(
        scope=scope, horizon=horizon, n_origins=len(usable), n=len(happened),
        n_rises=int(happened.sum()), brier=score, brier_base=brier[BASE_RATE],
        best_baseline=best, brier_best=brier[best],
        average_precision=None if ours is None else average_precision(ours, happened),
        average_precision_base=max((p for p in precision if p is not None), default=None),
        skill=None if score is None else 1 - score / max(brier[best], 1e-12),
        skill_low=bounds[0] if bounds else None, skill_high=bounds[1] if bounds else None,
        has_skill=has_skill, reason=reason, model_version=combining.VERSION,
    )  # fmt: skip


def _baselines(found: Displacements, at: Sequence[int], horizon: int) -> dict[str, Reals]:
    """Chances by the base rate and by each guide, in order of origin, then pair."""
    base = [np.full(len(found.pairs(o).target), found.base_rate(o, horizon)) for o in at]
    return {BASE_RATE: np.concatenate(base)} | {
        guide: np.concatenate([found.by_history(guide, o) for o in at]) for guide in GUIDES
    }


def _model(found: Displacements, at: Sequence[int], horizon: int) -> Reals | None:
    made = [found.predict(o, horizon) for o in at]
    told = [p for p in made if p is not None]
    return np.concatenate(told) if len(told) == len(made) else None


def _bounds(
    place: Counts, n_origins: int, ours: Reals, theirs: Reals, horizon: int, seed: int
) -> tuple[float, float]:
    sums = [np.bincount(place, e**2, n_origins).astype(np.float64) for e in (ours, theirs)]
    return interval_by_origin(sums[0], sums[1], horizon, seed)


def _verdict(best: str, n_origins: int, bounds: tuple[float, float] | None) -> tuple[bool, str]:
    name = best.replace("_", " ")
    if n_origins < LEAST_ORIGINS:
        return False, f"only {n_origins} past origins could be tested, {LEAST_ORIGINS} are needed"
    if bounds is None:
        return False, "the record is too thin to fit a model"
    told = f"(skill {bounds[0]:+.0%} to {bounds[1]:+.0%})"
    if bounds[0] <= 0:
        return False, f"in back-test the chance of displacement did not beat {name} {told}"
    return True, f"in back-test over {n_origins} origins the chance beat {name} {told}"


def displacement_rows(
    scopes: Scopes, forecasters: Forecasters, near: Mapping[str, Near], calendar: Calendar,
    seed: int,
) -> tuple[Rows, Rows]:  # fmt: skip
    """Rows of displacement and displacement_score; `near` gives the neighbours by scope."""
    rows: Rows = []
    scores: Rows = []
    last = len(calendar.starts) - 1
    for scope in sorted(near.keys() & scopes.keys()) if last >= FIRST else ():
        found = Displacements(forecasters[scope], near[scope])
        horizons = HORIZONS[calendar.period]
        name = f"{scope}·{calendar.period}"
        tested = displacement_test(found, name, range(FIRST, last), horizons, seed)
        scores += [asdict(row) for row in tested]
        verdicts = {row.horizon: row for row in tested}
        for horizon in horizons:
            rows += _present(found, scopes[scope][0], calendar, horizon, verdicts.get(horizon))
    return rows, scores


def _present(
    found: Displacements, keys: Sequence[Key], calendar: Calendar, horizon: int,
    verdict: Tested | None,
) -> Rows:  # fmt: skip
    """Falls that hold at the last known period, each with every neighbour."""
    last = len(calendar.starts) - 1
    pairs: Pairs = found.pairs(last)
    if not len(pairs.target):
        return []
    has_skill = verdict is not None and verdict.has_skill
    chance = found.predict(last, horizon) if has_skill else None
    base = found.base_rate(last, horizon)
    untested = "no past fall at this horizon has come due"
    shared = {
        "made_on": calendar.end - dt.timedelta(days=1),
        "period": calendar.period,
        "horizon": horizon,
        "starts_on": calendar.first_day(last + horizon),
        "resolves_on": calendar.first_day(last + horizon + 1) - dt.timedelta(days=1),
        "p_base": base,
        "has_skill": chance is not None,
        "reason": verdict.reason if verdict else untested,
    }
    rows = []
    for n, (source, target) in enumerate(zip(pairs.source, pairs.target, strict=True)):
        ids = [series_id(keys[k], calendar.period) for k in (source, target)]
        rows.append(
            {
                "displacement_id": identifier("displacement", *ids, last, horizon),
                "from_series_id": ids[0],
                "to_series_id": ids[1],
                "area_kind": keys[source].area_kind,
                "from_area": keys[source].area,
                "to_area": keys[target].area,
                "usual": float(pairs.usual[n]),
                "recent": float(pairs.recent[n]),
                "at_least": int(pairs.at_least[n]),
                "p_rise": None if chance is None else float(chance[n]),
                **shared,
            }
        )
    return rows
