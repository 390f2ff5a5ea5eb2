"""Possible members: what looking by trade, place and time adds, and what it costs."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow as pa

from benchmarks.bench_sample import matching, spans_of
from benchmarks.planted_possibles import Planted, planted_mission
from benchmarks.sample_truth import SAMPLE, align, groups_by
from fusion.networks import STAGE
from fusion.networks.possible import PROBABILITY
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published
from tests.support import make_run

# Thresholds were chosen on seeds 0-14.
SEEDS = range(1000, 1025)
Seats = set[tuple[str, str]]
# No report tells them from hidden members; how many there are decides what precision can be.
ALIKE = "same trade on their own"


def rows(_data: Path | None) -> list[Row]:
    """Planted missions, then the sample mission with and without possible members."""
    return [*_planted(), *_sample()]


def _planted() -> list[Row]:
    attached, hidden, right = Counter[str](), 0, 0
    for seed in SEEDS:
        mission = planted_mission(seed)
        tables = STAGE.function(mission.case.world.tables(), make_run()).tables
        members: dict[str, set[str]] = defaultdict(set)
        for row in tables["hypothesis_actor"].to_pylist():
            members[row["hypothesis_id"]].add(row["actor_id"])
        hidden += sum(map(len, mission.cells))
        for hypothesis_id, actor in sorted(_possible(tables["possible_incident"])):
            right += actor in _cells_of(mission, members[hypothesis_id])
            attached[_kind(mission, actor)] += 1
    n = attached.total()
    others = {kind: k for kind, k in attached.items() if kind not in ("hidden member", ALIKE)}
    listed = ", ".join(f"{kind} {k}" for kind, k in sorted(others.items())) or "none"
    share = right / max(1, n)
    return [
        Row("possible: hidden members of planted networks named near their own", "–",
            f"{right / max(1, hidden):.2f} ({right} of {hidden})", None),
        Row("possible: of those named, hidden members; as many ply the trade on their own",
            f"≥ {PROBABILITY:.2f}, as stated", f"{share:.2f} of {n}", share >= PROBABILITY),
        Row("possible: named who are neither hidden members nor ply the trade there", "≤ 5 %",
            f"{sum(others.values())} of {n} ({listed})", sum(others.values()) <= 0.05 * n),
    ]  # fmt: skip


def _possible(table: pa.Table) -> set[tuple[str, str]]:
    """Hypothesis and actor of each possible incident."""
    return {(r["hypothesis_id"], a) for r in table.to_pylist() for a in r["actor_ids"]}


def _cells_of(mission: Planted, core: set[str]) -> set[str]:
    """Hidden members of the planted network that a hypothesis stands for."""
    best = max(range(len(mission.people)), key=lambda n: len(core & set(mission.people[n])))
    return mission.cells[best]


def _kind(mission: Planted, actor: str) -> str:
    kinds = (kind for kind, names in mission.others.items() if actor in names)
    return next(kinds, "hidden member")


def _sample() -> list[Row]:
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    truth = align(tables)
    spans, true_of = spans_of(truth, tables), defaultdict(set)
    actor_of = {r["mention_id"]: r["actor_id"] for r in tables["actor_mention"].to_pylist()}
    for row in truth.tables["mention"]:
        for mention in matching(row, spans):
            if mention in actor_of:
                true_of[actor_of[mention]].add(row["actor"])
    planted = groups_by(truth.tables["network"], "network", "actor")
    decoys = set().union(*(planted[name] for name in planted if name.startswith("D")))
    possible = _possible(tables["possible_incident"])
    members = {(r["hypothesis_id"], r["actor_id"]) for r in tables["hypothesis_actor"].to_pylist()}
    attached = {actor for _, actor in possible}
    inside = decoys & set().union(*(true_of.get(a, set()) for a in attached))
    return [
        *(_network(name, planted[name], members, possible, true_of)
          for name in ("N1", "N2", "N3", "N4")),
        Row("possible: decoys of the sample mission among them", "0",
            f"{len(inside)} of {len(attached)}", not inside),
    ]  # fmt: skip


def _network(
    name: str, planted: set[str], members: Seats, possible: Seats, true_of: dict[str, set[str]]
) -> Row:
    """Precision and recall of the best match without possible members, and with them."""
    held: dict[str, set[str]] = defaultdict(set)
    for hypothesis_id, actor in members:
        held[hypothesis_id] |= true_of.get(actor, {actor})
    best = max(sorted(held), key=lambda h: 2 * len(held[h] & planted)
               / (len(held[h]) + len(planted)))  # fmt: skip
    more = set().union(*(true_of.get(a, {a}) for h, a in possible if h == best))
    said = []
    for found in (held[best], held[best] | more):
        hit = len(found & planted)
        said.append(f"{hit / max(1, len(found)):.2f} / {hit / len(planted):.2f}")
    return Row(f"possible: {name}, precision / recall of members; with possible ones", "–",
               f"{said[0]}; {said[1]}", None)  # fmt: skip
