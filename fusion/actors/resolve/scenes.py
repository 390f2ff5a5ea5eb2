"""Scenes: a day and a place in which an account's happening lies, as keys that others may share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from fusion.actors.resolve.model import Point

CELL = 0.2  # degrees, about 22 km: half of it is what places of one happening lie apart; ours
MOST_DAYS = 3  # a happening told to last longer is no scene; ours


def days_of(first: dt.date | None, last: dt.date | None) -> tuple[dt.date, ...]:
    """The days of a happening; none where they are unknown or too many for one."""
    if first is None or last is None or (last - first).days >= MOST_DAYS:
        return ()
    return tuple(first + dt.timedelta(days=step) for step in range((last - first).days + 1))


def scenes_of(days: Iterable[dt.date], points: Iterable[Point]) -> set[str]:
    """Keys of the days and cells of a happening. Two grids lie over each other, half a cell apart,
    so that two points within a quarter of a cell always share one.
    """
    cells = {
        f"{grid}{int((latitude + 90) / CELL + shift)},{int((longitude + 180) / CELL + shift)}"
        for latitude, longitude, *_ in points
        for grid, shift in (("a", 0.0), ("b", 0.5))
    }
    return {f"{day}{cell}" for day in days for cell in cells}
