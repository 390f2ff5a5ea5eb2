"""Warehouse, archive, ledger and publication: the only room with duckdb."""

from fusion.store.archive import Archive, sha256_of
from fusion.store.publish import Published, write_tables
from fusion.store.sql import query
from fusion.store.warehouse import Entry, Warehouse, table_sha256

__all__ = [
    "Archive", "Entry", "Published", "Warehouse", "query", "sha256_of", "table_sha256",
    "write_tables",
]  # fmt: skip
