"""Keeps what a report says of its human source out of the words that later rooms quote."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.intake.fields import cues
from fusion.intake.fields.grading import split_handling
from fusion.intake.parsers import Item

_RESTRICTION_WORDS = 3


@dataclass(frozen=True)
class Told:
    """A report's words without its source: `source` goes to its own column, never to a product."""

    text: str
    source: str | None
    handling: str | None
    rest: dict[str, str]
    is_protected: bool


def tell_source_apart(item: Item) -> Told:
    """Set apart the source column, handling remarks, and (where the report asks for protection)
    every sentence and left-over field that speaks of the source."""
    labels = item.labels
    code, remark = split_handling(labels.get("handling", ""))
    is_short = len(remark.split()) <= _RESTRICTION_WORDS and "," not in remark
    if not code and is_short:  # 'Law enforcement only' is a restriction, not a description
        code, remark = remark, ""
    is_protected = cues.speaks_of_source(remark) or any(
        cues.asks_protection(part) for part in (item.text, *labels.values(), *item.rest.values())
    )
    text, held = cues.set_source_apart(item.text) if is_protected else (item.text, None)
    spoken = {name for name, value in item.rest.items() if is_protected and _speaks(name, value)}
    parts = [labels.get("source"), held, remark, *(item.rest[name] for name in sorted(spoken))]
    rest = {name: value for name, value in item.rest.items() if name not in spoken}
    source = "\n".join(part for part in parts if part) or None
    return Told(text, source, code or None, rest, is_protected)


def _speaks(name: str, value: str) -> bool:
    return cues.asks_protection(value) or cues.speaks_of_source(f"{name}: {value}")
