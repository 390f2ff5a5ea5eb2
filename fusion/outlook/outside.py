"""Count tables from outside, so that the method is measured on decades of real counts."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from fusion.outlook.backtest import Row, backtest
from fusion.outlook.combining import Forecaster
from fusion.outlook.displaced import Tested, displacement_test
from fusion.outlook.displacement import Displacements, alike
from fusion.outlook.history import History
from fusion.terms.errors import NotFound

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}


BEFORE = 60  # months of record before the first origin: what the models learn from, halved twice


def read_counts(path: Path, value: str, unit: str) -> tuple[History, int]:
    """A monthly table of counts as History, and its first month as year * 12 + month - 1.

    Columns: `unit` (an area code), Year, Month (English name or number) and `value`. Rows of one
    unit and month are added up; months without a row are zero. Raises NotFound.
    """
    if not path.exists():
        raise NotFound("table of counts", str(path), "Give the path of a CSV of monthly counts.")
    table = arrow_csv.read_csv(path)
    for column in (unit, "Year", "Month", value):
        if column not in table.column_names:
            raise NotFound("column", column, f"{path.name} has {', '.join(table.column_names)}.")
    keys, series = np.unique(_strings(table[unit]), return_inverse=True)
    names = _strings(table["Month"])
    months = np.array([_MONTHS[name] if name in _MONTHS else int(name) for name in names])
    absolute = table["Year"].to_numpy() * 12 + months - 1
    first = int(absolute.min())
    counts = np.zeros((len(keys), int(absolute.max()) - first + 1), dtype=np.int64)
    np.add.at(counts, (series, absolute - first), table[value].to_numpy().astype(np.int64))
    return History(tuple(str(key) for key in keys), counts), first


def backtest_counts(
    path_csv: Path,
    *,
    value: str = "Events",
    unit: str = "Admin2 Pcode",
    first: tuple[int, int] | None = None,
    last: tuple[int, int] | None = None,
    horizons: Sequence[int] = (1, 2, 3, 6),
    seed: int = 0,
) -> tuple[list[Row], list[Tested]]:
    """Back-test on an outside table of monthly counts: of the counts, and of displacement.

    `first` and `last` are (year, month) of the first and last origin: the last month known when
    the forecast is made; by default all that have BEFORE periods of record before them. Rows as
    of the stage: one per model and horizon, and one per horizon. Neighbours are the areas that
    moved most alike until then, for a table of counts has no map.
    """
    history, start = read_counts(path_csv, value, unit)
    forecaster, scope = Forecaster(history), f"{unit}·month"
    begins = first[0] * 12 + first[1] - 1 - start if first else BEFORE
    ends = last[0] * 12 + last[1] - 1 - start if last else history.n_periods - 1
    origins = range(max(begins, 0), ends + 1)
    rows = backtest(forecaster, scope, origins, horizons, seed)[0]
    found = Displacements(forecaster, alike(history))
    return rows, displacement_test(found, scope, origins, horizons, seed)


def _strings(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column.cast(pa.string()).to_numpy(zero_copy_only=False), dtype=str)
