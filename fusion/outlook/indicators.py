"""Indicators: observables with a base rate, a threshold and their present state."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fusion.outlook.facts import Effort, Facts, Incident
from fusion.outlook.observables import Sign, Told, observables, told_of
from fusion.terms.identifiers import identifier

WINDOW_DAYS = 30
YEARS_BACK = 3
# The rule needs three earlier windows to know what is usual.
LEAST_HISTORY_DAYS = 120
LOOK_AGAIN = {"raised": 7, "watch": 14, "no_coverage": 14, "quiet": 30}
SILENT_WEEKS = 2  # two weekly reporting rounds without a word from an area

Row = dict[str, Any]


@dataclass(frozen=True)
class Hypothesis:
    """What indicators need to know of a hypothesis."""

    hypothesis_id: str
    markets: tuple[str, ...]
    quiet_control: bool
    incidents: tuple[Incident, ...]

    @property
    def home(self) -> frozenset[str]:
        """Second-level units of its incidents."""
        return frozenset(i.admin2 for i in self.incidents if i.admin2)


def indicator_rows(
    facts: Facts, hypotheses: Sequence[Hypothesis], texts: Mapping[str, str]
) -> list[Row]:
    """Indicators of every hypothesis, every corridor of the profile and the mission.

    `texts` gives the text of each account: searched only, never shown.
    """
    told = told_of(facts, texts)
    rows: list[Row] = []
    for corridor in facts.run.profile.corridors:
        rows += area_rows(facts, "corridor", corridor.code, told)
        rows.append(_silence(facts, corridor.code))
    rows += mission_rows(facts, told)
    for hypothesis in hypotheses:
        rows.append(_surge(facts, "hypothesis", hypothesis.hypothesis_id, hypothesis.incidents))
        rows.append(_new_corridor(facts, hypothesis))
        rows.append(_quiet_control(facts, hypothesis))
        for code, row in observables().items():
            if row["scope"] == "hypothesis" and code != "levy_or_market":
                signs = [sign for sign, e in told[code] if e.admin2 & hypothesis.home]
                rows.append(_state(facts, "hypothesis", hypothesis.hypothesis_id, code, signs,
                                   hypothesis.home))  # fmt: skip
    return rows


def area_rows(facts: Facts, kind: str, scope: str, told: Told) -> list[Row]:
    """The surge and every observable told in words, for a corridor or a second-level unit."""
    rows = [_surge(facts, kind, scope, [i for i in facts.incidents if scope in ground_of(i, kind)])]
    for code, row in observables().items():
        if row["scope"] == "hypothesis" and code != "levy_or_market":
            signs = [sign for sign, e in told[code] if scope in ground_of(e, kind)]
            rows.append(_state(facts, kind, scope, code, signs))
    return rows


def ground_of(thing: Incident | Effort, kind: str) -> Iterable[str]:
    """Corridors or second-level units that an incident, or what somebody reports from, lies in."""
    if kind == "corridor":
        return thing.corridors
    if isinstance(thing, Effort):
        return thing.admin2
    return (thing.admin2,) if thing.admin2 else ()


def mission_rows(facts: Facts, told: Told) -> list[Row]:
    """Observables that concern the mission as a whole."""
    return [
        _state(facts, "mission", facts.run.profile.code, code, [sign for sign, _ in told[code]])
        for code, row in observables().items()
        if row["scope"] == "mission"
    ]


def _surge(facts: Facts, kind: str, scope: str, incidents: Iterable[Incident]) -> Row:
    """The strong simple rule: the last 30 days above every earlier 30 days."""
    signs = [Sign(i.day, i.incident_id, c) for i in incidents for c in i.components[:1]]
    row = _state(facts, kind, scope, "surge", signs)
    row["observable"] = "more incidents in 30 days than in any 30 days before"
    who = Counter(c for i in facts.incidents for c in i.components
                  if i.incident_id in {s.evidence_id for s in signs})  # fmt: skip
    row["who_can_see"] = by_number(who)
    return row


def _state(
    facts: Facts, kind: str, scope: str, code: str, signs: Sequence[Sign],
    home: frozenset[str] = frozenset(),
) -> Row:  # fmt: skip
    """Count of signs in the last 30 days against all earlier windows of 30 days.

    raised: above every earlier window and at least two signs, with 120 days of record; watch:
    above the usual; no_coverage: nothing, and nobody reported from there in the window.
    """
    start = facts.today - dt.timedelta(days=WINDOW_DAYS)
    recent = [s for s in signs if s.day > start]
    earlier = _windows(facts, [s.day for s in signs if s.day <= start])
    base = sum(earlier) / len(earlier) if earlier else 0.0
    threshold = float(max(2, max(earlier, default=0) + 1))
    has_record = (facts.today - facts.first_monday).days >= LEAST_HISTORY_DAYS
    value = float(len({s.evidence_id for s in recent}))
    state = "quiet"
    if value >= threshold and has_record:
        state = "raised"
    elif value > base and value >= 1:
        state = "watch"
    elif not value and not _is_covered(facts, kind, scope, home, start):
        state = "no_coverage"
    who = by_number(Counter(s.component for s in signs))
    return row_of(
        facts, kind, scope, code,
        observable=observables().get(code, {}).get("observable", code),
        value=value, base_rate=base, threshold=threshold, state=state,
        horizon=observables().get(code, {}).get("horizon", "immediate"),
        who_can_see=who or sorted(c.name for c in facts.run.profile.components),
        evidence_ids=sorted({s.evidence_id for s in recent}),
    )  # fmt: skip


def _windows(facts: Facts, days: Sequence[dt.date]) -> list[int]:
    """Counts in every 30-day window, one ending each week, that ended before the last 30 days.

    Windows of the last three years: what was worse before that is no guide to what is usual.
    """
    last_end = facts.today - dt.timedelta(days=WINDOW_DAYS)
    ordinals = sorted(day.toordinal() for day in days)
    counts = []
    end = last_end.toordinal()
    first = max(facts.first_monday.toordinal() - 1, end - YEARS_BACK * 365)
    while end - WINDOW_DAYS >= first:
        counts.append(bisect_right(ordinals, end) - bisect_right(ordinals, end - WINDOW_DAYS))
        end -= 7
    return counts


def _new_corridor(facts: Facts, hypothesis: Hypothesis) -> Row:
    """Displacement: incidents on a corridor where the hypothesis was never reported before."""
    start = facts.today - dt.timedelta(days=WINDOW_DAYS)
    used = {c for i in hypothesis.incidents if i.day <= start for c in i.corridors}
    fresh = [i for i in hypothesis.incidents if i.day > start and set(i.corridors) - used]
    has_record = any(i.day <= start for i in hypothesis.incidents) and bool(used)
    value = float(len(fresh)) if has_record else 0.0
    who = by_number(Counter(c for i in hypothesis.incidents for c in i.components))
    return row_of(
        facts, "hypothesis", hypothesis.hypothesis_id, "new_corridor",
        observable="incidents on a corridor where it was not reported before",
        value=value, base_rate=0.0, threshold=1.0,
        state="raised" if value >= 1 else "quiet", horizon="immediate",
        who_can_see=who, evidence_ids=sorted(i.incident_id for i in fresh) if value else [],
    )  # fmt: skip


def _quiet_control(facts: Facts, hypothesis: Hypothesis) -> Row:
    """Market incidents of the last quarter, raised where violence fell at the same time."""
    start = facts.today - dt.timedelta(days=91)
    calm = [i for i in hypothesis.incidents if i.markets and not i.is_violent]
    recent = sorted(i.incident_id for i in calm if i.day > start)
    before = max(1.0, (start - facts.first_monday).days / 91)
    base = (len(calm) - len(recent)) / before
    who = by_number(Counter(c for i in hypothesis.incidents for c in i.components))
    return row_of(
        facts, "hypothesis", hypothesis.hypothesis_id, "levy_or_market",
        observable=observables()["levy_or_market"]["observable"],
        value=float(len(recent)), base_rate=base, threshold=max(2.0, base),
        state="raised" if hypothesis.quiet_control else "watch" if len(recent) > base else "quiet",
        horizon="institutional", who_can_see=who, evidence_ids=recent,
    )  # fmt: skip


def _silence(facts: Facts, corridor: str) -> Row:
    """Weeks since anybody reported from a corridor: silence is not calm."""
    days = [e.day for e in facts.effort if corridor in e.corridors]
    last = max(days, default=facts.first_monday)
    weeks = max(0, (facts.today - last).days // 7)
    who = by_number(Counter(e.component for e in facts.effort if corridor in e.corridors))
    return row_of(
        facts, "corridor", corridor, "coverage",
        observable="weeks since the last report from the corridor",
        value=float(weeks), base_rate=0.0, threshold=float(SILENT_WEEKS),
        state="no_coverage" if weeks >= SILENT_WEEKS else "quiet", horizon="immediate",
        who_can_see=who or sorted(c.name for c in facts.run.profile.components), evidence_ids=[],
    )  # fmt: skip


def _is_covered(facts: Facts, kind: str, scope: str, home: frozenset[str], start: dt.date) -> bool:
    for effort in facts.effort:
        if effort.day <= start:
            continue
        if kind == "corridor" and scope not in effort.corridors:
            continue
        if kind == "hypothesis" and home and not home & effort.admin2:
            continue
        return True
    return False


def row_of(facts: Facts, kind: str, scope: str, code: str, **figures: Any) -> Row:
    """One row of the indicator table, with the day on which to look again."""
    again = facts.today + dt.timedelta(days=LOOK_AGAIN[figures["state"]])
    names = {"scope_kind": kind, "scope": scope, "by_on": again, "observable_code": code}
    return {"indicator_id": identifier("indicator", kind, scope, code), **names, **figures}


def by_number(counts: Counter[str]) -> list[str]:
    """Names, most frequent first."""
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
