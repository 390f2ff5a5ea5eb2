"""The committed suites: which rules there are, at which altitude, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fusion

FOLDER = Path(fusion.__file__).parent.parent / "expectations"
MARGIN_DEGREES = 5.0
"""How far beyond the area's box a report may lie: reason in report_rows.json, latitude_in_area."""


@dataclass(frozen=True)
class Rule:
    """One expectation as its suite states it. `column` is the field that a person would mend."""

    name: str
    type: str
    altitude: str
    column: str | None
    columns: tuple[str, ...]
    reason: str
    advice: str


@dataclass(frozen=True)
class Broken:
    """One rule broken by one row (`row`, its position in the frame) or by the whole batch (-1)."""

    rule: Rule
    row: int
    value: str | None


@cache
def suite(name: str) -> dict[str, Any]:
    """The content of expectations/NAME.json. Callers do not change it."""
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def rules(name: str) -> dict[str, Rule]:
    """The rules of a suite by their name."""
    found = [_rule(expectation) for expectation in suite(name)["expectations"]]
    return {rule.name: rule for rule in found}


def _rule(expectation: dict[str, Any]) -> Rule:
    arguments, meta = expectation["kwargs"], expectation["meta"]
    columns = [arguments[name] for name in ("column", "column_A", "column_B") if name in arguments]
    columns += arguments.get("column_set", [])
    mended = [column for column in columns if column not in DERIVED]
    return Rule(
        meta["rule"],
        expectation["type"],
        meta["altitude"],
        mended[0] if mended else None,
        tuple(columns),
        meta["reason"],
        meta["advice"],
    )


# Columns that frames.py adds to the declared ones, with what they hold.
DERIVED = {
    "latest_at": "end of the day after receipt",
    "earliest_at": "five years before the mission began; empty for those who look back",
    "is_held": "1 where a row rule holds the report, else 0",
}
