"""Fan charts of forecasts against history, drawn like the other pictures."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from fusion.briefing.pictures import svg

WIDTH, HEIGHT = 900.0, 250.0
LEFT, RIGHT, TOP, FLOOR = 52.0, 12.0, 14.0, 196.0
TICKS = 8  # dates under the axis, about
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Past:
    """Incidents of a period; `n` is None where nobody reported."""

    starts_on: dt.date
    n: int | None


@dataclass(frozen=True)
class Ahead:
    """Quantiles for a period."""

    starts_on: dt.date
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True)
class _Frame:
    """Days and counts to picture coordinates."""

    first: dt.date
    last: dt.date
    top: float  # greatest count shown

    def x(self, on: dt.date) -> float:
        """Middle of the period that starts on that day."""
        days = max(7, (self.last - self.first).days + 7)
        return LEFT + ((on - self.first).days + 3.5) / days * (WIDTH - LEFT - RIGHT)

    def y(self, n: float) -> float:
        """Height of a count."""
        return FLOOR - n / self.top * (FLOOR - TOP)

    @property
    def bar(self) -> float:
        """Width of a week's bar."""
        days = max(7, (self.last - self.first).days + 7)
        return max(3.0, 0.62 * 7 / days * (WIDTH - LEFT - RIGHT))


def draw(past: Sequence[Past], ahead: Sequence[Ahead], titles: tuple[str, str]) -> str:
    """SVG: history as bars, silence as hollow marks, forecast as median with 50 and 90 % bands.

    `titles` are those of the two axes, across and up.
    """
    days = [point.starts_on for point in past] + [item.starts_on for item in ahead]
    if not days:
        return svg.document(WIDTH, HEIGHT, [])
    tallest = max([1.0, *(p.n or 0 for p in past), *(a.q95 for a in ahead)])
    step = next((s for s in STEPS if tallest / s <= 5), STEPS[-1])
    frame = _Frame(min(days), max(days), step * math.ceil(tallest / step))
    parts = [*_axes(frame, step, days, titles)]
    parts += [_bar(frame, point) for point in past]
    for item in ahead:
        parts += _fan(frame, item)
    return svg.document(WIDTH, HEIGHT, parts)


def _axes(frame: _Frame, step: int, days: Sequence[dt.date], titles: tuple[str, str]) -> list[str]:
    parts = []
    for n in range(0, int(frame.top) + 1, step):
        y = frame.y(n)
        parts.append(svg.line([(LEFT, y), (WIDTH - RIGHT, y)], "line", 1 if n else 1.4))
        parts.append(svg.text(LEFT - 8, y + 4, str(n), 12, "muted", "end"))
    ordered = sorted(set(days))
    for on in ordered[:: max(1, round(len(ordered) / TICKS))]:
        words = f"{on.day:02d}.{on.month:02d}."
        parts.append(svg.text(frame.x(on), FLOOR + 18, words, 12, "muted", "middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(svg.text(middle, FLOOR + 40, titles[0], 12, "muted", "middle"))
    turned = svg.text(14, (TOP + FLOOR) / 2, titles[1], 12, "muted", "middle")
    place = f'<text transform="rotate(-90 14 {(TOP + FLOOR) / 2:g})" '
    return [*parts, turned.replace("<text ", place, 1)]


def _bar(frame: _Frame, point: Past) -> str:
    """A bar; a hollow square where nobody reported, on the floor of the chart."""
    x, half = frame.x(point.starts_on), frame.bar / 2
    if point.n is None:
        side = min(9.0, frame.bar)
        return svg.rect(x - side / 2, FLOOR - side - 1, side, side, "paper", "warm")
    y = frame.y(point.n)
    return svg.rect(x - half, y, 2 * half, FLOOR - y, "muted", extra=' fill-opacity="0.6"')


def _fan(frame: _Frame, item: Ahead) -> list[str]:
    x, half = frame.x(item.starts_on), frame.bar / 2
    outer, inner = (item.q05, item.q95), (item.q25, item.q75)
    middle = frame.y(item.q50)
    return [
        svg.rect(x - half, frame.y(outer[1]), 2 * half,
                 max(1.0, frame.y(outer[0]) - frame.y(outer[1])), "soft", "accent"),
        svg.rect(x - half, frame.y(inner[1]), 2 * half,
                 max(1.0, frame.y(inner[0]) - frame.y(inner[1])), "accent",
                 extra=' fill-opacity="0.6"'),
        svg.line([(x - half - 2, middle), (x + half + 2, middle)], "ink", 2.5),
    ]  # fmt: skip
