"""The briefing stage: everything above becomes judgements, evidence, options and an issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fusion.briefing import lint, marking
from fusion.briefing.bottom_line import bottom_line
from fusion.briefing.changes import explain_changes
from fusion.briefing.corrections import corrections
from fusion.briefing.holdings import Holdings
from fusion.briefing.hypotheses import statements
from fusion.briefing.key_judgements import key_judgements
from fusion.briefing.opportunities import opportunities
from fusion.briefing.options import options
from fusion.briefing.outlook import outlook_sentences
from fusion.briefing.sentence import Sentence, marking_reason
from fusion.stage import Flow, Inputs, Output, Run, Stage
from fusion.tables import TABLES
from fusion.terms.identifiers import fingerprint, identifier

READS = (
    "document", "report", "account", "account_report", "mention", "place", "actor",
    "actor_mention", "claim", "tie", "origin", "incident", "incident_account", "contradiction",
    "hypothesis", "hypothesis_actor", "hypothesis_incident", "hypothesis_tie",
    "hypothesis_lineage", "element", "rival", "breaking_test", "series", "forecast",
    "forecast_score", "indicator", "requirement", "decision", "previous_judgement",
    "issued_evidence", "scenario", "spill_over", "track_record", "calibration_bin", "pir_status",
)  # fmt: skip
WRITES = ("brief", "judgement", "judgement_evidence", "option")
VERDICTS = {"approve": "approved", "return": "returned", "refuse": "refused"}


def compose(inputs: Inputs, run: Run) -> Output:
    """One issue of the brief as tables; every judgement cites reports. Unit: living hypotheses."""
    holdings = Holdings(inputs, run)
    sentences, chosen = content(holdings)
    brief_id = identify(holdings, sentences)
    rows: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    ranks: dict[str, int] = {}
    for sentence in sentences:
        ranks[sentence.section] = ranks.get(sentence.section, 0) + 1
        rows.append(sentence.row(holdings, brief_id, ranks[sentence.section]))
        evidence += sentence.evidence_rows(holdings, brief_id)
    brief = _brief(holdings, brief_id, rows)
    tables = {
        "judgement": TABLES["judgement"].build(rows),
        "judgement_evidence": TABLES["judgement_evidence"].build(evidence),
        "option": TABLES["option"].build({**row, "brief_id": brief_id} for row in chosen),
    }
    tables["brief"] = TABLES["brief"].build([brief])
    score, failures = lint.check(Holdings({**inputs, **tables}, run))
    brief["lint_score"] = score
    tables["brief"] = TABLES["brief"].build([brief])
    n_all = inputs["hypothesis"].num_rows if "hypothesis" in inputs else 0
    n_living = len(holdings.hypotheses)
    flow = Flow("hypotheses", n_all, n_living, n_set_aside=n_all - n_living)
    return Output(tables, flow, {f"lint {name}": reason for name, reason in failures})


def content(holdings: Holdings) -> tuple[list[Sentence], list[dict[str, Any]]]:
    """All sentences of the issue in reading order, and its options."""
    openings = opportunities(holdings)
    chosen = options(holdings, openings)
    judged = key_judgements(holdings)
    gone = explain_changes(holdings, judged)
    sentences = [
        *bottom_line(holdings, chosen, openings), *judged, *gone, *openings,
        *statements(holdings), *outlook_sentences(holdings), *corrections(holdings),
    ]  # fmt: skip
    return sentences, chosen


def identify(holdings: Holdings, sentences: Sequence[Sentence]) -> str:
    """BRF- identifier: mission, as-of and what is said.

    Decisions on the brief and on its options are left out: approving an issue must not make
    another issue of it.
    """
    texts = [
        [s.section, s.key, s.text.en, s.band.code if s.band else None, s.confidence]
        for s in sentences if s.section != "bottom_line"
    ]  # fmt: skip
    run = holdings.run
    return identifier("brief", run.profile.code, run.as_of.isoformat(), fingerprint(texts))


def _brief(holdings: Holdings, brief_id: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    run = holdings.run
    level = marking.highest(row["marking"] for row in rows)
    return {
        "brief_id": brief_id,
        "number": max(1, (holdings.last_day - run.profile.starts_on).days // 7 + 1),
        "as_of": run.as_of,
        "covers_from": holdings.first_day,
        "covers_to": holdings.last_day,
        "marking": level,
        "marking_reason": marking_reason(level, rows).en,
        "yardstick": run.profile.yardstick,
        "lint_score": "",
        "state": state(holdings, brief_id),
    }


def state(holdings: Holdings, brief_id: str) -> str:
    """What the last decision on this issue says; draft without one."""
    rows = [row for row in holdings.get("decision").to_pylist() if row["subject_id"] == brief_id]
    verdicts = [row for row in rows if row["kind"] in VERDICTS]
    if not verdicts:
        return "draft"
    return VERDICTS[max(verdicts, key=lambda row: row["sequence"])["kind"]]


STAGE = Stage(name="briefing", version="11", reads=READS, writes=WRITES, function=compose)
