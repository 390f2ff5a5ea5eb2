"""Which corridors of the profile a point lies on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion.outlook.distributions import Reals
from fusion.profile import Corridor

KM_PER_DEGREE = 111.2  # of latitude, mean


def on_corridors(
    latitude: Reals, longitude: Reals, corridors: Sequence[Corridor]
) -> list[tuple[str, ...]]:
    """Codes of the corridors within whose width each point lies, in the profile's order.

    Points in degrees; distances on a local plane, which errs under 1 % over the legs of a
    corridor. A point without coordinates (NaN) lies on none.
    """
    hits = [
        _distance_km(latitude, longitude, corridor) <= corridor.width_km for corridor in corridors
    ]
    return [
        tuple(c.code for c, hit in zip(corridors, hits, strict=True) if hit[row])
        for row in range(len(latitude))
    ]


def _distance_km(latitude: Reals, longitude: Reals, corridor: Corridor) -> Reals:
    best = np.full(len(latitude), np.inf)
    points = [(p.latitude, p.longitude) for p in corridor.points]
    for (lat_a, lon_a), (lat_b, lon_b) in zip(points, points[1:] or points, strict=False):
        shrink = np.cos(np.radians((lat_a + lat_b) / 2))
        east, north = (longitude - lon_a) * shrink, latitude - lat_a
        leg_east, leg_north = (lon_b - lon_a) * shrink, lat_b - lat_a
        along = (east * leg_east + north * leg_north) / max(leg_east**2 + leg_north**2, 1e-12)
        along = np.clip(along, 0, 1)
        off = np.hypot(east - along * leg_east, north - along * leg_north)
        best = np.fmin(best, off * KM_PER_DEGREE)
    return np.where(np.isnan(latitude) | np.isnan(longitude), np.inf, best)
