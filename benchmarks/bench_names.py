"""Scores the name comparison on labelled pairs and measures its speed.

usage: python -m benchmarks.bench_names --data DIR [--out FOLDER] [--label X]

DIR holds name_pairs.csv and un_list_pairs.csv (columns name1, name2, is_match and, for slices,
script, content1, content2). With --out, FOLDER receives one CSV of name1,name2,score,is_match per
set, for any other scorer.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from fusion.actors.names import score_pairs

SETS = ("name_pairs", "un_list_pairs")


def measure(is_match: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Average precision, best F1 and recall at precision .95; pairs with equal scores together."""
    order = np.argsort(-scores, kind="stable")
    truth, sorted_scores = is_match[order], scores[order]
    hits, count = np.cumsum(truth), np.arange(1, len(truth) + 1)
    last = np.r_[sorted_scores[1:] != sorted_scores[:-1], True]
    precision, recall = (hits / count)[last], (hits / max(1, truth.sum()))[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    safe = recall[precision >= 0.95]
    return {
        "average precision": float((np.diff(np.r_[0, recall]) * precision).sum()),
        "best F1": float(f1.max()),
        "threshold": float(sorted_scores[last][f1.argmax()]),
        "recall at precision .95": float(safe.max()) if len(safe) else 0.0,
    }


def run(folder: Path, out: Path | None) -> None:
    """Print one block per set; say plainly which set is absent."""
    for name in SETS:
        path = folder / f"{name}.csv"
        if not path.exists():
            print(f"{name}: absent ({path})")
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        pairs = [(row["name1"], row["name2"]) for row in rows]
        truth = np.array([row["is_match"].lower() in ("1", "true", "yes") for row in rows], float)
        names = sorted({word for pair in pairs for word in pair})
        number = {word: place for place, word in enumerate(names)}
        left = np.array([number[a] for a, _ in pairs])
        right = np.array([number[b] for _, b in pairs])
        started = time.process_time()
        scores = score_pairs(names, left, right)
        cold = time.process_time() - started
        started = time.process_time()
        score_pairs(names, left, right)
        warm = time.process_time() - started
        print(
            f"{name}: {len(pairs)} pairs; per second of one core {len(pairs) / cold:,.0f}, "
            f"{len(pairs) / warm:,.0f} once the names are parsed"
        )
        for label, mask in slices(rows, truth).items():
            found = measure(truth[mask], scores[mask])
            print(
                f"  {label} ({int(mask.sum())}): "
                + ", ".join(f"{k} {v:.3f}" for k, v in found.items())
            )
        if out:
            out.mkdir(parents=True, exist_ok=True)
            with (out / f"{name}_scores.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["name1", "name2", "score", "is_match"])
                writer.writerows(
                    (*pair, f"{s:.5f}", int(t))
                    for pair, s, t in zip(pairs, scores, truth, strict=True)
                )


def slices(rows: list[dict[str, str]], truth: np.ndarray) -> dict[str, np.ndarray]:
    """All pairs and, where the columns are there, cross-script and full-name pairs."""
    out = {"all": np.ones(len(rows), bool)}
    if "script" in rows[0]:
        reachable = np.array([row["reachable_strict"] == "1" for row in rows])
        out["Latin against original script"] = np.array([row["script"] == "cross" for row in rows])
        is_full = [_is_full(row) for row in rows]
        out["full names, reachable"] = np.array(is_full) & ((truth == 0) | reachable)
        out["all, reachable"] = (truth == 0) | np.array([row["reachable"] == "1" for row in rows])
    return out


def _is_full(row: dict[str, str]) -> bool:
    is_long = int(row["content1"]) > 1 and int(row["content2"]) > 1
    return is_long and "Low" not in (row["qual1"], row["qual2"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    run(arguments.data, arguments.out)
