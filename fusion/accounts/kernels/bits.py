"""Word pairs as bits: a first look at two texts in a few instructions."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step, unowned
from fusion.accounts.kernels.hashing import pair_key
from fusion.accounts.kernels.marks import CONTENT

FAINT = 0.2  # of the word pairs: noise leaves so many of a copy
# Of reports of 80 words one in fourteen pairs stands on another's bit.
BITS_LOG = 10
BITS = 1 << BITS_LOG
WORDS_OF_BITS = BITS // 64
_TWOS = np.uint64(0x3333333333333333)


@kernel
def mark_pairs(begin, count, hashes, flags, from_text, to_text, bits):
    """Set one of BITS bits for each word pair of each half of the texts from_text:to_text."""
    begin, count, hashes, flags, bits = unowned((begin, count, hashes, flags, bits))
    for text in range(from_text, to_text):
        middle = begin[text] + count[text] // 2
        for word in range(begin[text], begin[text] + count[text] - 1):
            if (flags[word] | flags[word + 1]) & CONTENT:
                key = pair_key(hashes[word], hashes[word + 1]) >> np.uint64(64 - BITS_LOG)
                bit = np.uint64(1) << (key & np.uint64(63))
                bits[text, np.int64(word >= middle), np.int64(key >> np.uint64(6))] |= bit


@step
def n_set(word):
    """Bits that are set, by Wilkes, Wheeler and Gill 1957 (one instruction where there is one)."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & _TWOS) + ((word >> np.uint64(2)) & _TWOS)
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@step
def lacks_half(a, b, bits):
    """`a` has a half of which less than FAINT is in `b`."""
    first, last, first_in, last_in = 0, 0, 0, 0
    for at in range(WORDS_OF_BITS):
        of_b = bits[b, 0, at] | bits[b, 1, at]
        first += n_set(bits[a, 0, at])
        last += n_set(bits[a, 1, at])
        first_in += n_set(bits[a, 0, at] & of_b)
        last_in += n_set(bits[a, 1, at] & of_b)
    return first_in < FAINT * first or last_in < FAINT * last


@step
def shares_too_little(a, b, bits):
    """By their bits each has a half of which less than FAINT is in the other.

    What was cut or got a header stands whole in the other, and edits and noise leave something
    of each half: two that lack half of each other are two tellings that share a passage, if
    anything. Two pairs on one bit only make texts look more alike.
    """
    return lacks_half(a, b, bits) and lacks_half(b, a, bits)
