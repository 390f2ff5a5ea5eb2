"""The days that texts name, and which pairs of texts are worth comparing in full."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.bits import shares_too_little
from fusion.accounts.kernels.compiled import kernel, step, unowned
from fusion.accounts.kernels.hashing import pair_key
from fusion.accounts.kernels.marks import DAY, MONTH

LONG = 60  # words: above this two tellings do not share their wording by chance


@step
def day_of(hashes, flags, month, begin, end):
    """Hash of the day that stands before or behind a month; 0 where only a year does."""
    if month > begin and flags[month - 1] & DAY:
        return hashes[month - 1]
    return hashes[month + 1] if month + 1 < end and flags[month + 1] & DAY else np.uint64(0)


@kernel
def number_days(begin, count, flags, from_text, to_text, most):
    """Months in each of the texts from_text:to_text: as many days as it can name."""
    for text in range(from_text, to_text):
        for word in range(begin[text], begin[text] + count[text]):
            most[text] += (flags[word] & MONTH) != 0


@kernel
def note_days(begin, count, hashes, flags, from_text, to_text, first_day, n_days, days):
    """Keys of the days (of a month) that each text names, from first_day[text] on."""
    for text in range(from_text, to_text):
        end, at = begin[text] + count[text], first_day[text]
        for word in range(begin[text], end if first_day[text + 1] > at else begin[text]):
            if flags[word] & MONTH:
                day = day_of(hashes, flags, word, begin[text], end)
                if day != 0:
                    days[at] = pair_key(hashes[word], day)
                    at += 1
        n_days[text] = at - first_day[text]


@step
def compare_days(a, b, first_day, n_days, days):
    """(days that both texts name, days that each names instead of one of the other's).

    A day that only one text names was cut or misread: it contradicts nothing.
    """
    n_both = 0
    for one in range(first_day[a], first_day[a] + n_days[a]):
        for other in range(first_day[b], first_day[b] + n_days[b]):
            if days[one] == days[other]:
                n_both += 1
                break
    return n_both, max(0, min(n_days[a], n_days[b]) - n_both)


@step
def is_other_day(shorter, n_days, n_other):
    """A text about another day is the next event of the same kind.

    A long one may correct a date and keep others. `shorter` is in words.
    """
    return n_other > (0 if shorter < LONG else n_days)


@kernel
def sieve_pairs(
    from_pair, to_pair, first, second, count, to_end, first_day, n_days, days, bits, kept
):  # fmt: skip
    """Flag in `kept` those of the pairs from_pair:to_pair that are worth comparing in full.

    Texts of less than two words are not, nor those that tell of two days or share too little by
    their bits, unless the second text is one of those `to_end`.
    """
    first, second, count, to_end = unowned((first, second, count, to_end))
    first_day, n_days, days, bits = unowned((first_day, n_days, days, bits))
    for index in range(from_pair, to_pair):
        a, b = second[index], first[index]
        if min(count[a], count[b]) < 2:
            continue
        if not to_end[a]:
            n_both, n_other = compare_days(a, b, first_day, n_days, days)
            if is_other_day(min(count[a], count[b]), n_both, n_other):
                continue
            if shares_too_little(a, b, bits):
                continue
        kept[index] = True
