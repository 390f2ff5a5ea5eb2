"""A place told by others, as the readers of distances and of stretches hand it on."""

from __future__ import annotations

from typing import NamedTuple

from fusion.actors.places.resolve import Resolved

COARSE_KM = 100.0  # a base this wide (a country, a region) tells no point; ours


class Relative(NamedTuple):
    """A derived place: where its words stand, its point, radius and code."""

    start: int
    end: int
    first: int
    latitude: float
    longitude: float
    radius_km: float
    code: str
    name: str
    base: Resolved
    score: float
    rule: str
