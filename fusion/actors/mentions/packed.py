"""A reading as text, and back: what a run carries forward, and what processes hand over."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from fusion.actors.model import Cue, Mention, Reading, Source

_DAYS = ("occurred_from", "occurred_to")


def pack(reading: Reading) -> str:
    """All that was read of one account, without the account itself, as JSON."""
    event = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in reading.event.items()
    }
    parts = [
        [_packed(mention, reading.source.text) for mention in reading.mentions],
        reading.places, reading.account_places, event, reading.cues, reading.aliases,
        reading.source_names,
    ]  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, source: Source) -> Reading:
    """The reading that `pack` was given; `source` is the account that it was read from."""
    mentions, places, account_places, event, cues, aliases, names = json.loads(packed)
    for day in _DAYS:
        if event.get(day):
            event[day] = dt.date.fromisoformat(event[day])
    return Reading(
        source,
        [_unpacked(told, source.text) for told in mentions],
        places,
        account_places,
        event,
        [Cue(*cue) for cue in cues],
        [(one, two) for one, two in aliases],
        names,
    )


def _packed(mention: Mention, text: str) -> list[Any]:
    """A mention's fields; its words only where they are not the very span of the text."""
    is_span = mention.surface == text[mention.start : mention.end]
    return [
        mention.start, mention.end, None if is_span else mention.surface, mention.kind,
        mention.normal, mention.rule, mention.amount, mention.unit, mention.is_protected,
    ]  # fmt: skip


def _unpacked(told: list[Any], text: str) -> Mention:
    start, end, surface, *rest = told
    return Mention(start, end, text[start:end] if surface is None else surface, *rest)
