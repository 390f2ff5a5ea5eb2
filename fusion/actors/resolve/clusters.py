"""Clusters of nodes as they stand while resolution goes on: their names and joint context."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fusion.actors.names import parse_name
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.model import Context, Node, Point
from fusion.actors.resolve.union import Unions

FAMILIAR = 8  # who is met with more persons than this is met with everybody; on planted crowds
MOST_COMPANY = 12  # an account that names more persons is a list: being on it says nothing


class Spread:
    """How widely groups, firms, numbers and scenes are spread over the persons of a mission."""

    def __init__(self, contexts: Iterable[Context]) -> None:
        self._n_personas = 0
        self._counts: Counter[str] = Counter()
        self._n_grouped = 0
        self._groups: Counter[str] = Counter()
        self.add(contexts)

    def add(self, contexts: Iterable[Context]) -> None:
        """Count further personas by their contexts."""
        for context in contexts:
            self._n_personas += 1
            self._counts.update(context.beside)
            self._counts.update(context.scenes)
            self._groups.update(context.groups)
            self._n_grouped += bool(context.groups)

    def surprise(self, groups: Iterable[str]) -> float:
        """Log-odds that sharing the rarest of `groups` is worth: by the share who are of it, of all
        who are of any group (u of Fellegi and Sunter, 1969)."""
        least = min((self._groups[group] for group in groups), default=self._n_grouped)
        return math.log(max(1, self._n_grouped) / max(1, least))

    def rarity(self, keys: Iterable[str]) -> float:
        """Of the rarest of `keys`, 0–1: inverse document frequency over its greatest value."""
        if self._n_personas < 2:
            return 0.0
        least = min((self._counts[key] for key in keys), default=self._n_personas)
        return math.log(self._n_personas / max(1, least)) / math.log(self._n_personas)


class Known(NamedTuple):
    """What the whole mission tells of its names and surroundings, where only a part is linked."""

    bearers: Bearers
    spread: Spread


class Clusters:
    """Joint nodes by leader. A cluster knows more than any of its accounts: evidence is its own."""

    def __init__(self, nodes: list[Node], unions: Unions, known: Known) -> None:
        self.by_key = {node.key: node for node in nodes}
        self.unions = unions
        self.known = known
        self._of_name: dict[str, str] = {}
        for node in nodes:
            for name in node.full_names:
                self._of_name.setdefault(associate_key(name), node.key)
        self._told = _together((node.key, node.context.accounts) for node in nodes)
        self._seen = _together((node.key, node.context.scenes) for node in nodes)
        self._beside: dict[str, tuple[int, int]] = {}
        self._known: dict[str, tuple[int, Node]] = {}
        self._before: dict[str, tuple[int, Node]] = {}

    def joint(self, key: str) -> Node:
        """The cluster of a node as one node: all its names, the union of its contexts.

        The same object as long as nothing in it changes: who holds it need not look again.
        """
        leader = self.unions.find(key)
        members = self.unions.members(leader)
        known = self._known.get(leader)
        if known is None or known[0] != len(members):
            known = (len(members), self._join([self.by_key[name] for name in sorted(members)]))
            before = self._before.get(leader)
            known = before if before is not None and before == known else known
            self._known[leader] = known
        return known[1]

    def refresh(self) -> None:
        """Put joint nodes together anew: who an associate is may have been settled since."""
        self._before, self._known = self._known, {}

    def members(self, key: str) -> list[Node]:
        """The nodes of a cluster, by key."""
        return [self.by_key[member] for member in sorted(self.unions.members(key))]

    def _join(self, members: list[Node]) -> Node:
        context = Context()
        for node in members:
            context.add(node.context)
        # Whoever is met under two spellings is one associate.
        context.associates = {
            self.unions.find(self._of_name[name]) if name in self._of_name else name
            for name in context.associates
        }
        context.associates |= self._companions(members)
        names = list(dict.fromkeys(name for node in members for name in node.names))
        is_weak = all(node.is_weak for node in members)
        return Node(
            members[0].key, names, [], context, is_weak,
            met=self._met(members), seen_with=self._seen_with(members), named=_named(members),
        )  # fmt: skip

    def _companions(self, members: list[Node]) -> set[str]:
        """Clusters with a full name that are met in the accounts of these nodes."""
        accounts = {account for node in members for account in node.context.accounts}
        return self._named_in(accounts, self._told) - {self.unions.find(members[0].key)}

    def _seen_with(self, members: list[Node]) -> frozenset[str]:
        """Clusters with a full name of whom some account tells at one of these nodes' scenes."""
        scenes = {scene for node in members for scene in node.context.scenes}
        found = self._named_in(scenes, self._seen) - {self.unions.find(members[0].key)}
        return frozenset(leader for leader in found if self._n_beside(leader) <= FAMILIAR)

    def _n_beside(self, leader: str) -> int:
        """How many nodes stand at the scenes of a cluster: who is met with all says nothing."""
        members = self.unions.members(leader)
        known = self._beside.get(leader)
        if known is None or known[0] != len(members):
            scenes = {scene for key in members for scene in self.by_key[key].context.scenes}
            beside = {key for scene in scenes for key in self._seen.get(scene, ())} - members
            known = self._beside[leader] = (len(members), len(beside))
        return known[1]

    def _named_in(self, places: Iterable[str], told: Mapping[str, set[str]]) -> set[str]:
        """Clusters with a full name that are told of in some of these accounts or scenes."""
        keys = {key for place in places for key in told.get(place, ())}
        return {
            leader
            for leader in {self.unions.find(key) for key in keys}
            if any(not self.by_key[key].is_weak for key in self.unions.members(leader))
        }

    def _met(self, members: list[Node]) -> frozenset[tuple[dt.date, str]]:
        """In whose company, and in that of which group, one account tells of them for a day."""
        own = self.unions.find(members[0].key)
        return frozenset(
            (day, whom)
            for node in members
            for persona in node.personas
            if persona.told_days
            for whom in (self._named_in(persona.context.accounts, self._told) - {own})
            | persona.context.groups
            for day in persona.told_days
        )


def _named(members: list[Node]) -> frozenset[Point]:
    return frozenset(point for node in members for told in node.personas for point in told.named)


def _together(nodes: Iterable[tuple[str, set[str]]]) -> dict[str, set[str]]:
    """The nodes of each account or scene in which several are told of; lists are left out."""
    told: dict[str, set[str]] = {}
    for key, places in nodes:
        for place in places:
            told.setdefault(place, set()).add(key)
    return {place: keys for place, keys in told.items() if 1 < len(keys) <= MOST_COMPANY}


def associate_key(name: str) -> str:
    """A full name as its associates keep it: its parts without initials, in alphabetical order."""
    parts = {p.group or p.sound for p in parse_name(name).parts if not p.is_initial}
    return " ".join(sorted(parts))
