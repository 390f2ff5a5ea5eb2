"""Persons across accounts: block, score, weigh, merge what is sure, put the rest to review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from fusion.actors.names import name_score, parse_name
from fusion.actors.names.lexicon import WEIGHT_COMMON
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.evidence import Evidence, weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Node
from fusion.actors.resolve.union import Unions
from fusion.actors.rules import rules

Pair = tuple[str, str]
# Consonants that scribes exchange fall together, for blocking only: Wanzagh meets Wandjagh.
LEAST = 0.35  # name score below which no context makes a pair worth a look; ours
LIKE = 0.5  # names this like are spellings of one, as far as names go; ours
_COARSE = str.maketrans({"z": "s", "j": "s", "c": "s", "d": "t", "f": "b", "m": "n"})


@dataclass(slots=True)
class Linked:
    """Clusters of node keys, the evidence behind their joins, and pairs left for an analyst."""

    clusters: list[list[str]]
    joined: dict[str, Evidence] = field(default_factory=dict)
    review: dict[Pair, Evidence] = field(default_factory=dict)


def link(
    nodes: list[Node], same: Iterable[Pair], different: Iterable[Pair], likeness: Likeness
) -> Linked:
    """Clusters of nodes. `same` and `different` are analysts' pairs of actor ids: they come first.

    Strong names are linked to each other in order of probability; then short names go to the only
    actor they can mean. No join brings two contradicting full names together.
    """
    by_key = {node.key: node for node in nodes}
    unions = Unions(by_key)
    _decide(nodes, same, different, unions)
    linked = Linked([])
    strong = [node for node in nodes if not node.is_weak]
    _merge(_weighed(strong, by_key, likeness), by_key, unions, linked)
    _attach_weak(nodes, by_key, unions, linked, likeness)
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
        for key in sorted({key for name in node.names for key in _block_keys(name)}):
            found.setdefault(key, []).append(node.key)
    return found


def _block_keys(name: str) -> Iterator[str]:
    parts = [p for p in parse_name(name).parts if not p.is_initial]
    codes = [(p.bones if len(p.bones) > 1 else p.sound).translate(_COARSE) for p in parts]
    for part, code in zip(parts, codes, strict=True):
        if part.weight > WEIGHT_COMMON:
            yield code
    for one, two in combinations(sorted(codes), 2):
        yield f"{one}+{two}"


def _candidates(nodes: list[Node]) -> list[Pair]:
    limit = rules("linkage")["block_limit"]
    pairs = {
        pair
        for keys in blocks(nodes).values()
        if len(keys) <= limit
        for pair in combinations(sorted(keys), 2)
    }
    return sorted(pairs)


def _weighed(
    nodes: list[Node], by_key: dict[str, Node], likeness: Likeness
) -> list[tuple[Evidence, Pair]]:
    """Candidate pairs with their evidence, most probable first."""
    pairs = _candidates(nodes)
    review = rules("linkage")["review"]
    bearers = Bearers((node.names[0] for node in nodes), likeness)
    likeness.announce(
        names
        for one, two in pairs
        for names in product(by_key[one].full_names, by_key[two].full_names)
    )
    weighed = []
    for pair in pairs:
        one, two = by_key[pair[0]], by_key[pair[1]]
        # A stated alias counts as the name itself: 'X alias Y' in one report, Y in another.
        names = max(product(one.full_names, two.full_names), key=lambda n: (likeness.of(*n), n))
        is_stated = names[0] == names[1] and len(one.full_names) + len(two.full_names) > 2
        measured = likeness.of(*names)
        if names[0] == names[1]:  # nothing in them speaks against, only their rarity counts
            measured = (1.0, measured[1])
        # Below this no context lifts a pair to review: saves the weighing of most candidates.
        if measured[0] >= LEAST:
            alone = bearers.alone(*names)
            evidence = weigh(one, two, measured, alone=alone, is_stated=is_stated)
            if evidence.probability >= review:
                weighed.append((evidence, pair))
    return sorted(weighed, key=lambda entry: (-entry[0].probability, entry[1]))


def _merge(
    weighed: list[tuple[Evidence, Pair]], by_key: dict[str, Node], unions: Unions, linked: Linked
) -> None:
    merge = rules("linkage")["merge"]
    for evidence, (one, two) in weighed:
        if unions.find(one) == unions.find(two) or unions.is_forbidden(one, two):
            continue
        is_sure = evidence.probability >= merge and not _contradict(one, two, by_key, unions)
        if is_sure and unions.join(one, two):
            linked.joined.setdefault(two, evidence)
            linked.joined.setdefault(one, evidence)
            continue
        linked.review.setdefault((one, two), evidence)


def _contradict(one: str, two: str, by_key: dict[str, Node], unions: Unions) -> bool:
    """Whether any two full names of the two clusters are unlike: then a chain went astray.

    Unless a node of theirs is told by both names: a stated alias is no contradiction.
    """
    floor = rules("linkage")["contradiction"]
    members = unions.members(one) | unions.members(two)
    aliases = [by_key[key].full_names for key in sorted(members) if not by_key[key].is_weak]
    left = _full_names(unions.members(one), by_key)
    right = _full_names(unions.members(two), by_key)
    return any(
        name_score(a, b) < floor and not _is_bridged(a, b, aliases, floor)
        for a in left
        for b in right
    )


def _is_bridged(one: str, two: str, aliases: list[list[str]], floor: float) -> bool:
    return any(
        max(name_score(one, name) for name in names) >= floor
        and max(name_score(two, name) for name in names) >= floor
        for names in aliases
        if len(names) > 1
    )


def _full_names(keys: set[str], by_key: dict[str, Node]) -> list[str]:
    names = {by_key[key].names[0] for key in keys if not by_key[key].is_weak}
    return sorted(names)[:12]


def _attach_weak(
    nodes: list[Node],
    by_key: dict[str, Node],
    unions: Unions,
    linked: Linked,
    likeness: Likeness,
) -> None:
    """Short names and kunyas: to the one actor that context points to, else to each other."""
    strong: dict[str, set[str]] = {}
    for node in nodes:
        for key in _part_keys(node):
            strong.setdefault(key, set()).add(node.key)
    merge, review = rules("linkage")["merge"], rules("linkage")["review"]
    bearers = Bearers((name for node in nodes for name in node.names), likeness)
    for node in [n for n in nodes if n.is_weak]:
        leaders = {
            unions.find(k) for key in _part_keys(node) for k in strong.get(key, ()) if k != node.key
        }
        weighed = _weak_evidence(
            node, sorted(leaders - {unions.find(node.key)}), by_key, unions, bearers
        )
        if not weighed:
            continue
        best, target = weighed[0]
        # Two actors that may both be meant: nobody can tell, unless they are one in all but proof.
        rivals = [leader for e, leader in weighed[1:] if e.probability >= review]
        is_clear = all(_is_alike(target, rival, by_key, unions) for rival in rivals)
        if best.probability >= merge and is_clear and unions.join(target, node.key):
            linked.joined[node.key] = best
        elif best.probability >= review and not unions.is_forbidden(target, node.key):
            linked.review.setdefault((target, node.key), best)


def _part_keys(node: Node) -> set[str]:
    """Sounds and initials' absence: what a short name and a full one have in common."""
    return {
        part.group or part.sound
        for name in node.names
        for part in parse_name(name).parts
        if not part.is_initial
    }


