"""Accounts of one incident: groups joined from the likeliest down, where no rival is likelier.

Average linkage over the bits of all pairs, so that chains do not form. An account tells of one
happening: where two groups that speak against each other both want a third, the likelier one gets
it (near-misses are kept apart).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from fusion.incidents.decisions import Pair
from fusion.incidents.linkage import Link

# A pair that blocking never brought together speaks against; a capped pair keeps one strong link
# (or one strong difference) from outvoting the others.
ABSENT_BITS = -2.0
CAP_BITS = 6.0


@dataclass(frozen=True)
class Grouping:
    """Groups of telling numbers, each sorted, and the links that were used."""

    groups: list[list[int]]
    used: frozenset[Pair]


@dataclass
class _State:
    """Groups by their first member, the bits between them, and the origin that speaks in each."""

    bits: dict[Pair, float]
    voice: dict[int, int]
    barred: set[Pair]
    held: dict[int, list[int]]
    home: dict[int, int]
    near: dict[int, dict[int, float]] = field(default_factory=dict)

    def between(self, first: int, second: int) -> float:
        """Mean bits of the pairs of origins across two groups.

        Accounts of one origin are one voice: of their pairs the one that kept most counts.
        """
        best: dict[Pair, float] = {}
        for a in self.held[first]:
            for b in self.held[second]:
                pair = (self.voice.get(a, a), self.voice.get(b, b))
                value = self.bits.get((min(a, b), max(a, b)), ABSENT_BITS)
                best[pair] = max(best.get(pair, value), value)
        return sum(best.values()) / len(best)

    def set_near(self, first: int, second: int) -> None:
        """Note the bits between two groups as they are now."""
        self.near[first][second] = self.near[second][first] = self.between(first, second)

    def is_barred(self, first: int, second: int) -> bool:
        """An analyst or an impossibility keeps some pair across apart."""
        return any(
            (min(a, b), max(a, b)) in self.barred
            for a in self.held[first]
            for b in self.held[second]
        )

    def join(self, first: int, second: int) -> int:
        """Put two groups together under the lower name."""
        kept, gone = sorted((first, second))
        for member in self.held[gone]:
            self.home[member] = kept
        self.held[kept] += self.held.pop(gone)
        return kept


def group(
    members: Iterable[int],
    links: list[Link],
    must: set[Pair],
    barred: set[Pair],
    threshold_bits: float,
    voice: dict[int, int] | None = None,
) -> Grouping:
    """Agglomerate; `threshold_bits` moves both borders (0 is the calibrated one).

    `must` pairs (relays, decided pairs) are joined first; `barred` pairs never stand together.
    `voice` names the account whose observation another one passes on.
    """
    nodes = sorted(set(members))
    bits = {
        (k.first, k.second): max(min(k.bits, CAP_BITS), -CAP_BITS)
        for k in links
        if {k.first, k.second} <= set(nodes)
    }
    state = _State(bits, voice or {}, barred, {n: [n] for n in nodes}, {n: n for n in nodes})
    used: set[Pair] = set()
    for pair in sorted(must):
        if set(pair) <= set(nodes):
            first, second = state.home[pair[0]], state.home[pair[1]]
            if first != second and not state.is_barred(first, second):
                state.join(first, second)
            if state.home[pair[0]] == state.home[pair[1]]:
                used.add(pair)
    _agglomerate(state, threshold_bits)
    used |= {pair for pair, value in bits.items() if value > 0 and _is_together(state, pair)}
    return Grouping(sorted(sorted(group) for group in state.held.values()), frozenset(used))


def _is_together(state: _State, pair: Pair) -> bool:
    return state.home[pair[0]] == state.home[pair[1]]


def _agglomerate(state: _State, threshold_bits: float) -> None:
    """Join the likeliest two groups that no rival keeps apart, until none are left.

    After a join only the groups around it are looked at again: cost grows with the links.
    """
    _find_neighbours(state)
    queue = [(-value, a, b) for a, near in state.near.items() for b, value in near.items() if a < b]
    heapq.heapify(queue)
    while queue:
        negative, first, second = heapq.heappop(queue)
        value = state.near.get(first, {}).get(second)
        if value is None or value != -negative or value < threshold_bits:
            continue
        if _is_clear(state, first, second):
            for pair in _join(state, first, second):
                heapq.heappush(queue, pair)


def _find_neighbours(state: _State) -> None:
    pairs = {
        (min(a, b), max(a, b))
        for a, b in ((state.home[one], state.home[other]) for one, other in state.bits)
        if a != b
    }
    state.near = {group: {} for group in state.held}
    for first, second in sorted(pairs):
        state.set_near(first, second)


def _is_clear(state: _State, first: int, second: int) -> bool:
    """Two groups may be joined: no rival for either is likelier."""
    if state.is_barred(first, second):
        return False
    value = state.near[first][second]
    return value >= max(_rival(state, first, second), _rival(state, second, first))


def _rival(state: _State, wanted: int, suitor: int) -> float:
    """Bits between a group and the best other one that the suitor contradicts."""
    against = state.near[suitor]
    return max(
        (
            value
            for other, value in state.near[wanted].items()
            if other != suitor and against.get(other, ABSENT_BITS) < 0
        ),
        default=-CAP_BITS,
    )


def _join(state: _State, first: int, second: int) -> list[tuple[float, int, int]]:
    """Join two groups; the pairs that have to be looked at again."""
    around = (state.near[first].keys() | state.near[second].keys()) - {first, second}
    kept = state.join(first, second)
    gone = second if kept == first else first
    state.near.pop(gone)
    state.near[kept].pop(gone, None)
    for other in around:
        state.near[other].pop(gone, None)
        state.set_near(kept, other)
    changed = {kept, *around}
    return [
        (-value, min(a, b), max(a, b))
        for a in sorted(changed)
        for b, value in sorted(state.near[a].items())
    ]
