"""Persons across accounts: block, score, weigh, merge what is sure, put the rest to review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fusion.actors.names import measure_pairs, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.clusters import Clusters, Spread
from fusion.actors.resolve.evidence import Evidence, weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.linked import Linked, Pair, contradict, full_names
from fusion.actors.resolve.model import Node
from fusion.actors.resolve.short_names import attach
from fusion.actors.resolve.union import Unions
from fusion.actors.rules import rules

LEAST = 0.35  # name score below which no context makes a pair worth a look; ours
TURNS = 3  # full names, short names, and again with what both have learned; ours
ROUNDS = 4  # a merge makes both contexts one, which may settle the next pair; ours
# Consonants that scribes exchange fall together, for blocking only: Wanzagh meets Wandjagh.
_COARSE = str.maketrans({"z": "s", "j": "s", "c": "s", "d": "t", "f": "b", "m": "n"})


class _Likely(NamedTuple):
    """Two nodes whose names are like: the names' own evidence, before any context."""

    pair: Pair
    measured: tuple[float, float]
    alone: float
    is_stated: bool


class Known(NamedTuple):
    """What the whole mission tells of its names and surroundings, where only a part is linked."""

    bearers: Bearers
    spread: Spread


def link(
    nodes: list[Node], same: Iterable[Pair], different: Iterable[Pair], likeness: Likeness,
    known: Known | None = None,
) -> Linked:  # fmt: skip
    """Clusters of nodes. `same` and `different` are analysts' pairs of actor ids: they come first.

    Strong names are linked to each other in order of probability; then short names go to the only
    actor they can mean. No join brings two contradicting full names together.
    """
    unions = Unions(node.key for node in nodes)
    _decide(nodes, same, different, unions)
    clusters = Clusters(nodes, unions, known.spread if known else None)
    linked = Linked([])
    strong = [node for node in nodes if not node.is_weak]
    names = (node.names[0] for node in strong)
    likely = _likely(strong, likeness, known.bearers if known else Bearers(names, likeness))
    # A short name brings its company along, which may settle what full names alone left open.
    for _ in range(TURNS):
        linked.review.clear()
        clusters.refresh()
        _merge(likely, clusters, linked, likeness)
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


def blocks(nodes: list[Node]) -> dict[str, list[str]]:
    """Node keys by blocking key: consonants of a rare part, or of two common ones."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        for key in sorted(block_keys(node)):
            found.setdefault(key, []).append(node.key)
    return found


def block_keys(node: Node) -> set[str]:
    """Blocking keys of a node: a rare part, two common ones, or one part in a scene."""
    codes = {code for name in node.names for code in _codes(name)}
    return {key for name in node.names for key in _block_keys(name)} | {
        f"{scene} {code}" for scene in node.context.scenes for code in codes
    }


def _codes(name: str) -> list[str]:
    """Consonants, coarsely, of every part that is no initial."""
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    return [(p.bones if len(p.bones) > 1 else p.sound).translate(_COARSE) for p in parts]


def _block_keys(name: str) -> Iterator[str]:
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    codes = _codes(name)
    for part, code in zip(parts, codes, strict=True):
        if part.weight > WEIGHT_COMMON:
            yield code
    for one, two in combinations(sorted(codes), 2):
        yield f"{one}+{two}"


def _candidates(nodes: list[Node]) -> list[Pair]:
    """Pairs of node keys that share a block and have names like enough to be looked at.

    All of this is arrays: a large mission has millions of pairs in its blocks, and few survive.
    """
    limit = rules("linkage")["block_limit"]
    named = {node.key: node.full_names for node in sorted(nodes, key=lambda node: node.key)}
    keys = list(named)
    number = {key: place for place, key in enumerate(keys)}
    codes = [np.zeros(0, dtype=np.int64)]
    for block in blocks(nodes).values():
        if 1 < len(block) <= limit:
            members = np.sort(np.array([number[key] for key in block], dtype=np.int64))
            one, two = np.triu_indices(len(members), 1)
            codes.append(members[one] * len(keys) + members[two])
    left, right = np.divmod(np.unique(np.concatenate(codes)), max(1, len(keys)))
    kept = _are_like(list(named.values()), left, right)
    return [(keys[a], keys[b]) for a, b in zip(left[kept], right[kept], strict=True)]


def like_names(named: dict[str, list[str]], pairs: Iterable[Pair]) -> set[str]:
    """Of pairs of node keys the second ones, where some name of the first is like enough to theirs.
    `named` holds the names of each key.
    """
    keys = sorted(named)
    number = {key: place for place, key in enumerate(keys)}
    listed = np.array([(number[a], number[b]) for a, b in sorted(set(pairs))], dtype=np.int64)
    left, right = listed.reshape(-1, 2).T
    return {keys[two] for two in right[_are_like([named[key] for key in keys], left, right)]}


def _are_like(
    names: list[list[str]], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether some name of names[left[k]] and some of names[right[k]] are like enough, or equal."""
    listed = sorted({name for own in names for name in own})
    number = {name: place for place, name in enumerate(listed)}
    rows = [np.array([number[name] for name in own], dtype=np.int64) for own in names]
    count = np.array([len(row) for row in rows], dtype=np.int64)
    start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(count)])
    flat = np.concatenate([*rows, np.zeros(0, dtype=np.int64)])
    times = count[left] * count[right]
    pair = np.repeat(np.arange(len(left)), times)
    step = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    one = flat[start[left[pair]] + step // count[right[pair]]]
    two = flat[start[right[pair]] + step % count[right[pair]]]
    # The order of the alphabet, as everywhere: a pair of names has one score.
    scores, _ = measure_pairs(listed, np.minimum(one, two), np.maximum(one, two))
    out = np.zeros(len(left), dtype=bool)
    out[pair[(scores >= LEAST) | (one == two)]] = True
    return out


def _likely(nodes: list[Node], likeness: Likeness, bearers: Bearers) -> list[_Likely]:
    """Candidate pairs whose likest names are like enough for context to matter."""
    by_key = {node.key: node for node in nodes}
    pairs = _candidates(nodes)
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
        is_equal = names[0] == names[1]
        measured = likeness.of(*names)
        if is_equal:  # nothing in them speaks against, only their rarity counts
            measured = (1.0, measured[1])
        if measured[0] >= LEAST:
            is_stated = is_equal and len(one.full_names) + len(two.full_names) > 2
            found.append(_Likely(pair, measured, bearers.alone(*names), is_stated))
    return found


def _merge(likely: list[_Likely], clusters: Clusters, linked: Linked, likeness: Likeness) -> None:
    """Join what is sure, the surest first; joined contexts are weighed again in the next round."""
    review = rules("linkage")["review"]
    open_pairs: list[tuple[Evidence, _Likely]] = []
    for _ in range(ROUNDS):
        open_pairs = sorted(
            ((_weigh(entry, clusters), entry) for entry in likely),
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
        one, two = (clusters.unions.find(key) for key in entry.pair)
        if one != two and not clusters.unions.is_forbidden(one, two):
            linked.review.setdefault(entry.pair, evidence)


def _weigh(entry: _Likely, clusters: Clusters) -> Evidence:
    one, two = (clusters.joint(key) for key in entry.pair)
    return weigh(
        one, two, entry.measured, alone=entry.alone, is_stated=entry.is_stated,
        spread=clusters.spread,
    )  # fmt: skip


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
