"""What one account says happened: type, markets, days and toll, by cue lists of events.toml."""

from __future__ import annotations

from functools import cache
from typing import Any

from fusion.actors.cues import Cues
from fusion.actors.events.days import days_of
from fusion.actors.events.toll import read_toll
from fusion.actors.fold import plain
from fusion.actors.model import Mention, Source
from fusion.actors.rules import rules
from fusion.actors.tokens import Text


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
    first, last, date_rule = days_of(
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
