"""A print of each block of the record: equal prints, equal results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fusion.networks.blocks import NEVER, Ints
from fusion.networks.common import checkpoint
from fusion.networks.living import SETTLED
from fusion.networks.record import Record, Words
from fusion.terms.identifiers import fingerprint


@dataclass(frozen=True)
class Prints:
    """Blocks of two tellings or more, in order, with the hash of all that their results rest on."""

    blocks: Ints
    prints: Ints

    def of(self, known: pa.ChunkedArray) -> NDArray[np.bool_]:
        """Which blocks have a known print."""
        return np.isin(self.prints, np.asarray(known).astype(np.int64))


def prints_of(record: Record, salt: str) -> Prints:
    """Prints of all blocks that could hold a hypothesis. `salt` stands for settings and version."""
    of_row, _ = record.blocks
    n = int(of_row.max(initial=-1)) + 1
    size = np.bincount(of_row, minlength=n)
    n = len(size)
    total, last = np.zeros(n, np.uint64), np.zeros(n, np.int64)
    link, entry, said = record.link, record.entry, record.said
    busy = record.busy_since[entry.actor]
    is_busy = busy < NEVER
    for where, words, weeks in (
        (of_row, record.words, None),
        (of_row[link.row], link.words, link.week),
        (of_row[entry.row], entry.words, entry.week),
        (of_row[entry.row[is_busy]], _busy_words(record, is_busy), busy[is_busy]),
        (record.claim_block, said.words, said.week),
        *_told_by_ties(record),
        (record.block_of_ghost, np.asarray(record.ghost["print"]).astype(np.uint64), None),
    ):
        # Actors of accounts yet to come have blocks of their own.
        inside = (where >= 0) & (where < n)
        np.bitwise_xor.at(total, where[inside], words[inside])
        if weeks is not None:
            np.maximum.at(last, where[inside], weeks[inside])
    blocks = np.flatnonzero(size > 1)
    end = np.minimum(record.n_weeks - 1, last[blocks] + SETTLED)
    return Prints(blocks, _salted(record, total[blocks], end, salt))


def _mixed(one: Words, two: Words) -> Words:
    """Two words as one, in order (the finisher of splitmix64)."""
    with np.errstate(over="ignore"):
        x = one * np.uint64(0x9E3779B97F4A7C15) + two
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))


def _busy_words(record: Record, is_busy: NDArray[np.bool_]) -> Words:
    """How busy the actors of these entries are, bound to the entry."""
    actors = record.entry.actor[is_busy]
    names = record.inputs["actor"]["actor_id"].take(pa.array(actors)).to_pylist()
    how = [record.busy[name] for name in names]
    state = np.array([b.since * (1 << 32) + b.n_rows for b in how], dtype=np.uint64)
    return _mixed(record.entry.words[is_busy], state)


def _told_by_ties(record: Record) -> list[tuple[Ints, Words, Ints]]:
    """Ties in each block that sees them, and the claims that state them, wherever they are made."""
    number, block = record.tie_blocks
    tie = record.tie
    start = np.searchsorted(tie.stated, number)
    stop = np.searchsorted(tie.stated, number, side="right")
    at = np.repeat(np.arange(len(number)), stop - start)
    within = np.arange(len(at)) - np.repeat(np.cumsum(stop - start) - (stop - start), stop - start)
    which = tie.claim[start[at] + within]
    said = _mixed(record.said.words[which], tie.words[number[at]])
    return [
        (block, tie.words[number], tie.week[number]),
        (block[at], said, record.said.week[which]),
    ]


def _salted(record: Record, words: Words, end: Ints, salt: str) -> Ints:
    """Prints with settings, the last week that counts, and what the record was like until then."""
    usual = {week: fingerprint([common.print]) for week, common in record.commons.items()}
    salts = {}
    for week in np.unique(end).tolist():
        known = [usual[at] for at in sorted(usual) if at <= checkpoint(week)]
        salts[week] = np.uint64(int(fingerprint([salt, week, known])[:16], 16))
    mixed = _mixed(words, np.array([salts[week] for week in end.tolist()], dtype=np.uint64))
    return np.asarray(mixed).view(np.int64)
