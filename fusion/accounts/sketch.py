"""MinHash with banding: which pairs of texts to compare, without comparing all."""

from __future__ import annotations

import numpy as np

from fusion.accounts.features import Flags, Shingles
from fusion.accounts.folded import Index

# 64 bands of 2: a pair of Jaccard similarity .27 (half of the text cut off, a fifth of the words
# changed) meets with probability 1-(1-.27^2)^64 = .99. Loose bands are affordable because
# frequent shingles are gone and every meeting is verified.
BANDS = 64
ROWS = 2
_EMPTY = np.uint32(0xFFFFFFFF)


def candidates(shingles: Shingles, keep: Flags) -> tuple[Index, Index]:
    """Pairs (first < second) of texts that share a band, each once, in order.

    In a bucket every text meets the first one and the one before it: buckets of a text that was
    copied a thousand times stay linear.
    """
    sketch, present = _minima(shingles, keep)
    n = shingles.n_texts
    found = [np.zeros(0, np.int64)]
    for band in range(BANDS):
        key = sketch[ROWS * band].astype(np.uint64) << np.uint64(32)
        key |= sketch[ROWS * band + 1].astype(np.uint64)
        found.append(_meetings(key[present], present, n))
    codes = np.sort(np.concatenate(found))
    codes = codes[np.concatenate([[True], codes[1:] != codes[:-1]])[: len(codes)]]
    first, second = np.divmod(codes, max(n, 1))
    return first, second


def _minima(shingles: Shingles, keep: Flags) -> tuple[list[np.ndarray], Index]:
    """BANDS x ROWS minima per text, and the texts that have any shingle."""
    columns = shingles.columns[keep]
    owner = np.repeat(np.arange(shingles.n_texts), shingles.sizes)[keep]
    present = np.unique(owner).astype(np.int64)
    starts = np.searchsorted(owner, present)
    base = (shingles.values[columns] >> np.uint64(32)).astype(np.uint32)
    generator = np.random.default_rng(0x5EED)  # fixed: a sketch is an index, not a sample
    odd = generator.integers(1, 2**31, BANDS * ROWS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    salt = generator.integers(0, 2**32, BANDS * ROWS, dtype=np.uint32)
    minima = []
    for factor, mask in zip(odd, salt, strict=True):
        row = np.full(shingles.n_texts, _EMPTY, np.uint32)
        if len(present):
            mixed = (base ^ mask) * factor
            row[present] = np.minimum.reduceat(mixed ^ (mixed >> np.uint32(15)), starts)
        minima.append(row)
    return minima, present


def _meetings(keys: np.ndarray, texts: Index, n: int) -> Index:
    """Codes first * n + second of texts with equal keys: each with the first and the previous."""
    order = np.argsort(keys, kind="stable")
    ordered, who = keys[order], texts[order]
    same = np.concatenate([[False], ordered[1:] == ordered[:-1]])
    position = np.flatnonzero(same)
    if not len(position):
        return np.zeros(0, np.int64)
    head = np.maximum.accumulate(np.where(same, 0, np.arange(len(same))))
    against = np.concatenate([who[head[position]], who[position - 1]])
    second = np.concatenate([who[position], who[position]])
    codes: Index = np.minimum(against, second) * n + np.maximum(against, second)
    return codes
