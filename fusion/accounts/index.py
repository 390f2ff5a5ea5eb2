"""What an earlier run knows of its reports: sketches and verdicts, so that only new ones cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fusion.accounts.compare import RELATIONS, Verdicts
from fusion.accounts.kernels.buckets import hash_bytes
from fusion.accounts.kernels.minima import BANDS
from fusion.accounts.renewals import Renewal
from fusion.accounts.reports import Reports
from fusion.accounts.sketch import Sketches, joined, sketch_texts
from fusion.accounts.words import Hashes, Index
from fusion.tables import TABLES

Flags = npt.NDArray[np.bool_]
RENEWAL = "renewal"
_MIX = np.uint64(0x9E3779B185EBCA87)


@dataclass(frozen=True)
class Held:
    """Sketches of all reports by number; which of them are new, and what was known before.

    `was_head` flags reports that stood for their equals in the earlier run; `has_lost`: a report
    of the earlier run is gone or was changed, so that its verdicts cannot be carried over.
    """

    sketches: Sketches
    says_update: Flags
    fingerprints: Hashes
    is_new: Flags
    was_head: Flags
    has_lost: bool


def bring_up(reports: Reports, held: pa.Table) -> Held:
    """Sketches of `reports`: those in `held` (account_sketch) as they are, the others made."""
    prints = _fingerprints(reports)
    place = pc.index_in(reports.ids, held["report_id"].combine_chunks())
    row = np.asarray(pc.fill_null(place, -1)).astype(np.int64)
    before = np.asarray(held["fingerprint"]).astype(np.int64)
    is_known = row >= 0
    is_known[is_known] = before[row[is_known]] == prints[is_known].view(np.int64)
    new = np.flatnonzero(~is_known)
    made = sketch_texts(reports.texts.take(pa.array(new)))
    old = _sketches(held)
    order = np.empty(len(reports), np.int64)
    order[is_known], order[new] = row[is_known], len(old) + np.arange(len(new))
    both = joined([old, made]) if len(new) else old
    if not np.array_equal(order, np.arange(len(both))):  # else they stand so: the usual case
        both = Sketches(*(column[order] for column in vars(both).values()))
    renews = np.concatenate([np.asarray(held["says_update"]), reports.says_update(new)])
    was_head = np.concatenate([np.asarray(held["is_head"]), np.zeros(len(new), np.bool_)])
    return Held(
        both, renews[order].astype(np.bool_), prints, ~is_known, was_head[order].astype(np.bool_),
        has_lost=int(is_known.sum()) < held.num_rows,
    )  # fmt: skip


def _sketches(held: pa.Table) -> Sketches:
    bands = np.asarray(held["bands"].combine_chunks().flatten())
    return Sketches(
        bands.astype(np.uint32, copy=False).reshape(-1, BANDS),
        np.asarray(held["n_words"]).astype(np.int32),
        np.asarray(held["folded"]).astype(np.int64, copy=False).view(np.uint64),
        np.asarray(held["has_number"]).astype(np.bool_, copy=False),
    )


def sketch_table(reports: Reports, held: Held, is_head: Flags) -> pa.Table:
    """The table account_sketch of this run."""
    sketches = held.sketches
    offsets = pa.array(np.arange(0, BANDS * len(sketches) + 1, BANDS), pa.int32())
    bands = pa.ListArray.from_arrays(offsets, pa.array(sketches.bands.reshape(-1), pa.uint32()))
    return pa.table(
        {
            "report_id": reports.ids,
            "fingerprint": pa.array(held.fingerprints.view(np.int64)),
            "folded": pa.array(sketches.folded.view(np.int64)),
            "n_words": pa.array(sketches.n_words.astype(np.int64)),
            "has_number": pa.array(sketches.has_number),
            "says_update": pa.array(held.says_update),
            "is_head": pa.array(is_head),
            "bands": bands,
        }
    ).cast(TABLES["account_sketch"].schema)


def pair_table(reports: Reports, verdicts: Verdicts, renewed: list[Renewal]) -> pa.Table:
    """The table account_pair of this run."""
    n = len(renewed)
    names = np.array(RELATIONS, dtype=object)[verdicts.relation].tolist()
    first = np.concatenate([verdicts.first, [r.earlier for r in renewed]]).astype(np.int64)
    second = np.concatenate([verdicts.second, [r.later for r in renewed]]).astype(np.int64)
    return pa.table(
        {
            "report_a": reports.ids.take(pa.array(first)),
            "report_b": reports.ids.take(pa.array(second)),
            "relation": pa.array([*names, *[RENEWAL] * n], pa.string()),
            "score": np.concatenate([verdicts.score, [r.score for r in renewed]]),
            "n_numbers": np.concatenate([verdicts.numbers, np.zeros(n, np.int64)]).astype(np.int64),
            "by_letters": np.concatenate([verdicts.by_letters, np.zeros(n, np.bool_)]),
            "renews": np.concatenate([verdicts.renews, np.ones(n, np.bool_)]),
            "is_contained": np.concatenate([verdicts.contained, np.zeros(n, np.bool_)]),
            "rule": pa.array([*[""] * len(verdicts), *(r.rule for r in renewed)], pa.string()),
        }
    ).cast(TABLES["account_pair"].schema)


def known_pairs(reports: Reports, held: pa.Table) -> tuple[Verdicts, list[Renewal]]:
    """The verdicts and renewals of account_pair, by the present numbers of the reports."""
    first, second = (
        np.asarray(pc.index_in(held[name].combine_chunks(), reports.ids)).astype(np.int64)
        for name in ("report_a", "report_b")
    )
    relation = np.asarray(
        pc.fill_null(pc.index_in(held["relation"].combine_chunks(), pa.array(RELATIONS)), -1)
    ).astype(np.int8)
    verdicts = Verdicts(
        first, second, relation, np.asarray(held["score"]),
        np.asarray(held["n_numbers"]).astype(np.int32), np.asarray(held["by_letters"]),
        np.asarray(held["renews"]), np.asarray(held["is_contained"]),
    )  # fmt: skip
    rows = held.filter(pa.array(relation < 0)).select(["score", "rule"]).to_pylist()
    renewed = [
        Renewal(int(a), int(b), row["score"], row["rule"])
        for a, b, row in zip(first[relation < 0], second[relation < 0], rows, strict=True)
    ]
    return verdicts.take(relation >= 0), renewed


def _fingerprints(reports: Reports) -> Hashes:
    """A hash of all of each report that its sketch and its verdicts rest on."""
    offsets = np.frombuffer(reports.texts.buffers()[1], np.int32) if len(reports) else np.zeros(1)
    start = offsets[reports.texts.offset : reports.texts.offset + len(reports) + 1].astype(np.int64)
    data = reports.texts.buffers()[2] if len(reports) else None
    held = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    found = np.empty(len(reports), np.uint64)
    hash_bytes(held, start, found)
    for column in (
        reports.component, reports.received, reports.day, reports.place, reports.reference,
        reports.title,
    ):  # fmt: skip
        found = (found ^ column.view(np.uint64)) * _MIX
        found ^= found >> np.uint64(31)
    return found


def heads_of(keys: Hashes) -> Index:
    """For each text the number of the first text with the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_first = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]
    head = np.empty(len(keys), np.int64)
    head[order] = order[np.maximum.accumulate(np.where(is_first, np.arange(len(keys)), 0))]
    return head
