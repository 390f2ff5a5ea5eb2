"""The observation that each account rests on, and whether it is another one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from fusion.incidents.content import Index
from fusion.incidents.decisions import Decided, Pair
from fusion.incidents.likeness import Likeness
from fusion.incidents.lineage import Descent
from fusion.incidents.tellings import Telling
from fusion.terms.identifiers import identifier

# Signs that an account of an incident rests on an observation of its own.
NEW_DETAILS = 3  # rare details that no other account of the incident has
SHARED_MOST = 0.35  # of its details, with any single other account of the incident
UNALIKE = 0.30  # likeness in meaning to any other account of the incident
SIGNS_NEEDED = 2
VANTAGE_SCORE = 0.7  # two convoys or patrols on one spot are rare, not impossible
NAMED_SCORE = 0.8  # its component may have more than one account of the incident


@dataclass
class Origin:
    """One account's lineage. `root` is the telling that made the observation."""

    root: int
    relation: str
    of: int | None
    score: float
    independence: str
    rule: str
    evidence: str


def accepted(descents: list[Descent], decided: Decided) -> dict[int, Descent]:
    """For each account that passes on another, the descent with the most evidence."""
    best: dict[int, Descent] = {}
    for descent in descents:
        pair = (descent.parent, descent.child)
        if pair in decided.other_origin or pair in decided.other_incident:
            continue
        if descent.bits <= 0 and pair not in decided.one_origin:
            continue
        held = best.get(descent.child)
        if held is None or (descent.bits, -descent.parent) > (held.bits, -held.parent):
            best[descent.child] = descent
    for parent, child in sorted(decided.one_origin):
        best[child] = Descent(child, parent, 99.0, "shared_vantage", "decided by an analyst")
    return best


def assign(
    tellings: list[Telling],
    chosen: dict[int, Descent],
    groups: list[list[int]],
    like: Likeness,
    apart: set[Pair],
) -> list[Origin]:
    """The origin of every account, in order of writing; relays of relays go to the first.

    Pairs `apart` were decided to have two origins.
    """
    group_of = {member: group for group in groups for member in group}
    observers: dict[int, list[int]] = defaultdict(list)
    origins: list[Origin] = []
    for number, telling in enumerate(tellings):
        descent = chosen.get(number)
        if descent is not None:
            origins.append(_passed_on(descent, origins[descent.parent]))
            continue
        group = group_of.get(number, [number])
        others = [m for m in group if m != number]
        before = observers[group[0]]
        sources = [m for m in before if (m, number) not in apart]
        origins.append(_own(tellings, number, before, others, like, sources))
        if telling.is_standing:
            before.append(number)
    return origins


def count(origins: list[Origin], tellings: list[Telling], group: list[int]) -> int:
    """Independent origins of a group that still stand.

    Origins whose independence is not established add nothing beside an independent one, and
    are one together where there is no other: unknown lineage adds nothing.
    """
    standing = {
        origins[m].root: origins[m].independence
        for m in group
        if not is_withdrawn(origins, tellings, m) and origins[m].independence != "dependent"
    }
    rooted = {origins[m].root for m in group if not is_withdrawn(origins, tellings, m)}
    n_independent = sum(value == "independent" for value in standing.values())
    return n_independent if n_independent else int(bool(rooted))


def is_withdrawn(origins: list[Origin], tellings: list[Telling], number: int) -> bool:
    """The account, or the observation that it rests on, was withdrawn."""
    root = origins[number].root
    return not (tellings[number].is_standing and tellings[root].is_standing)


def origin_id(tellings: list[Telling], origin: Origin) -> str:
    """Identifier of the origin: of the account that made the observation."""
    return identifier("origin", tellings[origin.root].account_id)


def _passed_on(descent: Descent, parent: Origin) -> Origin:
    rule = "decided" if descent.bits >= 99 else "details and meaning"
    return Origin(
        root=parent.root,
        relation=descent.relation,
        of=descent.parent,
        score=round(descent.probability, 4),
        independence="dependent",
        rule=rule,
        evidence=descent.evidence,
    )


