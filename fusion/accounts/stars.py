"""Groups of reports around one text each, so that chains do not form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from fusion.accounts.compare import Text, Verdict

Edge = tuple[int, int]
Groups = list[list[int]]
Edges = Mapping[Edge, Verdict]
MERGED_LONGER = 1.3  # a digest is at least this much longer than each piece
CUT_LEAD = 0.6  # a first text shorter than this share of a later one was a fragment
MERGED_ALIKE = 2  # distinct pieces that make a digest


def stars(n: int, edges: Edges, texts: list[Text], barred: set[Edge]) -> Groups:
    """Partition of 0..n-1 (in order of arrival) into tellings, each sorted, founder first.

    The founder is the earliest left; with it go those verified against it or against the
    fullest text verified against it. Somebody alike only to a member founds a star of their own:
    a chain of small changes ends after two steps.
    """
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    taken = np.zeros(n, bool)
    groups = []
    for founder in range(n):
        if taken[founder]:
            continue
        free = [m for m in sorted(near[founder]) if not taken[m]]
        anchor = max([founder, *free], key=lambda m: (texts[m].n_words, -m))
        reach = sorted({founder, *free, *(m for m in near[anchor] if not taken[m])})
        members: list[int] = []
        for member in [founder, *(m for m in reach if m != founder)]:
            if all(_edge(member, other) not in barred for other in members):
                members.append(member)
        taken[members] = True
        groups.append(sorted(members))
    return groups


def digests(edges: Edges, texts: list[Text]) -> dict[int, int]:
    """Reports that hold several tellings: digest -> the piece whose text stands first in it.

    A digest is longer than each piece, was not received before all of them, and at least two
    of its pieces have nothing to do with each other.
    """
    pieces: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        long, short = (a, b) if texts[a].n_words >= texts[b].n_words else (b, a)
        if texts[long].n_words > MERGED_LONGER * texts[short].n_words:
            pieces[long].append(short)
    found = {}
    for digest, parts in pieces.items():
        distinct: list[int] = []
        for part in sorted(parts):
            if part < digest and all(_edge(part, other) not in edges for other in distinct):
                distinct.append(part)
        if len(distinct) >= MERGED_ALIKE and not _tile_one(distinct, edges, pieces, digest):
            found[digest] = min(distinct, key=lambda p: (_position(texts[p], texts[digest]), p))
    return found


def join(groups: Groups, pairs: Iterable[Edge], barred: set[Edge]) -> Groups:
    """`groups` with the groups of each pair made one, in the order of `pairs`, unless barred."""
    home = {member: number for number, group in enumerate(groups) for member in group}
    held = {number: list(group) for number, group in enumerate(groups)}
    for a, b in pairs:
        first, second = sorted((home[a], home[b]))
        if first == second:
            continue
        if any(_edge(x, y) in barred for x in held[first] for y in held[second]):
            continue
        for member in held[second]:
            home[member] = first
        held[first] += held.pop(second)
    return sorted(sorted(group) for group in held.values())


def lead_of(group: list[int], texts: list[Text], digest: Iterable[int]) -> int:
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
    distinct: list[int], edges: Edges, pieces: Mapping[int, list[int]], digest: int
) -> bool:
    """The pieces are cuts of one earlier text: the 'digest' is only another copy of that."""
    return any(
        other != digest and set(distinct) <= set(parts) and _edge(other, digest) in edges
        for other, parts in pieces.items()
    )


def _position(piece: Text, digest: Text) -> int:
    """Where the words of `piece` begin in `digest`."""
    words = piece.folded.split()
    for start in range(0, max(len(words) - 3, 1)):
        at = digest.folded.find(" ".join(words[start : start + 4]))
        if at >= 0:
            return at
    return len(digest.folded)


def _edge(a: int, b: int) -> Edge:
    return (a, b) if a < b else (b, a)
