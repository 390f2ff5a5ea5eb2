"""The tree of indicators above its leaves, and how each observable did as a warning so far.

The past is replayed week by week on what had been received by then. An escalation is the first
week in which an area's violent incidents of 30 days exceed every such window before. That the
strong simple rule (`surge`) stands among the observables is meant: it is the floor to beat.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from fusion.outlook import falls
from fusion.outlook.adjacency import nearest, touching
from fusion.outlook.facts import Facts
from fusion.outlook.indicators import (
    LEAST_HISTORY_DAYS,
    LOOK_AGAIN,
    WINDOW_DAYS,
    Hypothesis,
    Row,
    area_rows,
    mission_rows,
)
from fusion.outlook.observables import observables, told_of
from fusion.outlook.traceability import pirs_of
from fusion.terms.identifiers import identifier

AHEAD = 56  # days: an immediate warning is of use for about two months
WEEKS_BACK = 104  # replayed at the most: two years of weeks tell what is usual
ROOT = "warning"
# One sign is a reason to look; two of different kinds, from two who do not share one rumour, are a
# warning: that is corroboration, as for incidents.
KINDS_AT_ONCE, TELLERS = 2, 2
NAMES = {
    falls.CODE: falls.NAME,
    "surge": "more incidents in 30 days than in any 30 days before",
    ROOT: "precursors of different kinds at once, told by different components",
}
LEAST_EVENTS = 2  # a ratio of one event is an anecdote


@cache
def precursors() -> frozenset[str]:
    """Observables that come before an event, and not over years: words, and a fall next door."""
    told = {code for code, row in observables().items() if row["horizon"] == "immediate"}
    return frozenset({*told, falls.CODE})


@dataclass(frozen=True)
class Seen:
    """State of one observable in one scope at the end of a past week."""

    kind: str
    scope: str
    code: str
    day: dt.date
    is_raised: bool


def with_tree(
    facts: Facts, hypotheses: Sequence[Hypothesis], leaves: Sequence[Row], scores: Sequence[Row]
) -> list[Row]:
    """Leaves with their parent, requirements and record, and one root for each scope."""
    markets = {h.hypothesis_id: h.markets for h in hypotheses}
    crossing = {
        c.code: tuple(m for h in hypotheses for i in h.incidents if c.code in i.corridors
                      for m in h.markets)
        for c in facts.run.profile.corridors
    }  # fmt: skip
    record = {row["observable_code"]: row for row in scores}
    scopes: dict[tuple[str, str], list[Row]] = {}
    for leaf in leaves:
        key = (leaf["scope_kind"], leaf["scope"])
        about = markets.get(leaf["scope"], crossing.get(leaf["scope"], ()))
        did = record.get(leaf["observable_code"], {})
        scopes.setdefault(key, []).append(
            leaf | {
                "parent_id": identifier("indicator", *key, ROOT),
                "pirs": pirs_of(facts, about, leaf["observable_code"]),
                "likelihood_ratio": did.get("likelihood_ratio"),
                "lead_days": did.get("lead_days"),
                "false_per_week": did.get("false_per_week"),
            }
        )  # fmt: skip
    roots = [root(facts, *key, rows) for key, rows in scopes.items()]
    return [row for rows in scopes.values() for row in rows] + roots


def root(facts: Facts, kind: str, scope: str, leaves: Sequence[Row]) -> Row:
    """The warning above the leaves of one scope.

    raised: precursors of two different kinds above their usual at once, told by two components;
    one component may see one rumour twice.
    """
    signs = [row for row in leaves if row["observable_code"] in precursors()]
    signs = [row for row in signs if row["state"] in ("watch", "raised")]
    told_by = {e.account_id: e.component for e in facts.effort}
    tellers = {told_by[e] for row in signs for e in row["evidence_ids"] if e in told_by}
    state = "watch" if signs else "quiet"
    if len(signs) >= KINDS_AT_ONCE and len(tellers) >= TELLERS:
        state = "raised"
    elif leaves and all(row["state"] == "no_coverage" for row in leaves):
        state = "no_coverage"
    horizons = {row["horizon"] for row in signs}
    return {
        "indicator_id": identifier("indicator", kind, scope, ROOT),
        "scope_kind": kind,
        "scope": scope,
        "observable": NAMES[ROOT],
        "observable_code": ROOT,
        "value": float(len(signs)),
        "base_rate": 0.0,
        "threshold": float(KINDS_AT_ONCE),
        "state": state,
        "horizon": "institutional" if horizons == {"institutional"} else "immediate",
        "who_can_see": list(dict.fromkeys(c for row in leaves for c in row["who_can_see"])),
        "by_on": facts.today + dt.timedelta(days=LOOK_AGAIN[state]),
        "evidence_ids": sorted({e for row in signs for e in row["evidence_ids"]}),
        "pirs": sorted({pir for row in leaves for pir in row.get("pirs", ())}),
    }


def replay(facts: Facts, texts: Mapping[str, str]) -> list[Seen]:
    """States of every corridor, second-level unit and the mission at the end of each past week."""
    told = told_of(facts, texts)
    units = sorted({i.admin2 for i in facts.incidents if i.admin2})
    scopes = [("corridor", c.code) for c in facts.run.profile.corridors]
    scopes += [("admin2", unit) for unit in units]
    seen: list[Seen] = []
    for day in _week_ends(facts):
        then = facts.as_of(day)
        heard = {code: [(s, e) for s, e in pairs if e.known_on <= day]
                 for code, pairs in told.items()}  # fmt: skip
        rows = mission_rows(then, heard)
        fell = {(row["scope_kind"], row["scope"]): row for row in falls_of(then, units)}
        for kind, scope in scopes:
            leaves = [*area_rows(then, kind, scope, heard), fell[kind, scope]]
            rows += [*leaves, root(then, kind, scope, leaves)]
        for row in rows:
            is_raised = row["state"] == "raised"
            seen.append(
                Seen(row["scope_kind"], row["scope"], row["observable_code"], day, is_raised)
            )
    return seen


def falls_of(facts: Facts, units: Sequence[str] = ()) -> list[Row]:
    """The fall next door for every corridor, and for second-level units where they are named."""
    rows = falls.fall_rows(facts, "corridor", touching(facts.run.profile.corridors))
    if units:
        near = nearest(facts)
        rows += falls.fall_rows(facts, "admin2", {unit: near.get(unit, ()) for unit in units})
    return rows


def score_rows(facts: Facts, seen: Sequence[Seen]) -> list[Row]:
    """Rows of indicator_score: hits, misses, false alarms and lead of each observable."""
    weeks = _week_ends(facts)
    events = {
        key: _escalations(facts, key[0], key[1], weeks) for key in {(s.kind, s.scope) for s in seen}
    }
    groups: dict[tuple[str, str], list[Seen]] = {}
    for state in seen:
        groups.setdefault((state.kind, state.code), []).append(state)
    return [_score(kind, code, states, events, len(weeks))
            for (kind, code), states in sorted(groups.items())]  # fmt: skip


def _week_ends(facts: Facts) -> list[dt.date]:
    """Sundays that have a record before them, up to the last complete week."""
    n = max(0, (facts.today - facts.first_monday).days // 7)
    days = [facts.first_monday + dt.timedelta(days=7 * k + 6) for k in range(n)]
    start = facts.first_monday + dt.timedelta(days=LEAST_HISTORY_DAYS)
    return [day for day in days if day >= start][-WEEKS_BACK:]


def _escalations(facts: Facts, kind: str, scope: str, weeks: Sequence[dt.date]) -> list[dt.date]:
    """First weeks of record-high violence (at least two violent incidents in 30 days)."""
    days = sorted(
        i.day.toordinal() for i in facts.incidents
        if i.is_violent and (kind == "mission" or scope == i.admin2 or scope in i.corridors)
    )  # fmt: skip
    found, was_record, highest = [], False, 1
    end = facts.first_monday + dt.timedelta(days=6)
    while weeks and end <= weeks[-1]:
        last = end.toordinal()
        count = bisect_right(days, last) - bisect_right(days, last - WINDOW_DAYS)
        if count > highest and not was_record and end >= weeks[0]:
            found.append(end)
        was_record, highest = count > highest, max(highest, count)
        end += dt.timedelta(weeks=1)
    return found


def _score(
    kind: str, code: str, states: Sequence[Seen],
    events: Mapping[tuple[str, str], Sequence[dt.date]], n_weeks: int,
) -> Row:  # fmt: skip
    ahead = dt.timedelta(days=AHEAD)
    raised: dict[str, list[dt.date]] = {}
    before = after = raised_before = raised_else = n_false = 0
    for state in states:
        follows = any(state.day < day <= state.day + ahead for day in events[kind, state.scope])
        before, after = before + follows, after + (not follows)
        if state.is_raised:
            earlier = raised.setdefault(state.scope, [])
            # A raising begins where the week before was not raised.
            is_new = not earlier or (state.day - earlier[-1]).days > 7
            n_false += is_new and not follows
            earlier.append(state.day)
            raised_before, raised_else = raised_before + follows, raised_else + (not follows)
    leads = _leads(kind, raised, events)
    n_events = sum(len(days) for key, days in events.items() if key[0] == kind)
    ratio = ((raised_before + 0.5) / (before + 1)) / ((raised_else + 0.5) / (after + 1))
    return {
        "scope_kind": kind,
        "observable_code": code,
        "observable": observables().get(code, {}).get("observable", NAMES.get(code, code)),
        "n_weeks": len(states),
        "n_raised": raised_before + raised_else,
        "n_events": n_events,
        "n_warned": len(leads),
        "n_false": n_false,
        "false_per_week": n_false / max(n_weeks, 1),
        "base_rate": before / max(len(states), 1),
        "likelihood_ratio": ratio if n_events >= LEAST_EVENTS else None,
        "lead_days": float(median(leads)) if leads else None,
    }


def _leads(
    kind: str, raised: Mapping[str, Sequence[dt.date]],
    events: Mapping[tuple[str, str], Sequence[dt.date]],
) -> list[int]:  # fmt: skip
    """Days from the first raising within AHEAD days to each warned event."""
    leads = []
    for (event_kind, scope), days in sorted(events.items()):
        for day in days if event_kind == kind else ():
            first = [d for d in raised.get(scope, ()) if 0 < (day - d).days <= AHEAD]
            leads += [(day - min(first)).days] if first else []
    return leads
