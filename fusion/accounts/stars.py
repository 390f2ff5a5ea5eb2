"""Groups of reports around one text each, so that chains do not form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from fusion.accounts.compare import Verdicts
from fusion.accounts.reports import Text
from fusion.accounts.words import Index

Edge = tuple[int, int]
Groups = list[list[int]]
Near = Mapping[int, Mapping[int, float]]  # of each text those alike, and how much
Sizes = Sequence[int] | npt.NDArray[np.int32]
MERGED_LONGER = 1.3  # a digest is at least this much longer than each piece
CUT_LEAD = 0.6  # a first text shorter than this share of a later one was a fragment
MERGED_ALIKE = 2  # distinct pieces that make a digest
CLEARER = 0.03  # by so much more alike to another text it is that one's copy
WHOLE = 0.8  # a text with fewer words than this share of another's is a fragment beside it
A_NUMBER = 0.05  # what a number that differs takes from the likeness of two texts


def neighbours(verdicts: Verdicts) -> Near:
    """Each text that has a verdict, with those of the same telling and their likeness."""
    near: dict[int, dict[int, float]] = defaultdict(dict)
    strength = verdicts.score - A_NUMBER * np.minimum(verdicts.numbers, 4)
    rows = zip(verdicts.first.tolist(), verdicts.second.tolist(), strength.tolist(), strict=True)
    for a, b, alike in rows:
        near[a][b] = near[b][a] = alike
    return near


def stars(near: Near, n_words: Sizes, barred: Collection[Edge] = ()) -> Groups:
    """Tellings of two texts or more, each sorted, founder first; numbers are order of arrival.

    The founder is the earliest left; with it go those verified against it or against the
    fullest texts verified against it, unless they are clearly copies of another. Somebody alike
    only to a member founds a star of their own: a chain of small changes ends after two steps.
    """
    taken: set[int] = set()
    groups = []
    for founder in sorted(near):
        if founder in taken:
            continue
        reach = _reach(founder, near, n_words, taken)
        members = [founder]
        for member in sorted(reach):
            if not barred or all(_edge(member, other) not in barred for other in members):
                members.append(member)
        taken.update(members)
        groups.append(sorted(members))
    return [group for group in groups if len(group) > 1]


def _reach(founder: int, near: Near, n_words: Sizes, taken: Collection[int]) -> set[int]:
    """Who goes with the founder: all that are alike to it, or to the centre of its telling.

    A fragment may stand in several tellings: it goes with the one that it is most alike to, and
    those alike to that.
    """
    free = [m for m in near[founder] if m not in taken and _belongs(m, founder, near, taken)]
    fuller = [m for m in free if n_words[founder] < WHOLE * n_words[m]]
    if fuller:
        centre = min(fuller, key=lambda m: (-round(near[founder][m], 2), m))
        free = [centre]
    else:
        # The founder may be a copy itself: others are known to it through what it was made from.
        whole = (m for m in free if n_words[m] >= WHOLE * n_words[founder])
        centre = max([founder, *whole], key=lambda m: (sum(near[m].values()), -m))
    around = (m for m in near[centre] if m not in taken and m != founder)
    return {*free, *(m for m in around if _belongs(m, centre, near, taken))}


def _belongs(member: int, centre: int, near: Near, taken: Collection[int]) -> bool:
    """No text that is still free and unlike the centre is clearly more alike to the member."""
    clearly = near[member][centre] + CLEARER
    return clearly >= 1 or not any(
        likeness > clearly and other not in near[centre] and other not in taken
        for other, likeness in near[member].items()
        if other != centre
    )


def star_groups(n: int, verdicts: Verdicts, n_words: Sizes) -> Index:
    """For each of n texts the number of the first text of its telling."""
    label = np.arange(n, dtype=np.int64)
    for group in stars(neighbours(verdicts), n_words):
        label[group] = group[0]
    return label


def digests(near: Near, n_words: Sizes, position: Callable[[int, int], int]) -> dict[int, int]:
    """Reports that hold several tellings: digest -> the piece whose text stands first in it.

    A digest is longer than each piece, was not received before all of them, and at least two
    of its pieces have nothing to do with each other. `position` says where a piece begins in a
    digest.
    """
    found = {}
    pieces = {
        text: sorted(o for o in alike if n_words[text] > MERGED_LONGER * n_words[o])
        for text, alike in near.items()
    }
    for digest, parts in pieces.items():
        distinct: list[int] = []
        for part in parts:
            if part < digest and all(other not in near[part] for other in distinct):
                distinct.append(part)
        if len(distinct) >= MERGED_ALIKE and not _tile_one(distinct, near, pieces, digest):
            found[digest] = min(distinct, key=lambda p: (position(p, digest), p))
    return dict(sorted(found.items()))


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


def _tile_one(
    distinct: list[int], near: Near, pieces: Mapping[int, list[int]], digest: int
) -> bool:
    """The pieces are cuts of one earlier text: the 'digest' is only another copy of that."""
    return any(set(distinct) <= set(pieces[other]) for other in near[digest])


def _edge(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)
