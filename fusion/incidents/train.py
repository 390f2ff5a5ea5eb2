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
# people and places over months).
BLOCK = "abs(l.day_from - r.day_from) <= 2"
# How the days of two accounts of one happening lie cannot be learned from pairs chosen by their
# days: set by judgement, half of them agree, one in seven is dated by its writing.
TIME = {
    "same days": 0.50, "overlapping days": 0.12, "next day": 0.17, "told days later": 0.14,
    "days apart": 0.05, "further apart": 0.02,
}  # fmt: skip
# Of two accounts taken at random. Set by judgement, on the side of keeping near-misses apart:
# twice as much merges neighbouring events of one kind, half as much loses one link in six.
PRIOR = 0.002
# A shared name raises all three: Fellegi-Sunter would count it three times.
DAMPING = {"actors": 0.5, "details": 0.5, "meaning": 0.5}
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
    linker.training.estimate_parameters_using_expectation_maximisation(BLOCK)
    learned: dict[str, dict[str, dict[str, float]]] = {}
    for comparison in linker._settings_obj.comparisons:  # Splink has no public reader of these
        learned[comparison.output_column_name] = {
            level.label_for_charts: {
                "m": _chance(level.m_probability),
                "u": _chance(level.u_probability),
            }
            for level in comparison.comparison_levels
            if not level.is_null_level
        }
    for label, chance in TIME.items():
        learned["time"][label]["m"] = chance
    return {"version": "1", "prior": PRIOR, "damping": DAMPING, "comparisons": learned}


def _register(tables: Mapping[str, pa.Table]) -> Any:
    """Accounts as records, without those that pass on another's.

    Relays are found by their lineage; here they would teach that one happening is always told
    in the same details.
    """
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
