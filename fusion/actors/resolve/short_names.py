"""Short names, kunyas and initials: to the one actor that context points to, else to each other."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.actors.names import name_score
from fusion.actors.resolve.apart import is_far
from fusion.actors.resolve.clusters import Clusters
from fusion.actors.resolve.evidence import Evidence, weigh
from fusion.actors.resolve.fitting import codes_of, may_be, weights_of
from fusion.actors.resolve.linked import Linked, full_names
from fusion.actors.resolve.model import Node
from fusion.actors.rules import rules

LIKE = 0.5  # names this like are spellings of one, as far as names go; ours
ROUNDS = 6  # each round lets what the last one joined speak; chains are shorter than this


@dataclass(frozen=True, slots=True)
class _Offer:
    """The best home of a short name in this round, and whether nothing else comes near it."""

    evidence: Evidence
    target: str
    key: str
    is_clear: bool


def attach(nodes: list[Node], clusters: Clusters, linked: Linked) -> int:
    """Join short names to clusters until nothing moves; what stays open goes to review. The number
    of joins.

    The surest joins of a round come first and tell the next round more: a rank, a place, a group
    that one account gives belongs to the actor from then on.
    """
    bearers = _bearers(nodes)
    offers: list[_Offer] = []
    n_joined = 0
    for _ in range(ROUNDS):
        offers = [
            offer for node in nodes if node.is_weak for offer in _offer(node, clusters, bearers)
        ]
        joined = sum(_accept(offer, clusters, linked) for offer in sorted(offers, key=_order))
        n_joined += joined
        if not joined:
            break
    review = rules("linkage")["review"]
    for offer in sorted(offers, key=_order):
        if offer.evidence.probability >= review and not _is_settled(offer, clusters):
            linked.review.setdefault((offer.target, offer.key), offer.evidence)
    return n_joined


def _order(offer: _Offer) -> tuple[float, str]:
    return (-offer.evidence.probability, offer.key)


def _is_settled(offer: _Offer, clusters: Clusters) -> bool:
    unions = clusters.unions
    is_one = unions.find(offer.target) == unions.find(offer.key)
    return is_one or unions.is_forbidden(offer.target, offer.key)


def _accept(offer: _Offer, clusters: Clusters, linked: Linked) -> bool:
    # One word alone never joins two accounts' persons, however rare: something else must speak.
    is_backed = offer.evidence.has_context and offer.is_clear
    is_sure = is_backed and offer.evidence.probability >= rules("linkage")["merge"]
    if not is_sure or _is_settled(offer, clusters):
        return False
    if not clusters.unions.join(offer.target, offer.key):
        return False
    linked.joined.setdefault(offer.key, offer.evidence)
    return True


def _bearers(nodes: list[Node]) -> dict[str, set[str]]:
    """Node keys by each part of their names."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        for code in codes_of(node):
            found.setdefault(code, set()).add(node.key)
    return found


def _offer(node: Node, clusters: Clusters, bearers: dict[str, set[str]]) -> list[_Offer]:
    """The likeliest cluster for a short name that no fuller name has taken in yet."""
    own = clusters.unions.find(node.key)
    if not clusters.joint(own).is_weak:
        return []
    near = {clusters.unions.find(key) for code in codes_of(node) for key in bearers[code]} - {own}
    fits = [leader for leader in sorted(near) if may_be(node, clusters.joint(leader))]
    strong = [leader for leader in fits if not clusters.joint(leader).is_weak]
    weighed = _weighed(node, fits, strong, clusters)
    if not weighed:
        return []
    best, target, alone = weighed[0]
    review = rules("linkage")["review"]
    # Two actors that may both be meant: nobody can tell, unless they are one in all but proof.
    # Other short names are no rivals: each finds its own home.
    rivals = [
        leader
        for evidence, leader, _ in weighed[1:]
        if evidence.probability >= review and not clusters.joint(leader).is_weak
    ]
    is_clear = all(_is_alike(target, rival, clusters) for rival in rivals)
    # Who else might be meant was settled among those who are known. Others may not be known yet.
    crowd = clusters.known.bearers.crowd(node.names[0], node.names[0])
    best = _weigh(node, target, clusters, alone, crowd) if crowd else best
    return [_Offer(best, target, node.key, is_clear)]


