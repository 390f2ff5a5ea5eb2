"""Who bears which name part: a rare part that only like names bear points to one person."""

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
        self._known: dict[tuple[str, str], bool] = {}
        for name in sorted(set(names)):
            for code in _rare(name):
                self._by_bones.setdefault(code, set()).add(name)

    def are_alone(self, one: str, two: str) -> bool:
        """Whether the two share a rare part that nobody with an unlike name bears."""
        pair = (min(one, two), max(one, two))
        if pair not in self._known:
            self._known[pair] = any(
                self._is_theirs(code, *pair) for code in sorted(_rare(one) & _rare(two))
            )
        return self._known[pair]

    def _is_theirs(self, code: str, one: str, two: str) -> bool:
        bearers = self._by_bones.get(code, set())
        if len(bearers) > MOST:
            return False
        return all(max(name_score(b, one), name_score(b, two)) >= UNLIKE for b in bearers)


def _rare(name: str) -> set[str]:
    return {
        p.bones
        for p in parse_name(name).parts
        if p.weight > WEIGHT_COMMON and not p.is_initial and len(p.bones) > 1
    }
