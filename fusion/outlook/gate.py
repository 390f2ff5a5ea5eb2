"""The honesty gate: no skill, no number; recent history is then shown as the best guide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook import combining
from fusion.outlook.baselines import BASELINES, WINDOW
from fusion.outlook.combining import Forecaster
from fusion.outlook.distributions import Distribution
from fusion.outlook.history import History

# With fewer origins a block bootstrap has too few blocks (under seven at the shortest horizon) and
# its interval comes out too narrow to open the gate on.
LEAST_ORIGINS = 20
# Zero and the last value can win on CRPS where hardly anything happens, but they are no guide: they
# give no chance to what has happened before. They judge the model; they are never published.
GUIDES = ("window_mean", "conflictology", "mixture", "negative_binomial")


@dataclass(frozen=True)
class Verdict:
    """What may be printed at one horizon: the model with skill, else `guide`, a baseline."""

    horizon: int
    guide: str
    has_skill: bool
    reason: str


def verdict_of(
    horizon: int,
    best: str,
    guide: str,
    n_origins: int,
    bounds: tuple[float, float] | None,
    *,
    has_model: bool,
) -> Verdict:
    """Open only where `bounds`, the 95 % interval of the skill over `best`, lies above zero."""
    if n_origins < LEAST_ORIGINS:
        reason = (
            f"only {n_origins} past origins could be tested, {LEAST_ORIGINS} are needed: "
            "recent history is the best guide"
        )
    elif not has_model or bounds is None:
        reason = "the record is too thin to fit a model: recent history is the best guide"
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
    forecaster: Forecaster, verdict: Verdict, origin: int
) -> tuple[str, Distribution]:
    """The distribution that may be published at `origin`, with the name of what made it."""
    if verdict.has_skill:
        learnt = forecaster.predict(origin, verdict.horizon)
        if learnt is not None:
            return combining.NAME, learnt
    return verdict.guide, recent_history(forecaster.history, verdict.guide, origin)


def recent_history(history: History, guide: str, origin: int) -> Distribution:
    """What a baseline gives at `origin`."""
    windows = history.windows(origin, WINDOW)
    return BASELINES[guide](windows, np.zeros(len(windows), dtype=np.int64))
