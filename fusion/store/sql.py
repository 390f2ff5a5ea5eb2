"""SQL over Arrow tables: the way every room uses the engine without owning a database."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa


def query(
    statement: Path, parameters: dict[str, Any] | None = None, **tables: pa.Table
) -> pa.Table:
    """Run the one statement in the file `statement` over `tables`, by name; rows as Arrow.

    Parameters stand in the file as $name. Order of rows is what the statement says: every
    statement that feeds a product ends in 'order by'.
    """
    with _engine(os.getpid()).cursor() as connection:
        connection.execute("set timezone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        result = connection.execute(_text(statement), parameters or {})
        return result.to_arrow_table()


@cache
def _engine(_process: int) -> duckdb.DuckDBPyConnection:
    """The engine of one process; its cursors share nothing. Starting one takes longer than most
    statements, and a forked process must not use that of its parent."""
    return duckdb.connect(":memory:", config={"threads": 2})


@cache
def _text(statement: Path) -> str:
    return statement.read_text(encoding="utf-8")
