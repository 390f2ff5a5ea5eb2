"""The track record: scores of resolved forecasts, calibration, and the lesson drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fusion.outlook.distributions import Reals

EDGES = (0.0, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 1.0)  # fine at the ends, where it matters most
# Strength of the belief that forecasts are calibrated as they stand: ten forecasts' worth.
PRIOR_WEIGHT = 10.0
MAKERS = ("machine", "analyst", "history")

Row = dict[str, Any]


@dataclass(frozen=True)
class Lesson:
    """Recalibration on the log-odds: logit p' = intercept + slope logit p."""

    intercept: float = 0.0
    slope: float = 1.0

    def apply(self, probability: float) -> float:
        """The recalibrated probability."""
        return float(_logistic(self.intercept + self.slope * _logit(np.array([probability])))[0])


def learn(probability: Reals, happened: Reals) -> Lesson:
    """Logistic recalibration (Platt 1999) drawn to 'as it stands' while forecasts are few."""
    if not len(probability):
        return Lesson()
    x = np.column_stack([np.ones(len(probability)), _logit(probability)])
    theta, prior = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    # A forecast at even odds tells most: a quarter of one unit of information.
    pull = np.diag([PRIOR_WEIGHT / 4, PRIOR_WEIGHT / 4])
    for _ in range(25):
        fitted = _logistic(x @ theta)
        slope = x.T @ (fitted - happened) + pull @ (theta - prior)
        curve = (x * (fitted * (1 - fitted))[:, None]).T @ x + pull
        theta = theta - np.linalg.solve(curve, slope)
    return Lesson(round(float(theta[0]), 9), round(float(theta[1]), 9))


def lessons(resolved: Sequence[Row]) -> dict[str, Lesson]:
    """What was learnt about each kind of maker; nothing about one without resolved forecasts."""
    found = {}
    for maker in MAKERS:
        rows = _of(resolved, maker)
        if rows:
            p, happened = _pairs(rows, maker)
            found[maker] = learn(p, happened)
    return found


def track_rows(resolved: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of track_record and calibration_bin; history answers all the same questions."""
    records, bins = [], []
    taught = lessons(resolved)
    for maker, lesson in taught.items():
        rows = _of(resolved, maker)
        p, happened = _pairs(rows, maker)
        records.append(_record(maker, rows, p, happened, lesson))
        bins += _bins(maker, p, happened)
    return records, bins


def _of(resolved: Sequence[Row], maker: str) -> list[Row]:
    if maker == "history":
        # A question that both machine and analyst answered counts once.
        return list({row["forecast_id"]: row for row in resolved}.values())
    return [row for row in resolved if row["made_by"] == maker]


def _pairs(rows: Sequence[Row], maker: str) -> tuple[Reals, Reals]:
    happened = np.array([float(row["happened"]) for row in rows])
    if maker != "history":
        return np.array([float(row["probability"]) for row in rows]), happened
    errors = np.sqrt([float(row["brier_history"]) for row in rows])
    return np.where(happened > 0, 1 - errors, errors), happened


def _record(maker: str, rows: list[Row], p: Reals, happened: Reals, lesson: Lesson) -> Row:
    crps = "crps_history" if maker == "history" else "crps"
    inside = [row["is_inside"] for row in rows if row["is_inside"] is not None]
    return {
        "made_by": maker,
        "n": len(rows),
        "first_on": min(row["resolved_on"] for row in rows),
        "last_on": max(row["resolved_on"] for row in rows),
        "brier": float(((p - happened) ** 2).mean()),
        "brier_history": float(np.mean([row["brier_history"] for row in rows])),
        "crps": _mean([row[crps] for row in rows]),
        "crps_history": _mean([row["crps_history"] for row in rows]),
        "coverage": _mean([float(v) for v in inside]) if maker != "history" else None,
        "mean_probability": float(p.mean()),
        "share_happened": float(happened.mean()),
        "slope": lesson.slope,
        "intercept": lesson.intercept,
        "n_misses": int((np.abs(p - happened) > 0.5).sum()),
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _bins(maker: str, p: Reals, happened: Reals) -> list[Row]:
    place = np.clip(np.searchsorted(EDGES, p, side="right"), 1, len(EDGES) - 1)
    return [
        {
            "made_by": maker,
            "number": number,
            "p_low": EDGES[number - 1],
            "p_high": EDGES[number],
            "n": int((place == number).sum()),
            "mean_probability": float(p[place == number].mean()),
            "share_happened": float(happened[place == number].mean()),
        }
        for number in sorted(set(place.tolist()))
    ]


def _logit(p: Reals) -> Reals:
    clipped = np.clip(p, 0.005, 0.995)  # nobody is surer than one in two hundred
    return np.asarray(np.log(clipped / (1 - clipped)))


def _logistic(x: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-x)))
