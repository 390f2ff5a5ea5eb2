"""Vectors of tellings, by way of their lead accounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.networks.blocks import Ints

# A few values are looked for in many by looking the many up among the few.
MANY = 8


def index_in(values: pa.ChunkedArray, known: pa.ChunkedArray) -> Ints:
    """Positions of values among the known ones (the first of equals), -1 where there is none."""
    known = known.combine_chunks()
    if len(values) * MANY < len(known):
        met = np.flatnonzero(np.asarray(pc.is_in(known, value_set=pc.unique(values))))
        found = pc.index_in(values, value_set=known.take(pa.array(met)))
        where = np.asarray(pc.fill_null(found, -1)).astype(np.int64)
        return np.append(met, -1)[where].astype(np.int64)
    found = pc.index_in(values, value_set=known)
    return np.asarray(pc.fill_null(found, -1)).astype(np.int64)


def taken(column: pa.ChunkedArray, rows: Ints) -> pa.Array:
    """Values of a column in these rows. Chunk by chunk: taken at once, all chunks of the column
    would first be joined, a copy of gigabytes."""
    ends = np.cumsum([len(chunk) for chunk in column.chunks])
    home = np.searchsorted(ends, rows, side="right")
    order, found = np.argsort(home, kind="stable"), [pa.array([], column.type)]
    for number in np.unique(home).tolist():
        chunk = column.chunk(number)
        found.append(chunk.take(pa.array(rows[home == number] - (ends[number] - len(chunk)))))
    back = np.empty(len(rows), dtype=np.int64)
    back[order] = np.arange(len(rows))
    return pa.concat_arrays(found).take(pa.array(back))


def vectors_of(
    inputs: Mapping[str, pa.Table], lead: pa.ChunkedArray
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Unit vector of each of the lead accounts (n, d), zero where `has` is false, by the first
    encoder by name."""
    table, account, n = inputs["text_vector"], inputs["account"], len(lead)
    none = np.zeros((n, 0), np.float32), np.zeros(n, dtype=np.bool_)
    if not table.num_rows or not n:
        return none
    row = index_in(lead, account["account_id"])
    text = account["text_sha256"].take(pa.array(np.maximum(row, 0)))
    # Only rows that are wanted are taken out: the vectors of a large record fill gigabytes.
    wanted = pc.is_in(table["text_sha256"], value_set=pc.unique(text))
    first = pc.equal(table["encoder_id"], pc.min(table["encoder_id"]))
    chosen = np.flatnonzero(np.asarray(pc.and_(wanted, first)))
    place = index_in(text, table["text_sha256"].take(pa.array(chosen)))
    has = (row >= 0) & (place >= 0)
    if not has.any():
        return none
    listed = taken(table["vector"], chosen[place[has]])
    found = np.asarray(listed.flatten()).astype(np.float32).reshape(int(has.sum()), -1)
    out = np.zeros((n, found.shape[1]), np.float32)
    out[has] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    return out, has
