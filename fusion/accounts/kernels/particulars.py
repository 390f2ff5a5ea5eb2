"""Numbers, names and days: shared, or contradicted in the same context."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import step
from fusion.accounts.kernels.hashing import pair_key, slot_of
from fusion.accounts.kernels.marks import DATE, NAME, NUMBER

_ALIKE = 70  # two spellings of one word, per cent
_LONGEST = 24  # letters of a name that are compared
_MIX_3 = np.uint64(0x165667B19E3779F9)
_EDGE, _NUMBER, _NAME = np.uint64(1), np.uint64(2), np.uint64(3)  # neighbours by kind, not value
_PARTICULAR = NUMBER | NAME


@step
def neighbour(hashes, flags, word, begin, end, keep_names):
    """A neighbour in a context: numbers (and names) count as such, whatever their value."""
    if word < begin or word >= end:
        return _EDGE
    if flags[word] & NUMBER:
        return _NUMBER
    return _NAME if flags[word] & NAME and not keep_names else hashes[word]


@step
def context_key(hashes, flags, word, begin, end, which):
    """Key of the context `which` of a word: around (names kept, or not), before, after; 0: none."""
    shift = 0 if which < 2 else 1 if which == 2 else -1
    left = word - 1 if which < 2 else word - 2 if which == 2 else word + 1
    right = word + 1 if which < 2 else word - 1 if which == 2 else word + 2
    one = neighbour(hashes, flags, left, begin, end, which == 0)
    two = neighbour(hashes, flags, right, begin, end, which == 0)
    if one <= _NAME and two <= _NAME:
        return np.uint64(0)
    return (pair_key(one, two) + np.uint64(shift + 2)) * _MIX_3


@step
def is_unlike(letters, a, a_end, b, b_end):
    """Two words are not spellings of one: 2 x common letters in order below _ALIKE per cent."""
    a_end, b_end = min(a_end, a + _LONGEST), min(b_end, b + _LONGEST)
    row = np.zeros(_LONGEST + 1, np.int64)
    for i in range(a, a_end):
        corner = 0
        for j in range(b_end - b):
            above = row[j + 1]
            if letters[i] == letters[b + j]:
                row[j + 1] = corner + 1
            elif row[j] > above:
                row[j + 1] = row[j]
            corner = above
    return 200 * row[b_end - b] < _ALIKE * (a_end - a + b_end - b)


@step
def note_contexts(begin, end, hashes, flags, table, mask, stamp):
    """Each number and name under its contexts; the first where a context stands twice."""
    keys, stamps, values = table
    for word in range(begin, end):
        if not flags[word] & _PARTICULAR:
            continue
        for which in range(4):
            key = context_key(hashes, flags, word, begin, end, which)
            if key == 0:
                continue
            at = slot_of(keys, stamps, stamp, mask, key)
            if stamps[at] != stamp:
                keys[at], stamps[at], values[at] = key, stamp, word - begin


@step
def see_words(begin, end, hashes, table, mask, stamp, now, seen, n_in_b):
    """Mark which words of a are in b, and how often; how many words of b are in a."""
    keys, stamps, values = table
    n_words = 0
    for word in range(begin, end):
        at = slot_of(keys, stamps, stamp, mask, hashes[word])
        if stamps[at] == stamp:
            n_words += 1
            number = values[at]
            n_in_b[number] = n_in_b[number] + 1 if seen[number] == now else 1
            seen[number] = now
    return n_words


@step
def share_of_edits(
    a_begin, a_end, b_begin, b_end, hashes, flags, table, mask, stamp, word_ids, seen, now
):
    """Share of the plain words of the shorter text that the longer one lacks."""
    keys, stamps, _values = table
    n_plain, n_lacking = 0, 0
    if a_end - a_begin <= b_end - b_begin:
        for word in range(a_begin, a_end):
            if not flags[word] & _PARTICULAR:
                n_plain += 1
                n_lacking += seen[word_ids[word - a_begin]] != now
    else:
        for word in range(b_begin, b_end):
            if not flags[word] & _PARTICULAR:
                n_plain += 1
                at = slot_of(keys, stamps, stamp, mask, hashes[word])
                n_lacking += stamps[at] != stamp
    return n_lacking / max(n_plain, 1)


@step
def count_particulars(
    a_begin, b_begin, b_end, hashes, flags, starts, letters, word_table, mask, context_table,
    context_mask, stamp, now, word_of, word_ids, seen_word, n_in_a, n_in_b, counted, refuted,
    found,
):  # fmt: skip
    """Count what b's numbers and names have in common with a's, and what they contradict.

    A value that the other text holds anywhere (a number: as often) does not differ; two spellings
    that are alike (noise of recognition, a slip in a name) do not either.
    """
    for word in range(b_begin, b_end):
        if not flags[word] & _PARTICULAR:
            continue
        at = slot_of(word_table[0], word_table[1], stamp, mask, hashes[word])
        if word_table[1][at] == stamp:
            number = word_table[2][at]
            both = flags[word_of[number]] & flags[word]
            if counted[number] != now and both & _PARTICULAR:
                counted[number] = now
                found[3] += 1
            if not flags[word] & NUMBER or n_in_b[number] <= n_in_a[number]:
                continue
        for which in range(4):
            key = context_key(hashes, flags, word, b_begin, b_end, which)
            if key == 0:
                continue
            slot = slot_of(context_table[0], context_table[1], stamp, context_mask, key)
            if context_table[1][slot] != stamp:
                continue
            other = context_table[2][slot]
            number = word_ids[other]
            one = a_begin + other
            is_held = seen_word[number] == now and (
                not flags[one] & NUMBER or n_in_b[number] >= n_in_a[number]
            )
            if is_held or refuted[number] == now or hashes[one] == hashes[word]:
                continue
            if flags[one] & flags[word] & NUMBER:
                refuted[number] = now
                found[0] += 1
                found[1] += (flags[one] & flags[word] & DATE) != 0
                break
            if flags[one] & flags[word] & NAME and is_unlike(
                letters, starts[one], starts[one + 1], starts[word], starts[word + 1]
            ):
                refuted[number] = now
                found[2] += 1
                break