def _own(
    tellings: list[Telling],
    number: int,
    before: list[int],
    others: list[int],
    like: Likeness,
    sources: list[int],
) -> Origin:
    """An account that passes on none that is here, unless it names one of `sources`."""
    telling = tellings[number]
    said = telling.cues.relay[:80]
    source = _named_source(tellings, number, sources, like) if said else None
    if source is not None:
        evidence = f"says '{said}': the account of {tellings[source].component}"
        return Origin(source, "relay", source, NAMED_SCORE, "dependent", "names its source",
                      evidence)  # fmt: skip
    if telling.cues.relay:
        return _unknown(number, "source not found", f"says '{said}', not among the accounts")
    if not (telling.tells_something or telling.cues.own or not telling.is_vague):
        evidence = "no event, no market, no day and no first-hand word was read in it"
        return _unknown(number, "tells no happening", evidence)
    return _observed(tellings, number, before, others, like, sources)


def _unknown(number: int, rule: str, evidence: str) -> Origin:
    return Origin(number, "unknown", None, 0.5, "not_established", rule, evidence)


def _observed(
    tellings: list[Telling],
    number: int,
    before: list[int],
    others: list[int],
    like: Likeness,
    sources: list[int],
) -> Origin:
    """An account that names no source: the first to tell, one of a party, another observer."""
    telling = tellings[number]
    if not before:
        said = f"says '{telling.cues.own[:80]}'" if telling.cues.own else "no earlier account of it"
        return Origin(number, "own_observation", None, 0.8 if telling.cues.own else 0.6,
                      "independent", "first to tell", said)  # fmt: skip
    spot = _shared_vantage(tellings, number, sources)
    if spot is not None:
        evidence = f"says '{telling.cues.shared}', the other '{tellings[spot].cues.shared}'"
        return Origin(spot, "shared_vantage", spot, VANTAGE_SCORE, "dependent",
                      "one vantage point", evidence)  # fmt: skip
    signs = _signs(tellings, number, before, others, like)
    evidence = "; ".join(signs) or "nothing shows another observer"
    if len(signs) >= SIGNS_NEEDED:
        return Origin(number, "own_observation", None, 0.7, "independent", "another observer",
                      evidence)  # fmt: skip
    relation = "own_observation" if telling.cues.own else "unknown"
    return Origin(number, relation, None, 0.5, "not_established", "independence not shown",
                  evidence)  # fmt: skip


def _named_source(
    tellings: list[Telling], number: int, before: list[int], like: Likeness
) -> int | None:
    """The earlier observer of the incident whose component the account names as its source."""
    named = tellings[number].cues.relay_components
    meant = [m for m in before if named & tellings[m].components]
    if not meant:
        return None
    close = like.content.closeness(np.array(meant), np.full(len(meant), number))
    return meant[int(np.argmax(close))]


def _shared_vantage(tellings: list[Telling], number: int, before: list[int]) -> int | None:
    """The first observer of the incident, of another component, who stood in the same convoy,
    patrol or meeting: both say that they shared one."""
    telling = tellings[number]
    if not telling.cues.shared:
        return None
    beside = (
        m for m in before
        if tellings[m].cues.shared and tellings[m].component != telling.component
    )  # fmt: skip
    return next(beside, None)


def _signs(
    tellings: list[Telling],
    number: int,
    before: list[int],
    others: list[int],
    like: Likeness,
) -> list[str]:
    """What shows that an account rests on another observation than those before it."""
    telling, own = tellings[number], like.details.sets[number]
    signs = []
    if telling.cues.own:
        signs.append(f"says '{telling.cues.own[:60]}'")
    if all(tellings[m].component != telling.component for m in before):
        new = own - frozenset[str]().union(*(like.details.sets[m] for m in others))
        most = max((_share(like, number, m) for m in before), default=0.0)
        if len(new) >= NEW_DETAILS and most < SHARED_MOST:
            signs.append(f"another component with {len(new)} details of its own")
    if telling.vector is not None:
        nearest = max(float(like.meaning(_index(number), _index(m))[0]) for m in before)
        if nearest < UNALIKE:
            signs.append(f"tells it differently (likeness {nearest:.2f})")
    return signs


def _share(like: Likeness, one: int, other: int) -> float:
    return float(like.details.shares(_index(one), _index(other))[0][0])


def _index(number: int) -> Index:
    return np.array([number], np.int64)
