"""Fit what the bits of each comparison count for: FACTORS of fusion/incidents/judged.py.

`python -m benchmarks.learn_linkage TABLES` reads the product tables of a run over the sample
mission (a folder published/VERSION/tables) and the planted near-misses, both with their truth,
and prints the factors. Levels within a comparison are learned without labels
(`python -m fusion.incidents.train`); only how far comparisons see the same thing is fitted here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.optimize import minimize

from benchmarks.bench_relays import read_truth, run
from benchmarks.sample_truth import align
from fusion.incidents.judged import DAMPING
from fusion.incidents.likeness import likeness
from fusion.incidents.linkage import UNKNOWN, WEIGHTS, levels, read_weights
from fusion.incidents.pairs import candidate_pairs
from fusion.incidents.reading import read_tellings

NEAR_MISSES = Path(__file__).parent / "near_misses"
OBSERVERS = {"original", "independent", "background"}
PULL = 5.0  # towards the factors set before: as much as some dozens of pairs
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def labelled(tables: Mapping[str, pa.Table], rows: Mapping[str, dict[str, str]],
             found: Mapping[str, str]) -> tuple[Reals, Flags]:  # fmt: skip
    """(prior and bits of each comparison before its factor, is it one incident) of observers."""
    account = {r["report_id"]: r["account_id"] for r in tables["account_report"].to_pylist()}
    row_of = {account[rep]: rows[key] for key, rep in sorted(found.items()) if rep in account}
    tellings = read_tellings(tables)
    like = likeness(tellings)
    pairs = candidate_pairs(tellings, like)
    weights = read_weights()
    prior = weights.prior_bits(len(tellings), len(pairs[0]))
    factor = _factors()
    measures, same = [], []
    for pair in levels(tellings, pairs, like).to_pylist():
        one, other = (row_of.get(pair[side]) for side in ("account_a", "account_b"))
        if not one or not other or not {one["relation"], other["relation"]} <= OBSERVERS:
            continue
        bits = [
            0.0 if pair[name] == UNKNOWN else weights.bits[name, pair[name]] / factor[name]
            for name in weights.comparisons
        ]
        measures.append([prior, *bits])
        same.append(bool(one["incident"]) and one["incident"] == other["incident"])
    return np.array(measures), np.array(same)


def _factors() -> dict[str, float]:
    """The factors that the stored weights hold."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: raw["damping"].get(name, 1.0) for name in raw["comparisons"]}


def fit(measures: Reals, same: Flags, start: Reals) -> Reals:
    """Factors of least logistic loss, drawn towards `start`; the last is a constant in bits."""
    prior, bits = measures[:, 0], measures[:, 1:]

    def loss(factors: Reals) -> tuple[float, Reals]:
        logit = (bits @ factors[:-1] + prior + factors[-1]) * np.log(2)
        away = factors[:-1] - start
        off = (1 / (1 + np.exp(-logit)) - same) * np.log(2)
        value = np.logaddexp(0, logit).sum() - logit[same].sum()
        value += PULL * (away**2).sum() + 0.1 * factors[-1] ** 2
        slope = np.append(bits.T @ off + 2 * PULL * away, off.sum() + 0.2 * factors[-1])
        return float(value), slope

    found: Reals = minimize(loss, np.append(start, 0.0), jac=True, method="L-BFGS-B").x
    return found


def main() -> None:
    """Print the factors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    folder = parser.parse_args().tables
    sample = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
    truth = align(sample)
    planted = read_truth(NEAR_MISSES)
    parts = [
        labelled(sample, {r["report_key"]: r for r in truth.reports}, truth.found),
        labelled(run(NEAR_MISSES), planted, {key: key for key in planted}),
    ]
    names = read_weights().comparisons
    start = np.array([DAMPING.get(name, 1.0) for name in names])
    factors = fit(np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), start)
    for name, factor in sorted(zip((*names, "constant, bits"), factors, strict=True)):
        print(f"{name}: {factor:.2f}")


if __name__ == "__main__":
    main()
