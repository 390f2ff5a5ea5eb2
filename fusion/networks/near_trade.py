"""Tellings of one trade near each other in place, time and words: what else goes on there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.spatial import cKDTree

from fusion.networks.blocks import Ints
from fusion.networks.evidence import Reals
from fusion.networks.markets import specific
from fusion.networks.record import Record
from fusion.networks.vectors import vectors_of
from fusion.profile.ground import EARTH_KM

REACH_KM = 80.0  # a day's drive on sand
FARTHEST_KM = 200.0
PLACED_KM = 100.0  # a wider place is no place
LAPSE_DAYS = 60.0
LONGEST_DAYS = 183
NEAREST = 32  # tellings of the trade that are compared


@dataclass(frozen=True)
class Ground:
    """Where and when each telling was, degrees and days; the placed incidents of each trade."""

    points: Reals
    radius: Reals
    day: Ints
    trades: Mapping[str, Ints]


def ground_of(record: Record) -> Ground:
    """Where, when and in which trades the incidents of the record were."""
    names = ("latitude", "longitude", "radius_km", "occurred_from", "markets")
    rows = np.flatnonzero(record.is_incident)
    told = record.inputs["incident"].select(names).take(pa.array(record.telling[rows]))
    lat, lon, radius = (np.asarray(told[c].cast(pa.float64())) for c in names[:3])
    placed = ~np.isnan(lat) & ~(radius > PLACED_KM)
    listed = told["markets"].combine_chunks()
    market = listed.flatten().dictionary_encode()
    holder = np.asarray(pc.list_parent_indices(listed)).astype(np.int64)
    code = np.asarray(market.indices).astype(np.int64)
    known = {name: n for n, name in enumerate(market.dictionary.to_pylist())}
    found = {
        name: rows[holder[(code == known[name]) & placed[holder]]]
        for name in sorted(specific(known.keys()))
    }
    points, spread = np.zeros((len(record.telling), 3)), np.zeros(len(record.telling))
    points[rows], spread[rows] = _on_sphere(np.nan_to_num(lat), np.nan_to_num(lon)), radius
    day = np.zeros(len(record.telling), dtype=np.int64)
    day[rows] = np.asarray(pc.fill_null(told["occurred_from"].cast(pa.int32()), 0))
    return Ground(points, np.nan_to_num(spread), day, found)


def nearest(
    asking: Ints, rows: Ints, ground: Ground
) -> tuple[Ints, Ints, Reals]:  # fmt: skip
    """Each asking row with the nearest tellings of the trade, and how much each weighs, 0-1."""
    k = min(NEAREST + 1, len(rows))
    away, place = cKDTree(ground.points[rows]).query(
        ground.points[asking], k=k, distance_upper_bound=FARTHEST_KM / EARTH_KM
    )
    away, place = away.reshape(len(asking), k), place.reshape(len(asking), k)
    hit = place < len(rows)
    one, two = np.repeat(asking, k)[hit.reshape(-1)], rows[place[hit]]
    gap = np.abs(ground.day[one] - ground.day[two])
    soon = (gap <= LONGEST_DAYS) & (one != two)
    one, two, gap, km = one[soon], two[soon], gap[soon], away[hit][soon] * EARTH_KM
    km = np.maximum(0.0, km - np.minimum(ground.radius[one] + ground.radius[two], PLACED_KM))
    return one, two, np.exp(-km / REACH_KM) * np.exp(-gap / LAPSE_DAYS)


def _on_sphere(lat: Reals, lon: Reals) -> Reals:
    """Points on the unit sphere, (n, 3): chords differ from arcs by a metre in 200 km."""
    a, b = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)


def likeness(one: Ints, two: Ints, record: Record) -> Reals:
    """Cosine of words above that of any two tellings, 0-1; 0 without vectors."""
    wanted, back = np.unique(np.concatenate([one, two]), return_inverse=True)
    vectors, has = vectors_of(record.inputs, record.leads(wanted))
    a, b = back[: len(one)], back[len(one) :]
    if not has.any():
        return np.zeros(len(one))
    usual = max((c.usual_cosine for c in record.commons.values()), default=0.0)
    cosine = np.einsum("ij,ij->i", vectors[a].astype(float), vectors[b].astype(float))
    above = np.clip((cosine - usual) / max(1 - usual, 1e-6), 0, 1)
    return np.where(has[a] & has[b], np.round(above, 6), 0.0)
