"""CSV and Parquet tables of an edition, each described by a Frictionless data package."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fusion.briefing.exports.files import csv_bytes, json_bytes
from fusion.briefing.exports.sheets import SHEETS
from fusion.briefing.exports.shown import Shown
from fusion.tables import Column, Table
from fusion.tables.declaration import DAY, FLAG, INT, REAL, TEXT, TEXTS

_TYPES = {FLAG: "boolean", INT: "integer", REAL: "number", DAY: "date"}
_FOREIGN = {"hypothesis_id": "hypothesis", "incident_id": "incident", "actor_id": "actor",
            "source_id": "actor", "target_id": "actor"}  # fmt: skip


def csv_package(shown: Shown) -> dict[str, bytes]:
    """Files by name: one CSV a sheet, and datapackage.json."""
    files = {
        f"{sheet.name}.csv": csv_bytes([c.name for c in sheet.columns], shown.tables[sheet.name])
        for sheet in SHEETS
    }
    return {**files, "datapackage.json": _package(shown, files, "csv")}


def parquet_package(shown: Shown) -> dict[str, bytes]:
    """Files by name: one Parquet file a sheet, marked in its metadata, and datapackage.json."""
    files = {f"{s.name}.parquet": _parquet(shown, s) for s in SHEETS}
    return {**files, "datapackage.json": _package(shown, files, "parquet")}


def _parquet(shown: Shown, sheet: Table) -> bytes:
    table = sheet.build(shown.tables[sheet.name])
    issue = shown.issue
    kept = {name: str(issue[name]) for name in ("banner", "state", "brief_id", "edition")}
    target = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(kept), target, compression="zstd",
                   write_statistics=False)  # fmt: skip
    return bytes(target.getvalue())


def read_parquet(content: bytes) -> list[str]:
    """Every text of a Parquet file: metadata, column names, values. For the leak test."""
    table = pq.read_table(io.BytesIO(content))
    metadata = table.schema.metadata or {}
    texts = [part.decode("utf-8", "replace") for pair in metadata.items() for part in pair]
    texts += table.column_names
    for name in table.column_names:
        for value in table[name].to_pylist():
            texts += map(str, value) if isinstance(value, list) else [str(value)]
    return texts


def _package(shown: Shown, files: dict[str, bytes], form: str) -> bytes:
    issue = shown.issue
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{issue['brief_id']}-{shown.view.edition.code}-{shown.view.language}".lower(),
        "title": f"{issue['mission']} · {issue['number']} · {issue['edition_title']}",
        "description": f"{issue['banner']} · {issue['state_label']}. {issue['marking_reason']}",
        "created": issue["as_of_iso"],
        "marking": issue["banner"], "state": issue["state"],
        "resources": [_resource(sheet, files[f"{sheet.name}.{form}"], form) for sheet in SHEETS],
    }  # fmt: skip
    return json_bytes(package)


def _resource(sheet: Table, content: bytes, form: str) -> dict[str, Any]:
    name = f"{sheet.name}.{form}"
    media = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
    return {
        "name": sheet.name, "path": name, "format": form, "mediatype": media[form],
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "encoding": "utf-8", "description": sheet.grain, "type": "table",
        "schema": {
            "fields": [_field(c, form, c.name in sheet.key) for c in sheet.columns],
            "primaryKey": list(sheet.key), "foreignKeys": _foreign(sheet),
        },
    }  # fmt: skip


def _field(column: Column, file: str, is_key: bool) -> dict[str, Any]:
    # Lists stand in one CSV cell, joined by ';', and empty text is an empty cell (see files.py).
    # In Parquet they are lists, which frictionless-py 5.21 refuses under the type 'array'.
    kind = "any" if column.type == TEXTS and file == "parquet" else "string"
    needed = is_key or (column.is_required and column.type not in (TEXT, TEXTS))
    return {"name": column.name, "type": _TYPES.get(column.type, kind),
            "description": column.meaning, "constraints": {"required": needed}}  # fmt: skip


def _foreign(sheet: Table) -> list[dict[str, Any]]:
    return [
        {"fields": [column.name],
         "reference": {"resource": _FOREIGN[column.name],
                       "fields": [f"{_FOREIGN[column.name]}_id"]}}
        for column in sheet.columns
        if column.name in _FOREIGN and column.name != f"{sheet.name}_id"
    ]  # fmt: skip
