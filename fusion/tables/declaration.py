"""What a hand-over table is: one declaration that schema, checks and docs follow from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fusion.terms.errors import ContractBroken

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
INT = pa.int64()
REAL = pa.float64()
FLAG = pa.bool_()
TIME = pa.timestamp("us", tz="UTC")
DAY = pa.date32()
VECTOR = pa.list_(pa.float32())
KEYS = pa.list_(pa.uint32())


@dataclass(frozen=True)
class Column:
    """One column: its name, Arrow type, meaning, and whether it must be filled."""

    name: str
    type: pa.DataType
    meaning: str
    is_required: bool = True


@dataclass(frozen=True)
class Table:
    """One hand-over table: its grain in a sentence, its key, the room that writes it."""

    name: str
    room: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """Arrow schema in declared order."""
        return pa.schema(
            [pa.field(c.name, c.type, nullable=not c.is_required) for c in self.columns]
        )

    def empty(self) -> pa.Table:
        """A table of no rows."""
        return self.schema.empty_table()

    def build(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Rows (mappings by column name; missing keys are null) as a conformed table."""
        listed = list(rows)
        known = {c.name for c in self.columns}
        for row in listed:
            if unknown := row.keys() - known:
                raise ContractBroken(self.name, f"unknown columns {sorted(unknown)}")
        arrays = [pa.array([row.get(c.name) for row in listed], c.type) for c in self.columns]
        return self.conform(pa.Table.from_arrays(arrays, names=[c.name for c in self.columns]))

    def conform(self, table: pa.Table) -> pa.Table:
        """The same rows in declared columns, types and key order.

        Raises ContractBroken on a missing column, a type that cannot be cast, a null in a
        required column or a key that stands twice.
        """
        missing = [c.name for c in self.columns if c.name not in table.column_names]
        if missing:
            raise ContractBroken(self.name, f"missing columns {missing}")
        try:
            cast = table.select([c.name for c in self.columns]).cast(
                pa.schema([pa.field(c.name, c.type) for c in self.columns])
            )
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise ContractBroken(self.name, str(error)) from error
        for column in self.columns:
            if column.is_required and cast[column.name].null_count:
                raise ContractBroken(self.name, f"nulls in required column '{column.name}'")
        self._check_key(cast)
        ordered = cast.sort_by([(name, "ascending") for name in self.key])
        return ordered.cast(self.schema).combine_chunks()

    def widened(self, table: pa.Table) -> pa.Table:
        """`conform` for rows kept from an earlier version: optional columns it lacked are empty."""
        for column in self.columns:
            if column.name not in table.column_names and not column.is_required:
                empty = pa.nulls(table.num_rows, column.type)
                table = table.append_column(column.name, empty)
        return self.conform(table)

    def _check_key(self, table: pa.Table) -> None:
        groups = table.group_by(list(self.key)).aggregate([([], "count_all")])
        if groups.num_rows == table.num_rows:
            return
        doubled = groups.filter(pc.greater(groups["count_all"], 1)).slice(0, 1).to_pylist()[0]
        raise ContractBroken(self.name, f"key {[doubled[k] for k in self.key]} stands twice")
