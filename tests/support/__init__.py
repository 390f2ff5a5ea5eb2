"""What tests share: a small profile, a run, and tables from the columns that matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from fusion.profile import Profile
from fusion.stage import Run
from fusion.tables import TABLES

AS_OF = dt.datetime(2026, 7, 6, tzinfo=dt.UTC)

PROFILE = {
    "code": "TESTM",
    "name_en": "Test mission",
    "name_fr": "Mission d'essai",
    "is_fictional": True,
    "area": {"west": -4, "south": 12, "east": 5, "north": 20, "countries": ["ML", "NE", "BF"]},
    "starts_on": "2026-01-05",
    "phone_regions": ["ML", "NE", "BF"],
    "components": [
        {"name": name, "folder": name, "title_en": name, "title_fr": name}
        for name in (
            "military", "police", "civil_affairs", "political_affairs", "justice", "ddr",
            "regional_office", "panel_of_experts",
        )
    ],
}  # fmt: skip


def make_profile(**changes: Any) -> Profile:
    """The test mission, with fields changed."""
    return Profile.model_validate({**PROFILE, **changes})


def make_run(as_of: dt.datetime = AS_OF, **changes: Any) -> Run:
    """A run of the test mission."""
    return Run(profile=make_profile(**changes), as_of=as_of, seed=7)


def make_table(name: str, *rows: dict[str, Any]) -> pa.Table:
    """Rows of a declared table; required columns that a test does not care about get a default."""
    declared = TABLES[name]
    filled = []
    for number, row in enumerate(rows):
        defaults = {
            column.name: _default(column.type, column.name, number)
            for column in declared.columns
            if column.is_required
        }
        filled.append({**defaults, **row})
    return declared.build(filled)


def _default(kind: pa.DataType, name: str, number: int) -> Any:
    if pa.types.is_list(kind):
        return []
    if pa.types.is_boolean(kind):
        return False
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return 0
    if pa.types.is_timestamp(kind):
        return AS_OF
    if pa.types.is_date(kind):
        return AS_OF.date()
    return {"reliability": "F", "credibility": "6", "language": "en", "component": "military"}.get(
        name, f"{name}-{number}"
    )
