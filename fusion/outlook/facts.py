"""What the room reads, once: known incidents, reporting effort, the calendar of the mission."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from fusion.profile.ground import on_corridors, on_segments
from fusion.stage import Inputs, Run
from fusion.store import query

HERE = Path(__file__).parent
VIOLENT = frozenset(
    {"battles", "riots", "explosions_remote_violence", "violence_against_civilians"}
)
NO_TREND = "strategic_developments"  # ACLED: not coded systematically, never a trend line


@dataclass(frozen=True)
class Incident:
    """A standing incident as the outlook counts it."""

    incident_id: str
    day: dt.date
    known_on: dt.date
    markets: tuple[str, ...]
    admin2: str | None
    corridors: tuple[str, ...]
    segments: tuple[str, ...]
    components: tuple[str, ...]
    is_violent: bool
    has_trend: bool
    position: tuple[float, float] | None  # latitude and longitude, degrees


@dataclass(frozen=True)
class Effort:
    """One account as effort: who reported, on which day, from which areas."""

    account_id: str
    component: str
    n_reports: int
    day: dt.date
    admin2: frozenset[str]
    corridors: frozenset[str]
    segments: frozenset[str]
    known_on: dt.date
    language: str


@dataclass(frozen=True)
class Facts:
    """Incidents in order of identifier, effort in order of account."""

    run: Run
    incidents: tuple[Incident, ...]
    effort: tuple[Effort, ...]

    @property
    def today(self) -> dt.date:
        """The day of as_of."""
        return self.run.as_of.date()

    def as_of(self, moment: dt.date) -> Facts:
        """What was known at the end of a past day."""
        at = dt.datetime.combine(moment + dt.timedelta(days=1), dt.time(), dt.UTC)
        return Facts(
            replace(self.run, as_of=at),
            tuple(i for i in self.incidents if i.known_on <= moment),
            tuple(e for e in self.effort if e.known_on <= moment),
        )

    @property
    def first_monday(self) -> dt.date:
        """Monday of the mission's first week."""
        return self.run.profile.first_monday


def read_facts(inputs: Inputs, run: Run) -> Facts:
    """Gather what had been received by run.as_of and still stands."""
    incident = query(
        HERE / "known_incident.sql",
        {"as_of": run.as_of},
        incident=inputs["incident"],
        incident_account=inputs["incident_account"],
        account=inputs["account"],
    )
    effort = query(
        HERE / "effort.sql",
        {"as_of": run.as_of},
        account=inputs["account"],
        account_place=inputs["account_place"],
        place=inputs["place"],
    )
    return Facts(run, _incidents(incident, run), _effort(effort, run))


def _incidents(table: pa.Table, run: Run) -> tuple[Incident, ...]:
    corridors = _corridors(table, run)
    return tuple(
        Incident(
            incident_id=row["incident_id"],
            day=row["day"],
            known_on=row["known_at"].date(),
            markets=tuple(row["markets"] or ()),
            admin2=row["admin2"],
            corridors=codes,
            segments=legs,
            components=tuple(row["components"]),
            is_violent=row["event_type"] in VIOLENT or row["killed"] > 0,
            has_trend=row["event_type"] != NO_TREND or bool(row["markets"]),
            position=_position(row["latitude"], row["longitude"]),
        )
        for row, (codes, legs) in zip(table.to_pylist(), corridors, strict=True)
    )


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def _effort(table: pa.Table, run: Run) -> tuple[Effort, ...]:
    corridors = _corridors(table, run)
    found: dict[str, Effort] = {}
    for row, (codes, legs) in zip(table.to_pylist(), corridors, strict=True):
        before = found.get(row["account_id"])
        admin2 = frozenset({row["admin2"]} - {None})
        found[row["account_id"]] = Effort(
            row["account_id"], row["component"], row["n_reports"], row["day"],
            admin2 | (before.admin2 if before else frozenset()),
            frozenset(codes) | (before.corridors if before else frozenset()),
            frozenset(legs) | (before.segments if before else frozenset()),
            row["known_on"], row["language"],
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def _corridors(table: pa.Table, run: Run) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Codes of the corridors, and of their legs, that each row lies on."""
    lat, lon = (
        np.array([np.nan if v is None else v for v in table[c].to_pylist()], dtype=float)
        for c in ("latitude", "longitude")
    )
    routes = run.profile.corridors
    return list(zip(on_corridors(lat, lon, routes), on_segments(lat, lon, routes), strict=True))
