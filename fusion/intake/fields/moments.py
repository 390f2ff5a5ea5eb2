"""Times as reports write them: date-time groups, ISO, European and written dates (EN, FR, AR)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from fusion.intake.fields import months
from fusion.intake.fields.clock import (
    DAY,
    Clock,
    Impossible,
    Moment,
    full_year,
    latest_day,
    offset_of,
    plausible_year,
    year_of,
    zone_of,
)
from fusion.intake.fields.date_patterns import patterns
from fusion.intake.numbers import western

_SCANNED = 20_000  # characters; a report gives its dates early, and a hostile one gives thousands
_YEAR_OR_HOUR = re.compile(r"(?<=[^\W\d_]\s)(20[0-5]\d)(?=\s*(?:[,;(]|$))")
# Four figures after a full date: '2026-05-14 0300'
_BARE_HOUR = re.compile(r"(?<=\d\d\s)(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:$|[,;(–-]|local|to\b))")
_LAST_MOMENT = dt.timedelta(hours=23, minutes=59, seconds=59)


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
    resolved = int(year) if year else year_of(day, month, clock)
    return _dated(match, clock, prefix, resolved, month)


def _from_dtg(match: re.Match[str], clock: Clock) -> Moment | Impossible | None:
    day = int(match["dtg_day"])
    month = months.month_of(match["dtg_month"]) if match["dtg_month"] else None
    year = match["dtg_year"]
    if month is None:
        resolved = latest_day(day, clock)
        if resolved is None:
            return None
        number, month = resolved
    elif year is None:
        if clock.reference is None:
            return None
        number = year_of(day, month, clock)
    else:
        number = full_year(year)
    zone = clock.zone if match["dtg_zone"] == "J" else zone_of(match["dtg_zone"])
    is_midnight = match["dtg_hour"] == "24" and match["dtg_minute"] == "00"
    try:
        local = dt.datetime(
            plausible_year(number),
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
        return _dated(match, clock, "num_", year_of(day, month, clock), month)
    if len(year) == 2 and match["num_mark"] != "/" and match["num_mark"] != ".":
        return None
    return _dated(match, clock, "num_", full_year(year), month)


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
    offset = offset_of(groups.get(prefix + "zone"), clock)
    local = dt.datetime(year, month, day, 0, 0, tzinfo=offset)
    at = (local + dt.timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(dt.UTC)
    return Moment(at, at, match.start(), match.end(), prefix.strip("_"))


def _day(
    year: int, month: int, day: int, match: re.Match[str], form: str, clock: Clock
) -> Moment | Impossible:
    try:
        start = dt.datetime(plausible_year(year), month, day, tzinfo=clock.zone)
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


def iterate(found: list[Moment | Impossible]) -> Iterator[Moment]:
    """Only the times that exist."""
    return (moment for moment in found if isinstance(moment, Moment))
