"""What two texts share and where they contradict each other, for many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.accounts.kernel import WORKERS, in_parallel, kernel
from fusion.accounts.words import CONTENT, DATE, DAY, MONTH, NAME, NUMBER, Index, Words

# Of the shorter text's word pairs. With a fifth of the words changed .8^2 = .64 are left, with a
# third .44; two reports of one event in their authors' own words share .05 to .15. Below MINIMUM
# only noise can have spoiled a copy, and that leaves FAINT of the pairs.
MINIMUM = 0.36
FAINT = 0.2
# A word is in a passage of its own where of the words up to AROUND before and behind fewer than
# FOREIGN are in a shared word pair. With a fifth of the words changed .77 are, with a third .6.
AROUND = 5
TAIL = 6  # words at the end of each text that the other lacks: bodies under one letterhead
HEADER = 60  # words of a forwarding header and its notices, which are no passage of the report
FOREIGN = 0.4
# Share of each text in such passages: what one lacks was cut or added; what both lack of each
# other was replaced, and then they are two tellings that share a passage.
REPLACED = 0.2
# Recognition noise of a tenth of the letters leaves two thirds of the runs of GRAM letters, and
# nine letters of ten in one of them; in a passage that is another's three of ten are by chance.
GRAM = 4
LETTERS_AROUND = 12
FOREIGN_LETTERS = 0.65
HOPELESS = 0.45  # of the words in passages of their own: noise that leaves letters leaves more
LETTERS_MINIMUM = 0.85  # of the letters are not in a passage of its own;
LETTERS_TAIL = 0.97  # where both texts end in words of their own
_ALIKE = 70  # two spellings of one word, per cent
_LONGEST = 24  # letters of a name that are compared
_MIX = np.uint64(0x9E3779B185EBCA87)
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX_3 = np.uint64(0x165667B19E3779F9)
_EDGE, _NUMBER, _NAME = np.uint64(1), np.uint64(2), np.uint64(3)  # neighbours by kind, not value
_PARTICULAR = NUMBER | NAME
Reals = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Likeness:
    """Of each pair (first, second), in columns.

    `share` of the shorter text's word pairs and `words` of its words that the longer one holds;
    `letters`: share of the first's letters that are not in a passage of its own, looked at where
    words leave it open whether there is noise or another passage.
    `numbers`, `dates`, `names`: values that stand in the same context with another value;
    `common`: particulars that both have. `days`: days of a month that both name, `other_days`:
    days that each names instead of one of the other's. `edits`: share of
    the shorter text's plain words that the longer lacks. `gap_*`: longest run of words that the
    other lacks, over the words of the text. Where the rule could not hold any more the rest was
    not looked at and is 0.
    """

    share: Reals
    words: Reals
    letters: Reals
    numbers: Counts
    dates: Counts
    names: Counts
    common: Counts
    days: Counts
    other_days: Counts
    edits: Reals
    foreign_first: Reals
    foreign_second: Reals


N_REALS, N_COUNTS = 6, 6


def likeness(words: Words, first: Index, second: Index) -> Likeness:
    """The likeness of each pair of texts; quickest where pairs of one `second` stand together."""
    reals = np.zeros((len(first), N_REALS), np.float32)
    counts = np.zeros((len(first), N_COUNTS), np.int32)
    longest = int(words.count.max(initial=0))
    spans = words.starts[words.begin + words.count] - words.starts[words.begin]
    most_letters = int(spans.max(initial=0))

    def compare(part: tuple[int, int]) -> None:
        _compare(
            *part, first, second, words.begin, words.count, words.is_headed, words.hashes,
            words.flags, words.starts, words.letters, longest, most_letters, reals, counts,
        )  # fmt: skip

    cuts = np.linspace(0, len(first), 4 * WORKERS + 1).astype(int)
    in_parallel(compare, zip(cuts[:-1], cuts[1:], strict=True))
    share, of_words, letters, edits, foreign_first, foreign_second = reals.T
    numbers, dates, names, common, days, other_days = counts.T
    return Likeness(
        share, of_words, letters, numbers, dates, names, common, days, other_days, edits, foreign_first,
        foreign_second,
    )  # fmt: skip


@kernel
def _size(n_entries):  # type: ignore[no-untyped-def]
    """A power of two that leaves half of a table empty."""
    size = 16
    while size < 2 * n_entries:
        size *= 2
    return size


@kernel
def _slot(keys, stamps, stamp, mask, key):  # type: ignore[no-untyped-def]
    """Where `key` stands in the table, or the free place where it would stand."""
    at = np.int64(key >> np.uint64(32)) & mask
    while stamps[at] == stamp and keys[at] != key:
        at = (at + 1) & mask
    return at


@kernel
def _pair_key(one, other):  # type: ignore[no-untyped-def]
    return (one * _MIX + other) * _MIX_2


@kernel
def _table(n_entries):  # type: ignore[no-untyped-def]
    """Keys, stamps (an entry counts while its stamp is the present one) and values."""
    size = _size(n_entries)
    return np.zeros(size, np.uint64), np.zeros(size, np.int64), np.zeros(size, np.int32)


@kernel
def _number_all(begin, end, hashes, flags, is_pair, table, mask, stamp, ids):  # type: ignore[no-untyped-def]
    """Number the distinct words (or word pairs, -1 for grammar alone); how many there are."""
    keys, stamps, values = table
    n_distinct = 0
    for word in range(begin, end - 1 if is_pair else end):
        if is_pair and not (flags[word] | flags[word + 1]) & CONTENT:
            ids[word - begin] = -1
            continue
        key = _pair_key(hashes[word], hashes[word + 1]) if is_pair else hashes[word]
        at = _slot(keys, stamps, stamp, mask, key)
        if stamps[at] != stamp:
            keys[at], stamps[at], values[at] = key, stamp, n_distinct
            n_distinct += 1
        ids[word - begin] = values[at]
    return n_distinct


@kernel
def _kind(hashes, flags, word, begin, end, keep_names):  # type: ignore[no-untyped-def]
    """A neighbour in a context: numbers (and names) count as such, whatever their value."""
    if word < begin or word >= end:
        return _EDGE
    if flags[word] & NUMBER:
        return _NUMBER
    return _NAME if flags[word] & NAME and not keep_names else hashes[word]


@kernel
def _context(hashes, flags, word, begin, end, which):  # type: ignore[no-untyped-def]
    """Key of the context `which` of a word: around (names kept, or not), before, after; 0: none."""
    shift = 0 if which < 2 else 1 if which == 2 else -1
    left = word - 1 if which < 2 else word - 2 if which == 2 else word + 1
    right = word + 1 if which < 2 else word - 1 if which == 2 else word + 2
    one = _kind(hashes, flags, left, begin, end, which == 0)
    two = _kind(hashes, flags, right, begin, end, which == 0)
    if one <= _NAME and two <= _NAME:
        return np.uint64(0)
    return (_pair_key(one, two) + np.uint64(shift + 2)) * _MIX_3


@kernel
def _unlike(letters, a, a_end, b, b_end):  # type: ignore[no-untyped-def]
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


@kernel
def _note_grams(letters, begin, end, table, mask, stamp):  # type: ignore[no-untyped-def]
    """Enter each run of GRAM letters."""
    keys, stamps, _values = table
    for at in range(begin, end - GRAM + 1):
        key = _gram(letters, at)
        slot = _slot(keys, stamps, stamp, mask, key)
        keys[slot], stamps[slot] = key, stamp


@kernel
def _gram_share(letters, begin, end, table, mask, stamp, marked):  # type: ignore[no-untyped-def]
    """Share of the letters around which most are in a run that stands in the table."""
    keys, stamps, _values = table
    size = end - begin
    marked[:size] = False
    for at in range(begin, end - GRAM + 1):
        slot = _slot(keys, stamps, stamp, mask, _gram(letters, at))
        if stamps[slot] == stamp:
            marked[at - begin : at - begin + GRAM] = True
    return 1 - _foreign(marked, size, LETTERS_AROUND, FOREIGN_LETTERS, 0)


@kernel
def _gram(letters, at):  # type: ignore[no-untyped-def]
    value = np.uint64(0)
    for index in range(at, at + GRAM):
        value = value << np.uint64(16) | np.uint64(letters[index])
    return (value ^ (value >> np.uint64(29))) * _MIX


@kernel
def _foreign(covered, n_words, around, least, skipped):  # type: ignore[no-untyped-def]
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


@kernel
def _tail(covered, n_words):  # type: ignore[no-untyped-def]
    """Words behind the last that is shared."""
    n_tail = 0
    while n_tail < n_words and not covered[n_words - 1 - n_tail]:
        n_tail += 1
    return n_tail


@kernel
def _head(covered, n_words):  # type: ignore[no-untyped-def]
    """Words before the first three in a row that are shared, up to HEADER."""
    for word in range(min(n_words - 2, HEADER + 1)):
        if covered[word] and covered[word + 1] and covered[word + 2]:
            return word
    return HEADER


@kernel
def _compare(  # type: ignore[no-untyped-def]
    from_pair, to_pair, first, second, begin, count, is_headed, hashes, flags, starts, letters, longest,
    most_letters, reals, counts,
):  # fmt: skip
    """Fill the rows from_pair:to_pair of `reals` and `counts`."""
    word_table, pair_table = _table(longest), _table(longest)
    context_table, gram_table = _table(4 * longest), _table(most_letters)
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
            mask = _size(n_a) - 1
            n_pairs_a = _number_all(
                a_begin, a_end, hashes, flags, True, pair_table, mask, stamp, pair_ids
            )
        n_shared, n_pairs_b = _see_pairs(
            b_begin, b_end, hashes, flags, pair_table, mask, stamp, now, seen_pair, covered_b
        )
        share = min(1.0, n_shared / max(min(n_pairs_a, n_pairs_b), 1))
        reals[index, 0] = share
        if share < FAINT:
            continue
        _cover(pair_ids, seen_pair, now, n_a, covered_a)
        tail = min(_tail(covered_a, n_a), _tail(covered_b, n_b))
        head_a, head_b = _head(covered_a, n_a), _head(covered_b, n_b)
        # A header is left out of account where behind it the other text begins at its beginning.
        skip_a = head_a if is_headed[a] and (head_b <= AROUND or is_headed[b]) else 0
        skip_b = head_b if is_headed[b] and (head_a <= AROUND or is_headed[a]) else 0
        reals[index, 4] = _foreign(covered_b, n_b, AROUND, FOREIGN, skip_b)
        reals[index, 5] = _foreign(covered_a, n_a, AROUND, FOREIGN, skip_a)
        least = min(reals[index, 4], reals[index, 5])
        if least > REPLACED or share < MINIMUM or tail >= TAIL:
            # noise breaks words everywhere; a passage that was replaced has other letters too
            if least > HOPELESS or 2 * max(n_a, n_b) > 3 * min(n_a, n_b):
                continue
            a_first, a_last = starts[a_begin], starts[a_end]
            if not has_grams:
                has_grams, gram_mask = True, _size(a_last - a_first) - 1
                _note_grams(letters, a_first, a_last, gram_table, gram_mask, stamp)
            reals[index, 2] = _gram_share(
                letters, starts[b_begin], starts[b_end], gram_table, gram_mask, stamp, marked
            )
            if reals[index, 2] < (LETTERS_MINIMUM if tail < TAIL else LETTERS_TAIL):
                continue
        if not has_words:
            has_words, context_mask = True, _size(4 * n_a) - 1
            _number_all(a_begin, a_end, hashes, flags, False, word_table, mask, stamp, word_ids)
            for word in range(a_end - 1, a_begin - 1, -1):
                word_of[word_ids[word - a_begin]] = word
            _note_contexts(a_begin, a_end, hashes, flags, context_table, context_mask, stamp)
        n_words_b = _see_words(b_begin, b_end, hashes, word_table, mask, stamp, now, seen_word)
        n_words_a = 0
        for word in range(n_a):
            n_words_a += seen_word[word_ids[word]] == now
        of_words = n_words_a / n_a if n_a <= n_b else n_words_b / n_b
        reals[index, 1] = of_words
        reals[index, 3] = _edits(
            a_begin, a_end, b_begin, b_end, hashes, flags, word_table, mask, stamp, word_ids,
            seen_word, now,
        )  # fmt: skip
        _particulars(
            a_begin, b_begin, b_end, hashes, flags, starts, letters, word_table, mask,
            context_table, context_mask, stamp, now, word_of, word_ids, seen_word, counted,
            refuted, counts[index],
        )  # fmt: skip
        _days(a_begin, a_end, b_begin, b_end, hashes, flags, counts[index])


@kernel
def _days(a_begin, a_end, b_begin, b_end, hashes, flags, found):  # type: ignore[no-untyped-def]
    """Days that both texts name, and days that each names instead of one of the other's.

    A day that only one text names was cut or misread: it contradicts nothing.
    """
    n_a, n_b, n_both = 0, 0, 0
    for word in range(b_begin, b_end):
        n_b += flags[word] & MONTH and _day(hashes, flags, word, b_begin, b_end) != 0
    for word in range(a_begin, a_end):
        if not flags[word] & MONTH:
            continue
        day = _day(hashes, flags, word, a_begin, a_end)
        n_a += day != 0
        for other in range(b_begin, b_end if day else b_begin):
            is_month = flags[other] & MONTH and hashes[other] == hashes[word]
            if is_month and _day(hashes, flags, other, b_begin, b_end) == day:
                n_both += 1
                break
    found[4] = n_both
    found[5] = max(0, min(n_a, n_b) - n_both)


@kernel
def _day(hashes, flags, month, begin, end):  # type: ignore[no-untyped-def]
    """Hash of the day that stands before or behind a month; 0 where only a year does."""
    if month > begin and flags[month - 1] & DAY:
        return hashes[month - 1]
    return hashes[month + 1] if month + 1 < end and flags[month + 1] & DAY else np.uint64(0)


@kernel
def _see_pairs(  # type: ignore[no-untyped-def]
    begin, end, hashes, flags, table, mask, stamp, now, seen, covered
):
    """Mark which word pairs of a are in b, and the words of b in them; (how many, pairs of b)."""
    keys, stamps, values = table
    n_shared, n_pairs = 0, 0
    covered[0] = False
    for word in range(begin, end - 1):
        covered[word + 1 - begin] = False
        if not (flags[word] | flags[word + 1]) & CONTENT:
            continue
        n_pairs += 1
        key = _pair_key(hashes[word], hashes[word + 1])
        at = _slot(keys, stamps, stamp, mask, key)
        is_shared = stamps[at] == stamp
        covered[word + 1 - begin] = is_shared
        if is_shared:
            covered[word - begin] = True
            n_shared += seen[values[at]] != now
            seen[values[at]] = now
    return n_shared, n_pairs


@kernel
def _cover(pair_ids, seen, now, n_words, covered):  # type: ignore[no-untyped-def]
    """Which words of a are in a shared word pair."""
    covered[0] = False
    for word in range(n_words - 1):
        is_shared = pair_ids[word] >= 0 and seen[pair_ids[word]] == now
        covered[word + 1] = is_shared
        if is_shared:
            covered[word] = True


@kernel
def _see_words(begin, end, hashes, table, mask, stamp, now, seen):  # type: ignore[no-untyped-def]
    """Mark which words of a are in b; how many words of b are in a."""
    keys, stamps, values = table
    n_words = 0
    for word in range(begin, end):
        at = _slot(keys, stamps, stamp, mask, hashes[word])
        if stamps[at] == stamp:
            n_words += 1
            seen[values[at]] = now
    return n_words


@kernel
def _edits(  # type: ignore[no-untyped-def]
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
                at = _slot(keys, stamps, stamp, mask, hashes[word])
                n_lacking += stamps[at] != stamp
    return n_lacking / max(n_plain, 1)


@kernel
def _note_contexts(begin, end, hashes, flags, table, mask, stamp):  # type: ignore[no-untyped-def]
    """Each number and name under its contexts; the first where a context stands twice."""
    keys, stamps, values = table
    for word in range(begin, end):
        if not flags[word] & _PARTICULAR:
            continue
        for which in range(4):
            key = _context(hashes, flags, word, begin, end, which)
            if key == 0:
                continue
            at = _slot(keys, stamps, stamp, mask, key)
            if stamps[at] != stamp:
                keys[at], stamps[at], values[at] = key, stamp, word - begin


@kernel
def _particulars(  # type: ignore[no-untyped-def]
    a_begin, b_begin, b_end, hashes, flags, starts, letters, word_table, mask, context_table,
    context_mask, stamp, now, word_of, word_ids, seen_word, counted, refuted, found,
):  # fmt: skip
    """Count what b's numbers and names have in common with a's, and what they contradict.

    A value that the other text holds anywhere does not differ; two spellings that are alike
    (noise of recognition, a slip in a name) do not either.
    """
    for word in range(b_begin, b_end):
        if not flags[word] & _PARTICULAR:
            continue
        at = _slot(word_table[0], word_table[1], stamp, mask, hashes[word])
        if word_table[1][at] == stamp:
            number = word_table[2][at]
            both = flags[word_of[number]] & flags[word]
            if counted[number] != now and both & _PARTICULAR:
                counted[number] = now
                found[3] += 1
            continue
        for which in range(4):
            key = _context(hashes, flags, word, b_begin, b_end, which)
            if key == 0:
                continue
            slot = _slot(context_table[0], context_table[1], stamp, context_mask, key)
            if context_table[1][slot] != stamp:
                continue
            other = context_table[2][slot]
            number = word_ids[other]
            if seen_word[number] == now or refuted[number] == now:
                continue
            one = a_begin + other
            if flags[one] & flags[word] & NUMBER:
                refuted[number] = now
                found[0] += 1
                found[1] += (flags[one] & flags[word] & DATE) != 0
                break
            if flags[one] & flags[word] & NAME and _unlike(
                letters, starts[one], starts[one + 1], starts[word], starts[word + 1]
            ):
                refuted[number] = now
                found[2] += 1
                break
