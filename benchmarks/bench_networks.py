"""Lasting identities and retractions of the sample mission's hypotheses, week by week.

The stage is run at the end of each of the 26 weeks on what had been received by then. Who is who
and which accounts tell of one incident is taken as the whole mission knows it (`fusion replay`
shows the rest): this measures the room, not those upstream of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.sample_truth import SAMPLE, Truth, align, groups_by, squeeze
from fusion.networks import STAGE
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.profile import Profile
from fusion.stage import Output, Run
from fusion.store import Published

Tables = dict[str, pa.Table]
SEED = 1
# What makes a hypothesis for a reader; strengths and p-values move a little with every report.
SEEN = ("hypothesis_actor", "hypothesis_incident", "hypothesis_account", "hypothesis_tie")


@dataclass
class Story:
    """What the 26 issues say: members by hypothesis when last shown, and the whole lineage."""

    members: dict[str, set[str]] = field(default_factory=dict)
    by_week: list[dict[str, set[str]]] = field(default_factory=list)
    lineages: list[list[dict[str, Any]]] = field(default_factory=list)


def rows(_data: Path | None) -> list[Row]:
    """Run the sample mission if anything is pending, then the stage week by week."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    tables = {name: pa.table(t.to_pydict(), t.schema) for name, t in tables.items()}
    truth = align(tables)
    true_of = _true_actors(truth, tables)
    story = _replay(tables, mission.profile)
    planted = groups_by(truth.tables["network"], "network", "actor")
    return [
        *_identities(story, true_of, planted, truth),
        *_branches(story, true_of, planted),
        *_facilitator(tables, mission.profile, true_of, planted),
        *_retraction(tables, mission.profile),
    ]


def _true_actors(truth: Truth, tables: Tables) -> dict[str, set[str]]:
    """Planted actors that each resolved actor stands for, by the spellings of its mentions."""
    account_of = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    found = {account_of[report]: key for key, report in truth.found.items()}
    spelt = defaultdict(set)
    for row in truth.tables["mention"]:
        spelt[row["report_key"]].add((squeeze(row["surface"]), row["actor"]))
    out: dict[str, set[str]] = defaultdict(set)
    for row in tables["actor_mention"].to_pylist():
        surface = squeeze(row["surface"])
        for wanted, actor in spelt.get(found.get(row["account_id"], ""), ()):
            if wanted in surface or (surface in wanted and 2 * len(surface) > len(wanted)):
                out[row["actor_id"]].add(actor)
    return out


def _at(tables: Tables, profile: Profile, sunday: dt.date) -> Output:
    midnight = dt.datetime.combine(sunday + dt.timedelta(days=1), dt.time(), dt.UTC)
    given = {n: tables[n] for n in STAGE.reads if n not in STAGE.writes}
    return STAGE.function(given, Run(profile, midnight, SEED))


def _replay(tables: Tables, profile: Profile) -> Story:
    story = Story()
    for week in range(26):
        out = _at(tables, profile, profile.first_monday + dt.timedelta(days=7 * week + 6)).tables
        members: dict[str, set[str]] = defaultdict(set)
        for row in out["hypothesis_actor"].to_pylist():
            members[row["hypothesis_id"]].add(row["actor_id"])
        story.members |= members
        story.by_week.append(dict(members))
        story.lineages.append(out["hypothesis_lineage"].to_pylist())
    return story


def _identities(
    story: Story, true_of: dict[str, set[str]], planted: dict[str, set[str]], truth: Truth
) -> list[Row]:
    last = story.lineages[-1]
    shown = {e["hypothesis_id"] for e in last}
    early = [row for lineage in story.lineages for row in lineage if row["hypothesis_id"] in shown]
    rewritten, stronger = (
        {_told(row, apart) for row in early} - {_told(row, apart) for row in last}
        for apart in ({"strength"}, set())
    )
    is_planted = {name: set(a) for name, a in planted.items() if not name.startswith("D")}
    name_of = {h: _nearest(m, true_of, is_planted) for h, m in story.members.items()}
    changes = [e for e in last if e["event"] in ("split_from", "merged_into")]
    said = [(e["event"], name_of.get(e["hypothesis_id"]), name_of.get(e["other_id"]))
            for e in changes]  # fmt: skip
    true = [(e["event"], e["network"], e["other"]) for e in truth.tables["lineage"] if e["other"]]
    births = [name_of.get(e["hypothesis_id"]) for e in last if e["event"] == "new"]
    doubled = sorted(str(n) for n in set(births) if births.count(n) > 1)
    kept = [event for event in true if event in said]
    extra = [event for event in said if event not in true]
    listed = "; ".join(f"{one} {what.replace('_', ' ')} {other}" for what, one, other in extra)
    return [
        Row("networks: splits and merges of the truth in the lineage", "all",
            f"{len(kept)} of {len(true)}", len(kept) == len(true)),
        Row("networks: splits and merges that are none", "0",
            f"{len(extra)}{': ' + listed if listed else ''}", not extra),
        Row("networks: planted networks that two hypotheses were founded for", "0",
            f"{len(doubled)}{': ' + ', '.join(doubled) if doubled else ''}", not doubled),
        Row("networks: lineage rows of 26 issues that a later issue changed", "0",
            f"{len(rewritten)}; with strength {len(stronger)}", not rewritten),
    ]  # fmt: skip


def _told(row: dict[str, Any], apart: set[str]) -> tuple[Any, ...]:
    """A row of the lineage. Strength is told as today's grades, ties and withdrawals have it."""
    return tuple(value for key, value in row.items() if key not in apart)


def _f1(held: set[str], actors: set[str]) -> float:
    return 2 * len(held & actors) / max(1, len(held) + len(actors))


