"""What one account says happened: type, markets, days and toll, by cue lists of events.toml."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any

from fusion.actors.cues import Cues
from fusion.actors.events.toll import read_toll
from fusion.actors.fold import plain
from fusion.actors.model import Mention, Source
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_DAY_ONLY = re.compile(
    r"(?<!\w)(?:le|du|au|on the|يوم)\s(\d{1,2})(?:er|st|nd|rd|th)?"
    r"(?![\w:.,/]\d|\w|\s*(?:h|heures|%|f\b|ans|km))"
)
_LOOK_BACK = 60  # days before the writing in which a date in the text may be the event's; ours


@cache
def _cues() -> Cues:
    """All cue patterns of events.toml in one pass; codes read 'section:code'."""
    data = rules("events")
    listed = [(f"subtypes:{code}", entry["patterns"]) for code, entry in data["subtypes"].items()]
    listed += [
        (f"{section}:{code}", patterns)
        for section in ("markets", "event")
        for code, patterns in data[section].items()
    ]
    return Cues((code, pattern) for code, patterns in listed for pattern in patterns)


def _hear(words: str) -> dict[str, dict[str, list[str]]]:
    """Words of each cue found, by section and code."""
    heard: dict[str, dict[str, list[str]]] = {"subtypes": {}, "markets": {}, "event": {}}
    for cue in _cues().find(words):
        section, code = cue.code.split(":")
        heard[section].setdefault(code, []).append(words[cue.start : cue.end])
    return heard


def read_event(source: Source, text: Text, mentions: list[Mention]) -> dict[str, Any]:
    """The account_event row of one account."""
    words = plain(f"{source.category_text or ''}\n") + text.plain
    heard = _hear(words)
    kind, subtype, weight = _subtype(heard["subtypes"])
    markets = _markets(heard["markets"])
    low, high, toll_rule = read_toll(words)
    first, last, date_rule = _days(
        source, words, mentions, has_yesterday="yesterday" in heard["event"]
    )
    is_state = "state_only" in heard["event"]
    is_event = weight >= 2 or (weight > 0 and not is_state) or bool(high)
    rule = [f"subtype:{subtype}"] if subtype else []
    rule += [f"market:{code}" for code in markets] + [r for r in (toll_rule, date_rule) if r]
    return {
        "account_id": source.account_id, "is_event": is_event, "event_type": kind,
        "event_subtype": subtype, "iccs_section": _iccs(subtype, markets, high),
        "markets": markets, "occurred_from": first, "occurred_to": last,
        "killed_low": low, "killed_high": high, "rule": ",".join(rule) or "none",
    }  # fmt: skip


def _subtype(heard: dict[str, list[str]]) -> tuple[str | None, str | None, int]:
    """Type, sub-type and weight of the most evident happening; ties fall to the graver weight."""
    if not heard:
        return None, None, 0
    said = {code: set(found) for code, found in heard.items()}
    entries = rules("events")["subtypes"]
    ranked = [
        (entries[code]["weight"] * min(len(said[code]), 3), entries[code]["weight"], -place, code)
        for place, code in enumerate(entries)
        if code in said
    ]
    _, weight, _, best = max(ranked)
    return str(entries[best]["type"]), best, int(weight)


def _markets(heard: dict[str, list[str]]) -> list[str]:
    """Market codes with a cue, most evident first; equal ones in order of the data file."""
    order = list(rules("events")["markets"])
    return sorted(heard, key=lambda code: (-len(heard[code]), order.index(code)))


def _iccs(subtype: str | None, markets: list[str], killed: int | None) -> str | None:
    if killed and subtype != "armed_clash":
        return "01"
    table = rules("events")["iccs"]
    for code in (subtype, *markets):
        if code and code in table:
            return str(table[code])
    return None


def _days(
    source: Source, words: str, mentions: list[Mention], *, has_yesterday: bool
) -> tuple[dt.date | None, dt.date | None, str]:
    """First and last day, and how they are known: the report's field, the text, the writing."""
    if source.observed_from:
        last = source.observed_to or source.observed_from
        return source.observed_from.date(), max(last, source.observed_from).date(), "date:observed"
    written = (source.written_at or source.received_at).date()
    told = [dt.date.fromisoformat(m.normal) for m in mentions if m.kind == "date" and m.normal]
    told = [day for day in told if 0 <= (written - day).days <= _LOOK_BACK]
    earlier = [day for day in told if day < written]
    if earlier:
        return earlier[0], earlier[0], "date:text"
    if told:
        return told[0], told[0], "date:text"
    if match := _DAY_ONLY.search(words):
        day = _recent_day(int(match[1]), written)
        if day:
            return day, day, "date:day_of_month"
    if has_yesterday:
        day = written - dt.timedelta(days=1)
        return day, day, "date:yesterday"
    return written, written, "date:written"


def _recent_day(number: int, written: dt.date) -> dt.date | None:
    """The last such day of a month at or before the writing; None where there is none."""
    for back in range(32):
        day = written - dt.timedelta(days=back)
        if day.day == number:
            return day
    return None
