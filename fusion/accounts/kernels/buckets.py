"""Sketches, and who shares a bucket with whom."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel
from fusion.accounts.kernels.marks import CONTENT, NUMBER

# 64 bands of 2 minima: a pair of Jaccard similarity .27 (half of the text cut off, a fifth of the
# words changed) meets with probability 1-(1-.27^2)^64 = .99. Loose bands are affordable because
# crowded buckets are not searched and every meeting is verified.
BANDS = 64
ROWS = 2
# Members of a bucket up to here meet those before them; a bucket with more is a letterhead or a
# set phrase, or a text that was copied a hundred times: then the first of it are enough.
CROWDED = 12
FIRST = 1  # everybody meets so many of the first of the bucket,
BEFORE = 4  # and, unless it is crowded, so many of those directly before
# Texts of comparable length are compared when they share two buckets: at similarity .3 (p = .09)
# 98 % do; of a long text a short one holds too little for that, and one bucket is enough.
ALIKE = 2
UNLIKE_SIZE = 2
# Bits of the filter for each bucket of a new text: of the held texts' buckets one in 64 passes by
# chance. A thousand new reports have half a megabyte of it, which stays near the processor.
FILTER_BITS = 64
_EMPTY = np.uint32(0xFFFFFFFF)
_MIX = np.uint64(0x9E3779B185EBCA87)  # odd constants of xxHash64
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)


@kernel
def lower_minima(minima, base, factor, salt):
    """Put one feature into each minimum."""
    for index in range(len(minima)):
        mixed = np.uint32((base ^ salt[index]) * factor[index])
        mixed ^= mixed >> np.uint32(15)
        minima[index] = min(minima[index], mixed)


@kernel
def sketch_part(begin, count, hashes, flags, factor, salt, bands, folded, has_number):
    """Fill `bands`, `folded` and `has_number` text by text."""
    n_minima = len(factor)
    minima = np.empty(n_minima, np.uint32)
    for text in range(len(begin)):
        minima[:] = _EMPTY
        whole, is_numbered = np.uint64(0), False
        for word in range(begin[text], begin[text] + count[text]):
            own = hashes[word]
            whole = (whole ^ own) * _MIX
            whole ^= whole >> np.uint64(31)
            is_numbered |= flags[word] & NUMBER != 0
            is_content = flags[word] & CONTENT
            if word > begin[text] and (is_content or flags[word - 1] & CONTENT):
                pair = (hashes[word - 1] * _MIX + own) * _MIX_2
                lower_minima(minima, np.uint32(pair >> np.uint64(32)), factor, salt)
            if is_content:
                lower_minima(minima, np.uint32(own >> np.uint64(32)), factor, salt)
        folded[text], has_number[text] = whole, is_numbered
        for band in range(BANDS):
            key = np.uint64(minima[ROWS * band]) << np.uint64(32) | np.uint64(
                minima[ROWS * band + 1]
            )
            bands[text, band] = np.uint32((key * _MIX_2) >> np.uint64(32))


@kernel
def rank_band(keys, band, members, place, begin):
    """Fill one band's `members` (in buckets, by arrival), and where each text stands in it."""
    start = 0
    for position in range(len(keys)):
        if keys[position] >> np.uint64(32) != keys[start] >> np.uint64(32):
            start = position
        text = np.uint32(keys[position])
        members[band, position] = text
        place[text, band] = position
        begin[text, band] = start


@kernel
def note_visit(other, n_met, seen, n_seen):
    """Count one more band that `other` shares; how many texts were seen by now."""
    if n_met[other] == 0:
        seen[n_seen] = other
        n_seen += 1
    n_met[other] += 1
    return n_seen


@kernel
def visit(members, begin, place, n_met, seen, n_seen):
    """Count a meeting with the first of a bucket and those directly before; how many were seen."""
    start, end = np.int64(begin), np.int64(place)
    split = min(start + FIRST, end)
    near = max(split, end - BEFORE) if end - start < CROWDED else end
    for position in range(start, split):
        n_seen = note_visit(np.int64(members[position]), n_met, seen, n_seen)
    for position in range(near, end):
        n_seen = note_visit(np.int64(members[position]), n_met, seen, n_seen)
    return n_seen


@kernel
def meet_part(first_text, last_text, present, members, place, begin, n_words):
    """(first, second) of the meetings of texts first_text:last_text with earlier ones."""
    n_met = np.zeros(len(present), np.uint8)
    seen = np.empty(BANDS * (FIRST + BEFORE), np.int64)
    first, second = np.empty(1024, np.int64), np.empty(1024, np.int64)
    n_found = 0
    for text in range(first_text, last_text):
        if not present[text]:
            continue
        n_seen = 0
        for band in range(BANDS):
            n_seen = visit(members[band], begin[text, band], place[text, band], n_met, seen, n_seen)
        if n_found + n_seen > len(first):
            first = np.concatenate((first, np.empty(len(first) + n_seen, np.int64)))
            second = np.concatenate((second, np.empty(len(second) + n_seen, np.int64)))
        for index in range(n_seen):
            other = seen[index]
            fewer, more = min(n_words[text], n_words[other]), max(n_words[text], n_words[other])
            if n_met[other] >= (ALIKE if more < UNLIKE_SIZE * fewer else 1):
                first[n_found], second[n_found] = other, text
                n_found += 1
            n_met[other] = 0
    return first[:n_found], second[:n_found]


@kernel
def filter_bit(band, key, shift):
    """Where a bucket stands in a filter of 2^(64 - shift) bits."""
    code = (np.uint64(band) << np.uint64(32) | np.uint64(key)) * _MIX
    return np.int64(code >> np.uint64(shift))


@kernel
def mark_buckets(bands, texts, wanted, shift):
    """Set the bit of each bucket of `texts`."""
    for text in texts:
        for band in range(BANDS):
            at = filter_bit(band, bands[text, band], shift)
            wanted[at >> 6] |= np.uint64(1) << np.uint64(at & 63)


@kernel
def marked_buckets(bands, present, first, last, wanted, shift):
    """(code, text) of the buckets of texts first:last whose bit is set."""
    codes, texts = np.empty(1024, np.int64), np.empty(1024, np.int64)
    n_found = 0
    for text in range(first, last):
        if not present[text]:
            continue
        for band in range(BANDS):
            at = filter_bit(band, bands[text, band], shift)
            if wanted[at >> 6] >> np.uint64(at & 63) & np.uint64(1):
                if n_found == len(codes):
                    codes = np.concatenate((codes, np.empty(n_found, np.int64)))
                    texts = np.concatenate((texts, np.empty(n_found, np.int64)))
                codes[n_found] = np.int64(band) << 32 | np.int64(bands[text, band])
                texts[n_found] = text
                n_found += 1
    return codes[:n_found], texts[:n_found]


@kernel
def visits_of_new(codes, texts, is_new, n):
    """Codes second * n + first, one for each bucket in which a new text meets an earlier one."""
    found = np.empty(1024, np.int64)
    n_found, start = 0, 0
    for place in range(len(codes)):
        if codes[place] != codes[start]:
            start = place
        if not is_new[texts[place]]:
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
