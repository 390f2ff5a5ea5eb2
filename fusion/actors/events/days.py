"""The days of what an account tells: the report's own, a date, a weekday, the day of writing."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import pairwise

from fusion.actors.claims.scene import manner
from fusion.actors.fold import plain
from fusion.actors.mentions.dates import RANGE_START
from fusion.actors.model import Mention, Source
from fusion.actors.rules import rules

Days = tuple[dt.date, dt.date, str]
_NUMBER = r"(\d{1,2})(?:er|st|nd|rd|th)?"
_ENDS = r"(?![\w:.,/]\d|\w|\s*(?:h|heures|%|f\b|ans|km))"
_DAY_ONLY = re.compile(rf"(?<!\w)(?:le|du|au|on the|يوم)\s{_NUMBER}{_ENDS}")
_LOOK_BACK = 60  # days before the writing in which a date in the text may be the event's; ours
# What comes again, is still to come or has lasted since is no day on which something happened.
_NOT_THEN = re.compile(
    r"(?:every|each|since|until|till|by|before|from|next|market|chaque|tous les|depuis|avant"
    r"|jusqu\w*|des|marche du|mosquee du|كل|منذ|قبل|حتي)\s(?:le |la |l')?$"
)
_TO_COME = re.compile(r"^\s*(?:next|prochaine?|a venir|prayers?|markets?|mosque|القادم|المقبل)\b")
_STOP = re.compile(r"[.;!?]\s|\n")
_PART = r"(?:matin|soir|apres-midi|nuit|a l'aube|dernier|passe|morning|evening|night|afternoon)"


@cache
def _weekdays() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    """A weekday with its number ('mercredi 15', 'Sunday the 22nd'); one alone that is told as a
    time ('on Saturday', 'jeudi matin', يوم الخميس); and the number of each, Monday 0."""
    number = {
        plain(word): int(code)
        for code, words in rules("values")["periods"]["weekdays"].items()
        for word in words
    }
    names = "|".join(sorted(number, key=len, reverse=True))
    dated = re.compile(rf"(?<!\w)(?P<day>{names})(?: the| le)?\s{_NUMBER}{_ENDS}")
    alone = re.compile(
        rf"(?<!\w)(?:(?P<led>on|last|يوم)\s(?P<day>{names})(?!\w)"
        rf"|(?P<bare>{names})\s(?={_PART}\b))"
    )
    return dated, alone, number


def days_of(
    source: Source, words: str, mentions: list[Mention], *, has_yesterday: bool
) -> Days:  # fmt: skip
    """First and last day, and how they are known; `words` is the account in plain letters."""
    if source.observed_from:
        last = source.observed_to or source.observed_from
        return source.observed_from.date(), max(last, source.observed_from).date(), "date:observed"
    written = (source.written_at or source.received_at).date()
    dates = [m for m in mentions if m.kind == "date" and m.normal]
    for one, two in pairwise(dates):
        start, end = (dt.date.fromisoformat(str(m.normal)) for m in (one, two))
        is_told = one.rule == RANGE_START and 0 <= (written - start).days <= _LOOK_BACK
        if is_told and start <= end <= written:
            return start, end, "date:range"
    told = [dt.date.fromisoformat(str(m.normal)) for m in dates]
    told = [day for day in told if 0 <= (written - day).days <= _LOOK_BACK]
    earlier = [day for day in told if day < written]
    if earlier or told:
        day = (earlier or told)[0]
        return day, day, "date:text"
    found = {
        "date:weekday_number": _numbered_weekday(words, written),
        "date:day_of_month": _day_of_month(words, written),
        "date:yesterday": written - dt.timedelta(days=1) if has_yesterday else None,
        "date:weekday": _weekday(words, written),
    }
    for rule, then in found.items():
        if then is not None:
            return then, then, rule
    return written, written, "date:written"


def _day_of_month(words: str, written: dt.date) -> dt.date | None:
    match = _DAY_ONLY.search(words)
    return _recent_day(int(match[1]), written) if match else None


def _numbered_weekday(words: str, written: dt.date) -> dt.date | None:
    """The last day of that number, where it was that weekday."""
    dated, _, number = _weekdays()
    for match in dated.finditer(words):
        day = _recent_day(int(match[2]), written)
        is_then = not _NOT_THEN.search(words[max(0, match.start() - 14) : match.start()])
        if day is not None and is_then and day.weekday() == number[match["day"]]:
            return day
    return None


def _weekday(words: str, written: dt.date) -> dt.date | None:
    """The last such weekday before the writing; none where the sentence speaks of what will be,
    nor on that weekday itself, which may mean today or a week ago.
    """
    _, alone, number = _weekdays()
    for match in alone.finditer(words):
        before = words[max(0, match.start() - 14) : match.start()]
        is_then = not (
            _NOT_THEN.search(before)
            or _TO_COME.match(words[match.end() : match.end() + 12])
            or manner("modality", "future").search(_sentence(words, match))
        )
        gap = (written.weekday() - number[match["day"] or match["bare"]]) % 7
        if is_then and gap:
            return written - dt.timedelta(days=gap)
    return None


def _sentence(words: str, match: re.Match[str]) -> str:
    """The words between the stops before and behind a match."""
    head = _STOP.split(words[: match.start()])[-1]
    return head + match.group() + _STOP.split(words[match.end() :], maxsplit=1)[0]


def _recent_day(number: int, written: dt.date) -> dt.date | None:
    """The last such day of a month at or before the writing; None where there is none."""
    for back in range(32):
        day = written - dt.timedelta(days=back)
        if day.day == number:
            return day
    return None
