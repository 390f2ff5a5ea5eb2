"""When a report was written and what time it speaks of."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from fusion.intake.fields.clock import Clock, Impossible, Moment
from fusion.intake.fields.moments import find, iterate, read
from fusion.intake.parsers import Head, Item

DAY = dt.timedelta(days=1)
# A date in prose older than this is background ('in 2019 he ...'), not what the report observed.
# A Panel's extract comes months late; thirteen months covers one reporting cycle of a year.
_BACKGROUND = dt.timedelta(days=400)
# 'Report Date 27 April, 2003.', 'Dated 5 May 2026', 'Gao, le 5 février 2026'
_DATELINE = re.compile(
    r"^(?:Re[a-z]{2,6}\s+)?(?:[Dd]ated?|[Dd]atum|[^\W\d_]{2,20},\s+le)\b\W{0,3}(.{4,24}?\d{4})"
)
# Forms whose sections are entries of their own day.
_DIARIES = frozenset({"weekly", "field_note", "digest", "justice_note", "ddr_note", "report"})
_GLUED = re.compile(r"(?<!\d)(\d{1,2})([A-Za-z]{3,9})((?:20)?\d{2})?(?![\dA-Za-z])")
_PERIOD = re.compile(r"\b(?:period|période)\b.*?(?=SENT|DTG|\n|$)", re.I)
_OTHER_REPORT = re.compile(
    r"\b(?:SITREP|INTREP|INTSUM|S?INCREP|SINREP|FLASH|SPOTREP|UPDATE \d+ to)\b[^.;:\n]{0,30}$", re.I
)
_UNTIL = re.compile(r"^\s*(?:to|-|–|until|till|au|à|/|jusqu['’]à|إلى)\s*(?:about\s*)?$", re.I)
_ANNOUNCED = dt.timedelta(days=31)
_OBSERVED_FIELDS = ("observed_at", "date", "information_at")


@dataclass
class Times:
    """Times of one report in UTC; `unreadable` holds declared dates that no calendar has."""

    written_at: dt.datetime | None = None
    observed_from: dt.datetime | None = None
    observed_to: dt.datetime | None = None
    unreadable: dict[str, str] = field(default_factory=dict)


def written(head: Head, opening: str, clock: Clock) -> Moment | Impossible | None:
    """When the document was written: its labelled date, else the first date of its head that is
    not the period it covers, else the dateline of its `opening` words, else the date in its file
    name. Of a span of days the last counts."""
    for name in ("written_at", "date"):
        if value := head.labels.get(name):
            return _last_day(read(value, clock))
    name = re.sub(r"[_-]+", " ", head.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for text in (_PERIOD.sub("", head.free), head.title or ""):
        if found := find(text, clock):
            return _last_day(found[0])
    if (line := _DATELINE.match(opening)) and (moment := read(line[1], clock)):
        return _last_day(moment)
    found = find(_GLUED.sub(r" \1 \2 \3 ", name), clock)
    return _last_day(found[0]) if found else None


def dateline(text: str, clock: Clock) -> Moment | None:
    """The day that a paragraph opens with: '24 April. The chief says ...'."""
    found = find(text[:40], clock)
    if not found or not isinstance(found[0], Moment) or found[0].begin > 0:
        return None
    return _last_moment(found[0]) if text[found[0].stop : found[0].stop + 1] in (".", ":") else None


def _last_moment(found: Moment) -> Moment | None:
    last = _last_day(found)
    return last if isinstance(last, Moment) and not last.is_instant else None


def _last_day(found: Moment | Impossible | None) -> Moment | Impossible | None:
    if isinstance(found, Moment) and found.end - found.start > DAY:
        return Moment(found.end.replace(hour=0, minute=0, second=0), found.end, 0, 0, "range")
    return found


def times_of(
    item: Item, head: Head, form: str, document: Moment | Impossible | None, clock: Clock
) -> Times:
    """The times of `item`: its own fields first, then its head's, then the dates in its words."""
    times = Times()
    own = _field(times, item.labels, "written_at", clock)
    has_fact = any(name in item.labels for name in ("observed_at", "observed_from"))
    if own is None and has_fact and "date" in item.labels:
        own = _field(
            times, item.labels, "date", clock
        )  # beside a date of the fact it is the entry's
    if own is None and item.is_record:
        own = _field(times, item.labels, "information_at", clock)
        own = own or (None if has_fact else _field(times, item.labels, "date", clock))
    if own is None and form in _DIARIES and item.title and item.title != head.title:
        dated = [_last_day(found) for found in find(item.title, clock)]
        own = dated[0] if dated and isinstance(dated[0], Moment) else None
    if own is None and form in _DIARIES and document is None:
        own = dateline(item.text, clock)
    if own is None and isinstance(document, Moment):
        own = document
    elif own is None and isinstance(document, Impossible) and not times.unreadable:
        times.unreadable["written_at"] = document.text
    times.written_at = own.start if own is not None else None
    near = _near(own, clock)
    observed = _observed(times, item, head, near, has_fact)
    if observed is None and not any(name != "written_at" for name in times.unreadable):
        observed = _in_words(item.text, near, times)
    if observed is not None:
        times.observed_from, times.observed_to = observed.start, observed.end
    return times


