"""The yardstick as a bar from 0 to 100 %, with one band marked."""

from __future__ import annotations

from fusion.briefing.pictures import svg


def draw(low: int, high: int) -> str:
    """SVG of 160 × 14: a rail with quarter marks and the band."""
    rail = svg.rect(0, 5, 160, 4, "faint", radius=2)
    marks = "".join(svg.rect(160 * q - 0.5, 3, 1, 8, "line") for q in (0.25, 0.5, 0.75))
    band = svg.rect(1.6 * low, 2, 1.6 * (high - low), 10, "accent", radius=2)
    return svg.document(160, 14, [rail, marks, band])
