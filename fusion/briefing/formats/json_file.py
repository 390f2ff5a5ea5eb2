"""The JSON edition: the same content, without pictures; schema in data/brief.schema.json."""

from __future__ import annotations

import json
from typing import Any


def render_json(content: dict[str, Any]) -> bytes:
    """The edition as UTF-8 JSON with sorted keys; pictures keep their caption, words and data."""
    return (
        json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    ).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key not in ("svg", "labels")}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
