"""MinHash with banding: which pairs of texts to compare, without comparing all.

A sketch is a function of its text alone, and who meets whom depends only on what arrived
earlier: so that a day's reports can be put beside a decade's without touching the decade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fusion.accounts.kernel import WORKERS, in_parallel, kernel
from fusion.accounts.words import CONTENT, NUMBER, Hashes, Index, Words, chunks_of, read_part

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
FILTER_BITS = 26  # 8 MB: of the held texts' buckets one in a thousand passes by chance
FILTER = 1 << FILTER_BITS
_EMPTY = np.uint32(0xFFFFFFFF)
_MIX = np.uint64(0x9E3779B185EBCA87)  # odd constants of xxHash64
_MIX_2 = np.uint64(0xC2B2AE3D27D4EB4F)

Bands = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Pairs = tuple[Index, Index]


@dataclass(frozen=True)
class Sketches:
    """Of n texts: BANDS bucket keys each, words, a hash of all in order, and if one is a number."""

    bands: Bands
    n_words: npt.NDArray[np.int32]
    folded: Hashes
    has_number: Flags

    def __len__(self) -> int:
        return len(self.n_words)


_EMPTY_SKETCHES = Sketches(
    np.zeros((0, BANDS), np.uint32), np.zeros(0, np.int32), np.zeros(0, np.uint64),
    np.zeros(0, np.bool_),
)  # fmt: skip


def sketch_texts(texts: pa.Array) -> Sketches:
    """The sketches of `texts` (Arrow strings), part by part: memory does not grow with them."""
    return joined([_EMPTY_SKETCHES, *in_parallel(_sketch_chunk, chunks_of(texts))])


def joined(parts: list[Sketches]) -> Sketches:
    """Sketches one after the other."""
    return Sketches(*(np.concatenate(column) for column in zip(*map(_columns, parts), strict=True)))


def _columns(sketches: Sketches) -> list[npt.NDArray[np.generic]]:
    return list(vars(sketches).values())


def _sketch_chunk(texts: pa.Array) -> Sketches:
    words = read_part(texts)
    return _sketch_part(words, 0, len(words))


def sketch_words(words: Words) -> Sketches:
    """The sketch of each text whose words were read."""
    cuts = np.linspace(0, len(words), 2 * WORKERS + 1).astype(int)
    parts = zip(cuts[:-1], cuts[1:], strict=True)
    return joined([_EMPTY_SKETCHES, *in_parallel(lambda part: _sketch_part(words, *part), parts)])


def _sketch_part(words: Words, first: int, last: int) -> Sketches:
    generator = np.random.default_rng(0x5EED)  # fixed: a sketch is an index, not a sample
    n = BANDS * ROWS
    factor = generator.integers(1, 2**31, n, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    salt = generator.integers(0, 2**32, n, dtype=np.uint32)
    bands = np.empty((last - first, BANDS), np.uint32)
    folded, numbers = np.empty(last - first, np.uint64), np.empty(last - first, np.bool_)
    count = words.count[first:last]
    _sketch(
        words.begin[first:last], count, words.hashes, words.flags, factor, salt, bands, folded,
        numbers,
    )  # fmt: skip
    return Sketches(bands, count.astype(np.int32), folded, numbers)


def meetings(sketches: Sketches, present: Flags) -> tuple[Index, Index]:
    """Pairs (first < second) of texts to compare, each once, ordered by second.

    Texts are numbered in order of arrival. Whom a text meets depends on the texts before it
    only; a bucket that everybody shares costs FIRST visits a text, not all.
    """
    n = len(sketches)
    members = np.zeros((BANDS, int(present.sum())), np.uint32)
    place = np.zeros((n, BANDS), np.uint32)  # of each text in `members` of the band
    begin = np.zeros((n, BANDS), np.uint32)  # of its bucket there
    turned = np.ascontiguousarray(sketches.bands[present].T)
    who = np.flatnonzero(present).astype(np.uint64)

    def rank(band: int) -> None:
        keys = np.sort(turned[band].astype(np.uint64) << np.uint64(32) | who)
        _rank(keys, band, members, place, begin)

    def meet(part: tuple[int, int]) -> Pairs:
        return _meet(*part, present, members, place, begin, sketches.n_words)

    in_parallel(rank, range(BANDS))
    cuts = np.linspace(0, n, 2 * WORKERS + 1).astype(int)
    found = in_parallel(meet, zip(cuts[:-1], cuts[1:], strict=True))
    return np.concatenate([f for f, _ in found]), np.concatenate([s for _, s in found])


def meetings_of_new(sketches: Sketches, present: Flags, is_new: Flags) -> Pairs:
    """The pairs of `meetings` whose second text is new, where all new ones arrived last.

    Held texts are looked at once, for buckets that a new text is in; the rest costs as much as
    there are new ones.
    """
    n = len(sketches)
    new = np.flatnonzero(present & is_new)
    wanted = np.zeros(FILTER // 64, np.uint64)
    _mark(sketches.bands, new, wanted)
    cuts = np.linspace(0, int(new[0]) if len(new) else 0, 2 * WORKERS + 1).astype(int)
    found = in_parallel(
        lambda part: _hits(sketches.bands, present, *part, wanted),
        zip(cuts[:-1], cuts[1:], strict=True),
    )
    own = _codes_of(sketches.bands[new])
    codes = np.concatenate([*(c for c, _ in found), own])
    texts = np.concatenate([*(t for _, t in found), np.repeat(new, BANDS)])
    order = np.lexsort((texts, codes))
    visits = np.sort(_visits(codes[order], texts[order], is_new, n))
    starts = np.flatnonzero(np.concatenate([[True], visits[1:] != visits[:-1]])[: len(visits)])
    n_met = np.diff(np.append(starts, len(visits)))
    second, first = np.divmod(visits[starts], max(n, 1))
    sizes = sketches.n_words[first], sketches.n_words[second]
    alike = np.maximum(*sizes) < UNLIKE_SIZE * np.minimum(*sizes)
    held = n_met >= np.where(alike, ALIKE, 1)
    return first[held], second[held]


def _codes_of(bands: Bands) -> Index:
    """Band and bucket in one number."""
    codes = np.arange(BANDS, dtype=np.int64)[None, :] << 32 | bands.astype(np.int64)
    return codes.reshape(-1)


@kernel
def _bit(band, key):  # type: ignore[no-untyped-def]
    """Where a bucket stands in the filter."""
    code = (np.uint64(band) << np.uint64(32) | np.uint64(key)) * _MIX
    return np.int64(code >> np.uint64(64 - FILTER_BITS))


@kernel
def _mark(bands, texts, wanted):  # type: ignore[no-untyped-def]
    """Set the bit of each bucket of `texts`."""
    for text in texts:
        for band in range(BANDS):
            at = _bit(band, bands[text, band])
            wanted[at >> 6] |= np.uint64(1) << np.uint64(at & 63)


@kernel
def _hits(bands, present, first, last, wanted):  # type: ignore[no-untyped-def]
    """(code, text) of the buckets of texts first:last whose bit is set."""
    codes, texts = np.empty(1024, np.int64), np.empty(1024, np.int64)
    n_found = 0
    for text in range(first, last):
        if not present[text]:
            continue
        for band in range(BANDS):
            at = _bit(band, bands[text, band])
            if wanted[at >> 6] >> np.uint64(at & 63) & np.uint64(1):
                if n_found == len(codes):
                    codes = np.concatenate((codes, np.empty(n_found, np.int64)))
                    texts = np.concatenate((texts, np.empty(n_found, np.int64)))
                codes[n_found] = np.int64(band) << 32 | np.int64(bands[text, band])
                texts[n_found] = text
                n_found += 1
    return codes[:n_found], texts[:n_found]


@kernel
def _visits(codes, texts, is_new, n):  # type: ignore[no-untyped-def]
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
def _sketch(  # type: ignore[no-untyped-def]
    begin, count, hashes, flags, factor, salt, bands, folded, has_number
):
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
                _lower(minima, np.uint32(pair >> np.uint64(32)), factor, salt)
            if is_content:
                _lower(minima, np.uint32(own >> np.uint64(32)), factor, salt)
        folded[text], has_number[text] = whole, is_numbered
        for band in range(BANDS):
            key = np.uint64(minima[ROWS * band]) << np.uint64(32) | np.uint64(
                minima[ROWS * band + 1]
            )
            bands[text, band] = np.uint32((key * _MIX_2) >> np.uint64(32))


@kernel
def _lower(minima, base, factor, salt):  # type: ignore[no-untyped-def]
    """Put one feature into each minimum."""
    for index in range(len(minima)):
        mixed = np.uint32((base ^ salt[index]) * factor[index])
        mixed ^= mixed >> np.uint32(15)
        minima[index] = min(minima[index], mixed)


@kernel
def _rank(keys, band, members, place, begin):  # type: ignore[no-untyped-def]
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
def _meet(first_text, last_text, present, members, place, begin, n_words):  # type: ignore[no-untyped-def]
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
            n_seen = _visit(
                members[band], begin[text, band], place[text, band], n_met, seen, n_seen
            )
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
def _visit(members, begin, place, n_met, seen, n_seen):  # type: ignore[no-untyped-def]
    """Count a meeting with the first of a bucket and those directly before; how many were seen."""
    start, end = np.int64(begin), np.int64(place)
    split = min(start + FIRST, end)
    near = max(split, end - BEFORE) if end - start < CROWDED else end
    for position in range(start, split):
        n_seen = _note(np.int64(members[position]), n_met, seen, n_seen)
    for position in range(near, end):
        n_seen = _note(np.int64(members[position]), n_met, seen, n_seen)
    return n_seen


@kernel
def _note(other, n_met, seen, n_seen):  # type: ignore[no-untyped-def]
    if n_met[other] == 0:
        seen[n_seen] = other
        n_seen += 1
    n_met[other] += 1
    return n_seen
