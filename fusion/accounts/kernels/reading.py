"""Words from bytes."""

from __future__ import annotations

import numpy as np

from fusion.accounts.alphabet import DIGIT, LIMIT, LOWER, SEPARATOR, SKIPPED, UPPER
from fusion.accounts.kernels.compiled import kernel

# What a word is, beside being a word. CONTENT: a number, or long enough to be more than grammar.
# DAY: of at most two digits, beside a month. COLON: one follows it.
NUMBER, NAME, DATE, CONTENT, MONTH, DAY, COLON = 1, 2, 4, 8, 16, 32, 64
CONTENT_LETTERS = 5
HEAD, HEADER_WORDS = 16, 2  # two words of a header, with a colon, among so many make a header
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a, 64 bits
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio
# What stands between two words, as far as it matters.
_NOTHING, _JOINS, _DASH, _SLASH, _DOT = 0, 1, 2, 3, 4
_ZERO, _NINE, _MERGED = 48, 57, 3
# What optical character recognition makes of digits, by letter (o l i s b z g).
_OCR = np.zeros(128, np.uint16)
for _letter, _digit in zip("olisbzg", "0115829", strict=True):
    _OCR[ord(_letter)] = ord(_digit)


@kernel
def hashed(letters, first, last):
    """FNV-1a over the letters, with a last mixing so that high bits depend on all of them."""
    value = _SEED
    for index in range(first, last):
        value = (value ^ np.uint64(letters[index])) * _PRIME
    return (value ^ (value >> np.uint64(29))) * _MIX


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
        return _NOTHING
    if code in (32, 44, 39, 0xA0, 0x202F):
        return _JOINS
    if code == 46:
        return _DOT
    if code == 45:
        return _DASH
    return _SLASH if code == 47 else _NOTHING


@kernel
def number_value(letters, first, last):
    """Hash of a number: recognition errors mended where that leaves digits only, no zeros first.

    `letters` are changed to the mended digits.
    """
    for index in range(first, last):
        letter = letters[index]
        if not (_ZERO <= letter <= _NINE or (letter < 128 and _OCR[letter])):
            return hashed(letters, first, last)
    for index in range(first, last):
        if letters[index] > _NINE:
            letters[index] = _OCR[letters[index]]
    while first < last - 1 and letters[first] == _ZERO:
        first += 1
    return hashed(letters, first, last)


@kernel
def is_digits(letters, first, last):
    """Whether there are letters at all, and each of them is a digit."""
    for index in range(first, last):
        if not _ZERO <= letters[index] <= _NINE:
            return False
    return last > first


@kernel
def is_time_group(letters, first, last):
    """A date-time group: six digits and a zone letter, perhaps month and year behind them."""
    if last - first not in (7, 12):
        return False
    return is_digits(letters, first, first + 6) and letters[first + 6] > _NINE


@kernel
def goes_on(letters, first, last):
    """The digits so far are the beginning of a number in groups of three: 1 to 3, or in groups."""
    n_digits = last - first
    if not is_digits(letters, first, last) or letters[first] == _ZERO:
        return False
    return n_digits <= 3 or n_digits % 3 != 1 or n_digits > 4


@kernel
def mark_numbers(hashes, flags, starts, keys, values, months, first, last):
    """Number words get their value; month names beside a number become part of a date."""
    for word in range(first, last):
        if flags[word] & NUMBER:
            continue
        at = np.searchsorted(keys, hashes[word])
        if at == len(keys) or keys[at] != hashes[word]:
            continue
        if not months[at]:
            hashes[word], flags[word] = values[at], NUMBER | CONTENT
            continue
        before = word > first and flags[word - 1] & NUMBER
        after = word + 1 < last and flags[word + 1] & NUMBER
        if before or after:
            hashes[word], flags[word] = values[at], NUMBER | DATE | CONTENT | MONTH
            if before:
                flags[word - 1] |= DATE | (DAY if starts[word] - starts[word - 1] <= 2 else 0)
            if after:
                flags[word + 1] |= DATE | (DAY if starts[word + 2] - starts[word + 1] <= 2 else 0)


