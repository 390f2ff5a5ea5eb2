"""The days that a text speaks of beside the one its event was given: yesterday, Tuesday, the 3rd.

Hearsay is dated by its writing and tells its day in passing. Each reading is a candidate, not a
claim: two accounts meet where one's event lies on a day that the other speaks of.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from fusion.incidents.cues import fold

# Words of three languages, folded, and how many days before the writing they point. A night
# belongs to two days.
_RELATIVE = (
    (r"\b(?:day before yesterday|avant[- ]hier)\b|اول امس", (2,)),
    (r"\b(?:yesterday|hier|last evening)\b|\bامس\b|البارحه", (1,)),
    (r"\b(?:last night|overnight|nuit derniere|nuit precedente|nuit passee)\b|الليله الماضيه",
     (1, 0)),
    (r"\b(?:this (?:morning|afternoon|evening)|today|tonight|ce (?:jour|matin|soir)|aujourd'hui|"
     r"cet apres-midi|cette nuit)\b|\bاليوم\b|هذا الصباح", (0,)),
)  # fmt: skip
_WEEKDAYS = (
    ("monday", "mon", "lundi", "الاثنين"), ("tuesday", "tue", "mardi", "الثلاثاء"),
    ("wednesday", "wed", "mercredi", "الاربعاء"), ("thursday", "thu", "jeudi", "الخميس"),
    ("friday", "fri", "vendredi", "الجمعه"), ("saturday", "sat", "samedi", "السبت"),
    ("sunday", "sun", "dimanche", "الاحد"),
)  # fmt: skip
_DAY_OF_WEEK = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}
_WEEKDAY = re.compile(
    r"(?P<before>(?:next|until|till|by|jusqu'a|jusqu'au|d'ici|حتي|prochain) )?"
    rf"(?<!\w)(?P<day>{'|'.join(sorted(_DAY_OF_WEEK, key=len, reverse=True))})(?!\w)"
    r"(?P<after> (?:next|prochain|القادم|المقبل))?"
)
_ORDINAL = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b")
_FRENCH = re.compile(
    r"\b(?:le|du|au|nuit du) (\d{1,2})(?:er)?\b"
    r"(?![/.:,]?\d| \d| ?h\b| heures?\b| ?%| ?(?:f|fcfa|cfa|xof|francs?|km|kg|litres?)\b)"
)
_AFTER_WEEKDAY = re.compile(
    rf"(?<!\w)(?:{'|'.join(_DAY_OF_WEEK)}) (?:the )?(\d{{1,2}})\b(?![/.:,]?\d| ?h\b)"
)
_NIGHT = re.compile(r"\b(?:ni(?:gh)?te? (?:of )?|nuit du )(\d{1,2}) ?(?:[-–/]|to|au) ?\d{1,2}\b")
LOOK_BACK_DAYS = 60  # a number of a month without its month is one of the last two


def told_days(text: str, written_on: dt.date) -> dict[dt.date, float]:
    """Days that `text`, written on that day, may speak of, none later than the writing.

    Each with where it is first spoken of: 0 at the beginning of the text, 1 at its end.
    """
    folded = fold(text)
    found: dict[dt.date, int] = {}
    for day, at in (*_relative(folded, written_on), *_weekdays(folded, written_on)):
        found[day] = min(found.get(day, at), at)
    for pattern in (_ORDINAL, _FRENCH, _AFTER_WEEKDAY, _NIGHT):
        for match in pattern.finditer(folded):
            told = _of_month(int(match[1]), written_on)
            if told is not None:
                found[told] = min(found.get(told, match.start()), match.start())
    return {day: at / max(len(folded), 1) for day, at in found.items()}


def _relative(folded: str, written_on: dt.date) -> Iterator[tuple[dt.date, int]]:
    left = folded
    for pattern, offsets in _RELATIVE:
        for match in re.finditer(pattern, left):
            yield from ((written_on - dt.timedelta(days=days), match.start()) for days in offsets)
        # 'avant-hier' is blotted out before 'hier' is looked for
        left = re.sub(pattern, lambda match: "_" * len(match[0]), left)


def _weekdays(folded: str, written_on: dt.date) -> Iterator[tuple[dt.date, int]]:
    """The last such day before or on the writing; 'until Friday' and 'next Tuesday' are none."""
    for match in _WEEKDAY.finditer(folded):
        if match["before"] or match["after"]:
            continue
        ago = (written_on.weekday() - _DAY_OF_WEEK[match["day"]]) % 7
        yield written_on - dt.timedelta(days=ago), match.start()


def _of_month(number: int, written_on: dt.date) -> dt.date | None:
    for ago in range(LOOK_BACK_DAYS):
        day = written_on - dt.timedelta(days=ago)
        if day.day == number:
            return day
    return None


# 'at 1520', '041520Z', '15h20', '2:30 pm', 'vers 13 heures', 'الساعة 17:20', on folded text.
_HOUR = re.compile(
    r"\b[0-3]\d[0-2]\d[0-5]\dz?\b|\b[0-2]?\d ?[:h] ?[0-5]\d\b"
    r"|\b[0-2]\d[0-5]\d ?(?:z|hrs|hours|local)\b"
    r"|\b(?:at|about|around|roughly|vers|a) [0-2]\d[0-5]\d\b"
    r"|\b[0-2]?\d ?(?:h\b|heures?\b|a\.m\.|p\.m\.|am\b|pm\b|o'clock\b)"
)
BEGINNING = 200  # characters: an account of the happening says early on when it was


def gives_hour(text: str) -> bool:
    """`text` gives an hour of the day at its beginning."""
    return bool(_HOUR.search(fold(text)[:BEGINNING]))
