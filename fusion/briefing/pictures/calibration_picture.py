"""Calibration plot: the share that happened against the probability given."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fusion.briefing.pictures import svg

WIDTH, HEIGHT, LEFT, TOP, SIDE = 520.0, 400.0, 64.0, 16.0, 320.0


@dataclass(frozen=True)
class Bin:
    """One bin of one maker: mean probability given, share that happened (0–1), forecasts."""

    maker: str
    given: float
    happened: float
    n: int


MARKS = ("circle", "square", "diamond")  # shape tells makers apart without colour
COLOURS = ("accent", "warm", "green")


def draw(bins: Sequence[Bin], names: Mapping[str, str], axes: tuple[str, str]) -> str:
    """SVG: diagonal of perfect calibration; a mark a bin, larger with more forecasts."""
    parts = [*_frame(axes)]
    makers = [name for name in names if any(b.maker == name for b in bins)]
    for number, maker in enumerate(makers):
        mine = sorted((b for b in bins if b.maker == maker), key=lambda b: b.given)
        colour = COLOURS[number % len(COLOURS)]
        parts.append(svg.line([_at(b.given, b.happened) for b in mine], colour, 1.2,
                              ' stroke-opacity="0.6"'))  # fmt: skip
        parts += [_mark(*_at(b.given, b.happened), b.n, number) for b in mine]
        y = TOP + 16 + 22 * number
        parts += [_mark(LEFT + SIDE + 26, y - 4, 4, number),
                  svg.text(LEFT + SIDE + 42, y, names[maker], 12, "muted")]  # fmt: skip
    return svg.document(WIDTH, HEIGHT, parts)


def _at(given: float, happened: float) -> tuple[float, float]:
    return LEFT + SIDE * given, TOP + SIDE * (1.0 - happened)


def _frame(axes: tuple[str, str]) -> list[str]:
    parts = [svg.rect(LEFT, TOP, SIDE, SIDE, "faint", radius=2, extra=' fill-opacity="0.45"'),
             svg.line([_at(0, 0), _at(1, 1)], "muted", 1.2, ' stroke-dasharray="5 4"')]  # fmt: skip
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _at(share, share)
        parts.append(svg.text(x, TOP + SIDE + 18, f"{round(100 * share)}", 12, "muted", "middle"))
        parts.append(svg.text(LEFT - 8, y + 4, f"{round(100 * share)}", 12, "muted", "end"))
    parts.append(svg.text(LEFT + SIDE / 2, TOP + SIDE + 40, axes[0], 12.5, "ink", "middle"))
    middle = TOP + SIDE / 2
    turned = svg.text(18, middle, axes[1], 12.5, "ink", "middle")
    parts.append(turned.replace("<text ", f'<text transform="rotate(-90 18 {middle:g})" ', 1))
    return parts


def _mark(x: float, y: float, n: int, number: int) -> str:
    radius = min(14.0, 3.5 + 1.4 * math.sqrt(n))
    colour = COLOURS[number % len(COLOURS)]
    shape = MARKS[number % len(MARKS)]
    if shape == "circle":
        return svg.circle(x, y, radius, colour)
    if shape == "square":
        return svg.rect(x - radius, y - radius, 2 * radius, 2 * radius, colour, "paper")
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return (
        f'<polygon points="{points}" fill="{svg.PALETTE[colour]}" stroke="{svg.PALETTE["paper"]}"/>'
    )
