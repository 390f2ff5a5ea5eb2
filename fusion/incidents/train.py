"""Learn the linkage weights without labels: Splink's expectation maximisation on DuckDB.

`python -m fusion.incidents.train TABLES` reads the product tables of a run (a folder
published/VERSION/tables) and writes models/incident_linkage.json. The levels come from
levels.sql, so that what is learned is what is scored. No truth table is read.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_library import CustomComparison
from sqlglot import exp

from fusion.incidents.likeness import likeness
from fusion.incidents.linkage import LEVELS, UNKNOWN, WEIGHTS, records
from fusion.incidents.tellings import read_tellings

# Pairs rich in matches. A happening has one time: only accounts of neighbouring days teach what
# two accounts of one happening look like, else the model learns to find networks (the same
# people and places over months). The time itself is learned from accounts of one place.
BLOCKS = (
    "abs(l.day_from - r.day_from) <= 2",
    "len(list_intersect(l.place_ids, r.place_ids)) > 0 and abs(l.day_from - r.day_from) <= 14 "
    "and len(list_intersect(l.markets, r.markets)) > 0",
)
# Passed-on accounts are left out: they are found by their lineage, and would teach that one
# incident is always told in the same details.
RANDOM_PAIRS = 2_000_000
SEED = 7
LEAST = 0.002  # a level that was never seen is rare, not impossible


def comparisons() -> dict[str, list[tuple[str, str | None]]]:
    """Levels of each comparison in levels.sql: (label, condition over _l and _r columns).

    The last level of each has no condition.
    """
    select = sqlglot.parse_one(LEVELS.read_text(encoding="utf-8"), dialect="duckdb")
    found: dict[str, list[tuple[str, str | None]]] = {}
    for column in select.selects:
        case = column.unalias()
        if not isinstance(case, exp.Case):
            continue
        levels: list[tuple[str, str | None]] = [
            (branch.args["true"].name, _condition(branch.this)) for branch in case.args["ifs"]
        ]
        levels.append((case.args["default"].name, None))
        found[column.alias] = levels
    return found


def _condition(node: exp.Expression) -> str:
    text = node.sql(dialect="duckdb")
    return re.sub(r"\b([ab])\.(\w+)", lambda m: f"{m[2]}_{'l' if m[1] == 'a' else 'r'}", text)


def learn(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """The weights as models/incident_linkage.json holds them."""
    linker = Linker(_register(tables), _settings(), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for block in BLOCKS:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block, populate_probability_two_random_records_match_from_trained_values=True
        )
    settings = linker._settings_obj  # Splink offers no public reader of what it learned
    learned = {
        comparison.output_column_name: {
            level.label_for_charts: {"m": _chance(level.m_probability), "u": _chance(level.u_probability)}
            for level in comparison.comparison_levels
            if not level.is_null_level
        }
        for comparison in settings.comparisons
    }
    prior = float(settings._probability_two_random_records_match)
    return {"version": "1", "prior": round(prior, 6), "comparisons": learned}


def _register(tables: Mapping[str, pa.Table]) -> Any:
    tellings = read_tellings(tables)
    table = records(tellings, likeness(tellings))
    passed_on = {
        row["account_id"]
        for row in tables["origin"].to_pylist()
        if row["independence"] == "dependent"
    }
    own = np.array([t.account_id not in passed_on and not t.is_retraction for t in tellings])
    kept = table.filter(pa.array(own))
    return DuckDBAPI().register(kept.append_column("unique_id", kept["account_id"]))


def _settings() -> SettingsCreator:
    made = []
    for name, levels in comparisons().items():
        rows: list[dict[str, Any]] = []
        for label, condition in levels:
            row = {"sql_condition": condition or "ELSE", "label_for_charts": label}
            if label == UNKNOWN:
                row["is_null_level"] = True  # type: ignore[assignment]
            rows.append(row)
        nulls = [r for r in rows if r.get("is_null_level")]
        others = [r for r in rows if not r.get("is_null_level")]
        made.append(CustomComparison([*nulls, *others], output_column_name=name))
    return SettingsCreator(link_type="dedupe_only", comparisons=made)


def _chance(value: Any) -> float:
    number = value if isinstance(value, float) else LEAST
    return round(max(number, LEAST), 5)


def main() -> None:
    """Learn from the tables of a run and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    folder = parser.parse_args().tables
    tables = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
    text = json.dumps(learn(tables), indent=2, ensure_ascii=False)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
