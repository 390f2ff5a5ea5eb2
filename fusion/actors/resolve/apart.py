"""How far apart two contexts are, in kilometres and in days."""

from __future__ import annotations

from bisect import bisect_left
from itertools import product

from fusion.actors.gazetteer.index import distance_km
from fusion.actors.resolve.model import Context, Node, Point
from fusion.actors.rules import rules

MAX_DAYS = 36_500  # stands for: never seen near in time
_MAX_POINTS = 24  # places compared of each side: more do not change the nearest by much


def is_far(one: Context, two: Context) -> bool:
    """Whether both have places, and none of the one is within reach of the other's."""
    return nearest_km(one, two) > float(rules("linkage")["reach_km"])


def nearest_km(one: Context, two: Context) -> float:
    """Kilometres between the nearest places of two contexts; 0 where one has none. What is told of
    a region may have been at its border, and was hardly just there."""
    if not one.points.isdisjoint(two.points):
        return 0.0
    pairs = product(sorted(one.points)[:_MAX_POINTS], sorted(two.points)[:_MAX_POINTS])
    return min((_km(a, b) for a, b in pairs), default=0.0)


def is_named(one: Node, two: Node) -> bool:
    """Whether an account of either names a place where the other was: weaker than to be there."""
    near = float(rules("linkage")["near_km"][0])
    return any(
        _km(named, point) <= near
        for teller, other in ((one, two), (two, one))
        for named, point in product(sorted(teller.named)[:_MAX_POINTS], other.context.points)
    )


def _km(one: Point, two: Point) -> float:
    distance = distance_km(one[:2], two[:2])
    radius = sum((*one[2:], *two[2:]))
    return max(float(rules("linkage")["near_km"][0]) + 1, distance - radius) if radius else distance


def distance_term(one: Context, two: Context, nearest: float) -> tuple[str, float]:
    """What `nearest` kilometres between them say, and few days between two at one place."""
    numbers = rules("linkage")
    step = sum(nearest > bound for bound in numbers["near_km"])
    weight = float(numbers["near_weight"][step])
    if step == 0 and _nearest_days(one, two) <= numbers["near_days"]:
        return f"{nearest:.0f} km and few days apart", weight + numbers["near_in_time"]
    return f"{nearest:.0f} km apart", weight


def _nearest_days(one: Context, two: Context) -> int:
    """Least number of days between a day of the one and a day of the other."""
    if not one.days.isdisjoint(two.days):
        return 0
    few, many = sorted((one.days, two.days), key=len)
    listed = sorted(many)
    gaps = [MAX_DAYS]
    for day in few:
        place = bisect_left(listed, day)
        gaps += [abs((near - day).days) for near in listed[max(0, place - 1) : place + 1]]
    return min(gaps)


def days_apart(one: Context, two: Context) -> int:
    """Days between the last of the one and the first of the other; 0 where they overlap."""
    if not one.days or not two.days:
        return 0
    gap = max(min(two.days) - max(one.days), min(one.days) - max(two.days))
    return max(0, gap.days)
