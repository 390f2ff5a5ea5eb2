"""Rows of a table as mappings: those wanted, and in groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = dict[str, Any]


def pick(table: pa.Table, column: str, wanted: Iterable[str]) -> list[Row]:
    """Rows whose `column` is one of `wanted`, in the table's order, as mappings."""
    values = pa.array(sorted(set(wanted)), pa.string())
    if not len(values) or not table.num_rows:
        return []
    rows: list[Row] = table.filter(pc.is_in(table[column], value_set=values)).to_pylist()
    return rows


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Rows by one of their values."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)
