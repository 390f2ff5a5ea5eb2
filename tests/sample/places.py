"""Checks of the incidents' places against the gazetteer table that the package ships."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import pyarrow.compute as pc
import pyarrow.parquet as pq

from fusion.actors.gazetteer.build import SCALE
from fusion.actors.rules import FOLDER
from tests.sample.mission import Mission

FARTHEST_KM = 5.0  # a village and its market, mine or barrier are one place


@lru_cache(maxsize=1)
def _points() -> dict[str, tuple[float, float]]:
    table = pq.read_table(
        FOLDER / "gazetteer_sahel.parquet", columns=["geonameid", "latitude", "longitude"]
    )
    columns = [pc.cast(table["geonameid"], "string"), table["latitude"], table["longitude"]]
    ids, north, east = (column.to_pylist() for column in columns)
    return {i: (n / SCALE, e / SCALE) for i, n, e in zip(ids, north, east, strict=True)}


def check_places(mission: Mission) -> Iterator[str]:
    """An incident lies inside the area and within 5 km of the place that it names."""
    area = mission.profile.area
    for row in mission.tables["incident"]:
        here = float(row["lat"]), float(row["lon"])
        if not (area.south <= here[0] <= area.north and area.west <= here[1] <= area.east):
            yield f"{row['incident']}: lies outside the mission's area"
        place = _points().get(row["geonameid"])
        if place is None:
            yield f"{row['incident']}: {row['geonameid']} is not in the gazetteer"
        elif km(here, place) > FARTHEST_KM:
            yield f"{row['incident']}: lies {km(here, place):.0f} km from {row['place']}"


def km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance in km of two (latitude, longitude) in degrees, mean Earth radius."""
    (a, b), (c, d) = (map(math.radians, point) for point in (here, there))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


CHECKS = (check_places,)
