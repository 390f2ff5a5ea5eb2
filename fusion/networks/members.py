"""Who belongs to a hypothesis, in which role, how surely."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from fusion.networks.body import HARD_KINDS, Body
from fusion.networks.weights import LEAST_TELLING

# From this probability on, a member's phone, vehicle or partner is drawn in by a tie.
SURE_ENOUGH = 0.4
DRAWN_IN = 0.6  # a member by one tie only is never surer than this
# Less than a third of an actor's incidents lie in the group: it is met everywhere, an official or
# a wrongly read name. A facilitator of two groups has about half in each.
LEAST_SHARE = 1 / 3


@dataclass(frozen=True)
class Member:
    """One actor in one role of one hypothesis."""

    actor_id: str
    role: str
    probability: float
    n_origins: int
    claim_ids: tuple[str, ...]
    is_drawn_in: bool


def members_of(
    body: Body, barred: Set[str], added: Set[str], homes: Mapping[int, frozenset[int]]
) -> list[Member]:
    """Members in order of identifier and role; `barred` and `added` are analysts' decisions,
    `homes` the clusters of each clustered incident: two, where it is a bridge between them.

    Actors of its incidents are members, unless they are met everywhere (`_is_passing`). Things and
    people outside its incidents are drawn in by a stated tie to a sure member, phones, vehicles
    and money accounts also by co-presence.
    """
    found: dict[str, tuple[float, int]] = {}
    roles = _roles(body)
    for actor, rows in body.rows_of_actor.items():
        if actor not in roles and _is_passing(body, actor, homes):
            continue
        if _is_met_at_bridge(body, actor, homes):
            continue
        origins = {o for said in rows.values() for o in said} & set(body.origins)
        found[actor] = (body.membership(actor), len(origins))
    drawn = _drawn_in(body, found)
    found |= drawn
    for actor in added:
        found[actor] = (1.0, found.get(actor, (0.0, 0))[1])
    return [
        Member(actor, role, probability, n_origins, claims, actor in drawn and actor not in added)
        for actor, (probability, n_origins) in sorted(found.items())
        if actor not in barred
        for role, claims in sorted(roles.get(actor, {"member": ()}).items())
    ]


def _is_passing(body: Body, actor: str, homes: Mapping[int, frozenset[int]]) -> bool:
    """Met everywhere, and tied to no member in words.

    Either most of its incidents are none of the group's, or it is named in one of them only and
    also in incidents of no group, or of several: a facilitator of two groups is in two.
    """
    n = len(body.rows_of_actor[actor])
    if any(actor in (tie["source_id"], tie["target_id"]) for tie, _ in body.strong_ties):
        return False
    if body.evidence.telling_of[actor] < LEAST_TELLING:
        return n < 2
    elsewhere = body.evidence.rows_naming[actor] - set(body.rows)
    if n < LEAST_SHARE * (n + len(elsewhere)):
        return True
    groups = [homes.get(row, frozenset()) for row in elsewhere]
    return n == 1 and (frozenset() in groups or len(frozenset().union(*groups)) > 1)


def _is_met_at_bridge(body: Body, actor: str, homes: Mapping[int, frozenset[int]]) -> bool:
    """Named only where two groups meet, and otherwise in the other group."""
    rows = body.rows_of_actor[actor]
    elsewhere = body.evidence.rows_naming[actor] - set(body.rows)
    return bool(elsewhere) and all(len(homes.get(row, ())) > 1 for row in rows)


def settle_drawn(members: dict[str, list[Member]]) -> dict[str, list[Member]]:
    """Each drawn-in actor stays where it is surest, and nowhere if it stands in an incident.

    Without this a shared facilitator's telephone would pull one network's things into the other.
    """
    seated = {m.actor_id for group in members.values() for m in group if not m.is_drawn_in}
    home: dict[str, tuple[float, str]] = {}
    for hypothesis_id in sorted(members):
        for m in members[hypothesis_id]:
            if m.is_drawn_in and m.probability > home.get(m.actor_id, (0.0, ""))[0]:
                home[m.actor_id] = (m.probability, hypothesis_id)
    return {
        hypothesis_id: [
            m
            for m in group
            if not m.is_drawn_in
            or (m.actor_id not in seated and home[m.actor_id][1] == hypothesis_id)
        ]
        for hypothesis_id, group in members.items()
    }


def _drawn_in(body: Body, found: dict[str, tuple[float, int]]) -> dict[str, tuple[float, int]]:
    """Actors outside the incidents that a tie joins to a sure member."""
    kinds, out = body.evidence.kinds, dict[str, tuple[float, int]]()
    for tie in body.evidence.ties:
        if tie["first_on"] and body.evidence.week_of(tie["first_on"]) > body.week:
            continue
        for inside, outside in (("source_id", "target_id"), ("target_id", "source_id")):
            member, actor = tie[inside], tie[outside]
            sure = found.get(member, (0.0, 0))[0]
            if sure < SURE_ENOUGH or actor in found or actor not in kinds:
                continue
            is_thing = kinds[actor] in HARD_KINDS
            if tie["kind"] == "conflict" or (tie["kind"] == "co_presence" and not is_thing):
                continue
            if body.evidence.telling_of.get(member, 1.0) < LEAST_TELLING:
                continue  # a tie to a group that is everywhere draws nobody in
            chance = min(DRAWN_IN, sure * (0.5 + 0.5 * float(tie["strength"])))
            if chance > out.get(actor, (0.0, 0))[0]:
                out[actor] = (chance, max(1, int(tie["n_accounts"])))
    return out


def _roles(body: Body) -> dict[str, dict[str, tuple[str, ...]]]:
    """Roles that somebody affirmed, with the claims; hearsay counts, denials do not."""
    found: dict[str, dict[str, list[str]]] = {}
    for claim in body.evidence.claims:
        if claim["kind"] == "role" and claim["polarity"] == "affirmed":
            roles = found.setdefault(claim["subject_id"], {})
            roles.setdefault(claim["predicate"], []).append(claim["claim_id"])
    return {
        actor: {role: tuple(sorted(ids)) for role, ids in roles.items()}
        for actor, roles in found.items()
    }
