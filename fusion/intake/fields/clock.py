"""What a date is read against: zone, day of writing, what reports leave out of a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """What a date without zone, year or month is read against.

    `zone` is the mission's local time (zone letter J, and dates without a letter);
    `reference` is the day the document was written or, failing that, received: a day without
    month lies on or before it. A date without year lies on or before `latest` (default: the
    reference), since a report may name a day to come.
    """

    zone: dt.tzinfo
    reference: dt.date | None = None
    latest: dt.date | None = None

    @classmethod
    def of(cls, time_zone: str, reference: dt.date | None = None) -> Clock:
        """The clock of a mission's time zone (IANA name)."""
        return cls(ZoneInfo(time_zone), reference)


@dataclass(frozen=True)
class Moment:
    """A time in UTC as found at text[begin:stop]; a day spans 00:00:00 to 23:59:59 local."""

    start: dt.datetime
    end: dt.datetime
    begin: int
    stop: int
    form: str

    @property
    def is_instant(self) -> bool:
        """An hour was given, not just a day."""
        return self.start == self.end


@dataclass(frozen=True)
class Impossible:
    """Something written as a date that no calendar has: 31 February, hour 27."""

    text: str
    begin: int
    stop: int


def year_of(day: int, month: int, clock: Clock) -> int:
    """The year that puts the day last before the reference, one day of grace for zones."""
    assert clock.reference is not None
    limit = max(clock.reference, clock.latest or clock.reference) + DAY
    for year in (limit.year, limit.year - 1):
        try:
            if dt.date(year, month, day) <= limit:
                return year
        except ValueError:
            continue
    return limit.year


def latest_day(day: int, clock: Clock) -> tuple[int, int] | None:
    """(year, month) of the last such day on or before the reference."""
    if clock.reference is None or not 1 <= day <= 31:
        return None
    for back in range(63):  # no day of the month is missing twice in a row
        candidate = clock.reference + DAY - dt.timedelta(days=back)
        if candidate.day == day:
            return candidate.year, candidate.month
    return None


def plausible_year(year: int) -> int:
    """The year, or ValueError: what lies outside two centuries is a slip of the pen."""
    if not 1900 <= year < 2100:
        raise ValueError(year)
    return year


def full_year(year: str) -> int:
    """Two digits are of this century up to 69, else of the last (POSIX)."""
    number = int(year)
    if len(year) == 4:
        return number
    return 2000 + number if number < 69 else 1900 + number


def zone_of(letter: str) -> dt.tzinfo:
    """Military zone letters: A–M without J = UTC+1..+12, N–Y = UTC−1..−12, Z = UTC."""
    if letter == "Z":
        return dt.UTC
    east = "ABCDEFGHIKLM".find(letter) + 1
    hours = east or -("NOPQRSTUVWXY".find(letter) + 1)
    return dt.timezone(dt.timedelta(hours=hours))


def offset_of(text: str | None, clock: Clock) -> dt.tzinfo:
    """The zone that '+01:00', 'Z' or '(A)' means; the clock's own where nothing is written."""
    if not text:
        return clock.zone
    if text.upper() in ("Z", "UTC", "GMT"):
        return dt.UTC
    if text.startswith("("):
        return zone_of(text[1])
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
