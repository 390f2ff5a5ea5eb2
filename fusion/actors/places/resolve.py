"""Which of its readings a toponym means, by prior, by the report's place and by its neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fusion.actors.fold import fold
from fusion.actors.gazetteer import Site
from fusion.actors.gazetteer.index import distance_km
from fusion.actors.places.find import Toponym

Point = tuple[float, float]

ANCHOR_PRIOR = 1.3  # a reading this likely by itself helps to settle the others
REPORT_WEIGHT, REPORT_KM = 0.6, 60.0  # nearness to the report's own coordinates; ours
ANCHOR_WEIGHT, ANCHOR_KM = 0.4, 80.0  # nearness to the sure places of the same text; ours
UNIT_WEIGHT = 0.8  # for a unit where the words speak of one; ours
INSIDE_WEIGHT = (0.5, 0.3)  # the text names the second-, the first-level unit of a reading; ours
SHARPNESS = 5.0  # turns weights into shares of the evidence


@dataclass(frozen=True, slots=True)
class Resolved:
    """A toponym with the place it is taken for and that reading's share of the evidence."""

    toponym: Toponym
    site: Site
    score: float


def resolve(toponyms: list[Toponym], here: Point | None) -> list[Resolved]:
    """Each toponym with its best reading; equal weights fall to the lower GeoNames number."""
    anchors = [best for toponym in toponyms if (best := _best(toponym)).prior >= ANCHOR_PRIOR]
    named = {toponym.key for toponym in toponyms}
    return [_settle(toponym, here, anchors, named - {toponym.key}) for toponym in toponyms]


def _best(toponym: Toponym) -> Site:
    return max(toponym.sites, key=lambda site: (site.prior, -int(site.code)))


def _settle(toponym: Toponym, here: Point | None, anchors: list[Site], named: set[str]) -> Resolved:
    weighed, whole = [], _whole_unit(toponym)
    for site in toponym.sites:
        point = (site.latitude, site.longitude)
        weight = site.prior + _unit_weight(toponym, site) + _inside(site, named)
        weight += UNIT_WEIGHT * (site is whole)
        if here is not None:
            weight += REPORT_WEIGHT * math.exp(-distance_km(point, here) / REPORT_KM)
        others = [a for a in anchors if a.key != site.key]
        if others:
            nearest = min(distance_km(point, (a.latitude, a.longitude)) for a in others)
            weight += ANCHOR_WEIGHT * math.exp(-nearest / ANCHOR_KM)
        weighed.append((weight, -int(site.code), site))
    weighed.sort(reverse=True)
    total = sum(math.exp(SHARPNESS * (weight - weighed[0][0])) for weight, _, _ in weighed)
    return Resolved(toponym, weighed[0][2], round(1 / total, 4))


def _unit_weight(toponym: Toponym, site: Site) -> float:
    return UNIT_WEIGHT if toponym.is_unit and site.feature.startswith("A.ADM") else 0.0


def _whole_unit(toponym: Toponym) -> Site | None:
    """The unit that a name means by itself: the only one, and not named after a town in it.

    'Gao' is the town before it is the region; a far town called as another unit is neither.
    """
    units = [site for site in toponym.sites if site.feature == "A.ADM1" and site.is_near]
    if len(units) != 1:
        return None
    unit = fold(units[0].admin1 or units[0].name)
    inside = (s.admin1 for s in toponym.sites if s is not units[0])
    return None if any(name and fold(name) == unit for name in inside) else units[0]


def _inside(site: Site, named: set[str]) -> float:
    """Weight for a reading that lies in another place of the text: 'Bara (Ansongo, Gao)'."""
    weight = 0.0
    for unit, gain in zip((site.admin2, site.admin1), INSIDE_WEIGHT, strict=True):
        key = fold(unit) if unit else ""
        weight += gain * (key in named)
    return weight
