"""The forecast ledger: what was forecast in public, kept for ever beside the issued briefs.

It is not derived state. Every release adds one file, every analyst's forecast another; none is
ever changed. It lies below the folder of issued briefs, so that every backup holds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fusion.pipeline.layout import Mission
from fusion.stage import Run
from fusion.store import Published
from fusion.tables import TABLES
from fusion.terms.errors import DecisionRefused, NotFound
from fusion.terms.identifiers import identifier

_LEDGER = TABLES["forecast_ledger"]


def folder(mission: Mission) -> Path:
    """Where the entries lie; a replay sees those of the mission itself."""
    return mission.home.issued / "forecasts"


def known(mission: Mission, run: Run) -> pa.Table:
    """Entries that a run may know: made from what had been received before its date."""
    entries = everything(mission)
    moment = pa.scalar(run.as_of, _LEDGER.schema.field("known_from").type)
    return entries.filter(pc.less(entries["known_from"], moment))


def everything(mission: Mission) -> pa.Table:
    """All entries, in order of identifier."""
    parts = [pq.read_table(path) for path in sorted(folder(mission).glob("*.parquet"))]
    if not parts:
        return _LEDGER.empty()
    # An issue that is released twice writes the same file; entries are named by what they say.
    return _LEDGER.conform(pa.concat_tables(parts))


def remember(mission: Mission, tables: Mapping[str, pa.Table]) -> int:
    """Enter the forecasts of an issue that is released; how many. Done twice, it is done once."""
    brief = tables["brief"].to_pylist()[0]
    entries = [_machine(row, brief) for row in _askable(tables["forecast"])]
    _write(mission, f"{brief['as_of']:%Y-%m-%d}-{brief['brief_id']}", entries)
    return len(entries)


def enter(
    mission: Mission, forecast_id: str, probability: float, maker: str, reason: str,
    now: dt.datetime,
) -> str:  # fmt: skip
    """Record an analyst's probability for the question of a forecast; the entry's identifier.

    The question is the forecast's: at least `at_least` incidents in its period. Raises NotFound
    for an unknown forecast, DecisionRefused for a probability that is none, without a reason, or
    when the period had ended in what has been received.
    """
    tables = Published(mission.home.published).tables()
    rows = [row for row in _askable(tables["forecast"]) if row["forecast_id"] == forecast_id]
    if not rows:
        raise NotFound("open forecast", forecast_id, "'fusion forecast' lists the open ones.")
    as_of = tables["brief"]["as_of"][0].as_py()
    _check(probability, reason, rows[0]["resolves_on"], as_of.date())
    entry = {
        **_question(rows[0]),
        "entry_id": identifier("forecast", forecast_id, maker, now.isoformat()),
        "made_by": "analyst",
        "maker": maker,
        "known_from": as_of,
        "probability": probability,
        "reason": reason.strip(),
        "has_skill": False,
    }
    _write(mission, f"{as_of:%Y-%m-%d}-{entry['entry_id']}", [entry])
    return str(entry["entry_id"])


def _check(probability: float, reason: str, resolves_on: dt.date, today: dt.date) -> None:
    if not 0 < probability < 1:
        raise DecisionRefused(
            f"{probability:g} is not a probability that can be scored.",
            "Give a number between 0 and 1, such as 0.35; nothing is certain.",
        )
    if not reason.strip():
        raise DecisionRefused("A forecast needs a reason.", "Say why with --reason.")
    if resolves_on < today:
        raise DecisionRefused(
            f"That period ended on {resolves_on.isoformat()}.", "Choose one that is still open."
        )


def _askable(forecasts: pa.Table) -> list[dict[str, Any]]:
    """Forecasts with a yes-or-no question."""
    return [row for row in forecasts.to_pylist() if row["at_least"] is not None]


def _question(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("forecast_id", "series_id", "question", "resolution_rule", "made_on", "horizon",
            "resolves_on", "starts_on", "at_least", "p_history", "history_quantiles")  # fmt: skip
    return {name: row[name] for name in kept}


def _machine(row: Mapping[str, Any], brief: Mapping[str, Any]) -> dict[str, Any]:
    given = row["p_recalibrated"] if row["p_recalibrated"] is not None else row["p_at_least"]
    return {
        **_question(row),
        "entry_id": identifier("forecast", row["forecast_id"], brief["brief_id"]),
        "made_by": "machine",
        "maker": row["model"],
        "brief_id": brief["brief_id"],
        "known_from": brief["as_of"],
        "probability": given,
        "quantiles": row["quantiles"],
        "has_skill": row["has_skill"],
        "reason": row["reason"],
    }


def _write(mission: Mission, name: str, entries: Iterable[Mapping[str, Any]]) -> None:
    target = folder(mission) / f"{name}.parquet"
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    pq.write_table(_LEDGER.build(entries), partial)
    partial.replace(target)
