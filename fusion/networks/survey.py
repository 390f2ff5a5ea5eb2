"""Reads all of the record: what stands and had been received by as_of, as numbers.

In one sweep of the engine over each table, whatever is new in it: a million accounts take about
two seconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import ceil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fusion.networks.blocks import Flags, Ints
from fusion.networks.record import Claims, Entries, Links, Record, Ties, Words
from fusion.stage import Run
from fusion.store import query

HERE = Path(__file__).parent
# The engine shares out a table among its threads by batches: one batch would be read by one.
BATCH = 1 << 16
NUMBERED = ("incident", "account", "actor", "claim", "tie")
READ = (*NUMBERED, "incident_account", "origin", "report", "account_report", "actor_mention",
        "account_event", "account_place", "place")  # fmt: skip


def read_record(inputs: Mapping[str, pa.Table], run: Run) -> Record:
    """What stands and had been received by run.as_of."""
    tables = {name: _batched(_numbered(inputs[name]) if name in NUMBERED else inputs[name])
              for name in READ}  # fmt: skip
    midnight = dt.datetime.combine(run.profile.first_monday, dt.time(), dt.UTC)
    times = {"as_of": run.as_of, "monday_us": int(midnight.timestamp()) * 1_000_000}
    n = {"n_incidents": inputs["incident"].num_rows}
    link = query(HERE / "counted.sql", times | n, **_only(tables, (
        "account", "incident", "incident_account", "origin", "report", "account_report",
        "actor_mention",
    )))  # fmt: skip
    entry = query(HERE / "named.sql", link=_batched(link),
                  **_only(tables, ("actor_mention", "actor")))  # fmt: skip
    told = query(HERE / "told.sql", n, told=link.select(["telling"]), **_only(tables, (
        "incident", "account", "account_event", "account_place", "place",
    )))  # fmt: skip
    told = told.sort_by("telling").combine_chunks()
    telling = _ints(told, "telling")
    said = query(HERE / "said.sql", times, **_only(tables, ("claim", "account", "actor")))
    ghost = query(
        HERE / "ghost.sql",
        {"as_of": run.as_of},
        link=link.select(["telling_key"]),
        **_only(tables, ("incident_account", "account", "actor_mention", "actor")),
    )
    known = _is_known(inputs["actor"], run)
    return Record(
        run, max(0, ceil((run.as_of - midnight) / dt.timedelta(days=7))), inputs, telling,
        told["country"].combine_chunks(), _words(told),
        Links(np.searchsorted(telling, _ints(link, "telling")), _ints(link, "account"),
              _ints(link, "week"), _words(link)),
        Entries(np.searchsorted(telling, _ints(entry, "telling")), _ints(entry, "actor"),
                _ints(entry, "week"), _words(entry)),
        _claims(said),
        _ties(tables, said, run), ghost, known,
        np.asarray(pc.equal(inputs["actor"]["kind"], "group")) | known,
    )  # fmt: skip


def _claims(said: pa.Table) -> Claims:
    number, account, subject, other, week = (
        _ints(said, name) for name in ("claim", "account", "subject", "object", "week")
    )
    return Claims(number, account, subject, other, week, _words(said))


def _ties(tables: Mapping[str, pa.Table], said: pa.Table, run: Run) -> Ties:
    tied = query(HERE / "tied.sql", {"monday": run.profile.first_monday},
                 **_only(tables, ("tie", "actor")))  # fmt: skip
    stated = query(HERE / "stated.sql", said=said.select(["claim"]),
                   **_only(tables, ("tie", "claim")))  # fmt: skip
    return Ties(
        _ints(tied, "source"), _ints(tied, "target"), np.maximum(0, _ints(tied, "week")),
        _words(tied), _ints(stated, "tie"),
        np.searchsorted(_ints(said, "claim"), _ints(stated, "claim")),
    )  # fmt: skip


def _numbered(table: pa.Table) -> pa.Table:
    """The table with `number`: the place of each row."""
    return table.append_column("number", pa.array(np.arange(table.num_rows, dtype=np.int64)))


def _batched(table: pa.Table) -> pa.Table:
    """The same rows in batches of BATCH at most; nothing is copied."""
    return pa.Table.from_batches(table.to_batches(max_chunksize=BATCH), table.schema)


def _only(tables: Mapping[str, pa.Table], names: tuple[str, ...]) -> dict[str, pa.Table]:
    return {name: tables[name] for name in names}


def _ints(table: pa.Table, column: str) -> Ints:
    return np.asarray(table[column]).astype(np.int64)


def _words(table: pa.Table) -> Words:
    return np.asarray(table["print"]).astype(np.uint64)


def _is_known(actor: pa.Table, run: Run) -> Flags:
    """Actors that the profile names, by name or alias, case-folded."""
    known = {n.casefold() for g in run.profile.known_groups for n in (g.name, *g.aliases)}
    aliases = actor["aliases"].combine_chunks()
    listed = pc.list_parent_indices(aliases)
    out = _is_spelt(actor["name"].combine_chunks(), known)
    out[np.asarray(listed)[_is_spelt(pc.list_flatten(aliases), known)]] = True
    return out


def _is_spelt(names: pa.Array, known: set[str]) -> Flags:
    """Names among the known ones. Folding by case is lowering it where all letters are ASCII."""
    out: Flags = np.zeros(len(names), dtype=np.bool_)
    if not known or not len(names):
        return out
    wanted = pa.array(sorted(known), pa.string())
    out |= np.asarray(pc.is_in(pc.ascii_lower(names), value_set=wanted))
    others = np.flatnonzero(~np.asarray(pc.fill_null(pc.string_is_ascii(names), True)))
    spelt = names.take(pa.array(others)).to_pylist()
    out[others] = np.array([name.casefold() in known for name in spelt], dtype=np.bool_)
    return out
