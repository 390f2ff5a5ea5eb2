"""Places told by distance: '15 km N of Gao', « quinze kilomètres de X », 'X, 20 km to the east'."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from fusion.actors.fold import fold, is_arabic
from fusion.actors.gazetteer.index import KM_PER_DEGREE
from fusion.actors.mentions.numbers import parse_number, spoken_number, western_digits
from fusion.actors.places.derived import COARSE_KM, Relative
from fusion.actors.places.resolve import Resolved
from fusion.actors.places.stretches import read_stretches
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_POINTS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW",
)  # fmt: skip
_BACK = 56  # characters before a place in which its distance and direction stand
_FARTHEST = 400.0  # km; what is said to be farther is a journey, no place
_VAGUE = re.compile(
    r"(?:about|around|approx\w*|some|roughly|environ|près de|à peu près|une? \w+aine|quelque|نحو"
    r"|حوالي|قرابة)",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"(?:sortie|entrée|exit|entrance|outskirts?|edge|périphérie|gate|مخرج|مدخل|أطراف)\s*\S{0,8}\s*$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"^\s*(?:towards?|in the direction of|en direction (?:de |d['’])?|vers|direction|on the road to"
    r"|sur la route (?:de |d['’])|باتجاه|نحو)\s*$",
    re.IGNORECASE,
)


class _Told(NamedTuple):
    """What words say of a point: kilometres (None where no number), bearing, and their start."""

    start: int
    km: float | None
    bearing: float | None
    is_vague: bool


@cache
def _directions() -> str:
    names = sorted(rules("places")["directions"], key=len, reverse=True)
    return "|".join(re.escape(name) for name in names)


@cache
def _units() -> dict[str, float]:
    return {word: float(km) for km, words in rules("places")["lengths"].items() for word in words}


@cache
def _length(group: str) -> str:
    words = "|".join(re.escape(word) for word in sorted(_units(), key=len, reverse=True))
    return rf"(?P<{group}>{words})"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:(?P<n>\d+(?:[.,]\d+)?)\s*{_length('u')}"
        rf"|(?P<w>(?:[^\W\d_]+[ -]){{1,3}}){_length('v')}"
        r"|(?:km|pk)\s*(?P<k>\d+(?:[.,]\d+)?)"
        r"(?:\s+(?:on|sur|of|de)\s+(?:the|la route|l['’]axe|la piste))?)(?!\w)\s*)?"
        r"(?:to the |au |à l['’]|vers l[e'’]\s?|(?:due )|إلى |الى |(?:من )?)?\s*"
        rf"(?:(?<!\w)(?P<d>{_directions()})(?!\w))?\s*"
        r"(?:(?:upstream|downstream|upriver|downriver|outside|out|away|en amont|en aval)\s+)?"
        r"(?:of|from|de la|de|d['’]|du|من|عن|مدينة)?\s*(?:the )?$",
        re.IGNORECASE,
    )


@cache
def _hint() -> re.Pattern[str]:
    """A unit of length or a direction: without one the dear pattern need not be tried."""
    units = "|".join(re.escape(word) for word in _units())
    return re.compile(rf"(?:{units}|km|pk)|(?<!\w)(?:{_directions()})(?!\w)", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"^,?\s*\(?(?:about |some |environ |à )?(?P<n>\d+(?:[.,]\d+)?)\s*{_length('u')}\s+"
        rf"(?:to the |au |à l['’]|due )?(?P<d>{_directions()})(?!\w)(?!\s+(?:of|de|du|d['’]))",
        re.IGNORECASE,
    )


def read_relative(text: Text, places: list[Resolved]) -> list[Relative]:
    """Derived places of a text, in order of place; no base is wider than 100 km."""
    found = []
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else None
        if place.site.radius_km < COARSE_KM and (offset := _offset(text, place, following)):
            found.append(offset)
    found += read_stretches(text, places)
    return sorted(found, key=lambda relative: (relative.start, relative.end))


def _offset(text: Text, place: Resolved, following: Resolved | None) -> Relative | None:
    """The point that a distance, a direction or both tell from a place."""
    told = _told_before(text, place)
    end = place.toponym.end
    if told is None and (behind := _told_after(text, place)):
        told, end = behind
    if told is None or (told.km is not None and told.km > _FARTHEST):
        return None
    numbers = rules("places")["relative"]
    km = told.km if told.km is not None else float(numbers["default_km"])
    if told.km is None and _EDGE.search(text.text[max(0, told.start - 24) : told.start]):
        km = place.site.radius_km / 2
    bearing, share = told.bearing, numbers["vague_share" if told.is_vague else "share"]
    if bearing is None and following is not None:
        middle = text.text[place.toponym.end : following.toponym.start]
        if _TOWARDS.match(middle):  # '20 km from Gao towards Ansongo' is on that road
            bearing = _bearing_to(place, following)
            share = numbers["vague_share"]
    radius = km * share if bearing is not None else km * (1 + numbers["share"])
    latitude, longitude = shift(place.site.latitude, place.site.longitude, bearing, km)
    point = "from" if bearing is None else f"{_POINTS[round(bearing / 22.5) % 16]} of"
    told_code = "any" if bearing is None else f"{bearing:.4g}"
    return Relative(
        told.start, end, place.toponym.first, latitude, longitude,
        max(radius, numbers["minimum_km"]) + place.site.radius_km / 2,
        f"{place.site.code}+{km:g}@{told_code}", f"{km:g} km {point} {place.site.name}", place,
        place.score, "relative_offset",
    )  # fmt: skip


def _told_before(text: Text, place: Resolved) -> _Told | None:
    """'15 km N of', « quinze kilomètres au sud de », 'north of' before a place."""
    start = place.toponym.start
    low = max(0, start - _BACK)
    before = western_digits(text.text[low:start])
    match = _before().search(before) if _hint().search(before) else None
    if match is None:
        return None
    km = _kilometres(match)
    word = match["d"]
    is_compass = bool(word) and (len(word) > 2 or word.isupper())
    if km is None and not is_compass:
        return None
    opening = low + match.start() + len(match[0]) - len(match[0].lstrip())
    if match["w"] and (spoken := spoken_number(match["w"])):
        opening = low + match.start("w") + spoken[0]
    is_vague = km is None or bool(_VAGUE.search(before[: match.start()][-14:]))
    return _Told(opening, km, _bearing(word) if is_compass else None, is_vague)


def _told_after(text: Text, place: Resolved) -> tuple[_Told, int] | None:
    """', 20 km to the north' behind a place, and where it ends."""
    end = place.toponym.end
    match = _after().match(western_digits(text.text[end : end + _BACK]))
    if match is None:
        return None
    told = _Told(place.toponym.start, _kilometres(match), _bearing(match["d"]), False)
    return told, end + match.end()


def _kilometres(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if groups.get("k"):
        return parse_number(groups["k"])
    if groups.get("w"):
        spoken = spoken_number(groups["w"])
        return spoken[1] * _units()[groups["v"].lower()] if spoken else None
    number = parse_number(groups["n"]) if groups.get("n") else None
    return number * _units()[groups["u"].lower()] if number is not None else None


def _bearing(word: str) -> float | None:
    table = rules("places")["directions"]
    for key, degrees in table.items():
        if key == word.lower() or (not is_arabic(key) and fold(key) == fold(word)):
            return float(degrees)
    return None


def _bearing_to(one: Resolved, two: Resolved) -> float:
    north = two.site.latitude - one.site.latitude
    east = (two.site.longitude - one.site.longitude) * math.cos(math.radians(one.site.latitude))
    return math.degrees(math.atan2(east, north)) % 360


def shift(
    latitude: float, longitude: float, bearing: float | None, km: float
) -> tuple[float, float]:
    """The point `km` away on a bearing (degrees from north); the same without one."""
    if bearing is None:
        return latitude, longitude
    north = km * math.cos(math.radians(bearing)) / KM_PER_DEGREE
    east = km * math.sin(math.radians(bearing)) / KM_PER_DEGREE
    return latitude + north, longitude + east / math.cos(math.radians(latitude))
