"""Resolution that is kept: what is new is placed among what is held, and only that is linked anew.

The stage gives everything in one batch. Who keeps a `Held` may add a day to a year for the cost of
the day: personas that come later than those held find their nodes, and the nodes that are touched
are linked again with all that share a name part with them, and with the clusters of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fusion.actors.resolve.clusters import Known, Spread
from fusion.actors.resolve.evidence import Evidence
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.linked import Linked, Pair
from fusion.actors.resolve.model import Node, Persona, Placed
from fusion.actors.resolve.namesakes import Namesakes
from fusion.actors.resolve.near import Near
from fusion.actors.resolve.nodes import Founding
from fusion.actors.resolve.persons import link

TURNS = 4  # what is taken in brings its neighbours near; chains are shorter than this


class Held:
    """Nodes and clusters of all personas so far. Actors' identifiers never change by adding."""

    def __init__(
        self, same: Iterable[Pair] = (), different: Iterable[Pair] = (),
        carried: Mapping[str, Placed] | None = None, namesakes: Iterable[Pair] = (),
    ) -> None:  # fmt: skip
        """`carried`: where an earlier run placed personas, by their first mention; `namesakes`:
        pairs of mentions that mean two persons, whatever their names."""
        self._decided = (list(same), list(different))
        self._key_of: dict[str, str] = {}
        self._namesakes = Namesakes(namesakes)
        self._founding = Founding(Likeness(), carried, self._namesakes)
        self._spread = Spread(())
        self._members: dict[str, list[str]] = {}
        self._leader: dict[str, str] = {}
        self._near = Near()
        self._joined: dict[str, Evidence] = {}
        self._review: dict[Pair, Evidence] = {}
        self._asked: dict[str, set[Pair]] = {}  # pairs of the review by each of their nodes

    @property
    def linked(self) -> Linked:
        """Clusters, the evidence of each join, and what is left to an analyst, as they stand."""
        return Linked(self.clusters, self._joined, self._review)

    @property
    def placed(self) -> list[Placed]:
        """Where each persona was placed, for a later run."""
        return self._founding.placed

    @property
    def nodes(self) -> list[Node]:
        """All nodes, in order of founding."""
        return sorted(self._founding.by_key.values(), key=lambda node: node.order)

    @property
    def clusters(self) -> list[list[str]]:
        """Node keys of each cluster, in order of their leaders."""
        return [self._members[leader] for leader in sorted(self._members)]

    def node(self, key: str) -> Node:
        """The node of a key."""
        return self._founding.by_key[key]

    def add(self, personas: Iterable[Persona]) -> Held:
        """Place further personas, none of them earlier than those held; itself again."""
        listed = list(personas)
        self._spread.add(persona.context for persona in listed)
        touched = self._founding.add(listed)
        self._key_of.update((node.actor_id, node.key) for node in touched)
        self._near.add(touched, self._founding.by_key)
        couples = self._namesakes.couples(touched)
        self._decided[1].extend(pair for pair in couples if pair not in self._decided[1])
        fresh = {node.key for node in touched}
        for _ in range(TURNS):
            fresh = self._link(self._whole(fresh | self._decided_with(fresh)))
            if not fresh:
                break
        return self

    def _link(self, fresh: set[str]) -> set[str]:
        """Link these whole clusters anew among all that they may be joined to, which stand as they
        are. The nodes of those that were taken in: what is near them must be looked at next."""
        if len(fresh) < len(self._founding.by_key):
            # Whom a short name means may have changed with what is new: it starts anew, too.
            fresh = self._whole(fresh | self._near.short_of(map(self.node, fresh)))
        pairs = self._near.pairs(fresh)
        reach = fresh | {key for pair in pairs for key in pair}
        if len(fresh) < len(self._founding.by_key):
            reach |= self._near.bearers_of(map(self.node, fresh))
        reach = self._whole(reach)
        leaders = sorted({self._leader[key] for key in reach - fresh if key in self._leader})
        standing = [self._members[leader] for leader in leaders]
        nodes = sorted(map(self.node, reach), key=lambda node: node.order)
        known = Known(self._founding.bearers, self._spread)
        found = link(nodes, *self._decided, self._founding.likeness, known, pairs, standing)
        self._replace(reach, fresh, found)
        return {key for held in standing if self._whole(set(held)) != set(held) for key in held}

    def _whole(self, keys: set[str]) -> set[str]:
        """Nodes and all others of their clusters."""
        leaders = {self._leader[key] for key in keys if key in self._leader}
        return keys | {member for leader in leaders for member in self._members[leader]}

    def _decided_with(self, keys: set[str]) -> set[str]:
        """Nodes that an analyst joined to some of these."""
        couples = ({self._key_of.get(one), self._key_of.get(two)} for one, two in self._decided[0])
        return {key for couple in couples if couple & keys for key in couple if key}

    def _replace(self, reach: set[str], fresh: set[str], found: Linked) -> None:
        """Put what was linked anew in the place of what was held of the same nodes."""
        for leader in {self._leader[key] for key in reach if key in self._leader}:
            del self._members[leader]
        for members in found.clusters:
            self._members[members[0]] = members
            self._leader.update(dict.fromkeys(members, members[0]))
        for key in fresh:
            self._joined.pop(key, None)
            for pair in self._asked.pop(key, ()):
                self._review.pop(pair, None)
        for key, evidence in found.joined.items():
            self._joined.setdefault(key, evidence)  # what stood keeps what it was joined for
        self._review |= found.review
        for pair in found.review:
            for key in pair:
                self._asked.setdefault(key, set()).add(pair)
