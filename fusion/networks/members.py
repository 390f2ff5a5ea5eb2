"""Who belongs to a hypothesis, in which role, how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from fusion.networks.body import HARD_KINDS, Body
from fusion.networks.bystanders import is_bystander
from fusion.networks.weights import LEAST_TELLING

# From this probability on, a member's phone, vehicle or partner is drawn in by a tie.
SURE_ENOUGH = 0.4
DRAWN_IN = 0.6  # a member by one tie only is never surer than this
# Less than a third of an actor's incidents lie in the group: it is met everywhere, an official or
# a wrongly read name. A facilitator of two groups has about half in each.
LEAST_SHARE = 1 / 3
LEAST_MET = 2  # one with one: either may be whose guest


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
    roles = _roles(body, body.rows_of_actor)
    for actor, rows in body.rows_of_actor.items():
        if actor not in roles and _is_passing(body, actor, homes):
            continue
        if _is_met_at_bridge(body, actor, homes) or _is_bystander(body, actor):
            continue
        origins = {o for said in rows.values() for o in said} & set(body.origins)
        found[actor] = (body.membership(actor), len(origins))
    drawn = _drawn_in(body, found)
    found |= drawn
    roles |= _roles(body, drawn)
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
    busy, elsewhere = body.evidence.busy.get(actor), _elsewhere(body, actor)
    if n < LEAST_SHARE * (busy.n_rows if busy else n + len(elsewhere)):
        return True
    groups = [homes.get(row, frozenset()) for row in elsewhere]
    return n == 1 and (frozenset() in groups or len(frozenset().union(*groups)) > 1)


def _elsewhere(body: Body, actor: str) -> frozenset[int]:
    """Rows of the body's part of the record that name the actor and are none of the body's."""
    block, own = body.evidence.surroundings.block_of_row, set(body.rows)
    naming = body.evidence.rows_naming[actor]
    return frozenset(row for row in naming if row not in own and block[row] in body.blocks)


def _is_bystander(body: Body, actor: str) -> bool:
    """A victim or a magistrate of its cases whom no stated tie joins to anybody."""
    said = body.evidence.bystanders.get(actor)
    if said is None or not is_bystander(said, _accounts_naming(body, actor)):
        return False
    return not any(actor in (tie["source_id"], tie["target_id"]) for tie, _ in body.strong_ties)


def _accounts_naming(body: Body, actor: str) -> set[str]:
    """Accounts of the body's part of the record: what else is read with it says nothing here."""
    evidence, block = body.evidence, body.evidence.surroundings.block_of_row
    rows = (row for row in evidence.rows_naming[actor] if block[row] in body.blocks)
    return {a for row in rows for origin in evidence.origins[row] for a in origin.account_ids}


def _is_met_at_bridge(body: Body, actor: str, homes: Mapping[int, frozenset[int]]) -> bool:
    """Named only where two groups meet, otherwise in the other group, and no go-between."""
    if not _is_of_other_side(body, actor, homes):
        return False
    return not any(_goes_between(body, actor, row, homes) for row in body.rows_of_actor[actor])


def _is_of_other_side(body: Body, actor: str, homes: Mapping[int, frozenset[int]]) -> bool:
    rows = body.rows_of_actor[actor]
    return bool(_elsewhere(body, actor)) and all(len(homes.get(row, ())) > 1 for row in rows)


def _goes_between(
    body: Body, actor: str, row: int, homes: Mapping[int, frozenset[int]]
) -> bool:  # fmt: skip
    """Alone of the other side meets two or more of this one: what a facilitator does."""
    present = [a for a in body.persons if row in body.rows_of_actor[a]]
    theirs = [a for a in present if _is_of_other_side(body, a, homes)]
    return theirs == [actor] and len(present) >= 1 + LEAST_MET


def settle_drawn(
    members: dict[str, list[Member]], blocks: Mapping[str, frozenset[int]]
) -> dict[str, list[Member]]:
    """Each drawn-in actor stays where it is surest, and nowhere if it stands in an incident.

    Without this a shared facilitator's telephone would pull one network's things into the other.
    Settled within each block of the record: `blocks` are those of each hypothesis.
    """
    seated, home = set[tuple[str, int]](), dict[tuple[str, int], tuple[float, str]]()
    for hypothesis_id in sorted(members):
        for m in members[hypothesis_id]:
            for seat in ((m.actor_id, block) for block in blocks[hypothesis_id]):
                if not m.is_drawn_in:
                    seated.add(seat)
                elif m.probability > home.get(seat, (0.0, ""))[0]:
                    home[seat] = (m.probability, hypothesis_id)
    return {
        name: [
            m
            for m in group
            if not m.is_drawn_in
            or all(
                (m.actor_id, block) not in seated and home[m.actor_id, block][1] == name
                for block in blocks[name]
            )
        ]
        for name, group in members.items()
    }


def _drawn_in(body: Body, found: dict[str, tuple[float, int]]) -> dict[str, tuple[float, int]]:
    """Actors outside the incidents that a tie joins to a sure member."""
    evidence, out = body.evidence, dict[str, tuple[float, int]]()
    around = evidence.surroundings
    numbers = {n for member in found for n in around.ties_of_actor.get(member, ())}
    for tie in (evidence.ties[n] for n in sorted(numbers)):
        if tie["since"] > body.week or tie["kind"] == "conflict":
            continue
        for inside, outside in (("source_id", "target_id"), ("target_id", "source_id")):
            member, actor = tie[inside], tie[outside]
            sure = found.get(member, (0.0, 0))[0]
            if sure < SURE_ENOUGH or actor in found or actor not in evidence.kind_of_actor:
                continue
            is_thing = evidence.kind_of_actor[actor] in HARD_KINDS
            if tie["kind"] == "co_presence" and not is_thing:
                continue
            if evidence.telling_of[member] < LEAST_TELLING:
                continue  # a tie to a group that is everywhere draws nobody in
            chance = min(DRAWN_IN, sure * (0.5 + 0.5 * body.strength_of(tie)))
            if chance > out.get(actor, (0.0, 0))[0]:
                out[actor] = (chance, max(1, int(tie["n_accounts"])))
    return out


def _roles(body: Body, actors: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Roles that somebody affirmed, with the claims; hearsay counts, denials do not."""
    found: dict[str, dict[str, list[str]]] = {}
    for claim in (claim for actor in sorted(actors) for claim in body.claims_about(actor)):
        if claim["kind"] == "role" and claim["polarity"] == "affirmed":
            roles = found.setdefault(claim["subject_id"], {})
            roles.setdefault(claim["predicate"], []).append(claim["claim_id"])
    return {
        actor: {role: tuple(sorted(ids)) for role, ids in roles.items()}
        for actor, roles in found.items()
    }
