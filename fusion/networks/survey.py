"""Reads all of the record: what stands and had been received by as_of, as numbers.

In one sweep of the engine over each table, whatever is new in it: a million accounts take about
two seconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import Any

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

SAID = ("claim", "account", "subject", "object", "week", "print")
NOTHING_SAID = pa.schema([(name, pa.int64()) for name in SAID]).empty_table()
NO_GHOST = pa.schema([
    ("incident_id", pa.string()), ("actor_id", pa.string()), ("actor", pa.int64()),
    ("known_at", pa.timestamp("us", tz="UTC")), ("print", pa.uint64()),
]).empty_table()  # fmt: skip


def read_record(inputs: Mapping[str, pa.Table], run: Run) -> Record:
    """What stands and had been received by run.as_of."""
    tables = {
        name: _batched(_numbered(inputs[name]) if name in NUMBERED else inputs[name])
        for name in READ
    }
    midnight = dt.datetime.combine(run.profile.first_monday, dt.time(), dt.UTC)
    times = {"as_of": run.as_of, "monday_us": int(midnight.timestamp()) * 1_000_000}
    link = _links(tables, times)
    entry = _query("named", tables, ("actor_mention", "actor"), link=_batched(link))
    row = np.full(inputs["incident"].num_rows + inputs["account"].num_rows, -1, dtype=np.int64)
    row[_ints(link, "telling")] = 0
    telling = np.flatnonzero(row >= 0)
    row[telling] = np.arange(len(telling))
    told = _told(tables, telling)
    said = NOTHING_SAID
    if inputs["claim"].num_rows:
        said = _query("said", tables, ("claim", "account", "actor"), times)
    known = _is_known(inputs["actor"], run)
    return Record(
        run=run,
        n_weeks=max(0, ceil((run.as_of - midnight) / dt.timedelta(days=7))),
        inputs=inputs,
        telling=telling,
        country=told["country"].combine_chunks(),
        words=_words(told),
        link=Links(row[_ints(link, "telling")], _ints(link, "account"),
                   _ints(link, "week"), _words(link)),
        entry=Entries(row[_ints(entry, "telling")], _ints(entry, "actor"),
                      _ints(entry, "week"), _words(entry)),
        said=_claims(said),
        tie=_ties(tables, said, run),
        ghost=_ghosts(tables, telling, run),
        is_known_group=known,
        is_group=np.asarray(pc.equal(inputs["actor"]["kind"], "group")) | known,
    )  # fmt: skip


def _links(tables: Mapping[str, pa.Table], times: Mapping[str, Any]) -> pa.Table:
    """Tellings and the accounts that tell of them."""
    names = ("account", "incident", "incident_account", "origin", "report", "account_report")
    heard = _query("counted", tables, names, times)
    is_aside = pc.is_null(heard["telling"])
    n = {"n_incidents": tables["incident"].num_rows}
    aside = _query("aside", tables, ("incident_account", "actor_mention"), n,
                   heard=heard.filter(is_aside))  # fmt: skip
    return pa.concat_tables([heard.filter(pc.invert(is_aside)).select(aside.column_names), aside])


def _told(tables: Mapping[str, pa.Table], telling: Ints) -> pa.Table:
    """Country and print of these tellings, in order."""
    n = tables["incident"].num_rows
    alone = pa.array(telling[telling >= n] - n)
    told = _query("told", tables, ("incident", "account_event", "account_place", "place"),
                  {"n_incidents": n}, background=tables["account"].take(alone))  # fmt: skip
    number = _ints(told, "telling")
    place = np.full(n + tables["account"].num_rows, -1, dtype=np.int64)
    place[number] = np.arange(len(number))
    return told.take(pa.array(place[telling]))


def _ghosts(tables: Mapping[str, pa.Table], telling: Ints, run: Run) -> pa.Table:
    """Incidents and accounts of none of which nothing stands, by whom they named."""
    incident, account, link = (tables[n] for n in ("incident", "account", "incident_account"))
    gone = np.setdiff1d(np.arange(incident.num_rows), telling, assume_unique=True)
    withdrawn = account.filter(account["is_withdrawn"])["account_id"].combine_chunks()
    inside = _having(link, "account_id", withdrawn)["account_id"].combine_chunks()
    alone = withdrawn.filter(pc.invert(pc.is_in(withdrawn, value_set=inside)))
    fallen = incident["incident_id"].take(pa.array(gone)).combine_chunks()
    pairs = _having(link, "incident_id", fallen)
    told = pa.table({
        "incident_id": pa.chunked_array([*pairs["incident_id"].chunks, alone]),
        "account_id": pa.chunked_array([*pairs["account_id"].chunks, alone]),
    })  # fmt: skip
    if not told.num_rows:
        return NO_GHOST
    names = told["account_id"].combine_chunks()
    mention = _having(tables["actor_mention"], "account_id", names)
    return _query(
        "ghost", tables, ("actor",), {"as_of": run.as_of}, told=told, actor_mention=mention,
        account=_having(account, "account_id", names),
    )  # fmt: skip


def _having(table: pa.Table, column: str, wanted: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=wanted))


def _claims(said: pa.Table) -> Claims:
    number, account, subject, other, week = (_ints(said, name) for name in SAID[:-1])
    return Claims(number, account, subject, other, week, _words(said))


def _ties(tables: Mapping[str, pa.Table], said: pa.Table, run: Run) -> Ties:
    if not tables["tie"].num_rows:
        none = np.zeros(0, dtype=np.int64)
        return Ties(none, none, none, none.astype(np.uint64), none, none)
    tied = _query("tied", tables, ("tie", "actor"), {"monday": run.profile.first_monday})
    stated = _query("stated", tables, ("tie", "claim"), said=said.select(["claim"]))
    return Ties(
        source=_ints(tied, "source"),
        target=_ints(tied, "target"),
        week=np.maximum(0, _ints(tied, "week")),
        words=_words(tied),
        stated=_ints(stated, "tie"),
        claim=np.searchsorted(_ints(said, "claim"), _ints(stated, "claim")),
    )


def _query(
    name: str, tables: Mapping[str, pa.Table], read: tuple[str, ...],
    parameters: Mapping[str, Any] | None = None, **further: pa.Table,
) -> pa.Table:  # fmt: skip
    """The named statement over the tables it reads and some further ones."""
    chosen = {table: tables[table] for table in read}
    return query(HERE / f"{name}.sql", dict(parameters or {}), **chosen, **further)


def _numbered(table: pa.Table) -> pa.Table:
    """The table with `number`: the place of each row."""
    return table.append_column("number", pa.array(np.arange(table.num_rows, dtype=np.int64)))


def _batched(table: pa.Table) -> pa.Table:
    """The same rows in batches of BATCH at most; nothing is copied."""
    return pa.Table.from_batches(table.to_batches(max_chunksize=BATCH), table.schema)


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
