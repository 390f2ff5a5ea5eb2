"""How alike two parts of names are, by sound, by consonants, by initial."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from fusion.actors.names.parse import Part

Reals = NDArray[np.float64]

# Ours, set by hand; see models/actor_names.md.
MATCH = 0.70  # likeness from which two parts are one
INITIAL_LIKENESS = 0.75


def part_likeness(left: Sequence[Part], right: Sequence[Part]) -> Reals:
    """Likeness of parts, 0 below MATCH: equal key 1, else sound, else consonants across scripts."""
    if not left:
        return np.zeros(0)
    a, b = [p.sound for p in left], [p.sound for p in right]
    edit = process.cpdist(a, b, scorer=Levenshtein.normalized_similarity, dtype=np.float64)
    jaro = process.cpdist(a, b, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
    bones = process.cpdist(
        [p.bones for p in left], [p.bones for p in right],
        scorer=Levenshtein.normalized_similarity, dtype=np.float64,
    )  # fmt: skip
    short = np.array([min(len(p.bones), len(q.bones)) for p, q in zip(left, right, strict=True)])
    equal = np.array([p.group == q.group for p, q in zip(left, right, strict=True)])
    initial = np.array([p.is_initial or q.is_initial for p, q in zip(left, right, strict=True)])
    opens = np.array([p.sound[:1] == q.sound[:1] for p, q in zip(left, right, strict=True)])
    # Equal consonants with unlike vowels: 0.92 from three on, else the sound decides.
    by_bones = np.where((bones == 1) & (short >= 3), 0.92, np.where(short >= 3, bones * 0.85, 0.0))
    value = np.maximum(0.55 * edit + 0.45 * jaro, by_bones)
    value = np.where(equal, 1.0, np.where(value >= MATCH, value, 0.0))
    return np.where(initial & ~equal, np.where(opens, INITIAL_LIKENESS, 0.0), value)
