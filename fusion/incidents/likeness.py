"""How alike accounts are, over all of them at once: details and words shared, vectors centred."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from fusion.incidents.content import EPOCH, Content, Index, Reals, compare
from fusion.incidents.tellings import Telling

# A mean over few texts is mostly these texts: it is drawn towards the mean of all languages as
# if that many further texts lay there.
SHRINK_TEXTS = 4
# Small numbers are everywhere: 'two', 'three' say little, four digits say much.
_DIGIT_WEIGHTS = {1: 0.4, 2: 0.7}
# A word in more than a twentieth of the accounts is vocabulary, not wording.
VOCABULARY = 20
COMMON_SHARE = 100  # dimensions to each direction that is taken off
TEXTS_EACH = 15  # texts to each: a direction is common that fifteen texts spread along
# Accounts with hardly any detail share all of it by chance: shares count at least this weight.
LEAST_WEIGHT = 1.5


class Marks:
    """Marks of many tellings as a sparse matrix, weighted by rarity.

    `sets` holds the marks of each telling; `value` turns frequency and number of tellings into
    the weight of each mark.
    """

    def __init__(
        self,
        sets: Sequence[frozenset[str]],
        value: Callable[[Sequence[str], Index, int], Reals],
    ) -> None:
        self.sets = list(sets)
        self.names = sorted(frozenset[str]().union(*self.sets)) if self.sets else []
        column = {name: i for i, name in enumerate(self.names)}
        indices = [column[m] for marks in self.sets for m in sorted(marks)]
        offsets = np.cumsum([0, *(len(marks) for marks in self.sets)])
        shape = (len(self.sets), max(len(self.names), 1))
        self.present = csr_matrix((np.ones(len(indices)), indices, offsets), shape=shape)
        self.frequency: Index = np.asarray(self.present.sum(axis=0)).ravel().astype(np.int64)
        self.value = np.zeros(shape[1])
        if self.names:
            self.value = value(self.names, self.frequency, len(self.sets))
        self.weights = self.present.multiply(self.value[None, :]).tocsr()
        self.totals: Reals = np.asarray(self.weights.sum(axis=1)).ravel()

    def shared(self, first: Index, second: Index) -> Reals:
        """Weight that each pair has in common."""
        if not len(first):
            return np.zeros(0)
        common = self.weights[first].multiply(self.present[second]).sum(axis=1)
        weight: Reals = np.asarray(common).ravel()
        return weight

    def shares(self, first: Index, second: Index) -> tuple[Reals, Reals]:
        """What each pair shares, as a share of the first's weight and of the second's, 0-1."""
        shared = self.shared(first, second)
        return (
            shared / np.maximum(self.totals[first], LEAST_WEIGHT),
            shared / np.maximum(self.totals[second], LEAST_WEIGHT),
        )

    def rare(self, telling: int, bound: int) -> list[str]:
        """The marks of one telling that stand in at least two and at most `bound` tellings."""
        row = self.present[telling].indices
        return sorted(self.names[i] for i in row if 2 <= self.frequency[i] <= bound)


@dataclass(frozen=True)
class Likeness:
    """All tellings side by side: rare details, the numbers among them, wording, meaning."""

    details: Marks
    numbers: Marks
    words: Marks
    vectors: Reals | None
    content: Content

    def meaning(self, first: Index, second: Index) -> Reals:
        """Cosine of the centred vectors of each pair; 0 where there are none."""
        if self.vectors is None:
            return np.zeros(len(first))
        cosine: Reals = np.einsum("ij,ij->i", self.vectors[first], self.vectors[second])
        return cosine


def likeness(tellings: list[Telling]) -> Likeness:
    """The tellings side by side.

    A word whose capitals say nothing counts as a name where another telling has it as one.
    """
    names = frozenset[str]().union(*(t.details.names for t in tellings))
    sets = [t.details.numbers | t.details.names | (t.details.loose & names) for t in tellings]
    vectors = centred(tellings)
    concepts = Marks([t.concepts for t in tellings], _concept_value)
    days = np.array([(t.told_on - EPOCH).days for t in tellings], np.int64)
    return Likeness(
        details=Marks(sets, _detail_value),
        numbers=Marks([t.details.numbers for t in tellings], _detail_value),
        words=Marks([t.details.words for t in tellings], _word_value),
        vectors=vectors,
        content=compare(without_common(vectors), concepts.weights, days),
    )


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


def without_common(vectors: Reals | None) -> Reals | None:
    """`vectors` without the directions that all of them spread along, unit length again.

    The widest directions hold what a mission's reports have in common (a theme, a register, a
    length) and none of what tells two raids apart. One in COMMON_SHARE dimensions is taken off,
    as Mu and Viswanath 2018 ("All-but-the-Top") found for word vectors; fewer where there are
    few texts, whose widest directions are single happenings.
    """
    if vectors is None:
        return None
    n, width = vectors.shape
    n_common = min(width // COMMON_SHARE, n // TEXTS_EACH)
    if not n_common:
        return vectors
    _spread, axes = np.linalg.eigh(vectors.T @ vectors)
    common = axes[:, -n_common:]
    left = vectors - vectors @ common @ common.T
    lengths = np.linalg.norm(left, axis=1, keepdims=True)
    unit: Reals = left / np.maximum(lengths, 1e-9)
    return unit


def _detail_value(names: Sequence[str], frequency: Index, n: int) -> Reals:
    kind = [_DIGIT_WEIGHTS.get(len(m) - 2, 1.0) if m.startswith("n:") else 1.0 for m in names]
    value: Reals = np.log1p(n / np.maximum(frequency, 1)) * np.array(kind)
    return value


def _concept_value(_names: Sequence[str], frequency: Index, n: int) -> Reals:
    value: Reals = np.log(max(n, 1) / np.maximum(frequency, 1))
    return value


def _word_value(_names: Sequence[str], frequency: Index, n: int) -> Reals:
    value: Reals = np.maximum(np.log(max(n, 1) / np.maximum(frequency, 1) / VOCABULARY), 0)
    return value
