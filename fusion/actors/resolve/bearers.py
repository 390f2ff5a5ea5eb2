"""Who bears which name part: a part that only like names bear points to one person."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from itertools import combinations, islice, permutations, product

from fusion.actors.names import parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.resolve.likeness import Likeness

UNLIKE = 0.5  # names less alike than this are another person's; ours
KIN = 0.6  # names less alike than this may be a father's and his child's; ours
MOST = 40  # a part with more different names is not rare, whatever the lists say
# Expected other bearers from which a name is a crowd's: one in ten is what equal names of ordinary
# parts are taken for without it (linkage.toml: name, rarity and centre leave odds of five to one).
FEW = 0.1
SHORT = 3  # bearers of a word from which, alone, it is a crowd's; ours
COUNTED = 8  # names with a word up to which its bearers are told apart by spelling; ours
UNHEARD = 10  # couples of parts that a mission of few names has not heard of yet; ours
STEP = 0.5  # of the logarithm: a name more in the mission rarely changes what was told; ours


class Bearers:
    """Full names of a mission by the consonants of their parts."""

    def __init__(self, names: Iterable[str], likeness: Likeness) -> None:
        self._likeness = likeness
        self._by_bones: dict[str, set[str]] = {}
        self._known: dict[tuple[str, str], float] = {}
        self._partners: dict[str, set[str]] = {}  # parts that stand beside a part in some name
        self._holders: dict[str, set[str]] = {}  # names that hold a part, the first few of them
        self._n_couples = 0
        self.add(names)

    def add(self, names: Iterable[str]) -> None:
        """Take in further names; what was told of the others is worked out again where asked."""
        touched: dict[str, set[str]] = {}
        for name in sorted(set(names)):
            for code in _weights(name):
                bearers = self._by_bones.setdefault(code, set())
                if name not in bearers:
                    bearers.add(name)
                    touched.setdefault(code, set()).add(name)
            for code in _codes(name):
                holders = self._holders.setdefault(code, set())
                if len(holders) < COUNTED:
                    holders.add(name)
            for one, two in permutations(_codes(name), 2):
                beside = self._partners.setdefault(one, set())
                self._n_couples += two not in beside
                beside.add(two)
        self._known.clear()
        self._likeness.announce(
            (min(pair), max(pair))
            for code, new in touched.items()
            if len(self._by_bones[code]) <= MOST
            for pair in product(sorted(new), sorted(self._by_bones[code]))
            if pair[0] != pair[1]
        )

    def alone(self, one: str, two: str) -> float:
        """Weight of the parts the two share and nobody with an unlike name bears: of the two that
        say most, for each is borne by itself. 0 where there is none."""
        pair = (min(one, two), max(one, two))
        if pair not in self._known:
            left, right = _weights(one), _weights(two)
            shared = sorted(left.keys() & right.keys(), key=lambda code: (-left[code], code))
            theirs = (left[code] for code in shared if self._is_theirs(code, *pair))
            # A child's name holds all of the father's: of these two, one part says it all.
            is_kin = self._likeness.of(*pair)[0] < KIN
            self._known[pair] = sum(islice(theirs, 1 if is_kin else 2))
        return self._known[pair]

    def crowd(self, one: str, two: str) -> float:
        """Logarithm of how many others may bear either name by chance, over FEW; 0 for fewer.

        Parts combine freely: a given name beside a family names and a family name beside b given
        names of n couples make a·b/n bearers, whoever is meant. Couples are counted, not tellings.
        Below 0 for a word that stands in one full name or two of the mission: few may bear it.
        """
        most = max(self._others(one), self._others(two))
        is_word = len(_codes(one)) == len(_codes(two)) == 1
        least = FEW / SHORT if is_word else FEW
        return STEP * math.trunc(math.log(max(most, least) / FEW) / STEP)

    def _others(self, name: str) -> float:
        own = _codes(name)
        # Counted, not subtracted: what stands beside a common given name is half the mission.
        met = [self._partners.get(code, set()) for code in own]
        beside = [len(parts) - sum(code in parts for code in own) for parts in met]
        if len(own) == 1:
            (code,) = own
            return FEW * self._n_bearers(code, beside[0]) / SHORT
        couples = UNHEARD + self._n_couples // 2
        return min((a * b / couples for a, b in combinations(beside, 2)), default=0.0)

    def _n_bearers(self, code: str, beside: int) -> int:
        """How many bear a word: of few names those that are unlike, of many the words beside it."""
        holders = self._holders.get(code, set())
        if len(holders) >= COUNTED:
            return beside
        apart: list[str] = []
        for name in sorted(holders):
            if all(self._likeness.of(name, other)[0] < UNLIKE for other in apart):
                apart.append(name)
        return len(apart)

    def _is_theirs(self, code: str, one: str, two: str) -> bool:
        bearers = self._by_bones.get(code, set())
        return len(bearers) <= MOST and all(
            max(self._likeness.of(b, one)[0], self._likeness.of(b, two)[0]) >= UNLIKE
            for b in sorted(bearers - {one, two})
        )


@cache
def _weights(name: str) -> dict[str, float]:
    """Weight by consonants of the parts that say something."""
    return {
        p.bones: p.weight
        for p in parse_name(name).parts
        if p.weight >= WEIGHT_COMMON and not p.is_initial and len(p.bones) > 1
    }


@cache
def _codes(name: str) -> frozenset[str]:
    """Every part that is no initial by its consonants, by its sound where these are too few."""
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    return frozenset(p.bones if len(p.bones) > 1 else p.sound for p in parts)
