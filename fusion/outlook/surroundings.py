"""What is counted beside the series: reporting effort, and incidents on the corridors they cross.

Both as they were known then: an account that arrived late was no effort yet, and that a unit lies
on a corridor is known from the first incident that showed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from fusion.outlook.distributions import Counts
from fusion.outlook.facts import Facts
from fusion.outlook.history import NEVER, Beside, History
from fusion.outlook.series import ALL, Calendar, Key, areas_of, arrivals
from fusion.profile.ground import segments

Scopes = Mapping[str, tuple[list[Key], History]]


def with_surroundings(
    facts: Facts, calendar: Calendar, scopes: Scopes, homes: Mapping[str, frozenset[str]]
) -> dict[str, tuple[list[Key], History]]:
    """The same series, each with the effort of its area, units and legs with their corridors' past.

    `homes` gives the second-level units of each hypothesis, as of `effort_table`.
    """
    areas = sorted({(key.area_kind, key.area) for keys, _ in scopes.values() for key in keys})
    effort = _effort(facts, calendar, areas, homes)
    place = {area: n for n, area in enumerate(areas)}
    crossed = _crossed(facts, calendar)
    found = {}
    for scope, (keys, history) in scopes.items():
        rows = [place[key.area_kind, key.area] for key in keys]
        beside = [Beside(_rows(effort, rows), is_effort=True)]
        if scope in ("admin2", "segment") and "corridor" in scopes:
            beside.append(_corridors(keys, scopes["corridor"], crossed))
        found[scope] = (keys, replace(history, beside=tuple(beside)))
    return found


def _effort(
    facts: Facts, calendar: Calendar, areas: Sequence[tuple[str, str]],
    homes: Mapping[str, frozenset[str]],
) -> History:  # fmt: skip
    """Accounts by area: what was sent again is no more effort."""
    place = {area: n for n, area in enumerate(areas)}
    cells = []
    for account in facts.effort:
        period = calendar.place(account.day)
        if 0 <= period < len(calendar.starts):
            known = max(0, calendar.place(account.known_on) - period)
            named = areas_of(account, facts.run.profile.code, homes)
            cells += [(place[area], period, known) for area in named if area in place]
    return arrivals(tuple(f"{kind} {name}" for kind, name in areas), cells, calendar)


def _crossed(facts: Facts, calendar: Calendar) -> dict[tuple[str, str, str], int]:
    """Period in which it became known that a unit or leg (kind, name) lies on a corridor."""
    corridors = facts.run.profile.corridors
    found = {("segment", leg.code, c.code): 0 for c in corridors for leg in segments([c])}
    for incident in facts.incidents:
        for code in incident.corridors if incident.admin2 else ():
            key = ("admin2", str(incident.admin2), code)
            found[key] = min(found.get(key, NEVER), calendar.place(incident.known_on))
    return found


def _corridors(
    keys: Sequence[Key], corridors: tuple[list[Key], History],
    crossed: Mapping[tuple[str, str, str], int],
) -> Beside:  # fmt: skip
    listed, history = corridors
    rows = [n for n, key in enumerate(listed) if key.market == ALL]
    since: Counts = np.array(
        [[crossed.get((key.area_kind, key.area, listed[n].area), NEVER) for n in rows]
         for key in keys],
        dtype=np.int64,
    )  # fmt: skip
    return Beside(_rows(history, rows), since.reshape(len(keys), len(rows)))


def _rows(history: History, rows: Sequence[int]) -> History:
    arrived = None if history.arrived is None else history.arrived[list(rows)]
    names = tuple(history.keys[n] for n in rows)
    return History(names, history.counts[list(rows)], arrived, history.per_year)
