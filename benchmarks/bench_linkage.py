"""Weights of evidence for one person: those of the product beside Splink's, learned without labels.

Pairs of persons as single accounts name them, before any merge: of the sample mission (with its
truth table), and planted ones. Splink learns from the very pairs that it is scored on, unlabelled.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_names import AP, F1, measures
from benchmarks.bench_resolution import planted
from benchmarks.bench_sample import matching, spans_of
from benchmarks.learn_actor_linkage import learn, levels_of, weigh_all
from benchmarks.sample_truth import SAMPLE, align
from fusion.actors.gazetteer import gazetteer_of
from fusion.actors.mentions.learned import read_again
from fusion.actors.mentions.read import read_account
from fusion.actors.resolve.bearers import Bearers
from fusion.actors.resolve.clusters import Spread
from fusion.actors.resolve.evidence import weigh
from fusion.actors.resolve.likeness import Likeness
from fusion.actors.resolve.model import Node, Persona
from fusion.actors.resolve.personas import personas_of
from fusion.actors.stage import sources_of
from fusion.pipeline import run as running
from fusion.pipeline.bench import Row
from fusion.pipeline.layout import Mission
from fusion.store import Published

PLANTED = 400  # mentions: pairs grow with the square
SAFE = 0.98  # precision that an automatic merge is asked to have
Labelled = tuple[list[Persona], list[str]]


def rows(_data: Path | None) -> list[Row]:
    """Average precision, best F1 and recall at precision .98 of both, on both sets."""
    found = []
    for name, (personas, truth) in (("sample", sample()), ("planted", _planted())):
        levels = levels_of(personas)
        learned = weigh_all(levels, learn(levels))
        own = ours(personas)
        one, two = np.triu_indices(len(personas), 1)
        is_match = np.array([truth[a] == truth[b] for a, b in zip(one, two, strict=True)], float)
        for who, scores in (("weights of the product", own), ("Splink 5, learned", learned)):
            told = measures(is_match, scores[one, two])
            safe = _recall(is_match, scores[one, two])
            found.append(
                Row(f"linkage: {name}, {int(is_match.sum()):,} of {len(one):,} pairs, {who}", "–",
                    f"average precision {told[AP]:.3f}, best F1 {told[F1]:.3f}, "
                    f"recall at precision {SAFE} {safe:.3f}", None)
            )  # fmt: skip
    return found


def sample() -> Labelled:
    """Full-named persons of the sample mission's accounts that its truth table knows."""
    mission = Mission.open(SAMPLE / "mission.yaml", None, None)
    running.run(mission, dt.datetime.now(dt.UTC), lambda *_: None)
    tables = Published(mission.home.published).tables()
    gazetteer = gazetteer_of(mission.profile)
    readings = [read_account(s, mission.profile, gazetteer) for s in sources_of(tables)]
    read_again(readings, gazetteer)
    truth = align(tables)
    spans = spans_of(truth, tables)
    actor = {
        mention: row["actor"]
        for row in truth.tables["mention"]
        if row["report_key"] in truth.found
        for mention in matching(row, spans)[:1]
    }
    kept, true = [], []
    for persona in (p for reading in readings for p in personas_of(reading)):
        known = [actor[s.mention_id] for s in persona.spots if s.mention_id in actor]
        if known and not persona.is_weak:
            kept.append(persona)
            true.append(known[0])
    return kept, true


def _planted() -> Labelled:
    personas, truth = planted(PLANTED)
    return personas, [str(who) for who in truth]


def ours(personas: list[Persona]) -> NDArray[np.float64]:
    """personas × personas sums of the product's own terms, for single accounts."""
    likeness = Likeness()
    bearers = Bearers((p.names[0] for p in personas), likeness)
    spread = Spread(p.context for p in personas)
    nodes = [Node(str(n), p.names, [p], p.context, p.is_weak) for n, p in enumerate(personas)]
    names = [p.names[0] for p in personas]
    likeness.announce((a, b) for a in names for b in names)
    found = np.zeros((len(nodes), len(nodes)))
    for a, one in enumerate(nodes):
        for b, two in enumerate(nodes[a + 1 :], a + 1):
            score, shared = likeness.of(names[a], names[b])
            score = 1.0 if names[a] == names[b] else score
            alone = bearers.alone(names[a], names[b]) if score > 0 else 0.0
            crowd = bearers.crowd(names[a], names[b])
            evidence = weigh(one, two, (score, shared), alone=alone, crowd=crowd, spread=spread)
            terms = evidence.terms
            found[a, b] = sum(weight for _, weight in terms)
    return found


def _recall(truth: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    safe = hits[hits / np.arange(1, len(hits) + 1) >= SAFE]
    return float(safe.max() / truth.sum()) if len(safe) else 0.0
