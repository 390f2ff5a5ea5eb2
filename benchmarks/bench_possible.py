"""Possible members: what attaching by trade, place and time does to recall and precision."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow as pa

from benchmarks.bench_sample import matching, spans_of
from benchmarks.planted_possibles import Planted, planted_mission
from benchmarks.sample_truth import SAMPLE, align, groups_by
from fusion.networks import STAGE
from fusion.networks.possible import ROLE
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published
from tests.support import make_run

# Thresholds were chosen on seeds 0-14.
SEEDS = range(1000, 1025)
# No report tells them from hidden members; how many there are decides what precision can be.
ALIKE = "same trade on their own"


def rows(_data: Path | None) -> list[Row]:
    """Planted missions, then the sample mission with and without possible members."""
    return [*_planted(), *_sample()]


def _planted() -> list[Row]:
    attached, hidden, right = Counter[str](), 0, 0
    stated: list[float] = []
    for seed in SEEDS:
        mission = planted_mission(seed)
        tables = STAGE.function(mission.case.world.tables(), make_run()).tables
        found = tables["hypothesis_actor"].to_pylist()
        hidden += sum(map(len, mission.cells))
        for row in found:
            if row["role"] == ROLE:
                mine = [m for m in found if m["hypothesis_id"] == row["hypothesis_id"]]
                core = {m["actor_id"] for m in mine if m["role"] != ROLE}
                right += row["actor_id"] in _cells_of(mission, core)
                attached[_kind(mission, row["actor_id"])] += 1
                stated.append(row["probability"])
    n = attached.total()
    others = {kind: k for kind, k in attached.items() if kind not in ("hidden member", ALIKE)}
    listed = ", ".join(f"{kind} {k}" for kind, k in sorted(others.items())) or "none"
    share = right / max(1, n)
    mean = sum(stated) / max(1, n)
    return [
        Row("possible: hidden members of planted networks attached to their own", "–",
            f"{right / max(1, hidden):.2f} ({right} of {hidden})", None),
        Row("possible: of those attached, hidden members; as many ply the trade on their own",
            "at least as probable as stated", f"{share:.2f} of {n}, stated {mean:.2f}",
            share >= mean),
        Row("possible: attached who are neither hidden members nor ply the trade there", "≤ 5 %",
            f"{sum(others.values())} of {n} ({listed})", sum(others.values()) <= 0.05 * n),
    ]  # fmt: skip


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
    attached = {r["actor_id"] for r in tables["hypothesis_actor"].to_pylist() if r["role"] == ROLE}
    inside = decoys & set().union(*(true_of.get(a, set()) for a in attached))
    return [
        *(_network(name, planted[name], tables["hypothesis_actor"], true_of)
          for name in ("N1", "N2", "N3", "N4")),
        Row("possible: decoys of the sample mission among them", "0",
            f"{len(inside)} of {len(attached)}", not inside),
    ]  # fmt: skip


def _network(
    name: str, planted: set[str], member: pa.Table, true_of: dict[str, set[str]]
) -> Row:  # fmt: skip
    """Precision and recall of the best match without possible members, and with them."""
    found: dict[str, dict[bool, set[str]]] = defaultdict(lambda: {False: set(), True: set()})
    for row in member.to_pylist():
        held = true_of.get(row["actor_id"], {row["actor_id"]})
        found[row["hypothesis_id"]][row["role"] == ROLE] |= held
    best = max(found.values(), key=lambda h: 2 * len(h[False] & planted)
               / max(1, len(h[False]) + len(planted)))  # fmt: skip
    said = []
    for held in (best[False], best[False] | best[True]):
        hit = len(held & planted)
        said.append(f"{hit / max(1, len(held)):.2f} / {hit / len(planted):.2f}")
    return Row(f"possible: {name}, precision / recall without and with them", "–",
               f"{said[0]}; {said[1]}", None)  # fmt: skip
