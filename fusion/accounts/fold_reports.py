"""From reports in order of arrival to groups that are one telling each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fusion.accounts.compare import SHORT, Fields, Verdicts, judge
from fusion.accounts.decisions import Decided, Edge
from fusion.accounts.index import Held, bring_up, heads_of, known_pairs, pair_table, sketch_table
from fusion.accounts.likeness import likeness, worth_comparing
from fusion.accounts.renewals import Renewal, renewals
from fusion.accounts.reports import Reports
from fusion.accounts.sketch import meetings, meetings_of_new
from fusion.accounts.stars import Groups, Near, digests, groups_of, join, neighbours, stars
from fusion.accounts.words import Hashes, Index, Words, read_words

Flags = npt.NDArray[np.bool_]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORDS_OF_START = 4  # by so many words the beginning of a piece is found in a digest


@dataclass(frozen=True)
class Folded:
    """Tellings of two reports or more; who stands for whom; digests with their first piece."""

    groups: Groups
    head: Index
    merged: dict[int, int]
    held: Held
    sketch_table: pa.Table
    pair_table: pa.Table


def fold_reports(reports: Reports, decided: Decided, sketches: pa.Table, pairs: pa.Table) -> Folded:
    """Groups of reports that are the same text; reports that are in none are on their own.

    `sketches` and `pairs` are account_sketch and account_pair of an earlier run, or empty: what
    they hold of these very reports is not done again, and the result is the same.
    """
    held = bring_up(reports, sketches)
    head = heads_of(_keys(reports, held, decided))
    is_head = head == np.arange(len(reports))
    verdicts, renewed = _verdicts(reports, held, is_head, pairs)
    barred = {_pair(int(head[a]), int(head[b])) for a, b in decided.different}
    near = neighbours(len(reports), verdicts)
    merged = digests(near, held.sketches.n_words, lambda a, b: _position(reports, a, b))
    standing = _standing(reports, verdicts, merged)
    groups = groups_of(stars(standing, held.sketches.n_words, barred))
    together = {m for group in groups for m in group}
    links = list(merged.items())
    links += [(r.earlier, r.later) for r in renewed if r.later not in together | merged.keys()]
    links += [_pair(int(head[a]), int(head[b])) for a, b in decided.same]
    joined = join(groups, links, barred)
    return Folded(
        _with_equals(joined, head), head, merged, held,
        sketch_table(reports, held, is_head), pair_table(reports, verdicts, renewed),
    )  # fmt: skip


def _keys(reports: Reports, held: Held, decided: Decided) -> Hashes:
    """Equal where reports have equal words; a few words are equal only with equal day and place.

    Without day and place a few words need a number to be more than a form, such as 'nothing to
    report'; and a report that an analyst parted from another stands for itself.
    """
    sketches = held.sketches
    keys = sketches.folded.copy()
    short = sketches.n_words < SHORT
    fields = (reports.day.astype(np.uint64) * _MIX) ^ reports.place.view(np.uint64)
    keys[short] = (keys[short] ^ fields[short]) * _MIX
    own = short & ~sketches.has_number & ((reports.day == 0) | (reports.place == 0))
    own[sorted({number for pair in decided.different for number in pair})] = True
    numbers = np.flatnonzero(own)
    keys[numbers] = (keys[numbers] + numbers.astype(np.uint64)) * _MIX ^ _MIX
    return keys


def _verdicts(
    reports: Reports, held: Held, is_head: Flags, pairs: pa.Table
) -> tuple[Verdicts, list[Renewal]]:
    """All verdicts and renewals, those of the earlier run where they still hold.

    They hold when the same reports stand for the same ones and all new reports arrived later:
    whom a report meets depends only on what came before it. Else all meet again, from their
    sketches.
    """
    sketches, is_old = held.sketches, ~held.is_new
    may_renew = is_head & held.says_update
    heads = np.flatnonzero(is_head & is_old)
    new_heads = np.flatnonzero(is_head & held.is_new)
    is_later = not len(heads) or not len(new_heads) or new_heads[0] > heads[-1]
    is_same = not held.has_lost and np.array_equal(is_head[is_old], held.was_head[is_old])
    if is_later and is_same and len(heads):
        known, renewed = known_pairs(reports, pairs)
        split = int(new_heads[0]) if len(new_heads) else len(sketches)
        old, new = sketches.part(0, split), sketches.part(split, len(sketches))
        first, second = meetings_of_new(old, new, is_head)
        renewed = renewed + renewals(reports, np.flatnonzero(may_renew & held.is_new))
    else:
        known, renewed = known_pairs(reports, pairs.slice(0, 0))
        first, second = meetings(sketches, is_head)
        renewed = renewals(reports, np.flatnonzero(may_renew))
    made = _judged(reports, held, first, second)
    both = [
        np.concatenate(pair) for pair in zip(vars(known).values(), vars(made).values(), strict=True)
    ]
    verdicts = Verdicts(*both)
    renewed = sorted(renewed, key=lambda r: (r.later, r.earlier))
    return verdicts.take(np.lexsort((verdicts.second, verdicts.first))), renewed


def _judged(reports: Reports, held: Held, first: Index, second: Index) -> Verdicts:
    words, at = words_of(reports, first, second)
    to_end = np.zeros(len(words), np.bool_)
    to_end[at[second]] = held.says_update[second]
    kept = worth_comparing(words, at[first], at[second], to_end)
    first, second = first[kept], second[kept]
    like = likeness(words, at[first], at[second])
    fields = Fields(reports, held.says_update)
    return judge(first, second, like, held.sketches.n_words, fields)


def words_of(reports: Reports, *numbers: Index) -> tuple[Words, Index]:
    """(words of the texts that `numbers` name, where each report is among them)."""
    used = np.zeros(len(reports), np.bool_)
    for some in numbers:
        used[some] = True
    at = np.cumsum(used) - 1
    return read_words(reports.texts.take(pa.array(np.flatnonzero(used)))), at.astype(np.int64)


def _standing(reports: Reports, verdicts: Verdicts, merged: Collection[int]) -> Near:
    """Neighbours without the digests, and without texts that only hold another.

    A text that holds another and much besides tells more than that one: it is a telling of its
    own, unless the same component merely completes a text that broke off.
    """
    apart = np.isin(verdicts.first, [*merged]) | np.isin(verdicts.second, [*merged])
    for at in np.flatnonzero(verdicts.contained & ~apart):
        a, b = int(verdicts.first[at]), int(verdicts.second[at])
        apart[at] = not (
            reports.component[a] == reports.component[b] and _position(reports, a, b) == 0
        )
    return neighbours(len(reports), verdicts.take(~apart))


def _position(reports: Reports, piece: int, whole: int) -> int:
    """Word of `whole` at which the words of `piece` begin; behind all where they do not."""
    words = read_words(reports.texts.take(pa.array([piece, whole])))
    one, other = (
        words.hashes[int(b) : int(b) + int(n)]
        for b, n in zip(words.begin, words.count, strict=True)
    )
    size = min(_WORDS_OF_START, len(one))
    if len(other) < size or not size:
        return len(other)
    windows = np.lib.stride_tricks.sliding_window_view(other, size)
    for start in range(max(len(one) - size + 1, 1)):
        found = np.flatnonzero((windows == one[start : start + size]).all(axis=1))
        if len(found):
            return int(found[0])
    return len(other)


def _with_equals(groups: Groups, head: Index) -> Groups:
    """`groups` of heads with all that they stand for, and the equals that are in none."""
    label = head.copy()
    for group in groups:
        label[group] = group[0]
    return groups_of(label[head])


def _pair(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)


__all__ = ["Folded", "fold_reports", "words_of"]
