"""Incidents by week in three lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fusion.briefing.pictures import svg

LANES = ("violent", "market", "agreement")
WIDTH, LEFT, LANE, TOP = 560.0, 132.0, 46.0, 12.0  # of half a page: words stay readable there


@dataclass(frozen=True)
class Dot:
    """An incident: week from the start, lane, independent origins."""

    week: int
    lane: str
    n_origins: int


def draw(
    dots: Sequence[Dot], lanes: Mapping[str, str], ticks: Sequence[tuple[float, str]], weeks: int
) -> str:
    """SVG: shape tells the lane (square, circle, diamond), size the number of origins."""
    step = (WIDTH - LEFT - 20) / weeks
    height = TOP + LANE * len(LANES) + 30
    parts = []
    for at, name in ticks:
        x = LEFT + at * step
        parts.append(svg.line([(x, TOP), (x, height - 26)], "line", 1))
        parts.append(svg.text(x + 4, height - 12, name, 12, "muted"))
    for number, lane in enumerate(LANES):
        y = TOP + (number + 0.5) * LANE
        parts.append(svg.line([(LEFT, y), (WIDTH - 20, y)], "line", 1))
        parts.append(svg.text(LEFT - 14, y + 4, svg.fit(lanes[lane], 22), 12.5, "ink", "end"))
    stacked: dict[tuple[int, str], int] = {}
    for dot in sorted(dots, key=lambda d: (d.week, d.lane, -d.n_origins)):
        place = stacked.get((dot.week, dot.lane), 0)
        stacked[dot.week, dot.lane] = place + 1
        x = LEFT + (dot.week + 0.5) * step
        y = TOP + (LANES.index(dot.lane) + 0.5) * LANE + (-1) ** place * ((place + 1) // 2) * 13
        parts.append(_mark(x, y, dot))
    return svg.document(WIDTH, height, parts)


def _mark(x: float, y: float, dot: Dot) -> str:
    radius = min(9.0, 3.5 + 1.2 * dot.n_origins)
    if dot.lane == "violent":
        return svg.rect(x - radius, y - radius, 2 * radius, 2 * radius, "warm", "paper")
    if dot.lane == "agreement":
        corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
        return (
            f'<polygon points="{points}" fill="{svg.PALETTE["green"]}" '
            f'stroke="{svg.PALETTE["paper"]}"/>'
        )
    return svg.circle(x, y, radius, "accent")
