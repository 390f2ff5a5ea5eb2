"""Resolution that is kept: what is new is placed among what is held, and only that is linked anew.

The stage gives everything in one batch. Who keeps a `Held` may add a day to a year for the cost of
the day: personas that come later than those held find their nodes, and the nodes that are touched
are linked again with all that share a name part with them, and with the clusters of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fusion.actors.resolve.blocks import block_keys, like_names
from fusion.actors.resolve.clusters import Spread
from fusion.actors.resolve.evidence import Evidence
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.linked import Linked, Pair
from fusion.actors.resolve.model import Node, Persona, Placed
from fusion.actors.resolve.nodes import Founding
from fusion.actors.resolve.persons import Known, link
from fusion.actors.resolve.short_names import codes_of
from fusion.actors.rules import rules


class Held:
    """Nodes and clusters of all personas so far. Actors' identifiers never change by adding."""

    def __init__(
        self, same: Iterable[Pair] = (), different: Iterable[Pair] = (),
        carried: Mapping[str, Placed] | None = None,
    ) -> None:  # fmt: skip
        """`carried`: where an earlier run placed personas, by their first mention."""
        self._decided = (list(same), list(different))
        self._key_of: dict[str, str] = {}
        self._founding = Founding(Likeness(), carried)
        self._spread = Spread(())
        self._members: dict[str, list[str]] = {}
        self._leader: dict[str, str] = {}
        self._index: dict[str, set[str]] = {}
        self._keys: dict[str, set[str]] = {}
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
        for node in touched:
            self._enter(node)
        reach = self._reach(touched)
        known = Known(self._founding.bearers, self._spread)
        found = link(reach, *self._decided, self._founding.likeness, known)
        self._replace(reach, found)
        return self

    def _enter(self, node: Node) -> None:
        """Keep a node under what it may be looked for by: full names by block, all by part."""
        self._key_of[node.actor_id] = node.key
        tag = "weak" if node.is_weak else "full"
        keys = {f"{tag} {code}" for code in codes_of(node)}
        keys |= set() if node.is_weak else block_keys(node)
        for key in keys - self._keys.get(node.key, set()):
            self._index.setdefault(key, set()).add(node.key)
        self._keys[node.key] = keys

    def _reach(self, touched: list[Node]) -> list[Node]:
        """The touched nodes, those they may be joined to by their names, and the clusters of all.

        Full names meet in blocks, where they are like enough; short ones meet all that hold a part.
        """
        if len(touched) == len(self._founding.by_key):
            return touched
        near = {node.key for node in touched}
        by_key = self._founding.by_key
        pairs = {
            (node.key, other)
            for node in touched
            if not node.is_weak
            for other in self._found(block_keys(node))
        }
        named = {key: by_key[key].full_names for key in {key for pair in pairs for key in pair}}
        found = like_names(named, pairs)
        for node in touched:
            codes = codes_of(node)
            found |= self._found(f"weak {code}" for code in codes)
            found |= self._found(f"full {code}" for code in codes) if node.is_weak else set()
        near |= found
        for one, two in self._decided[0]:
            pair = {self._key_of.get(one), self._key_of.get(two)}
            near |= {key for key in pair if key} if pair & near else set()
        leaders = {self._leader[key] for key in near if key in self._leader}
        near |= {member for leader in leaders for member in self._members[leader]}
        return sorted((by_key[key] for key in near), key=lambda node: node.order)

    def _found(self, keys: Iterable[str]) -> set[str]:
        """Nodes kept under any of the keys; keys of too many nodes tell nothing."""
        limit = rules("linkage")["block_limit"]
        listed = (self._index.get(key, set()) for key in keys)
        return {key for held in listed if len(held) <= limit for key in held}

    def _replace(self, reach: list[Node], found: Linked) -> None:
        """Put what was linked anew in the place of what was held of the same nodes."""
        keys = {node.key for node in reach}
        for leader in {self._leader[key] for key in keys if key in self._leader}:
            del self._members[leader]
        for members in found.clusters:
            self._members[members[0]] = members
            self._leader.update(dict.fromkeys(members, members[0]))
        for key in keys:
            self._joined.pop(key, None)
            for pair in self._asked.pop(key, ()):
                self._review.pop(pair, None)
        self._joined |= found.joined
        self._review |= found.review
        for pair in found.review:
            for key in pair:
                self._asked.setdefault(key, set()).add(pair)
