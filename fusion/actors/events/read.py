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

# Dealings of a market are a strategic development where nothing graver is told of.
OTHER = ("strategic_developments", "other")


@cache
def _cues() -> Cues:
    """All cue patterns of events.toml in one pass; codes read 'section:code'."""
    data = rules("events")
    listed = [(f"subtypes:{code}", entry["patterns"]) for code, entry in data["subtypes"].items()]
    listed += [
        (f"{section}:{code}", patterns)
        for section in ("markets", "licit", "event")
        for code, patterns in data[section].items()
    ]
    return Cues((code, pattern) for code, patterns in listed for pattern in patterns)


def _hear(words: str) -> dict[str, dict[str, list[str]]]:
    """Words of each cue found, by section and code.

    A market's cue that lies in words of lawful supply, bearing or office is none.
    """
    heard: dict[str, dict[str, list[str]]] = {"subtypes": {}, "markets": {}, "event": {}}
    found = [(cue.code.split(":"), cue.start, cue.end) for cue in _cues().find(words)]
    licit = [(code, start, end) for (section, code), start, end in found if section == "licit"]
    for (section, code), start, end in found:
        is_licit = section == "markets" and any(
            code == other and low < end and start < high for other, low, high in licit
        )
        if section != "licit" and not is_licit:
            heard[section].setdefault(code, []).append(words[start:end])
    return heard


def market_cues(words: str) -> dict[str, set[str]]:
    """Different cue words of each market in a text in plain letters."""
    return {code: set(found) for code, found in _hear(words)["markets"].items()}


def has_type(words: str) -> bool:
    """Whether any cue of a sub-type stands in a text in plain letters."""
    return bool(_hear(words)["subtypes"])


def read_event(source: Source, text: Text, mentions: list[Mention]) -> dict[str, Any]:
    """The account_event row of one account."""
    words = plain(f"{source.category_text or ''}\n") + text.plain
    heard = _hear(words)
    kind, subtype, weight = _subtype(heard["subtypes"])
    markets = _markets(heard["markets"])
    rule = [f"subtype:{subtype}"] if subtype else []
    if markets and not subtype:
        (kind, subtype), rule = OTHER, ["subtype:other:market"]
    low, high, toll_rule = read_toll(words)
    first, last, date_rule = days_of(
        source, words, mentions, has_yesterday="yesterday" in heard["event"]
    )
    is_state = "state_only" in heard["event"]
    is_event = weight >= 2 or (weight > 0 and not is_state) or bool(high)
    rule += [_named(code, heard["markets"][code]) for code in markets]
    rule += [r for r in (toll_rule, date_rule) if r]
    return {
        "account_id": source.account_id, "is_event": is_event, "event_type": kind,
        "event_subtype": subtype, "iccs_section": iccs_section(subtype, markets, high),
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


def _named(code: str, words: list[str]) -> str:
    """The rule of a market: 'market:gold', or 'market:gold:2' where two different words say so."""
    return f"market:{code}:2" if len(set(words)) > 1 else f"market:{code}"


def iccs_section(subtype: str | None, markets: list[str], killed: int | None) -> str | None:
    """Section 01–11 by who died, then sub-type, then markets; None where none of them tells."""
    if killed and subtype != "armed_clash":
        return "01"
    table = rules("events")["iccs"]
    for code in (subtype, *markets):
        if code and code in table:
            return str(table[code])
    return None
