"""The warehouse: one DuckDB file, one writer, one transaction per stage with its ledger row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from fusion.stage import Flow
from fusion.tables import TABLES
from fusion.terms.errors import ContractBroken, StoreBroken, StoreBusy

_LEDGER = """
create table if not exists ledger (
    stage varchar, unit varchar, input_sha256 varchar, version varchar, settings_sha256 varchar,
    n_in bigint, n_out bigint, n_quarantined bigint, n_set_aside bigint,
    primary key (stage, unit)
);
create table if not exists table_hash (name varchar primary key, sha256 varchar);
"""


@dataclass(frozen=True)
class Entry:
    """One row of the ledger: what a stage did to one unit, from which input and settings."""

    stage: str
    unit: str
    input_sha256: str
    version: str
    settings_sha256: str
    flow: Flow


class Warehouse:
    """A few verbs over one database file: read, hash_of, entries, commit.

    This is the seam at which another engine would join: nothing above it knows DuckDB.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute("set timezone = 'UTC'")
        connection.execute(_LEDGER)

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Warehouse]:
        """Hold the one write lock for as short as possible. Raises StoreBusy, StoreBroken."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = duckdb.connect(str(path), config={"threads": 2})
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise StoreBusy(str(path)) from error
            if "not a valid duckdb database" in str(error).lower():
                raise StoreBroken(str(path)) from error
            raise
        try:
            yield cls(connection)
        finally:
            connection.close()

    def read(self, name: str, stored_as: str | None = None) -> pa.Table:
        """A declared table, conformed; empty where nothing was committed yet.

        Optional columns that an earlier version did not know are empty.
        """
        stored = stored_as or name
        if not self._exists(stored):
            return TABLES[name].empty()
        # The name comes from the declarations, never from a user: identifiers cannot be bound.
        rows = self._connection.execute(f'select * from "{stored}"').to_arrow_table()
        return TABLES[name].widened(rows)

    def hash_of(self, stored: str) -> str:
        """SHA-256 of the content of a stored table; the hash of nothing where it is absent."""
        row = self._connection.execute(
            "select sha256 from table_hash where name = $name", {"name": stored}
        ).fetchone()
        return str(row[0]) if row else ""

    def entries(self, stage: str) -> dict[str, Entry]:
        """Ledger rows of a stage by unit."""
        rows = self._connection.execute(
            "select stage, unit, input_sha256, version, settings_sha256, n_in, n_out,"
            " n_quarantined, n_set_aside from ledger where stage = $stage",
            {"stage": stage},
        ).fetchall()
        return {
            row[1]: Entry(row[0], row[1], row[2], row[3], row[4], Flow(row[1], *row[5:]))
            for row in rows
        }

    def commit(
        self,
        entries: Iterable[Entry],
        replace: Mapping[str, pa.Table] | None = None,
        merge: Mapping[str, pa.Table] | None = None,
        documents: Iterable[str] = (),
    ) -> None:
        """Write tables and their ledger rows, all or nothing.

        `replace` maps stored names to whole tables; `merge` to the rows of `documents`, whose
        earlier rows go: so a day's documents cost a day, not a decade. Raises ContractBroken
        when a flow does not add up: nothing may be lost.
        """
        listed = list(entries)
        for entry in listed:
            if not entry.flow.adds_up:
                raise ContractBroken(entry.stage, f"counts do not add up: {entry.flow}")
        self._connection.begin()
        try:
            for stored, table in (replace or {}).items():
                self._replace(stored, table)
            for stored, table in (merge or {}).items():
                self._merge(stored, table, list(documents))
            for entry in listed:
                self._note(entry)
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def _replace(self, stored: str, table: pa.Table) -> None:
        self._connection.register("incoming", table)
        self._connection.execute(f'create or replace table "{stored}" as select * from incoming')
        self._connection.unregister("incoming")
        self._set_hash(stored, table_sha256(table))

    def _merge(self, stored: str, table: pa.Table, documents: list[str]) -> None:
        self._connection.register("incoming", table)
        self._connection.register(
            "redone", pa.table({"document_id": pa.array(documents, pa.string())})
        )
        if self._exists(stored):
            self._connection.execute(
                f'delete from "{stored}" where document_id in (select document_id from redone)'
            )
            self._connection.execute(f'insert into "{stored}" by name select * from incoming')
        else:
            self._connection.execute(f'create table "{stored}" as select * from incoming')
        self._connection.unregister("incoming")
        self._connection.unregister("redone")
        # A running hash: it tells that something changed, which is all that it is asked.
        before = self.hash_of(stored)
        digest = hashlib.sha256(f"{before}{table_sha256(table)}".encode()).hexdigest()
        self._set_hash(stored, digest)

    def _set_hash(self, stored: str, sha256: str) -> None:
        self._connection.execute(
            "insert or replace into table_hash values ($name, $sha256)",
            {"name": stored, "sha256": sha256},
        )

    def _note(self, entry: Entry) -> None:
        flow = entry.flow
        self._connection.execute(
            "insert or replace into ledger values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.stage, entry.unit, entry.input_sha256, entry.version,
                entry.settings_sha256, flow.n_in, flow.n_out, flow.n_quarantined,
                flow.n_set_aside,
            ],
        )  # fmt: skip

    def _exists(self, stored: str) -> bool:
        row = self._connection.execute(
            "select count(*) from information_schema.tables where table_name = $name",
            {"name": stored},
        ).fetchone()
        return bool(row and row[0])


def table_sha256(table: pa.Table) -> str:
    """SHA-256 over the Arrow IPC form: the same rows in the same order give the same hash."""
    digest = hashlib.sha256()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    digest.update(sink.getvalue())
    return digest.hexdigest()
