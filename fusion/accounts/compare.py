"""Whether two texts are one telling, and how the later one relates to the earlier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.accounts.kernels.days import LONG
from fusion.accounts.kernels.pairs import MINIMUM
from fusion.accounts.likeness import Likeness
from fusion.accounts.reports import Codes, Flags, Reports
from fusion.accounts.words import Index

SHORT = 25  # words: below this a register row's form alone makes rows alike
SHORT_MINIMUM = 0.6
MARKS = 2  # numbers and names that make a short text more than a form
TINY = 8  # words: fold only when equal
# A text of which much is cut off or added holds the other whole, but for so much at its ends.
CUT_OFF = 0.3
HELD = 0.15
CUT = 0.8  # a copy with fewer words than this share of the lead's was cut
# Words that a forwarding header, signature and disclaimer may add before the longer text counts
# as a telling of its own.
ADDED_WORDS = 60
DIFFERING_SHARE = 0.4  # of the particulars; edited copies keep four fifths of them
UPDATE_WINDOW = dt.timedelta(days=30)  # an update follows its report within weeks, not months
# A word that an editor replaced has another of its own kind in its place once in four times; in
# another event of the same template a third of the names and dates are others.
SAME_KIND = 0.25
OTHER_EVENT = 0.35
_LEAST_EDITS = 0.01

RELATIONS = ("reformatted_copy", "truncated_copy", "update")
REFORMATTED, TRUNCATED, UPDATE = 0, 1, 2
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Verdicts:
    """Pairs (first, second) of reports that are one telling, in order of arrival.

    `relation` is of the later to the earlier (a place in RELATIONS); `score` how alike they are,
    0-1; `numbers` how many numbers differ; `by_letters`: alike by letters, not by words;
    `renews`: the later says that it renews; `contained`: it holds the earlier and much besides.
    """

    first: Index
    second: Index
    relation: npt.NDArray[np.int8]
    score: Reals
    numbers: npt.NDArray[np.int32]
    by_letters: Flags
    renews: Flags
    contained: Flags

    def take(self, which: npt.NDArray[np.generic]) -> Verdicts:
        """Those rows, by flags or positions."""
        return Verdicts(*(column[which] for column in vars(self).values()))

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Fields:
    """What is known of each text beside its words; None where nothing is."""

    reports: Reports
    says_update: Flags


def judge(
    first: Index, second: Index, like: Likeness, n_words: npt.NDArray[np.int32],
    fields: Fields | None = None,
) -> Verdicts:  # fmt: skip
    """The pairs that are one telling. Without `fields` texts are all that is known of reports."""
    # Pairs that shared too little to go on need no columns here.
    left = np.flatnonzero(like.words > 0)
    like = Likeness(*(column[left] for column in vars(like).values()))
    described, is_one = describe(first[left], second[left], like, n_words, fields)
    return described.take(is_one)


def describe(
    first: Index, second: Index, like: Likeness, n_words: npt.NDArray[np.int32],
    fields: Fields | None = None,
) -> tuple[Verdicts, Flags]:  # fmt: skip
    """(how the second of each pair relates to the first, if it is a copy; whether it is one)."""
    shorter = np.minimum(n_words[first], n_words[second])
    by_letters = (like.letters > 0) & (shorter >= SHORT)
    least = np.minimum(like.foreign_first, like.foreign_second)
    most = np.maximum(like.foreign_first, like.foreign_second)
    by_words = (like.share >= MINIMUM) & ((most <= CUT_OFF) | (least <= HELD))
    alike = (like.words > 0) & (shorter >= TINY) & (by_words | by_letters)
    renews = _renews(first, second, fields)
    is_one = alike & (renews | _same_particulars(first, second, like, shorter, fields))
    later, earlier = n_words[second], n_words[first]
    relation = np.where(later < CUT * earlier, TRUNCATED, REFORMATTED)
    relation = np.where(renews | (like.numbers > 0), UPDATE, relation).astype(np.int8)
    contained = (later > np.maximum(earlier + ADDED_WORDS, 2 * earlier)) & (relation != UPDATE)
    score = np.where(by_letters, np.maximum(like.letters, like.share), like.share)
    described = Verdicts(
        first, second, relation, score.astype(np.float64), like.numbers, by_letters, renews,
        contained,
    )  # fmt: skip
    return described, is_one


def _renews(first: Index, second: Index, fields: Fields | None) -> Flags:
    """The later report says that it renews, and comes from the same component in time."""
    if fields is None:
        return np.zeros(len(first), np.bool_)
    reports = fields.reports
    window = UPDATE_WINDOW // dt.timedelta(microseconds=1)
    in_time = reports.received[second] - reports.received[first] <= window
    same: Flags = reports.component[first] == reports.component[second]
    return fields.says_update[second] & same & in_time


def _same_particulars(
    first: Index, second: Index, like: Likeness, shorter: Codes, fields: Fields | None
) -> Flags:
    """Numbers and names agree as far as copies' do; rows of one form with other values do not."""
    unlike = like.numbers + like.names
    share = unlike / np.maximum(unlike + like.common, 1)
    # A text about another day is the next event of the same kind; a long one may correct a date
    # and keep others. Another toll alone is the same one counted again.
    n_other = like.other_days
    other_day = np.where(shorter < LONG, n_other > 0, n_other > like.days)
    other_day |= (like.dates > 0) & (shorter < LONG)
    longer_ones = (share <= DIFFERING_SHARE) & ~other_day & ~_other_event(like, shorter)
    same_reference = _equal_known(fields.reports.reference if fields else None, first, second)
    short = (
        (like.share >= SHORT_MINIMUM) & (like.names == 0) & (n_other == 0)
        & np.where(like.numbers > 0, same_reference, _same_fields(first, second, like, fields))
    )  # fmt: skip
    same: Flags = np.where(shorter >= SHORT, longer_ones, short)
    return same


def _other_event(like: Likeness, shorter: Codes) -> Flags:
    """Names and dates differ more often than the edits of the other words explain.

    Likelihoods of so many contradictions among the particulars: under editing at the rate that
    the plain words show, and under another event told in the same template.
    """
    n_unlike = (like.names + like.other_days).astype(np.float64)
    n_all = n_unlike + like.common
    edits = np.maximum((like.edits * shorter + 0.5) / (shorter + 10), _LEAST_EDITS)
    rate = SAME_KIND * edits
    edited = n_unlike * np.log(rate) + (n_all - n_unlike) * np.log1p(-rate)
    other = n_unlike * np.log(OTHER_EVENT) + (n_all - n_unlike) * np.log1p(-OTHER_EVENT)
    found: Flags = (n_unlike > 0) & (other > edited)
    return found


def _same_fields(first: Index, second: Index, like: Likeness, fields: Fields | None) -> Flags:
    """Day and place of the fields do not speak against it; they or the texts' marks for it."""
    marked: Flags = like.common >= MARKS
    if fields is None:
        return marked
    day, place = fields.reports.day, fields.reports.place
    against = _differ(day, first, second) | _differ(place, first, second)
    return ~against & (_equal_known(day, first, second) | marked)


def _differ(codes: Codes, first: Index, second: Index) -> Flags:
    one, other = codes[first], codes[second]
    found: Flags = (one != 0) & (other != 0) & (one != other)
    return found


def _equal_known(codes: Codes | None, first: Index, second: Index) -> Flags:
    if codes is None:
        return np.zeros(len(first), np.bool_)
    found: Flags = (codes[first] != 0) & (codes[first] == codes[second])
    return found
