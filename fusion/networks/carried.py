"""What an earlier run knows: results of blocks in which nothing has changed.

Incremental equals full: a block's results depend on what its print covers and on nothing else, so
results with an equal print are the results. What depends on the date alone (weeks in which
hypotheses just carry on) or on all hypotheses (who stands in several) is done anew for all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.blocks import Ints
from fusion.networks.decisions import Rulings
from fusion.networks.key_order import in_order
from fusion.networks.prints import Prints
from fusion.networks.record import Record
from fusion.stage import Run
from fusion.tables import TABLES

STATE = "network_block"
# Tables with rows by hypothesis that are carried as they are.
BY_HYPOTHESIS = (
    "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_account",
    "hypothesis_tie", "hypothesis_cell", "hypothesis_lineage", "element", "rival", "breaking_test",
    "network_position", "removal", "caution",
)  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """Blocks that are done again, and what is kept of the others: their state."""

    touched: np.ndarray
    kept: np.ndarray
    state: pa.Table

    def tables(self, inputs: Mapping[str, pa.Table], record: Record) -> dict[str, pa.Table]:
        """Results of the blocks that are kept."""
        names = self.state["hypothesis_ids"].combine_chunks().flatten()
        found = {
            name: _only(inputs.get(name, TABLES[name].empty()), "hypothesis_id", names)
            for name in BY_HYPOTHESIS
        }
        return found | _by_incident(inputs, record, self.kept)


def carry(
    inputs: Mapping[str, pa.Table], record: Record, prints: Prints, rulings: Rulings
) -> Carried:
    """Split the blocks. Those that an analyst's decision speaks of are always done again."""
    held = inputs.get(STATE, TABLES[STATE].empty())
    ruled = rulings.hypotheses()
    is_free = ~np.asarray(held["is_ruled"]).astype(bool)
    if ruled and held.num_rows:
        lists = held["hypothesis_ids"].to_pylist()
        is_free &= np.array([ruled.isdisjoint(names or ()) for names in lists], dtype=bool)
    free = held.filter(pa.array(is_free))
    is_kept = prints.of(free["print"]) & ~np.isin(
        prints.blocks, ruled_blocks(inputs, record, rulings)
    )
    kept = pa.array(prints.prints[is_kept])
    state = free.filter(pc.is_in(free["print"], value_set=kept))
    return Carried(prints.blocks[~is_kept], prints.blocks[is_kept], state)


def ruled_blocks(inputs: Mapping[str, pa.Table], record: Record, rulings: Rulings) -> Ints:
    """Blocks of the incidents that decisions name, and of those in hypotheses that they name."""
    decided = pa.array(sorted(rulings.hypotheses()), pa.string())
    inside = inputs.get("hypothesis_incident", TABLES["hypothesis_incident"].empty())
    held = _only(inside, "hypothesis_id", decided)["incident_id"]
    return np.union1d(named_blocks(record, rulings), _blocks(record, held))


def named_blocks(record: Record, rulings: Rulings) -> Ints:
    """Blocks of the incidents that decisions name."""
    return _blocks(record, pa.chunked_array([pa.array(sorted(rulings.members()), pa.string())]))


def _blocks(record: Record, incident_ids: pa.ChunkedArray) -> Ints:
    row = record.rows_of(incident_ids)
    return np.unique(record.blocks[0][row[row >= 0]])


def _only(table: pa.Table, column: str, wanted: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=wanted))


def _by_incident(
    inputs: Mapping[str, pa.Table], record: Record, kept: np.ndarray
) -> dict[str, pa.Table]:
    """Clusters and leads whose incidents lie in blocks that are kept."""
    cluster = inputs.get("cluster", TABLES["cluster"].empty())
    lead = inputs.get("lead", TABLES["lead"].empty())
    first = pc.list_element(lead["incident_ids"], 0)
    found = {}
    for name, table, incident in (
        ("cluster", cluster, cluster["incident_id"]), ("lead", lead, first),
    ):  # fmt: skip
        row = record.rows_of(incident)
        is_kept = np.isin(np.append(record.blocks[0], -1)[row], kept)
        found[name] = table.filter(pa.array(is_kept))
    return found


def brought_up(tables: Mapping[str, pa.Table], run: Run, n_weeks: int) -> dict[str, pa.Table]:
    """Carried hypotheses and their lineage as the weeks since, in which nothing came, have them."""
    lineage = in_order("hypothesis_lineage", tables["hypothesis_lineage"])
    monday, today = run.profile.first_monday, run.as_of.date()
    days = np.asarray(lineage["as_of"].cast(pa.int32())).astype(np.int64)
    week = (days + 719_163 - monday.toordinal()) // 7
    known = week < n_weeks
    lineage, week = lineage.filter(pa.array(known)), week[known]
    dates = [min(_sunday(monday, w), today) for w in range(n_weeks)]
    column = pa.array(dates, pa.date32()).take(pa.array(week))
    at = lineage.column_names.index("as_of")
    lineage = lineage.set_column(at, lineage.schema.field("as_of"), column)
    fresh, statuses = _further(lineage, week, tables["hypothesis"], run, n_weeks)
    lineage = pa.concat_tables([lineage, TABLES["hypothesis_lineage"].build(fresh)])
    hypothesis = tables["hypothesis"]
    status = [
        statuses.get(name, was)
        for name, was in zip(
            hypothesis["hypothesis_id"].to_pylist(), hypothesis["status"].to_pylist(), strict=True
        )
    ]
    at = hypothesis.column_names.index("status")
    hypothesis = hypothesis.set_column(
        at, hypothesis.schema.field("status"), pa.array(status, pa.string())
    )
    return {**tables, "hypothesis": hypothesis, "hypothesis_lineage": lineage}


def _further(
    lineage: pa.Table, week: np.ndarray, hypothesis: pa.Table, run: Run, n_weeks: int
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows of the weeks since, and what each hypothesis is by then."""
    ids = lineage["hypothesis_id"].combine_chunks().dictionary_encode().indices
    numbers = np.append(np.asarray(ids), -1)
    ends = np.flatnonzero(numbers[1:] != numbers[:-1])
    monday, today = run.profile.first_monday, run.as_of.date()
    allowed = 7 * run.profile.thresholds.quiet_weeks_to_dormant
    last_on = dict(zip(hypothesis["hypothesis_id"].to_pylist(), hypothesis["last_on"].to_pylist(),
                       strict=True))  # fmt: skip
    rows: list[dict[str, Any]] = []
    statuses = {}
    for row, since in zip(lineage.take(pa.array(ends, pa.int64())).to_pylist(),
                          week[ends].tolist(), strict=True):  # fmt: skip
        event, name = row["event"], row["hypothesis_id"]
        for later in range(since + 1, n_weeks):
            if event in ("dormant", "merged_into"):
                break
            sunday = _sunday(monday, later)
            event = "dormant" if (sunday - last_on[name]).days > allowed else "continued"
            rows.append({**row, "as_of": min(sunday, today), "event": event, "other_id": None,
                         "overlap": 1.0})  # fmt: skip
        statuses[name] = event
    return rows, statuses


def _sunday(monday: dt.date, week: int) -> dt.date:
    return monday + dt.timedelta(days=7 * week + 6)
