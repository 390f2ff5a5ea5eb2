"""Vectors of tellings, by way of their lead accounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.networks.blocks import Ints


def index_in(values: pa.ChunkedArray, known: pa.ChunkedArray) -> Ints:
    """Positions of values among the known ones, -1 where there is none."""
    found = pc.index_in(values, value_set=known.combine_chunks())
    return np.asarray(pc.fill_null(found, -1)).astype(np.int64)


def vectors_of(
    inputs: Mapping[str, pa.Table], told: pa.Table
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Unit vector of each telling's lead account (n, d), zero where `has` is false, by the first
    encoder by name."""
    table, account, n = inputs["text_vector"], inputs["account"], told.num_rows
    none = np.zeros((n, 0), np.float32), np.zeros(n, dtype=np.bool_)
    if not table.num_rows or not n:
        return none
    chosen = table.filter(pc.field("encoder_id") == pc.min(table["encoder_id"]))
    lead = index_in(told["lead_account_id"], account["account_id"])
    text = account["text_sha256"].take(pa.array(np.maximum(lead, 0)))
    place = index_in(text, chosen["text_sha256"])
    has = (lead >= 0) & (place >= 0)
    if not has.any():
        return none
    taken = chosen["vector"].take(pa.array(place[has])).combine_chunks()
    found = np.asarray(taken.flatten()).astype(np.float32).reshape(int(has.sum()), -1)
    out = np.zeros((n, found.shape[1]), np.float32)
    out[has] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    return out, has
