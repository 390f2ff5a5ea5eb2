"""Fellegi-Sunter scores of candidate pairs: weights learned without labels, stored in models/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fusion.incidents.likeness import Index, Likeness
from fusion.incidents.pairs import rare_bound
from fusion.incidents.tellings import Telling
from fusion.store import query

LEVELS = Path(__file__).with_name("levels.sql")
WEIGHTS = Path(__file__).parents[2] / "models" / "incident_linkage.json"
UNKNOWN = "unknown"
PLACES = 3  # an account is compared with the likeliest three places of its event
# One comparison may not decide alone, whatever it was learned from: bits are capped.
CAP_BITS = 8.0


@dataclass(frozen=True)
class Weights:
    """Bits of evidence by (comparison, level), and the prior of a candidate pair in bits."""

    version: str
    prior_bits: float
    bits: dict[tuple[str, str], float]

    @property
    def comparisons(self) -> tuple[str, ...]:
        """Names of the comparisons, in order."""
        return tuple(dict.fromkeys(name for name, _ in self.bits))


@dataclass(frozen=True)
class Link:
    """A scored pair of tellings (by number), with the evidence that makes up its bits."""

    first: int
    second: int
    bits: float
    waterfall: tuple[tuple[str, str, float], ...]

    @property
    def probability(self) -> float:
        """Of one incident, 0-1."""
        return float(1 / (1 + 2.0**-self.bits))


@cache
def read_weights(path: Path = WEIGHTS) -> Weights:
    """The weights at `path`: log2(m/u) of each level; a level without evidence has none.

    Comparisons that see the same thing (actors, rare details, meaning all rise with a shared
    name) are damped, since Fellegi-Sunter takes them for independent.
    """
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    bits = {}
    for comparison, levels in raw["comparisons"].items():
        damping = raw["damping"].get(comparison, 1.0)
        for level, chance in levels.items():
            value = float(np.log2(chance["m"] / chance["u"]))
            bits[comparison, level] = float(np.clip(value, -CAP_BITS, CAP_BITS)) * damping
    prior = raw["prior"]
    return Weights(str(raw["version"]), float(np.log2(prior / (1 - prior))), bits)


def score(
    tellings: list[Telling],
    pairs: tuple[Index, Index],
    like: Likeness,
    weights: Weights,
) -> list[Link]:
    """Each candidate pair with its bits and waterfall, in order of the pairs."""
    if not len(pairs[0]):
        return []
    number = {t.account_id: i for i, t in enumerate(tellings)}
    table = levels(tellings, pairs, like)
    links = []
    for row in table.to_pylist():
        steps = [("prior", "", round(weights.prior_bits, 2))]
        for comparison in weights.comparisons:
            level = row[comparison]
            if level != UNKNOWN:
                steps.append(
                    (comparison, level, round(weights.bits.get((comparison, level), 0), 2))
                )
        ends = sorted((number[row["account_a"]], number[row["account_b"]]))
        total = round(sum(bits for _, _, bits in steps), 2)
        links.append(Link(ends[0], ends[1], total, tuple(steps)))
    return sorted(links, key=lambda link: (link.first, link.second))


def levels(tellings: list[Telling], pairs: tuple[Index, Index], like: Likeness) -> pa.Table:
    """The level of every comparison for every pair, as levels.sql says."""
    pair = pa.table({"first": pairs[0], "second": pairs[1]})
    return query(LEVELS, telling=records(tellings, like), pair=pair)


def records(tellings: list[Telling], like: Likeness) -> pa.Table:
    """One row per telling with the columns that levels.sql compares."""
    rows = list(_records(tellings, like))
    return pa.table({name: _column(name, kind, rows) for name, kind in _COLUMNS.items()})


_TEXTS = pa.list_(pa.string())
_COLUMNS: dict[str, pa.DataType] = {
    "number": pa.int64(), "account_id": pa.string(), "component": pa.string(),
    "day_from": pa.date32(), "day_to": pa.date32(), "latitude": pa.float64(),
    "longitude": pa.float64(), "radius_km": pa.float64(), "place_ids": _TEXTS, "named_ids": _TEXTS,
    "is_dated_by_writing": pa.bool_(),
    "event_type": pa.string(), "event_subtype": pa.string(), "markets": _TEXTS,
    "actors": _TEXTS, "rare_actors": _TEXTS, "marks": _TEXTS, "killed_low": pa.int64(),
    "killed_high": pa.int64(), "is_event": pa.bool_(), "vector": pa.list_(pa.float64()),
}  # fmt: skip


def _column(name: str, kind: pa.DataType, rows: list[dict[str, Any]]) -> pa.Array:
    return pa.array([row[name] for row in rows], kind)


def _records(tellings: list[Telling], like: Likeness) -> Iterator[dict[str, Any]]:
    bound = rare_bound(len(tellings))
    named: dict[str, int] = {}
    for telling in tellings:
        for actor in telling.actors:
            named[actor] = named.get(actor, 0) + 1
    for number, telling in enumerate(tellings):
        days, toll = telling.days, telling.toll
        spot = telling.spots[0] if telling.spots else None
        vector: list[float] = []
        if like.vectors is not None and telling.vector is not None:
            vector = like.vectors[number].tolist()
        yield {
            "number": number,
            "account_id": telling.account_id,
            "component": telling.component,
            "day_from": days[0] if days else None,
            "day_to": days[1] if days else None,
            "latitude": spot.latitude if spot else None,
            "longitude": spot.longitude if spot else None,
            "radius_km": spot.radius_km if spot else None,
            "place_ids": [s.place_id for s in telling.spots[:PLACES]],
            "named_ids": sorted(telling.named_places),
            # a report without a date of its own is dated by its writing: it may tell of days ago
            "is_dated_by_writing": days is not None and days[1] == telling.written_at.date(),
            "event_type": telling.event.get("event_type"),
            "event_subtype": telling.event.get("event_subtype"),
            "markets": list(telling.markets),
            "actors": sorted(telling.actors),
            "rare_actors": sorted(a for a in telling.actors if named[a] <= bound),
            "marks": like.details.rare(number, bound),
            "killed_low": toll[0] if toll else None,
            "killed_high": toll[1] if toll else None,
            "is_event": telling.is_event,
            "vector": vector,
        }
