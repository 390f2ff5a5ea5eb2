"""The stage: series with effort, forecasts behind the gate, indicators, the acquisition plan."""

from __future__ import annotations

from fusion.outlook.adjacency import near_areas
from fusion.outlook.combining import Forecaster
from fusion.outlook.displaced import displacement_rows
from fusion.outlook.facts import Facts, Incident, read_facts
from fusion.outlook.forecasts import forecast_rows
from fusion.outlook.indicators import Hypothesis, indicator_rows
from fusion.outlook.requirements import requirement_rows
from fusion.outlook.resolution import resolution_rows
from fusion.outlook.scenarios import scenario_rows
from fusion.outlook.series import (
    BY_MARKET,
    Calendar,
    count_series,
    effort_table,
    months,
    patrol_accounts,
    series_rows,
    weeks,
)
from fusion.outlook.surroundings import with_surroundings
from fusion.outlook.traceability import trace
from fusion.outlook.track import lessons, track_rows
from fusion.outlook.warnings import falls_of, replay, score_rows, with_tree
from fusion.stage import Flow, Inputs, Output, Run
from fusion.tables import TABLES

WRITES = (
    "series", "forecast", "forecast_score", "indicator", "requirement", "forecast_resolution",
    "track_record", "calibration_bin", "indicator_score", "scenario", "requirement_trace",
    "pir_status", "report_use", "displacement", "displacement_score",
)  # fmt: skip
GONE = ("merged_into", "rejected")  # counted under another name, or not at all


def outlook(inputs: Inputs, run: Run) -> Output:
    """What may come, what to watch, what to find out; independent incidents, never reports."""
    facts = read_facts(inputs, run)
    hypotheses = _hypotheses(inputs, facts)
    owners: dict[str, list[str]] = {}
    for hypothesis in hypotheses:
        for incident in hypothesis.incidents:
            owners.setdefault(incident.incident_id, []).append(hypothesis.hypothesis_id)
    homes = {h.hypothesis_id: h.home for h in hypotheses}
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in WRITES}
    resolved = resolution_rows(inputs["forecast_ledger"], facts, owners)
    lesson = lessons(resolved).get("machine")
    rows["forecast_resolution"] = resolved
    rows["track_record"], rows["calibration_bin"] = track_rows(resolved)
    texts = _texts(inputs)
    patrols = patrol_accounts(texts)
    for calendar in (weeks(facts), months(facts)):
        scopes = count_series(facts, calendar, owners)
        effort = effort_table(facts, calendar, homes, patrols)
        rows["series"] += series_rows(scopes, calendar, effort)
        # Markets of single areas are counted, not forecast: each is a handful of incidents.
        scopes = {name: scope for name, scope in scopes.items() if not name.endswith(BY_MARKET)}
        scopes = with_surroundings(facts, calendar, scopes, homes)
        forecasters = {scope: Forecaster(history) for scope, (_, history) in scopes.items()}
        made = {
            ("forecast", "forecast_score"): forecast_rows(
                scopes, forecasters, calendar, run.seed, lesson
            ),
            ("displacement", "displacement_score"): displacement_rows(
                scopes, forecasters, near_areas(facts, scopes), calendar, run.seed
            ),
        }
        for names, found in made.items():
            for name, listed in zip(names, found, strict=True):
                rows[name] += listed
    rows["indicator_score"] = score_rows(facts, replay(facts, texts))
    leaves = [*indicator_rows(facts, hypotheses, texts), *falls_of(facts)]
    rows["indicator"] = with_tree(facts, hypotheses, leaves, rows["indicator_score"])
    rows["scenario"] = scenario_rows(facts, hypotheses, leaves)
    rows["requirement"] = requirement_rows(inputs, facts, hypotheses, rows["indicator"])
    rows |= trace(inputs, facts, hypotheses, rows["indicator"], rows["requirement"])
    tables = {name: TABLES[name].build(rows[name]) for name in WRITES}
    return Output(tables, _flow(inputs, facts, weeks(facts)), _notes(facts))


def _hypotheses(inputs: Inputs, facts: Facts) -> list[Hypothesis]:
    """Hypotheses that still stand, with their known incidents."""
    by_id = {i.incident_id: i for i in facts.incidents}
    members: dict[str, list[Incident]] = {}
    for row in inputs["hypothesis_incident"].to_pylist():
        if row["incident_id"] in by_id:
            members.setdefault(row["hypothesis_id"], []).append(by_id[row["incident_id"]])
    return [
        Hypothesis(
            row["hypothesis_id"], tuple(row["markets"]), row["quiet_control"],
            tuple(sorted(members.get(row["hypothesis_id"], ()), key=lambda i: i.incident_id)),
        )
        for row in inputs["hypothesis"].sort_by("hypothesis_id").to_pylist()
        if row["status"] not in GONE
    ]  # fmt: skip


def _texts(inputs: Inputs) -> dict[str, str]:
    account = inputs["account"]
    return dict(zip(account["account_id"].to_pylist(), account["text"].to_pylist(), strict=True))


def _flow(inputs: Inputs, facts: Facts, calendar: Calendar) -> Flow:
    """Incidents counted in a complete week; set aside: not standing, not yet known, or outside."""
    counted = sum(0 <= calendar.place(i.day) < len(calendar.starts) for i in facts.incidents)
    n_in = inputs["incident"].num_rows
    return Flow("incident", n_in, counted, n_set_aside=n_in - counted)


def _notes(facts: Facts) -> dict[str, str]:
    untrended = sum(not i.has_trend for i in facts.incidents)
    return {
        "no trend": f"{untrended} strategic developments without a market are in no series of "
        "all or violent incidents: they are not coded systematically"
    }
