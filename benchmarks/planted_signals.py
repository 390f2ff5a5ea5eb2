"""Invented missions with planted signals, drawn by seed: what a warning is worth away from home.

Twelve units on a grid, five roads that cross them, forty weeks of incidents and reports about them.
Three events are planted in each mission, with signs in the four weeks before them, and two decoys:
a rumour that one component repeats, and a fall after which nothing comes. The sentences were
written before the rules were tried on them, and some of them no rule knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fusion.outlook.facts import Effort, Facts, Incident
from fusion.profile import Corridor, Profile
from fusion.stage import Run

ROWS, COLUMNS, WEEKS = 3, 4, 40
SIGNS_BEFORE = 28  # days from the first planted sign to the event
HEARD = 0.6  # of the planted signs are reported at all
STRAY = 0.02  # of ordinary reports hold a sign of something by chance
KINDS = ("escalation", "displacement", "election")
SIGNS = {
    "escalation": (
        "Recruiters went from house to house in two villages.",
        "The price of a box of ammunition has doubled at the weekly market.",
        "Armed youths gather at the well every evening.",
        "Des familles ont quitté le quartier nord avant l’aube.",
        "Several households packed their belongings and went to the river.",
        "Un notable dit que des jeunes rejoignent un groupe contre une prime.",
        "Women and children have left the settlement.",
    ),
    "displacement": (
        "Drivers say the border crossing is closed at night.",
        "A new track was opened by lorries west of the road.",
        "Fûts vides trouvés au bord de la piste.",
        "Guides are hired who know the old caravan path.",
        "Les transporteurs contournent le poste.",
        "Scouts on motorcycles tried the eastern track twice.",
        "Night traffic was heard where there was none before.",
    ),
    "election": (
        "Voter cards were bought at the market for cash.",
        "Un candidat annonce le retrait de sa liste.",
        "Village chiefs were told how their people must vote.",
        "Des cartes d’électeurs sont ramassées par des inconnus.",
        "A polling station was threatened with fire.",
        "Women were told to stay at home on the day of the vote.",
    ),
}
ORDINARY = (
    "Market day passed without incident.", "Réunion avec les autorités locales.",
    "The road is passable after rain.", "Le puits du village est en panne.",
    "Patrol met the village council.", "School has opened with two teachers.",
)  # fmt: skip


@dataclass(frozen=True)
class Signal:
    """What was planted: kind, the scopes that hold its event, first sign and event."""

    kind: str
    scopes: frozenset[str]
    first_on: dt.date
    event_on: dt.date


@dataclass
class Invented:
    """One invented mission in the making."""

    profile: Profile
    rng: np.random.Generator
    start: dt.date
    incidents: list[Incident] = field(default_factory=list)
    effort: list[Effort] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def report(self, unit: int, day: dt.date, text: str, component: str | None = None) -> Effort:
        """One account from a unit, received within a week."""
        names = [c.name for c in self.profile.components]
        who = component or str(self.rng.choice(names))
        name = f"ACC-{len(self.effort):06d}"
        known = day + dt.timedelta(days=int(self.rng.integers(0, 7)))
        roads = frozenset(roads_of(unit))
        account = Effort(name, who, 1, day, frozenset({unit_name(unit)}), roads, frozenset(),
                         known, "en")  # fmt: skip
        self.effort.append(account)
        self.texts[name] = text
        return account

    def happen(self, unit: int, day: dt.date, *, is_violent: bool) -> None:
        """One incident with the account that tells of it."""
        account = self.report(unit, day, "An incident was reported.")
        self.incidents.append(
            Incident(f"INC-{len(self.incidents):06d}", day, account.known_on, ("fuel_smuggling",),
                     unit_name(unit), roads_of(unit), (), (account.component,), is_violent, True,
                     position(unit))
        )  # fmt: skip


def invented(seed: int, base: Profile) -> tuple[Facts, dict[str, str], list[Signal]]:
    """Facts, texts and what was planted. `base` lends components and settings, not places."""
    rng = np.random.default_rng(seed)
    start = dt.date(2026, 1, 5)
    profile = base.model_copy(update={"corridors": roads(), "starts_on": start})
    mission = Invented(profile, rng, start)
    units = rng.permutation(ROWS * COLUMNS).tolist()
    rates = rng.gamma(2.0, 0.35, ROWS * COLUMNS)
    signals, falls = _plant(mission, units, rates)
    _ordinary(mission, rates, falls)
    _rumour(mission, units[6])
    as_of = dt.datetime.combine(start + dt.timedelta(weeks=WEEKS), dt.time(), dt.UTC)
    facts = Facts(Run(profile, as_of, seed), tuple(mission.incidents), tuple(mission.effort))
    return facts.as_of(as_of.date() - dt.timedelta(days=1)), mission.texts, signals


def _plant(
    mission: Invented, units: Sequence[int], rates: np.ndarray
) -> tuple[list[Signal], dict[int, dt.date]]:
    """Three events; the days from which units are emptied: the source of what moves, a decoy."""
    signals, falls = [], {}
    for kind, unit in zip(KINDS, units, strict=False):
        event = mission.start + dt.timedelta(days=int(mission.rng.integers(150, 260)))
        first = event - dt.timedelta(days=SIGNS_BEFORE)
        for week in range(4):
            for sentence in mission.rng.choice(SIGNS[kind], 3, replace=False).tolist():
                day = first + dt.timedelta(days=7 * week + int(mission.rng.integers(0, 7)))
                if mission.rng.random() < HEARD and day < event:
                    mission.report(unit, day, sentence)
        if kind == "displacement":
            source = int(mission.rng.choice(neighbours(unit)))
            rates[source] = max(rates[source], 1.5)
            falls[source] = first
        for _ in range(5):
            day = event + dt.timedelta(days=int(mission.rng.integers(0, 5)))
            mission.happen(unit, day, is_violent=kind != "displacement")
        scopes = frozenset({unit_name(unit), *roads_of(unit)})
        signals.append(Signal(kind, scopes, first, event))
    away = [u for u in units[3:] if not set(neighbours(u)) & set(units[:3]) and u not in falls]
    if away:
        falls[away[0]] = mission.start + dt.timedelta(days=200)
        rates[away[0]] = max(rates[away[0]], 1.5)
    return signals, falls


def _ordinary(mission: Invented, rates: np.ndarray, falls: dict[int, dt.date]) -> None:
    every = [text for texts in SIGNS.values() for text in texts]
    for number in range(7 * WEEKS):
        day = mission.start + dt.timedelta(days=number)
        for unit, rate in enumerate(rates.tolist()):
            left = 0.15 if unit in falls and day >= falls[unit] else 1.0
            for _ in range(int(mission.rng.poisson(rate * left / 7))):
                mission.happen(unit, day, is_violent=bool(mission.rng.random() < 0.5))
            for _ in range(int(mission.rng.poisson(1.5 / 7))):
                listed = every if mission.rng.random() < STRAY else ORDINARY
                mission.report(unit, day, str(mission.rng.choice(listed)))


def _rumour(mission: Invented, unit: int) -> None:
    """One component tells the same thing five times, and nothing comes of it."""
    day = mission.start + dt.timedelta(days=int(mission.rng.integers(150, 240)))
    for number in range(5):
        mission.report(unit, day + dt.timedelta(days=number), SIGNS["escalation"][0], "police")


def roads() -> tuple[Corridor, ...]:
    """Three roads along the rows and two along columns, which cross at the units."""
    lines = [[row * COLUMNS + k for k in range(COLUMNS)] for row in range(ROWS)]
    lines += [[row * COLUMNS + k for row in range(ROWS)] for k in (0, COLUMNS - 1)]
    return tuple(
        Corridor.model_validate(
            {"code": f"road{n}", "name": f"Road {n}",
             "points": [{"name": unit_name(u), "latitude": position(u)[0],
                         "longitude": position(u)[1]} for u in line]}
        )
        for n, line in enumerate(lines)
    )  # fmt: skip


def roads_of(unit: int) -> tuple[str, ...]:
    """Codes of the roads through a unit."""
    row, column = divmod(unit, COLUMNS)
    return (f"road{row}", *{0: ("road3",), COLUMNS - 1: ("road4",)}.get(column, ()))


def neighbours(unit: int) -> list[int]:
    """Units beside it on the grid."""
    row, column = divmod(unit, COLUMNS)
    steps = ((-1, 0), (1, 0), (0, -1), (0, 1))
    near = [(row + a, column + b) for a, b in steps]
    return [r * COLUMNS + c for r, c in near if 0 <= r < ROWS and 0 <= c < COLUMNS]


def position(unit: int) -> tuple[float, float]:
    """Latitude and longitude of a unit: a degree apart."""
    row, column = divmod(unit, COLUMNS)
    return 14.0 + row, -3.0 + column


def unit_name(unit: int) -> str:
    """Name of a unit."""
    return f"Unit {unit}"
