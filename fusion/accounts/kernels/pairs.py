"""All that is measured of a pair of texts."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel
from fusion.accounts.kernels.hashing import empty_table, note_grams, number_all, table_size
from fusion.accounts.kernels.particulars import (
    count_days,
    count_particulars,
    note_contexts,
    see_words,
    share_of_edits,
)
from fusion.accounts.kernels.passages import (
    cover_words,
    foreign_share,
    gram_share,
    head_length,
    see_pairs,
    tail_length,
)

# Of the shorter text's word pairs. With a fifth of the words changed .8^2 = .64 are left, with a
# third .44; two reports of one event in their authors' own words share .05 to .15. Below MINIMUM
# only noise can have spoiled a copy, and that leaves FAINT of the pairs.
MINIMUM = 0.36
FAINT = 0.2
# A word is in a passage of its own where of the words up to AROUND before and behind fewer than
# FOREIGN are in a shared word pair. With a fifth of the words changed .77 are, with a third .6.
AROUND = 5
FOREIGN = 0.4
# Share of each text in such passages: what one lacks was cut or added; what both lack of each
# other was replaced, and then they are two tellings that share a passage.
REPLACED = 0.2
TAIL = 6  # words at the end of each text that the other lacks: bodies under one letterhead
HOPELESS = 0.45  # of the words in passages of their own: noise that leaves letters leaves more
LETTERS_MINIMUM = 0.85  # of the letters are not in a passage of its own;
LETTERS_TAIL = 0.97  # where both texts end in words of their own


@kernel
def compare_pairs(
    from_pair, to_pair, first, second, begin, count, is_headed, hashes, flags, starts, letters,
    longest,
    most_letters, reals, counts,
):  # fmt: skip
    """Fill the rows from_pair:to_pair of `reals` and `counts`."""
    word_table, pair_table = empty_table(longest), empty_table(longest)
    context_table, gram_table = empty_table(4 * longest), empty_table(most_letters)
    word_ids, pair_ids = np.zeros(longest + 1, np.int32), np.zeros(longest + 1, np.int32)
    word_of = np.zeros(longest + 1, np.int64)
    seen_word, seen_pair = np.zeros(longest + 1, np.int64), np.zeros(longest + 1, np.int64)
    counted, refuted = np.zeros(longest + 1, np.int64), np.zeros(longest + 1, np.int64)
    covered_a, covered_b = np.zeros(longest + 1, np.bool_), np.zeros(longest + 1, np.bool_)
    marked = np.zeros(most_letters + 1, np.bool_)
    stamp, held, has_grams, has_words = 0, -1, False, False
    n_pairs_a, mask, context_mask, gram_mask = 0, 0, 0, 0
    for index in range(from_pair, to_pair):
        a, b = second[index], first[index]
        n_a, n_b = count[a], count[b]
        if n_a < 2 or n_b < 2:
            continue
        a_begin, b_begin, now = begin[a], begin[b], index + 1
        a_end, b_end = a_begin + n_a, b_begin + n_b
        if a != held:  # the tables of a text serve all its pairs
            held, stamp, has_grams, has_words = a, now, False, False
            mask = table_size(n_a) - 1
            n_pairs_a = number_all(
                a_begin, a_end, hashes, flags, True, pair_table, mask, stamp, pair_ids
            )
        n_shared, n_pairs_b = see_pairs(
            b_begin, b_end, hashes, flags, pair_table, mask, stamp, now, seen_pair, covered_b
        )
        share = min(1.0, n_shared / max(min(n_pairs_a, n_pairs_b), 1))
        reals[index, 0] = share
        if share < FAINT:
            continue
        cover_words(pair_ids, seen_pair, now, n_a, covered_a)
        tail = min(tail_length(covered_a, n_a), tail_length(covered_b, n_b))
        head_a, head_b = head_length(covered_a, n_a), head_length(covered_b, n_b)
        # A header is left out of account where behind it the other text begins at its beginning.
        skip_a = head_a if is_headed[a] and (head_b <= AROUND or is_headed[b]) else 0
        skip_b = head_b if is_headed[b] and (head_a <= AROUND or is_headed[a]) else 0
        reals[index, 4] = foreign_share(covered_b, n_b, AROUND, FOREIGN, skip_b)
        reals[index, 5] = foreign_share(covered_a, n_a, AROUND, FOREIGN, skip_a)
        least = min(reals[index, 4], reals[index, 5])
        is_long = 2 * max(n_a, n_b) > 3 * min(n_a, n_b)
        if least > REPLACED or share < MINIMUM or tail >= (2 * TAIL if is_long else TAIL):
            # noise breaks words everywhere; a passage that was replaced has other letters too
            if least > HOPELESS or is_long:
                continue
            a_first, a_last = starts[a_begin], starts[a_end]
            if not has_grams:
                has_grams, gram_mask = True, table_size(a_last - a_first) - 1
                note_grams(letters, a_first, a_last, gram_table, gram_mask, stamp)
            reals[index, 2] = gram_share(
                letters, starts[b_begin], starts[b_end], gram_table, gram_mask, stamp, marked
            )
            if reals[index, 2] < (LETTERS_MINIMUM if tail < TAIL else LETTERS_TAIL):
                continue
        if not has_words:
            has_words, context_mask = True, table_size(4 * n_a) - 1
            number_all(a_begin, a_end, hashes, flags, False, word_table, mask, stamp, word_ids)
            for word in range(a_end - 1, a_begin - 1, -1):
                word_of[word_ids[word - a_begin]] = word
            note_contexts(a_begin, a_end, hashes, flags, context_table, context_mask, stamp)
        n_words_b = see_words(b_begin, b_end, hashes, word_table, mask, stamp, now, seen_word)
        n_words_a = 0
        for word in range(n_a):
            n_words_a += seen_word[word_ids[word]] == now
        of_words = n_words_a / n_a if n_a <= n_b else n_words_b / n_b
        reals[index, 1] = of_words
        reals[index, 3] = share_of_edits(
            a_begin, a_end, b_begin, b_end, hashes, flags, word_table, mask, stamp, word_ids,
            seen_word, now,
        )  # fmt: skip
        count_particulars(
            a_begin, b_begin, b_end, hashes, flags, starts, letters, word_table, mask,
            context_table, context_mask, stamp, now, word_of, word_ids, seen_word, counted,
            refuted, counts[index],
        )  # fmt: skip
        count_days(a_begin, a_end, b_begin, b_end, hashes, flags, counts[index])