def _weak_evidence(
    node: Node, leaders: list[str], by_key: dict[str, Node], unions: Unions, bearers: Bearers
) -> list[tuple[Evidence, str]]:
    weighed = []
    for leader in leaders:
        if not _may_be(node, leader, by_key, unions):
            continue
        members = [by_key[key] for key in sorted(unions.members(leader))]
        options = [
            weigh(m, node, (0.0, 0.0), alone=bearers.alone(node.names[0], m.names[0]))
            for m in members
        ]
        weighed.append((max(options, key=lambda e: e.probability), leader))
    return sorted(weighed, key=lambda entry: (-entry[0].probability, entry[1]))


def _is_alike(one: str, two: str, by_key: dict[str, Node], unions: Unions) -> bool:
    """Whether two clusters could be one by their names: then either is right."""
    if unions.is_forbidden(one, two):
        return False
    left = _full_names(unions.members(one), by_key) or by_key[one].names[:1]
    right = _full_names(unions.members(two), by_key) or by_key[two].names[:1]
    return all(name_score(a, b) >= LIKE for a in left for b in right)


def _may_be(node: Node, leader: str, by_key: dict[str, Node], unions: Unions) -> bool:
    """Whether some name of the cluster holds every part of the short one, initials included."""
    short = parse_name(node.names[0])
    wanted = {p.group or p.sound for p in short.parts if not p.is_initial}
    initials = {p.text for p in short.parts if p.is_initial}
    for key in unions.members(leader):
        for name in by_key[key].names:
            parts = parse_name(name).parts
            held = {p.group or p.sound for p in parts}
            if wanted <= held and initials <= {p.text[:1] for p in parts}:
                return True
    return False
