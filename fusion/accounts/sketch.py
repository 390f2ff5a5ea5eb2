"""MinHash with banding: which pairs of texts to compare, without comparing all.

A sketch is a function of its text alone, and who meets whom depends only on what arrived
earlier: so that a day's reports can be put beside a decade's without touching the decade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fusion.accounts.kernels.buckets import (
    ALIKE,
    FILTER_BITS,
    MOST_SEEN,
    UNLIKE_SIZE,
    gather_bands,
    mark_buckets,
    marked_buckets,
    meet_part,
    rank_bands,
    visits_of_new,
)
from fusion.accounts.kernels.compiled import in_parallel, parts_of
from fusion.accounts.kernels.minima import BANDS, LANES, ROWS, sketch_part
from fusion.accounts.words import Hashes, Index, Words, chunks_of, read_part

Bands = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Pairs = tuple[Index, Index]
BLOCK = 16  # bands that lie in one line of the processor's cache


@dataclass(frozen=True)
class Sketches:
    """Of n texts: BANDS bucket keys each, words, a hash of all in order, and if one is a number."""

    bands: Bands
    n_words: npt.NDArray[np.int32]
    folded: Hashes
    has_number: Flags

    def __len__(self) -> int:
        return len(self.n_words)

    def part(self, first: int, last: int) -> Sketches:
        """Those of the texts first:last, without a copy."""
        return Sketches(*(column[first:last] for column in vars(self).values()))


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
    parts = in_parallel(lambda part: _sketch_part(words, *part), parts_of(len(words)))
    return joined([_EMPTY_SKETCHES, *parts])


def _sketch_part(words: Words, first: int, last: int) -> Sketches:
    generator = np.random.default_rng(0x5EED)  # fixed: a sketch is an index, not a sample
    n = BANDS * ROWS
    factor = generator.integers(1, 2**31, n, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    salt = generator.integers(0, 2**32, n, dtype=np.uint32)
    bands = np.empty((last - first, BANDS), np.uint32)
    folded, numbers = np.empty(last - first, np.uint64), np.empty(last - first, np.bool_)
    count = words.count[first:last]
    sketch_part(
        words.begin[first:last], count, words.hashes, words.flags, factor, salt,
        np.empty(2 * int(count.max(initial=0)) + LANES, np.uint32), bands, folded, numbers,
    )  # fmt: skip
    return Sketches(bands, count.astype(np.int32), folded, numbers)


def meetings(sketches: Sketches, present: Flags) -> tuple[Index, Index]:
    """Pairs (first < second) of texts to compare, each once, ordered by second.

    Texts are numbered in order of arrival. Whom a text meets depends on the texts before it
    only; a bucket that everybody shares costs FIRST visits a text, not all.
    """
    n = len(sketches)
    who = np.flatnonzero(present)
    members = np.empty((BANDS, len(who)), np.uint32)
    place = np.zeros((n, BANDS), np.uint32)

    def rank(band: int) -> None:
        """Sort the texts by their buckets in BLOCK bands from `band` on."""
        keys = np.empty((BLOCK, len(who)), np.uint64)
        gather_bands(sketches.bands, who, band, keys)
        keys.sort(axis=1)
        rank_bands(keys, band, members, place)

    def meet(part: tuple[int, int]) -> Pairs:
        """The pairs that the texts from the first number of `part` up to the second meet."""
        room = np.zeros(n, np.uint8), np.empty(MOST_SEEN, np.int64)
        met: Pairs = meet_part(*part, members, place, sketches.n_words, *room)
        return met

    in_parallel(rank, range(0, BANDS, BLOCK))
    found = in_parallel(meet, parts_of(n))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate([f for f, _ in found]), np.concatenate([s for _, s in found])


def meetings_of_new(held: Sketches, new: Sketches, present: Flags) -> Pairs:
    """The pairs of `meetings` among both whose second text is one of `new`, which arrived last.

    Texts are numbered from 0 in `held`, then in `new`. Held texts are looked at once, for buckets
    that a new text is in; the rest costs as much as there are new ones.
    """
    n_held, n = len(held), len(held) + len(new)
    late = np.flatnonzero(present[n_held:])
    wanted, shift = _powers_of_two(FILTER_BITS * BANDS * len(late), 64)
    table, table_shift = _powers_of_two(2 * BANDS * len(late), 1)
    mark_buckets(new.bands, late, wanted, shift, table, table_shift)

    def look(part: tuple[int, int]) -> Pairs:
        """Buckets of the held texts from the first number of `part` up to the second."""
        found: Pairs = marked_buckets(held.bands, present, *part, wanted, shift, table, table_shift)
        return found

    found = in_parallel(look, parts_of(n_held if len(late) else 0))
    codes = np.concatenate([*(c for c, _ in found), _codes_of(new.bands[late])])
    texts = np.concatenate([*(t for _, t in found), np.repeat(late + n_held, BANDS)])
    order = np.argsort(codes, kind="stable")  # texts stand in order already
    visits = np.sort(visits_of_new(codes[order], texts[order], n_held, n))
    starts = np.flatnonzero(np.concatenate([[True], visits[1:] != visits[:-1]])[: len(visits)])
    n_met = np.diff(np.append(starts, len(visits)))
    second, first = np.divmod(visits[starts], max(n, 1))
    n_words = np.concatenate([held.n_words, new.n_words])
    sizes = n_words[first], n_words[second]
    alike = np.maximum(*sizes) < UNLIKE_SIZE * np.minimum(*sizes)
    is_kept = n_met >= np.where(alike, ALIKE, 1)
    return first[is_kept], second[is_kept]


def _powers_of_two(n: int, of_bits: int) -> tuple[Hashes, np.uint64]:
    """(zeros of 64 bits, for n places of `of_bits` in 64 at least; how far a hash is shifted).

    The top bits of a hash, shifted so, are a place.
    """
    size = max(int(n).bit_length(), 10)
    return np.zeros((1 << size) // of_bits, np.uint64), np.uint64(64 - size)


def _codes_of(bands: Bands) -> Index:
    """Band and bucket in one number, as the kernels have it."""
    codes = np.arange(1, BANDS + 1, dtype=np.int64)[None, :] << 32 | bands.astype(np.int64)
    return codes.reshape(-1)
