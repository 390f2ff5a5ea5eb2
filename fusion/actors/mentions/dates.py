"""Dates and date-time groups of a text; those without a year are seen from the account's day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from fusion.actors.fold import fold
from fusion.actors.model import Mention
from fusion.actors.rules import rules

RANGE_START = "date_range_start"  # rule of the first of two days told as 'from … to …'
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.](20\d\d|\d\d)(?![\d/])")
# '211310ZFEB26', '21 1310Z FEB 2026', '070630ZMAR': day, time, zone letter, month, year if told.
_DTG = re.compile(
    r"(?<!\w)(\d{2})\s?(\d{4}(?:\d{2})?)\s?([A-Z])\s?([A-Z]{3})(?:\s?(20\d\d|\d\d))?(?!\w)"
)
# '101430Z': the same without month and year, which come from the account's day. Hours and minutes
# have to be possible, or it is a plate or a part number.
_SHORT_DTG = re.compile(
    r"(?<![\w-])([0-2]\d|3[01])\s?(?:[01]\d|2[0-3])[0-5]\d[A-Z](?![\w-])(?!\s?\d)"
)
# The first day of 'from 3 to 5 March', « du 2 au 4 mars »; the second is a date of its own.
_RANGE = re.compile(
    r"(?<![\w:.,/])(\d{1,2})(?:er|st|nd|rd|th)?"
    r"(?=\s?(?:-|–|to|and|until|au|et(?: le)?|إلى|الى|حتى)\s?\d{1,2}(?:er|st|nd|rd|th)?"
    r"\s+(?:of\s+)?([^\W\d_]{3,10})"
    r"\.?(?:\s+(20\d\d))?(?!\w))"
)
_WORDED = re.compile(
    r"(?<![\w:])(\d{1,2})(?:er|st|nd|rd|th)?(?:\s+(?:of\s+)?|-)([^\W\d_]{3,10})\.?"
    r"(?:,?[\s-]+(20\d\d)|\s*(\d\d)(?![\w:]))?(?!\w)"
)
_AMERICAN = re.compile(
    r"(?<!\w)([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(20\d\d))?(?![\w:])"
)


def read_dates(text: str, day: dt.date) -> Iterator[Mention]:
    """Mentions of kind 'date' with an ISO day as normal; impossible days are none."""
    for match in _ISO.finditer(text):
        yield from _date(match, int(match[1]), int(match[2]), int(match[3]), "date_iso")
    for match in _DTG.finditer(text):
        month = _month(match[4])
        if month:
            year = _year(match[5]) if match[5] else _year_of(month, day)
            yield from _date(match, year, month, int(match[1]), "date_dtg")
    for match in _SHORT_DTG.finditer(text):
        then = _last_such(int(match[1]), day)
        if then is not None:
            yield from _date(match, then.year, then.month, then.day, "date_dtg_short")
    for match in _RANGE.finditer(text):
        month = _month(match[2])
        if month:
            year = int(match[3]) if match[3] else _year_of(month, day)
            yield from _date(match, year, month, int(match[1]), RANGE_START)
    for match in _SLASHED.finditer(text):
        yield from _date(match, _year(match[3]), int(match[2]), int(match[1]), "date_slashed")
    for match in _WORDED.finditer(text):
        month = _month(match[2])
        if month:
            year = _year(match[3] or match[4]) if match[3] or match[4] else _year_of(month, day)
            yield from _date(match, year, month, int(match[1]), "date_worded")
    for match in _AMERICAN.finditer(text):
        month = _month(match[1])
        if month:
            year = int(match[3]) if match[3] else _year_of(month, day)
            yield from _date(match, year, month, int(match[2]), "date_month_first")


def _last_such(number: int, day: dt.date) -> dt.date | None:
    """The last day of that number at or before the day after `day`, within a month."""
    for back in range(-1, 31):
        then = day - dt.timedelta(days=back)
        if then.day == number:
            return then
    return None


def _month(word: str) -> int | None:
    month = rules("values")["months"].get(fold(word))
    return int(month) if month else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _year_of(month: int, day: dt.date) -> int:
    """A day without a year lies in the past year of the writing, at most a month ahead."""
    return day.year - 1 if month > day.month + 1 else day.year


def _date(match: re.Match[str], year: int, month: int, day: int, rule: str) -> Iterator[Mention]:
    try:
        normal = dt.date(year, month, day).isoformat()
    except ValueError:
        return
    yield Mention(match.start(), match.end(), match.group(), "date", normal, rule)
