"""The whole record in a few columns: its blocks, what it is usually like, what each block holds.

Everything here is done with arrays, because it is done for every account in each run. What is
costly is done afterwards, and only for blocks whose print has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.blocks import (
    Busy,
    Flags,
    Ints,
    busy_actors,
    busy_since,
    label_blocks,
    told_together,
)
from fusion.networks.common import SAMPLE, Common, checkpoint, pools_of, usual_cosine
from fusion.networks.cues import read_cues
from fusion.networks.vectors import index_in, vectors_of
from fusion.stage import Run
from fusion.store import query

HERE = Path(__file__).parent
WEEK_US = 7 * 24 * 3600 * 1_000_000
NO_COUNTRY = "-"


@dataclass(frozen=True)
class Record:
    """What counts by as_of. `telling` holds incidents and accounts of no incident, by identifier;
    `link` which accounts tell of them; `entry` who stands in them. `entry_row`, `entry_actor` and
    `link_row` number the rows of `telling` and `actor`.
    """

    run: Run
    n_weeks: int
    telling: pa.Table
    link: pa.Table
    entry: pa.Table
    tie: pa.Table
    claim: pa.Table
    actor: pa.Table
    link_row: Ints
    entry_row: Ints
    entry_actor: Ints
    is_known_group: Flags
    is_group: Flags
    ghost: pa.Table
    inputs: Mapping[str, pa.Table]

    @cached_property
    def link_week(self) -> Ints:
        """Week in which each account was received."""
        return self.weeks(self.link["received_at"])

    @cached_property
    def claim_week(self) -> Ints:
        """Week in which the account of each claim was received."""
        return self.weeks(self.claim["received_at"])

    @cached_property
    def commons(self) -> dict[int, Common]:
        """What the record was like at the end of each week that tells what is usual."""
        weeks = sorted({checkpoint(week) for week in range(self.n_weeks)})
        return {week: self._common(week) for week in weeks}

    def _common(self, week: int) -> Common:
        known = self.link_week <= week
        telling = np.unique(self.link_row[known])
        first = pc.unique(self.link["account_id"].filter(pa.array(known))).to_pylist()
        first = sorted(first)[: SAMPLE + 1]
        entries = (self.entry_week <= week) & ~self.is_group[self.entry_actor]
        told = self.telling.take(pa.array(telling[:SAMPLE]))
        code, names = self.countries
        is_known = np.zeros(self.telling.num_rows, dtype=bool)
        is_known[telling] = True
        inside = {name: is_known & (code == k) for k, name in enumerate(names)} | {"": is_known}
        return Common(
            cues=read_cues(self.inputs["account"], set(first[:SAMPLE])),
            is_whole=len(first) <= SAMPLE,
            pools=pools_of(self.entry_row[entries], self.entry_actor[entries], inside),
            usual_cosine=usual_cosine(vectors_of(self.inputs, told)[0].astype(float)),
        )

    @cached_property
    def countries(self) -> tuple[Ints, list[str]]:
        """Number of each telling's country, and the countries."""
        found = pc.fill_null(self.telling["country"], NO_COUNTRY).combine_chunks()
        encoded = found.dictionary_encode()
        return np.asarray(encoded.indices).astype(np.int64), encoded.dictionary.to_pylist()

    @cached_property
    def entry_week(self) -> Ints:
        """Week since which each entry is known."""
        return self.weeks(self.entry["known_at"])

    @cached_property
    def busy_since(self) -> Ints:
        """Since which week each actor is too busy to link anything."""
        return busy_since(self.entry_actor, self.entry_week, self.actor.num_rows)

    @cached_property
    def busy(self) -> dict[str, Busy]:
        """Those who are, by identifier."""
        degree = np.bincount(self.entry_actor, minlength=self.actor.num_rows)
        busy = np.flatnonzero(self.busy_since < 1 << 30)
        names = self.actor["actor_id"].take(pa.array(busy)).to_pylist()
        return busy_actors(tuple(names), self.busy_since[busy], degree[busy])

    @cached_property
    def may_link(self) -> Flags:
        """Entries that join what they stand in."""
        a = self.entry_actor
        return np.asarray((self.entry_week < self.busy_since[a]) & ~self.is_known_group[a])

    @cached_property
    def tie_ends(self) -> tuple[Ints, Ints]:
        """Numbers of both actors of each tie, -1 where unknown or known to the mission."""
        ends = (self.actors(self.tie[name]) for name in ("source_id", "target_id"))
        one, two = (np.where(self._joins[e], e, -1).astype(np.int64) for e in ends)
        return one, two

    @cached_property
    def _joins(self) -> Flags:
        """Actors that join what names them; the last stands for one that is unknown (-1)."""
        joins: Flags = np.zeros(len(self.is_known_group) + 1, dtype=np.bool_)
        joins[:-1] = ~self.is_known_group
        return joins

    @cached_property
    def blocks(self) -> tuple[Ints, Ints]:
        """Block of each telling and of each actor."""
        one, two = self.tie_ends
        both = (one >= 0) & (two >= 0)
        links = self.may_link
        account = self.link["account_id"].combine_chunks().dictionary_encode().indices
        return label_blocks(
            self.telling.num_rows, self.actor.num_rows,
            (self.entry_row[links], self.entry_actor[links]), (one[both], two[both]),
            told_together(self.link_row, np.asarray(account).astype(np.int64)),
        )  # fmt: skip

    @cached_property
    def claim_block(self) -> Ints:
        """Where each claim is made: the block of its account's first telling, or else of an actor
        it names who is not known to the mission; -1 where there is neither."""
        of_row, of_actor = self.blocks
        account = self.link["account_id"].combine_chunks().dictionary_encode()
        first = np.full(len(account.dictionary), self.telling.num_rows, dtype=np.int64)
        np.minimum.at(first, np.asarray(account.indices), self.link_row)
        place = index_in(self.claim["account_id"], pa.chunked_array([account.dictionary]))
        out = np.full(self.claim.num_rows, -1, dtype=np.int64)
        out[place >= 0] = of_row[first[place[place >= 0]]]
        for name in ("subject_id", "object_id"):
            actor = self.actors(self.claim[name])
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
        claims = self.tie["claim_ids"].combine_chunks()
        of_claim = np.repeat(np.arange(self.tie.num_rows), np.asarray(pc.list_value_length(claims)))
        place = index_in(pa.chunked_array([claims.flatten()]), self.claim["claim_id"])
        is_unknown = np.asarray(np.all(ends < 0, axis=0))
        both = (place >= 0) & is_unknown[of_claim]
        numbers.append(of_claim[both])
        blocks.append(self.claim_block[place[both]])
        pairs = np.stack([np.concatenate(numbers), np.concatenate(blocks)])
        pairs = np.unique(pairs[:, pairs[1] >= 0], axis=1)
        return pairs[0], pairs[1]

    def actors(self, names: pa.ChunkedArray) -> Ints:
        """Numbers of actors, -1 where unknown."""
        return index_in(names, self.actor["actor_id"])

    def weeks(self, moments: pa.ChunkedArray) -> Ints:
        """Weeks of the mission that moments lie in; before its first counts as the first."""
        monday = dt.datetime.combine(self.run.profile.first_monday, dt.time(), dt.UTC)
        us = np.asarray(moments.cast(pa.int64())) - int(monday.timestamp()) * 1_000_000
        weeks: Ints = np.maximum(0, us // WEEK_US).astype(np.int64)
        return weeks


def read_record(inputs: Mapping[str, pa.Table], run: Run) -> Record:
    """What stands and had been received by run.as_of."""
    told = _told(inputs)
    tables = {name: inputs[name] for name in ("incident", "incident_account", "account", "origin",
                                              "report", "account_report")}  # fmt: skip
    background = told.filter(pc.invert(told["is_incident"])).select(["incident_id"])
    link = query(HERE / "link.sql", {"as_of": run.as_of}, background=background, **tables)
    told = told.filter(pc.is_in(told["incident_id"], link["incident_id"].combine_chunks()))
    actor = inputs["actor"].sort_by("actor_id")
    received = link.select(["incident_id", "account_id", "received_at"])
    entry = query(HERE / "entry.sql", link=received, actor_mention=inputs["actor_mention"],
                  actor=actor)  # fmt: skip
    rows = index_in(entry["incident_id"], told["incident_id"])
    actors = index_in(entry["actor_id"], actor["actor_id"])
    known = _is_known(actor, run)
    is_group = np.asarray(pc.equal(actor["kind"], "group")) | known
    midnight = dt.datetime.combine(run.profile.first_monday, dt.time(), dt.UTC)
    return Record(
        run, max(0, ceil((run.as_of - midnight) / dt.timedelta(days=7))), told, link, entry,
        query(HERE / "tie_print.sql", tie=inputs["tie"], actor=actor),
        query(HERE / "claim_print.sql", {"as_of": run.as_of}, claim=inputs["claim"],
              account=inputs["account"]),
        actor, index_in(link["incident_id"], told["incident_id"]), rows, actors, known, is_group,
        query(HERE / "ghost.sql", {"as_of": run.as_of}, link=link.select(["incident_id"]),
              incident_account=inputs["incident_account"], account=inputs["account"],
              actor_mention=inputs["actor_mention"]),
        inputs,
    )  # fmt: skip


def _told(inputs: Mapping[str, pa.Table]) -> pa.Table:
    """Standing incidents, and the accounts that belong to none, under one set of columns."""
    names = ("account", "account_event", "account_place", "actor_mention", "place", "incident",
             "incident_account")  # fmt: skip
    return query(HERE / "telling.sql", **{name: inputs[name] for name in names})


def _is_known(actor: pa.Table, run: Run) -> Flags:
    """Actors that the profile names."""
    known = {n.casefold() for g in run.profile.known_groups for n in (g.name, *g.aliases)}
    names = list_with_names(actor)
    return np.array([not known.isdisjoint(spelt) for spelt in names], dtype=bool) if known else (
        np.zeros(actor.num_rows, dtype=bool)
    )  # fmt: skip


def list_with_names(actor: pa.Table) -> list[set[str]]:
    """All spellings of each actor, case-folded."""
    names, aliases = actor["name"].to_pylist(), actor["aliases"].to_pylist()
    return [
        {str(n).casefold() for n in (name, *(more or ()))}
        for name, more in zip(names, aliases, strict=True)
    ]
