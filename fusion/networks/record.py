"""The whole record in a few columns of numbers: what counts, and the blocks it falls into.

Everything here is done with arrays, because it is done for every account in each run. What is
costly is done afterwards, and only for blocks whose print has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fusion.networks.blocks import (
    Busy,
    Flags,
    Ints,
    busy_actors,
    busy_since,
    label_blocks,
    told_together,
)
from fusion.networks.common import Common
from fusion.networks.usual import commons_of
from fusion.networks.vectors import index_in
from fusion.stage import Run

Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Links:
    """Accounts that tell of tellings: rows of the record, numbers of accounts, weeks received."""

    row: Ints
    account: Ints
    week: Ints
    words: Words


@dataclass(frozen=True)
class Entries:
    """Who stands in which telling: rows, numbers of actors, weeks since when it is known."""

    row: Ints
    actor: Ints
    week: Ints
    words: Words


@dataclass(frozen=True)
class Claims:
    """Claims that count, by number: account, actors spoken of (-1: nobody known), week."""

    number: Ints
    account: Ints
    subject: Ints
    object: Ints
    week: Ints
    words: Words


@dataclass(frozen=True)
class Ties:
    """All ties in order: both actors (-1: unknown) and the week of the first day.

    `stated` and `claim` are parallel: a tie and, by its place in Claims, a claim that states it.
    """

    source: Ints
    target: Ints
    week: Ints
    words: Words
    stated: Ints
    claim: Ints


@dataclass(frozen=True)
class Record:
    """What counts by as_of. A telling is an incident or an account of no incident: `telling` holds
    its number in the table of incidents or, after those, in that of accounts. Rows are places in
    `telling`; accounts, actors, claims and ties go by their places in the input tables.
    """

    run: Run
    n_weeks: int
    inputs: Mapping[str, pa.Table]
    telling: Ints
    country: pa.Array
    words: Words
    link: Links
    entry: Entries
    said: Claims
    tie: Ties
    ghost: pa.Table
    is_known_group: Flags
    is_group: Flags

    @cached_property
    def is_incident(self) -> Flags:
        """Rows that are incidents."""
        return np.asarray(self.telling < self.inputs["incident"].num_rows)

    @cached_property
    def telling_id(self) -> pa.ChunkedArray:
        """Identifier of each row, in one chunk: it is looked through again and again."""
        names = self._named("incident_id", np.arange(len(self.telling))).combine_chunks()
        return pa.chunked_array([names], pa.string())

    def leads(self, rows: Ints) -> pa.ChunkedArray:
        """Lead account of each of these rows."""
        return self._named("lead_account_id", rows)

    def _named(self, column: str, rows: Ints) -> pa.ChunkedArray:
        """A column of incidents for some rows; an account of no incident is its own."""
        incident, number = self.inputs["incident"], self.telling[rows]
        names = pa.chunked_array(
            [*incident[column].chunks, *self.inputs["account"]["account_id"].chunks], pa.string()
        )
        return names.take(pa.array(number))

    @cached_property
    def commons(self) -> dict[int, Common]:
        """What the record was like at the end of each week that tells what is usual."""
        return commons_of(self)

    @cached_property
    def busy_since(self) -> Ints:
        """Since which week each actor is too busy to link anything."""
        return busy_since(self.entry.actor, self.entry.week, self.inputs["actor"].num_rows)

    @cached_property
    def busy(self) -> dict[str, Busy]:
        """Those who are, by identifier."""
        actor = self.inputs["actor"]
        degree = np.bincount(self.entry.actor, minlength=actor.num_rows)
        busy = np.flatnonzero(self.busy_since < 1 << 30)
        names = actor["actor_id"].take(pa.array(busy)).to_pylist()
        return busy_actors(tuple(names), self.busy_since[busy], degree[busy])

    @cached_property
    def may_link(self) -> Flags:
        """Entries that join what they stand in."""
        a = self.entry.actor
        return np.asarray((self.entry.week < self.busy_since[a]) & ~self.is_known_group[a])

    @cached_property
    def tie_ends(self) -> tuple[Ints, Ints]:
        """Numbers of both actors of each tie, -1 where unknown or known to the mission."""
        one, two = (
            np.where(self._joins[end], end, -1).astype(np.int64)
            for end in (self.tie.source, self.tie.target)
        )
        return one, two

    @cached_property
    def _joins(self) -> Flags:
        """Actors that join what names them; the last stands for one that is unknown (-1)."""
        joins: Flags = np.zeros(len(self.is_known_group) + 1, dtype=np.bool_)
        joins[:-1] = ~self.is_known_group
        return joins

    @cached_property
    def blocks(self) -> tuple[Ints, Ints]:
        """Block of each row and of each actor."""
        one, two = self.tie_ends
        both = (one >= 0) & (two >= 0)
        links = self.may_link
        return label_blocks(
            len(self.telling), self.inputs["actor"].num_rows,
            (self.entry.row[links], self.entry.actor[links]), (one[both], two[both]),
            told_together(self.link.row, self.link.account),
        )  # fmt: skip

    @cached_property
    def block_of_ghost(self) -> Ints:
        """Block of the actor in each row of `ghost`, -1 where it is not known."""
        actor = np.asarray(self.ghost["actor"]).astype(np.int64)
        return np.where(actor >= 0, self.blocks[1][actor], -1) if len(actor) else actor

    @cached_property
    def claim_block(self) -> Ints:
        """Where each claim is made: the block of its account's first telling, or else of an actor
        it names who is not known to the mission; -1 where there is neither."""
        of_row, of_actor = self.blocks
        nowhere = len(self.telling)
        first = np.full(self.inputs["account"].num_rows, nowhere, dtype=np.int64)
        np.minimum.at(first, self.link.account, self.link.row)
        out: Ints = np.append(of_row, -1)[first[self.said.account]]
        for actor in (self.said.subject, self.said.object):
            joins = (out < 0) & self._joins[actor]
            out[joins] = of_actor[actor[joins]]
        return out

    @cached_property
    def tie_blocks(self) -> tuple[Ints, Ints]:
        """Ties and the blocks they are seen in, as parallel arrays: of an actor not known to the
        mission, or else of the accounts that state them."""
        of_actor = self.blocks[1]
        ends = np.stack(self.tie_ends)
        numbers, blocks = [], []
        for end in ends:
            numbers.append(np.flatnonzero(end >= 0))
            blocks.append(of_actor[end[end >= 0]])
        is_unknown = np.asarray(np.all(ends < 0, axis=0))[self.tie.stated]
        numbers.append(self.tie.stated[is_unknown])
        blocks.append(self.claim_block[self.tie.claim[is_unknown]])
        pairs = np.stack([np.concatenate(numbers), np.concatenate(blocks)])
        pairs = np.unique(pairs[:, pairs[1] >= 0], axis=1)
        return pairs[0], pairs[1]

    def rows_of(self, names: pa.ChunkedArray) -> Ints:
        """Rows of tellings by identifier, -1 where there is none."""
        return index_in(names, self.telling_id)
