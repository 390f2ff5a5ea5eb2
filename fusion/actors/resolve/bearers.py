"""Who bears which name part: a part that only like names bear points to one person."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.actors.names import name_score, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON

UNLIKE = 0.5  # names less alike than this are another person's; ours
MOST = 40  # a part with more different names is not rare, whatever the lists say


class Bearers:
    """Full names of a mission by the consonants of their parts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_bones: dict[str, set[str]] = {}
        self._known: dict[tuple[str, str], float] = {}
        for name in sorted(set(names)):
            for code in _weights(name):
                self._by_bones.setdefault(code, set()).add(name)

    def alone(self, one: str, two: str) -> float:
        """Greatest weight of a part the two share and nobody with an unlike name bears; else 0."""
        pair = (min(one, two), max(one, two))
        if pair not in self._known:
            left, right = _weights(one), _weights(two)
            shared = sorted(left.keys() & right.keys(), key=lambda code: (-left[code], code))
            theirs = (left[code] for code in shared if self._is_theirs(code, *pair))
            self._known[pair] = next(theirs, 0.0)
        return self._known[pair]

    def _is_theirs(self, code: str, one: str, two: str) -> bool:
        bearers = self._by_bones.get(code, set())
        if len(bearers) > MOST:
            return False
        return all(max(name_score(b, one), name_score(b, two)) >= UNLIKE for b in bearers)


def _weights(name: str) -> dict[str, float]:
    """Weight by consonants of the parts that say something."""
    return {
        p.bones: p.weight
        for p in parse_name(name).parts
        if p.weight >= WEIGHT_COMMON and not p.is_initial and len(p.bones) > 1
    }
