"""What two texts share and where they contradict each other, for many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fusion.accounts.kernels.bits import BITS, mark_pairs
from fusion.accounts.kernels.compiled import WORKERS, in_parallel
from fusion.accounts.kernels.pairs import Texts, compare_pairs
from fusion.accounts.words import Index, Words

Reals = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


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


def likeness(words: Words, first: Index, second: Index, to_end: Flags | None = None) -> Likeness:
    """The likeness of each pair of texts; quickest where pairs of one `second` stand together.

    Pairs that share little at first sight or tell of two days are left there, but for those whose
    second text is flagged in `to_end` (a report that renews another may correct its day).
    """
    to_end = np.zeros(len(words), np.bool_) if to_end is None else to_end
    reals = np.zeros((len(first), N_REALS), np.float32)
    counts = np.zeros((len(first), N_COUNTS), np.int32)
    longest = int(words.count.max(initial=0))
    spans = words.starts[words.begin + words.count] - words.starts[words.begin]
    most_letters = int(spans.max(initial=0))

    bits = np.zeros((len(words), 2, BITS // 64), np.uint64)
    texts = Texts(
        words.begin, words.count, words.is_headed, words.hashes, words.flags, words.starts,
        words.letters, bits,
    )  # fmt: skip

    def mark(part: tuple[int, int]) -> None:
        """Set the bits of the texts from the first number of `part` up to the second."""
        mark_pairs(words.begin, words.count, words.hashes, words.flags, *part, bits)

    def compare(part: tuple[int, int]) -> None:
        """Measure the pairs from the first number of `part` up to the second."""
        compare_pairs(*part, first, second, texts, to_end, longest, most_letters, reals, counts)

    in_parallel(mark, pairwise(np.linspace(0, len(words), 2 * WORKERS + 1).astype(int)))
    cuts = np.linspace(0, len(first), 4 * WORKERS + 1).astype(int)
    in_parallel(compare, pairwise(cuts))
    share, of_words, letters, edits, foreign_first, foreign_second = reals.T
    numbers, dates, names, common, days, other_days = counts.T
    return Likeness(
        share, of_words, letters, numbers, dates, names, common, days, other_days, edits,
        foreign_first, foreign_second,
    )  # fmt: skip
