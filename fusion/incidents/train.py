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

from fusion.incidents.judged import DAMPING, FACTORS, FLOORS, HELD, ORDERED, falling, floored
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
PULL = 150  # pairs that the first pass counts for: as many as some dozens of incidents give
FIRST_SHARE = 0.05
ROUNDS = 40
MOST_ROUNDS = 12  # of few matches, further rounds drive the chance of a rare level to nothing
RANDOM_PAIRS = 2_000_000
SEED = 7
LEAST = 0.005  # a level that was never seen is rare, not impossible


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
    found = levels(tellings, (pairs[0][kept], pairs[1][kept]), like)
    first: dict[str, Mapping[str, float]] = dict(_first_pass(_register(tellings, like, own)))
    first |= HELD
    share, chances = refine(found, first)
    siblings = 2 * share * found.num_rows / max(int(own.sum()), 1)
    return {
        "version": "4",
        "siblings": round(siblings, 2),
        "damping": FACTORS,
        "comparisons": chances,
    }


def _first_pass(registered: Any) -> dict[str, dict[str, float]]:
    """m of each level by Splink: u from random pairs, m by expectation maximisation."""
    linker = Linker(registered, _settings(), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(BLOCK)
    return {
        comparison.output_column_name: {
            level.label_for_charts: _chance(level.m_probability)
            for level in comparison.comparison_levels
            if not level.is_null_level
        }
        for comparison in linker._settings_obj.comparisons  # Splink has no public reader
    }


def refine(
    found: pa.Table, first: Mapping[str, Mapping[str, float]]
) -> tuple[float, dict[str, dict[str, dict[str, float]]]]:
    """(share of matches, m and u of each level) among candidate pairs.

    Splink's u are those of random pairs. What has to be told apart are near-misses, which share
    area, weeks and people: so u is learned among candidates, by further rounds of expectation
    maximisation in which m is held near the first pass (a Dirichlet prior of PULL pairs).
    """
    names = list(comparisons())
    column = {name: np.array(found[name].to_pylist()) for name in names}
    m = {name: dict(first[name]) for name in names}
    u = {
        name: {lv: max(float((column[name] == lv).mean()), LEAST) for lv in m[name]}
        for name in names
    }
    share = FIRST_SHARE
    for _ in range(ROUNDS):
        bits = np.full(found.num_rows, np.log(share / (1 - share)))
        for name in names:
            damping = DAMPING.get(name, 1.0)
            weight = {lv: damping * np.log(m[name][lv] / u[name][lv]) for lv in m[name]}
            bits += np.array([weight.get(lv, 0.0) for lv in column[name]])
        match = 1 / (1 + np.exp(-bits))
        share = float(match.mean())
        for name in names:
            known = column[name] != UNKNOWN
            for lv in m[name]:
                at = column[name] == lv
                pulled = PULL * first[name][lv]
                if name not in HELD:
                    m[name][lv] = (match[at].sum() + pulled) / (match[known].sum() + PULL)
                u[name][lv] = ((1 - match)[at].sum() + 1) / (
                    (1 - match)[known].sum() + len(m[name])
                )
    chances: dict[str, dict[str, dict[str, float]]] = {}
    for name in names:
        others = {lv: _chance(u[name][lv]) for lv in u[name]}
        own = {lv: _chance(m[name][lv]) for lv in m[name]}
        if name in ORDERED:
            own = falling(own, others)
        if name in FLOORS:
            own = floored(own, others, FLOORS[name])
        chances[name] = {lv: {"m": round(own[lv], 5), "u": others[lv]} for lv in own}
    return share, chances


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
    for name, listed in comparisons().items():
        if name in HELD:
            continue
        rows: list[dict[str, Any]] = []
        for label, condition in listed:
            row: dict[str, Any] = {"sql_condition": condition or "ELSE", "label_for_charts": label}
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
