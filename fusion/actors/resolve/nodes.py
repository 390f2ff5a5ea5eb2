"""Personas with the same name become nodes, kept apart where their contexts do not agree."""

from __future__ import annotations

from fusion.actors.names import parse_name
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Context, Node, Persona
from fusion.actors.rules import rules
from fusion.terms.identifiers import identifier


def nodes_of(personas: list[Persona], likeness: Likeness) -> list[Node]:
    """Nodes in order of founding. A name alone never joins two accounts' persons: evidence does.

    `actor_id` is what the node would be called as an actor: the hash of kind and the founding
    mention's normal form; a namesake that comes later adds its founding mention, so that the first
    keeps its identifier whoever appears afterwards.
    """
    bearers = Bearers((p.names[0] for p in personas if not p.is_weak), likeness)
    likeness.announce((p.names[0], p.names[0]) for p in personas)
    by_name: dict[str, list[Node]] = {}
    for persona in sorted(personas, key=lambda p: p.order):
        nodes = by_name.setdefault(name_key(persona.names[0]), [])
        home = _home(persona, nodes, bearers, likeness)
        if home is None:
            nodes.append(_found(persona, len(nodes)))
        else:
            home.personas.append(persona)
            home.context.add(persona.context)
            home.names = list(dict.fromkeys([*home.names, *persona.names]))
    listed = [node for nodes in by_name.values() for node in nodes]
    _name_apart(listed)
    return sorted(listed, key=lambda node: node.order)


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


def _name_apart(nodes: list[Node]) -> None:
    taken: set[str] = set()
    for node in sorted(nodes, key=lambda n: n.order):
        founding = min((spot for p in node.personas for spot in p.spots), key=lambda s: s.order)
        normal = founding.mention.normal
        node.actor_id = identifier("actor", "person", normal)
        if node.actor_id in taken:
            node.actor_id = identifier("actor", "person", normal, founding.mention_id)
        taken.add(node.actor_id)
