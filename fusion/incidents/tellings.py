"""Each account as it is compared: when, where, what, who, its rare details, its vector."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fusion.incidents.concepts import read_concepts, read_counted
from fusion.incidents.cues import Cues, read_cues
from fusion.incidents.days import gives_hour, told_days
from fusion.incidents.details import Details, read_details
from fusion.incidents.toll import read_toll

Row = dict[str, Any]
# Reliability from best to worst: F is unknown, not bad (doctrine §2), so it stands in the middle.
RELIABILITY_ORDER = "ABCFDE"
CREDIBILITY_ORDER = "123645"
RECALLED_FROM = 0.5  # share of a text behind which it recalls


@dataclass(frozen=True)
class Spot:
    """One place that an account gives for its event."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    admin2: str | None
    country: str | None
    score: float


@dataclass(frozen=True)
class Revision:
    """An update of an account: when it came, its text, and the toll it states if any."""

    received_at: dt.datetime
    toll: tuple[int, int] | None
    report_id: str
    text: str


@dataclass
class Telling:
    """One account with all that the room knows of it. `order` is its place in time of writing."""

    row: Row
    event: Row
    spots: tuple[Spot, ...]
    passing: tuple[Spot, ...]
    named_days: dict[dt.date, int]
    actors: frozenset[str]
    counts: dict[str, frozenset[float]]
    references: frozenset[str]
    is_retraction: bool
    n_reports: int
    components: frozenset[str]
    revisions: tuple[Revision, ...] = ()
    vector: Any = None
    order: int = field(default=0)

    @property
    def account_id(self) -> str:
        """Its identifier."""
        return str(self.row["account_id"])

    @property
    def component(self) -> str:
        """Who reports."""
        return str(self.row["component"])

    @property
    def text(self) -> str:
        """Text of the lead report."""
        return str(self.row["text"])

    @cached_property
    def whole_text(self) -> str:
        """Text of the lead report and of its updates: a relay may rest on any of them."""
        return "\n".join([self.text, *(revision.text for revision in self.revisions)])

    @property
    def written_at(self) -> dt.datetime:
        """When it was written, else received."""
        moment: dt.datetime = self.row["written_at"] or self.row["received_at"]
        return moment

    @property
    def is_standing(self) -> bool:
        """Not withdrawn."""
        return not self.row["is_withdrawn"]

    @property
    def grade_rank(self) -> tuple[int, int, dt.datetime, str]:
        """Order of trust: reliability, credibility, then the earliest received."""
        return (
            RELIABILITY_ORDER.find(self.row["reliability"]),
            CREDIBILITY_ORDER.find(self.row["credibility"]),
            self.row["received_at"],
            self.account_id,
        )

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of what it tells, None where it gives none."""
        first: dt.date | None = self.event.get("occurred_from")
        last: dt.date | None = self.event.get("occurred_to")
        start, end = first or last, last or first
        return (start, end) if start is not None and end is not None else None

    @property
    def told_on(self) -> dt.date:
        """First day of the event, else the day of writing."""
        return self.days[0] if self.days else self.written_at.date()

    @property
    def named_places(self) -> frozenset[str]:
        """Identifiers of the places that it names, as the event's or in passing; no regions."""
        return frozenset(spot.place_id for spot in self.passing)

    @cached_property
    def counted(self) -> dict[str, frozenset[float]]:
        """Counted things by name, from its mentions and its text."""
        found = dict(self.counts)
        for thing, values in read_counted(self.whole_text).items():
            found[thing] = found.get(thing, frozenset()) | values
        return found

    @cached_property
    def _days_spoken_of(self) -> dict[dt.date, float]:
        """Every day that it may speak of, and where in its text it first does, 0-1."""
        written = self.written_at.date()
        found = dict.fromkeys(self.days or (), 0.0)
        spoken = [*told_days(self.whole_text, written).items()]
        spoken += [(d, at / max(len(self.text), 1)) for d, at in self.named_days.items()]
        for day, place in spoken:
            if day <= written:
                found[day] = min(found.get(day, place), place)
        return found or {written: 0.0}

    @cached_property
    def told(self) -> frozenset[dt.date]:
        """Every day that it may speak of: of its event, named, or told as 'yesterday'."""
        return frozenset(self._days_spoken_of)

    @cached_property
    def foremost(self) -> frozenset[dt.date]:
        """The days of its event and those that it speaks of in the first half of its text.

        A report tells first what it has to tell and recalls at its end what went before: a day
        that only its second half names is most often that of another happening.
        """
        placed = self._days_spoken_of.items()
        return frozenset(day for day, place in placed if place < RECALLED_FROM)

    @cached_property
    def is_exact(self) -> bool:
        """It says at its beginning at what hour: it tells the happening, not what came after."""
        return self.is_event and gives_hour(self.text)

    @cached_property
    def is_after(self) -> bool:
        """It says at its beginning that it was gathered after the happening: a visit, a hearing."""
        return bool(self.cues.after) and not self.is_exact

    @cached_property
    def is_vague(self) -> bool:
        """It speaks of no day before its writing: what it tells may lie some days back."""
        return min(self.told) >= self.written_at.date() - dt.timedelta(days=1)

    @property
    def toll(self) -> tuple[int, int] | None:
        """Lowest and highest number of killed that it states, after its updates."""
        stated = [r for r in self.revisions if r.toll is not None]
        if stated:
            return max(stated, key=lambda r: (r.received_at, r.report_id)).toll
        return self.own_toll

    @cached_property
    def own_toll(self) -> tuple[int, int] | None:
        """What the lead's text states: as its event was read, else as `read_toll` reads it."""
        low: int | None = self.event.get("killed_low")
        high: int | None = self.event.get("killed_high")
        least, most = (high if low is None else low), (low if high is None else high)
        if least is not None and most is not None:
            return least, most
        return read_toll(self.text) if self.is_event else None

    @property
    def markets(self) -> tuple[str, ...]:
        """Market codes, most evident first."""
        return tuple(self.event.get("markets") or ())

    @property
    def is_event(self) -> bool:
        """It tells of a happening."""
        return bool(self.event.get("is_event"))

    @property
    def tells_something(self) -> bool:
        """It tells of a happening or of a market; all else is background."""
        return self.is_event or bool(self.markets)

    @cached_property
    def squeezed(self) -> str:
        """Its text without case, spaces and punctuation, to find references in."""
        return "".join(c for c in self.text if c.isalnum()).casefold()

    @cached_property
    def cues(self) -> Cues:
        """What it says about where its information comes from."""
        return read_cues(self.text)

    @cached_property
    def details(self) -> Details:
        """Its numbers and names."""
        return read_details(self.whole_text)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What it tells of, without its language."""
        return read_concepts(self.whole_text)
