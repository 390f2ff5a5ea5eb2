"""What an incident's accounts say together: best place, time and toll with their spread."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from fusion.incidents.origins import Origin, is_withdrawn
from fusion.incidents.tellings import Spot, Telling

Row = dict[str, Any]
EARTH_KM = 6371.0
SUMMARY_LENGTH = 160
EPISODE_DAYS = 2  # last day at least so long after the first: several days, not a night


def ranked(tellings: list[Telling], origins: list[Origin], group: list[int]) -> list[int]:
    """The accounts of a group, the one to trust first.

    Standing before withdrawn, observers before those who pass on, then by grade of source and
    item, then the earliest received.
    """
    return sorted(
        group,
        key=lambda m: (
            is_withdrawn(origins, tellings, m),
            origins[m].independence == "dependent",
            tellings[m].grade_rank,
        ),
    )


def place_facts(order: list[Telling]) -> Row:
    """The first place given in order of trust, and how far the others lie from it."""
    best = next((t.spots[0] for t in order if t.spots), None)
    if best is None:
        return {}
    others = (t.spots[0] for t in order if t.spots)
    spread = max(max(distance_km(best, spot), spot.radius_km) for spot in others)
    return {
        "place_id": best.place_id,
        "place_name": best.name,
        "latitude": best.latitude,
        "longitude": best.longitude,
        "radius_km": round(max(best.radius_km, spread), 2),
        "admin2": best.admin2,
        "country": best.country,
    }


def time_facts(order: list[Telling]) -> Row:
    """The first days given in order of trust; an episode where they span several."""
    dated = next((t for t in order if t.days), None)
    days = dated.days if dated else None
    states = all(not t.is_event for t in order)
    if days is None:
        written = min(t.written_at.date() for t in order)
        return {"occurred_from": written, "occurred_to": written, "is_episode": states}
    lasted = (days[1] - days[0]).days >= EPISODE_DAYS
    return {"occurred_from": days[0], "occurred_to": days[1], "is_episode": lasted or states}


def toll_facts(order: list[Telling]) -> Row:
    """Lowest and highest toll that any account states; the best by order of trust."""
    tolls = [t.toll for t in order if t.toll is not None]
    if not tolls:
        return {}
    return {
        "killed_low": min(low for low, _ in tolls),
        "killed_best": tolls[0][1],
        "killed_high": max(high for _, high in tolls),
    }


def kind_facts(order: list[Telling]) -> Row:
    """Type of event by the most trusted account that gives one; all markets, most evident first."""
    typed = next((t.event for t in order if t.event.get("event_subtype")), {})
    votes: Counter[str] = Counter()
    for telling in order:
        for place, market in enumerate(telling.markets):
            votes[market] += 10 - min(place, 9)
    return {
        "event_type": typed.get("event_type"),
        "event_subtype": typed.get("event_subtype"),
        "iccs_section": typed.get("iccs_section"),
        "markets": [m for m, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))],
    }


def summary(text: str) -> str:
    """The first sentence of a text, in one line of at most 160 characters."""
    line = " ".join(text.split())
    if len(line) <= SUMMARY_LENGTH:
        return line
    end = max(line.rfind(mark, 60, SUMMARY_LENGTH) for mark in (". ", "؟ ", "! "))
    if end > 0:
        return line[: end + 1]
    return line[: line.rfind(" ", 60, SUMMARY_LENGTH - 1)].rstrip(" ,;:") + " …"


def distance_km(one: Spot, other: Spot) -> float:
    """Great-circle distance between two places, kilometres."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    d_lat, d_lon = b - a, math.radians(other.longitude - one.longitude)
    h = math.sin(d_lat / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d_lon / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def components(tellings: Iterable[Telling]) -> list[str]:
    """Components that report the incident, sorted."""
    return sorted({component for t in tellings for component in t.components})
