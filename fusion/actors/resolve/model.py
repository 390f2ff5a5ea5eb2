"""What resolution works on: personas of accounts, nodes of equal names, and their context."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import NamedTuple

from fusion.actors.model import Mention, Source
from fusion.actors.names import is_full

Order = tuple[dt.datetime, str, int]
Point = tuple[float, float] | tuple[float, float, float]  # degrees; of a region its radius in km


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention in its account, with its place in the order of receipt."""

    mention_id: str
    mention: Mention
    source: Source

    @property
    def order(self) -> Order:
        """Time of receipt, account, offset: the first of an actor's spots founds it."""
        return (self.source.received_at, self.source.account_id, self.mention.start)


@dataclass(slots=True)
class Context:
    """What stands around a name: compared, never merged by itself."""

    points: set[Point] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    associates: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    markets: set[str] = field(default_factory=set)
    bynames: set[str] = field(default_factory=set)
    scenes: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    days: set[dt.date] = field(default_factory=set)

    def add(self, other: Context) -> None:
        """Take over everything of another context."""
        for own, told in zip(_parts_of(self), _parts_of(other), strict=True):
            if told:
                own.update(told)


_parts_of = attrgetter(*(part.name for part in fields(Context)))  # all at once: this runs often


@dataclass(slots=True)
class Persona:
    """One person as one account names him: all his mentions in it, the fullest name first."""

    names: list[str]
    spots: list[Spot]
    context: Context
    is_weak: bool
    mark: str = ""  # equal for equal readings of its account; empty where nobody asked
    named: tuple[Point, ...] = ()  # places that its account names besides those of the happening
    told_days: tuple[dt.date, ...] = ()  # of the happening, where more than the writing is known

    @property
    def order(self) -> Order:
        """Order of its first mention."""
        return self.first.order

    @property
    def first(self) -> Spot:
        """Its first mention."""
        spots = self.spots
        return spots[0] if len(spots) == 1 else min(spots, key=lambda spot: spot.order)


class Placed(NamedTuple):
    """Where a persona was placed among those of one name: what a later run need not weigh again.

    `place` counts the personas of the name, `node` their nodes; `alone` is what its name said.
    """

    mention_id: str
    account_id: str
    mark: str
    place: int
    node: int
    alone: float


@dataclass(slots=True)
class Node:
    """Personas of one name whose contexts agree: the unit that is linked across names."""

    key: str
    names: list[str]
    personas: list[Persona]
    context: Context
    is_weak: bool
    actor_id: str = ""
    named: frozenset[Point] = frozenset()  # places named in its accounts; known of clusters only
    seen_with: frozenset[str] = frozenset()  # told of at one scene, by whatever account
    met: frozenset[tuple[dt.date, str]] = (
        frozenset()
    )  # with whom on which told day; known of clusters only

    @property
    def order(self) -> Order:
        """Order of its first mention."""
        return min(persona.order for persona in self.personas)

    @property
    def full_names(self) -> list[str]:
        """The names of two words or more by which it is told: one, and stated aliases."""
        return [name for name in self.names if is_full(name)] or self.names[:1]
