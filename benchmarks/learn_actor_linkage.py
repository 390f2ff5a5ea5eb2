"""Weights of evidence learned without labels: Splink's expectation maximisation over personas.

What the committed weights of `fusion/actors/data/linkage.toml` are held against: `fusion bench
linkage`. Levels of each comparison are worked out once for all pairs; Splink reads them by number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_library import CustomComparison

from fusion.actors.names import measure_pairs
from fusion.actors.resolve.apart import nearest_km
from fusion.actors.resolve.model import Context, Persona

Levels = NDArray[np.int64]
UNKNOWN = -1
NAME = (0.95, 0.85, 0.7, 0.5, 0.35)  # name scores, best first
RARITY = (2.0, 1.5, 1.0)  # weights of what is matched
KM, DAYS = (30, 80, 150, 300), (1, 21, 180)
# Names like enough to be looked at (0.35), in columns of their own: Splink leaves out comparisons
# whose columns stand in the rule.
BLOCK = "l.near[r.at + 1] <= 4"
RANDOM_PAIRS, MOST_ROUNDS, SEED, LEAST = 1_000_000, 25, 7, 0.002


def levels_of(personas: Sequence[Persona]) -> dict[str, Levels]:
    """Comparison -> personas × personas levels: 0 is best, -1 where one of the two is silent."""
    contexts = [persona.context for persona in personas]
    scores, weights = _names(personas)
    found = {
        "name": _steps(-scores, [-s for s in NAME]),
        "rarity": _steps(-weights, [-r for r in RARITY]),
    }
    km = _each(contexts, lambda a, b: nearest_km(a, b) if a.points and b.points else -1.0)
    found["place"] = np.where(km < 0, UNKNOWN, _steps(km, KM))
    found["time"] = _steps(_each(contexts, _days_between), DAYS)
    for part in (
        "scenes",
        "groups",
        "numbers",
        "associates",
        "roles",
        "titles",
        "markets",
        "beside",
    ):
        found[part] = _each(contexts, _shared(part)).astype(np.int64)
    return found


def _names(personas: Sequence[Persona]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    names = [persona.names[0] for persona in personas]
    left, right = np.divmod(np.arange(len(names) ** 2), len(names))
    scores, weights = measure_pairs(names, left, right)
    shape = (len(names), len(names))
    return scores.reshape(shape), weights.reshape(shape)


def _steps(values: NDArray[np.float64], bounds: Sequence[float]) -> Levels:
    return np.asarray(np.searchsorted(np.array(bounds), values, side="left"), dtype=np.int64)


def _each(
    contexts: list[Context], measure: Callable[[Context, Context], float]
) -> NDArray[np.float64]:
    return np.array([[measure(a, b) for b in contexts] for a in contexts], dtype=np.float64)


def _days_between(one: Context, two: Context) -> float:
    return min((abs((a - b).days) for a in one.days for b in two.days), default=10_000)


def _shared(part: str) -> Callable[[Context, Context], float]:
    def measure(one: Context, two: Context) -> float:
        a, b = getattr(one, part), getattr(two, part)
        return UNKNOWN if not a or not b else float(a.isdisjoint(b))

    return measure


def learn(levels: dict[str, Levels]) -> dict[str, dict[int, float]]:
    """Log2 weight of each level of each comparison, by expectation maximisation without labels."""
    size = len(next(iter(levels.values())))
    # What is the same of all pairs tells nothing, and Splink does not take it.
    levels = {n: t for n, t in levels.items() if len(set(np.unique(t).tolist()) - {UNKNOWN}) > 1}
    columns: dict[str, Any] = {"unique_id": list(range(size)), "number": list(range(size))}
    columns |= {"at": list(range(size)), "near": levels["name"].tolist()}
    columns |= {name: table.tolist() for name, table in levels.items()}
    linker = Linker(DuckDBAPI().register(pa.table(columns)), _settings(levels), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(BLOCK)
    found: dict[str, dict[int, float]] = {}
    for comparison in linker._settings_obj.comparisons:  # Splink has no public reader
        found[comparison.output_column_name] = {
            int(level.label_for_charts): math.log2(
                _chance(level.m_probability) / _chance(level.u_probability)
            )
            for level in comparison.comparison_levels
            if not level.is_null_level
        }
    return found


def _settings(levels: dict[str, Levels]) -> SettingsCreator:
    made = []
    for name, table in levels.items():
        code = f"{name}_l[number_r + 1]"
        rows: list[dict[str, Any]] = [
            {
                "sql_condition": f"{code} = {UNKNOWN}",
                "label_for_charts": "unknown",
                "is_null_level": True,
            }
        ]
        known = sorted(set(np.unique(table).tolist()) - {UNKNOWN})
        rows += [
            {"sql_condition": f"{code} = {level}", "label_for_charts": str(level)}
            for level in known[:-1]
        ]
        rows.append({"sql_condition": "ELSE", "label_for_charts": str(known[-1])})
        made.append(CustomComparison(rows, output_column_name=name))
    return SettingsCreator(
        link_type="dedupe_only", comparisons=made, max_iterations=MOST_ROUNDS,
        additional_columns_to_retain=["number", "at", "near"],
    )  # fmt: skip


def _chance(value: Any) -> float:
    return max(float(value), LEAST) if isinstance(value, float) else LEAST


def weigh_all(
    levels: dict[str, Levels], weights: dict[str, dict[int, float]]
) -> NDArray[np.float64]:
    """personas × personas sums of weights; an unknown level says nothing."""
    size = len(next(iter(levels.values())))
    total = np.zeros((size, size))
    for name, table in levels.items():
        for level, weight in weights.get(name, {}).items():
            total += weight * (table == level)
    return total
