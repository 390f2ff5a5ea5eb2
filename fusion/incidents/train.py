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
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlglot
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_library import CustomComparison
from sqlglot import exp

from fusion.incidents.likeness import Likeness, likeness
from fusion.incidents.linkage import LEVELS, UNKNOWN, WEIGHTS, levels
from fusion.incidents.pairs import candidate_pairs
from fusion.incidents.reading import read_tellings
from fusion.incidents.records import measured, records
from fusion.incidents.tellings import Telling

# Pairs rich in matches. A happening has one time: only accounts of neighbouring days teach what
# two accounts of one happening look like, else the model learns to find networks (the same
# people and places over months).
BLOCK = "abs(l.day_from - r.day_from) <= 2"
# How the days of two accounts of one happening lie cannot be learned from pairs chosen by their
# days: set by judgement. Half of them agree, one in seven tells the day in passing, one in seven
# is dated by its writing; with an hour in both, two days are two happenings but for a slip.
TIME = {
    "same day, both with an hour": 0.16, "same day": 0.38, "a day that both speak of": 0.15,
    "next day": 0.08, "told days later": 0.11, "days apart": 0.05, "a week apart": 0.04,
    "further apart": 0.02, "two days, both with an hour": 0.01,
}  # fmt: skip
# Accounts of its happening that an account meets among all others; the prior of a pair is this
# number over the number of accounts, since true pairs grow with the reports and pairs with
# their square.
SIBLINGS = 1.0
# A shared name raises both: Fellegi-Sunter would count it twice.
DAMPING = {"actors": 0.5, "details": 0.7, "type": 0.7}
MOST_ROUNDS = 12  # of few matches, further rounds drive the chance of a rare level to nothing
RANDOM_PAIRS = 2_000_000
SEED = 7
LEAST = 0.01  # a level that was never seen is rare, not impossible


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
    """A condition over two records; a measure of pairs is looked up in its row by number."""
    text = node.sql(dialect="duckdb")
    text = re.sub(r"\bpair\.(\w+)", r"\1_l[number_r + 1]", text)
    return re.sub(r"\b([ab])\.(\w+)", lambda m: f"{m[2]}_{'l' if m[1] == 'a' else 'r'}", text)


def learn(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """The weights as models/incident_linkage.json holds them."""
    tellings = read_tellings(tables)
    like = likeness(tellings)
    own = _observers(tables, tellings)
    pairs = candidate_pairs(tellings, like)
    kept = own[pairs[0]] & own[pairs[1]]
    pairs = (pairs[0][kept], pairs[1][kept])
    chances = _shares(levels(tellings, pairs, like))
    linker = Linker(_register(tellings, like, own), _settings(), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(BLOCK)
    learned: dict[str, dict[str, dict[str, float]]] = {}
    for comparison in linker._settings_obj.comparisons:  # Splink has no public reader of these
        name = comparison.output_column_name
        learned[name] = {
            level.label_for_charts: {
                "m": _chance(level.m_probability),
                "u": _chance(chances[name].get(level.label_for_charts, LEAST)),
            }
            for level in comparison.comparison_levels
            if not level.is_null_level
        }
    for label, chance in TIME.items():
        learned["time"][label]["m"] = chance
    return {"version": "2", "siblings": SIBLINGS, "damping": DAMPING, "comparisons": learned}


def _observers(tables: Mapping[str, pa.Table], tellings: list[Telling]) -> np.ndarray:
    """Accounts that pass on nobody's information.

    Relays are found by their lineage; here they would teach that one happening is always told
    in the same details.
    """
    passed_on = {
        row["account_id"]
        for row in tables["origin"].to_pylist()
        if row["independence"] == "dependent"
    }
    return np.array([t.account_id not in passed_on and not t.is_retraction for t in tellings])


def _shares(found: pa.Table) -> dict[str, dict[str, float]]:
    """Share of each level among candidate pairs: u, since hardly any of them match.

    Of candidates and not of random pairs: what has to be told apart are near-misses, which
    share area, weeks and people.
    """
    shares = {}
    for name in comparisons():
        known = found.filter(pc.not_equal(found[name], UNKNOWN))
        counted = known[name].value_counts().to_pylist()
        shares[name] = {row["values"]: row["counts"] / known.num_rows for row in counted}
    return shares


def _register(tellings: list[Telling], like: Likeness, own: np.ndarray) -> Any:
    """Observers as records, with the measures of all their pairs."""
    table = records(tellings)
    for name, values in _square(tellings, like).items():
        table = table.append_column(name, values)
    table = table.filter(pa.array(own))
    return DuckDBAPI().register(table.append_column("unique_id", table["account_id"]))


def _square(tellings: list[Telling], like: Likeness) -> dict[str, pa.Array]:
    """Each measure of pairs as one list per account, with its value for every account.

    For learning only, from some hundreds of accounts: it is quadratic.
    """
    n = len(tellings)
    first, second = np.divmod(np.arange(n * n), n)
    found = {}
    for name, values in measured(tellings, (first, second), like).items():
        offsets = pa.array(np.arange(0, n * n + 1, n), pa.int32())
        found[name] = pa.ListArray.from_arrays(offsets, values)
    return found


def _settings() -> SettingsCreator:
    made = []
    for name, levels in comparisons().items():
        rows: list[dict[str, Any]] = []
        for label, condition in levels:
            row = {"sql_condition": condition or "ELSE", "label_for_charts": label}
            if label == UNKNOWN:
                row["is_null_level"] = True
            rows.append(row)
        nulls = [r for r in rows if r.get("is_null_level")]
        others = [r for r in rows if not r.get("is_null_level")]
        made.append(CustomComparison([*nulls, *others], output_column_name=name))
    return SettingsCreator(
        link_type="dedupe_only", comparisons=made, max_iterations=MOST_ROUNDS, em_convergence=1e-3
    )


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
