"""The shipped places by folded name, weighed for one mission's area."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from scipy.spatial import cKDTree

from fusion.actors.fold import fold, is_arabic, skeleton, sound
from fusion.actors.gazetteer.build import SCALE
from fusion.actors.rules import FOLDER, rules
from fusion.profile import Profile
from fusion.profile.model import Area, Corridor
from fusion.terms.errors import NotFound

_COLUMNS = (
    "geonameid", "name", "keys", "latitude", "longitude", "code", "country", "population",
    "admin1", "admin2",
)  # fmt: skip
KM_PER_DEGREE = 111.2  # mean length of a degree of latitude on the WGS 84 ellipsoid
_MARGIN = 1.0  # degrees around the area's box in which looser spellings are admitted
_WIDE = 90.0  # degrees of longitude; no mission's area is wider
_FAR_POPULATION = 5_000  # outside the mission's countries only towns of this size are known
# Of a country's towns that are no seats, so many are known by name alone; where a table has a
# number of people for every village, population by itself would make each a seat. Ours.
_KNOWN_TOWNS = 100
_PER_TENFOLD = (1 / 60, 1 / 20)  # prior for each tenfold of people: of other towns, of known ones
_LONGEST_CODE = 3  # letters of a unit's code
_WAYPOINT_KM = 15.0  # a corridor's point and the gazetteer's place of that name are one
_NEAR_CHORD = math.radians(1.0)  # one degree on the unit sphere, about 111 km
_LOOSE_RATIO = 60  # least likeness (0-100) of vowels once all consonants agree, Arabic to Latin


class Site(NamedTuple):
    """A place of the gazetteer. Degrees; `prior` is its weight before any context."""

    code: str
    name: str
    key: str
    latitude: float
    longitude: float
    feature: str
    country: str
    population: int
    admin1: str | None
    admin2: str | None
    prior: float
    is_near: bool

    @property
    def radius_km(self) -> float:
        """The radius of its feature."""
        radii = rules("places")["radius_km"]
        return float(radii.get(self.feature, radii["other"]))


class Gazetteer:
    """Sites by folded key, by sound (near the area only) and by consonants (for Arabic)."""

    def __init__(self, sites: Iterable[tuple[Site, list[str]]]) -> None:
        self.sites: list[Site] = []
        self._keys: dict[str, list[int]] = {}
        self._sounds: dict[str, list[int]] = {}
        self._skeletons: dict[str, list[int]] = {}
        self._units: dict[str, str] = {}
        for site, keys in sites:
            number = len(self.sites)
            self.sites.append(site)
            for key in keys:
                self._keys.setdefault(key, []).append(number)
            if site.feature == "A.ADM1":
                unit = fold(site.admin1 or site.name)
                codes = (key for key in keys if len(key) <= _LONGEST_CODE and key != unit)
                self._units.update(dict.fromkeys(codes, unit))
            if site.is_near:
                self._add_loose(number, site.key)
        known = [s for s in self.sites if s.admin2 is not None]
        self._seats = known
        self._tree = (
            cKDTree(_on_sphere([(s.latitude, s.longitude) for s in known])) if known else None
        )

    def _add_loose(self, number: int, key: str) -> None:
        if len(key) >= 4:
            self._sounds.setdefault(sound(key), []).append(number)
        self._skeletons.setdefault(_bones(key), []).append(number)

    def has_key(self, key: str) -> bool:
        """Whether some place is written so."""
        return key in self._keys

    def unit(self, key: str) -> str | None:
        """Folded name of the first-level unit whose letter code is written so."""
        return self._units.get(key)

    def find(self, key: str) -> tuple[list[Site], str]:
        """Readings of a folded key and the rule: exact spelling first, then sound."""
        if rows := self._keys.get(key):
            return [self.sites[row] for row in rows], "gazetteer"
        if is_arabic(key):
            return self._find_arabic(key), "gazetteer_romanised"
        if len(key) >= 5 and (rows := self._sounds.get(sound(key))):
            return [self.sites[row] for row in rows], "gazetteer_sound"
        return [], ""

    def _find_arabic(self, key: str) -> list[Site]:
        bones, voiced = _bones(key), sound(key)
        if len(voiced) < 3:
            return []
        scored = [
            (ratio(voiced, sound(self.sites[row].key)), row)
            for row in self._skeletons.get(bones, [])
        ]
        best = max((score for score, _ in scored), default=0.0)
        # Two consonants or fewer say little: then the vowels must agree as well.
        least = 95 if len(skeleton(key)) <= 2 else _LOOSE_RATIO
        return [self.sites[row] for score, row in scored if score >= max(least, best - 10)]

    def nearest(self, latitude: float, longitude: float) -> Site | None:
        """The nearest site that knows its second-level unit, within 111 km; else None."""
        if self._tree is None:
            return None
        gap, row = self._tree.query(_on_sphere([(latitude, longitude)])[0])
        return self._seats[int(row)] if gap <= _NEAR_CHORD else None


def _on_sphere(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Unit vectors of (latitude, longitude) pairs: straight distances keep their order."""
    angles = np.radians(np.array(points, dtype=float).reshape(-1, 2))
    north, east = angles[:, 0], angles[:, 1]
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], 1)


