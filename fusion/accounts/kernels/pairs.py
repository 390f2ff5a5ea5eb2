"""All that is measured of a pair of texts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from fusion.accounts.kernels.bits import FAINT
from fusion.accounts.kernels.compiled import kernel, step, unowned
from fusion.accounts.kernels.days import compare_days
from fusion.accounts.kernels.hashing import (
    empty_table,
    note_grams,
    number_all,
    table_size,
)
from fusion.accounts.kernels.particulars import (
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


class Texts(NamedTuple):
    """Words of many texts, as `fusion.accounts.words.Words` has them."""

    begin: Any
    count: Any
    is_headed: Any
    hashes: Any
    flags: Any
    starts: Any
    letters: Any


class Room(NamedTuple):
    """Tables and marks that serve pair after pair; `held` says which text they were filled for.

    `held`: that text, the stamp of its entries, its word pairs, whether its runs of letters and
    whether its words and contexts were entered.
    """

    held: Any
    words: Any
    pairs: Any
    contexts: Any
    grams: Any
    word_ids: Any
    pair_ids: Any
    word_of: Any
    seen_word: Any
    seen_pair: Any
    n_in_a: Any
    n_in_b: Any
    counted: Any
    refuted: Any
    covered_a: Any
    covered_b: Any
    marked: Any


def empty_room(longest, most_letters):
    """Room for texts of up to so many words and letters."""
    held = np.zeros(5, np.int64)
    held[0] = -1
    size = longest + 1
    ids = [np.zeros(size, np.int32) for _ in range(2)]
    marks = [np.zeros(size, np.int64) for _ in range(7)]
    return Room(
        held, empty_table(longest), empty_table(longest), empty_table(4 * longest),
        empty_table(most_letters), *ids, *marks, np.zeros(size, np.bool_),
        np.zeros(size, np.bool_), np.zeros(most_letters + 1, np.bool_),
    )  # fmt: skip


@kernel
def compare_pairs(
    from_pair, to_pair, first, second, texts, days, room, reals, counts
):  # fmt: skip
    """Fill the rows from_pair:to_pair of `reals` and `counts`.

    `days`: where those of a text begin, how many, and their keys. `room` is used by nobody else.
    """
    first, second, texts, days = unowned((first, second, texts, days))
    room, reals, counts = unowned((room, reals, counts))
    for index in range(from_pair, to_pair):
        a, b = second[index], first[index]
        if min(texts.count[a], texts.count[b]) < 2:
            continue
        hold_text(a, index + 1, texts, room)
        if not may_be_copy(a, b, index + 1, texts, room, reals, index):
            continue
        counts[index, 4], counts[index, 5] = compare_days(a, b, days[0], days[1], days[2])
        compare_words(a, b, index + 1, texts, room, reals, counts, index)


@step
def hold_text(a, now, texts, room):
    """Enter the word pairs of `a`, unless they are: the tables of a text serve all its pairs."""
    if room.held[0] == a:
        return
    begin, end = texts.begin[a], texts.begin[a] + texts.count[a]
    mask = table_size(end - begin) - 1
    n_pairs = number_all(
        begin, end, texts.hashes, texts.flags, True, room.pairs, mask, now, room.pair_ids
    )
    room.held[0], room.held[1], room.held[2], room.held[3], room.held[4] = a, now, n_pairs, 0, 0


@step
def may_be_copy(a, b, now, texts, room, reals, row):
    """Whether enough is shared, and in such passages, that one can be a copy of the other.

    Fills the share, the passages of their own and, where words leave it open, the letters.
    """
    n_a, n_b = texts.count[a], texts.count[b]
    begin, end, mask = texts.begin[b], texts.begin[b] + n_b, table_size(n_a) - 1
    n_shared, n_pairs_b = see_pairs(
        begin, end, texts.hashes, texts.flags, room.pairs, mask, room.held[1], now,
        room.seen_pair, room.covered_b,
    )  # fmt: skip
    share = min(1.0, n_shared / max(min(room.held[2], n_pairs_b), 1))
    reals[row, 0] = share
    if share < FAINT:
        return False
    cover_words(room.pair_ids, room.seen_pair, now, n_a, room.covered_a)
    tail = min(tail_length(room.covered_a, n_a), tail_length(room.covered_b, n_b))
    head_a, head_b = head_length(room.covered_a, n_a), head_length(room.covered_b, n_b)
    # A header is left out of account where behind it the other text begins at its beginning.
    is_headed = texts.is_headed
    skip_a = head_a if is_headed[a] and (head_b <= AROUND or is_headed[b]) else 0
    skip_b = head_b if is_headed[b] and (head_a <= AROUND or is_headed[a]) else 0
    reals[row, 4] = foreign_share(room.covered_b, n_b, AROUND, FOREIGN, skip_b)
    reals[row, 5] = foreign_share(room.covered_a, n_a, AROUND, FOREIGN, skip_a)
    least = min(reals[row, 4], reals[row, 5])
    is_long = 2 * max(n_a, n_b) > 3 * min(n_a, n_b)
    if least <= REPLACED and share >= MINIMUM and tail < (2 * TAIL if is_long else TAIL):
        return True
    # noise breaks words everywhere; a passage that was replaced has other letters too
    if least > HOPELESS or is_long:
        return False
    reals[row, 2] = shared_letters(a, b, texts, room)
    return reals[row, 2] >= (LETTERS_MINIMUM if tail < TAIL else LETTERS_TAIL)


@step
def shared_letters(a, b, texts, room):
    """Share of b's letters that are in no passage of its own."""
    starts, begin, stamp = texts.starts, texts.begin, room.held[1]
    a_first, a_last = starts[begin[a]], starts[begin[a] + texts.count[a]]
    mask = table_size(a_last - a_first) - 1
    if not room.held[3]:
        room.held[3] = 1
        note_grams(texts.letters, a_first, a_last, room.grams, mask, stamp)
    b_first, b_last = starts[begin[b]], starts[begin[b] + texts.count[b]]
    return gram_share(texts.letters, b_first, b_last, room.grams, mask, stamp, room.marked)


