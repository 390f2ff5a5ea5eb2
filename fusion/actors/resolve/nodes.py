"""Personas with the same name become nodes, kept apart where their contexts do not agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from fusion.actors.names import parse_name
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Context, Node, Persona, Placed
from fusion.actors.resolve.namesakes import Namesakes
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

    def __init__(
        self, likeness: Likeness, carried: Mapping[str, Placed] | None = None,
        namesakes: Namesakes | None = None,
    ) -> None:  # fmt: skip
        """`carried`: where an earlier run placed personas, by their first mention."""
        self.likeness = likeness
        self._namesakes = namesakes or Namesakes()
        self._decided: set[str] = set()  # names of whose bearers an analyst told two apart
        self.placed: list[Placed] = []
        self._carried = carried or {}
        self._counts: Counter[str] = Counter()
        self._parted: set[str] = set()  # names of which the personas are no longer those carried
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
            key = name_key(persona.names[0])
            nodes = self._by_name.setdefault(key, [])
            home = self._place(persona, key, nodes)
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

    def _place(self, persona: Persona, key: str, nodes: list[Node]) -> Node | None:
        """The persona's node; None where it founds one.

        Its place follows from those of its name before it, from itself and from how rare its name
        is. Where all these are as they were when it was placed before, nothing is weighed.
        """
        name = persona.names[0]
        alone = 0.0 if persona.is_weak else self.bearers.alone(name, name)
        crowd = self.bearers.crowd(name, name)
        spot = persona.first
        told = self._carried.get(spot.mention_id)
        place = self._counts[key]
        self._counts[key] += 1
        if self._namesakes.holds(persona):
            self._parted.add(key)
            self._decided.add(key)
        if (
            told is None
            or key in self._parted
            or not told.mark
            or (told.mark, told.place, told.alone) != (persona.mark, place, alone - crowd)
        ):
            self._parted.add(key)
            barred = self._namesakes.barred(persona, nodes)
            number = _home(persona, nodes, (alone, crowd), self.likeness, barred)
        else:
            number = told.node
        account = spot.source.account_id
        # What hangs on a decision is no longer so when it is taken back.
        mark = "" if key in self._decided else persona.mark
        told_of = (mark, place, number, alone - crowd)
        self.placed.append(Placed(spot.mention_id, account, *told_of))
        return nodes[number] if number < len(nodes) else None

    def _name_apart(self, nodes: list[Node]) -> None:
        for node in sorted(nodes, key=lambda n: n.order):
            founding = min((persona.first for persona in node.personas), key=lambda s: s.order)
            normal = founding.mention.normal
            node.actor_id = identifier("actor", "person", normal)
            if node.actor_id in self._taken:
                node.actor_id = identifier("actor", "person", normal, founding.mention_id)
            self._taken.add(node.actor_id)


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """Equal for spellings whose parts are equal in sound, in their order."""
    return " ".join(part.group or part.sound for part in parse_name(name).parts)


def _home(
    persona: Persona,
    nodes: list[Node],
    told: tuple[float, float],
    likeness: Likeness,
    barred: frozenset[int] = frozenset(),
) -> int:
    """Number of the node of this name that the persona most likely belongs to; of a new one where
    it surely belongs to none. `told`: what the mission says of the name (`Bearers`); `barred`:
    numbers of those that it is not."""
    if not nodes:
        return 0
    trial = Node("", persona.names, [persona], persona.context, persona.is_weak)
    name = persona.names[0]
    # Equal names: nothing in them speaks against, and only their rarity counts.
    measured = (1.0, likeness.of(name, name)[1])
    weighed = [
        (weigh(node, trial, measured, alone=told[0], crowd=told[1]).probability, -place)
        for place, node in enumerate(nodes)
        if place not in barred
    ]
    best, place = max(weighed, default=(0.0, 0))
    return -place if best >= rules("linkage")["merge"] else len(nodes)


def _found(persona: Persona, number: int) -> Node:
    context = Context()
    context.add(persona.context)
    key = f"{name_key(persona.names[0])}#{number}"
    return Node(key, list(persona.names), [persona], context, persona.is_weak)
