"""Warehouse, archive, ledger and publication: the only room with duckdb."""

from fusion.store.archive import Archive
from fusion.store.publish import Published, write_tables
from fusion.store.sql import query
from fusion.store.warehouse import Entry, Warehouse, table_sha256

__all__ = [
    "Archive", "Entry", "Published", "Warehouse", "query", "table_sha256", "write_tables",
]  # fmt: skip
