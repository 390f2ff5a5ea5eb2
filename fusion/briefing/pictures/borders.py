"""Countries of the world off line (Natural Earth; made by scripts/build_boundaries.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parents[1] / "data" / "boundaries.json"
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class World:
    """Arcs (degrees east, north), which are land borders, and countries by rings of arcs."""

    arcs: list[Points]
    is_border: list[bool]
    countries: list[dict[str, object]]
    attribution: str


@cache
def world() -> World:
    """The stored boundaries, decoded once."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    quantum = float(stored["quantum"])
    arcs = [np.cumsum(np.array(arc, float).reshape(-1, 2), axis=0) * quantum
            for arc in stored["arcs"]]  # fmt: skip
    return World(arcs, [bool(b) for b in stored["is_border"]], stored["countries"],
                 stored["attribution"])  # fmt: skip


def borders(box: Box) -> list[Points]:
    """Land borders that touch the box, whole: the picture clips them."""
    whole = world()
    return [
        arc for arc, is_border in zip(whole.arcs, whole.is_border, strict=True)
        if is_border and _touches(arc, box)
    ]  # fmt: skip


def land(box: Box) -> list[Points]:
    """Rings of the countries whose box touches the box."""
    return [points for _, rings in _countries() for points, low, high in rings
            if _meets(low, high, box)]  # fmt: skip


@cache
def _countries() -> list[tuple[dict[str, object], list[tuple[Points, Points, Points]]]]:
    """Each country with its rings and their corners."""
    found = []
    for country in world().countries:
        rings = [_ring(ring) for ring in country["rings"]]  # type: ignore[attr-defined]
        found.append((country, [(r, r.min(axis=0), r.max(axis=0)) for r in rings]))
    return found


def names(box: Box, language: str) -> list[tuple[float, float, str]]:
    """Longitude, latitude and name of each country, well inside what the box shows of it."""
    key = "fr" if language == "fr" else "en"
    return [(x, y, str(country[key])) for x, y, country in _places(box)]


@cache
def _places(box: Box) -> list[tuple[float, float, dict[str, object]]]:
    lon, lat = np.linspace(box.west, box.east, 25), np.linspace(box.south, box.north, 25)
    x, y = np.meshgrid(lon, lat)
    grid = np.column_stack([x.ravel(), y.ravel()])
    places = []
    for country, rings in _countries():
        inside = np.zeros(len(grid), bool)
        for points, low, high in rings:
            if _meets(low, high, box):
                inside ^= _inside(grid, points)
        if inside.sum() >= 8 and country["en"]:  # a sliver of a country needs no label
            places.append((*_deepest(grid, inside), country))
    return places


def _deepest(grid: Points, inside: NDArray[np.bool_]) -> tuple[float, float]:
    """The grid point of a country furthest from other countries and from the box's rim."""
    low, high = grid.min(axis=0), grid.max(axis=0)
    own, rest = grid[inside], grid[~inside]
    # Names are wide: distances east and west count less than those north and south.
    span = (high - low) * np.array([0.6, 1.0])
    away = np.minimum((own - low) / span, (high - own) / span).min(axis=1) ** 2
    if len(rest):
        apart = ((own[:, None, :] - rest[None, :, :]) / span) ** 2
        away = np.minimum(away, apart.sum(axis=2).min(axis=1))
    best = own[int(away.argmax())]
    return float(best[0]), float(best[1])


def _ring(indices: list[int]) -> Points:
    arcs = world().arcs
    return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices])


def _touches(points: Points, box: Box) -> bool:
    return _meets(points.min(axis=0), points.max(axis=0), box)


def _meets(low: Points, high: Points, box: Box) -> bool:
    return bool(low[0] <= box.east and high[0] >= box.west
                and low[1] <= box.north and high[1] >= box.south)  # fmt: skip


def _inside(grid: Points, ring: Points) -> NDArray[np.bool_]:
    """Even-odd rule for all grid points at once."""
    x, y = grid[:, 0][:, None], grid[:, 1][:, None]
    x1, y1 = ring[:, 0][None, :], ring[:, 1][None, :]
    x2, y2 = np.roll(ring[:, 0], -1)[None, :], np.roll(ring[:, 1], -1)[None, :]
    crosses = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (x2 - x1) * (y - y1) / (y2 - y1) + x1
    odd: NDArray[np.bool_] = (crosses & (x < at)).sum(axis=1) % 2 == 1
    return odd
