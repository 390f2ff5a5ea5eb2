"""Distances on the ground and which corridors a place lies on, once for every room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fusion.profile.model import Corridor

Reals = NDArray[np.float64]
EARTH_KM = 6371.0088  # mean radius, IUGG
SHORTEST_DEGREE_KM = 110.0  # a degree of latitude is never shorter (110.6 at the equator)


def distance_km(lat_a: Reals, lon_a: Reals, lat_b: Reals, lon_b: Reals) -> Reals:
    """Great-circle distance (haversine), degrees in, kilometres out, element by element."""
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * (
        np.sin(np.radians(np.asarray(lon_b) - np.asarray(lon_a)) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def on_corridors(lat: Reals, lon: Reals, corridors: Sequence[Corridor]) -> list[tuple[str, ...]]:
    """Codes of the corridors within whose width each place lies, in the profile's order.

    Degrees in; a place without coordinates (NaN) lies on none.
    """
    near = corridor_flags(lat, lon, corridors)
    codes = [c.code for c in corridors]
    out: list[tuple[str, ...]] = [()] * len(lat)
    for row in np.flatnonzero(near.any(axis=1)).tolist():
        out[row] = tuple(codes[n] for n in np.flatnonzero(near[row]).tolist())
    return out


def corridor_flags(lat: Reals, lon: Reals, corridors: Sequence[Corridor]) -> NDArray[np.bool_]:
    """The same as flags (places, corridors). Only places near a corridor's box are measured."""
    out: NDArray[np.bool_] = np.zeros((len(lat), len(corridors)), dtype=np.bool_)
    for n, corridor in enumerate(corridors):
        lats = [p.latitude for p in corridor.points]
        lons = [p.longitude for p in corridor.points]
        reach = corridor.width_km / SHORTEST_DEGREE_KM
        shrink = max(np.cos(np.radians(min(89.0, max(map(abs, lats)) + reach))), 1e-3)
        inside = np.flatnonzero(
            (lat >= min(lats) - reach) & (lat <= max(lats) + reach)
            & (lon >= min(lons) - reach / shrink) & (lon <= max(lons) + reach / shrink)
        )  # fmt: skip
        out[inside, n] = _distance_to_route(lat[inside], lon[inside], corridor) <= corridor.width_km
    return out


def segments(corridors: Sequence[Corridor]) -> list[Corridor]:
    """The legs of corridors as corridors of their own, coded 'RIVER: Fafa–Ansongo'."""
    return [
        corridor.model_copy(
            update={"code": f"{corridor.code}: {a.name}–{b.name}", "points": (a, b)}
        )
        for corridor in corridors
        for a, b in pairwise(corridor.points)
    ]


def on_segments(lat: Reals, lon: Reals, corridors: Sequence[Corridor]) -> list[tuple[str, ...]]:
    """Code of the nearest leg of each corridor within whose width each place lies.

    A place at a waypoint between two legs lies on the first: it is counted once.
    """
    found: list[tuple[str, ...]] = [() for _ in lat]
    for corridor in corridors:
        legs = segments([corridor])
        away = np.array([_distance_to_route(lat, lon, leg) for leg in legs])
        away = away.reshape(len(legs), len(lat))
        for row in np.flatnonzero((away <= corridor.width_km).any(axis=0)).tolist():
            found[row] += (legs[int(np.round(away[:, row], 6).argmin())].code,)
    return found


def _distance_to_route(lat: Reals, lon: Reals, corridor: Corridor) -> Reals:
    """Kilometres to the nearest leg, on a local plane: legs are short beside the Earth."""
    best = np.full(len(lat), np.inf)
    points = [(p.latitude, p.longitude) for p in corridor.points]
    for (lat_a, lon_a), (lat_b, lon_b) in zip(points, points[1:] or points, strict=False):
        shrink = np.cos(np.radians((lat_a + lat_b) / 2))
        ax, ay = (lon - lon_a) * shrink, lat - lat_a
        bx, by = (lon_b - lon_a) * shrink, lat_b - lat_a
        share = np.clip((ax * bx + ay * by) / max(bx * bx + by * by, 1e-12), 0, 1)
        near = distance_km(lat, lon, lat_a + share * by, lon_a + share * bx / max(shrink, 1e-9))
        best = np.fmin(best, near)
    return np.where(np.isnan(lat) | np.isnan(lon), np.inf, best)
