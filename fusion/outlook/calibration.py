"""Calibration of the 90 % interval: its levels are those that held 90 % of outcomes lately.

Counts are discrete, so quantiles at 5 and 95 % hold more than 90 %. (Bending the whole CDF on the
normal scale by past scores was tried as well: it followed noise and cost CRPS.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fusion.outlook.distributions import Counts, Distribution, Mixture, Reals, chunks

TAILS = (0.03, 0.04, 0.05, 0.06, 0.075, 0.09, 0.105, 0.12)  # of one side, tried
WANTED = 0.90
USUAL = 0.05


@dataclass(frozen=True)
class Calibrated(Mixture):
    """A linear pool with the level of each tail of its 90 % interval."""

    tail: float

    @property
    def tails(self) -> tuple[float, float]:
        """Levels of the calibrated 90 % interval."""
        return self.tail, 1 - self.tail


def shares_inside(pool: Distribution, outcome: Counts, rows: Counts) -> Reals:
    """Share of the outcomes of `rows` inside the interval, by tail tried."""
    inside, tails = np.zeros(len(TAILS)), np.array(TAILS)
    for part, cdf in chunks(pool, outcome, rows):
        y, place = outcome[part], np.arange(len(part))
        # Inside: F reaches the lower level at the outcome, but not the upper one before it.
        reached = cdf[place, np.minimum(y, cdf.shape[1] - 1)]
        before = np.where(y > 0, cdf[place, np.clip(y - 1, 0, cdf.shape[1] - 1)], 0.0)
        held = (reached[:, None] >= tails) & (before[:, None] < 1 - tails)
        inside += held.sum(axis=0)
    return inside / max(len(rows), 1)


def learnt_tail(records: Sequence[tuple[Reals, float]]) -> float:
    """The tail whose interval held nearest to 90 %, from (shares inside, weight) of the past."""
    if not records:
        return USUAL
    weight = np.array([share for _, share in records])
    inside = np.tensordot(weight, np.stack([r for r, _ in records]), 1) / weight.sum()
    # Of tails that did equally well the nearest to the usual one.
    distance = np.round(np.abs(inside - WANTED), 6)
    return min(zip(distance.tolist(), TAILS, strict=True), key=lambda p: (p[0], abs(p[1] - USUAL)))[
        1
    ]
