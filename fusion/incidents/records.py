"""Accounts as rows, and pairs of them as measures: what levels.sql compares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.incidents.content import EPOCH, Index, Reals
from fusion.incidents.facts import EARTH_KM
from fusion.incidents.likeness import Likeness
from fusion.incidents.pairs import rare_bound
from fusion.incidents.tellings import Telling

PLACES = 3  # an account is compared with the likeliest three places of its event
SURE_PLACE = 0.5
_TEXTS = pa.list_(pa.string())
_COLUMNS: dict[str, pa.DataType] = {
    "number": pa.int64(), "account_id": pa.string(), "component": pa.string(),
    "day_from": pa.int64(), "day_to": pa.int64(), "written": pa.int64(),
    "told": pa.list_(pa.int64()), "foremost": pa.list_(pa.int64()),
    "is_exact": pa.bool_(), "is_vague": pa.bool_(), "radius_km": pa.float64(),
    "is_after": pa.bool_(), "tells_after": pa.bool_(), "is_placed": pa.bool_(),
    "place_names": _TEXTS, "place_ids": _TEXTS, "named_ids": _TEXTS, "rare_places": _TEXTS,
    "event_type": pa.string(), "event_subtype": pa.string(), "markets": _TEXTS,
    "actors": _TEXTS, "rare_actors": _TEXTS, "killed_low": pa.int64(), "killed_high": pa.int64(),
}  # fmt: skip


def records(tellings: list[Telling]) -> pa.Table:
    """One row per telling with the columns that levels.sql compares; days since 1970."""
    bound = rare_bound(len(tellings))
    rare_actors = _rare((t.actors for t in tellings), bound)
    rare_places = _rare((t.named_places for t in tellings), bound)
    rows = [
        _record(number, telling) | {
            "rare_actors": sorted(telling.actors & rare_actors),
            "rare_places": sorted(telling.named_places & rare_places),
        }
        for number, telling in enumerate(tellings)
    ]  # fmt: skip
    return pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, kind in _COLUMNS.items()}
    )


def _rare(held: Iterable[frozenset[str]], bound: int) -> frozenset[str]:
    counts = Counter(name for names in held for name in names)
    return frozenset(name for name, n in counts.items() if n <= bound)


def _record(number: int, telling: Telling) -> dict[str, Any]:
    first, last = telling.days or (min(telling.told), max(telling.told))
    toll = telling.toll
    return {
        "number": number,
        "account_id": telling.account_id,
        "component": telling.component,
        "day_from": (first - EPOCH).days,
        "day_to": (last - EPOCH).days,
        "written": (telling.written_at.date() - EPOCH).days,
        "told": sorted((day - EPOCH).days for day in telling.told),
        "foremost": sorted((day - EPOCH).days for day in telling.foremost),
        "is_exact": telling.is_exact,
        "is_vague": telling.is_vague,
        "radius_km": telling.spots[0].radius_km if telling.spots else None,
        "is_after": telling.is_after,
        "tells_after": telling.is_after and telling.is_vague,
        # a reading that is less likely than all others together is no place to hold against another
        "is_placed": bool(telling.spots) and telling.spots[0].score >= SURE_PLACE,
        "place_names": sorted({s.name.casefold() for s in telling.passing}),
        "place_ids": [s.place_id for s in telling.spots[:PLACES]],
        "named_ids": sorted(telling.named_places),
        # what is no event has no type that could speak for one
        "event_type": telling.event.get("event_type") if telling.is_event else None,
        "event_subtype": telling.event.get("event_subtype") if telling.is_event else None,
        "markets": list(telling.markets),
        "actors": sorted(telling.actors),
        "killed_low": toll[0] if toll else None,
        "killed_high": toll[1] if toll else None,
    }


def measured(
    tellings: list[Telling], pairs: tuple[Index, Index], like: Likeness
) -> dict[str, pa.Array]:
    """Measures of each pair: closeness of content; weight of shared details, where 1 is one
    detail as rare as can be; kilometres beyond the radii of the nearest two places."""
    beyond = km_beyond(tellings, pairs)
    return {
        "closeness": pa.array(like.content.closeness(*pairs).round(6)),
        "details": pa.array((like.details.shared(*pairs) / np.log1p(len(tellings) / 2)).round(6)),
        "km_beyond": pa.array(beyond.round(6), mask=np.isinf(beyond)),
    }


def km_beyond(tellings: list[Telling], pairs: tuple[Index, Index]) -> Reals:
    """Distance of the nearest two event places less both radii; infinite where one has none."""
    spots = np.full((len(tellings), PLACES, 3), np.nan)
    for number, telling in enumerate(tellings):
        for place, spot in enumerate(telling.spots[:PLACES]):
            spots[number, place] = spot.latitude, spot.longitude, spot.radius_km
    nearest = np.full(len(pairs[0]), np.inf)
    for one in range(PLACES):
        for other in range(PLACES):
            a, b = spots[pairs[0], one], spots[pairs[1], other]
            far = _km(np.radians(a[:, :2]), np.radians(b[:, :2])) - a[:, 2] - b[:, 2]
            nearest = np.fmin(nearest, far)
    return nearest


def _km(a: Reals, b: Reals) -> Reals:
    """Great-circle distance of rows of (latitude, longitude) in radians, kilometres."""
    half = np.sin((b - a) / 2) ** 2
    share = half[:, 0] + np.cos(a[:, 0]) * np.cos(b[:, 0]) * half[:, 1]
    distance: Reals = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(share, 1)))
    return distance
