"""Persons across accounts: block, score, weigh, merge what is sure, put the rest to review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.blocks import LEAST
from fusion.actors.resolve.clusters import Clusters, Known
from fusion.actors.resolve.evidence import Evidence, weigh
from fusion.actors.resolve.fitting import initials_met
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.linked import Linked, Pair, contradict, full_names
from fusion.actors.resolve.model import Node
from fusion.actors.resolve.nodes import name_key
from fusion.actors.resolve.short_names import attach
from fusion.actors.resolve.union import Unions
from fusion.actors.rules import rules

TURNS = 3  # full names, short names, and again with what both have learned; ours
ROUNDS = 4  # a merge makes both contexts one, which may settle the next pair; ours


class _Likely(NamedTuple):
    """Two nodes whose names are like: the names' own evidence, before any context."""

    pair: Pair
    measured: tuple[float, float]
    alone: float
    crowd: float
    is_stated: bool


def link(
    nodes: list[Node], same: Iterable[Pair], different: Iterable[Pair], likeness: Likeness,
    known: Known, pairs: Iterable[Pair], standing: Iterable[list[str]] = (),
) -> Linked:  # fmt: skip
    """Clusters of nodes. `same` and `different` are analysts' pairs of actor ids: they come first.

    Strong names are linked to each other in order of probability, of `pairs` of nodes whose names
    are like; then short names go to the only actor they can mean. No join brings two contradicting
    full names together. `standing`: clusters that were found before and are no longer in question.
    """
    unions = Unions(node.key for node in nodes)
    _decide(nodes, same, different, unions)
    for members in standing:
        for member in members[1:]:
            unions.join(members[0], member)
    clusters = Clusters(nodes, unions, known)
    linked = Linked([])
    likely = _likely(clusters.by_key, pairs, likeness, known.bearers)
    # A short name brings its company along, which may settle what full names alone left open.
    weigher = _Weigher(clusters)
    for _ in range(TURNS):
        linked.review.clear()
        clusters.refresh()
        _merge(likely, weigher, linked, likeness)
        if not attach(nodes, clusters, linked):
            break
    linked.clusters = unions.groups()
    return linked


def _decide(
    nodes: list[Node], same: Iterable[Pair], different: Iterable[Pair], unions: Unions
) -> None:
    by_actor = {node.actor_id: node.key for node in nodes}
    for one, two in different:
        if one in by_actor and two in by_actor:
            unions.forbid(by_actor[one], by_actor[two])
    for one, two in same:
        if one in by_actor and two in by_actor:
            unions.join(by_actor[one], by_actor[two])


def _likely(
    by_key: Mapping[str, Node], pairs: Iterable[Pair], likeness: Likeness, bearers: Bearers
) -> list[_Likely]:
    """Pairs with what their likest names say by themselves."""
    pairs = list(pairs)
    likeness.announce(
        names
        for one, two in pairs
        for names in product(by_key[one].full_names, by_key[two].full_names)
    )
    found = []
    for pair in pairs:
        one, two = by_key[pair[0]], by_key[pair[1]]
        # A stated alias counts as the name itself: 'X alias Y' in one report, Y in another.
        names = max(product(one.full_names, two.full_names), key=lambda n: (likeness.of(*n), n))
        is_equal = name_key(names[0]) == name_key(names[1])
        measured = likeness.of(*names)
        if is_equal:  # nothing in them speaks against, only their rarity counts
            measured = (1.0, measured[1])
        if measured[0] >= LEAST:
            score, matched = measured
            n_initials = initials_met(*names)
            measured = (score, matched + rules("linkage")["initial_weight"] * n_initials)
            is_stated = is_equal and len(one.full_names) + len(two.full_names) > 2
            told = bearers.alone(*names), bearers.crowd(*names)
            found.append(_Likely(pair, measured, *told, is_stated))
    return found


class _Weigher:
    """Evidence of candidate pairs; weighed again only where one of the two clusters has changed."""

    def __init__(self, clusters: Clusters) -> None:
        self.clusters = clusters
        self._told: dict[Pair, tuple[Node, Node, Evidence]] = {}

    def is_open(self, pair: Pair) -> bool:
        """Whether the two are neither one already nor kept apart."""
        unions = self.clusters.unions
        return unions.find(pair[0]) != unions.find(pair[1]) and not unions.is_forbidden(*pair)

    def weigh(self, entry: _Likely) -> Evidence:
        """How much speaks for the two clusters of a pair being one person."""
        one, two = (self.clusters.joint(key) for key in entry.pair)
        told = self._told.get(entry.pair)
        if told is None or told[0] is not one or told[1] is not two:
            evidence = weigh(
                one, two, entry.measured, alone=entry.alone, crowd=entry.crowd,
                is_stated=entry.is_stated, spread=self.clusters.known.spread,
            )  # fmt: skip
            told = self._told[entry.pair] = (one, two, evidence)
        return told[2]


def _merge(
    likely: list[_Likely], weigher: _Weigher, linked: Linked, likeness: Likeness
) -> None:  # fmt: skip
    """Join what is sure, the surest first; joined contexts are weighed again in the next round."""
    review, clusters = rules("linkage")["review"], weigher.clusters
    open_pairs: list[tuple[Evidence, _Likely]] = []
    for _ in range(ROUNDS):
        open_pairs = sorted(
            ((weigher.weigh(entry), entry) for entry in likely if weigher.is_open(entry.pair)),
            key=lambda entry: (-entry[0].probability, entry[1].pair),
        )
        open_pairs = [entry for entry in open_pairs if entry[0].probability >= review]
        likeness.announce(
            names
            for evidence, (pair, *_) in open_pairs
            if _is_sure(evidence)
            for names in product(
                full_names(clusters.members(pair[0])), full_names(clusters.members(pair[1]))
            )
        )
        joined = [
            _join(evidence, entry.pair, clusters, linked, likeness)
            for evidence, entry in open_pairs
        ]
        if not any(joined):
            break
    for evidence, entry in open_pairs:
        if weigher.is_open(entry.pair):
            linked.review.setdefault(entry.pair, evidence)


def _is_sure(evidence: Evidence) -> bool:
    return bool(evidence.probability >= rules("linkage")["merge"])


def _join(
    evidence: Evidence, pair: Pair, clusters: Clusters, linked: Linked, likeness: Likeness
) -> bool:
    one, two = pair
    unions = clusters.unions
    if unions.find(one) == unions.find(two) or unions.is_forbidden(one, two):
        return False
    if not _is_sure(evidence):
        return False
    if contradict(clusters.members(one), clusters.members(two), likeness):
        return False
    if not unions.join(one, two):
        return False
    linked.joined.setdefault(two, evidence)
    linked.joined.setdefault(one, evidence)
    return True
