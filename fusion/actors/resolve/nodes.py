"""Personas with the same name become nodes, kept apart where their contexts do not agree."""

from __future__ import annotations

from fusion.actors.names import parse_name
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.model import Context, Node, Persona
from fusion.actors.rules import rules
from fusion.terms.identifiers import identifier


def nodes_of(personas: list[Persona]) -> list[Node]:
    """Nodes in order of founding. A name alone never joins two accounts' persons: evidence does.

    `actor_id` is what the node would be called as an actor: the hash of kind and the founding
    mention's normal form; a namesake that comes later adds its founding mention, so that the first
    keeps its identifier whoever appears afterwards.
    """
    bearers = Bearers(p.names[0] for p in personas if not p.is_weak)
    by_name: dict[str, list[Node]] = {}
    for persona in sorted(personas, key=lambda p: p.order):
        nodes = by_name.setdefault(name_key(persona.names[0]), [])
        home = _home(persona, nodes, bearers)
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


def _home(persona: Persona, nodes: list[Node], bearers: Bearers) -> Node | None:
    """The node of this name that the persona most likely belongs to, if any does surely."""
    trial = _found(persona, 0)
    weighed = [
        (weigh(node, trial, 1.0, alone=_alone(node, trial, bearers)).probability, -place)
        for place, node in enumerate(nodes)
    ]
    best, place = max(weighed, default=(0.0, 0))
    return nodes[-place] if best >= rules("linkage")["merge"] else None


def _alone(one: Node, two: Node, bearers: Bearers) -> float:
    return 0.0 if one.is_weak else bearers.alone(one.names[0], two.names[0])


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
