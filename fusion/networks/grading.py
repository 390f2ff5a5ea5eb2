"""How far origins are believed by their grades, as means and as draws."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from fusion.networks.evidence import Origin, Reals

DATA = Path(__file__).parent / "data"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((DATA / "grades.toml").read_text(encoding="utf-8"))


def belief(origin: Origin) -> float:
    """Weight of one origin in a sum, 0-1 (data/grades.toml)."""
    return _belief(origin.reliability, origin.credibility)


@cache
def _belief(reliability: str, credibility: str) -> float:
    known = _known_parts(reliability, credibility)
    return sum(known) / len(known) if known else float(_table()["unknown"])


def draw_beliefs(origins: Sequence[Origin], n_draws: int, seed: int) -> Reals:
    """Whether each origin is right, in `n_draws` worlds, shape (n_draws, len(origins)), 0 or 1.

    In each world an origin is right with a probability drawn from a Beta distribution by its
    grade; where source and item are both unknown, from the whole range.
    """
    rng = np.random.default_rng(seed)
    means, sizes = np.zeros(len(origins)), np.zeros(len(origins))
    for n, origin in enumerate(origins):
        known = _known_parts(origin.reliability, origin.credibility)
        means[n] = sum(known) / len(known) if known else 0.5  # mean of the uniform distribution
        sizes[n] = _table()["certainty"][str(len(known))]
    chance = rng.beta(means * sizes, (1 - means) * sizes, (n_draws, len(origins)))
    return np.asarray(rng.random(chance.shape) < chance, dtype=float)


def _known_parts(reliability: str, credibility: str) -> list[float]:
    table = _table()
    parts = (table["reliability"].get(reliability), table["credibility"].get(credibility))
    return [float(p) for p in parts if p is not None]
