"""A tiny encoder without weights, for tests: it knows spelling, not meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.random_projection import SparseRandomProjection

DIMENSIONS = 256
_FEATURES = 2**16  # far more than the n-grams of a report, so that few collide
_SEED = 1


class HashingEncoder:
    """Character n-grams hashed and projected to 256 dimensions. Not for missions.

    Two languages never meet in it: translations are not found.
    """

    encoder_id = "hashing-not-for-missions/1/fp32/scikit-learn"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self._hasher = HashingVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), n_features=_FEATURES, alternate_sign=False
        )
        self._projection = SparseRandomProjection(
            DIMENSIONS, dense_output=True, random_state=_SEED
        ).fit(np.zeros((1, _FEATURES)))

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit-length vectors (len(texts), 256), in the order of `texts`."""
        if not len(texts):
            return np.zeros((0, DIMENSIONS), np.float32)
        dense = np.asarray(self._projection.transform(self._hasher.transform(texts)), np.float64)
        lengths = np.linalg.norm(dense, axis=1, keepdims=True)
        return (dense / np.where(lengths > 0, lengths, 1)).astype(np.float32)
