"""Scores of many names against each other, each pair worked out once and together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from fusion.actors.names import measure_pairs

Pair = tuple[str, str]


class Likeness:
    """Name score and matched weight by pair of names; pairs not announced are added on demand."""

    def __init__(self) -> None:
        self._known: dict[Pair, tuple[float, float]] = {}

    def announce(self, pairs: Iterable[Pair]) -> None:
        """Work out all pairs that are not known yet, in one batch."""
        known = self._known
        new = sorted({pair for names in pairs if (pair := _ordered(*names)) not in known})
        names = sorted({name for pair in new for name in pair})
        number = {name: place for place, name in enumerate(names)}
        left = np.array([number[a] for a, _ in new], dtype=np.int64)
        right = np.array([number[b] for _, b in new], dtype=np.int64)
        scores, weights = measure_pairs(names, left, right)
        for pair, score, weight in zip(new, scores, weights, strict=True):
            self._known[pair] = (float(score), float(weight))

    def of(self, one: str, two: str) -> tuple[float, float]:
        """Name score, 0–1, and matched weight of two names."""
        pair = _ordered(one, two)
        if pair not in self._known:
            self.announce([pair])
        return self._known[pair]


def _ordered(one: str, two: str) -> Pair:
    return (one, two) if one <= two else (two, one)
