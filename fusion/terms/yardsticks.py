"""Words for probability: seven bands of one yardstick, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fusion.terms.data_files import load


@dataclass(frozen=True)
class Band:
    """One band in per cent, with its word in English and French."""

    code: str
    low: int
    high: int
    en: str
    fr: str


@cache
def bands(yardstick: str) -> tuple[Band, ...]:
    """The seven bands of 'icd203' or 'phia', lowest first."""
    return tuple(Band(**row) for row in load("yardsticks")[yardstick]["bands"])


def band_of(probability: float, yardstick: str) -> Band:
    """The band that holds `probability` (0–1).

    In ICD 203 a value on a boundary takes the band nearer to one half, and values beyond the
    outermost bounds take the outermost band. PHIA's gaps are meant: a value in a gap takes the
    band whose bound is nearer, and the band's own bounds are what gets printed.
    """
    percent = round(100.0 * probability, 6)  # 0.55 is 55 %, not 55.00000000000001 %
    rows = bands(yardstick)
    inside = [band for band in rows if band.low <= percent <= band.high]
    if inside:
        return min(inside, key=lambda band: abs((band.low + band.high) / 2 - 50))
    return min(rows, key=lambda band: min(abs(percent - band.low), abs(percent - band.high)))
