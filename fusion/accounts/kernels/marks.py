"""What a word is beside being a word: number, date, name; and numbers as values."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step

# CONTENT: a number, or long enough to be more than grammar. DAY: of at most two digits, beside a
# month. COLON: one follows it.
NUMBER, NAME, DATE, CONTENT, MONTH, DAY, COLON = 1, 2, 4, 8, 16, 32, 64
SIEVE_SHIFT = np.uint64(52)  # the first 12 bits of a hash say of 19 in 20 words: no number
SEED, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a, 64 bits
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio
# What stands between two words, as far as it matters.
NOTHING, JOINS, DASH, SLASH, DOT = 0, 1, 2, 3, 4
_ZERO, _NINE = 48, 57
# What optical character recognition makes of digits, by letter (o l i s b z g).
_OCR = np.zeros(128, np.uint16)
for _letter, _digit in zip("olisbzg", "0115829", strict=True):
    _OCR[ord(_letter)] = ord(_digit)


@step
def mixed(value):
    """A hash whose high bits depend on all of `value`."""
    return (value ^ (value >> np.uint64(29))) * _MIX


@kernel
def hashed(letters, first, last):
    """FNV-1a over the letters, mixed."""
    value = SEED
    for index in range(first, last):
        value = (value ^ np.uint64(letters[index])) * PRIME
    return mixed(value)


@step
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


@step
def is_digits(letters, first, last):
    """Whether there are letters at all, and each of them is a digit."""
    for index in range(first, last):
        if not _ZERO <= letters[index] <= _NINE:
            return False
    return last > first


@step
def is_time_group(letters, first, last):
    """A date-time group: six digits and a zone letter, perhaps month and year behind them."""
    if last - first not in (7, 12):
        return False
    return is_digits(letters, first, first + 6) and letters[first + 6] > _NINE


@step
def goes_on(letters, first, last):
    """The digits so far are the beginning of a number in groups of three: 1 to 3, or in groups."""
    n_digits = last - first
    if not is_digits(letters, first, last) or letters[first] == _ZERO:
        return False
    return n_digits <= 3 or n_digits % 3 != 1 or n_digits > 4


@step
def mark_numbers(hashes, flags, starts, keys, values, months, may_be, first, last):
    """Number words get their value; month names beside a number become part of a date."""
    for word in range(first, last):
        if flags[word] & NUMBER or not may_be[np.int64(hashes[word] >> SIEVE_SHIFT)]:
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


@step
def month_place(letters, starts, word):
    """Of a numeric date that begins with `word`: which of its words is the month, and its number.

    The middle one, or the first where only that can be (12/31/2020); 0 for what is no month.
    """
    place, value = word + 1, 0
    for index in range(starts[place], starts[place + 1]):
        value = 10 * value + letters[index] - _ZERO
    if value > 12 and starts[word + 1] - starts[word] <= 2:
        place, value = word, 0
        for index in range(starts[place], starts[place + 1]):
            value = 10 * value + letters[index] - _ZERO
    return place, value if value <= 12 else 0


@step
def mark_dates(hashes, flags, gaps, zero, starts, letters, month_hashes, first, last):
    """Numeric dates: 31/07/2020, 2020-07-31, 31.7.20; their months get the hash of the name."""
    for word in range(first, last):
        if not flags[word] & NUMBER:
            continue
        if word + 2 >= last or not (flags[word + 1] & NUMBER and flags[word + 2] & NUMBER):
            continue
        mark = gaps[word + 1 - zero]
        if mark != gaps[word + 2 - zero] or mark not in (DASH, SLASH, DOT):
            continue
        longest = 0
        for part in range(word, word + 3):
            size = starts[part + 1] - starts[part]
            longest = max(
                longest, size if is_digits(letters, starts[part], starts[part + 1]) else 9
            )
        if longest not in (2, 4) or starts[word + 2] - starts[word + 1] > 2:
            continue
        for part in range(word, word + 3):
            flags[part] |= DATE
        month, number = month_place(letters, starts, word)
        flags[month] |= MONTH
        if number > 0:
            hashes[month] = month_hashes[number]
        # The day stands before the month, or behind it where the year or the month is first.
        flags[word + 2 if starts[word + 1] - starts[word] == 4 else 2 * word + 1 - month] |= DAY
