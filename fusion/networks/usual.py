"""What the record was like in the weeks that tell what is usual: read from a sample of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fusion.networks.blocks import NEVER, Flags, Ints
from fusion.networks.common import SAMPLE, Common, checkpoint, pools_of, usual_cosine
from fusion.networks.cues import read_cues
from fusion.networks.vectors import vectors_of

if TYPE_CHECKING:
    from fusion.networks.record import Record

NO_COUNTRY = "-"


def commons_of(record: Record) -> dict[int, Common]:
    """What the record was like at the end of each week that tells what is usual."""
    account = record.inputs["account"]["account_id"]
    heard = np.full(len(account), NEVER, dtype=np.int64)
    np.minimum.at(heard, record.link.account, record.link.week)
    told = np.full(len(record.telling_id), NEVER, dtype=np.int64)
    np.minimum.at(told, record.link.row, record.link.week)
    accounts, tellings = in_order(account), in_order(record.telling_id)
    heard, told_at = heard[accounts], told[tellings]
    weeks = sorted({checkpoint(week) for week in range(record.n_weeks)})
    first = [accounts[heard <= week][: SAMPLE + 1] for week in weeks]
    lead = [record.leads(tellings[told_at <= week][:SAMPLE]) for week in weeks]
    vectors, _ = vectors_of(record.inputs, pa.chunked_array(lead, pa.string()))
    ends = np.cumsum([len(names) for names in lead])[:-1]
    return {
        week: _common(record, week, names, told <= week, found)
        for week, names, found in zip(weeks, first, np.split(vectors, ends), strict=True)
    }


def in_order(names: pa.ChunkedArray) -> Ints:
    """Positions of names in alphabetical order; at once where they stand so already."""
    listed = names.combine_chunks()
    if len(listed) < 2 or pc.all(pc.less_equal(listed[:-1], listed[1:])).as_py():
        return np.arange(len(listed), dtype=np.int64)
    return np.asarray(pc.sort_indices(listed)).astype(np.int64)


def _common(
    record: Record, week: int, account: Ints, is_known: Flags, vectors: NDArray[np.float32]
) -> Common:
    """The record at the end of a week: `account` are the first by name, one more than sampled,
    `is_known` flags the rows known, `vectors` are those of the first of them."""
    sample = record.inputs["account"].select(["account_id", "text"])
    sample = sample.take(pa.array(account[:SAMPLE]))
    entries = (record.entry.week <= week) & ~record.is_group[record.entry.actor]
    encoded = pc.fill_null(record.country, NO_COUNTRY).dictionary_encode()
    code, names = np.asarray(encoded.indices), encoded.dictionary.to_pylist()
    inside = {name: is_known & (code == k) for k, name in enumerate(names)} | {"": is_known}
    return Common(
        cues=read_cues(sample, set(sample["account_id"].to_pylist())),
        is_whole=len(account) <= SAMPLE,
        pools=pools_of(record.entry.row[entries], record.entry.actor[entries], inside),
        usual_cosine=usual_cosine(vectors.astype(float)),
    )