@kernel
def mark_dates(flags, gaps, zero, starts, letters, first, last):
    """Numeric dates: 31/07/2020, 2020-07-31, 31.7.20."""
    for word in range(first, last):
        if not flags[word] & NUMBER:
            continue
        if word + 2 >= last or not (flags[word + 1] & NUMBER and flags[word + 2] & NUMBER):
            continue
        mark = gaps[word + 1 - zero]
        if mark != gaps[word + 2 - zero] or mark not in (_DASH, _SLASH, _DOT):
            continue
        longest = 0
        for part in range(word, word + 3):
            size = starts[part + 1] - starts[part]
            longest = max(
                longest, size if is_digits(letters, starts[part], starts[part + 1]) else 9
            )
        if longest in (2, 4):
            for part in range(word, word + 3):
                flags[part] |= DATE
            flags[word + 1] |= MONTH
            flags[word + 2 if starts[word + 1] - starts[word] == 4 else word] |= DAY


@kernel
def scan_texts(
    data, start, kind, fold_start, fold_length, folded, keys, values, months, n_words, n_letters,
    header, begins, counts, is_headed, hashes, flags, starts, letters,
):  # fmt: skip
    """Fill the arrays text by text, from word n_words and letter n_letters on."""
    gaps = np.empty((start[-1] - start[0]) // 2 + 2 * len(start), np.uint8)
    zero = n_words
    for text in range(len(start) - 1):
        first_word = n_words
        at, end = start[text], start[text + 1]
        gap, n_lettered, n_shouted = -1, 0, 0
        while at < end:
            code, size = decoded(data, at, end)
            what = kind[code] if code < LIMIT else np.uint8(2)
            if what & 3 in (SEPARATOR, SKIPPED):
                if what & 3 == SEPARATOR:
                    gap = gap_of(code, gap)
                at += size
                continue
            # a word begins
            begin, is_capital = n_letters, (what & UPPER) != 0
            has_digit, has_letter, has_lower = False, False, False
            while at < end:
                code, size = decoded(data, at, end)
                what = kind[code] if code < LIMIT else np.uint8(2)
                if code in (45, 0xAD) and has_letter:
                    further = divides(data, at, end, kind)
                    if further >= 0:
                        at = further
                        continue
                if what & 3 == SEPARATOR:
                    break
                if what & 3 != SKIPPED:
                    has_digit |= what & 3 == DIGIT
                    has_letter |= what & 3 != DIGIT
                    has_lower |= (what & LOWER) != 0
                    if code < LIMIT:
                        for index in range(fold_length[code]):
                            letters[n_letters] = folded[fold_start[code] + index]
                            n_letters += 1
                    else:
                        letters[n_letters] = code & 0xFFFF
                        n_letters += 1
                at += size
            if n_letters == begin:
                continue
            held_gap = np.uint8(max(gap, 0))
            gap = -1
            if has_digit and not has_letter and n_letters - begin == _MERGED:
                before = n_words - 1
                if (
                    before >= first_word and (held_gap in (_JOINS, _DOT))
                    and flags[before] & NUMBER and goes_on(letters, starts[before], begin)
                ):  # fmt: skip
                    hashes[before] = number_value(letters, starts[before], n_letters)
                    continue
            starts[n_words], gaps[n_words - zero] = begin, held_gap
            if has_digit:
                flags[n_words] = NUMBER | CONTENT
                if is_time_group(letters, begin, n_letters):
                    flags[n_words] |= DATE
                    hashes[n_words] = hashed(letters, begin, n_letters)
                else:
                    hashes[n_words] = number_value(letters, begin, n_letters)
            else:
                n_lettered += 1
                n_shouted += not has_lower and is_capital
                hashes[n_words] = hashed(letters, begin, n_letters)
                flags[n_words] = NAME if is_capital and n_letters - begin > 2 else 0
                if n_letters - begin >= CONTENT_LETTERS:
                    flags[n_words] |= CONTENT
            if at < end and (
                data[at] == 58 or (data[at] == 32 and data[min(at + 1, end - 1)] == 58)
            ):
                flags[n_words] |= COLON
            n_words += 1
        if n_shouted > _SHOUTED * max(n_lettered, 1):
            for word in range(first_word, n_words):
                flags[word] &= ~np.uint8(NAME)
        starts[n_words] = n_letters
        mark_numbers(hashes, flags, starts, keys, values, months, first_word, n_words)
        mark_dates(flags, gaps, zero, starts, letters, first_word, n_words)
        begins[text], counts[text] = first_word, n_words - first_word
        n_header = 0
        for word in range(first_word, min(first_word + HEAD, n_words)):
            at = np.searchsorted(header, hashes[word])
            is_known = at < len(header) and header[at] == hashes[word]
            n_header += is_known and flags[word] & COLON != 0
        is_headed[text] = n_header >= HEADER_WORDS
        n_words += 1  # `starts` holds the end of the last word there
