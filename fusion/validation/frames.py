"""Tables as the frames that Great Expectations reads, with the columns that rules compare to."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa

from fusion.profile import Profile
from fusion.validation.suites import MARGIN_DEGREES

LOOKS_BACK = ("panel_of_experts", "regional_office")
_YEARS_BEFORE = 5
_DAY = pd.Timedelta(days=1)


def report_frame(reports: pa.Table, profile: Profile) -> pd.DataFrame:
    """Reports with `latest_at` and `earliest_at` (suites.DERIVED); times in UTC."""
    frame: pd.DataFrame = reports.to_pandas()
    received = pd.DatetimeIndex(pd.to_datetime(frame["received_at"], utc=True))
    frame["latest_at"] = received.floor("D") + 2 * _DAY - pd.Timedelta(microseconds=1)
    looks_back = frame["component"].isin(LOOKS_BACK).to_numpy()
    earliest = np.where(looks_back, np.datetime64("NaT"), np.datetime64(memory_from(profile), "us"))
    frame["earliest_at"] = pd.DatetimeIndex(earliest).tz_localize("UTC")
    return frame


def memory_from(profile: Profile) -> dt.datetime:
    """Start of what a component can report from its own observation (UTC, naive)."""
    day = profile.starts_on
    start = day.replace(year=day.year - _YEARS_BEFORE, day=min(day.day, 28))
    return dt.datetime.combine(start, dt.time())


def parameters(profile: Profile) -> dict[str, float]:
    """The area's box with its margin, degrees, for the suites' $PARAMETER values."""
    area = profile.area
    return {
        "south": max(-90.0, area.south - MARGIN_DEGREES),
        "north": min(90.0, area.north + MARGIN_DEGREES),
        "west": max(-180.0, area.west - MARGIN_DEGREES),
        "east": min(180.0, area.east + MARGIN_DEGREES),
    }