@step
def hold_words(a, texts, room):
    """Enter the words of `a` and the contexts of its numbers and names, unless they are."""
    if room.held[4]:
        return
    room.held[4] = 1
    begin, end = texts.begin[a], texts.begin[a] + texts.count[a]
    hashes, flags, stamp = texts.hashes, texts.flags, room.held[1]
    mask = table_size(end - begin) - 1
    number_all(begin, end, hashes, flags, False, room.words, mask, stamp, room.word_ids)
    room.n_in_a[: end - begin] = 0
    for word in range(end - 1, begin - 1, -1):
        room.word_of[room.word_ids[word - begin]] = word
        room.n_in_a[room.word_ids[word - begin]] += 1
    context_mask = table_size(4 * (end - begin)) - 1
    note_contexts(begin, end, hashes, flags, room.contexts, context_mask, stamp)


@step
def compare_words(a, b, now, texts, room, reals, counts, row):
    """Fill the share of words, the edits, and what numbers and names say."""
    hold_words(a, texts, room)
    n_a, n_b, hashes, flags = texts.count[a], texts.count[b], texts.hashes, texts.flags
    a_begin, b_begin, stamp = texts.begin[a], texts.begin[b], room.held[1]
    a_end, b_end = a_begin + n_a, b_begin + n_b
    mask, context_mask = table_size(n_a) - 1, table_size(4 * n_a) - 1
    n_words_b = see_words(
        b_begin, b_end, hashes, room.words, mask, stamp, now, room.seen_word, room.n_in_b
    )
    n_words_a = 0
    for word in range(n_a):
        n_words_a += room.seen_word[room.word_ids[word]] == now
    reals[row, 1] = n_words_a / n_a if n_a <= n_b else n_words_b / n_b
    reals[row, 3] = share_of_edits(
        a_begin, a_end, b_begin, b_end, hashes, flags, room.words, mask, stamp, room.word_ids,
        room.seen_word, now,
    )  # fmt: skip
    count_particulars(
        a_begin, b_begin, b_end, hashes, flags, texts.starts, texts.letters, room.words, mask,
        room.contexts, context_mask, stamp, now, room.word_of, room.word_ids, room.seen_word,
        room.n_in_a, room.n_in_b, room.counted, room.refuted, counts[row],
    )  # fmt: skip
