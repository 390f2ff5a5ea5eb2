"""Times as reports write them: date-time groups, ISO, European and written dates (EN, FR, AR)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from fusion.intake.fields import months
from fusion.intake.fields.date_patterns import patterns
from fusion.intake.numbers import western

DAY = dt.timedelta(days=1)
_SCANNED = 20_000  # characters; a report gives its dates early, and a hostile one gives thousands
_YEAR_OR_HOUR = re.compile(r"(?<=[^\W\d_]\s)(20[0-5]\d)(?=\s*(?:[,;(]|$))")
# Four figures after a full date: '2026-05-14 0300'
_BARE_HOUR = re.compile(r"(?<=\d\d\s)(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:$|[,;(–-]|local|to\b))")
_LAST_MOMENT = dt.timedelta(hours=23, minutes=59, seconds=59)


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


def find(text: str, clock: Clock) -> list[Moment | Impossible]:
    """All times in the first 20,000 characters of `text`, in order, never overlapping. Numeric
    dates need a year or a mark that is no decimal point ('3/2', not '3.2')."""
    digits = western(text[:_SCANNED])
    taken: list[tuple[int, int]] = []
    found: list[Moment | Impossible] = []
    for form, pattern in patterns():
        for match in pattern.finditer(digits):
            if any(match.start() < stop and begin < match.end() for begin, stop in taken):
                continue
            moment = _moment(form, match, clock)
            if moment is not None:
                taken.append(match.span())
                found.append(moment)
    return _with_shared_month(sorted(found, key=lambda m: m.begin), digits, clock)


def read(value: str, clock: Clock) -> Moment | Impossible | None:
    """The time that a whole field holds; None where it holds none.

    Tries a misspelt month (scanned pages) only here, where a label says that it is a date; and
    only here is '15 Apr 2015' in a report of 2026 a quarter past eight in the evening.
    """
    found = find(_as_hours(value, clock), clock)
    if found:
        first, last = found[0], found[-1]
        if isinstance(first, Impossible) or isinstance(last, Impossible) or last.end < first.start:
            return first
        return Moment(first.start, last.end, first.begin, last.stop, first.form)
    return _misread(value, clock)


def _as_hours(value: str, clock: Clock) -> str:
    """A 'year' long past that is a time of day as well ends in 'hrs', as the author meant it."""
    if clock.reference is None:
        return value
    past = clock.reference.year - 5
    value = _YEAR_OR_HOUR.sub(lambda m: f"{m[0]} hrs" if int(m[1]) < past else m[0], value)
    return _BARE_HOUR.sub(lambda m: f"{m[0]} hrs", value)


def _misread(value: str, clock: Clock) -> Moment | Impossible | None:
    match = re.search(r"(\d{1,2})[\s.,]+([^\W\d_]{3,})[\s.,]+((?:19|20)\d{2})", western(value))
    if match is None or (month := months.month_misread(match[2])) is None:
        return None
    return _day(int(match[3]), month, int(match[1]), match, "misread", clock)


def _moment(form: str, match: re.Match[str], clock: Clock) -> Moment | Impossible | None:
    if form == "dtg":
        return _from_dtg(match, clock)
    if form == "iso":
        return _dated(match, clock, "iso_", int(match["iso_year"]), int(match["iso_month"]))
    if form == "numeric":
        return _from_numeric(match, clock)
    prefix = "us_" if form == "american" else "w_"
    month = months.month_of(match[prefix + "month"].rstrip("."))
    if month is None:
        return None
    year = match[prefix + "year"]
    day = int(match[prefix + "day"])
    if year is None and (day > 31 or clock.reference is None):
        return None
    resolved = int(year) if year else _year(day, month, clock)
    return _dated(match, clock, prefix, resolved, month)


def _from_dtg(match: re.Match[str], clock: Clock) -> Moment | Impossible | None:
    day = int(match["dtg_day"])
    month = months.month_of(match["dtg_month"]) if match["dtg_month"] else None
    year = match["dtg_year"]
    if month is None:
        resolved = _latest_day(day, clock)
        if resolved is None:
            return None
        number, month = resolved
    elif year is None:
        if clock.reference is None:
            return None
        number = _year(day, month, clock)
    else:
        number = _full_year(year)
    zone = clock.zone if match["dtg_zone"] == "J" else _zone(match["dtg_zone"])
    is_midnight = match["dtg_hour"] == "24" and match["dtg_minute"] == "00"
    try:
        local = dt.datetime(
            _plausible(number),
            month,
            day,
            int(match["dtg_hour"]) % 24 if is_midnight else int(match["dtg_hour"]),
            int(match["dtg_minute"]),
            int(match["dtg_second"] or 0),
            tzinfo=zone,
        )
    except ValueError:
        return Impossible(match[0].strip(), match.start(), match.end())
    at = (local + DAY if is_midnight else local).astimezone(dt.UTC)
    return Moment(at, at, match.start(), match.end(), "dtg")


def _from_numeric(match: re.Match[str], clock: Clock) -> Moment | Impossible | None:
    day, month, year = int(match["num_day"]), int(match["num_month"]), match["num_year"]
    if year is None:
        if match["num_mark"] != "/" or clock.reference is None or not 1 <= month <= 12:
            return None
        return _dated(match, clock, "num_", _year(day, month, clock), month)
    if len(year) == 2 and match["num_mark"] != "/" and match["num_mark"] != ".":
        return None
    return _dated(match, clock, "num_", _full_year(year), month)


def _dated(
    match: re.Match[str], clock: Clock, prefix: str, year: int, month: int
) -> Moment | Impossible:
    groups = match.groupdict()
    day = int(groups[prefix + "day"])
    last = groups.get("w_last") if prefix == "w_" else None
    whole = _day(year, month, day, match, prefix.strip("_"), clock)
    if isinstance(whole, Impossible):
        return whole
    if last is not None:
        ending = _day(year, month, int(last), match, "range", clock)
        if isinstance(ending, Impossible) or ending.end < whole.start:
            return whole
        return Moment(whole.start, ending.end, match.start(), match.end(), "range")
    if groups.get(prefix + "hour") is None:
        return whole
    hour = int(groups[prefix + "hour"])
    minute = int(groups.get(prefix + "minute") or groups.get(prefix + "packed") or 0)
    second = int(groups.get(prefix + "second") or 0)
    offset = _offset(groups.get(prefix + "zone"), clock)
    local = dt.datetime(year, month, day, 0, 0, tzinfo=offset)
    at = (local + dt.timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(dt.UTC)
    return Moment(at, at, match.start(), match.end(), prefix.strip("_"))


def _day(
    year: int, month: int, day: int, match: re.Match[str], form: str, clock: Clock
) -> Moment | Impossible:
    try:
        start = dt.datetime(_plausible(year), month, day, tzinfo=clock.zone)
    except ValueError:
        return Impossible(match[0].strip(), match.start(), match.end())
    return Moment(
        start.astimezone(dt.UTC),
        (start + _LAST_MOMENT).astimezone(dt.UTC),
        match.start(),
        match.end(),
        form,
    )


def _with_shared_month(
    found: list[Moment | Impossible], digits: str, clock: Clock
) -> list[Moment | Impossible]:
    """'011800Z TO 081800ZJAN26': a group without a month takes the month of the group after it."""
    shared = list(found)
    for index, (moment, after) in enumerate(pairwise(found)):
        if _is_bare(moment) and isinstance(after, Moment) and after.form == "dtg":
            near = Clock(clock.zone, after.start.date())
            again = find(digits[moment.begin : moment.stop], near)
            if after.begin - moment.stop < 8 and again and isinstance(again[0], Moment):
                shared[index] = replace(again[0], begin=moment.begin, stop=moment.stop)
    return shared


def _is_bare(moment: Moment | Impossible) -> bool:
    """A date-time group of day and time only."""
    is_short = moment.stop - moment.begin <= 10
    return isinstance(moment, Moment) and moment.form == "dtg" and is_short


def _year(day: int, month: int, clock: Clock) -> int:
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


def _latest_day(day: int, clock: Clock) -> tuple[int, int] | None:
    """(year, month) of the last such day on or before the reference."""
    if clock.reference is None or not 1 <= day <= 31:
        return None
    for back in range(63):  # no day of the month is missing twice in a row
        candidate = clock.reference + DAY - dt.timedelta(days=back)
        if candidate.day == day:
            return candidate.year, candidate.month
    return None


def _plausible(year: int) -> int:
    """The year, or ValueError: what lies outside two centuries is a slip of the pen."""
    if not 1900 <= year < 2100:
        raise ValueError(year)
    return year


def _full_year(year: str) -> int:
    """Two digits are of this century up to 69, else of the last (POSIX)."""
    number = int(year)
    if len(year) == 4:
        return number
    return 2000 + number if number < 69 else 1900 + number


def _zone(letter: str) -> dt.tzinfo:
    """Military zone letters: A–M without J = UTC+1..+12, N–Y = UTC−1..−12, Z = UTC."""
    if letter == "Z":
        return dt.UTC
    east = "ABCDEFGHIKLM".find(letter) + 1
    hours = east or -("NOPQRSTUVWXY".find(letter) + 1)
    return dt.timezone(dt.timedelta(hours=hours))


def _offset(text: str | None, clock: Clock) -> dt.tzinfo:
    if not text:
        return clock.zone
    if text.upper() in ("Z", "UTC", "GMT"):
        return dt.UTC
    if text.startswith("("):
        return _zone(text[1])
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))


def iterate(found: list[Moment | Impossible]) -> Iterator[Moment]:
    """Only the times that exist."""
    return (moment for moment in found if isinstance(moment, Moment))
