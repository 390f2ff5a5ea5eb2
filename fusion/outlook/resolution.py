"""Published forecasts that came due: the outcome as known at the agreed day, and the scores."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from fusion.outlook.facts import Facts, Incident
from fusion.outlook.series import keys_of, series_id

# What the resolution waits for: as long as late reports are still folded in.
WAIT_DAYS = 28

Row = dict[str, Any]
Dated = Mapping[str, Sequence[tuple[dt.date, dt.date]]]


def resolution_rows(
    ledger: pa.Table, facts: Facts, hypotheses: Mapping[str, Sequence[str]]
) -> list[Row]:
    """One row for each entry whose forecast period ended WAIT_DAYS before run.as_of.

    `hypotheses` gives the hypotheses of each incident. A withdrawal changes an outcome like any
    other product: the ledger itself never changes.
    """
    days = _days(facts.incidents, facts.run.profile.code, hypotheses)
    rows = []
    for entry in ledger.to_pylist():
        settled_on = entry["resolves_on"] + dt.timedelta(days=WAIT_DAYS)
        if settled_on < facts.today:
            rows.append(_scored(entry, settled_on, _outcome(entry, settled_on, days)))
    return rows


def _days(
    incidents: Sequence[Incident], mission: str, hypotheses: Mapping[str, Sequence[str]]
) -> Dated:
    """Day and day of knowledge of each incident, by the series that count it."""
    found: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for incident in incidents:
        for key in keys_of(incident, mission, hypotheses.get(incident.incident_id, ())):
            for period in ("week", "month"):
                listed = found.setdefault(series_id(key, period), [])
                listed.append((incident.day, incident.known_on))
    return found


def _outcome(entry: Row, settled_on: dt.date, days: Dated) -> int:
    return sum(
        entry["starts_on"] <= day <= entry["resolves_on"] and known <= settled_on
        for day, known in days.get(entry["series_id"], ())
    )


def _scored(entry: Row, settled_on: dt.date, outcome: int) -> Row:
    happened = outcome >= entry["at_least"]
    own, usual = _levels(entry["quantiles"]), _levels(entry["history_quantiles"])
    kept = ("entry_id", "forecast_id", "series_id", "made_by", "maker", "question", "made_on",
            "horizon", "at_least", "probability")  # fmt: skip
    return {
        **{name: entry[name] for name in kept},
        "resolved_on": settled_on,
        "outcome": outcome,
        "happened": happened,
        "brier": (entry["probability"] - happened) ** 2,
        "brier_history": (entry["p_history"] - happened) ** 2,
        "crps": quantile_crps(own, outcome),
        "crps_history": quantile_crps(usual, outcome),
        "is_inside": min(own.values()) <= outcome <= max(own.values()) if own else None,
    }


def quantile_crps(levels: Mapping[float, float], outcome: int) -> float | None:
    """CRPS as twice the mean pinball loss over the levels (Gneiting and Ranjan 2011)."""
    if not levels:
        return None
    losses = [
        (outcome - value) * (level - (outcome < value)) for level, value in sorted(levels.items())
    ]
    return 2 * sum(losses) / len(losses)


def _levels(text: str | None) -> dict[float, float]:
    return {float(level): value for level, value in json.loads(text).items()} if text else {}
