"""How alike accounts are, over all of them at once: rare details shared, vectors centred."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from fusion.incidents.tellings import Telling

Reals = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

# A mean over few texts is mostly these texts: it is drawn towards the mean of all languages as
# if that many further texts lay there.
SHRINK_TEXTS = 4
# Small numbers are everywhere: 'two', 'three' say little, four digits say much.
_DIGIT_WEIGHTS = {1: 0.4, 2: 0.7}


class Marks:
    """Rare details of all tellings: `weights` (tellings x marks) and how many tellings hold each.

    A word whose capitals say nothing counts as a name where another telling has it as one.
    """

    def __init__(self, tellings: list[Telling]) -> None:
        names = frozenset[str]().union(*(t.details.names for t in tellings)) if tellings else ()
        known = frozenset(names)
        self.sets = [
            t.details.numbers | t.details.names | (t.details.loose & known) for t in tellings
        ]
        self.names = sorted(frozenset[str]().union(*self.sets)) if self.sets else []
        column = {name: i for i, name in enumerate(self.names)}
        indices = [column[m] for marks in self.sets for m in sorted(marks)]
        offsets = np.cumsum([0, *(len(marks) for marks in self.sets)])
        shape = (len(tellings), max(len(self.names), 1))
        self.present = csr_matrix((np.ones(len(indices)), indices, offsets), shape=shape)
        self.frequency: Index = np.asarray(self.present.sum(axis=0)).ravel().astype(np.int64)
        rarity = np.log1p(len(tellings) / np.maximum(self.frequency, 1))
        kind = np.array([_digit_weight(name) for name in self.names] or [1.0])
        self.value: Reals = rarity * kind
        self.weights = self.present.multiply(self.value[None, :]).tocsr()
        self.totals: Reals = np.asarray(self.weights.sum(axis=1)).ravel()

    def shared(self, first: Index, second: Index) -> Reals:
        """Weight that each pair has in common."""
        if not len(first):
            return np.zeros(0)
        common = self.weights[first].multiply(self.present[second]).sum(axis=1)
        weight: Reals = np.asarray(common).ravel()
        return weight

    def rare(self, telling: int, bound: int) -> list[str]:
        """The marks of one telling that stand in at least two and at most `bound` tellings."""
        row = self.present[telling].indices
        return sorted(self.names[i] for i in row if 2 <= self.frequency[i] <= bound)


def centred(tellings: list[Telling]) -> Reals | None:
    """Unit vectors (tellings x dimensions) with each language's mean taken off.

    Sentence vectors of one language lie close together whatever they say; without that offset
    translations become nearest neighbours (measured: 0.94 of relays against 0.78, see
    models/encoder.md). Rows of accounts without a vector are zero; None where none has one.
    """
    held = [i for i, t in enumerate(tellings) if t.vector is not None]
    if not held:
        return None
    vectors = np.zeros((len(tellings), len(tellings[held[0]].vector)))
    vectors[held] = np.array([tellings[i].vector for i in held], np.float64)
    mean = vectors[held].mean(axis=0)
    languages = [tellings[i].row["language"] for i in held]
    for language in sorted(set(languages)):
        rows = [i for i, spoken in zip(held, languages, strict=True) if spoken == language]
        own = vectors[rows].sum(axis=0) + SHRINK_TEXTS * mean
        vectors[rows] -= own / (len(rows) + SHRINK_TEXTS)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Reals = vectors / np.maximum(lengths, 1e-9)
    return unit


def _digit_weight(name: str) -> float:
    return _DIGIT_WEIGHTS.get(len(name) - 2, 1.0) if name.startswith("n:") else 1.0
