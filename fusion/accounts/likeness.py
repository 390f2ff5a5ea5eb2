"""What two texts share and where they contradict each other, for many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.accounts.kernels.bits import BITS, mark_pairs
from fusion.accounts.kernels.compiled import in_parallel, parts_of
from fusion.accounts.kernels.days import note_days, number_days, sieve_pairs
from fusion.accounts.kernels.pairs import Texts, compare_pairs, empty_room
from fusion.accounts.words import Hashes, Index, Words

Reals = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Days = tuple[Index, Index, Hashes]


@dataclass(frozen=True)
class Likeness:
    """Of each pair (first, second), in columns.

    `share` of the shorter text's word pairs and `words` of its words that the longer one holds;
    `letters`: share of the first's letters that are not in a passage of its own, looked at where
    words leave it open whether there is noise or another passage. `numbers`, `dates`, `names`:
    values that stand in the same context with another value; `common`: particulars that both
    have. `days`: days of a month that both name, `other_days`: days that each names instead of
    one of the other's. `edits`: share of the shorter text's plain words that the longer lacks.
    `foreign_*`: share of the text in passages that the other lacks. Where a pair can be no copy
    any more the rest was not looked at and is 0.
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


def worth_comparing(
    words: Words, first: Index, second: Index, to_end: Flags | None = None
) -> Index:
    """Which of the pairs of texts may be copies at first sight, by their numbers.

    Pairs that share little or tell of two days are not, but for those whose second text is
    flagged in `to_end` (a report that renews another may correct its day).
    """
    to_end = np.zeros(len(words), np.bool_) if to_end is None else to_end
    days = _days(words)
    bits = np.zeros((len(words), 2, BITS // 64), np.uint64)
    kept = np.zeros(len(first), np.bool_)

    def mark(part: tuple[int, int]) -> None:
        """Set the bits of the texts from the first number of `part` up to the second."""
        mark_pairs(words.begin, words.count, words.hashes, words.flags, *part, bits)

    def sieve(part: tuple[int, int]) -> None:
        """Look at the pairs from the first number of `part` up to the second."""
        sieve_pairs(*part, first, second, words.count, to_end, *days, bits, kept)

    in_parallel(mark, parts_of(len(words)))
    in_parallel(sieve, parts_of(len(first)))
    return np.flatnonzero(kept)


def likeness(words: Words, first: Index, second: Index) -> Likeness:
    """The likeness of each pair of texts; quickest where pairs of one `second` stand together."""
    reals = np.zeros((len(first), N_REALS), np.float32)
    counts = np.zeros((len(first), N_COUNTS), np.int32)
    longest = int(words.count.max(initial=0))
    spans = words.starts[words.begin + words.count] - words.starts[words.begin]
    most_letters = int(spans.max(initial=0))
    days = _days(words)
    texts = Texts(
        words.begin, words.count, words.is_headed, words.hashes, words.flags, words.starts,
        words.letters,
    )  # fmt: skip

    def compare(part: tuple[int, int]) -> None:
        """Measure the pairs from the first number of `part` up to the second."""
        room = empty_room(longest, most_letters)
        compare_pairs(*part, first, second, texts, days, room, reals, counts)

    in_parallel(compare, parts_of(len(first)))
    share, of_words, letters, edits, foreign_first, foreign_second = reals.T
    numbers, dates, names, common, n_days, other_days = counts.T
    return Likeness(
        share, of_words, letters, numbers, dates, names, common, n_days, other_days, edits,
        foreign_first, foreign_second,
    )  # fmt: skip


def _days(words: Words) -> Days:
    """Of each text where its days begin and how many they are; the keys of all days."""
    most, n_days = np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)

    def number(part: tuple[int, int]) -> None:
        """Count the months of the texts from the first number of `part` up to the second."""
        number_days(words.begin, words.count, words.flags, *part, most)

    in_parallel(number, parts_of(len(words)))
    first_day = np.concatenate([[0], np.cumsum(most)])
    days = np.zeros(int(first_day[-1]), np.uint64)

    def note(part: tuple[int, int]) -> None:
        """Note the days of the texts from the first number of `part` up to the second."""
        note_days(
            words.begin, words.count, words.hashes, words.flags, *part, first_day, n_days, days
        )

    in_parallel(note, parts_of(len(words)))
    return first_day, n_days, days
