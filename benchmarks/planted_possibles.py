"""Missions in which some members of a network are only ever told of apart from the rest.

An armourer, a store-keeper, a telephone: named in one or two incidents that share nobody with the
network, only its trade, its district and its months. Beside them stand as many people who ply the
same trade there on their own account, and everybody else whom a careless rule would catch: people
of the town, licensed traders, victims, dealers of the trade elsewhere, and dealers in a district
where two networks ply it. Nothing here looks at the thresholds of the room.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.planted_cases import LICIT, MARKETS, TRADES, Case
from tests.networks.planted import World

# Places two days' drive apart, so that a district is one network's, unless two are put in one.
DISTRICTS = ((14.0, -2.5), (16.5, -1.0), (14.2, 1.2), (16.3, 3.6))


@dataclass
class Planted:
    """A mission; `cells` the hidden members of each network by its people, `others` by kind."""

    case: Case
    people: list[list[str]] = field(default_factory=list)
    cells: list[set[str]] = field(default_factory=list)
    others: dict[str, set[str]] = field(default_factory=dict)


def planted_mission(seed: int) -> Planted:
    """Two or three networks, their cells and everybody else."""
    case = Case("possibles", World(), np.random.default_rng([seed, 77]))
    rng, out = case.rng, Planted(case)
    where = [DISTRICTS[k] for k in rng.permutation(len(DISTRICTS))]
    trades = case.some(list(MARKETS), 3, 3)
    for n in range(int(rng.integers(2, 4))):
        weeks = _months(rng)
        _network(out, f"g{n}", trades[n], where[n], weeks)
        _bystanders(out, f"g{n}", trades[n], where[n], weeks)
    _two_in_one_district(out, str(rng.choice(MARKETS)), where[3])
    for k in range(30):
        market = str(rng.choice(MARKETS)) if rng.random() < 0.3 else None
        _told(out, "others anywhere", f"w{k}", market, case.place(), (0, 26), ["Seen."])
    return out


def _months(rng: np.random.Generator) -> tuple[int, int]:
    first = int(rng.integers(0, 10))
    return first, first + int(rng.integers(10, 17))


def _network(
    out: Planted, name: str, trade: str, place: tuple[float, float], weeks: tuple[int, int],
    n_cells: int = 2,
) -> None:  # fmt: skip
    """A leader's people act together; each of its cells is told of on its own."""
    case, people = out.case, [f"{name}-{k}" for k in range(5)]
    for _ in range(int(case.rng.integers(5, 9))):
        here = [people[0], *case.some(people[1:], 1, 2)]
        market = None if case.rng.random() < 0.2 else trade  # a reader misses the trade
        case.tell(here, market, case.some(TRADES[trade], 1, 1), place=place,
                  week=int(case.rng.integers(*weeks)), tellers=case.tellers())  # fmt: skip
    cells = {f"{name}-cell{k}" for k in range(n_cells)}
    for cell in sorted(cells):
        _tell_of(out, cell, trade, place, weeks, TRADES[trade])
    out.people.append(people)
    out.cells.append(cells)


def _bystanders(
    out: Planted, name: str, trade: str, place: tuple[float, float], weeks: tuple[int, int]
) -> None:
    """As many on their own account as there are cells; the town; licensed traders; a victim."""
    for k in range(2):
        _told(out, "same trade on their own", f"{name}-alone{k}", trade, place, weeks,
              TRADES[trade])  # fmt: skip
        _told(out, "licensed traders", f"{name}-licit{k}", trade, place, weeks, LICIT)
        _told(out, "dealers elsewhere", f"{name}-far{k}", trade,
              (place[0] + 5, place[1] + 5), weeks, TRADES[trade])  # fmt: skip
    for k in range(4):
        _told(out, "people of the town", f"{name}-town{k}", None, place, weeks, ["Arrested."])
    victim = f"{name}-victim"
    _told(out, "victims", victim, trade, place, weeks, [f"The killing of {victim} was reported."])


def _two_in_one_district(out: Planted, trade: str, place: tuple[float, float]) -> None:
    """Two networks of one trade in one district: whose a third dealer is nobody can say."""
    for name in ("t0", "t1"):
        _network(out, name, trade, place, (4, 20), n_cells=0)
    for k in range(2):
        _told(out, "between two networks", f"t-between{k}", trade, place, (4, 20), TRADES[trade])


def _told(
    out: Planted, kind: str, who: str, market: str | None, place: tuple[float, float],
    weeks: tuple[int, int], words: list[str],
) -> None:  # fmt: skip
    out.others.setdefault(kind, set()).add(who)
    _tell_of(out, who, market, place, weeks, words)


def _tell_of(
    out: Planted, who: str, market: str | None, place: tuple[float, float],
    weeks: tuple[int, int], words: list[str],
) -> None:  # fmt: skip
    """One or two incidents of one person, a day's drive around a place."""
    case = out.case
    for _ in range(int(case.rng.integers(1, 3))):
        away = case.rng.normal(0, 0.4, 2)
        near = (float(place[0] + away[0]), float(place[1] + away[1]))
        slip = None if case.rng.random() < 0.2 else market
        case.tell([who], slip, case.some(words, 1, 1), place=near,
                  week=int(case.rng.integers(*weeks)), tellers=case.tellers(1, 2))  # fmt: skip
