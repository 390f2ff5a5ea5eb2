"""Words from bytes."""

from __future__ import annotations

import numpy as np

from fusion.accounts.alphabet import ALONE, DIGIT, LIMIT, LOWER, SEPARATOR, SKIPPED, UPPER
from fusion.accounts.kernels.compiled import kernel, step, unowned
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
    PRIME,
    SEED,
    SLASH,
    goes_on,
    is_time_group,
    mark_dates,
    mark_numbers,
    mixed,
    number_value,
)

CONTENT_LETTERS = 5
HEAD, HEADER_WORDS = 16, 2  # two words of a header, with a colon, among so many make a header
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_MERGED = 3  # digits of a group that goes on with the number before it
_HAS_DIGIT, _HAS_LETTER, _HAS_LOWER, _IS_ALONE = 1, 2, 4, 8
_HAS_BOTH = _HAS_LETTER | _HAS_LOWER
# Of bytes under 128: the folded letter or digit, 0 for what is none; and what it makes of a gap.
_PLAIN = np.zeros(256, np.uint8)
for _code in range(128):
    _PLAIN[_code] = ord(chr(_code).lower()) if chr(_code).isalnum() else 0
_GAPS = np.zeros(128, np.int64)
for _mark, _gap in (
    (" ", JOINS),
    (",", JOINS),
    ("'", JOINS),
    (".", DOT),
    ("-", DASH),
    ("/", SLASH),
):
    _GAPS[ord(_mark)] = _gap


@step
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


@step
def divides(data, at, end, kind, case):
    """Where a word goes on that is divided by the hyphen at `at`; -1 where it is not divided.

    It goes on in its own `case`: small letters, or capitals where there were no others.
    """
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
    return at if code < LIMIT and kind[code] & case else -1


@step
def next_word(data, at, end, kind, gap):
    """(where the next word begins, or `end`; what stands before it, given what was held).

    Only a single separator joins or divides; -1 is held while there was none.
    """
    while at < end:
        code, size = np.int64(data[at]), 1
        if code < 0x80:
            if _PLAIN[code]:
                break
            gap = _GAPS[code] if gap < 0 else NOTHING
        else:
            code, size = decoded(data, at, end)
            what = kind[code] if code < LIMIT else np.uint8(2)
            if what & 3 == SEPARATOR:
                gap = JOINS if gap < 0 and code in (0xA0, 0x202F) else NOTHING
            elif what & 3 != SKIPPED:
                break
        at += size
    return at, gap


@step
def read_word(data, at, end, kind, fold_start, fold_length, folded, letters, n_letters):
    """Write the folded letters of the word at `at`.

    (where it ends, letters so far, its traits, FNV-1a of its letters before the last mixing).
    """
    traits, value = 0, SEED
    while at < end:
        code, size = np.int64(data[at]), 1
        letter = np.uint16(_PLAIN[code])
        if letter:  # of one byte: most are
            letters[n_letters] = letter
            value = (value ^ np.uint64(letter)) * PRIME
            n_letters += 1
            at += 1
            traits |= _HAS_DIGIT if code < 58 else _HAS_LETTER if code < 97 else _HAS_BOTH
            continue
        if code >= 0x80:
            code, size = decoded(data, at, end)
        elif code != 45:
            break
        what = kind[code] if code < LIMIT else np.uint8(2)
        if code in (45, 0xAD) and traits & _HAS_LETTER:
            further = divides(data, at, end, kind, LOWER if traits & _HAS_LOWER else UPPER)
            if further >= 0:
                at = further
                continue
        if what & 3 == SEPARATOR or (what & ALONE and traits):
            break
        at += size
        if what & 3 == SKIPPED:
            continue
        traits |= _HAS_DIGIT if what & 3 == DIGIT else _HAS_LETTER
        traits |= _HAS_LOWER if what & LOWER else 0
        first = np.int64(fold_start[code]) if code < LIMIT else 0
        for index in range(first, first + (fold_length[code] if code < LIMIT else 1)):
            letter = folded[index] if code < LIMIT else np.uint16(code & 0xFFFF)
            letters[n_letters] = letter
            value = (value ^ np.uint64(letter)) * PRIME
            n_letters += 1
        if what & ALONE:
            traits |= _IS_ALONE
            break
    return at, n_letters, traits, value


