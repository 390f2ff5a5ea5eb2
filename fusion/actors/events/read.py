"""What one account says happened: type, markets, days and toll, by cue lists of events.toml."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache
from typing import Any

from fusion.actors.cues import Cues
from fusion.actors.events.toll import read_toll
from fusion.actors.fold import plain
from fusion.actors.model import Mention, Source
from fusion.actors.rules import rules
from fusion.actors.tokens import Text

_DAY_ONLY = re.compile(
    r"(?<!\w)(?:le|du|au|on the|يوم)\s(\d{1,2})(?:er|st|nd|rd|th)?(?![\w:.,/]\d|\w|\s*(?:h|heures|%|f\b|ans|km))"
)
_LOOK_BACK = 60  # days before the writing in which a date in the text may be the event's; ours


@cache
def _cues(section: str) -> Cues:
    """The cue patterns of a section of events.toml by code."""
    data = rules("events")[section]
    if section == "event":
        return Cues((code, p) for code, patterns in data.items() for p in patterns)
    listed = {
        code: entry["patterns"] if isinstance(entry, dict) else entry
        for code, entry in data.items()
    }
    return Cues((code, pattern) for code, patterns in listed.items() for pattern in patterns)


def read_event(source: Source, text: Text, mentions: list[Mention]) -> dict[str, Any]:
    """The account_event row of one account."""
    words = plain(f"{source.category_text or ''}\n") + text.plain
    kind, subtype, weight = _subtype(words)
    markets = _markets(words)
    low, high, toll_rule = read_toll(words)
    first, last, date_rule = _days(source, words, mentions)
    is_state = any(cue.code == "state_only" for cue in _cues("event").find(words))
    is_event = weight >= 2 or (weight > 0 and not is_state) or bool(high)
    rule = [f"subtype:{subtype}"] if subtype else []
    rule += [f"market:{code}" for code in markets] + [r for r in (toll_rule, date_rule) if r]
    return {
        "account_id": source.account_id, "is_event": is_event, "event_type": kind,
        "event_subtype": subtype, "iccs_section": _iccs(subtype, markets, high),
        "markets": markets, "occurred_from": first, "occurred_to": last,
        "killed_low": low, "killed_high": high, "rule": ",".join(rule) or "none",
    }  # fmt: skip


def _subtype(words: str) -> tuple[str | None, str | None, int]:
    """Type, sub-type and weight of the most evident happening; ties fall to the graver weight."""
    said: dict[str, set[str]] = {}
    for cue in _cues("subtypes").find(words):
        said.setdefault(cue.code, set()).add(words[cue.start : cue.end])
    if not said:
        return None, None, 0
    entries = rules("events")["subtypes"]
    ranked = [
        (entries[code]["weight"] * min(len(said[code]), 3), entries[code]["weight"], -place, code)
        for place, code in enumerate(entries)
        if code in said
    ]
    _, weight, _, best = max(ranked)
    return str(entries[best]["type"]), best, int(weight)


def _markets(words: str) -> list[str]:
    """Market codes with enough cues, most evident first; equal ones in order of the data file."""
    counts = Counter(cue.code for cue in _cues("markets").find(words))
    order = list(rules("events")["markets"])
    return sorted(counts, key=lambda code: (-counts[code], order.index(code)))


def _iccs(subtype: str | None, markets: list[str], killed: int | None) -> str | None:
    if killed and subtype != "armed_clash":
        return "01"
    table = rules("events")["iccs"]
    for code in (subtype, *markets):
        if code and code in table:
            return str(table[code])
    return None


def _days(
    source: Source, words: str, mentions: list[Mention]
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
    if any(cue.code == "yesterday" for cue in _cues("event").find(words)):
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
