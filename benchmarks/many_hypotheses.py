"""A mission of forty hypotheses: the small invented mission, told again under other identifiers."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa

from fusion import briefing
from fusion.briefing.editions import editions_of
from fusion.briefing.holdings import Holdings
from fusion.stage import Run
from fusion.tables import TABLES
from tests.briefing.sample import sample_run, sample_tables
from tests.support import make_profile

_ID = re.compile(r"^([A-Z]{3}-)(?=[0-9A-Z])")
COPIES = 10  # of four networks


def run_of_five() -> Run:
    """The run of the invented mission with the five standard editions."""
    run = sample_run()
    five = {"editions": editions_of(make_profile())}
    return Run(run.profile.model_copy(update=five), run.as_of, run.seed)


def composed(copies: int, run: Run) -> Holdings:
    """The mission told `copies` times, composed as one issue."""
    given = sample_tables()
    tables = {name: _copied(name, table, copies) for name, table in given.items()}
    return Holdings({**tables, **briefing.STAGE.function(tables, run).tables}, run)


def _copied(name: str, table: pa.Table, copies: int) -> pa.Table:
    rows = table.to_pylist()
    if name not in TABLES or name in ("place", "series", "forecast", "forecast_score", "decision"):
        return table  # the same for all: places, history, and what was said before
    every = [{key: _renamed(value, n) for key, value in row.items()}
             for n in range(copies) for row in rows]  # fmt: skip
    return TABLES[name].build(every)


def _renamed(value: Any, number: int) -> Any:
    """Identifiers of one copy: the number of the copy stands after the prefix."""
    if isinstance(value, list):
        return [_renamed(inner, number) for inner in value]
    if isinstance(value, str) and not value.startswith("PLC-"):
        return _ID.sub(rf"\g<1>{number:02d}", value)
    return value
