"""Namesakes that an analyst told apart: two mentions of one name that mean two persons."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.actors.resolve.model import Node, Persona

Pair = tuple[str, str]


class Namesakes:
    """Pairs of mentions that share no node and no actor, whatever speaks for one person."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._pairs = list(pairs)
        self._apart: dict[str, set[str]] = {}
        for one, two in self._pairs:
            self._apart.setdefault(one, set()).add(two)
            self._apart.setdefault(two, set()).add(one)
        self._actor_of: dict[str, str] = {}

    def holds(self, persona: Persona) -> bool:
        """Whether an analyst told this one from another."""
        return bool(self._apart) and any(s.mention_id in self._apart for s in persona.spots)

    def barred(self, persona: Persona, nodes: list[Node]) -> frozenset[int]:
        """Numbers of the nodes that he is told from."""
        if not self.holds(persona):
            return frozenset()
        apart = {name for spot in persona.spots for name in self._apart.get(spot.mention_id, ())}
        return frozenset(
            number
            for number, node in enumerate(nodes)
            if any(spot.mention_id in apart for told in node.personas for spot in told.spots)
        )

    def couples(self, nodes: Iterable[Node]) -> list[Pair]:
        """Actor ids of the pairs, as far as nodes were found that hold their mentions; those of
        one account's one person are left out: no decision parts them."""
        if not self._apart:
            return []
        for node in nodes:
            ids = {spot.mention_id for persona in node.personas for spot in persona.spots}
            self._actor_of.update(dict.fromkeys(ids & self._apart.keys(), node.actor_id))
        told = ((self._actor_of.get(one), self._actor_of.get(two)) for one, two in self._pairs)
        return [(one, two) for one, two in told if one and two and one != two]
