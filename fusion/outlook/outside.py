"""Back-tests on tables of counts from outside: the method is measured on decades of real counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fusion.outlook.backtest import Row, backtest
from fusion.outlook.baselines import WINDOW
from fusion.outlook.combining import Forecaster
from fusion.outlook.count_tables import CountTable, read_counts
from fusion.outlook.displaced import Tested, displacement_test
from fusion.outlook.displacement import Displacements, alike
from fusion.outlook.shares import by_horizon
from fusion.terms.errors import TableRefused

BEFORE = 60  # months of record before the first origin: what the models learn from, halved twice


@dataclass(frozen=True)
class Outside:
    """Scores on an outside table: of the counts, of displacement, and notes on the table."""

    rows: list[Row]
    moved: list[Tested]
    notes: tuple[str, ...]


def backtest_counts(
    path_csv: Path,
    *,
    value: str | None = None,
    unit: str | None = None,
    country: str | None = None,
    first: tuple[int, int] | None = None,
    last: tuple[int, int] | None = None,
    horizons: Sequence[int] = (1, 2, 3, 6),
    seed: int = 0,
) -> Outside:
    """Back-test on an outside table of monthly counts: of the counts, and of displacement.

    `value`, `unit` and `country` as of `read_counts`. `first` and `last` are (year, month) of the
    first and last origin: the last month known when the forecast is made; by default all that have
    BEFORE periods of record before them, or half of a shorter record. Each horizon is scored on
    the origins whose outcome is in the table. Rows as of the stage: one per model and horizon, and
    one per horizon. Neighbours are the areas that moved most alike until then, for a table of
    counts has no map. Raises NotFound and TableRefused.
    """
    table = read_counts(path_csv, value, unit, country)
    origins = _origins(path_csv, table, first, last, min(horizons))
    task = partial(_tested, scope=f"{table.unit}·month", origins=origins, seed=seed)
    found = by_horizon(task, table.history, horizons, len(origins))
    rows, moved = [row for rows, _ in found for row in rows], [row for _, m in found for row in m]
    return Outside(rows, moved, table.notes)


def _tested(
    forecaster: Forecaster, horizon: int, *, scope: str, origins: range, seed: int
) -> tuple[list[Row], list[Tested]]:
    near = alike(forecaster.history)
    rows = backtest(forecaster, scope, origins, (horizon,), seed)[0]
    moved = displacement_test(Displacements(forecaster, near), scope, origins, (horizon,), seed)
    return rows, moved


def _origins(
    path: Path, table: CountTable, first: tuple[int, int] | None, last: tuple[int, int] | None,
    nearest: int,
) -> range:  # fmt: skip
    n_periods = table.history.n_periods
    begins = _place(table, first) if first else min(BEFORE, max(WINDOW - 1, n_periods // 2))
    ends = _place(table, last) if last else n_periods - 1
    origins = range(max(begins, WINDOW - 1), min(ends, n_periods - 1 - nearest) + 1)
    if not origins:
        begun, ended = (_month(table.first + n) for n in (0, n_periods - 1))
        raise TableRefused(
            path.name,
            f"it has {n_periods} months, {begun} to {ended}: none of the origins asked for has "
            f"{WINDOW} months up to it and one after it",
            "Ask for other origins, or give a longer table.",
        )
    return origins


def _place(table: CountTable, month: tuple[int, int]) -> int:
    return month[0] * 12 + month[1] - 1 - table.first


def _month(absolute: int) -> str:
    return f"{absolute // 12}-{absolute % 12 + 1:02d}"
