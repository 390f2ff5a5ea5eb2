"""A mission made as a user makes it: a profile by `fusion init`, one run in a home of its own."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow as pa

from fusion.pipeline import new_mission
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Home, Mission
from fusion.profile import Profile, load_profile
from fusion.store import Published

Tables = dict[str, pa.Table]
# Nothing in these sets is later: the mission's clock follows their datelines.
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SEED = 1  # keys pseudonyms only; a user's profile draws it at random


def run_mission(
    inbox: Path, code: str, starts_on: dt.date, countries: list[str], folders: dict[str, str],
    settings: str = "",
) -> Tables:  # fmt: skip
    """Published tables of one run over `inbox`, receipt told by the dateline; leaves no trace.

    `settings` is YAML that is added to the profile, as a user adds it.
    """
    with tempfile.TemporaryDirectory() as folder:
        profile = profile_of(code, starts_on, countries, folders, settings)
        home = Home(Path(folder) / "home")
        running.run(Mission(profile, inbox, home), NOW, lambda *_: None)
        tables = Published(home.published).tables()
        # Read into memory: the folder goes.
        return {name: pa.table(table.to_pydict(), table.schema) for name, table in tables.items()}


def profile_of(
    code: str, starts_on: dt.date, countries: list[str], folders: dict[str, str], settings: str = ""
) -> Profile:
    """The profile of such a mission."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mission.yaml"
        new_mission.write(path, code, code, starts_on, countries, folders, "dateline", SEED)
        path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
        return load_profile(path)


def absent(name: str, path: Path) -> list[Row]:
    """The one row of a set that is not there."""
    return [Row(f"{name}: the set", "–", f"absent: {path}", None)]


def counted(name: str, tables: Tables) -> list[Row]:
    """What came out, as rows without a bar: sizes, issues and mentions by kind."""
    sizes = {
        table: tables[table].num_rows
        for table in (
            "document", "report", "account", "quarantine", "actor", "tie", "place", "incident",
            "hypothesis", "judgement",
        )
    }  # fmt: skip
    origins = len(set(tables["origin"]["origin_id"].to_pylist()))
    return [
        Row(f"{name}: rows", "–", _listed({**sizes, "origin": origins}), None),
        Row(f"{name}: issues by kind", "–", _listed(Counter(_column(tables, "issue"))), None),
        Row(f"{name}: mentions by kind", "–", _listed(Counter(_column(tables, "mention"))), None),
    ]


def _column(tables: Tables, table: str) -> list[str]:
    kinds: list[str] = tables[table]["kind"].to_pylist()
    return kinds


def _listed(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{key} {count:,}" for key, count in ordered) or "none"
