"""Where the words of one text stand in the other."""

from __future__ import annotations

from fusion.accounts.kernels.compiled import step
from fusion.accounts.kernels.hashing import GRAM, gram_key, pair_key, slot_of
from fusion.accounts.kernels.marks import CONTENT

HEADER = 60  # words of a forwarding header and its notices, which are no passage of the report
# With a tenth of the letters misread nine of ten are in a run that is whole; in a passage that
# is another's three of ten are, by chance.
LETTERS_AROUND = 12
FOREIGN_LETTERS = 0.65


@step
def foreign_share(covered, n_words, around, least, skipped):
    """Share of the words (or letters) with less than `least` covered among those `around`.

    The first `skipped` are left out of account.
    """
    n_foreign, n_covered = 0, 0
    for word in range(min(around, n_words)):
        n_covered += covered[word]
    for word in range(n_words):
        if word + around < n_words:
            n_covered += covered[word + around]
        if word - around - 1 >= 0:
            n_covered -= covered[word - around - 1]
        size = min(word + around, n_words - 1) - max(word - around, 0) + 1
        n_foreign += word >= skipped and n_covered < least * size
    return n_foreign / max(n_words - skipped, 1)


@step
def tail_length(covered, n_words):
    """Words behind the last that is shared."""
    n_tail = 0
    while n_tail < n_words and not covered[n_words - 1 - n_tail]:
        n_tail += 1
    return n_tail


@step
def head_length(covered, n_words):
    """Words before the first three in a row that are shared, up to HEADER."""
    for word in range(min(n_words - 2, HEADER + 1)):
        if covered[word] and covered[word + 1] and covered[word + 2]:
            return word
    return HEADER


@step
def see_pairs(begin, end, hashes, flags, table, mask, stamp, now, seen, covered):
    """Mark which word pairs of a are in b, and the words of b in them; (how many, pairs of b)."""
    keys, stamps, values = table
    n_shared, n_pairs = 0, 0
    covered[0] = False
    for word in range(begin, end - 1):
        covered[word + 1 - begin] = False
        if not (flags[word] | flags[word + 1]) & CONTENT:
            continue
        n_pairs += 1
        key = pair_key(hashes[word], hashes[word + 1])
        at = slot_of(keys, stamps, stamp, mask, key)
        is_shared = stamps[at] == stamp
        covered[word + 1 - begin] = is_shared
        if is_shared:
            covered[word - begin] = True
            n_shared += seen[values[at]] != now
            seen[values[at]] = now
    return n_shared, n_pairs


@step
def cover_words(pair_ids, seen, now, n_words, covered):
    """Which words of a are in a shared word pair."""
    covered[0] = False
    for word in range(n_words - 1):
        is_shared = pair_ids[word] >= 0 and seen[pair_ids[word]] == now
        covered[word + 1] = is_shared
        if is_shared:
            covered[word] = True


@step
def gram_share(letters, begin, end, table, mask, stamp, marked):
    """Share of the letters around which most are in a run that stands in the table."""
    keys, stamps, _values = table
    size = end - begin
    marked[:size] = False
    for at in range(begin, end - GRAM + 1):
        slot = slot_of(keys, stamps, stamp, mask, gram_key(letters, at))
        if stamps[slot] == stamp:
            marked[at - begin : at - begin + GRAM] = True
    return 1 - foreign_share(marked, size, LETTERS_AROUND, FOREIGN_LETTERS, 0)
