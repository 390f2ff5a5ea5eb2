"""What the rules of this room hand to each other inside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fusion.terms.identifiers import identifier


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names somebody or something; offsets are characters of the account's text."""

    start: int
    end: int
    surface: str
    kind: str
    normal: str | None
    rule: str
    amount: float | None = None
    unit: str | None = None
    is_protected: bool = False

    def protect(self) -> Mention:
        """The same mention, kept out of graph and products."""
        return self if self.is_protected else replace(self, is_protected=True)

    def identify(self, account_id: str) -> str:
        """MEN- identifier: account, span, kind."""
        return identifier("mention", account_id, self.start, self.end, self.kind)


class Source(NamedTuple):
    """An account with what its lead report says of place and source."""

    account_id: str
    report_id: str
    language: str
    text: str
    received_at: dt.datetime
    written_at: dt.datetime | None
    observed_from: dt.datetime | None
    observed_to: dt.datetime | None
    reliability: str
    credibility: str
    place_text: str | None
    mgrs: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    source_text: str | None
    has_protected_source: bool
    category_text: str | None

    @property
    def day(self) -> dt.date:
        """The day of what the account tells: observed, else written, else received."""
        return (self.observed_from or self.written_at or self.received_at).date()


@dataclass(slots=True)
class Reading:
    """All that one account was read to say, before anything is resolved across accounts."""

    source: Source
    mentions: list[Mention] = field(default_factory=list)
    places: list[dict[str, object]] = field(default_factory=list)
    account_places: list[dict[str, object]] = field(default_factory=list)
    event: dict[str, object] = field(default_factory=dict)
    cues: list[Cue] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    source_names: list[str] = field(default_factory=list)  # in what its report says of its source
    words: frozenset[str] = frozenset()  # met while reading; not carried forward
    mark: str = ""  # equal for equal readings of one account; empty where nobody asked


class Cue(NamedTuple):
    """A relation or role read between mentions (by mention identifier) in one account."""

    kind: str
    predicate: str
    subject: str
    object: str | None
    start: int
    end: int
    polarity: str
    modality: str
    rule: str
