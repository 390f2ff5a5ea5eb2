"""Groups of texts around one text each."""

from __future__ import annotations

import numpy as np

from fusion.accounts.kernels.compiled import kernel, step

CLEARER = 0.03  # by so much more alike to another text it is that one's copy
WHOLE = 0.8  # a text with fewer words than this share of another's is a fragment beside it


@step
def mark_near(centre, begin, other, near_to):
    """Note in `near_to` who is alike to the centre."""
    for at in range(begin[centre], begin[centre + 1]):
        near_to[other[at]] = centre


@step
def belongs(member, likeness, centre, begin, other, strength, near_to, taken):
    """No text that is still free and unlike the centre is clearly more alike to the member."""
    clearly = likeness + CLEARER
    if clearly >= 1:
        return True
    for at in range(begin[member], begin[member + 1]):
        rival = other[at]
        if (
            strength[at] > clearly and rival != centre
            and near_to[rival] != centre and not taken[rival]
        ):  # fmt: skip
            return False
    return True


@step
def add_around(centre, founder, begin, other, strength, near_to, taken, reach, n_reach):
    """Put those who belong to the centre behind the first n_reach of `reach`; how many now."""
    mark_near(centre, begin, other, near_to)
    for at in range(begin[centre], begin[centre + 1]):
        member = other[at]
        if member != founder and not taken[member] and belongs(
            member, strength[at], centre, begin, other, strength, near_to, taken
        ):  # fmt: skip
            reach[n_reach] = member
            n_reach += 1
    return n_reach


@step
def fullest(founder, reach, n_reach, begin, other, rounded, n_words):
    """Who of the first n_reach is longer than the founder and most alike to it; -1: nobody."""
    best, best_likeness = -1, -1.0
    for index in range(n_reach):
        member = reach[index]
        if n_words[founder] >= WHOLE * n_words[member]:
            continue
        at = begin[founder] + np.searchsorted(other[begin[founder] : begin[founder + 1]], member)
        if rounded[at] > best_likeness:  # they stand in order: the first of equals is kept
            best, best_likeness = member, rounded[at]
    return best


@step
def best_known(founder, reach, n_reach, total, n_words):
    """The founder or, of the first n_reach that are no fragments, who is most alike to all."""
    best = founder
    for index in range(n_reach):
        member = reach[index]
        if n_words[member] < WHOLE * n_words[founder]:
            continue
        if total[member] > total[best] or (total[member] == total[best] and member < best):
            best = member
    return best


@step
def is_barred(barred, one, other, n):
    """The pair stands among `barred`, sorted codes first * n + second."""
    code = min(one, other) * n + max(one, other)
    at = np.searchsorted(barred, code)
    return at < len(barred) and barred[at] == code


@step
def take_members(founder, reach, n_reach, barred, taken, label):
    """Give the founder's label to those reached, in order, unless barred from one that has it."""
    ordered = np.sort(reach[:n_reach])
    members, n_members = np.empty(n_reach + 1, np.int64), 1
    members[0] = founder
    taken[founder] = True
    for member in ordered:
        if taken[member]:  # reached twice
            continue
        is_free = True
        for index in range(n_members if len(barred) else 0):
            is_free = is_free and not is_barred(barred, members[index], member, len(label))
        if is_free:
            members[n_members] = member
            n_members += 1
            taken[member], label[member] = True, founder


@kernel
def label_stars(begin, other, strength, rounded, total, n_words, barred, label):
    """Put into `label` of each text the number of the founder of its telling."""
    n, most = len(label), 0
    for text in range(n):
        most = max(most, begin[text + 1] - begin[text])
    taken, near_to = np.zeros(n, np.bool_), np.full(n, -1, np.int64)
    reach = np.empty(2 * most + 2, np.int64)
    for founder in range(n):
        if taken[founder] or begin[founder] == begin[founder + 1]:
            continue
        n_free = add_around(founder, founder, begin, other, strength, near_to, taken, reach, 0)
        centre = fullest(founder, reach, n_free, begin, other, rounded, n_words)
        if centre >= 0:  # a fragment may stand in several tellings: it goes with one of them
            reach[0], n_free = centre, 1
        else:
            # The founder may be a copy itself: others are known through what it was made from.
            centre = best_known(founder, reach, n_free, total, n_words)
        n_reach = add_around(centre, founder, begin, other, strength, near_to, taken, reach, n_free)
        take_members(founder, reach, n_reach, barred, taken, label)