@step
def name_word(letters, begin, end, traits, value, is_capital):
    """(hash, flags) of the word with these letters."""
    if traits & _HAS_DIGIT:
        if is_time_group(letters, begin, end):
            return mixed(value), NUMBER | CONTENT | DATE
        return number_value(letters, begin, end), NUMBER | CONTENT
    flag = NAME if is_capital and end - begin > 2 else 0
    flag |= CONTENT if end - begin >= CONTENT_LETTERS or traits & _IS_ALONE else 0
    return mixed(value), flag


@step
def scan_text(
    data, at, end, kind, fold_start, fold_length, folded, hashes, flags, starts,
    letters, gaps, zero, n_words, n_letters,
):  # fmt: skip
    """Read one text from word n_words and letter n_letters on: (words, letters, is shouted).

    `gaps` holds what stands before each word from word `zero` on.
    """
    first_word, gap, n_lettered, n_shouted = n_words, np.int64(-1), 0, 0
    while True:
        at, gap = next_word(data, at, end, kind, gap)
        if at >= end:
            break
        begin, code = n_letters, decoded(data, at, end)[0]
        is_capital = code < LIMIT and (kind[code] & UPPER) != 0
        at, n_letters, traits, value = read_word(
            data, at, end, kind, fold_start, fold_length, folded, letters, n_letters
        )
        if n_letters == begin:
            continue
        held_gap, gap = np.uint8(max(gap, 0)), np.int64(-1)
        before = n_words - 1
        if (
            traits & _HAS_DIGIT and not traits & _HAS_LETTER and n_letters - begin == _MERGED
            and before >= first_word and held_gap in (JOINS, DOT)
            and flags[before] & NUMBER and goes_on(letters, starts[before], begin)
        ):  # fmt: skip
            hashes[before] = number_value(letters, starts[before], n_letters)
            continue
        starts[n_words], gaps[n_words - zero] = begin, held_gap
        hashes[n_words], flag = name_word(letters, begin, n_letters, traits, value, is_capital)
        if not traits & _HAS_DIGIT:
            n_lettered += 1
            n_shouted += is_capital and not traits & _HAS_LOWER
        if at < end and (data[at] == 58 or (data[at] == 32 and data[min(at + 1, end - 1)] == 58)):
            flag |= COLON
        flags[n_words] = flag
        n_words += 1
    return n_words, n_letters, n_shouted > _SHOUTED * max(n_lettered, 1)


@step
def has_header(hashes, flags, header, first, last):
    """Two words of a forwarding header, with a colon, stand among the first."""
    n_found = 0
    for word in range(first, min(first + HEAD, last)):
        if flags[word] & COLON:
            at = np.searchsorted(header, hashes[word])
            n_found += at < len(header) and header[at] == hashes[word]
    return n_found >= HEADER_WORDS


@kernel
def scan_texts(
    data, start, kind, fold_start, fold_length, folded, keys, values, months, month_hashes, header,
    sieve, n_words, n_letters, begin, count, is_headed, hashes, flags, starts, letters, gaps,
):  # fmt: skip
    """Fill the arrays text by text, from word n_words and letter n_letters on.

    The alphabet is `kind` to `folded`; number words and months are `keys` to `sieve`; the texts
    are `begin` to `is_headed`, their words `hashes` to `letters`; `gaps` is room for each word.
    """
    data, start, kind, fold_start, fold_length = unowned(
        (data, start, kind, fold_start, fold_length)
    )
    folded, keys, values, months, sieve = unowned((folded, keys, values, months, sieve))
    month_hashes, header = unowned((month_hashes, header))
    hashes, flags, starts, letters, gaps = unowned((hashes, flags, starts, letters, gaps))
    zero = n_words
    for text in range(len(start) - 1):
        first = n_words
        n_words, n_letters, is_shouted = scan_text(
            data, start[text], start[text + 1], kind, fold_start, fold_length,
            folded, hashes, flags, starts, letters, gaps, zero, n_words, n_letters,
        )  # fmt: skip
        for word in range(first, n_words if is_shouted else first):
            flags[word] &= ~np.uint8(NAME)
        starts[n_words] = n_letters
        mark_numbers(hashes, flags, starts, keys, values, months, sieve, first, n_words)
        mark_dates(hashes, flags, gaps, zero, starts, letters, month_hashes, first, n_words)
        begin[text], count[text] = first, n_words - first
        is_headed[text] = has_header(hashes, flags, header, first, n_words)
        n_words += 1  # `starts` holds the end of the last word there
