"""Scenarios: most likely, best and most dangerous, with what would show and bring them about."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fusion.outlook.facts import Facts, Incident
from fusion.outlook.indicators import Hypothesis, Row
from fusion.terms.data_files import load
from fusion.terms.yardsticks import band_of

WINDOW_DAYS = 30
RISE = 1.5  # half as many again, and two more, so that one incident after none is no escalation
FALL = 0.5
# Below eight comparable windows a share is worth less than the yardstick's narrowest band.
LEAST_WINDOWS = 8
COUNTED = ("continue", "escalate", "displace", "fade")
# Raised signs that point to a pattern, and how much more likely it is then: threefold is a modest
# ratio, ours, until the record of indicators (indicator_score) is long enough to say. It counts
# once however many are raised: signs of one pattern come together and are no independent news.
SIGNS = {
    "escalate": ("surge", "mobilisation", "departure"),
    "displace": ("new_corridor", "rerouting"),
}
LIFT = 3.0

Past = Mapping[tuple[bool, str], int]


@cache
def patterns() -> dict[str, dict[str, Any]]:
    """Patterns with their sentences (data/scenarios.toml)."""
    path = Path(__file__).parent / "data" / "scenarios.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def scenario_rows(
    facts: Facts, hypotheses: Sequence[Hypothesis], indicators: Sequence[Row]
) -> list[Row]:
    """Three scenarios for each hypothesis, and for the mission as a whole."""
    past = Counter(step for h in hypotheses for step in _past(facts, h.incidents))
    rows = []
    for hypothesis in hypotheses:
        own = [r for r in indicators if r["scope"] == hypothesis.hypothesis_id]
        rows += _three(facts, "hypothesis", hypothesis, own, past)
    members = {i.incident_id: i for h in hypotheses for i in h.incidents}
    if members:
        whole = Hypothesis(
            facts.run.profile.code, (), False, tuple(members[key] for key in sorted(members))
        )
        # Of all networks together something rises or moves far sooner than of one: own windows.
        rows += _three(
            facts, "mission", whole, list(indicators), Counter(_past(facts, whole.incidents))
        )
    return rows


def _three(
    facts: Facts, kind: str, scope: Hypothesis, indicators: Sequence[Row], past: Past
) -> list[Row]:
    chances = _chances(facts, scope, indicators, past)
    likely = "consolidate" if scope.quiet_control else max(COUNTED, key=lambda p: chances[p])
    # The best and the worst must differ from what is expected anyway.
    best = "fade" if likely != "fade" else "continue"
    if scope.quiet_control:
        worst = "consolidate" if likely != "consolidate" else "escalate"
    else:
        worst = "escalate" if likely != "escalate" else "spread"
    chosen = {"most_likely": likely, "best": best, "most_dangerous": worst}
    return [
        _row(facts, kind, scope, name, pattern, indicators, past, chances)
        for name, pattern in chosen.items()
    ]


def _alike(facts: Facts, scope: Hypothesis, past: Past) -> dict[str, int]:
    """How windows in the same state, active or quiet, went on; all where those are too few."""
    start = facts.today - dt.timedelta(days=WINDOW_DAYS)
    is_active = any(i.day > start for i in scope.incidents)
    alike = {p: past.get((is_active, p), 0) for p in COUNTED}
    if sum(alike.values()) >= LEAST_WINDOWS:
        return alike
    return {p: past.get((True, p), 0) + past.get((False, p), 0) for p in COUNTED}


def _chances(
    facts: Facts, scope: Hypothesis, indicators: Sequence[Row], past: Past
) -> dict[str, float]:
    """Chance of each pattern: how windows alike went on, lifted by the signs that are raised."""
    alike = _alike(facts, scope, past)
    lifted = _lifted(indicators)
    odds = {p: (alike[p] + 0.5) * (LIFT if p in lifted else 1.0) for p in COUNTED}
    return {p: value / sum(odds.values()) for p, value in odds.items()}


def _lifted(indicators: Sequence[Row]) -> set[str]:
    """Patterns to which a raised sign points."""
    raised = {r["observable_code"] for r in indicators if r["state"] == "raised"}
    return {pattern for pattern, signs in SIGNS.items() if raised & set(signs)}


def _past(facts: Facts, incidents: Sequence[Incident]) -> Iterable[tuple[bool, str]]:
    """Whether each earlier window was active, and how it went on; windows do not overlap."""
    step = dt.timedelta(days=WINDOW_DAYS)
    end = facts.today - step
    while incidents and end - step >= min(i.day for i in incidents):
        before = [i for i in incidents if end - step < i.day <= end]
        after = [i for i in incidents if end < i.day <= end + step]
        known = {c for i in incidents if i.day <= end for c in i.corridors}
        yield bool(before), _pattern(before, after, known)
        end -= step


def _pattern(before: Sequence[Incident], after: Sequence[Incident], known: set[str]) -> str:
    if known and any(set(i.corridors) - known for i in after):
        return "displace"
    if len(after) >= max(RISE * len(before), len(before) + 2):
        return "escalate"
    if len(after) <= FALL * len(before):
        return "fade"
    return "continue"


def _row(
    facts: Facts, kind: str, scope: Hypothesis, name: str, pattern: str,
    indicators: Sequence[Row], past: Past, chances: Mapping[str, float],
) -> Row:  # fmt: skip
    words = patterns()[pattern]
    market = load("markets").get(next(iter(scope.markets), ""), {})
    titles = {"en": market.get("en", "illicit trade"), "fr": market.get("fr", "commerce illicite")}
    start = facts.today - dt.timedelta(days=WINDOW_DAYS)
    shown = [r for r in indicators if r["observable_code"] in words["indicators"]]
    shown.sort(key=lambda r: (r["state"] != "raised", r["state"] != "watch", r["indicator_id"]))
    recent = [i.incident_id for i in scope.incidents if i.day > start]
    evidence = sorted({e for r in shown for e in r["evidence_ids"]} | set(recent))
    return {
        "scope_kind": kind,
        "scope": scope.hypothesis_id,
        "kind": name,
        "pattern": pattern,
        **{
            f"{field}_{language}": words[f"{field}_{language}"].format(
                window=WINDOW_DAYS, market=titles[language]
            )
            for field in ("statement", "would_bring_about")
            for language in ("en", "fr")
        },
        **_likelihood(facts, scope, pattern, past, chances, pattern in _lifted(indicators)),
        "until_on": facts.today + dt.timedelta(days=WINDOW_DAYS),
        "indicator_ids": [r["indicator_id"] for r in shown],
        "evidence_ids": evidence,
    }


def _likelihood(
    facts: Facts, scope: Hypothesis, pattern: str, past: Past, chances: Mapping[str, float],
    is_lifted: bool,
) -> Row:  # fmt: skip
    """Band of the chance; none where it cannot be counted."""
    alike = _alike(facts, scope, past)
    n = sum(alike.values())
    words, figures = (
        patterns()["basis"],
        {"n": n, "k": alike.get(pattern, 0), "window": WINDOW_DAYS},
    )
    which = "counted" if n >= LEAST_WINDOWS else "too_few"
    if pattern not in COUNTED:
        which = "uncounted"
    lift = "lifted" if which == "counted" and is_lifted else None
    basis = {
        f"basis_{tongue}": words[f"{which}_{tongue}"].format(**figures)
        + (words[f"{lift}_{tongue}"] if lift else "")
        for tongue in ("en", "fr")
    }
    if which != "counted":
        return basis
    band = band_of(chances[pattern], facts.run.profile.yardstick)
    return {
        **basis, "likelihood": band.code,
        "band_low": float(band.low), "band_high": float(band.high),
    }  # fmt: skip
