"""Nowcast: what the last periods will have held once late reports are in.

The share of a period's incidents known after so many periods is learnt from periods that are
complete (chain ladder). What is still missing from one series is Gamma-Poisson: its own usual
level stands in with one period's weight, so an empty series is not blown up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook.distributions import NegativeBinomial, Reals, quantiles
from fusion.outlook.history import History

OWN_PERIODS = 1.0  # weight of the usual level beside the period's own count
USUAL_OVER = 26  # periods that tell the usual level: half a year of weeks
LEAST_INCIDENTS = 20  # of complete periods; fewer cannot tell a share within ten points
LEAST_SHARE = 0.05


@dataclass(frozen=True)
class Nowcast:
    """Expected counts with 90 % bounds, and the share known by now, each (S, T)."""

    mean: Reals
    low: Reals
    high: Reals
    share: Reals


def nowcast(history: History) -> Nowcast | None:
    """Nowcast of every period; None where delays are unknown or too little is complete."""
    if history.arrived is None:
        return None
    latest, n_periods = history.settles_after, history.n_periods
    complete = history.arrived[:, : max(0, n_periods - latest)]
    if complete[:, :, -1].sum() < LEAST_INCIDENTS:
        return None
    by_delay = complete.sum(axis=(0, 1)) / complete[:, :, -1].sum()
    age = np.minimum(n_periods - 1 - np.arange(n_periods), latest)
    share = np.clip(by_delay[age], LEAST_SHARE, 1.0)
    known = history.counts.astype(float)
    usual = complete[:, -USUAL_OVER:, -1].mean(axis=1)[:, None]
    level = (known + OWN_PERIODS * usual) / (share + OWN_PERIODS)
    missing = level * (1 - share)
    law = NegativeBinomial(missing.ravel(), np.maximum((known + OWN_PERIODS * usual).ravel(), 0.5))
    bounds = quantiles(law, (0.05, 0.95)).reshape(*known.shape, 2)
    shares = np.broadcast_to(share, known.shape)
    return Nowcast(known + missing, known + bounds[..., 0], known + bounds[..., 1], shares)
