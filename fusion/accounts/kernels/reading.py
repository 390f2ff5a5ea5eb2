"""Words from bytes."""

from __future__ import annotations

import numpy as np

from fusion.accounts.alphabet import DIGIT, LIMIT, LOWER, SEPARATOR, SKIPPED, UPPER
from fusion.accounts.kernels.compiled import kernel
from fusion.accounts.kernels.marks import (
    COLON,
    CONTENT,
    DASH,
    DATE,
    DOT,
    JOINS,
    NAME,
    NOTHING,
    NUMBER,
    SLASH,
    goes_on,
    hashed,
    is_time_group,
    mark_dates,
    mark_numbers,
    number_value,
)  # fmt: skip

CONTENT_LETTERS = 5
HEAD, HEADER_WORDS = 16, 2  # two words of a header, with a colon, among so many make a header
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_MERGED = 3  # digits of a group that goes on with the number before it
_HAS_DIGIT, _HAS_LETTER, _HAS_LOWER = 1, 2, 4


@kernel
def decoded(data, at, end):
    """(code point, bytes) at `at`; a byte that is no valid beginning stands for itself."""
    one = np.int64(data[at])
    if one < 0x80:
        return one, 1
    if one < 0xE0 and at + 1 < end:
        return (one & 0x1F) << 6 | (np.int64(data[at + 1]) & 0x3F), 2
    if one < 0xF0 and at + 2 < end:
        two = (np.int64(data[at + 1]) & 0x3F) << 6
        return (one & 0x0F) << 12 | two | (np.int64(data[at + 2]) & 0x3F), 3
    if at + 3 < end:
        two = (np.int64(data[at + 1]) & 0x3F) << 12
        three = (np.int64(data[at + 2]) & 0x3F) << 6
        return (one & 0x07) << 18 | two | three | (np.int64(data[at + 3]) & 0x3F), 4
    return one, 1


@kernel
def divides(data, at, end, kind):
    """Where a word goes on that is divided by the hyphen at `at`; -1 where it is not divided."""
    at += 1 if data[at] == 45 else 2
    if at < end and data[at] == 13:
        at += 1
    if at >= end or data[at] != 10:
        return -1
    while at < end and (data[at] in (10, 13, 32, 9)):
        at += 1
    if at >= end:
        return -1
    code, _size = decoded(data, at, end)
    return at if code < LIMIT and kind[code] & LOWER else -1


@kernel
def gap_of(code, held):
    """What one more separator makes of the gap: only a single one joins or divides."""
    if held != -1:
        return NOTHING
    if code in (32, 44, 39, 0xA0, 0x202F):
        return JOINS
    if code == 46:
        return DOT
    if code == 45:
        return DASH
    return SLASH if code == 47 else NOTHING


@kernel
def next_word(data, at, end, kind, gap):
    """(where the next word begins, or `end`; what stands before it, given what was held)."""
    while at < end:
        code, size = np.int64(data[at]), 1
        if code >= 0x80:
            code, size = decoded(data, at, end)
        what = kind[code] if code < LIMIT else np.uint8(2)
        if what & 3 == SEPARATOR:
            gap = gap_of(code, gap)
        elif what & 3 != SKIPPED:
            break
        at += size
    return at, gap


@kernel
def read_word(data, at, end, alphabet, letters, n_letters):
    """Write the folded letters of the word at `at`: (where it ends, letters so far, its traits)."""
    kind, fold_start, fold_length, folded = alphabet
    traits = 0
    while at < end:
        code, size = np.int64(data[at]), 1
        if code >= 0x80:
            code, size = decoded(data, at, end)
        what = kind[code] if code < LIMIT else np.uint8(2)
        if code in (45, 0xAD) and traits & _HAS_LETTER:
            further = divides(data, at, end, kind)
            if further >= 0:
                at = further
                continue
        if what & 3 == SEPARATOR:
            break
        at += size
        if what & 3 == SKIPPED:
            continue
        traits |= _HAS_DIGIT if what & 3 == DIGIT else _HAS_LETTER
        traits |= _HAS_LOWER if what & LOWER else 0
        if code < 0x80:  # one letter for each
            letters[n_letters] = folded[fold_start[code]]
            n_letters += 1
        elif code < LIMIT:
            for index in range(fold_start[code], fold_start[code] + fold_length[code]):
                letters[n_letters] = folded[index]
                n_letters += 1
        else:
            letters[n_letters] = code & 0xFFFF
            n_letters += 1
    return at, n_letters, traits


