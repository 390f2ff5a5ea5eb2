"""Within one account: short forms, aliases and repetitions of one person come together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import cast

from fusion.actors.claims.scene import is_actor_mention
from fusion.actors.model import Reading
from fusion.actors.names import Name, is_full, parse_name
from fusion.actors.names.bynames import called
from fusion.actors.names.lexicon import words
from fusion.actors.resolve.model import Context, Persona, Point, Spot
from fusion.actors.resolve.scenes import days_of, scenes_of
from fusion.actors.resolve.things import KINDS
from fusion.actors.resolve.union import Unions

WIDEST_KM = 30  # radius of a place from which it is a region; ours, as the first step of near_km
_DAYS = ("occurred_from", "occurred_to")


def personas_of(reading: Reading) -> list[Persona]:
    """The persons of one account in order of their first mention; protected ones left out."""
    account = reading.source.account_id
    spots = [
        Spot(m.identify(account), m, reading.source)
        for m in reading.mentions
        if m.kind == "person" and is_actor_mention(m)
    ]
    if not spots:
        return []
    names = {spot.mention_id: parse_name(spot.mention.surface) for spot in spots}
    unions = Unions(spot.mention_id for spot in spots)
    _join_equal(spots, names, unions)
    for one, two in reading.aliases:
        unions.join(one, two)
    _join_short(spots, names, unions)
    by_id = {spot.mention_id: spot for spot in spots}
    around = _Around(reading)
    found = [_persona([by_id[m] for m in members], names, around) for members in unions.groups()]
    _add_associates(found)
    for persona in found:
        persona.mark = reading.mark
    return sorted(found, key=lambda persona: persona.order)


def _join_equal(spots: list[Spot], names: dict[str, Name], unions: Unions) -> None:
    first: dict[tuple[str, ...], str] = {}
    for spot in spots:
        key = tuple(part.group or part.sound for part in names[spot.mention_id].parts)
        unions.join(first.setdefault(key, spot.mention_id), spot.mention_id)


def _join_short(spots: list[Spot], names: dict[str, Name], unions: Unions) -> None:
    """A shorter name goes to the only fuller one of the account that holds all its parts."""
    for spot in spots:
        name = names[spot.mention_id]
        parts = _keys(name)
        holders = {
            unions.find(other.mention_id)
            for other in spots
            if names[other.mention_id].n_full > name.n_full
            and parts
            and parts <= _keys(names[other.mention_id])
            and _initials_agree(name, names[other.mention_id])
        }
        if len(holders) == 1:
            unions.join(holders.pop(), spot.mention_id)


def _keys(name: Name) -> set[str]:
    return {part.group or part.sound for part in name.parts if not part.is_initial}


def _initials_agree(short: Name, full: Name) -> bool:
    """Every initial of the short form opens a part of the full one that is not yet used."""
    free = [p for p in full.parts if not p.is_initial and (p.group or p.sound) not in _keys(short)]
    for part in short.parts:
        if part.is_initial:
            match = next((p for p in free if p.text[:1] == part.text), None)
            if match is None:
                return False
            free.remove(match)
    return True


def _persona(spots: list[Spot], names: dict[str, Name], around: _Around) -> Persona:
    ordered = sorted(spots, key=lambda spot: spot.order)
    told = [called(spot.mention.surface) for spot in ordered]
    listed = dict.fromkeys(each.name for each in told)
    fullest = sorted(listed, key=lambda name: (-richness(parse_name(name)), name))
    titles = {t for spot in spots for t in names[spot.mention_id].titles}
    context = around.context({spot.mention_id for spot in spots})
    context.titles = {words().titles[t] for t in titles if t in words().titles}
    context.bynames = {each.byname for each in told if each.byname}
    is_weak = not any(is_full(name) for name in listed)
    is_weak = is_weak or all(names[spot.mention_id].is_kunya for spot in spots)
    return Persona(
        fullest, ordered, context, is_weak, named=around.named, told_days=around.told_days
    )


def richness(name: Name) -> float:
    """How much a name says: the weight of its parts, a kunya counted half."""
    return sum(part.weight * (0.5 if part.is_kunya else 1.0) for part in name.parts)


class _Around:
    """What one account holds besides its persons, and which cue ties what to whom."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        account = reading.source.account_id
        self._normal = {m.identify(account): m for m in reading.mentions if is_actor_mention(m)}
        self._beside = {m.normal for m in self._normal.values() if m.kind in KINDS and m.normal}
        self._markets = set(cast(list[str], reading.event.get("markets") or []))
        events = {row["place_id"] for row in reading.account_places if row["part"] == "event"}
        self._points = {_point(row) for row in reading.places if row["place_id"] in events}
        named = {_point(row) for row in reading.places} - self._points
        self.named = tuple(sorted(point for point in named if len(point) == 2))
        self.told_days = _told_days(reading)
        self._scenes = scenes_of(self.told_days, (p for p in self._points if len(p) == 2))

    def context(self, members: set[str]) -> Context:
        """Place of the account; groups and numbers that a cue ties to the person; roles said."""
        context = Context(points=set(self._points), days={self._reading.source.day})
        context.beside, context.markets = set(self._beside), set(self._markets)
        context.scenes, context.accounts = set(self._scenes), {self._reading.source.account_id}
        for cue in self._reading.cues:
            ends = {cue.subject, cue.object} - {None}
            if not ends & members:
                continue
            if cue.kind == "role":
                context.roles.add(cue.predicate)
            for other in ends - members:
                mention = self._normal.get(str(other))
                if mention is None or mention.normal is None:
                    continue
                if mention.kind in ("group", "organisation"):
                    context.groups.add(mention.normal)
                elif mention.kind in ("phone", "plate", "account", "vehicle"):
                    context.numbers.add(mention.normal)
        return context


def _point(row: Mapping[str, object]) -> Point:
    """Where a place lies; of a region also how wide it is, for nobody knows where in it."""
    latitude, longitude, radius = (
        float(str(row[name])) for name in ("latitude", "longitude", "radius_km")
    )
    return (latitude, longitude, radius) if radius > WIDEST_KM else (latitude, longitude)


def _told_days(reading: Reading) -> tuple[dt.date, ...]:
    """The days of the account's happening; none where only the day of writing is known."""
    event = reading.event
    if str(event.get("rule", "")).endswith("date:written"):
        return ()
    first, last = (cast(dt.date | None, event.get(name)) for name in _DAYS)
    return days_of(first, last)


def _add_associates(personas: Iterable[Persona]) -> None:
    """Full names that stand in the same account."""
    listed = list(personas)
    keys = [" ".join(sorted(_keys(parse_name(p.names[0])))) for p in listed]
    for number, persona in enumerate(listed):
        persona.context.associates = {
            key for other, key in enumerate(keys) if other != number and not listed[other].is_weak
        }
