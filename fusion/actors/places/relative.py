"""Places told by others: '15 km N of Gao', 'axe Gao–Ansongo', 'between A and B'."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold, is_arabic
from fusion.actors.gazetteer.index import KM_PER_DEGREE, distance_km
from fusion.actors.mentions.numbers import parse_number
from fusion.actors.places.resolve import Resolved
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_BACK = 48  # characters before a place in which its distance and direction stand
_BETWEEN = re.compile(r"(?:between|entre|بين)\s+(?:les? |la )?$", re.IGNORECASE)
_AND = re.compile(r"^\s*(?:and|et|to|à|و|and the|-|–|—)\s*$", re.IGNORECASE)
_ROAD_BEFORE = re.compile(
    r"(?:axe|axis|road|route|piste|track|tronçon|RN ?\d+|طريق|محور)[ ,:]*(?:de |from )?$",
    re.IGNORECASE,
)
_ROAD_AFTER = re.compile(
    r"^[ ,]*(?:road|axis|axe|track|route|corridor|piste|section)\b", re.IGNORECASE
)
_VAGUE = re.compile(
    r"(?:about|around|approx\w*|some|environ|près de|à peu près|une? \w+aine|نحو|حوالي)",
    re.IGNORECASE,
)


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


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(rules("places")["directions"], key=len, reverse=True)
    directions = "|".join(re.escape(name) for name in names)
    return re.compile(
        r"(?:(?:(?P<n>\d+(?:[.,]\d+)?)\s*(?:km|kms|kilom[eè]t(?:re|er)s?|كم|كلم|كيلومترا?)"
        r"|(?:km|pk)\s*(?P<k>\d+(?:[.,]\d+)?))\s*)?"
        r"(?:to the |au |à l['’]|(?:due )|إلى |الى |(?:من )?)?\s*"
        rf"(?:(?<!\w)(?P<d>{directions})(?!\w))?\s*(?:of|from|de|d['’]|du|من|عن)?\s*(?:the )?$",
        re.IGNORECASE,
    )


def read_relative(text: Text, places: list[Resolved]) -> list[Relative]:
    """Derived places of a text, in order."""
    found = []
    for number, place in enumerate(places):
        if offset := _offset(text, place):
            found.append(offset)
        if number + 1 < len(places) and (span := _between(text, place, places[number + 1])):
            found.append(span)
    return found


def _offset(text: Text, place: Resolved) -> Relative | None:
    start = place.toponym.start
    low = max(0, start - _BACK)
    before = text.text[low:start]
    match = _pattern().search(before)
    number = (match["n"] or match["k"]) if match else None
    if not match or not (number or match["d"]):
        return None
    is_compass = bool(match["d"]) and (len(match["d"]) > 2 or match["d"].isupper())
    if not is_compass and not number:
        return None
    numbers = rules("places")["relative"]
    distance = parse_number(number) if number else numbers["default_km"]
    if distance is None or distance > 400:
        return None
    bearing = _bearing(match["d"]) if is_compass else None
    is_vague = not number or bool(_VAGUE.search(before[: match.start()][-14:]))
    radius = distance * (numbers["vague_share"] if is_vague else numbers["share"])
    if bearing is None:
        radius = max(radius, distance)
    latitude, longitude = shift(place.site.latitude, place.site.longitude, bearing, distance)
    point = "from" if bearing is None else f"{_POINTS[round(bearing / 45) % 8]} of"
    told = f"{distance:g} km {point}"
    opening = low + match.start() + len(match[0]) - len(match[0].lstrip())
    return Relative(
        opening, place.toponym.end, place.toponym.first, latitude, longitude,
        max(radius, numbers["minimum_km"]) + place.site.radius_km / 2,
        f"{place.site.code}+{distance:g}@{'any' if bearing is None else f'{bearing:g}'}",
        f"{told} {place.site.name}", place, place.score, "relative_offset",
    )  # fmt: skip


def _bearing(word: str) -> float | None:
    table = rules("places")["directions"]
    for key, degrees in table.items():
        if key == word.lower() or (not is_arabic(key) and fold(key) == fold(word)):
            return float(degrees)
    return None


def shift(
    latitude: float, longitude: float, bearing: float | None, distance_km: float
) -> tuple[float, float]:
    """The point `distance_km` away on a bearing (degrees from north); the same without one."""
    if bearing is None:
        return latitude, longitude
    north = distance_km * math.cos(math.radians(bearing)) / KM_PER_DEGREE
    east = distance_km * math.sin(math.radians(bearing)) / KM_PER_DEGREE
    return latitude + north, longitude + east / math.cos(math.radians(latitude))


def _between(text: Text, one: Resolved, two: Resolved) -> Relative | None:
    """The stretch between two neighbouring places, where words say that it is meant."""
    start, end = one.toponym.start, two.toponym.end
    middle = text.text[one.toponym.end : two.toponym.start]
    before, after = text.text[max(0, start - 24) : start], text.text[end : end + 12]
    is_between = bool(_BETWEEN.search(before) and _AND.match(middle))
    is_road = bool(_ROAD_BEFORE.search(before) or _ROAD_AFTER.match(after))
    if one.site.code == two.site.code or not (is_between or (is_road and _AND.match(middle))):
        return None
    a, b = one.site, two.site
    ends = (a.latitude, a.longitude), (b.latitude, b.longitude)
    radius = distance_km(*ends) / 2 + 3.0  # half the stretch, and a road is not straight
    codes = "~".join(sorted((a.code, b.code)))
    return Relative(
        start, end, one.toponym.first, (a.latitude + b.latitude) / 2,
        (a.longitude + b.longitude) / 2, radius, codes, f"{a.name} – {b.name}", one,
        round(min(one.score, two.score), 4), "relative_between",
    )  # fmt: skip
