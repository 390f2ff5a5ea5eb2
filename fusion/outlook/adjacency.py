"""Which areas lie side by side: corridors and legs that touch, second-level units nearby."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fusion.outlook.displacement import Near
from fusion.outlook.facts import Facts
from fusion.outlook.features import NEIGHBOURS
from fusion.outlook.forecasts import Scopes
from fusion.outlook.series import ALL, Key
from fusion.profile import Corridor
from fusion.profile.ground import on_corridors, segments


def near_areas(facts: Facts, scopes: Scopes) -> dict[str, Near]:
    """Neighbours by scope, of the series of all incidents of corridors, their legs and units."""
    by_kind = {
        "corridor": touching(facts.run.profile.corridors),
        "segment": touching(segments(facts.run.profile.corridors)),
        "admin2": nearest(facts),
    }
    return {kind: _of_keys(scopes[kind][0], areas)
            for kind, areas in by_kind.items() if kind in scopes}  # fmt: skip


def touching(corridors: Sequence[Corridor]) -> dict[str, list[str]]:
    """Codes of the corridors that touch each: a waypoint of one lies within the other's width."""
    met: dict[str, set[str]] = {c.code: set() for c in corridors}
    for corridor in corridors:
        points = [(p.latitude, p.longitude) for p in corridor.points]
        lat, lon = np.array(points, dtype=float).reshape(-1, 2).T
        for other in {code for codes in on_corridors(lat, lon, corridors) for code in codes}:
            if other != corridor.code:
                met[corridor.code].add(other)
                met[other].add(corridor.code)
    return {code: sorted(others) for code, others in met.items()}


def nearest(facts: Facts) -> dict[str, list[str]]:
    """The NEIGHBOURS nearest other units of each, by the mean position of their incidents."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for incident in facts.incidents:
        if incident.admin2 and incident.position:
            seen.setdefault(incident.admin2, []).append(incident.position)
    names = sorted(seen)
    middle = np.array([np.mean(seen[name], axis=0) for name in names]).reshape(-1, 2)
    out = {}
    for n, name in enumerate(names):
        north, east = (middle - middle[n]).T
        away = np.round(np.hypot(north, east * np.cos(np.radians(middle[n, 0]))), 9)
        order = [k for k in np.argsort(away, kind="stable").tolist() if k != n]
        out[name] = [names[k] for k in order[:NEIGHBOURS]]
    return out


def _of_keys(keys: Sequence[Key], areas: Mapping[str, Sequence[str]]) -> Near:
    place = {key.area: n for n, key in enumerate(keys) if key.market == ALL}
    listed = [
        [place[area] for area in areas.get(key.area, ()) if area in place]
        if key.market == ALL else []
        for key in keys
    ]  # fmt: skip
    return lambda _origin: listed
