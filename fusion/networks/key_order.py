"""Tables in order of their key: checked, and put together without sorting again what is sorted."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.tables import TABLES


@dataclass(frozen=True)
class Carry:
    """Carried rows of a declared table, the first part of their key, and whether they stand in
    order of it."""

    name: str
    rows: pa.Table
    keys: pa.Array
    is_ordered: bool


def carry_rows(name: str, rows: pa.Table) -> Carry:
    """All that can be known of carried rows before there are fresh ones."""
    table = TABLES[name]
    rows = rows.select(table.schema.names).cast(table.schema)
    return Carry(name, rows, rows[table.key[0]].combine_chunks(), in_key_order(rows, table.key))


def put_together(carried: Carry, fresh: list[pa.Table]) -> pa.Table:
    """Carried rows and fresh ones as a conformed table.

    Where the carried stand in order of the key and share no first part of it with the fresh, the
    fresh are put in between: nothing is sorted that was sorted before.
    """
    table, first = TABLES[carried.name], TABLES[carried.name].key[0]
    old, old_keys = carried.rows, carried.keys
    new = table.conform(pa.concat_tables([old.slice(0, 0), *fresh]))
    if not carried.is_ordered or pc.any(pc.is_in(new[first], old_keys)).as_py():
        return table.conform(pa.concat_tables([old, new]))
    slices, done = [], 0
    ends = np.asarray(pc.run_end_encode(new[first].combine_chunks()).run_ends)
    for start, end in pairwise([0, *ends.tolist()]):
        at = bisect_left(old_keys, new[first][start].as_py(), key=lambda value: value.as_py())
        slices += [old.slice(done, at - done), new.slice(start, end - start)]
        done = at
    return pa.concat_tables([*slices, old.slice(done)]).combine_chunks()


def in_key_order(table: pa.Table, key: tuple[str, ...]) -> bool:
    """Whether rows stand in order of the key, none twice."""
    n = table.num_rows - 1
    if n < 1:
        return True
    before, same = np.zeros(n, dtype=np.bool_), np.ones(n, dtype=np.bool_)
    for name in key:
        column = table[name].combine_chunks()
        one, two = column.slice(0, n), column.slice(1)
        before |= same & np.asarray(pc.fill_null(pc.less(one, two), False))
        same &= np.asarray(pc.fill_null(pc.equal(one, two), False))
    return bool(before.all())


def in_order(name: str, table: pa.Table) -> pa.Table:
    """The rows in order of the declared key."""
    key = TABLES[name].key
    return table if in_key_order(table, key) else table.sort_by([(k, "ascending") for k in key])