def _bones(key: str) -> str:
    """Consonants; where there is but one (أيورو), the long vowels as well."""
    bones = skeleton(key)
    return bones if len(bones) > 1 else sound(key).replace("a", "")


def distance_km(a: Sequence[float], b: Sequence[float]) -> float:
    """Distance of two (latitude, longitude) pairs in km, flat: under 1 % wrong below 500 km."""
    north = (a[0] - b[0]) * KM_PER_DEGREE
    east = (a[1] - b[1]) * KM_PER_DEGREE * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def gazetteer_of(profile: Profile) -> Gazetteer:
    """The gazetteer that the profile names, weighed for its area and corridors; kept in memory."""
    return _load(profile.gazetteer, profile.area, profile.corridors)


@lru_cache(maxsize=4)
def _load(name: str, area: Area, corridors: tuple[Corridor, ...]) -> Gazetteer:
    path = Path(name) if name.endswith(".parquet") else FOLDER / f"gazetteer_{name}.parquet"
    if not path.exists():
        advice = "Build it with 'python -m fusion.actors.gazetteer build FOLDER OUT'."
        raise NotFound("gazetteer", name, advice)
    return Gazetteer(_weighed(path, area, _waypoints(corridors)))


Waypoints = dict[str, list[tuple[float, float]]]


def _waypoints(corridors: tuple[Corridor, ...]) -> Waypoints:
    points: Waypoints = {}
    for corridor in corridors:
        for point in corridor.points:
            points.setdefault(sound(fold(point.name)), []).append((point.latitude, point.longitude))
    return points


def _weighed(path: Path, area: Area, points: Waypoints) -> list[tuple[Site, list[str]]]:
    priors = rules("places")["prior"]
    table = pq.read_table(path).sort_by("geonameid")
    seats = pa.array(["P.PPLC", "P.PPLA", "A.ADM1", "A.PCLI"])
    is_home = pc.is_in(table["country"].cast(pa.string()), pa.array(area.countries, pa.string()))
    is_seat = pc.is_in(table["code"].cast(pa.string()), seats)
    is_large = pc.greater_equal(table["population"], _FAR_POPULATION)
    known = table.filter(pc.or_(pc.or_(is_home, is_seat), is_large))
    # Column lists, not row dictionaries: three times as fast on forty thousand rows.
    columns = [known[name].to_pylist() for name in _COLUMNS]
    # A box that spans the world says nothing of what is near: then the mission's countries do.
    is_wide = area.east - area.west > _WIDE
    weighed, least = [], _least_known(known)
    for number, name, keys, north, east, code, country, population, first, second in zip(
        *columns, strict=True
    ):
        here = (north / SCALE, east / SCALE)
        is_near = _is_near(area, here) and (not is_wide or country in area.countries)
        prior = priors.get(code, priors["other"])
        if not code.startswith("A."):  # people live in towns; a unit is named after its seat
            is_known = code != "P.PPL" or population >= least[country]
            prior += min(0.3, math.log10(population + 1) * _PER_TENFOLD[is_known])
        prior += 0.5 * is_near + 0.15 * (country in area.countries)
        if is_near and any(
            distance_km(here, p) <= _WAYPOINT_KM for p in points.get(sound(keys[0]), ())
        ):
            prior += 0.4
        site = Site(
            str(number), name, keys[0], here[0], here[1], code, country, population, first,
            second, round(prior, 4), is_near,
        )  # fmt: skip
        weighed.append((site, keys))
    return weighed


def _least_known(table: pa.Table) -> dict[str, int]:
    """People from which on a town that is no seat is known by its name alone, by country."""
    towns = table.filter(pc.equal(table["code"].cast(pa.string()), "P.PPL"))
    peopled: dict[str, list[int]] = {}
    for country, population in zip(
        towns["country"].to_pylist(), towns["population"].to_pylist(), strict=True
    ):
        peopled.setdefault(country, []).append(population)
    return {
        country: sorted(counts, reverse=True)[:_KNOWN_TOWNS][-1]
        for country, counts in peopled.items()
    }


def _is_near(area: Area, here: tuple[float, float]) -> bool:
    return (
        area.south - _MARGIN <= here[0] <= area.north + _MARGIN
        and area.west - _MARGIN <= here[1] <= area.east + _MARGIN
    )
