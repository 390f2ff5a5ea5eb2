"""What speaks for and against two names being one person's, as numbers with a meaning each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from fusion.actors.names.likeness import Numbers, Reals
from fusion.actors.names.table import Aligned, Table

# Each sign with its direction: +1 may only speak for one person, -1 only against. The learner keeps
# to it, so that no weight can say that names with nothing in common are alike.
SIGNS = {
    "weight matched": 1, "little matched": -1, "contradicted weight": -1, "contradicted parts": -1,
    "omitted weight": -1, "own names differ": -1, "own name matched": 1, "last name matched": 1,
    "child of the other": -1, "own name is the other's father": -1, "order differs": -1,
    "every part matched": 1, "no contradiction": 1, "single word": -1, "weight of single word": 1,
    "edits of sound": -1, "edits of consonants": -1, "most edits of letters in a part": -1,
    "most edits of consonants in a part": -1, "letters alike": 1, "consonants alike": 1,
    "consonants nearly equal": 1, "at most two letters differ": 1, "at most one letter differs": 1,
}  # fmt: skip
JOINED = 0.95  # likeness from which two names written without a break count as one
JOINED_WEIGHT = 1.5  # matched weight of such names at least: they have two parts
OWN_NAME = 1.0  # least weight of an unmatched first name: Ali and Tarek, sons of one father, differ
SURE = 0.6  # likeness at which a match of parts begins to weigh


class Measured:
    """Signs (pairs × SIGNS), matched weight, and what bounds the score of the pairs."""

    def __init__(self, table: Table, left: Numbers, right: Numbers) -> None:
        self.aligned = table.align(left, right)
        self._table, self._left, self._right = table, left, right
        a, b = table.ids[left], table.ids[right]
        found, at = self.aligned.found, self.aligned
        couple = (a[at.pair, at.one], b[at.pair, at.two])
        both = np.minimum(table.weight[couple[0]], table.weight[couple[1]])
        is_word = ~table.initial[couple[0]] & ~table.initial[couple[1]]
        self.shared = at.total(both * found.like)
        self.is_joined = self._is_joined()
        n_matched = at.total(is_word.astype(np.float64))
        self.is_single = (n_matched <= 1) & ~self.is_joined
        matched = at.total(both * np.clip((found.like - SURE) / (1 - SURE), 0, 1))
        matched = np.where(self.is_joined, np.maximum(matched, JOINED_WEIGHT), matched)
        signs = {
            "weight matched": np.minimum(matched, 3), "little matched": np.maximum(0, 1 - matched),
            **self._rests(at, a, b), **_edits(at, is_word),
            **self._alike(n_matched > 0),
        }  # fmt: skip
        # 'A. S. Karim' is no single word where its initials fit.
        has_initial = at.total((~is_word).astype(np.float64)) > 0
        is_one = (np.minimum(table.n_full[left], table.n_full[right]) <= 1) & ~has_initial
        signs["single word"] = is_one.astype(np.float64)
        signs["weight of single word"] = is_one * np.minimum(matched, 2)
        self.signs = np.column_stack([signs[name] for name in SIGNS])

    def _rests(self, at: Aligned, a: Numbers, b: Numbers) -> dict[str, Reals]:
        """What is left over on both sides contradicts, on one side it is left out."""
        table, pairs = self._table, np.arange(len(a))
        hit = (at.hits(at.one), at.hits(at.two))
        own = (table.own[self._left], table.own[self._right])
        last = (table.last[self._left], table.last[self._right])
        free = [~h & (ids >= 0) & ~table.initial[ids] for h, ids in zip(hit, (a, b), strict=True)]
        bare = [free[s][pairs, own[s]] & (own[s] >= 0) for s in (0, 1)]
        rest = [self._weight_left(ids, f, o) for ids, f, o in zip((a, b), free, own, strict=True)]
        count = [f.sum(axis=1) for f in free]
        against, n_against = np.minimum(*rest), np.minimum(*count)
        omitted, n_omitted = np.abs(rest[0] - rest[1]), np.abs(count[0] - count[1])
        own_hit = _is_met(at, own)
        is_father = [table.has_descent[b[at.pair, at.two]], table.has_descent[a[at.pair, at.one]]]
        turned = [
            (own[s][at.pair] == side) & is_father[s] for s, side in enumerate((at.one, at.two))
        ]
        child = (bare[0] & ~bare[1] & (rest[1] == 0)) | (bare[1] & ~bare[0] & (rest[0] == 0))
        kept = ~self.is_joined
        several = np.bincount(at.pair, minlength=at.n_pairs) >= 2
        return {
            "contradicted weight": np.minimum(against, 2) * kept,
            "contradicted parts": np.minimum(n_against, 3) * kept,
            "omitted weight": np.minimum(omitted, 3) * kept,
            "own names differ": bare[0] & bare[1] & kept,
            "own name matched": own_hit,
            "last name matched": _is_met(at, last),
            "child of the other": child & kept & several,
            "own name is the other's father": at.most(turned[0] | turned[1]),
            "order differs": np.minimum(_inversions(at), 2),
            "every part matched": several & (n_against == 0) & (n_omitted == 0) | self.is_joined,
            "no contradiction": several & (n_against == 0) | self.is_joined,
        }

    def _weight_left(self, ids: Numbers, free: NDArray[np.bool_], own: Numbers) -> Reals:
        weight = self._table.weight[ids] * free
        total: Reals = weight.sum(axis=1)
        pairs = np.arange(len(ids))
        is_bare = free[pairs, own] & (own >= 0)
        return total + is_bare * np.maximum(0, OWN_NAME - weight[pairs, own])

    def _alike(self, has_match: NDArray[np.bool_]) -> dict[str, Reals]:
        """The names as wholes, their parts in alphabetical order; only where something matched."""
        table = self._table
        rows = np.flatnonzero(has_match | self.is_joined)
        left, right = self._left[rows].tolist(), self._right[rows].tolist()
        spelt = [[table.spelt[k] for k in side] for side in (left, right)]
        core = [[table.core[k] for k in side] for side in (left, right)]
        edits = process.cpdist(*spelt, scorer=OSA.distance, dtype=np.float64)
        longest = np.array([max(len(x), len(y), 1) for x, y in zip(*spelt, strict=True)])
        like = process.cpdist(*core, scorer=Levenshtein.normalized_similarity, dtype=np.float64)
        is_long = np.minimum(table.n_full[self._left], table.n_full[self._right])[rows] >= 2
        out = {name: np.zeros(len(has_match)) for name in list(SIGNS)[-5:]}
        joined = self.is_joined[rows]
        out["letters alike"][rows] = np.where(joined, 1.0, 1 - edits / np.maximum(longest, 1))
        out["consonants alike"][rows] = np.where(joined, 1.0, like)
        out["consonants nearly equal"][rows] = np.where(joined, 1.0, np.maximum(0, like - 0.8) * 5)
        out["at most two letters differ"][rows] = (edits <= 2) & is_long | joined
        out["at most one letter differs"][rows] = (edits <= 1) & is_long | joined
        return out

    def _is_joined(self) -> NDArray[np.bool_]:
        """Names that differ only in where they are broken: Sidi Yeslem, Sidyeslem."""
        table, left, right = self._table, self._left, self._right
        a, b = table.n_joined[left], table.n_joined[right]
        several = np.maximum(table.n_full[left], table.n_full[right]) >= 2
        # One letter in twenty may differ, so lengths that differ by more cannot reach JOINED.
        may = (np.minimum(a, b) >= 6) & (np.abs(a - b) <= 0.06 * a + 1) & several
        rows = np.flatnonzero(may & (table.n_full[left] != table.n_full[right]))
        out = np.zeros(len(left), dtype=bool)
        if len(rows):
            ours = [table.names[k].joined for k in left[rows]]
            theirs = [table.names[k].joined for k in right[rows]]
            like = process.cpdist(
                ours, theirs, scorer=Levenshtein.normalized_similarity, dtype=np.float64
            )
            out[rows] = like >= JOINED
        return out


def _edits(at: Aligned, is_word: NDArray[np.bool_]) -> dict[str, Reals]:
    """How many letters differ in the parts that matched."""
    found = at.found
    return {
        "edits of sound": np.minimum(at.total(found.sound * is_word), 5),
        "edits of consonants": np.minimum(at.total(found.core * is_word), 4),
        "most edits of letters in a part": np.minimum(at.most(found.letters * is_word), 4),
        "most edits of consonants in a part": np.minimum(at.most(found.core * is_word), 3),
    }


def _is_met(at: Aligned, places: tuple[Numbers, Numbers]) -> NDArray[np.bool_]:
    """Whether the part at a given place of the one is matched to that of the other."""
    out = np.zeros(at.n_pairs, dtype=bool)
    out[at.pair[(places[0][at.pair] == at.one) & (places[1][at.pair] == at.two)]] = True
    return out


def _inversions(at: Aligned) -> Reals:
    """Neighbouring matches that stand the other way round. Couples are sorted by pair and place."""
    follows = (at.pair[1:] == at.pair[:-1]) & (at.two[1:] < at.two[:-1])
    return np.bincount(at.pair[1:][follows], minlength=at.n_pairs).astype(np.float64)
