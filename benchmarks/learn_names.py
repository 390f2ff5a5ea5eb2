"""Learn the weights of the comparison of names from labelled pairs.

`python -m benchmarks.learn_names DATA` reads DATA/names (un_list_pairs.csv, name_pairs.csv) and
writes models/actor_names.json. Half of the persons and half of the name pairs are learned from
(`is_learned`); the others are held out, and `fusion bench names` reports them on their own.
Positives that share no telling part are left out: two names without a common part cannot be told
for one person's, and a weight that learned to would have learned how the set was made.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from fusion.actors.names.score import WEIGHTS, signs_of
from fusion.actors.names.signs import SIGNS

RIDGE = 3.0  # on standardised signs: two dozen weights on some 5,000 pairs
PAIR_WEIGHT = 4.0  # of a row of name_pairs.csv: 200 rows beside 4,500 of the list
# Least strength of what the sets cannot teach (they hold few families, and rare names for the most
# part): a child is not the father, nor a brother, and common names say little; in log-odds.
LEAST = {
    "child of the other": 1.0, "own names differ": 1.0, "own name is the other's father": 2.5,
    "weight matched": 0.3,
}  # fmt: skip


def is_learned(key: str) -> bool:
    """Whether a person, or the first name of a pair, belongs to the half that is learned from."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 == 0


def learned_rows(rows: list[dict[str, str]]) -> np.ndarray:
    """Which pairs may be learned from: all their persons are."""
    return np.array([all(map(is_learned, _keys(row))) for row in rows])


def held_out_rows(rows: list[dict[str, str]]) -> np.ndarray:
    """Which pairs begin with somebody that was not learned from: no such pair was learned from.

    Half of all pairs, true and false alike, so that figures compare with those of the whole set.
    """
    return np.array([not is_learned(_keys(row)[0]) for row in rows])


def _keys(row: dict[str, str]) -> list[str]:
    if "id1" in row:
        return [*row["id1"].split("|"), *row["id2"].split("|")]
    return [row["name1"]]


def read(path: Path) -> tuple[list[dict[str, str]], np.ndarray, np.ndarray]:
    """Rows of a set, signs of its pairs, and whether each is a match."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row[side] for row in rows for side in ("name1", "name2")})
    number = {name: place for place, name in enumerate(names)}
    left, right = (np.array([number[row[s]] for row in rows]) for s in ("name1", "name2"))
    truth = np.array([row["is_match"].lower() in ("1", "true") for row in rows], float)
    return rows, signs_of(names, left, right), truth


def fit(signs: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Base and weights of a logistic model whose weights keep the direction of their signs."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    scaled = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    bounds: list[tuple[float | None, float | None]] = [
        (LEAST.get(name, 0) * width, None) if direction > 0 else (None, -LEAST.get(name, 0) * width)
        for (name, direction), width in zip(SIGNS.items(), spread, strict=True)
    ]

    def loss(guess: np.ndarray) -> tuple[float, np.ndarray]:
        logit = scaled @ guess
        shrunk = np.r_[guess[:-1], 0]
        slope = scaled.T @ (weight * (1 / (1 + np.exp(-logit)) - truth)) + RIDGE * shrunk
        cost = weight @ (np.logaddexp(0, logit) - truth * logit)
        return float(cost + RIDGE * (shrunk @ shrunk) / 2), slope

    start = np.zeros(len(SIGNS) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    unscaled = found[:-1] / spread
    return float(found[-1] - unscaled @ mean), unscaled


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data / "names"
    listed, signs, truth = read(folder / "un_list_pairs.csv")
    telling = np.array([row["reachable_strict"] == "1" for row in listed])
    kept = learned_rows(listed) & ((truth == 0) | telling)
    paired, more_signs, more_truth = read(folder / "name_pairs.csv")
    also = learned_rows(paired)
    base, weights = fit(
        np.r_[signs[kept], more_signs[also]], np.r_[truth[kept], more_truth[also]],
        np.r_[np.ones(kept.sum()), np.full(also.sum(), PAIR_WEIGHT)],
    )  # fmt: skip
    # Scores are compared with thresholds elsewhere: base and slope place them, order is unchanged.
    old = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    learned = {
        "version": "3", "base": round(base + SHIFT, 3), "slope": SLOPE,
        "signs": {n: round(float(w), 3) for n, w in zip(SIGNS, weights, strict=True)},
    }  # fmt: skip
    WEIGHTS.write_text(json.dumps(old | learned, indent=2, ensure_ascii=False) + "\n")


# Where the scale lies is ours, the order of pairs is learned: spellings of one name lie above one
# half, and one word alone at its ceiling of 0.55 (score.py). SLOPE keeps sure matches apart.
SHIFT, SLOPE = -0.45, 0.8

if __name__ == "__main__":
    main()
