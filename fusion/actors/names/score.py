"""The one comparison of names: how far two of them may be the same person's, 0 to 1.

Parts are aligned by likeness of sound (or of consonants across scripts). What is left over on
*both* sides is a contradiction and counts against, what is left over on one side is an omission and
hardly counts. A logistic model weighs these signs; each weight may only speak the way its sign is
meant. One word or a kunya alone never reaches the score at which people are merged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fusion.actors.names.likeness import Reals
from fusion.actors.names.parse import parse_name
from fusion.actors.names.signs import SIGNS, Measured
from fusion.actors.names.table import Table

WEIGHTS = Path(__file__).parents[3] / "models" / "actor_names.json"
SINGLE_CEILING = 0.55  # no more than this on one word
KUNYA_CEILING = 0.50  # nor this on a kunya alone
CHUNK = 50_000  # pairs scored at a time: about 100 MB of working memory


class Weights(NamedTuple):
    """Log-odds: of no sign at all, and of a unit of each sign in their order."""

    base: float
    signs: Reals
    slope: float


@cache
def weights() -> Weights:
    """models/actor_names.json, read once."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(data["base"], np.array([data["signs"][name] for name in SIGNS]), data["slope"])


@dataclass(frozen=True)
class Comparison:
    """A score with what it rests on."""

    score: float
    matched: tuple[tuple[str, str, float], ...]
    contradicted: tuple[str, ...]
    omitted: tuple[str, ...]

    def explain(self) -> str:
        """The reasons in words."""
        told = [f"{a}={b} ({s:.2f})" for a, b, s in self.matched]
        lines = [f"matched {', '.join(told) or 'nothing'}"]
        if self.contradicted:
            lines.append(f"against: {', '.join(self.contradicted)}")
        if self.omitted:
            lines.append(f"left out: {', '.join(self.omitted)}")
        return f"{self.score:.2f}: " + "; ".join(lines)


@lru_cache(maxsize=100_000)
def name_score(a: str, b: str) -> float:
    """How far two names may be one person's, 0–1; symmetric; 0 where either says nothing."""
    return float(score_pairs([a, b], np.array([0]), np.array([1]))[0])


def compare(a: str, b: str) -> Comparison:
    """The score of two names with the parts that matched, contradict or are left out."""
    table = Table([parse_name(a), parse_name(b)])
    measured = Measured(table, np.array([0]), np.array([1]))
    at = measured.aligned
    left, right = (list(name.parts) for name in table.names)
    matched = [
        (left[i].text, right[j].text, round(float(like), 3))
        for i, j, like in zip(at.one, at.two, at.found.like, strict=True)
    ]
    free = [p.text for i, p in enumerate(left) if i not in at.one]
    other = [p.text for j, p in enumerate(right) if j not in at.two]
    is_clash = bool(free) and bool(other)
    rest = tuple(free + other)
    score = float(_scores(table, measured, np.array([0]), np.array([1]))[0])
    return Comparison(score, tuple(matched), rest if is_clash else (), () if is_clash else rest)


def score_pairs(names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]) -> Reals:
    """Scores of the pairs (names[left[k]], names[right[k]]), 0–1, in their order."""
    return measure_pairs(names, left, right)[0]


def measure_pairs(
    names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[Reals, Reals]:
    """Scores of the pairs, and the weight of the parts they share: how rare these are."""
    table = Table([parse_name(name) for name in names])
    scores, shared = [np.zeros(0)], [np.zeros(0)]
    for at in range(0, len(left), CHUNK):
        one, two = left[at : at + CHUNK], right[at : at + CHUNK]
        measured = Measured(table, one, two)
        scores.append(_scores(table, measured, one, two))
        shared.append(measured.shared)
    return np.concatenate(scores), np.concatenate(shared)


def signs_of(names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]) -> Reals:
    """The signs of the pairs, pairs × SIGNS: what the weights are learned on."""
    return Measured(Table([parse_name(name) for name in names]), left, right).signs


def _scores(
    table: Table, measured: Measured, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Reals:
    model = weights()
    score = 1 / (1 + np.exp(-model.slope * (model.base + measured.signs @ model.signs)))
    score = np.where((measured.shared > 0) | measured.is_joined, score, 0.0)
    score = np.where(measured.is_single, np.minimum(score, SINGLE_CEILING), score)
    is_kunya = table.is_kunya[left] | table.is_kunya[right]
    return np.where(is_kunya, np.minimum(score, KUNYA_CEILING), score)