@kernel
def name_word(letters, begin, end, traits, is_capital):
    """(hash, flags) of the word with these letters."""
    if traits & _HAS_DIGIT:
        if is_time_group(letters, begin, end):
            return hashed(letters, begin, end), NUMBER | CONTENT | DATE
        return number_value(letters, begin, end), NUMBER | CONTENT
    flag = NAME if is_capital and end - begin > 2 else 0
    flag |= CONTENT if end - begin >= CONTENT_LETTERS else 0
    return hashed(letters, begin, end), flag


@kernel
def scan_text(data, at, end, alphabet, words, gaps, n_words, n_letters):
    """Read one text from word n_words and letter n_letters on: (words, letters, is shouted)."""
    hashes, flags, starts, letters = words
    kind, first_word, gap, n_lettered, n_shouted = alphabet[0], n_words, -1, 0, 0
    while True:
        at, gap = next_word(data, at, end, kind, gap)
        if at >= end:
            break
        begin, code = n_letters, decoded(data, at, end)[0]
        is_capital = code < LIMIT and (kind[code] & UPPER) != 0
        at, n_letters, traits = read_word(data, at, end, alphabet, letters, n_letters)
        if n_letters == begin:
            continue
        held_gap, gap = np.uint8(max(gap, 0)), -1
        before = n_words - 1
        if (
            traits & _HAS_DIGIT and not traits & _HAS_LETTER and n_letters - begin == _MERGED
            and before >= first_word and held_gap in (JOINS, DOT)
            and flags[before] & NUMBER and goes_on(letters, starts[before], begin)
        ):  # fmt: skip
            hashes[before] = number_value(letters, starts[before], n_letters)
            continue
        starts[n_words], gaps[n_words] = begin, held_gap
        hashes[n_words], flag = name_word(letters, begin, n_letters, traits, is_capital)
        if not traits & _HAS_DIGIT:
            n_lettered += 1
            n_shouted += is_capital and not traits & _HAS_LOWER
        if at < end and (data[at] == 58 or (data[at] == 32 and data[min(at + 1, end - 1)] == 58)):
            flag |= COLON
        flags[n_words] = flag
        n_words += 1
    return n_words, n_letters, n_shouted > _SHOUTED * max(n_lettered, 1)


@kernel
def has_header(hashes, flags, header, first, last):
    """Two words of a forwarding header, with a colon, stand among the first."""
    n_found = 0
    for word in range(first, min(first + HEAD, last)):
        if flags[word] & COLON:
            at = np.searchsorted(header, hashes[word])
            n_found += at < len(header) and header[at] == hashes[word]
    return n_found >= HEADER_WORDS


@kernel
def scan_texts(data, start, alphabet, numbers, n_words, n_letters, texts, words):
    """Fill the arrays text by text, from word n_words and letter n_letters on.

    `alphabet` is kind, start, length, folded; `numbers` keys, values, months, header and the
    sieve of the keys; `texts` begin, count, is_headed; `words` hashes, flags, starts, letters.
    """
    hashes, flags, starts, letters = words
    header = numbers[3]
    zero = n_words
    gaps = np.empty((start[-1] - start[0]) // 2 + 2 * len(start), np.uint8)
    for text in range(len(start) - 1):
        first = n_words
        n_words, n_letters, is_shouted = scan_text(
            data, start[text], start[text + 1], alphabet,
            (hashes[zero:], flags[zero:], starts[zero:], letters), gaps, first - zero, n_letters,
        )  # fmt: skip
        n_words += zero
        for word in range(first, n_words if is_shouted else first):
            flags[word] &= ~np.uint8(NAME)
        starts[n_words] = n_letters
        mark_numbers(hashes, flags, starts, numbers, first, n_words)
        mark_dates(flags, gaps, zero, starts, letters, first, n_words)
        texts[0][text], texts[1][text] = first, n_words - first
        texts[2][text] = has_header(hashes, flags, header, first, n_words)
        n_words += 1  # `starts` holds the end of the last word there
