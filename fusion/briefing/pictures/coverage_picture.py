"""Who reported from where, week by week: an empty, hatched cell is no coverage, not calm."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.briefing.pictures import svg

WIDTH, LEFT, ROW = 900.0, 190.0, 26.0


def draw(
    areas: Sequence[str], counts: Sequence[Sequence[int | None]], ticks: Sequence[tuple[int, str]],
    legend: tuple[str, str],
) -> str:  # fmt: skip
    """SVG: one row an area, one cell a week; None where nobody reported."""
    weeks = max((len(row) for row in counts), default=1)
    step = (WIDTH - LEFT - 10) / weeks
    top = max((n for row in counts for n in row if n), default=1)
    parts = []
    for number, (area, row) in enumerate(zip(areas, counts, strict=True)):
        y = 6 + number * ROW
        parts.append(svg.text(LEFT - 12, y + 16, svg.fit(area, 28), 12.5, "ink", "end"))
        for week, n in enumerate(row):
            parts.append(_cell(LEFT + week * step, y, step - 2, n, top))
    bottom = 6 + len(areas) * ROW
    for week, name in ticks:
        parts.append(svg.text(LEFT + week * step, bottom + 16, name, 12, "muted"))
    parts.append(_cell(LEFT, bottom + 30, 18, top, top))
    parts.append(svg.text(LEFT + 26, bottom + 45, legend[0], 12, "muted"))
    parts.append(_cell(LEFT + 260, bottom + 30, 18, None, top))
    parts.append(svg.text(LEFT + 286, bottom + 45, legend[1], 12, "muted"))
    return svg.document(WIDTH, bottom + 60, parts)


def _cell(x: float, y: float, wide: float, n: int | None, top: int) -> str:
    if n is None:
        box = svg.rect(x, y, wide, ROW - 4, "paper", "warm")
        return box + svg.line([(x + 2, y + ROW - 6), (x + wide - 2, y + 2)], "warm", 1.4)
    shade = 0.25 + 0.75 * n / top
    return svg.rect(x, y, wide, ROW - 4, "accent", extra=f' fill-opacity="{shade:.2f}"')
