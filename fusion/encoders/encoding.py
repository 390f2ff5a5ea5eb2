"""Stage encode: every account's text has its vector, and no text is encoded twice."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from fusion.encoders.encoder import Encoder
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES

_CHUNK = 256  # texts between two progress messages


def make_stage(encoder: Encoder) -> Stage:
    """The stage that encodes with `encoder`; the encoder's identity is part of its version.

    The table holds the vectors of this encoder for texts that still exist: two encoders' spaces
    never meet in one run.
    """

    def encode(inputs: Inputs, run: Run) -> Output:
        """Vectors of this stage's encoder for the texts that have none yet."""
        return _encode(encoder, inputs, run)

    return Stage(
        name="encode",
        version=f"1:{encoder.encoder_id}",
        reads=("account", "text_vector"),
        writes=("text_vector",),
        function=encode,
        is_per_row=True,
    )


def _encode(encoder: Encoder, inputs: Inputs, run: Run) -> Output:
    table = TABLES["text_vector"]
    texts = inputs["account"].select(["text_sha256", "text"])
    wanted = texts.group_by("text_sha256").aggregate([("text", "min")]).sort_by("text_sha256")
    held = inputs["text_vector"]
    held = held.filter(
        pc.and_(
            pc.equal(held["encoder_id"], encoder.encoder_id),
            pc.is_in(held["text_sha256"], wanted["text_sha256"].combine_chunks()),
        )
    )
    known = pc.is_in(wanted["text_sha256"], held["text_sha256"].combine_chunks())
    new = wanted.filter(pc.invert(known))
    made = _vectors(encoder, new, run)
    result = table.conform(pa.concat_tables([held, made]).combine_chunks())
    return Output(
        {"text_vector": result},
        Flow("texts", n_in=wanted.num_rows, n_out=result.num_rows),
        {"encoder": encoder.encoder_id, "newly encoded": str(new.num_rows)},
    )


def _vectors(encoder: Encoder, new: pa.Table, run: Run) -> pa.Table:
    texts = new["text_min"].to_pylist()
    flat: list[pa.Array] = []
    # sorted by length, so that a chunk is of one kind and the progress bar is honest
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
    for start in range(0, len(order), _CHUNK):
        run.on_progress("encode", start, len(order))
        vectors = encoder.encode([texts[i] for i in order[start : start + _CHUNK]])
        flat.append(pa.array(vectors.reshape(-1), pa.float32()))
    run.on_progress("encode", len(order), len(order))
    values = pa.chunked_array(flat, pa.float32()).combine_chunks()
    offsets = pa.array(range(0, len(values) + 1, encoder.dimensions), pa.int32())
    return pa.table(
        {
            "text_sha256": pc.take(new["text_sha256"], pa.array(order, pa.int64())),
            "encoder_id": pa.array([encoder.encoder_id] * len(order), pa.string()),
            "vector": pa.ListArray.from_arrays(offsets, values),
        },
        schema=TABLES["text_vector"].schema,
    )
