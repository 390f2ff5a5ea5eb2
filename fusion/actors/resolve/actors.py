"""Rows of actor and actor_mention from clusters of persons and from things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fusion.actors.fold import is_arabic
from fusion.actors.names import parse_name
from fusion.actors.names.bynames import called
from fusion.actors.resolve.linked import Linked
from fusion.actors.resolve.model import Node, Spot
from fusion.actors.resolve.personas import richness
from fusion.actors.resolve.things import Key, country_of
from fusion.terms.identifiers import identifier


@dataclass(slots=True)
class Resolved:
    """Actor rows, actor_mention rows, and the actor of each mention."""

    actors: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    actor_of: dict[str, str] = field(default_factory=dict)
    actor_of_node: dict[str, str] = field(default_factory=dict)

    def add(self, row: dict[str, Any], spots: Iterable[tuple[Spot, float, str]]) -> None:
        """An actor with its mentions."""
        listed = list(spots)
        self.actors.append(row)
        for spot, score, rule in listed:
            self.actor_of[spot.mention_id] = row["actor_id"]
            self.links.append(
                {
                    "actor_id": row["actor_id"], "mention_id": spot.mention_id,
                    "account_id": spot.source.account_id, "surface": spot.mention.surface,
                    "score": score, "rule": rule,
                }
            )  # fmt: skip


def add_persons(nodes: list[Node], linked: Linked, renamed: dict[str, str], out: Resolved) -> None:
    """One actor per cluster that a full name or several accounts' context stands for."""
    by_key = {node.key: node for node in nodes}
    for keys in linked.clusters:
        members = sorted((by_key[key] for key in keys), key=lambda node: node.order)
        n_accounts = len({p.order[1] for node in members for p in node.personas})
        if all(node.is_weak for node in members) and n_accounts < 2:
            continue  # a short name in one account stays a mention
        actor_id = members[0].actor_id
        spots = [(spot, node) for node in members for p in node.personas for spot in p.spots]
        rule = "single_name_spelling" if len(members) == 1 else f"linked_spellings:{len(members)}"
        row = _row(actor_id, "person", [spot for spot, _ in spots], rule)
        row["name"] = renamed.get(actor_id, best_name(s.mention.surface for s, _ in spots))
        row["aliases"] = sorted({s.mention.surface for s, _ in spots} - {row["name"]})
        out.add(row, [(spot, *_link_of(node, members[0], linked)) for spot, node in spots])
        out.actor_of_node.update((node.key, actor_id) for node in members)


def _link_of(node: Node, founder: Node, linked: Linked) -> tuple[float, str]:
    """Probability of a mention's being the actor's, and why: with the identifier that it would have
    as an actor of its own, since 'different' between the two undoes the join."""
    if node is founder:
        return 1.0, "founding_name"
    evidence = linked.joined.get(node.key)
    if evidence is None:
        return 1.0, f"analyst_or_chain; apart: {node.actor_id}"
    return evidence.probability, f"linked: {evidence.explain()}; apart: {node.actor_id}"


def add_things(things: dict[Key, list[Spot]], renamed: dict[str, str], out: Resolved) -> None:
    """One actor per group, organisation, telephone, vehicle and money account."""
    for (kind, key), spots in things.items():
        actor_id = identifier("actor", kind, key)
        row = _row(
            actor_id, kind, spots, "known_group" if key.startswith("known:") else "identifier"
        )
        surfaces = Counter(spot.mention.surface for spot in spots)
        longest = sorted(surfaces, key=lambda s: (-len(s), s))[0]
        name = key.removeprefix("known:") if key.startswith("known:") else longest
        if key.startswith("+"):
            name = key
        row["name"] = renamed.get(actor_id, name)
        row["aliases"] = sorted(set(surfaces) - {row["name"]})
        row["country"] = next((c for c in (country_of(s.mention) for s in spots) if c), None)
        out.add(row, [(spot, 1.0, "same_key") for spot in spots])


def best_name(surfaces: Iterable[str]) -> str:
    """The spelling that says most: weight of parts, Latin script, number of times, alphabet.

    What others call a man tells less than his name: 'Gros Alhou' is Alhousséini Y. Maiga.
    """
    counts = Counter(surfaces)
    return min(
        counts,
        key=lambda s: (
            -round(richness(parse_name(called(s).name)), 3),
            -round(richness(parse_name(s)), 3),
            is_arabic(s),
            len(parse_name(s).titles),
            -counts[s],
            s,
        ),
    )


def _row(actor_id: str, kind: str, spots: list[Spot], rule: str) -> dict[str, Any]:
    days = sorted(spot.source.day for spot in spots)
    return {
        "actor_id": actor_id, "kind": kind, "n_accounts": len({s.source.account_id for s in spots}),
        "first_on": days[0], "last_on": days[-1], "country": None, "rule": rule,
    }  # fmt: skip
