"""From priority requirements to reports and back: what is answered, what is unused."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fusion.outlook.facts import Facts
from fusion.outlook.indicators import Hypothesis, Row
from fusion.outlook.observables import observables
from fusion.profile import Requirement
from fusion.stage import Inputs

RECENT_DAYS = 30
FURTHEST = ("requirement", "indicator", "hypothesis", "incident", "unused")
ASSURED = ("moderate", "high")  # confidence from which a hypothesis answers a requirement


def pirs_of(facts: Facts, markets: Iterable[str], code: str = "") -> list[str]:
    """Priority requirements that markets, or an observable by what it is about, serve."""
    wanted = set(markets)
    words = observables().get(code, {}).get("pir_words", "")
    return [
        pir.code
        for pir in facts.run.profile.requirements
        if wanted & set(pir.markets)
        or (words and not pir.markets and re.search(words, pir.text_en, re.IGNORECASE))
    ]


def trace(
    inputs: Inputs, facts: Facts, hypotheses: Sequence[Hypothesis],
    indicators: Sequence[Row], requirements: Sequence[Row],
) -> dict[str, list[Row]]:  # fmt: skip
    """Rows of requirement_trace, pir_status and report_use."""
    ways = _Ways(inputs, hypotheses)
    rows = [
        *_through("hypothesis", ((h.hypothesis_id, pirs_of(facts, h.markets), [h.hypothesis_id])
                                 for h in hypotheses), ways),
        *_through("indicator", ((r["indicator_id"], r["pirs"], r["evidence_ids"])
                                for r in indicators), ways),
        *_through("requirement", ((r["requirement_id"], [r["pir"]] if r["pir"] else [],
                                   [*r["evidence_ids"], r["scope"]]) for r in requirements), ways),
    ]  # fmt: skip
    used = ways.used(indicators, requirements)
    return {
        "requirement_trace": rows,
        "pir_status": [
            _status(pir, inputs, facts, hypotheses, indicators, requirements, rows)
            for pir in facts.run.profile.requirements
        ],
        "report_use": _use(inputs, facts, rows, used),
    }


class _Ways:
    """Reports behind every kind of evidence."""

    def __init__(self, inputs: Inputs, hypotheses: Sequence[Hypothesis]) -> None:
        self.reports: dict[str, list[str]] = {}
        for row in inputs["account_report"].to_pylist():
            self.reports.setdefault(row["account_id"], []).append(row["report_id"])
        self.accounts: dict[str, set[str]] = {name: {name} for name in self.reports}
        self.in_incident: set[str] = set()
        for row in inputs["incident_account"].to_pylist():
            self.accounts.setdefault(row["incident_id"], set()).add(row["account_id"])
            self.in_incident.add(row["account_id"])
        for hypothesis in hypotheses:
            self.accounts[hypothesis.hypothesis_id] = {
                a for i in hypothesis.incidents for a in self.accounts.get(i.incident_id, ())
            }
        self.in_hypothesis = {a for h in hypotheses for a in self.accounts.get(h.hypothesis_id, ())}

    def of(self, evidence: Iterable[str | None]) -> list[tuple[str, str]]:
        """(account, report) behind identifiers, in order."""
        found = {a for name in evidence if name for a in self.accounts.get(name, ())}
        return [(a, r) for a in sorted(found) for r in sorted(self.reports.get(a, ()))]

    def used(self, indicators: Sequence[Row], requirements: Sequence[Row]) -> dict[str, set[str]]:
        """Accounts by the furthest use."""
        return {
            "requirement": {a for r in requirements for a, _ in self.of(r["evidence_ids"])},
            "indicator": {a for r in indicators for a, _ in self.of(r["evidence_ids"])},
            "hypothesis": self.in_hypothesis,
            "incident": self.in_incident,
        }


def _through(
    kind: str, things: Iterable[tuple[str, Sequence[str], Sequence[str | None]]], ways: _Ways
) -> list[Row]:
    return [
        {"pir": pir, "through_kind": kind, "through_id": name, "account_id": account,
         "report_id": report}
        for name, pirs, evidence in things
        for pir in pirs
        for account, report in ways.of(evidence)
    ]  # fmt: skip


def _status(
    pir: Requirement, inputs: Inputs, facts: Facts, hypotheses: Sequence[Hypothesis],
    indicators: Sequence[Row], requirements: Sequence[Row], rows: Sequence[Row],
) -> Row:  # fmt: skip
    own = {(r["account_id"], r["report_id"]) for r in rows if r["pir"] == pir.code}
    received = {r["account_id"]: r["received_at"].date() for r in inputs["account"].to_pylist()}
    start = facts.today - dt.timedelta(days=RECENT_DAYS)
    origin = {r["account_id"]: r["origin_id"] for r in inputs["incident_account"].to_pylist()}
    confidence = {r["hypothesis_id"]: r["confidence"] for r in inputs["hypothesis"].to_pylist()}
    serving = [h.hypothesis_id for h in hypotheses if pir.code in pirs_of(facts, h.markets)]
    open_requirements = [r for r in requirements if r["pir"] == pir.code]
    assured = [name for name in serving if confidence.get(name) in ASSURED]
    urgent = sum(r["value"] == "high" for r in open_requirements)
    state = "answered" if assured and not urgent else "partly_answered" if own else "unanswered"
    figures = {"h": len(serving), "a": len(assured), "n": len(own), "q": urgent}
    return {
        "pir": pir.code,
        "text_en": pir.text_en,
        "text_fr": pir.text_fr,
        "state": state,
        "reason_en": _reason(state, "en", figures),
        "reason_fr": _reason(state, "fr", figures),
        "n_requirements": len(open_requirements),
        "n_indicators": sum(pir.code in r["pirs"] for r in indicators),
        "n_raised": sum(pir.code in r["pirs"] and r["state"] == "raised" for r in indicators),
        "n_reports": len(own),
        "n_recent": sum(received.get(a, start) > start for a, _ in own),
        "n_origins": len({origin[a] for a, _ in own if a in origin}),
        "hypothesis_ids": serving,
    }


def _reason(state: str, tongue: str, figures: Mapping[str, int]) -> str:
    """Why a requirement stands where it does; parts that would only count nothing are left out."""
    words = _sentences()[tongue]
    if state == "unanswered":
        return str(words["unanswered"])
    parts = [_counted(words["reports"], figures["n"])]
    if figures["h"]:
        parts.append(_counted(words["assured"], figures["h"]).replace("{a}", str(figures["a"])))
    parts.append(_counted(words["urgent"], figures["q"]) if figures["q"] else words["no_urgent"])
    return "; ".join(parts) + "." if tongue == "en" else " ; ".join(parts) + "."


def _counted(forms: Sequence[str], n: int) -> str:
    """Singular or plural form with its number."""
    return forms[n != 1].replace("{n}", str(n))


@cache
def _sentences() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "questions.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))["status"])


def _use(
    inputs: Inputs, facts: Facts, rows: Sequence[Row], used: Mapping[str, set[str]]
) -> list[Row]:
    pirs: dict[str, set[str]] = {}
    for row in rows:
        pirs.setdefault(row["report_id"], set()).add(row["pir"])
    account = {r["account_id"]: r for r in inputs["account"].to_pylist()}
    out: list[Row] = []
    for row in inputs["account_report"].to_pylist():
        name: str = row["account_id"]
        about: Any = account.get(name)
        if about is None or about["received_at"] > facts.run.as_of:
            continue
        use = next((u for u in FURTHEST if name in used.get(u, ())), "unused")
        out.append(
            {"report_id": row["report_id"], "account_id": name, "component": about["component"],
             "received_on": about["received_at"].date(), "use": use,
             "pirs": sorted(pirs.get(row["report_id"], ()))}
        )  # fmt: skip
    return out