def _weighed(
    node: Node, fits: list[str], strong: list[str], clusters: Clusters
) -> list[tuple[Evidence, str, float]]:
    """Evidence for each home, likeliest first, and the weight of its being the only one: a name
    that one actor only can bear says more.

    One actor: the full names in reach that fit it are alike. Where none fits at all, it is one
    actor's if no short name speaks against the others.
    """
    review = rules("linkage")["review"]
    found = {leader: _weigh(node, leader, clusters) for leader in fits}
    alone = max(weights_of(node), default=0.0)
    near = _in_reach(node, strong, found, clusters)
    # Whoever of the same short name lives out of reach says nothing of who is meant here.
    circle = (
        []
        if strong
        else [leader for leader in fits if not _is_out_of_reach(node, leader, clusters)]
    )
    is_circle = bool(circle) and all(found[c].probability >= review for c in circle)
    shares = dict.fromkeys(circle, 1.0) if is_circle else _shares(near, found, clusters)
    for leader, share in shares.items():
        if share > 0:
            found[leader] = _weigh(node, leader, clusters, alone * share)
    return sorted(
        ((evidence, leader, alone * shares.get(leader, 0.0)) for leader, evidence in found.items()),
        key=lambda entry: (-entry[0].probability, clusters.joint(entry[1]).is_weak, entry[1]),
    )


def _shares(near: list[str], found: dict[str, Evidence], clusters: Clusters) -> dict[str, float]:
    """How far each bearer in reach is the only one, 0–1: by the odds that their evidence leaves to
    those who could not be the same man."""
    odds = {leader: _odds(found[leader]) for leader in near}
    total = sum(odds.values())
    if not near or total <= 0:
        return {}
    best = max(near, key=lambda leader: (odds[leader], leader))
    alike = [leader for leader in near if leader == best or _is_alike(best, leader, clusters)]
    share = sum(odds[leader] for leader in alike) / total
    return {leader: max(0.0, 2 * share - 1) for leader in alike}


def _odds(evidence: Evidence) -> float:
    probability = min(evidence.probability, 0.9999)
    return probability / (1 - probability)


def _in_reach(
    node: Node, strong: list[str], found: dict[str, Evidence], clusters: Clusters
) -> list[str]:
    """Those seen within reach of the short name, and of unknown whereabouts those for whom no less
    speaks."""
    known = [leader for leader in strong if clusters.joint(leader).context.points]
    near = [leader for leader in known if not is_far(clusters.joint(leader).context, node.context)]
    least = max((found[leader].probability for leader in near), default=0.0)
    return [
        leader
        for leader in strong
        if leader in near or (leader not in known and found[leader].probability >= least)
    ]


def _is_out_of_reach(node: Node, leader: str, clusters: Clusters) -> bool:
    return is_far(clusters.joint(leader).context, node.context)


def _weigh(
    node: Node, leader: str, clusters: Clusters, alone: float = 0.0, crowd: float = 0.0
) -> Evidence:
    one, two = clusters.joint(leader), clusters.joint(node.key)
    return weigh(one, two, (0.0, 0.0), alone=alone, crowd=crowd, spread=clusters.known.spread)


def _is_alike(one: str, two: str, clusters: Clusters) -> bool:
    """Whether two clusters could be one by their names: then either is right."""
    if clusters.unions.is_forbidden(one, two):
        return False
    if clusters.joint(one).is_weak and may_be(clusters.joint(one), clusters.joint(two)):
        return True
    left, right = full_names(clusters.members(one)), full_names(clusters.members(two))
    return all(
        name_score(a, b) >= LIKE
        for a in left or clusters.joint(one).names[:1]
        for b in right or clusters.joint(two).names[:1]
    )
