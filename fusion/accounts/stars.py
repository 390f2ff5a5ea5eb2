"""Groups of reports around one text each, so that chains do not form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion.accounts.compare import Verdicts
from fusion.accounts.kernels.around import label_stars
from fusion.accounts.reports import Text
from fusion.accounts.words import Index

Edge = tuple[int, int]
Groups = list[list[int]]
Sizes = npt.NDArray[np.int32]
MERGED_LONGER = 1.3  # a digest is at least this much longer than each piece
CUT_LEAD = 0.6  # a first text shorter than this share of a later one was a fragment
MERGED_ALIKE = 2  # distinct pieces that make a digest
A_NUMBER = 0.05  # what a number that differs takes from the likeness of two texts


@dataclass(frozen=True)
class Near:
    """Of each text those alike, in order of arrival, and how much.

    Text i is alike to other[begin[i]:begin[i+1]].
    """

    begin: Index
    other: Index
    strength: npt.NDArray[np.float64]

    def __getitem__(self, text: int) -> set[int]:
        return set(self.other[self.begin[text] : self.begin[text + 1]].tolist())

    @property
    def owner(self) -> Index:
        """The text to which each of `other` is alike."""
        return np.repeat(np.arange(len(self.begin) - 1), np.diff(self.begin))


def neighbours(n: int, verdicts: Verdicts) -> Near:
    """Who of n texts is alike to whom by the verdicts, each pair once."""
    strength = verdicts.score - A_NUMBER * np.minimum(verdicts.numbers, 4)
    one = np.concatenate([verdicts.first, verdicts.second])
    other = np.concatenate([verdicts.second, verdicts.first])
    order = np.argsort(one * n + other)
    begin = np.searchsorted(one[order], np.arange(n + 1))
    return Near(begin, other[order], np.concatenate([strength, strength])[order])


def stars(near: Near, n_words: Sizes, barred: Collection[Edge] = ()) -> Index:
    """For each text the number of the first text of its telling; numbers are order of arrival.

    The founder is the earliest left; with it go those verified against it or against the
    fullest texts verified against it, unless they are clearly copies of another. Somebody alike
    only to a member founds a star of their own: a chain of small changes ends after two steps.
    """
    n = len(near.begin) - 1
    label = np.arange(n, dtype=np.int64)
    codes = np.array(sorted(min(edge) * n + max(edge) for edge in barred), np.int64)
    total = np.bincount(near.owner, near.strength, minlength=n)
    rounded = np.round(near.strength, 2)
    label_stars(near.begin, near.other, near.strength, rounded, total, n_words, codes, label)
    return label


def groups_of(label: Index) -> Groups:
    """The groups of two texts or more that bear one label, each sorted, by their first."""
    order = np.argsort(label, kind="stable")
    ordered = label[order]
    starts = np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1])
    sizes = np.diff(np.append(starts, len(order)))
    chosen = zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True)
    return sorted(order[start : start + size].tolist() for start, size in chosen)


def digests(near: Near, n_words: Sizes, position: Callable[[int, int], int]) -> dict[int, int]:
    """Reports that hold several tellings: digest -> the piece whose text stands first in it.

    A digest is longer than each piece, was not received before all of them, and at least two
    of its pieces have nothing to do with each other. `position` says where a piece begins in a
    digest.
    """
    owner = near.owner
    is_piece = (near.other < owner) & (n_words[owner] > MERGED_LONGER * n_words[near.other])
    n_pieces = np.bincount(owner[is_piece], minlength=len(n_words))
    found = {}
    for digest in np.flatnonzero(n_pieces >= MERGED_ALIKE).tolist():
        distinct: list[int] = []
        for part in _pieces(digest, near, n_words):
            if part < digest and not near[part] & set(distinct):
                distinct.append(part)
        if len(distinct) >= MERGED_ALIKE and not _tile_one(distinct, near, n_words, digest):
            found[digest] = min(distinct, key=lambda p: (position(p, digest), p))
    return found


def join(groups: Groups, pairs: Iterable[Edge], barred: Collection[Edge]) -> Groups:
    """`groups` with the groups of each pair made one, in the order of `pairs`, unless barred.

    A text that stands in no group is one of its own.
    """
    held = {group[0]: list(group) for group in groups}
    home = {member: group[0] for group in groups for member in group}
    for a, b in pairs:
        for text in (a, b):
            held.setdefault(home.setdefault(text, text), [text])
        first, second = sorted((home[a], home[b]))
        if first == second:
            continue
        if any(_edge(x, y) in barred for x in held[first] for y in held[second]):
            continue
        for member in held[second]:
            home[member] = first
        held[first] += held.pop(second)
    return sorted(sorted(group) for group in held.values())


def lead_of(group: list[int], texts: Mapping[int, Text], digest: Iterable[int]) -> int:
    """The earliest report of the telling whose text was not a fragment.

    An update never leads: the lead's text is what spans point into, and an identity that moved
    with each update would break every citation. What an update changes stays visible through
    account_report, where the incidents room reads its toll and its contradictions.
    """
    merged = set(digest)
    own = [m for m in group if m not in merged and not (m != group[0] and texts[m].is_update)]
    own = own or group
    first = own[0]
    # Only the component that wrote the cut text can complete it: a forwarding header makes a
    # text of another component longer as well, and that one observed nothing.
    fuller = [
        m
        for m in own
        if texts[m].component == texts[first].component
        and CUT_LEAD * texts[m].n_words > texts[first].n_words
    ]
    return fuller[0] if fuller else first


def _pieces(text: int, near: Near, n_words: Sizes) -> list[int]:
    """Who is alike to the text and so much shorter that it may be a piece of it, sorted."""
    return sorted(o for o in near[text] if n_words[text] > MERGED_LONGER * n_words[o])


def _tile_one(distinct: list[int], near: Near, n_words: Sizes, digest: int) -> bool:
    """The pieces are cuts of one earlier text: the 'digest' is only another copy of that."""
    return any(set(distinct) <= set(_pieces(other, near, n_words)) for other in near[digest])


def _edge(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)
