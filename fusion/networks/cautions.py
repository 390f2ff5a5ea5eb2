"""Signs that reports may mislead: one loud voice, an accuser with a quarrel, a partisan source.

None of them says that a report is false. Each says what an analyst checks before leaning on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fusion.networks.body import Body
from fusion.networks.evidence import Origin

RECENT_WEEKS = 4
LEAST_RECENT = 3  # origins: fewer are no surge
LONE_SHARE = 0.75  # of the recent origins from one component
GROWTH = 2.0  # against the weekly mean before


@dataclass(frozen=True)
class Caution:
    """A caution about one hypothesis: kind, whom it concerns, and what it rests on."""

    kind: str
    subject: str
    detail: str
    evidence_ids: tuple[str, ...]


def cautions(body: Body, sides: Mapping[str, str]) -> list[Caution]:
    """All cautions of a body. `sides` gives the known group that an account's source speaks for."""
    return [*_surges(body), *_quarrels(body), *_partisans(body, sides)]


def _surges(body: Body) -> list[Caution]:
    """Many new origins of late, nearly all from one component, far above its usual pace."""
    since = body.week - RECENT_WEEKS + 1
    recent = [o for o in body.origins.values() if o.week >= since]
    if len(recent) < LEAST_RECENT:
        return []
    component, n = Counter(o.component for o in recent).most_common(1)[0]
    before = [o for o in body.origins.values() if o.week < since and o.component == component]
    weeks = max(1, since - min((o.week for o in body.origins.values()), default=since))
    usual = RECENT_WEEKS * len(before) / weeks
    if n < LONE_SHARE * len(recent) or n < GROWTH * max(usual, 1.0):
        return []
    detail = (
        f"{n} of {len(recent)} origins of the last {RECENT_WEEKS} weeks come from one component; "
        f"it used to give {usual:.1f} in as long"
    )
    return [Caution("single_source_surge", component, detail, _accounts(recent, component))]


def _accounts(origins: list[Origin], component: str) -> tuple[str, ...]:
    return tuple(sorted({a for o in origins if o.component == component for a in o.account_ids}))


def _quarrels(body: Body) -> list[Caution]:
    """Accounts that speak of a member and of a quarrel with that member in the same breath."""
    members, around = body.rows_of_actor, body.evidence.surroundings
    claims, spoken = around.claim_by_id, dict[tuple[str, str], set[str]]()
    own = {a for o in body.origins.values() for a in o.account_ids}
    numbers = {n for actor in members for n in around.ties_of_actor.get(actor, ())}
    numbers |= {n for block in body.blocks for n in around.ties_of_block.get(block, ())}
    for tie in (body.evidence.ties[n] for n in sorted(numbers)):
        ends = (tie["source_id"], tie["target_id"])
        if tie["kind"] != "conflict" or not any(actor in members for actor in ends):
            continue
        if tie["since"] > body.week:
            continue
        member, other = ends if ends[0] in members else ends[::-1]
        told = {claims[c]["account_id"] for c in tie["claim_ids"] or () if c in claims}
        carried = own & told
        if carried and other not in members:
            spoken.setdefault((member, other), set()).update(carried)
    return [
        Caution(
            "accuser_has_a_quarrel",
            other,
            f"what {len(accounts)} account{'s' if len(accounts) > 1 else ''} say of a member "
            "comes with a quarrel between the two",
            (member, *sorted(accounts)),
        )
        for (member, other), accounts in sorted(spoken.items())
    ]


def _partisans(body: Body, sides: Mapping[str, str]) -> list[Caution]:
    """Origins that speak for a known group which is no member: its rivals' loss is its gain."""
    names = {str(a["name"]) for a in body.evidence.actors if a["actor_id"] in body.rows_of_actor}
    heard: dict[str, set[str]] = {}
    for origin in body.origins.values():
        for account in origin.account_ids:
            side = sides.get(account)
            if side is not None and side not in names:
                heard.setdefault(side, set()).add(account)
    return [
        Caution(
            "source_gains",
            side,
            f"{len(accounts)} account{'s' if len(accounts) > 1 else ''} come from the side of a "
            "group that gains if this one is blamed",
            tuple(sorted(accounts)),
        )
        for side, accounts in sorted(heard.items())
    ]
