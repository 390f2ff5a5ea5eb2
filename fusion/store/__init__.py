"""Warehouse, archive, ledger and publication: the only room with duckdb."""

from fusion.store.sql import query

__all__ = ["query"]
