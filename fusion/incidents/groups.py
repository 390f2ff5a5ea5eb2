"""Accounts of one incident: links joined with a check of all pairs, so that chains do not form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fusion.incidents.decisions import Pair
from fusion.incidents.linkage import Link

# Two groups are joined when all their pairs together speak for it. A pair that blocking never
# brought together speaks a little against; a capped pair keeps one strong link (or one strong
# difference) from outvoting the others.
ABSENT_BITS = -2.0
CAP_BITS = 6.0
# Evidence that two accounts tell of two happenings, which no other link may outvote.
BARRING_BITS = -4.0


@dataclass(frozen=True)
class Grouping:
    """Groups of telling numbers, each sorted, and the links that were used."""

    groups: list[list[int]]
    used: frozenset[Pair]


def group(
    members: Iterable[int],
    links: list[Link],
    must: set[Pair],
    barred: set[Pair],
    threshold_bits: float,
) -> Grouping:
    """Agglomerate links from the strongest down; average of all pairs must stay positive.

    `must` pairs (relays, decided pairs) are joined first; `barred` pairs never stand together.
    """
    nodes = set(members)
    bits = {(link.first, link.second): link.bits for link in links}
    home = {node: node for node in nodes}
    held = {node: [node] for node in nodes}
    used: set[Pair] = set()
    for pair in sorted(must):
        if set(pair) <= nodes and _join(pair, home, held, barred, None):
            used.add(pair)
    strong = [k for k in links if k.bits >= threshold_bits and {k.first, k.second} <= nodes]
    for link in sorted(strong, key=lambda k: (-k.bits, k.first, k.second)):
        pair = (link.first, link.second)
        if _join(pair, home, held, barred, bits):
            used.add(pair)
    groups = sorted(sorted(group) for group in held.values())
    return Grouping(groups, frozenset(used))


def _join(
    pair: Pair,
    home: dict[int, int],
    held: dict[int, list[int]],
    barred: set[Pair],
    bits: dict[Pair, float] | None,
) -> bool:
    """Join the groups of a pair; False where that is barred. Without `bits` unconditionally."""
    first, second = sorted((home[pair[0]], home[pair[1]]))
    if first == second:
        return True
    across = [(min(a, b), max(a, b)) for a in held[first] for b in held[second]]
    if any(p in barred for p in across):
        return False
    if bits is not None:
        scores = [max(min(bits.get(p, ABSENT_BITS), CAP_BITS), -CAP_BITS) for p in across]
        n_against = sum(score <= BARRING_BITS for score in scores)
        if sum(scores) <= 0 or 2 * n_against > len(scores):
            return False
    for member in held[second]:
        home[member] = first
    held[first] += held.pop(second)
    return True
