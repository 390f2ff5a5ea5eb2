"""Invented people told of by full names, short names and bynames, in scenes that several tell.

Names are drawn from few given names and few family names, so that namesakes and half-namesakes
live in reach of each other: what must not be joined is as frequent as what must.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

from fusion.actors.model import Mention, Source
from fusion.actors.names import is_full
from fusion.actors.names.bynames import called
from fusion.actors.resolve.model import Context, Persona, Spot
from fusion.actors.resolve.scenes import scenes_of

GIVEN = ("Mohamed", "Oumar", "Issa", "Moussa", "Ibrahim", "Amadou", "Bilal", "Idriss", "Salou",
         "Attaher", "Hamma", "Kassoum")  # fmt: skip
FAMILY = ("Dicko", "Maiga", "Cisse", "Tankoura", "Wenzou", "Boly", "Zerma", "Kellou", "Tifrit",
          "Assaleh", "Bouka", "Gorel", "Timbely", "Yerima", "Sankou", "Mairou")  # fmt: skip
BYNAMES = ("Petit", "Gros", "Grand")
TOWNS = 10
DAY = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
SEED = 23


class Person(NamedTuple):
    """A planted person: names, home, group and market."""

    full: str
    short: str
    byname: str
    home: tuple[float, float]
    group: str
    market: str


def planted(n_people: int, n_scenes: int, seed: int = SEED) -> tuple[list[Persona], list[int]]:
    """Personas in order of receipt, and which planted person each is."""
    draw = random.Random(seed)
    towns = [(round(13 + 5 * draw.random(), 3), round(-3 + 7 * draw.random(), 3))
             for _ in range(TOWNS)]  # fmt: skip
    people: list[Person] = []
    while len(people) < n_people:
        one = _person(draw, towns)
        # Two of one full name in one town: nobody could tell them apart, and nothing is measured.
        if all((one.full, one.home) != (p.full, p.home) for p in people):
            people.append(one)
    personas: list[Persona] = []
    truth: list[int] = []
    account = 0
    for scene in range(n_scenes):
        lead = draw.randrange(n_people)
        near = [n for n, p in enumerate(people) if p.home == people[lead].home and n != lead]
        present = [lead, *draw.sample(near, min(len(near), draw.randint(0, 2)))]
        when = DAY + dt.timedelta(days=draw.randrange(180), minutes=scene)
        for _ in range(draw.choice((1, 1, 2, 3))):
            told = [n for n in present if draw.random() < 0.8] or [lead]
            context = _scene(people[lead], when, f"ACC-{account:06}")
            for place, who in enumerate(told):
                personas.append(_persona(people[who], context, when, place, draw))
                truth.append(who)
            account += 1
    return personas, truth


def _person(draw: random.Random, towns: list[tuple[float, float]]) -> Person:
    given, family = draw.choice(GIVEN), draw.choice(FAMILY)
    return Person(f"{given} {family}", draw.choice((given, family)),
                  f"{draw.choice(BYNAMES)} {given}" if draw.random() < 0.3 else "",
                  draw.choice(towns), f"group {draw.randrange(6)}",
                  draw.choice(("fuel", "arms", "gold", "cattle")))  # fmt: skip


def _scene(lead: Person, when: dt.datetime, account: str) -> Context:
    context = Context(points={lead.home}, days={when.date()}, markets={lead.market})
    context.scenes = scenes_of([when.date()], [lead.home])
    context.accounts = {account}
    return context


def _persona(
    who: Person, scene: Context, when: dt.datetime, place: int, draw: random.Random
) -> Persona:
    kind = draw.random()
    surface = who.full if kind < 0.55 else who.byname if who.byname and kind < 0.75 else who.short
    account = next(iter(scene.accounts))
    source = Source(account, account, "en", "", when, when, None, None, "B", "2", None, None, None,
                    None, None, None, False, None)  # fmt: skip
    mention = Mention(place, place + 1, surface, "person", surface.lower(), "planted")
    context = Context()
    context.add(scene)
    name, byname = called(surface)
    context.bynames = {byname} - {""}
    context.groups = {who.group} if draw.random() < 0.3 else set()
    spot = Spot(f"MEN-{account}-{place}", mention, source)
    return Persona([name], [spot], context, not is_full(name), told_days=(when.date(),))