def _near(own: Moment | None, clock: Clock) -> Clock:
    """Dates without year are read against the day of writing; a month ahead may be announced,
    but nothing later than receipt is taken for the past."""
    if own is None:
        return clock
    day = own.end.astimezone(clock.zone).date()
    received = clock.reference or day
    return Clock(clock.zone, day, max(day, min(day + _ANNOUNCED, received)))


def _observed(times: Times, item: Item, head: Head, clock: Clock, has_fact: bool) -> Moment | None:
    begin = _field(times, item.labels, "observed_from", clock)
    if begin is not None:
        end = _field(times, item.labels, "observed_to", clock) or begin
        return Moment(begin.start, max(begin.end, end.end), 0, 0, "fields")
    names = ("observed_at",) if has_fact else _OBSERVED_FIELDS
    for labels in (item.labels, head.labels):
        for name in names if labels is item.labels else ("observed_at",):
            if name not in labels:
                continue
            value = _with_time(labels, name)
            moment = read(value, clock)
            if isinstance(moment, Impossible):
                times.unreadable.setdefault("observed_from", moment.text)
                return None
            if moment is not None:
                return moment
    return None


def _with_time(labels: dict[str, str], name: str) -> str:
    """A date and its time of day from two columns, as one value."""
    value, hour = labels[name], labels.get("time", "")
    has_hour = any(mark in value for mark in ":hHT") or len(value) > 11
    return f"{value} {hour}" if hour and not has_hour else value


def _field(times: Times, labels: dict[str, str], name: str, clock: Clock) -> Moment | None:
    value = labels.get(name)
    moment = read(value, clock) if value else None
    if isinstance(moment, Impossible):
        column = "written_at" if name in ("written_at", "date") else name
        times.unreadable.setdefault(column, moment.text)
        return None
    return moment


def _in_words(text: str, clock: Clock, times: Times) -> Moment | None:
    """The first date in the words that is neither the dateline's, nor future, nor background."""
    reference = times.written_at or (
        dt.datetime.combine(clock.reference, dt.time(23, 59), clock.zone)
        if clock.reference
        else None
    )
    line = _DATELINE.match(text)  # it says when the report was written, not what it tells of
    opening = line.end() if line else 0
    moments = [moment for moment in iterate(find(text, clock)) if moment.begin >= opening]
    for index, moment in enumerate(moments):
        if reference is not None and not reference - _BACKGROUND <= moment.start <= reference + DAY:
            continue
        if _OTHER_REPORT.search(text[: moment.begin]):
            continue
        after = moments[index + 1] if index + 1 < len(moments) else None
        if after and after.end >= moment.start and _UNTIL.match(text[moment.stop : after.begin]):
            return Moment(moment.start, after.end, moment.begin, after.stop, "range")
        return moment
    return None
