"""Each account as it is compared: when, where, what, who, its rare details, its vector."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from fusion.incidents.cues import Cues, read_cues
from fusion.incidents.details import Details, read_details
from fusion.incidents.toll import read_toll
from fusion.stage import Inputs

Row = dict[str, Any]
# Reliability from best to worst: F is unknown, not bad (doctrine §2), so it stands in the middle.
RELIABILITY_ORDER = "ABCFDE"
CREDIBILITY_ORDER = "123645"


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
    """An update of an account: when it came, and the toll it states."""

    received_at: dt.datetime
    toll: tuple[int, int]
    report_id: str


@dataclass
class Telling:
    """One account with all that the room knows of it. `order` is its place in time of writing."""

    row: Row
    event: Row
    spots: tuple[Spot, ...]
    named_places: frozenset[str]
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
    def toll(self) -> tuple[int, int] | None:
        """Lowest and highest number of killed that it states, after its updates."""
        if self.revisions:
            return max(self.revisions, key=lambda r: (r.received_at, r.report_id)).toll
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
        return read_details(self.text)


_SPOT_COLUMNS = ("place_id", "name", "latitude", "longitude", "radius_km", "admin2", "country")


def read_tellings(inputs: Inputs) -> list[Telling]:
    """All accounts as tellings, in order of writing (ties by arrival, then identifier)."""
    event = {r["account_id"]: r for r in inputs["account_event"].to_pylist()}
    reports = {r["report_id"]: r for r in inputs["report"].to_pylist()}
    members: dict[str, list[Row]] = defaultdict(list)
    for row in inputs["account_report"].to_pylist():
        members[row["account_id"]].append(row)
    spots, named, actors = _spots(inputs), _named_places(inputs), _actors(inputs)
    counts, vectors = _counts(inputs["mention"]), _vectors(inputs["text_vector"])
    tellings = []
    for row in inputs["account"].to_pylist():
        key = row["account_id"]
        own = [
            reports[m["report_id"]] | {"relation": m["relation"]}
            for m in members[key]
            if m["report_id"] in reports
        ]
        tellings.append(
            Telling(
                row=row,
                event=event.get(key, {}),
                spots=tuple(spots.get(key, ())),
                named_places=frozenset(named.get(key, ())),
                actors=frozenset(actors.get(key, ())),
                counts=counts.get(key, {}),
                references=frozenset(r["reference"] for r in own if r["reference"]),
                is_retraction=any(r["withdraws"] for r in own),
                n_reports=row["n_reports"],
                components=frozenset(r["component"] for r in own) | {row["component"]},
                revisions=_revisions(own),
                vector=vectors.get(row["text_sha256"]),
            )
        )
    tellings.sort(key=lambda t: (t.written_at, t.row["received_at"], t.account_id))
    for order, telling in enumerate(tellings):
        telling.order = order
    return tellings


def _revisions(own: list[Row]) -> tuple[Revision, ...]:
    """Updates that state a toll: the lead's text stays, their toll replaces its toll."""
    found = []
    for row in own:
        toll = read_toll(row["text"]) if row["relation"] == "update" else None
        if toll is not None:
            found.append(Revision(row["received_at"], toll, row["report_id"]))
    return tuple(found)


def _spots(inputs: Inputs) -> dict[str, list[Spot]]:
    places = {r["place_id"]: r for r in inputs["place"].to_pylist()}
    found: dict[str, list[Spot]] = defaultdict(list)
    for row in inputs["account_place"].to_pylist():
        place = places.get(row["place_id"])
        if row["part"] == "event" and place is not None:
            given = {name: place[name] for name in _SPOT_COLUMNS}
            found[row["account_id"]].append(Spot(**given, score=row["score"]))
    for spots in found.values():
        spots.sort(key=lambda s: (-s.score, s.radius_km, s.place_id))
    return found


NAMED_RADIUS_KM = 15.0  # a place this well known is a place, not a region


def _named_places(inputs: Inputs) -> dict[str, set[str]]:
    """Places that an account names, as the event's or in passing, by account."""
    near = {r["place_id"] for r in inputs["place"].to_pylist() if r["radius_km"] <= NAMED_RADIUS_KM}
    found: dict[str, set[str]] = defaultdict(set)
    for row in inputs["account_place"].to_pylist():
        if row["place_id"] in near:
            found[row["account_id"]].add(row["place_id"])
    return found


def _actors(inputs: Inputs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in inputs["actor_mention"].to_pylist():
        found[row["account_id"]].add(row["actor_id"])
    return found


def _counts(mention: pa.Table) -> dict[str, dict[str, frozenset[float]]]:
    """Counted things by account and unit: {'tanker': {9}}."""
    found: dict[str, dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for row in mention.to_pylist():
        if row["kind"] == "quantity" and row["amount"] is not None and row["unit"]:
            found[row["account_id"]][row["unit"]].add(row["amount"])
    return {
        account: {unit: frozenset(amounts) for unit, amounts in by_unit.items()}
        for account, by_unit in found.items()
    }


def _vectors(text_vector: pa.Table) -> dict[str, list[float]]:
    """Vectors by text hash; of the encoder with most of them, where two stand in the table."""
    rows = text_vector.to_pylist()
    numbers: dict[str, int] = defaultdict(int)
    for row in rows:
        numbers[row["encoder_id"]] += 1
    chosen = max(numbers, key=lambda e: (numbers[e], e), default=None)
    return {r["text_sha256"]: r["vector"] for r in rows if r["encoder_id"] == chosen}
