"""One declaration per hand-over table; schema, checks, docs and DDL follow from it."""

from fusion.tables import assessed, foreseen, fused, hypotheses, received, told, weighed
from fusion.tables.declaration import Column, Table

TABLES: dict[str, Table] = {
    table.name: table
    for module in (received, told, fused, hypotheses, weighed, assessed, foreseen)
    for table in module.TABLES
}

__all__ = ["TABLES", "Column", "Table"]
