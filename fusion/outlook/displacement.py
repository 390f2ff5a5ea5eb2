"""Displacement: where incidents fell in one area, whether a neighbouring area rises after it.

A fall is seen at the origin: the last three periods hold at most half of what the twelve before
them held. The rise is what is asked: the neighbour's count in a later period is half as many again
as usual, and two more. The chance is the combination's own, recalibrated on falls that are settled
by the origin. It stands against the share of earlier falls that a rise followed, and against what
recent history gives; without skill over the best of them no number is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fusion.outlook import features
from fusion.outlook.baselines import WINDOW
from fusion.outlook.combining import REMEMBERED, Forecaster
from fusion.outlook.distributions import Counts, Distribution, Reals, exceeding
from fusion.outlook.gate import recent_history
from fusion.outlook.history import History
from fusion.outlook.scenarios import FALL, RISE
from fusion.outlook.track import Lesson, learn

RECENT = 3  # periods that tell a fall: as many as tell quiet
MORE = 2  # so that one incident after none is no rise
LEAST_LOST = 3  # events expected in RECENT periods: fewer fall to half by chance alone
FIRST = WINDOW + RECENT - 1  # the first origin at which a fall can be told

Near = Callable[[int], Sequence[Sequence[int]]]


@dataclass(frozen=True)
class Pairs:
    """Areas that fell and their neighbours, by number of series: P pairs, shape (P,) each.

    `usual` and `recent` are the source's counts of RECENT periods, `at_least` the target's count
    that is a rise.
    """

    source: Counts
    target: Counts
    at_least: Counts
    usual: Reals
    recent: Reals


def alike(history: History) -> Near:
    """Neighbours where no map is at hand: the series that moved most alike up to the origin."""
    known: dict[int, list[list[int]]] = {}

    def near(origin: int) -> Sequence[Sequence[int]]:
        """Neighbours of every series as known at `origin`."""
        at = features.learnt_at(origin)
        if at not in known:
            known[at] = features.neighbours(history, at)[0].tolist()
        return known[at]

    return near


class Displacements:
    """Falls of one history and the chance that a neighbour rises; all of it as of its origin."""

    def __init__(self, forecaster: Forecaster, near: Near) -> None:
        self.forecaster, self.history, self._near = forecaster, forecaster.history, near
        self._pairs: dict[int, Pairs] = {}
        self._raw: dict[tuple[int, int], Reals | None] = {}

    def pairs(self, origin: int) -> Pairs:
        """Pairs of an area that fell and a neighbour that did not, as known at `origin`."""
        if origin not in self._pairs:
            self._pairs[origin] = _pairs(self.history, origin, self._near(origin))
        return self._pairs[origin]

    def rose(self, origin: int, horizon: int) -> Reals:
        """1 where the neighbour rose `horizon` periods after `origin`, else 0; (P,)."""
        pairs = self.pairs(origin)
        return np.asarray(
            self.history.counts[pairs.target, origin + horizon] >= pairs.at_least, dtype=np.float64
        )

    def base_rate(self, origin: int, horizon: int) -> float:
        """Share of settled falls that a rise followed, as known at `origin` (Jeffreys)."""
        rose = [self.rose(past, horizon) for past in self._settled(origin, horizon, FIRST)]
        happened = np.concatenate([np.zeros(0), *rose])
        return float((happened.sum() + 0.5) / (len(happened) + 1))

    def by_history(self, guide: str, origin: int) -> Reals:
        """Chance of each pair by a baseline on the neighbour's own record."""
        return self._chance(recent_history(self.history, guide, origin), self.pairs(origin))

    def predict(self, origin: int, horizon: int) -> Reals | None:
        """Chance of each pair at `origin`; None while the combination has too little to learn."""
        raw = self._exceeding(origin, horizon)
        if raw is None:
            return None
        lesson = self._lesson(origin, horizon)
        return np.array([lesson.apply(p) for p in raw.tolist()])

    def _lesson(self, origin: int, horizon: int) -> Lesson:
        first = max(FIRST, origin - horizon - self.history.settles_after - REMEMBERED + 1)
        given, happened = [np.zeros(0)], [np.zeros(0)]
        for past in self._settled(origin, horizon, first):
            raw = self._exceeding(past, horizon)
            if raw is not None:
                given.append(raw)
                happened.append(self.rose(past, horizon))
        return learn(np.concatenate(given), np.concatenate(happened))

    def _settled(self, origin: int, horizon: int, first: int) -> range:
        return range(first, origin - horizon - self.history.settles_after + 1)

    def _exceeding(self, origin: int, horizon: int) -> Reals | None:
        if (origin, horizon) not in self._raw:
            pairs, found = self.pairs(origin), None
            if not len(pairs.target):
                found = np.zeros(0)
            elif (made := self.forecaster.predict(origin, horizon)) is not None:
                found = self._chance(made, pairs)
            self._raw[origin, horizon] = found
        return self._raw[origin, horizon]

    def _chance(self, made: Distribution, pairs: Pairs) -> Reals:
        # A threshold is the target's own: the same for every source beside it.
        at_least = np.zeros(len(self.history.keys), dtype=np.int64)
        at_least[pairs.target] = pairs.at_least
        return exceeding(made, at_least)[pairs.target]


def _pairs(history: History, origin: int, near: Sequence[Sequence[int]]) -> Pairs:
    usual, recent = _levels(history, origin)
    fell = (usual >= LEAST_LOST) & (recent <= FALL * usual)
    found = [(s, t) for s in np.flatnonzero(fell).tolist() for t in near[s] if not fell[t]]
    source, target = np.array(found, dtype=np.int64).reshape(-1, 2).T
    level = history.windows(origin, WINDOW).mean(axis=1)
    at_least = np.ceil(np.maximum(RISE * level, level + MORE)).astype(np.int64)
    return Pairs(source, target, at_least[target], usual[source], recent[source])


def _levels(history: History, origin: int) -> tuple[Reals, Reals]:
    """What RECENT periods usually hold, and what the last ones hold, (S,) each.

    Earlier periods are counted as they were known when they were as young: a period whose
    reports are still on their way has not fallen.
    """
    n = len(history.keys)
    usual, recent = np.zeros(n), np.zeros(n)
    before = np.arange(max(0, origin - RECENT - WINDOW + 1), origin - RECENT + 1)
    for age in range(RECENT if len(before) == WINDOW else 0):
        counts = history.counts
        if history.arrived is not None:
            counts = history.arrived[:, :, min(age, history.settles_after)]
        usual += counts[:, before].mean(axis=1)
        recent += counts[:, origin - age]
    return usual, recent
