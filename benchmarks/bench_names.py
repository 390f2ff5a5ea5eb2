"""The name comparison on labelled pairs of real names, and its speed.

`fusion bench names --data DIR`: DIR holds names/name_pairs.csv and names/un_list_pairs.csv (columns
name1, name2, is_match and, for slices, script, reachable, content1, content2).
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np

from benchmarks.learn_names import held_out_rows
from fusion.actors.names import score_pairs
from fusion.pipeline.bench import Row

SETS = ("name_pairs", "un_list_pairs")
TIMED = "un_list_pairs"  # the other set is too small to time
FASTEST = 100_000  # pairs per second of one core
AP, F1, RECALL = "average precision", "best F1", "recall at precision .95"
ALL, CROSS = "all", "Latin against original script"
HELD_OUT = "not learned from"  # the weights never saw these pairs; see models/actor_names.md
REACHABLE, FULL = "a string matcher can reach", "full names"
# (set, slice, measure): least value, and the best peer on the same pairs (November 2026).
BARS = {
    ("name_pairs", ALL, F1): (0.86, "logic-v2 0.786–0.793"),
    ("un_list_pairs", ALL, AP): (0.50, "logic-v2 0.413"),
    ("un_list_pairs", ALL, RECALL): (0.20, "logic-v2 0.085"),
    ("un_list_pairs", REACHABLE, F1): (0.65, "logic-v2 0.523"),
    ("un_list_pairs", FULL, AP): (0.78, "logic-v2 0.665"),
    ("un_list_pairs", CROSS, AP): (0.65, "WRatio on anyascii 0.514"),
    ("un_list_pairs", CROSS, RECALL): (0.20, "under 0.01"),
}
Pairs = list[dict[str, str]]


def rows(data: Path | None) -> list[Row]:
    """Measured rows of every set; says which set is absent."""
    found: list[Row] = []
    for name in SETS:
        path = (data or Path()) / "names" / f"{name}.csv"
        if data is None or not path.is_file():
            found.append(Row(f"names: {name}", "–", f"absent: {path}", None))
            continue
        with path.open(encoding="utf-8", newline="") as file:
            found += _set_rows(name, list(csv.DictReader(file)))
    return found


def _set_rows(name: str, pairs: Pairs) -> list[Row]:
    scores, cold, warm = _timed_scores(pairs)
    truth = np.array([row["is_match"].lower() in ("1", "true", "yes") for row in pairs], float)
    found = []
    for part, mask in slices(pairs, truth).items():
        for measure, value in measures(truth[mask], scores[mask]).items():
            bar, peer = BARS.get((name, part, measure), (None, ""))
            asked = "–" if bar is None else f"≥ {bar:.2f} (best peer: {peer})"
            test = f"names: {name}, {part} ({int(mask.sum()):,}), {measure}"
            found.append(Row(test, asked, f"{value:.3f}", None if bar is None else value >= bar))
    if name == TIMED:
        asked = f"≥ {FASTEST:,} (peers: logic-v2 7,700, rapidfuzz 390,000–980,000)"
        speed = f"{cold:,.0f} with parsing, {warm:,.0f} once parsed"
        # The bar is held to with parsing: a peer's call parses its names as well.
        test = f"names: {name}, pairs per second of one core"
        found.append(Row(test, asked, speed, cold >= FASTEST))
    return found


def _timed_scores(pairs: Pairs) -> tuple[np.ndarray, float, float]:
    """Scores, and pairs per second of processor time: with the names unparsed, then parsed."""
    names = sorted({row[side] for row in pairs for side in ("name1", "name2")})
    number = {word: place for place, word in enumerate(names)}
    left, right = (
        np.array([number[row[side]] for row in pairs], dtype=np.int64)
        for side in ("name1", "name2")
    )
    # An invented name first, so that reading the lexicon and compiling are not timed.
    score_pairs(["Issouf Ag Tanoust"], np.array([0]), np.array([0]))
    seconds = []
    for _ in range(2):
        started = time.process_time()
        scores = score_pairs(names, left, right)
        seconds.append(max(time.process_time() - started, 1e-9))
    return scores, len(pairs) / seconds[0], len(pairs) / seconds[1]


def measures(is_match: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Average precision, best F1 and recall at precision .95; pairs with equal scores together."""
    order = np.argsort(-scores, kind="stable")
    truth, sorted_scores = is_match[order], scores[order]
    hits, count = np.cumsum(truth), np.arange(1, len(truth) + 1)
    last = np.r_[sorted_scores[1:] != sorted_scores[:-1], True]
    precision, recall = (hits / count)[last], (hits / max(1, truth.sum()))[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    safe = recall[precision >= 0.95]
    return {
        AP: float((np.diff(np.r_[0, recall]) * precision).sum()),
        F1: float(f1.max()),
        RECALL: float(safe.max()) if len(safe) else 0.0,
    }


def slices(pairs: Pairs, truth: np.ndarray) -> dict[str, np.ndarray]:
    """All pairs and, where the columns are there, cross-script, full-name and reachable pairs."""
    unseen = held_out_rows(pairs)
    out = {ALL: np.ones(len(pairs), bool), HELD_OUT: unseen}
    if "script" in pairs[0]:
        reachable = np.array([row["reachable_strict"] == "1" for row in pairs])
        out[CROSS] = np.array([row["script"] == "cross" for row in pairs])
        out[FULL] = np.array([_is_full(row) for row in pairs]) & ((truth == 0) | reachable)
        out[REACHABLE] = (truth == 0) | np.array([row["reachable"] == "1" for row in pairs])
        for part in (CROSS, FULL, REACHABLE):
            out[f"{part}, {HELD_OUT}"] = out[part] & unseen
    return out


def _is_full(row: dict[str, str]) -> bool:
    is_long = int(row["content1"]) > 1 and int(row["content2"]) > 1
    return is_long and "Low" not in (row["qual1"], row["qual2"])
