"""The one comparison of names: how far two of them may be the same person's, 0 to 1.

Parts are aligned by likeness of sound (or of consonants across scripts). Weight that is matched
counts for, weight left over on *both* sides is a contradiction and counts against, weight left over
on one side is an omission and hardly counts. How much was matched bounds the score: one word or a
kunya alone never reaches the threshold at which people are merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from fusion.actors.names.likeness import part_likeness
from fusion.actors.names.parse import MAX_PARTS, Name, Part, is_full, parse_name

Reals = NDArray[np.float64]

# All of these are ours, set by hand against what the parts mean; see models/actor_names.md.
CONTRADICTION = 0.9  # cost of a unit of weight that differs on both sides
OMISSION = 0.10  # cost of a unit of weight that one side leaves out
OWN_NAME = 1.0  # least weight of an unmatched first name: Ali and Tarek, sons of one father, differ
FATHER = 0.7  # cost of a first name before all of the other name: a child bears the father's name
JOINED = 0.95  # likeness from which two names written without a break count as one
KUNYA_WEIGHT = 0.5  # a kunya is chosen, and shared by many
INFORMATION = 1.1  # matched weight at which information reaches 1 - 1/e
SINGLE_CEILING = 0.55  # no more than this on one word
KUNYA_CEILING = 0.50  # nor this on a kunya alone
CHUNK = 50_000  # pairs scored at a time: about 60 MB of working memory


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
    table = _Table([parse_name(a), parse_name(b)])
    alignment = table.align(np.array([0]), np.array([1]))
    score = float(table.measure(np.array([0]), np.array([1]), alignment)[0][0])
    left, right = table.names[0].parts, table.names[1].parts
    matched = [
        (left[i].text, right[j].text, round(float(alignment[0, i, j]), 3))
        for i in range(len(left))
        for j in range(len(right))
        if alignment[0, i, j] > 0
    ]
    free = [p.text for i, p in enumerate(left) if not alignment[0, i].any()]
    other = [p.text for j, p in enumerate(right) if not alignment[0, :, j].any()]
    is_clash = bool(free) and bool(other)
    rest = tuple(free + other)
    return Comparison(score, tuple(matched), rest if is_clash else (), () if is_clash else rest)


def score_pairs(names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]) -> Reals:
    """Scores of the pairs (names[left[k]], names[right[k]]), 0–1, in their order."""
    return measure_pairs(names, left, right)[0]


def measure_pairs(
    names: Sequence[str], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[Reals, Reals]:
    """Scores of the pairs, and the weight of the parts they share: how rare these are."""
    table = _Table([parse_name(name) for name in names])
    measured = [
        table.measure(left[at : at + CHUNK], right[at : at + CHUNK])
        for at in range(0, len(left), CHUNK)
    ]
    if not measured:
        return np.zeros(0), np.zeros(0)
    return np.concatenate([m[0] for m in measured]), np.concatenate([m[1] for m in measured])


class _Table:
    """Names as arrays of part numbers; likeness is worked out once per pair of unlike parts."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.parts: list[Part] = []
        numbers: dict[Part, int] = {}
        ids = np.full((len(names), MAX_PARTS), -1, dtype=np.int64)
        for row, name in enumerate(names):
            for place, part in enumerate(name.parts):
                if part not in numbers:
                    numbers[part] = len(self.parts)
                    self.parts.append(part)
                ids[row, place] = numbers[part]
        self.ids = ids
        weights = [p.weight * (KUNYA_WEIGHT if p.is_kunya else 1.0) for p in self.parts]
        self.weight = np.array([*weights, 0.0])
        self.initial = np.array([p.is_initial for p in self.parts] + [True], dtype=bool)
        self.kunya = np.array([p.is_kunya for p in self.parts] + [False], dtype=bool)
        self.length = np.array([len(n.joined) for n in names], dtype=np.int64)
        # 'Abdul Morani' is one part to compare, and yet no single word.
        n_full = [max(n.n_full, 2 * is_full(n.text)) for n in names]
        self.n_full = np.array(n_full, dtype=np.int64)
        self.first = np.array([_own_name(n) for n in names], dtype=np.int64)
        self.is_kunya = np.array([n.is_kunya for n in names], dtype=bool)

    def align(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Reals:
        """Likeness of aligned parts, 0 elsewhere: pairs × parts × parts, best ones first."""
        a, b = self.ids[left], self.ids[right]
        likeness = self._likeness(a, b)
        aligned: Reals = np.zeros_like(likeness)
        pairs = np.arange(len(a))
        width = likeness.shape[2]
        for _ in range(MAX_PARTS):
            flat = likeness.reshape(len(a), -1)
            best = flat.argmax(axis=1)
            value = flat[pairs, best]
            i, j = best // width, best % width
            aligned[pairs, i, j] = np.maximum(aligned[pairs, i, j], value)
            likeness[pairs, i, :] = 0
            likeness[pairs, :, j] = 0
            if not value.any():
                break
        return aligned

    def _likeness(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> Reals:
        left = np.broadcast_to(a[:, :, None], (*a.shape, b.shape[1]))
        right = np.broadcast_to(b[:, None, :], left.shape)
        is_real = (left >= 0) & (right >= 0)
        code = left[is_real] * len(self.parts) + right[is_real]
        unique, back = np.unique(code, return_inverse=True)
        first, second = unique // max(1, len(self.parts)), unique % max(1, len(self.parts))
        out: Reals = np.zeros(left.shape)
        out[is_real] = part_likeness(
            [self.parts[k] for k in first], [self.parts[k] for k in second]
        )[back]
        # A hair's breadth for the same place in both names, so that ties fall in order.
        places = np.abs(np.arange(a.shape[1])[:, None] - np.arange(b.shape[1])[None, :])
        nearness: Reals = 1 - 0.001 * places
        return out * nearness

    def measure(
        self, left: NDArray[np.int64], right: NDArray[np.int64], aligned: Reals | None = None
    ) -> tuple[Reals, Reals]:
        """Scores of pairs of rows, and the weight that matched."""
        aligned = self.align(left, right) if aligned is None else aligned
        a, b = self.ids[left], self.ids[right]
        weight_a, weight_b = self.weight[a], self.weight[b]
        hit_a, hit_b = aligned.max(axis=2), aligned.max(axis=1)
        pair_weight = np.minimum(weight_a[:, :, None], weight_b[:, None, :])
        quality = np.clip((aligned - 0.4) / 0.6, 0, 1) ** 1.5
        matched = (pair_weight * quality).sum(axis=(1, 2))
        shared: Reals = (pair_weight * aligned).sum(axis=(1, 2))
        # What a part's spelling leaves in doubt counts as a small contradiction.
        doubt = (pair_weight * (aligned > 0) * (1 - quality)).sum(axis=(1, 2))
        rest_a, own_a = self._rest(left, weight_a, hit_a)
        rest_b, own_b = self._rest(right, weight_b, hit_b)
        against = np.minimum(rest_a, rest_b)
        omitted = np.abs(rest_a - rest_b)
        is_child = (own_a != own_b) & (against == 0)
        base = matched / np.maximum(
            matched
            + CONTRADICTION * against
            + OMISSION * omitted
            + FATHER * is_child
            + 0.5 * doubt,
            1e-9,
        )
        score = base * (1 - np.exp(-matched / INFORMATION)) / (1 - np.exp(-2.5 / INFORMATION))
        # Bent towards 1, never cut off: the more was matched, the higher, with no ties at the top.
        score = np.where(score > 0.9, 1 - 0.1 * np.exp(-(score - 0.9) / 0.1), score)
        joined = self._joined(left, right)
        score = np.maximum(score, joined)
        return self._bounded(score, a, b, aligned, left, right, joined), shared

    def _rest(
        self, rows: NDArray[np.int64], weight: Reals, hit: Reals
    ) -> tuple[Reals, NDArray[np.bool_]]:
        """Weight that found no counterpart, and whether the person's own name is in it."""
        ids, first = self.ids[rows], self.first[rows]
        is_free = (hit == 0) & (ids >= 0) & ~self.initial[ids]
        is_own = np.arange(ids.shape[1])[None, :] == first[:, None]
        raised = np.where(is_own, np.maximum(weight, OWN_NAME), weight)
        return (raised * is_free).sum(axis=1), (is_own & is_free).any(axis=1)

    def _joined(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Reals:
        """Score of names that differ only in where they are broken: Sidi Yeslem, Sidyeslem."""
        scores: Reals = np.zeros(len(left))
        a, b = self.length[left], self.length[right]
        several = np.maximum(self.n_full[left], self.n_full[right]) >= 2
        # One letter in twenty may differ, so lengths that differ by more cannot reach JOINED.
        may = np.flatnonzero((np.minimum(a, b) >= 8) & (np.abs(a - b) <= 0.06 * a + 1) & several)
        if len(may):
            ours = [self.names[row].joined for row in left[may]]
            theirs = [self.names[row].joined for row in right[may]]
            like = process.cpdist(
                ours, theirs, scorer=Levenshtein.normalized_similarity, dtype=np.float64
            )
            scores[may] = np.where(like >= JOINED, 0.8 * like, 0.0)
        return scores

    def _bounded(
        self, score: Reals, a: NDArray[np.int64], b: NDArray[np.int64], aligned: Reals,
        left: NDArray[np.int64], right: NDArray[np.int64], joined: Reals,
    ) -> Reals:  # fmt: skip
        full = (aligned > 0) & ~self.initial[a][:, :, None] & ~self.initial[b][:, None, :]
        is_single = (full.sum(axis=(1, 2)) <= 1) & (joined == 0)
        score = np.where(is_single, np.minimum(score, SINGLE_CEILING), score)
        is_kunya = self.is_kunya[left] | self.is_kunya[right]
        return np.where(is_kunya, np.minimum(score, KUNYA_CEILING), score)


def _own_name(name: Name) -> int:
    """Place of the first part that is the person's own name: no kunya, no initial, no father's."""
    for place, part in enumerate(name.parts):
        if not (part.is_initial or part.is_kunya or part.has_descent):
            return place
    return -1
