"""Planted warnings: raised before the event, and how long before; of the sample, and of new ones.

Indicators are replayed week by week on what had been received by then, as the stage does for
its own record. The truth table says where and when each signal was planted, and nothing else of
it is used: an indicator counts where its kind fits the signal and its area holds the event. The
sample's signals were seen while the rules were written; the missions of planted_signals were drawn
afterwards, by seed, and are the test.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.planted_signals import KINDS, Signal, invented
from fusion.outlook import falls
from fusion.outlook.facts import Facts, read_facts
from fusion.outlook.warnings import ROOT, Seen, replay
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.profile import Profile
from fusion.profile.ground import on_corridors
from fusion.stage import Run
from fusion.store import Published

SAMPLE = Path("sample_reports")
# Which observables speak of which kind of event, from their meaning (data/observables.toml).
FITTING = {
    "escalation": ("surge", "mobilisation", "departure", "warning"),
    "displacement": ("rerouting", falls.CODE, "surge", "warning"),
    "election": ("vote_pressure", "surge", "warning"),
    "retaliation": ("threats_to_staff", "surge", "warning"),
}
FLOOR = "surge"
ANY = "any observable"
SEEDS = range(201, 225)  # of the invented missions


def rows(_data: Path | None) -> list[Row]:
    """Signals raised in time with their lead, the floor beside them, and false alarms per week."""
    base = Mission.open(SAMPLE / "mission.yaml", None, None).profile
    return [*_sample_rows(), *invented_rows(base)]


def _sample_rows() -> list[Row]:
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
    found = [_lead(signal, seen, FITTING[signal.kind]) for signal in signals]
    told = ", ".join(
        f"{s.kind} {'missed' if lead is None else f'{lead} days'}"
        for s, lead in zip(signals, found, strict=True)
    )
    n = sum(lead is not None for lead in found)
    return [
        Row("outlook, sample: planted signals raised before the event, with lead (the rule was "
            "written after looking at them: a fit, no test)",
            f"≥ 3 of {len(signals)}", f"{n} of {len(signals)}: {told}", n >= 3),
        Row("outlook, sample: the same by the warning alone", "–",
            f"{_n_raised(signals, seen, ROOT)} of {len(signals)}", None),
        Row("outlook, sample: the same by the simple rule alone (30 days above all before)", "–",
            f"{_n_raised(signals, seen, FLOOR)} of {len(signals)}", None),
        _false_row("any observable", seen, signals),
        _false_row("the warning alone", [s for s in seen if s.code == ROOT], signals),
        _false_row("the simple rule alone", [s for s in seen if s.code == FLOOR], signals),
    ]  # fmt: skip


def invented_rows(base: Profile) -> list[Row]:
    """The same on invented missions, for each kind of signal, with false alarms per mission."""
    leads: dict[tuple[str, str], list[int | None]] = {}
    n_false, n_weeks = dict.fromkeys((ANY, falls.CODE, ROOT, FLOOR), 0), 0
    for seed in SEEDS:
        facts, texts, signals = invented(seed, base)
        seen = replay(facts, texts)
        n_weeks += len({s.day for s in seen})
        for signal in signals:
            for name, codes in _ways(signal.kind).items():
                leads.setdefault((signal.kind, name), []).append(_lead(signal, seen, codes))
        for code in n_false:
            n_false[code] += len(_false([s for s in seen if code in (ANY, s.code)], signals))
    test = f"outlook, {len(SEEDS)} invented missions"
    rows = []
    for kind in KINDS:
        told = [f"{name} {_told(leads[kind, name])}" for name in _ways(kind)]
        fitting = leads[kind, "any that fits"]
        share = sum(lead is not None for lead in fitting) / len(fitting)
        rows.append(Row(f"{test}: {kind} raised before the event, median lead", "≥ 75 %",
                        "; ".join(told), share >= 0.75))  # fmt: skip
    told = ", ".join(f"{code.replace('_', ' ')} {n / n_weeks:.2f}" for code, n in n_false.items())
    rows.append(Row(f"{test}: false alarms per week over 17 areas", "reported",
                    f"{told} ({n_weeks} weeks)", None))  # fmt: skip
    return rows


def _ways(kind: str) -> dict[str, tuple[str, ...]]:
    return {"any that fits": FITTING[kind], "the warning": (ROOT,), "simple rule": (FLOOR,)}


def _told(leads: list[int | None]) -> str:
    hits = [lead for lead in leads if lead is not None]
    days = f", {median(hits):.0f} days" if hits else ""
    return f"{len(hits)} of {len(leads)}{days}"


def _signals(facts: Facts) -> list[Signal]:
    """Signals with the corridors and second-level units that hold their event."""
    listed = _read("signal")
    place = {row["incident"]: row for row in _read("incident")}
    out = []
    for row in listed:
        event = place[row["incident"]]
        lat, lon = np.array([float(event["lat"])]), np.array([float(event["lon"])])
        scopes = set(on_corridors(lat, lon, facts.run.profile.corridors)[0])
        scopes |= {facts.run.profile.code} | _units_near(facts, row)
        days = [dt.date.fromisoformat(row[c]) for c in ("first_indicator_on", "event_on")]
        out.append(Signal(row["kind"], frozenset(scopes), *days))
    return out


def _units_near(facts: Facts, signal: dict[str, str]) -> set[str]:
    """Second-level units named in the signal's area."""
    units = {i.admin2 for i in facts.incidents if i.admin2}
    return {unit for unit in units if unit.casefold() in signal["area"].casefold()}


def _lead(signal: Signal, seen: list[Seen], codes: tuple[str, ...]) -> int | None:
    """Days from the first raising between the first planted sign and the event; None if missed."""
    days = [
        s.day for s in seen
        if s.is_raised and s.code in codes and s.scope in signal.scopes
        and signal.first_on <= s.day < signal.event_on
    ]  # fmt: skip
    return (signal.event_on - min(days)).days if days else None


def _n_raised(signals: list[Signal], seen: list[Seen], code: str) -> int:
    return sum(_lead(signal, seen, (code,)) is not None for signal in signals)


def _false_row(what: str, seen: list[Seen], signals: list[Signal]) -> Row:
    """New raisings that no planted signal explains, per replayed week."""
    weeks = {s.day for s in seen}
    n_false = len(_false(seen, signals))
    scopes = len({(s.kind, s.scope) for s in seen})
    told = f"{n_false / max(len(weeks), 1):.2f} ({n_false} in {len(weeks)} weeks, {scopes} scopes)"
    test = f"outlook, sample: false alarms per week over all scopes, {what}"
    return Row(test, "reported", told, None)


def _false(seen: list[Seen], signals: list[Signal]) -> list[Seen]:
    """Raisings that begin, and that no signal explains until two weeks after its event."""
    was: dict[tuple[str, str, str], dt.date] = {}
    found = []
    for state in (s for s in seen if s.is_raised):
        key = (state.kind, state.scope, state.code)
        is_new = key not in was or (state.day - was[key]).days > 7
        was[key] = state.day
        explained = any(
            state.code in FITTING[s.kind] and state.scope in s.scopes
            and s.first_on <= state.day <= s.event_on + dt.timedelta(days=14)
            for s in signals
        )  # fmt: skip
        found += [state] if is_new and not explained else []
    return found


def _read(name: str) -> list[dict[str, str]]:
    path = SAMPLE / "truth" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
