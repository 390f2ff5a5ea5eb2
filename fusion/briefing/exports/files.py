"""Bytes of the simple formats: JSON without script, CSV without formulas, XML without tricks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fusion.briefing.exports.plain import cell


def json_bytes(value: Any, indent: int | None = 1) -> bytes:
    """UTF-8 JSON, keys in order, one line end at its end.

    '<', '>' and '&' are written as escapes: a page that pastes the file into HTML runs nothing.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, default=_iso)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (text + "\n").encode()


def lines_bytes(values: Iterable[Mapping[str, Any]]) -> bytes:
    """JSON lines: one object a line."""
    return b"".join(json_bytes(value, indent=None) for value in values)


def csv_bytes(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """CSV (RFC 4180) with a header; lists joined by ';', dates ISO 8601, empty for nothing."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return target.getvalue().encode()


def timestamp(moment: dt.datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as STIX asks for it."""
    text = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.")
    return f"{text}{moment.microsecond // 1000:03d}Z"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell(";".join(map(str, value)))
    return cell(value) if isinstance(value, str) else _iso(value)


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
