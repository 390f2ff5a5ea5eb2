"""Counts as they were known: what a forecaster at the end of a past period could have seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.outlook.distributions import Counts


@dataclass(frozen=True)
class History:
    """Counts of S series over T periods, with the delay of reporting where it is known.

    `counts` (S, T) is what is known now. `arrived` (S, T, D) is what was known d periods after
    each period (cumulative; the last step stands for all later ones); None means at once.
    `per_year` is the number of periods in a year; `beside` is what else is counted there.
    """

    keys: tuple[str, ...]
    counts: Counts
    arrived: Counts | None = None
    per_year: int = 12
    beside: tuple[Beside, ...] = ()

    @property
    def n_periods(self) -> int:
        """T."""
        return int(self.counts.shape[1])

    @property
    def settles_after(self) -> int:
        """Periods after which a count no longer changes."""
        return 0 if self.arrived is None else self.arrived.shape[2] - 1

    def known(self, origin: int) -> Counts:
        """Counts of periods 0..origin as known at the end of period `origin`, (S, origin + 1)."""
        if self.arrived is None:
            return self.counts[:, : origin + 1]
        periods = np.arange(origin + 1)
        delay = np.minimum(origin - periods, self.arrived.shape[2] - 1)
        return np.asarray(self.arrived[:, periods, delay])

    def windows(self, origin: int, width: int) -> Counts:
        """The last `width` counts known at `origin`, newest last; before the record: zeros."""
        known = self.known(origin)[:, -width:]
        return np.pad(known, ((0, 0), (width - known.shape[1], 0)))


@dataclass(frozen=True)
class Beside:
    """Another count beside every series: reports from its area, incidents on its corridors.

    `past` counts C things. `since` (S, C) is the period in which each became known to bear on
    each series, NEVER where it does not; None: thing n bears on series n. `is_effort`: it is
    reporting, so that more of it without more counts never speaks for a higher rate.
    """

    past: History
    since: Counts | None = None
    is_effort: bool = False

    def known(self, origin: int, width: int) -> Counts:
        """The last `width` counts beside each series as known at `origin`, (S, width)."""
        windows = self.past.windows(origin, width)
        return windows if self.since is None else (self.since <= origin).astype(np.int64) @ windows


NEVER = np.iinfo(np.int64).max
