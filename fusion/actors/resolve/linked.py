"""What linking leaves behind: clusters, the evidence of each join, and what an analyst decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fusion.actors.names import name_score
from fusion.actors.resolve.evidence import Evidence
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Node
from fusion.actors.rules import rules

Pair = tuple[str, str]
MOST_NAMES = 12  # spellings of one cluster that are compared: more say nothing new


@dataclass(slots=True)
class Linked:
    """Clusters of node keys, the evidence behind their joins, and pairs left for an analyst."""

    clusters: list[list[str]]
    joined: dict[str, Evidence] = field(default_factory=dict)
    review: dict[Pair, Evidence] = field(default_factory=dict)


def full_names(members: Iterable[Node]) -> list[str]:
    """The leading full names of a cluster's nodes, in order of the alphabet."""
    return sorted({node.names[0] for node in members if not node.is_weak})[:MOST_NAMES]


def contradict(one: list[Node], two: list[Node], likeness: Likeness) -> bool:
    """Whether any two full names of the two clusters are unlike: then a chain went astray.

    Unless a node of theirs is told by both names: a stated alias is no contradiction.
    """
    floor = rules("linkage")["contradiction"]
    aliases = [node.full_names for node in [*one, *two] if not node.is_weak]
    return any(
        likeness.of(a, b)[0] < floor and not _is_bridged(a, b, aliases, floor)
        for a in full_names(one)
        for b in full_names(two)
    )


def _is_bridged(one: str, two: str, aliases: list[list[str]], floor: float) -> bool:
    return any(
        max(name_score(one, name) for name in names) >= floor
        and max(name_score(two, name) for name in names) >= floor
        for names in aliases
        if len(names) > 1
    )
