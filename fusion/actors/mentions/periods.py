"""Times that are told, not dated: 'last week', « depuis trois jours », 'Friday', '2011', '0630Z'.

Kind 'period' for when something was (normal: ISO 8601 where it can be said, seen from the day of
the account), kind 'duration' for how long (normal: ISO 8601 duration).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from fusion.actors.fold import fold, is_arabic
from fusion.actors.mentions.numbers import parse_number, word_number
from fusion.actors.model import Mention
from fusion.actors.rules import rules

_NUMBER = r"(?:\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)?)"


@cache
def _table(name: str) -> dict[str, str]:
    """Folded words of values.toml [periods.NAME] -> meaning."""
    return {
        fold(word): code
        for code, words in rules("values")["periods"][name].items()
        for word in words
    }


@cache
def _words(name: str) -> str:
    spelled = [w for words in rules("values")["periods"][name].values() for w in words]
    return "|".join(re.escape(w) for w in sorted(spelled, key=len, reverse=True))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The patterns of values.toml in their order; <names> in them stand for its lists."""
    found = []
    for name, template in rules("values")["periods"]["patterns"].items():
        pattern = "".join(template.split("\n"))
        for listed in ("units", "weekdays", "months", "days", "parts", "duals"):
            pattern = pattern.replace(f"<{listed}>", f"(?:{_words(listed)})")
        found.append((name, re.compile(pattern.replace("<number>", _NUMBER), re.IGNORECASE)))
    return found


_LETTERS = re.compile(r"[^\W\d_]+")
# Lists of which some word must stand in a text in Latin letters for a pattern to fit at all.
_NEEDS = {
    "part": ("parts",), "today": ("days",), "ago": ("units",), "dual": ("duals",),
    "near": ("units", "weekdays", "months"), "month": ("months",), "weekday": ("weekdays",),
    "duration": ("units",),
}  # fmt: skip


@cache
def _needed(name: str) -> frozenset[str]:
    """The longest word of each phrase of a pattern's lists; empty where the pattern needs none."""
    phrases = [
        phrase
        for listed in _NEEDS.get(name, ())
        for phrases in rules("values")["periods"][listed].values()
        for phrase in phrases
    ]
    return frozenset(max(_LETTERS.findall(phrase.lower()), key=len) for phrase in phrases) | (
        {"weekend"} if name == "near" else set()
    )


def read_periods(text: str, day: dt.date) -> Iterator[Mention]:
    """Periods and durations of a text; `day` is the day of the account."""
    words = frozenset(_LETTERS.findall(text.lower()))
    is_latin = not is_arabic(text)  # Arabic words grow on to each other
    for name, pattern in _patterns():
        if is_latin and name in _NEEDS and words.isdisjoint(_needed(name)):
            continue
        for match in pattern.finditer(text):
            mention = _mention(name, match, text, day)
            if mention is not None:
                yield mention


def _mention(name: str, match: re.Match[str], text: str, day: dt.date) -> Mention | None:
    kind, normal = "period", None
    words = match.group()
    if name == "duration":
        value, unit = _number(match["n"]), _table("units")[fold(match["u"])]
        if value is None:
            return None
        value += 0.5 if match["half"] or match["demi"] else 0
        kind, normal = "duration", _iso(value, unit)
    elif name == "dual":
        kind, normal = "duration", _table("duals")[fold(words)]
    elif name == "ago":
        value = _number(match["an"] or match["bn"] or match["cn"])
        unit = _table("units")[fold(match["au"] or match["bu"] or match["cu"])]
        normal = _before(day, value, unit) if value is not None else None
        if value is None:
            return None
    elif name == "today":
        back = int(_table("days")[fold(words)])
        normal = (day - dt.timedelta(days=back)).isoformat()
    elif name == "weekday":
        if not words[0].isupper() and words.isascii() and words.lower() in ("mar", "sun", "sat"):
            return None
        gap = (day.weekday() - int(_table("weekdays")[fold(words)])) % 7
        normal = (day - dt.timedelta(days=gap)).isoformat()
    elif name == "year":
        normal = words
    elif name == "month" and not words[0].isupper() and words[0].isascii() and text.isascii():
        return None
    return Mention(match.start(), match.end(), words, kind, normal, f"period_{name}")


def _number(words: str) -> float | None:
    value = parse_number(words)
    if value is None:
        value = word_number("-".join(fold(part) for part in words.split("-")))
    return float(value) if value is not None else None


def _iso(value: float, unit: str) -> str:
    """ISO 8601 duration of so many units: 'P3D', 'PT6H'."""
    return f"P{'T' if unit in ('H', 'm') else ''}{value:g}{unit.upper()}"


def _before(day: dt.date, value: float, unit: str) -> str | None:
    days = {"D": 1, "W": 7}.get(unit)
    if days is None:
        return None
    return (day - dt.timedelta(days=round(value) * days)).isoformat()
