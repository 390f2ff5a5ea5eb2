"""Tables in order of their key: checked, and put together without sorting again what is sorted."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.tables import TABLES


def put_together(name: str, old: pa.Table, fresh: list[pa.Table]) -> pa.Table:
    """Carried rows and fresh ones as a conformed table.

    Where the carried stand in order of the key and share no first part of it with the fresh, the
    fresh are put in between: nothing is sorted that was sorted before.
    """
    table, first = TABLES[name], TABLES[name].key[0]
    old = old.select(table.schema.names).cast(table.schema)
    new = table.conform(pa.concat_tables([old.slice(0, 0), *fresh]))
    old_keys = old[first].combine_chunks()
    if not in_key_order(old, table.key) or pc.any(pc.is_in(new[first], old_keys)).as_py():
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
