"""Small hash tables that are emptied by raising a stamp."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step
from fusion.accounts.kernels.marks import CONTENT

# Recognition noise of a tenth of the letters leaves two thirds of the runs of GRAM letters.
GRAM = 4
_MIX = np.uint64(0x9E3779B185EBCA87)
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)


@kernel
def table_size(n_entries):
    """A power of two that leaves half of a table empty."""
    size = 16
    while size < 2 * n_entries:
        size *= 2
    return size


@step
def slot_of(keys, stamps, stamp, mask, key):
    """Where `key` stands in the table, or the free place where it would stand."""
    at = np.int64(key >> np.uint64(32)) & mask
    while stamps[at] == stamp and keys[at] != key:
        at = (at + 1) & mask
    return at


@step
def pair_key(one, other):
    """Key of two hashes in their order, 64 bits."""
    return (one * _MIX + other) * _MIX_2


def empty_table(n_entries):
    """Keys, stamps (an entry counts while its stamp is the present one) and values."""
    size = table_size(n_entries)
    return np.zeros(size, np.uint64), np.zeros(size, np.int64), np.zeros(size, np.int32)


@step
def number_all(begin, end, hashes, flags, is_pair, table, mask, stamp, ids):
    """Number the distinct words (or word pairs, -1 for grammar alone); how many there are."""
    keys, stamps, values = table
    n_distinct = 0
    for word in range(begin, end - 1 if is_pair else end):
        if is_pair and not (flags[word] | flags[word + 1]) & CONTENT:
            ids[word - begin] = -1
            continue
        key = pair_key(hashes[word], hashes[word + 1]) if is_pair else hashes[word]
        at = slot_of(keys, stamps, stamp, mask, key)
        if stamps[at] != stamp:
            keys[at], stamps[at], values[at] = key, stamp, n_distinct
            n_distinct += 1
        ids[word - begin] = values[at]
    return n_distinct


@step
def gram_key(letters, at):
    """Key of the GRAM letters from `at` on, 64 bits."""
    value = np.uint64(0)
    for index in range(at, at + GRAM):
        value = value << np.uint64(16) | np.uint64(letters[index])
    return (value ^ (value >> np.uint64(29))) * _MIX


@step
def note_grams(letters, begin, end, table, mask, stamp):
    """Enter each run of GRAM letters."""
    keys, stamps, _values = table
    for at in range(begin, end - GRAM + 1):
        key = gram_key(letters, at)
        slot = slot_of(keys, stamps, stamp, mask, key)
        keys[slot], stamps[slot] = key, stamp
