"""Accounts gathered after a happening: each goes to the one it tells of, where one stands out.

A visit, a hearing or a burial tells of its own day and place, in words of its own, and so hardly
reaches the border at which two accounts are joined. But somebody went there because something had
happened: what is asked of it is not whether, but to which of the happenings known it belongs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from fusion.incidents.decisions import Pair
from fusion.incidents.groups import Grouping
from fusion.incidents.linkage import Link

# Chosen on the sample mission and on planted near-misses: one chance in five at least, and twice
# as likely as the second best.
LEAST_BITS = -2.0
AHEAD_BITS = 1.0


def attach(
    grouping: Grouping,
    after: Collection[int],
    links: list[Link],
    voice: Mapping[int, int],
    barred: set[Pair],
) -> Grouping:
    """`grouping` with the groups of a single voice that stands in `after` put to their happening.

    Each goes to the group with which it has the most bits, if they are LEAST_BITS at least and
    AHEAD_BITS more than those with any other group; the likeliest first.
    """
    home = {m: i for i, members in enumerate(grouping.groups) for m in members}
    lone = {i for i, members in enumerate(grouping.groups) if _is_lone(members, after, voice)}
    best = _best_links(lone, home, links)
    moves = []
    for group, found in best.items():
        ranked = sorted(found.values(), key=lambda k: (-k.bits, k.first, k.second))
        second = ranked[1].bits if len(ranked) > 1 else LEAST_BITS - AHEAD_BITS
        if ranked[0].bits >= max(LEAST_BITS, second + AHEAD_BITS):
            moves.append((-ranked[0].bits, group, ranked[0]))
    held = {i: list(members) for i, members in enumerate(grouping.groups)}
    used = set(grouping.used)
    for _, group, link in sorted(moves, key=lambda move: move[:2]):
        target = home[link.second if home[link.first] == group else link.first]
        if target == group or _is_barred(held[group], held[target], barred):
            continue
        for member in held[group]:
            home[member] = target
        held[target] += held.pop(group)
        used.add((link.first, link.second))
    return Grouping(sorted(sorted(members) for members in held.values()), frozenset(used))


def _is_lone(members: list[int], after: Collection[int], voice: Mapping[int, int]) -> bool:
    """One observer, who came after, and at most those who pass on what that one says."""
    voices = {voice.get(m, m) for m in members}
    return len(voices) == 1 and voices <= set(after)


def _best_links(
    lone: set[int], home: Mapping[int, int], links: list[Link]
) -> dict[int, dict[int, Link]]:
    """For each lone group, and each group that it was compared with, the link with most bits."""
    best: dict[int, dict[int, Link]] = defaultdict(dict)
    for link in links:
        one, other = home.get(link.first), home.get(link.second)
        if one is None or other is None or one == other:
            continue
        for group, target in ((one, other), (other, one)):
            if group in lone:
                held = best[group].get(target)
                if held is None or link.bits > held.bits:
                    best[group][target] = link
    return best


def _is_barred(group: list[int], target: list[int], barred: set[Pair]) -> bool:
    return any((min(a, b), max(a, b)) in barred for a in group for b in target)
