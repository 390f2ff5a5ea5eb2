"""The acquisition plan: what to find out next, ranked by what the answer would change."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from fusion.outlook.facts import Facts
from fusion.outlook.indicators import Hypothesis, Row
from fusion.outlook.questions import questions
from fusion.stage import Inputs
from fusion.terms.identifiers import identifier

DUE_DAYS = {"high": 14, "medium": 28, "low": 56}
# A second reading with less than a twentieth of the weight would not change the judgement.
LEAST_WEIGHT = 0.05
CLOSE = 1 / 3  # the second reading has at least a third of the first's weight: nothing is settled
# Before it is asked nobody knows which of two answers will come; an element is one of five.
EVEN, ELEMENTS = 0.5, 5
HURTS = 0.15  # loss of strength from which a single origin is worth a second look

Strengths = Mapping[str, float]


@cache
def routing() -> dict[str, Any]:
    """Which component could observe what (data/routing.toml)."""
    path = Path(__file__).parent / "data" / "routing.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def requirement_rows(
    inputs: Inputs, facts: Facts, hypotheses: Sequence[Hypothesis], indicators: Sequence[Row]
) -> list[Row]:
    """Requirements from contradictions, rivals, single points of failure, unknowns and silence.

    Each carries `worth`, its value of information: the chance that the answer overturns what is
    held, times the strength of a hypothesis that would go with it; `rank` follows priority, then
    worth.
    """
    by_id = {h.hypothesis_id: h for h in hypotheses}
    strength = {r["hypothesis_id"]: float(r["strength"]) for r in inputs["hypothesis"].to_pylist()}
    rows = [
        *_contradictions(inputs, facts, hypotheses, strength),
        *_rivals(inputs, facts, by_id, strength),
        *_fragile(inputs, facts, by_id, strength),
        *_unknown(inputs, facts, by_id, strength),
        *_silent(facts, indicators, hypotheses, strength),
    ]
    return _ranked(list({row["requirement_id"]: row for row in rows}.values()))


def _ranked(rows: list[Row]) -> list[Row]:
    """With the position of each in the plan, from 1."""
    order = list(DUE_DAYS)
    rows.sort(key=lambda r: (order.index(r["value"]), -r["worth"], r["requirement_id"]))
    return [row | {"rank": n} for n, row in enumerate(rows, start=1)]


def _contradictions(
    inputs: Inputs, facts: Facts, hypotheses: Sequence[Hypothesis], strength: Strengths
) -> Iterable[Row]:
    """One question for each fact of an incident on which accounts differ.

    Its worth: an even chance that one incident of the hypothesis is not what it seems.
    """
    owner = {i.incident_id: h for h in hypotheses for i in h.incidents}
    seen_by = {i.incident_id: i.components for i in facts.incidents}
    markets = {i.incident_id: i.markets for i in facts.incidents}
    component_of = {r["account_id"]: r["component"] for r in inputs["account"].to_pylist()}
    for asked in questions(inputs["contradiction"].to_pylist(), component_of):
        incident = asked.incident_id
        if incident not in seen_by:
            continue  # withdrawn or not yet known
        held = owner.get(incident)
        worth = EVEN * strength.get(held.hypothesis_id, 0.0) / len(held.incidents) if held else 0.0
        value = "high" if held else "medium" if asked.kind == "toll" else "low"
        row = _row(
            facts, "contradiction", asked.key, value, asked.words("en"),
            splits=asked.splits("en"), components=_present(facts, seen_by[incident]),
            scope=incident, evidence_ids=sorted(asked.account_ids), markets=markets[incident],
            worth=worth,
        )  # fmt: skip
        yield {**row, "question_fr": asked.words("fr"), "splits_fr": asked.splits("fr")}


def _rivals(
    inputs: Inputs, facts: Facts, by_id: Mapping[str, Hypothesis], strength: Strengths
) -> Iterable[Row]:
    """What would separate the first two readings of each hypothesis."""
    ranked: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row in inputs["rival"].to_pylist():
        ranked.setdefault(row["hypothesis_id"], {})[row["rank"]] = row
    for name, rows in sorted(ranked.items()):
        if name not in by_id or 1 not in rows or 2 not in rows:
            continue
        first, second = rows[1], rows[2]
        if second["weight"] < LEAST_WEIGHT or not second["separating_evidence"]:
            continue
        value = "high" if second["weight"] >= CLOSE * first["weight"] else "medium"
        words = [str(r["rival"]).replace("_", " ") for r in (first, second)]
        yield _row(
            facts, "rival", f"{name}:{second['rival']}", value,
            f"Can anybody establish {second['separating_evidence']}?",
            splits=f"{words[0]} or {words[1]}",
            components=_present(facts, routing()["rival"][second["rival"]]), scope=name,
            evidence_ids=[i.incident_id for i in by_id[name].incidents],
            markets=by_id[name].markets,
            worth=second["weight"] / (first["weight"] + second["weight"]) * strength.get(name, 0.0),
        )  # fmt: skip


def _fragile(
    inputs: Inputs, facts: Facts, by_id: Mapping[str, Hypothesis], strength: Strengths
) -> Iterable[Row]:
    """A second look where one origin or one component carries a hypothesis."""
    for row in inputs["breaking_test"].to_pylist():
        name = row["hypothesis_id"]
        if name not in by_id or row["kind"] not in ("origin", "component"):
            continue
        loss = strength.get(name, 0.0) - row["strength_left"]
        if row["survives"] and (row["kind"] == "component" or loss < HURTS):
            continue
        seen = {c for i in by_id[name].incidents for c in i.components}
        others = [str(c.name) for c in facts.run.profile.components if c.name not in seen]
        one = "one origin" if row["kind"] == "origin" else "one component"
        yield _row(
            facts, "gap", f"{name}:{row['kind']}:{row['left_out']}",
            "medium" if row["survives"] else "high",
            f"Can another component observe for itself what now rests on {one}?",
            splits="one network or reporting artefact",
            components=others or _present(facts, sorted(seen)), scope=name,
            evidence_ids=[row["left_out"]], markets=by_id[name].markets,
            worth=EVEN * max(loss, 0.0),
        )  # fmt: skip


def _unknown(
    inputs: Inputs, facts: Facts, by_id: Mapping[str, Hypothesis], strength: Strengths
) -> Iterable[Row]:
    """An element of the Convention that is not established."""
    for row in inputs["element"].to_pylist():
        name = row["hypothesis_id"]
        if name not in by_id or row["verdict"] != "unknown":
            continue
        yield _row(
            facts, "gap", f"{name}:{row['element']}", "medium",
            routing()["question"][row["element"]],
            splits=f"{row['element'].replace('_', ' ')}: met or not met",
            components=_present(facts, routing()["element"][row["element"]]), scope=name,
            evidence_ids=list(row["evidence_ids"]) or [name], markets=by_id[name].markets,
            worth=EVEN * strength.get(name, 0.0) / ELEMENTS,
        )  # fmt: skip


def _silent(
    facts: Facts, indicators: Sequence[Row], hypotheses: Sequence[Hypothesis], strength: Strengths
) -> Iterable[Row]:
    """Areas from which nobody reports: the hypotheses that use the corridor may have moved on."""
    for row in indicators:
        if row["state"] != "no_coverage" or row["scope_kind"] != "corridor" or row["value"] < 1:
            continue
        yield _row(
            facts, "coverage", f"corridor:{row['scope']}", "medium",
            f"What happens on corridor {row['scope']}? Nobody has reported from it for "
            f"{row['value']:.0f} weeks.",
            splits="quiet or not observed", components=list(row["who_can_see"]),
            scope=row["scope"], evidence_ids=[row["indicator_id"]], markets=(),
            worth=_missed(facts, row, hypotheses, strength),
        )  # fmt: skip


def _missed(
    facts: Facts, silent: Row, hypotheses: Sequence[Hypothesis], strength: Strengths
) -> float:
    """Chance of an incident in the silent weeks at its usual rate, times the strength behind it."""
    found = 0.0
    for hypothesis in hypotheses:
        n = sum(silent["scope"] in i.corridors for i in hypothesis.incidents)
        weeks = max((facts.today - facts.first_monday).days / 7, 1.0)
        chance = 1 - exp(-n / weeks * silent["value"])
        found = max(found, chance * strength.get(hypothesis.hypothesis_id, 0.0))
    return found


def _row(
    facts: Facts, kind: str, key: str, value: str, question: str, *, splits: str,
    components: list[str], scope: str, evidence_ids: list[str], markets: Sequence[str],
    worth: float,
) -> Row:  # fmt: skip
    pir = next((r for r in facts.run.profile.requirements if set(r.markets) & set(markets)), None)
    named = [c for c in pir.components if c not in components] if pir else []
    return {
        "requirement_id": identifier("requirement", kind, key),
        "pir": pir.code if pir else None,
        "kind": kind,
        "question": question,
        "splits": splits,
        "components": components + _present(facts, named),
        "by_on": facts.today + dt.timedelta(days=DUE_DAYS[value]),
        "value": value,
        "scope": scope,
        "evidence_ids": evidence_ids,
        "worth": round(worth, 9),
    }


def _present(facts: Facts, names: Iterable[str]) -> list[str]:
    """Those of the named components that the mission has."""
    have = {c.name for c in facts.run.profile.components}
    return [name for name in names if name in have]
