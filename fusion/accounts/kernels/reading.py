"""Words from bytes."""

from __future__ import annotations

import numpy as np

from fusion.accounts.alphabet import DIGIT, LIMIT, LOWER, SEPARATOR, SKIPPED, UPPER
from fusion.accounts.kernels.compiled import kernel

# What a word is, beside being a word. CONTENT: a number, or long enough to be more than grammar.
# DAY: of at most two digits, beside a month. COLON: one follows it.
NUMBER, NAME, DATE, CONTENT, MONTH, DAY, COLON = 1, 2, 4, 8, 16, 32, 64
CONTENT_LETTERS = 5
SIEVE_SHIFT = np.uint64(52)  # the first 12 bits of a hash say of 19 in 20 words: no number
HEAD, HEADER_WORDS = 16, 2  # two words of a header, with a colon, among so many make a header
_SHOUTED = 0.6  # more capitals than this: capitals do not mark names
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a, 64 bits
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio
# What stands between two words, as far as it matters.
_NOTHING, _JOINS, _DASH, _SLASH, _DOT = 0, 1, 2, 3, 4
_ZERO, _NINE, _MERGED = 48, 57, 3
_HAS_DIGIT, _HAS_LETTER, _HAS_LOWER = 1, 2, 4
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
def mark_numbers(hashes, flags, starts, numbers, first, last):
    """Number words get their value; month names beside a number become part of a date."""
    keys, values, months, _header, may_be = numbers
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
            and before >= first_word and held_gap in (_JOINS, _DOT)
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
