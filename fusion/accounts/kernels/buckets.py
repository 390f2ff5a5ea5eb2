"""Who shares a bucket with whom."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step, unowned
from fusion.accounts.kernels.minima import BANDS

# Members of a bucket up to here meet those before them; a bucket with more is a letterhead or a
# set phrase, or a text that was copied a hundred times: then the first of it are enough.
CROWDED = 12
FIRST = 1  # everybody meets so many of the first of the bucket,
BEFORE = 4  # and, unless it is crowded, so many of those directly before
MOST_SEEN = BANDS * (FIRST + BEFORE) + 1
# Texts of comparable length are compared when they share two buckets: at similarity .3 (p = .09)
# 98 % do; of a long text a short one holds too little for that, and one bucket is enough.
ALIKE = 2
UNLIKE_SIZE = 2
# Bits of the filter for each bucket of a new text: of the held texts' buckets one in 16 passes by
# chance. A thousand new reports have an eighth of a megabyte of it, which stays near the processor.
FILTER_BITS = 16
_PLACE_BITS, _MOST_BEFORE = 4, 15  # of a place: CROWDED fits
_MIX = np.uint64(0x9E3779B185EBCA87)  # odd constants of xxHash64


@kernel
def gather_bands(bands, who, from_band, keys):
    """Of so many bands as `keys` has rows: bucket and number of each text in `who`, in one."""
    for at in range(len(who)):
        for band in range(keys.shape[0]):
            bucket = np.uint64(bands[who[at], from_band + band])
            keys[band, at] = bucket << np.uint64(32) | np.uint64(who[at])


@kernel
def rank_bands(keys, from_band, members, place):
    """Fill `members` (in buckets, by arrival), and where each text stands among them.

    `keys` are sorted. A place is that of the first of the bucket, times 16, and how many of it
    came before, up to CROWDED; 0 where nobody did. So up to 2^28 texts have places.
    """
    for band in range(keys.shape[0]):
        start = 0
        for position in range(keys.shape[1]):
            if keys[band, position] >> np.uint64(32) != keys[band, start] >> np.uint64(32):
                start = position
            text = np.int64(keys[band, position] & np.uint64(0xFFFFFFFF))
            members[from_band + band, position] = text
            if position > start:
                n_before = min(position - start, CROWDED)
                place[text, from_band + band] = start << _PLACE_BITS | n_before


@step
def note_visit(other, n_met, seen, n_seen):
    """Count one more band that `other` shares; how many texts were seen by now."""
    seen[n_seen] = other
    n_seen += n_met[other] == 0
    n_met[other] += np.uint8(1)
    return n_seen


@step
def visit(text, members, place, n_met, seen):
    """Count meetings with the first of each bucket and those directly before; how many met."""
    n_seen = 0
    for band in range(BANDS):
        mark = np.int64(place[text, band])
        if mark == 0:
            continue
        start, n_before = mark >> _PLACE_BITS, mark & _MOST_BEFORE
        first, end = start + min(FIRST, n_before), start + n_before
        for position in range(start, first):
            n_seen = note_visit(np.int64(members[band, position]), n_met, seen, n_seen)
        near = max(first, end - BEFORE) if n_before < CROWDED else end
        for position in range(near, end):
            n_seen = note_visit(np.int64(members[band, position]), n_met, seen, n_seen)
    return n_seen


@kernel
def meet_part(first_text, last_text, members, place, n_words, n_met, seen):
    """(first, second) of the meetings of texts first_text:last_text with earlier ones.

    `n_met` holds 0 for each text; `seen` is room for MOST_SEEN.
    """
    members, place, n_words, n_met, seen = unowned((members, place, n_words, n_met, seen))
    first, second = np.empty(1024, np.int64), np.empty(1024, np.int64)
    n_found = 0
    for text in range(first_text, last_text):
        n_seen = visit(text, members, place, n_met, seen)
        if n_found + n_seen > len(first):
            first = np.concatenate((first, np.empty(len(first) + n_seen, np.int64)))
            second = np.concatenate((second, np.empty(len(second) + n_seen, np.int64)))
        for index in range(n_seen):
            other = seen[index]
            fewer, more = min(n_words[text], n_words[other]), max(n_words[text], n_words[other])
            first[n_found], second[n_found] = other, text
            n_found += n_met[other] >= (ALIKE if more < UNLIKE_SIZE * fewer else 1)
            n_met[other] = 0
    return first[:n_found].copy(), second[:n_found].copy()


@step
def code_of(bands, text, band):
    """Band and bucket in one number above 0."""
    return (np.uint64(band + 1) << np.uint64(32)) | np.uint64(bands[text, band])


@kernel
def mark_buckets(bands, texts, wanted, shift, table, table_shift):
    """Set the bit of each bucket of `texts` in `wanted`, and put it into `table`."""
    for text in texts:
        for band in range(BANDS):
            code = code_of(bands, text, band)
            bit = np.int64(code * _MIX >> shift)
            wanted[bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
            at = np.int64(code * _MIX >> table_shift)
            while table[at] != 0 and table[at] != code:
                at = (at + 1) & (len(table) - 1)
            table[at] = code


@step
def is_in(table, table_shift, code):
    """The code stands in the table."""
    at = np.int64(code * _MIX >> table_shift)
    while table[at] != 0 and table[at] != code:
        at = (at + 1) & (len(table) - 1)
    return table[at] == code


@kernel
def marked_buckets(bands, present, first, last, wanted, shift, table, table_shift):
    """(code, text) of the buckets of texts first:last that were marked.

    Most are turned away by their bit; those that pass are looked up.
    """
    bands, present, wanted, table = unowned((bands, present, wanted, table))
    codes, texts = np.empty(1024, np.int64), np.empty(1024, np.int64)
    passed = np.empty(BANDS + 1, np.uint64)
    n_found = 0
    for text in range(first, last):
        if not present[text]:
            continue
        n_passed = 0
        for band in range(BANDS):
            code = code_of(bands, text, band)
            bit = np.int64(code * _MIX >> shift)
            passed[n_passed] = code
            n_passed += np.int64(wanted[bit >> 6] >> np.uint64(bit & 63) & np.uint64(1))
        if n_found + n_passed > len(codes):
            codes = np.concatenate((codes, np.empty(len(codes), np.int64)))
            texts = np.concatenate((texts, np.empty(len(texts), np.int64)))
        for index in range(n_passed):
            codes[n_found], texts[n_found] = passed[index], text
            n_found += is_in(table, table_shift, passed[index])
    return codes[:n_found].copy(), texts[:n_found].copy()


@kernel
def visits_of_new(codes, texts, n_held, n):
    """Codes second * n + first, one for each bucket in which a new text meets an earlier one.

    Texts from number n_held on are new; those of one code stand together, in order of arrival.
    """
    found = np.empty(1024, np.int64)
    n_found, start = 0, 0
    for place in range(len(codes)):
        if codes[place] != codes[start]:
            start = place
        if texts[place] < n_held:
            continue
        if n_found + FIRST + BEFORE > len(found):
            found = np.concatenate((found, np.empty(len(found), np.int64)))
        split = min(start + FIRST, place)
        near = max(split, place - BEFORE) if place - start < CROWDED else place
        for other in range(start, place):
            if other < split or other >= near:
                found[n_found] = texts[place] * n + texts[other]
                n_found += 1
    return found[:n_found]


@kernel
def hash_bytes(data, start, found):
    """Hash of the bytes of each text, eight at a time."""
    for text in range(len(found)):
        value = np.uint64(start[text + 1] - start[text])
        at, end = start[text], start[text + 1]
        while at < end:
            word = np.uint64(0)
            for index in range(at, min(at + 8, end)):
                word = word << np.uint64(8) | np.uint64(data[index])
            value = (value ^ word) * _MIX
            value ^= value >> np.uint64(29)
            at += 8
        found[text] = value
