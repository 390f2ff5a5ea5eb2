"""A corridor map on real borders, off line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from fusion.briefing.pictures import svg
from fusion.briefing.pictures.borders import Box, Points, borders, land, names, world

WIDTH, LOWEST, TALLEST = 540.0, 300.0, 440.0  # of half a page: names stay readable there
MARGIN = 0.18  # of the span, around what is shown
NARROWEST = 1.2  # degrees: a single spot still shows its surroundings
KM_PER_DEGREE = 111.2  # of latitude, mean sphere


@dataclass(frozen=True)
class Line:
    """A corridor: latitude, longitude and name of its points."""

    name: str
    points: list[tuple[float, float, str]]
    is_used: bool


@dataclass(frozen=True)
class Spot:
    """A place with `n` incidents."""

    latitude: float
    longitude: float
    n: int


@dataclass(frozen=True)
class Frame:
    """Equirectangular projection, true to scale at the middle latitude."""

    box: Box
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Picture coordinates."""
        x = (longitude - self.box.west) / (self.box.east - self.box.west) * WIDTH
        y = (self.box.north - latitude) / (self.box.north - self.box.south) * self.height
        return x, y


def draw(lines: Sequence[Line], spots: Sequence[Spot], language: str) -> str:
    """SVG of the corridors in use and of the spots; other corridors in grey."""
    used = [line for line in lines if line.is_used]
    places = [(p[0], p[1]) for line in used for p in line.points]
    places += [(s.latitude, s.longitude) for s in spots]
    frame = _frame(tuple(sorted(set(places))))
    parts = [svg.rect(0, 0, WIDTH, frame.height, "water"), *_ground(frame, language)]
    for line in sorted(lines, key=lambda item: item.is_used):
        points = [frame.at(lon, lat) for lat, lon, _ in line.points]
        if line.is_used:
            parts.append(svg.line(points, "paper", 6))
        parts.append(svg.line(points, "accent" if line.is_used else "muted",
                              3 if line.is_used else 1.2,
                              "" if line.is_used else ' stroke-dasharray="5 4"'))  # fmt: skip
    waypoints = {(lat, lon): name for line in used for lat, lon, name in line.points}
    for lat, lon in waypoints:
        x, y = frame.at(lon, lat)
        parts.append(svg.rect(x - 3, y - 3, 6, 6, "paper", "ink"))
    parts += [
        svg.circle(*frame.at(s.longitude, s.latitude), 5 + 2.4 * math.sqrt(s.n), "warm")
        for s in spots
    ]
    parts += _labels(waypoints, frame)
    parts += [_scale(frame), svg.text(WIDTH - 8, frame.height - 8, world().attribution, 10,
                                      "muted", "end", halo=True)]  # fmt: skip
    parts.append(svg.rect(0.5, 0.5, WIDTH - 1, frame.height - 1, "paper", "line",
                          extra=' fill-opacity="0"'))  # fmt: skip
    return svg.document(WIDTH, frame.height, parts)


def _frame(places: tuple[tuple[float, float], ...]) -> Frame:
    latitudes, longitudes = [p[0] for p in places], [p[1] for p in places]
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    squeeze = math.cos(math.radians(middle[0]))
    tall = max(max(latitudes) - min(latitudes), NARROWEST) * (1 + 2 * MARGIN)
    wide = max((max(longitudes) - min(longitudes)) * squeeze, NARROWEST) * (1 + 2 * MARGIN)
    height = min(TALLEST, max(LOWEST, WIDTH * tall / wide))
    if tall / wide > height / WIDTH:
        wide = tall * WIDTH / height
    else:
        tall = wide * height / WIDTH
    half = wide / squeeze / 2
    box = Box(middle[1] - half, middle[0] - tall / 2, middle[1] + half, middle[0] + tall / 2)
    return Frame(box, height)


@cache
def _shapes(box: Box) -> tuple[list[Points], list[Points]]:
    return land(box), borders(box)


@cache
def _ground(frame: Frame, language: str) -> tuple[str, ...]:
    rings, lines = _shapes(frame.box)
    parts = []
    for ring in rings:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _clipped(ring, frame))
        parts.append(f'<polygon points="{points}" fill="{svg.PALETTE["land"]}"/>')
    for arc in lines:
        for run in _runs(arc, frame):
            parts.append(svg.line(run, "muted", 1.2, ' stroke-dasharray="7 3 1.5 3"'))
    for lon, lat, name in names(frame.box, language):
        x, y = frame.at(lon, lat)
        parts.append(svg.text(x, y, name.upper(), 13, "muted", "middle", 600))
    return tuple(parts)


def _clipped(ring: Points, frame: Frame) -> list[tuple[float, float]]:
    """The ring with what lies far outside pulled to the frame's rim: same picture, fewer bytes."""
    x, y = frame.at(ring[:, 0], ring[:, 1])  # type: ignore[arg-type]
    points = np.column_stack([np.clip(x, -20, WIDTH + 20), np.clip(y, -20, frame.height + 20)])
    keep = np.ones(len(points), bool)
    keep[1:] = np.abs(np.diff(points, axis=0)).max(axis=1) > 0.4
    return [(float(a), float(b)) for a, b in points[keep]]


def _runs(arc: Points, frame: Frame) -> list[list[tuple[float, float]]]:
    """The parts of a border inside the frame."""
    runs: list[list[tuple[float, float]]] = []
    run: list[tuple[float, float]] = []
    for lon, lat in arc:
        x, y = frame.at(float(lon), float(lat))
        if -20 <= x <= WIDTH + 20 and -20 <= y <= frame.height + 20:
            run.append((x, y))
        elif run:
            runs.append(run)
            run = []
    return [r for r in [*runs, run] if len(r) > 1]


def _labels(points: dict[tuple[float, float], str], frame: Frame) -> list[str]:
    """Names of waypoints where they do not cover each other."""
    taken: list[tuple[float, float, float, float]] = []
    parts = []
    for lat, lon in points:
        x, y = frame.at(lon, lat)
        taken.append((x - 4, y - 4, x + 4, y + 4))
    for (lat, lon), name in points.items():
        x, y = frame.at(lon, lat)
        wide = 7.0 * len(name)
        for dx, dy, anchor in (
            (9, 4, "start"),
            (-9, 4, "end"),
            (0, -10, "middle"),
            (0, 18, "middle"),
        ):
            left = x + dx - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, y + dy - 11, left + wide, y + dy + 3)
            is_inside = box[0] > 2 and box[2] < WIDTH - 2
            if is_inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                parts.append(svg.text(x + dx, y + dy, name, 12.5, "ink", anchor, 600, halo=True))
                break
    return parts


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale(frame: Frame) -> str:
    """A bar of a round number of kilometres, about a fifth of the width."""
    box = frame.box
    middle = math.cos(math.radians((box.north + box.south) / 2))
    kilometres = (box.east - box.west) * middle * KM_PER_DEGREE
    length = next((n for n in (10, 20, 50, 100, 200, 500, 1000) if n >= kilometres / 6), 2000)
    pixels, y = length / kilometres * WIDTH, frame.height - 14
    return svg.line([(14, y - 5), (14, y), (14 + pixels, y), (14 + pixels, y - 5)], "ink", 1.5) + (
        svg.text(14 + pixels / 2, y - 7, f"{length} km", 11, "ink", "middle", halo=True)
    )
