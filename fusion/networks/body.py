"""The body of a hypothesis: what it consists of in one week, whole or with one thing left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import exp, log1p
from typing import Any

from fusion.networks.evidence import Evidence, Origin
from fusion.networks.grading import belief
from fusion.networks.parts import joined_parts
from fusion.networks.ties import Tie, strength_at
from fusion.networks.weights import LEAST_TELLING

WEAK_TIES = frozenset({"co_presence"})
HARD_KINDS = frozenset({"phone", "vehicle", "account", "address"})
# Being named in an account of the group's incident is not yet belonging to it.
NAMED_IN = 0.6


@dataclass(frozen=True)
class Body:
    """Incidents (rows of Evidence) in one week, less what is left out."""

    evidence: Evidence
    rows: tuple[int, ...]
    week: int
    without_origin: str | None = None
    without_component: str | None = None
    without_actor: str | None = None

    def _stands(self, origin: Origin) -> bool:
        return (
            origin.week <= self.week
            and origin.origin_id != self.without_origin
            and origin.component != self.without_component
        )

    @cached_property
    def origins_of(self) -> dict[int, list[Origin]]:
        """Origins by incident row; incidents that lost all of theirs are gone."""
        found = {
            row: [o.at(self.week) for o in self.evidence.origins[row] if self._stands(o)]
            for row in self.rows
        }
        return {row: origins for row, origins in found.items() if origins}

    @cached_property
    def incident_rows(self) -> list[int]:
        """Rows that are incidents, not further accounts."""
        return [row for row in self.origins_of if self.evidence.is_incident[row]]

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Origins that count, each as its first incident has it."""
        out: dict[str, Origin] = {}
        for origins in self.origins_of.values():
            for origin in counting(origins):
                out.setdefault(origin.origin_id, origin)
        return dict(sorted(out.items()))

    @cached_property
    def rows_of_origin(self) -> dict[str, list[int]]:
        """Incidents that rest on each origin, among others."""
        out: dict[str, list[int]] = {}
        for row, found in self.origins_of.items():
            for name in {o.origin_id for o in found}:
                out.setdefault(name, []).append(row)
        return out

    @cached_property
    def rows_of_actor(self) -> dict[str, dict[int, tuple[str, ...]]]:
        """Incidents that each actor stands in, with the standing origins that say so."""
        named, out = self.evidence.named_in_row, dict[str, dict[int, tuple[str, ...]]]()
        for row in self.rows:
            standing = {o.origin_id for o in self.origins_of.get(row, ())}
            for actor, since, origins in named.get(row, ()) if standing else ():
                if since > self.week or actor == self.without_actor:
                    continue
                said = tuple(o for o in origins if o in standing)
                if said:
                    out.setdefault(actor, {})[row] = said
        return out

    @cached_property
    def blocks(self) -> frozenset[int]:
        """Blocks of the record that it lies in."""
        return self.evidence.surroundings.blocks_of(self.rows)

    @cached_property
    def ties(self) -> list[tuple[Tie, tuple[str, ...]]]:
        """Ties between actors of the body with the standing origins of their claims."""
        present, around = self.rows_of_actor, self.evidence.surroundings
        numbers = {n for actor in present for n in around.ties_of_actor.get(actor, ())}
        numbers |= {n for block in self.blocks for n in around.ties_of_block.get(block, ())}
        out = []
        for tie in (self.evidence.ties[n] for n in sorted(numbers)):
            if tie["source_id"] not in present or tie["target_id"] not in present:
                continue
            if tie["since"] > self.week:
                continue
            origins = self._origins_of_claims(tie["claim_ids"] or ())
            if origins or not tie["claim_ids"]:
                out.append((tie, origins))
        return out

    def strength_of(self, tie: Tie) -> float:
        """Strength of a tie, 0-1, as its claims of up to the body's week have it."""
        return strength_at(tie, self.week)

    def _origins_of_claims(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        around = self.evidence.surroundings
        found = set()
        for claim_id in claim_ids:
            claim = around.claim_by_id.get(claim_id)
            if claim is None or claim["polarity"] == "denied" or claim["week"] > self.week:
                continue
            if around.block_of_claim(claim) not in self.blocks:
                continue
            origin = around.origin_of_account.get(claim["account_id"])
            if origin is None:
                found.add(claim["account_id"])  # an account outside incidents speaks for itself
            elif self._stands(origin):
                found.add(origin.origin_id)
        return tuple(sorted(found))

    def claims_about(self, actor: str) -> list[dict[str, Any]]:
        """Claims about an actor that are no ties, made in this part of the record by now."""
        return [
            claim
            for block, claim in self.evidence.surroundings.claims_of_actor.get(actor, ())
            if block in self.blocks and claim["week"] <= self.week
        ]

    @cached_property
    def strong_ties(self) -> list[tuple[Tie, tuple[str, ...]]]:
        """Ties that somebody stated, other than being seen together."""
        return [(tie, o) for tie, o in self.ties if tie["kind"] not in WEAK_TIES]

    @cached_property
    def components(self) -> frozenset[str]:
        """Who reports it."""
        return frozenset(o.component for o in self.origins.values())

    @cached_property
    def persons(self) -> frozenset[str]:
        """Members that are people or bodies of people, not things."""
        kinds = self.evidence.kind_of_actor
        return frozenset(a for a in self.rows_of_actor if kinds[a] not in HARD_KINDS)

    @cached_property
    def strength(self) -> float:
        """0-1: half from believed origins, three tenths from ties, two tenths from components.

        Each term saturates: origins as 1 - exp(-sum of belief / 4), so that four well graded
        origins give about 0.6; ties as 1 - exp(-sum of strength / 3), where being together in two
        incidents counts as a weak tie; components as their number up to three.
        """
        trust = sum(belief(o) for o in self.origins.values())
        tied = sum(self.strength_of(tie) for tie, _ in self.strong_ties)
        tied += 0.2 * sum(1 for rows in self.rows_of_actor.values() if len(rows) > 1)
        return (
            0.5 * (1 - exp(-trust / 4))
            + 0.3 * (1 - exp(-tied / 3))
            + 0.2 * min(len(self.components), 3) / 3
        )

    @cached_property
    def largest_chain(self) -> int:
        """Actors in the largest group joined by stated ties or by standing in one incident."""
        parent = {actor: actor for actor in self.rows_of_actor}

        def root(actor: str) -> str:
            """The actor that stands for the group `actor` is in."""
            while parent[actor] != actor:
                actor = parent[actor]
            return actor

        first: dict[int, str] = {}
        for actor, rows in self.rows_of_actor.items():
            for row in rows:
                parent[root(actor)] = root(first.setdefault(row, actor))
        for tie, _ in self.ties:
            parent[root(tie["source_id"])] = root(tie["target_id"])
        sizes: dict[str, int] = {}
        for actor in parent:
            sizes[root(actor)] = sizes.get(root(actor), 0) + 1
        return max(sizes.values(), default=0)

    @cached_property
    def parts(self) -> list[set[int]]:
        """Incidents joined by telling actors that they share, largest part first."""
        telling = self.evidence.telling_of
        return joined_parts(
            [{row} for row in self.origins_of]
            + [set(r) for a, r in self.rows_of_actor.items() if telling[a] >= LEAST_TELLING]
        )

    @cached_property
    def stands(self) -> bool:
        """Three actors in one chain, two incidents that share one: the least there must be."""
        least = self.evidence.run.profile.thresholds.minimum_members
        return bool(self.parts) and len(self.parts[0]) >= 2 and self.largest_chain >= least

    def membership(self, actor: str) -> float:
        """Probability of belonging: noisy-or over independent origins that name the actor.

        Each believed origin counts NAMED_IN; each stated tie to another member counts its
        strength. The result never reaches certainty.
        """
        miss = 0.0
        counted = {o for said in self.rows_of_actor.get(actor, {}).values() for o in said}
        for origin_id in sorted(counted):
            if origin_id in self.origins:
                miss += log1p(-NAMED_IN * belief(self.origins[origin_id]))
        if counted and not miss:  # named only by relays: worth half of one unknown origin
            miss = log1p(-0.2 * NAMED_IN)
        for tie, _ in self.strong_ties:
            if actor in (tie["source_id"], tie["target_id"]):
                miss += log1p(-0.5 * min(0.95, self.strength_of(tie)))
        return min(0.97, 1 - exp(miss))


def counting(origins: list[Origin]) -> list[Origin]:
    """Origins of one incident that count: independent ones, and the first where there is none."""
    counted = [o for o in origins if o.is_independent]
    return counted or [min(origins, key=lambda o: (o.week, o.origin_id))]
