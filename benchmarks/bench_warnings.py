"""The sample mission's planted warnings: raised before the event, and how long before.

Indicators are replayed week by week on what had been received by then, as the stage does for
its own record. The truth table says where and when each signal was planted, and nothing else of
it is used: an indicator counts where its kind fits the signal and its area holds the event.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np

from fusion.outlook.facts import Facts, read_facts
from fusion.outlook.warnings import ROOT, Seen, replay
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.profile.ground import on_corridors
from fusion.stage import Run
from fusion.store import Published

SAMPLE = Path("sample_reports")
# Which observables speak of which kind of event, from their meaning (data/observables.toml).
FITTING = {
    "escalation": ("surge", "mobilisation", "departure", "warning"),
    "displacement": ("rerouting", "surge", "warning"),
    "election": ("vote_pressure", "surge", "warning"),
    "retaliation": ("threats_to_staff", "surge", "warning"),
}
FLOOR = "surge"


def rows(_data: Path | None) -> list[Row]:
    """Signals raised in time with their lead, the floor beside them, and false alarms per week."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    published = Published(mission.home.published)
    if not published.current:
        return [Row("outlook: planted signals", "–", "absent: run 'fusion run' first", None)]
    tables = published.tables()
    run = Run(mission.profile, tables["brief"]["as_of"][0].as_py(), mission.profile.seed)
    facts = read_facts(tables, run)
    account = tables["account"]
    texts = dict(zip(account["account_id"].to_pylist(), account["text"].to_pylist(), strict=True))
    seen = replay(facts, texts)
    signals = _signals(facts)
    found = [_lead(signal, seen, FITTING[signal["kind"]]) for signal in signals]
    floor = [_lead(signal, seen, (FLOOR,)) for signal in signals]
    told = ", ".join(
        f"{s['kind']} {'missed' if lead is None else f'{lead} days'}"
        for s, lead in zip(signals, found, strict=True)
    )
    n = sum(lead is not None for lead in found)
    return [
        Row("outlook, sample: planted signals raised before the event, with lead (the rule was "
            "written after looking at them: a fit, no test)",
            f"≥ 3 of {len(signals)}", f"{n} of {len(signals)}: {told}", n >= 3),
        Row("outlook, sample: the same by the simple rule alone (30 days above all before)", "–",
            f"{sum(lead is not None for lead in floor)} of {len(signals)}", None),
        _false_row("any observable", seen, signals),
        _false_row("the warning alone", [s for s in seen if s.code == ROOT], signals),
        _false_row("the simple rule alone", [s for s in seen if s.code == FLOOR], signals),
    ]  # fmt: skip


def _signals(facts: Facts) -> list[dict[str, Any]]:
    """Signals with the corridors and second-level units that hold their event."""
    listed = _read("signal")
    place = {row["incident"]: row for row in _read("incident")}
    out = []
    for row in listed:
        event = place[row["incident"]]
        lat, lon = np.array([float(event["lat"])]), np.array([float(event["lon"])])
        scopes = set(on_corridors(lat, lon, facts.run.profile.corridors)[0])
        scopes |= {facts.run.profile.code} | _units_near(facts, row)
        out.append(
            {"kind": row["kind"], "scopes": scopes,
             "from": dt.date.fromisoformat(row["first_indicator_on"]),
             "to": dt.date.fromisoformat(row["event_on"])}
        )  # fmt: skip
    return out


def _units_near(facts: Facts, signal: dict[str, str]) -> set[str]:
    """Second-level units named in the signal's area."""
    units = {i.admin2 for i in facts.incidents if i.admin2}
    return {unit for unit in units if unit.casefold() in signal["area"].casefold()}


def _lead(signal: dict[str, Any], seen: list[Seen], codes: tuple[str, ...]) -> int | None:
    """Days from the first raising between the first planted sign and the event; None if missed."""
    days = [
        s.day for s in seen
        if s.is_raised and s.code in codes and s.scope in signal["scopes"]
        and signal["from"] <= s.day < signal["to"]
    ]  # fmt: skip
    return (signal["to"] - min(days)).days if days else None


def _false_row(what: str, seen: list[Seen], signals: list[dict[str, Any]]) -> Row:
    """New raisings that no planted signal explains, per replayed week."""
    weeks = sorted({s.day for s in seen})
    was: dict[tuple[str, str, str], dt.date] = {}
    n_false = 0
    for state in (s for s in seen if s.is_raised):
        key = (state.kind, state.scope, state.code)
        is_new = key not in was or (state.day - was[key]).days > 7
        was[key] = state.day
        explained = any(
            state.code in FITTING[s["kind"]] and state.scope in s["scopes"]
            and s["from"] <= state.day <= s["to"] + dt.timedelta(days=14)
            for s in signals
        )  # fmt: skip
        n_false += is_new and not explained
    share = n_false / max(len(weeks), 1)
    scopes = len({(s.kind, s.scope) for s in seen})
    told = f"{share:.2f} ({n_false} in {len(weeks)} weeks over {scopes} scopes)"
    test = f"outlook, sample: false alarms per week over all scopes, {what}"
    return Row(test, "reported", told, None)


def _read(name: str) -> list[dict[str, str]]:
    path = SAMPLE / "truth" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
