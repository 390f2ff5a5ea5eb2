"""A sentence of the brief before it becomes rows: text, likelihood, confidence, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fusion.briefing import marking
from fusion.briefing.evidence import Cited, marking_of
from fusion.briefing.holdings import Holdings
from fusion.briefing.wording import Both, count, say
from fusion.terms.identifiers import identifier
from fusion.terms.yardsticks import Band

PARTS = ("text", "change", "would_change", "basis", "assumption", "alternative", "implication")


@dataclass
class Sentence:
    """One judgement, observation, opportunity or correction, in both languages."""

    section: str
    kind: str  # tells sentences of one scope apart; part of the identifier
    scope: str | None
    text: Both
    band: Band | None = None
    confidence: str | None = None
    confidence_text: Both | None = None
    change: Both | None = None
    would_change: Both | None = None
    assumption: Both | None = None
    alternative: Both | None = None
    probability: float | None = None
    basis: Both | None = None
    implication: Both | None = None
    evidence: list[Cited] = field(default_factory=list)
    closes: Both | None = None  # day on which an opportunity closes
    weight: float = 0.0  # order among candidates
    about: str | None = None  # hypothesis it speaks of, where the scope is something else

    @property
    def key(self) -> str:
        """The same for the same matter in every issue: by it, issues are compared."""
        return f"{self.scope or ''}|{self.kind}"

    def row(self, holdings: Holdings, brief_id: str, rank: int) -> dict[str, Any]:
        """The row of the judgement table."""
        row: dict[str, Any] = {
            "judgement_id": self.identify(brief_id),
            "brief_id": brief_id,
            "section": self.section,
            "rank": rank,
            "kind": self.kind,
            "scope": self.scope,
            "likelihood": self.band.code if self.band else None,
            "band_low": float(self.band.low) if self.band else None,
            "band_high": float(self.band.high) if self.band else None,
            "probability": self.probability,
            "confidence": self.confidence,
            "marking": marking_of(holdings, self.evidence),
        }
        for name in PARTS:
            both = getattr(self, name)
            row[f"{name}_en"], row[f"{name}_fr"] = (both.en, both.fr) if both else (None, None)
        stated = self.confidence_text
        row["confidence_en"], row["confidence_fr"] = (
            (stated.en, stated.fr) if stated else (None, None)
        )
        return row

    def identify(self, brief_id: str) -> str:
        """JUD- identifier of the sentence in its issue."""
        return identifier("judgement", brief_id, self.section, self.key)

    def evidence_rows(self, holdings: Holdings, brief_id: str) -> list[dict[str, Any]]:
        """The rows of the evidence table: each resolves to a document and a place in it."""
        return [
            {
                "judgement_id": self.identify(brief_id),
                "report_id": item.report_id,
                "account_id": item.account_id,
                "origin_id": item.origin_id,
                "document_id": holdings.reports[item.report_id]["document_id"],
                "locator": holdings.reports[item.report_id]["locator"],
                "quote": item.quote,
                "direction": item.direction,
            }
            for item in self.evidence
        ]


def marking_reason(level: str, rows: Sequence[dict[str, Any]]) -> Both:
    """Why the issue is marked as it is: how many judgements carry the mark, and what is left."""
    lower = [row["marking"] for row in rows if row["marking"] != level]
    if marking.rank(level) == 0 or not lower:
        return say("marking_plain", marking=level)
    return say(
        "marking_reason",
        marking=level,
        judgements=count(len(rows) - len(lower), "judgement"),
        lower=marking.highest(lower),
    )