def _true(members: set[str], true_of: dict[str, set[str]]) -> set[str]:
    return set().union(*(true_of.get(m, {m}) for m in members)) if members else set()


def _nearest(
    members: set[str], true_of: dict[str, set[str]], planted: dict[str, set[str]]
) -> str | None:
    held = _true(members, true_of)
    best = max(sorted(planted), key=lambda name: _f1(held, planted[name]), default=None)
    return best if best and held & planted[best] else None


def _branches(
    story: Story, true_of: dict[str, set[str]], planted: dict[str, set[str]]
) -> list[Row]:
    """The branch that merged in week 20, in the issue of the week before."""
    name, week = "N4B", 18
    held = max(
        (_true(m, true_of) for m in story.by_week[week].values()),
        key=lambda held: _f1(held, planted[name]), default=set(),
    )  # fmt: skip
    precision = len(held & planted[name]) / max(1, len(held))
    recall = len(held & planted[name]) / len(planted[name])
    return [Row(f"networks: branch {name} in the issue before it merges (week {week + 1})",
                "precision and recall ≥ 0.85", f"precision {precision:.2f}, recall {recall:.2f}",
                min(precision, recall) >= 0.85)]  # fmt: skip


def _facilitator(
    tables: Tables, profile: Profile, true_of: dict[str, set[str]], planted: dict[str, set[str]]
) -> list[Row]:
    """Who stands in N1 and in N2 by the truth, and whether the last issue marks them as bridges."""
    end = profile.first_monday + dt.timedelta(days=7 * 25 + 6)
    shared = planted["N1"] & planted["N2"]
    seats: dict[str, set[str]] = defaultdict(set)
    members: dict[str, set[str]] = defaultdict(set)
    for row in _at(tables, profile, end).tables["hypothesis_actor"].to_pylist():
        members[row["hypothesis_id"]].add(row["actor_id"])
        for actor in true_of.get(row["actor_id"], ()):
            if row["is_bridge"]:
                seats[actor].add(row["hypothesis_id"])
    apart = {_nearest(m, true_of, {n: planted[n] for n in ("N1", "N2", "N3", "N4")})
             for m in members.values()}  # fmt: skip
    seen = sum(len(seats[actor]) > 1 for actor in shared)
    kept = {"N1", "N2"} <= apart
    return [Row("networks: shared facilitator a bridge, and the two networks kept apart", "yes",
                f"{seen} of {len(shared)} marked; {'kept apart' if kept else 'taken for one'}",
                seen == len(shared) and kept)]  # fmt: skip


def _retraction(tables: Tables, profile: Profile) -> list[Row]:
    """Withdraw each incident that a hypothesis holds, one at a time, with all its origins.

    A hypothesis rests on an incident that it holds: it must change. It is joined to such a one
    when either issue tells of a split, merger or return between them, or when they share a member
    or an incident, now or before: on which side of a bridge somebody stands is judged from both
    sides. All others must stay as they are, to the row.
    """
    end = profile.first_monday + dt.timedelta(days=7 * 25 + 6)
    before = _at(tables, profile, end).tables
    held = sorted(set(before["hypothesis_incident"]["incident_id"].to_pylist()))
    hit = missed = beside = other = 0
    for incident in held:
        after = _at(_withdrawn(tables, incident), profile, end).tables
        one, two = _by_hypothesis(before), _by_hypothesis(after)
        rested = {h for h, held_by in one.items() if ("hypothesis_incident", incident) in held_by}
        changed = {h for h in one.keys() | two.keys() if one.get(h) != two.get(h)}
        joined = _joined(rested, [before, after])
        hit += len(rested & changed)
        missed += len(rested - changed)
        beside += len(changed & joined)
        other += len(changed - rested - joined)
    return [
        Row(f"networks: hypotheses that rested on {len(held)} withdrawn incidents, changed",
            "all", f"{hit} of {hit + missed}", missed == 0),
        Row("networks: others joined to them by lineage, member or incident that changed", "–",
            str(beside), None),
        Row("networks: other hypotheses whose members, incidents or ties changed with them", "0",
            str(other), other == 0),
    ]  # fmt: skip


def _joined(rested: set[str], issues: list[Mapping[str, pa.Table]]) -> set[str]:
    """Hypotheses joined to some of these in any of the issues, without these."""
    held: dict[str, set[tuple[str, str]]] = defaultdict(set)
    out: set[str] = set()
    for issue in issues:
        for name, found in _by_hypothesis(issue).items():
            held[name] |= {e for e in found if e[0] in ("hypothesis_actor", "hypothesis_incident")}
        for row in issue["hypothesis_lineage"].to_pylist():
            pair = {row["hypothesis_id"], row["other_id"]}
            out |= pair if pair & rested else set()
    own = set().union(*(held[name] for name in rested))
    out |= {name for name, found in held.items() if found & own}
    return out - rested - {None}


def _withdrawn(tables: Tables, incident: str) -> Tables:
    links = tables["incident_account"].filter(pc.field("incident_id") == incident)
    gone = pa.array(links["account_id"].to_pylist())
    out = dict(tables)
    for name in ("account", "origin"):
        table = tables[name]
        flag = pc.or_(table["is_withdrawn"], pc.is_in(table["account_id"], gone))
        place = table.column_names.index("is_withdrawn")
        out[name] = table.set_column(place, table.schema.field("is_withdrawn"), flag)
    return out


def _by_hypothesis(tables: Mapping[str, pa.Table]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name in SEEN:
        key = next(c for c in ("actor_id", "incident_id", "account_id", "tie_id")
                   if c in tables[name].column_names)  # fmt: skip
        for row in tables[name].to_pylist():
            found[row["hypothesis_id"]].add((name, row[key]))
    return dict(found)
