"""Roles said of the sample mission's planted actors, against its truth table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import pyarrow as pa

from benchmarks.bench_sample import matching, spans_of
from benchmarks.sample_truth import Truth
from fusion.pipeline.bench import Row


def role_row(truth: Truth, tables: Mapping[str, pa.Table]) -> Row:
    """Micro precision and recall of (actor, role); 'member' is what no claim is needed for."""
    planted: dict[str, set[str]] = defaultdict(set)
    for row in truth.tables["network"]:
        planted[row["actor"]].add(row["role"])
    true_of = _true_of(truth, dict(tables))
    said: dict[str, set[str]] = defaultdict(set)
    for claim in tables["claim"].to_pylist():
        if claim["kind"] == "role" and claim["polarity"] == "affirmed":
            said[true_of.get(claim["subject_id"], "")].add(claim["predicate"])
    hits = n_said = n_true = 0
    for actor, roles in planted.items():
        wanted, heard = roles - {"member"}, said[actor] - {"member"}
        hits += len(wanted & heard)
        n_said, n_true = n_said + len(heard), n_true + len(wanted)
    precision, recall = hits / max(1, n_said), hits / max(1, n_true)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    measured = f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} ({n_true} roles)"
    return Row("crime: sample, roles of planted actors, micro", "–", measured, None)


def _true_of(truth: Truth, tables: dict[str, pa.Table]) -> dict[str, str]:
    """The planted actor that most mentions of a published actor are."""
    spans = spans_of(truth, tables)
    actor_of = {r["mention_id"]: r["actor_id"] for r in tables["actor_mention"].to_pylist()}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in truth.tables["mention"]:
        for mention in matching(row, spans)[:1]:
            if mention in actor_of:
                votes[actor_of[mention]][row["actor"]] += 1
    return {actor: max(sorted(seen), key=lambda a: seen[a]) for actor, seen in votes.items()}
