"""Sketches: the least of many hashes over the words and word pairs of a text."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step, unowned
from fusion.accounts.kernels.marks import CONTENT, NUMBER

# 64 bands of 2 minima: a pair of Jaccard similarity .27 (half of the text cut off, a fifth of the
# words changed) meets with probability 1-(1-.27^2)^64 = .99. Loose bands are affordable because
# crowded buckets are not searched and every meeting is verified.
BANDS = 64
ROWS = 2
LANES = 32  # features at a time: four registers of eight
_MIX = np.uint64(0x9E3779B185EBCA87)  # odd constants of xxHash64
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)


@step
def note_features(begin, end, hashes, flags, features):
    """Write the features of one text: (how many, hash of all words in order, if one is a number).

    Features are its words and word pairs that hold more than grammar.
    """
    n, whole, has_number = 0, np.uint64(0), False
    for word in range(begin, end):
        own = hashes[word]
        whole = (whole ^ own) * _MIX
        whole ^= whole >> np.uint64(31)
        has_number |= (flags[word] & NUMBER) != 0
        is_content = flags[word] & CONTENT
        if word > begin and (is_content or flags[word - 1] & CONTENT):
            pair = (hashes[word - 1] * _MIX + own) * _MIX_2
            features[n] = np.uint32(pair >> np.uint64(32))
            n += 1
        if is_content:
            features[n] = np.uint32(own >> np.uint64(32))
            n += 1
    return n, whole, has_number


@step
def minimum(features, n, factor, salt):
    """The least of the first n features, mixed by `factor` and `salt`; n is full LANES."""
    least = np.uint32(0xFFFFFFFF)
    for at in range(n):
        value = np.uint32(np.uint32(features[at] ^ salt) * factor)
        value = np.uint32(value ^ np.uint32(value >> np.uint32(15)))
        least = min(least, value)
    return least


@kernel
def sketch_part(
    begin, count, hashes, flags, factor, salt, features, bands, folded, has_number
):  # fmt: skip
    """Fill `bands`, `folded` and `has_number` text by text.

    `features` is room for two of each word of the longest text, and LANES more.
    """
    begin, count, hashes, flags = unowned((begin, count, hashes, flags))
    factor, salt, bands, features = unowned((factor, salt, bands, features))
    for text in range(len(begin)):
        end = begin[text] + count[text]
        n, folded[text], has_number[text] = note_features(begin[text], end, hashes, flags, features)
        whole = (n + LANES - 1) // LANES * LANES
        for at in range(n, whole):  # the same once more changes no minimum
            features[at] = features[0]
        for band in range(BANDS):
            key = np.uint64(0)
            for row in range(ROWS * band, ROWS * (band + 1)):
                least = minimum(features, whole, factor[row], salt[row])
                key = key << np.uint64(32) | np.uint64(least)
            bands[text, band] = np.uint32((key * _MIX_2) >> np.uint64(32))
