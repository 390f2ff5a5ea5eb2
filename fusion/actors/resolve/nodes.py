"""Personas with the same name become nodes, kept apart where their contexts do not agree."""

from __future__ import annotations

from collections.abc import Iterable

from fusion.actors.names import parse_name
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Context, Node, Persona
from fusion.actors.rules import rules
from fusion.terms.identifiers import identifier


def nodes_of(personas: Iterable[Persona], likeness: Likeness) -> list[Node]:
    """Nodes in order of founding. A name alone never joins two accounts' persons: evidence does.

    `actor_id` is what the node would be called as an actor: the hash of kind and the founding
    mention's normal form; a namesake that comes later adds its founding mention, so that the first
    keeps its identifier whoever appears afterwards.
    """
    return Founding(likeness).add(personas)


class Founding:
    """The nodes of a mission as its personas come in, batch by batch."""

    def __init__(self, likeness: Likeness) -> None:
        self.likeness = likeness
        self.bearers = Bearers((), likeness)
        self.by_key: dict[str, Node] = {}
        self._by_name: dict[str, list[Node]] = {}
        self._taken: set[str] = set()

    def add(self, personas: Iterable[Persona]) -> list[Node]:
        """Find each persona's node or found one; the nodes that are new or know more, in order."""
        listed = sorted(personas, key=lambda p: p.order)
        self.bearers.add(p.names[0] for p in listed if not p.is_weak)
        self.likeness.announce((p.names[0], p.names[0]) for p in listed)
        touched: dict[str, Node] = {}
        new: list[Node] = []
        for persona in listed:
            nodes = self._by_name.setdefault(name_key(persona.names[0]), [])
            home = _home(persona, nodes, self.bearers, self.likeness)
            if home is None:
                home = _found(persona, len(nodes))
                nodes.append(home)
                new.append(home)
                self.by_key[home.key] = home
            else:
                home.personas.append(persona)
                home.context.add(persona.context)
                home.names = list(dict.fromkeys([*home.names, *persona.names]))
            touched[home.key] = home
        self._name_apart(new)
        return sorted(touched.values(), key=lambda node: node.order)

    def _name_apart(self, nodes: list[Node]) -> None:
        for node in sorted(nodes, key=lambda n: n.order):
            founding = min((spot for p in node.personas for spot in p.spots), key=lambda s: s.order)
            normal = founding.mention.normal
            node.actor_id = identifier("actor", "person", normal)
            if node.actor_id in self._taken:
                node.actor_id = identifier("actor", "person", normal, founding.mention_id)
            self._taken.add(node.actor_id)


def name_key(name: str) -> str:
    """Equal for spellings whose parts are equal in sound, in their order."""
    return " ".join(part.group or part.sound for part in parse_name(name).parts)


def _home(persona: Persona, nodes: list[Node], bearers: Bearers, likeness: Likeness) -> Node | None:
    """The node of this name that the persona most likely belongs to, if any does surely."""
    if not nodes:
        return None
    trial = Node("", persona.names, [persona], persona.context, persona.is_weak)
    name = persona.names[0]
    alone = 0.0 if persona.is_weak else bearers.alone(name, name)
    # Equal names: nothing in them speaks against, and only their rarity counts.
    measured = (1.0, likeness.of(name, name)[1])
    weighed = [
        (weigh(node, trial, measured, alone=alone).probability, -place)
        for place, node in enumerate(nodes)
    ]
    best, place = max(weighed)
    return nodes[-place] if best >= rules("linkage")["merge"] else None


def _found(persona: Persona, number: int) -> Node:
    context = Context()
    context.add(persona.context)
    key = f"{name_key(persona.names[0])}#{number}"
    return Node(key, list(persona.names), [persona], context, persona.is_weak)
