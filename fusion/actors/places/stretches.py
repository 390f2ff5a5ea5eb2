"""Stretches between places: 'between A and B', 'axe A–B–C', 'the road from A to B', 'بين أ وب'."""

from __future__ import annotations

import re

from fusion.actors.gazetteer.index import distance_km
from fusion.actors.places.derived import COARSE_KM, Relative
from fusion.actors.places.resolve import Resolved
from fusion.actors.tokens import Text

_BETWEEN = re.compile(r"(?:between|entre|بين)\s+(?:les? |la )?$", re.IGNORECASE)
_ROAD_BEFORE = re.compile(
    r"(?:axe|axis|road|route|piste|track|tronçon|highway|corridor|RN ?\d+|الطريق|طريق|محور)[ ,:]*"
    r"(?:de |d['’]|du |from |reliant |linking |joining |leading from |allant de |qui relie )?$",
    re.IGNORECASE,
)
_ROAD_AFTER = re.compile(
    r"^[ ,]*(?:road|axis|axe|track|route|corridor|piste|section|stretch|highway)\b", re.IGNORECASE
)
_JOINT = re.compile(r"^\s*(?:and|et|to|à|au|و|and the|-|–|—|/|إلى|الى)\s*(?:in )?$", re.IGNORECASE)
_ROAD_JOINT = re.compile(r"^\s*(?:-|–|—|/|to|à|au|و|إلى|الى)?\s*$", re.IGNORECASE)
_BENDS = 3.0  # km: a road is not straight; ours


def read_stretches(text: Text, places: list[Resolved]) -> list[Relative]:
    """Stretches that words of a text say are meant, in order; each place begins one at most."""
    found, number = [], 0
    while number + 1 < len(places):
        chain = _chain(text, places, number)
        if chain:
            found.append(_stretch(chain))
            number += len(chain)
        else:
            number += 1
    return found


def _chain(text: Text, places: list[Resolved], number: int) -> list[Resolved]:
    """The places of one stretch from the place `number` on; [] where none is told."""
    start = places[number].toponym.start
    before = text.text[max(0, start - 32) : start]
    is_road = bool(_ROAD_BEFORE.search(before))
    chain = [places[number]]
    for place in places[number + 1 :]:
        middle = text.text[chain[-1].toponym.end : place.toponym.start]
        if text.text[place.toponym.start] == "و":  # 'and' has grown on to the name
            middle += "و"
        if not (_ROAD_JOINT if is_road else _JOINT).match(middle):
            break
        chain.append(place)
    if len(chain) < 2:
        return []
    end = chain[-1].toponym.end
    is_told = is_road or bool(_ROAD_AFTER.match(text.text[end : end + 12]))
    if not is_told and _BETWEEN.search(before):
        chain, is_told = chain[:2], True
    sites = {place.site.code for place in chain}
    is_fine = all(place.site.radius_km < COARSE_KM for place in chain)
    return chain if is_told and is_fine and len(sites) == len(chain) else []


def _stretch(chain: list[Resolved]) -> Relative:
    """The middle of a chain of places, with the radius that covers all of it."""
    points = [(place.site.latitude, place.site.longitude) for place in chain]
    north = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    east = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    one, last = chain[0], chain[-1]
    radius = max(distance_km((north, east), point) for point in points) + _BENDS
    return Relative(
        one.toponym.start, last.toponym.end, one.toponym.first, north, east, radius,
        "~".join(sorted(place.site.code for place in chain)),
        " – ".join(place.site.name for place in chain), one,
        round(min(place.score for place in chain), 4), "relative_between",
    )  # fmt: skip
