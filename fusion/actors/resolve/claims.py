"""Rows of claim and tie: cues between mentions become claims about actors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fusion.actors.claims.ties import CO_PRESENCE, is_directed, strength_of
from fusion.actors.model import Cue, Reading
from fusion.terms.identifiers import identifier

# What a claim is worth by how its sentence means it; ours.
MODALITY = {"stated": 1.0, "hearsay": 0.7, "supposed": 0.5, "future": 0.4}
CO_PRESENCE_CEILING = 0.3  # declared in tables/told.py
_QUOTE = 600  # longest quote in characters


def claim_rows(readings: Iterable[Reading], actor_of: dict[str, str]) -> list[dict[str, Any]]:
    """One row per cue whose actors are resolved and not one and the same; each once."""
    rows: dict[str, dict[str, Any]] = {}
    for reading in readings:
        for cue in reading.cues:
            subject = actor_of.get(cue.subject)
            other = actor_of.get(cue.object) if cue.object else None
            if subject is None or (cue.object and other is None) or subject == other:
                continue
            row = _claim(reading, cue, subject, other)
            rows.setdefault(row["claim_id"], row)
    return list(rows.values())


def _claim(reading: Reading, cue: Cue, subject: str, other: str | None) -> dict[str, Any]:
    source = reading.source
    end = min(cue.end, cue.start + _QUOTE)
    return {
        "claim_id": identifier(
            "claim", source.account_id, cue.predicate, subject, other, cue.start, end
        ),
        "account_id": source.account_id, "report_id": source.report_id, "kind": cue.kind,
        "predicate": cue.predicate, "subject_id": subject, "object_id": other,
        "quote": source.text[cue.start : end], "start_at": cue.start, "end_at": end,
        "polarity": cue.polarity, "modality": cue.modality, "reliability": source.reliability,
        "credibility": source.credibility, "claimed_on": source.day, "rule": cue.rule,
    }  # fmt: skip


def tie_rows(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per kind and pair of actors with an affirmed claim. Strength 0–1: the chance that
    not every account is wrong (noisy or over accounts, the best claim of each).
    """
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for claim in claims:
        if claim["kind"] == "tie" and claim["polarity"] == "affirmed":
            ends = (claim["subject_id"], claim["object_id"])
            if not is_directed(claim["predicate"]):
                ends = tuple(sorted(ends))
            grouped.setdefault((claim["predicate"], *ends), []).append(claim)
    return [_tie(*key, grouped[key]) for key in sorted(grouped)]


def _tie(kind: str, source: str, target: str, claims: list[dict[str, Any]]) -> dict[str, Any]:
    days = sorted(claim["claimed_on"] for claim in claims)
    best: dict[str, float] = {}
    for claim in claims:
        weight = strength_of(kind) * MODALITY[claim["modality"]]
        best[claim["account_id"]] = max(best.get(claim["account_id"], 0.0), weight)
    doubt = 1.0
    for account in sorted(best):
        doubt *= 1 - best[account]
    strength = 1 - doubt
    if kind == "co_presence":
        strength = min(CO_PRESENCE_CEILING, strength, CO_PRESENCE * len(best))
    return {
        "tie_id": identifier("tie", kind, source, target), "kind": kind, "source_id": source,
        "target_id": target, "is_directed": is_directed(kind),
        "claim_ids": sorted(claim["claim_id"] for claim in claims), "n_accounts": len(best),
        "first_on": days[0], "last_on": days[-1], "strength": round(strength, 4),
    }  # fmt: skip
